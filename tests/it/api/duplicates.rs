//! A request that says another one again: linked, given up, seen on both sides, never in a chain or a circle.

use futures_util::future::join_all;
use ostakar::domain::id::JobId;
use ostakar::domain::job::JobEvent;
use ostakar::domain::visit::VisitEvent;
use ostakar::store::jobs::find_job;
use serde_json::{Value, json};

use super::following::{accepted, change, say};
use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn path_of(request: &Value) -> String {
    format!("/api/v1/service-requests/{}", text(&request["id"]))
}

/// `one` is said to be a duplicate of what `original` names.
async fn mark(server: &TestServer, token: &str, one: &Value, original: &Value) -> Seen {
    server.post(token, &format!("{}/duplicate-of", path_of(one)), &json!({ "request": original })).await
}

both!(m2_a_duplicate_is_given_up_and_both_requests_say_so, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let (original, duplicate) = (server.register(&token, 1).await, server.register(&token, 1).await);
    let said = duplicate["warnings"].as_array().unwrap().iter().any(|it| it["code"] == "DUPLICATE_OPEN_JOB");
    assert!(said, "{duplicate}");
    let marked = mark(&server, &token, &duplicate, &original["reference"]).await;
    assert_eq!((marked.status, &marked.json()["duplicate_of"]["id"]), (200, &original["id"]), "{}", marked.text);
    assert_eq!(marked.json()["status"], "cancelled");
    assert_eq!(mark(&server, &token, &duplicate, &original["id"]).await.status, 200, "said again, nothing changes");

    let job = format!("/api/v1/jobs/{}", text(&duplicate["jobs"][0]["id"]));
    assert_eq!(server.get(&token, &job).await.json()["end_reason"], "DUPLICATE");
    let shown = server.get(&token, &path_of(&original)).await.json();
    assert_eq!(
        (&shown["duplicates"][0]["reference"], &shown["status"]),
        (&duplicate["reference"], &json!("pending_dispatch"))
    );
    for (request, name) in [(&duplicate, "marked_duplicate"), (&original, "got_duplicate")] {
        let events = format!("/api/v1/jobs/{}/events", text(&request["jobs"][0]["id"]));
        let events = server.get(&token, &events).await.json();
        let times = events["items"].as_array().unwrap().iter().filter(|it| it["name"] == name).count();
        assert_eq!(times, 1, "{name}: {events}");
    }

    let again = server.register(&token, 1).await;
    let chain = mark(&server, &token, &again, &duplicate["id"]).await;
    assert_eq!(chain.faults(), ["request duplicate_chain", "request request_cancelled"]);
    assert!(chain.text.contains(original["reference"].as_str().unwrap()), "names the original: {}", chain.text);
    assert_eq!(mark(&server, &token, &original, &again["id"]).await.faults(), ["request duplicate_original"]);
    assert_eq!(mark(&server, &token, &again, &again["id"]).await.faults(), ["request not_allowed"]);
    let stranger = server.register(&token, 2).await;
    assert_eq!(mark(&server, &token, &again, &stranger["id"]).await.faults(), ["request other_matter"]);
    assert_eq!(mark(&server, &token, &again, &json!("12345")).await.faults(), ["request request_unknown"]);
    assert_eq!(mark(&server, &token, &duplicate, &again["id"]).await.code(), (409, "ALREADY_DUPLICATE".to_owned()));

    let manager = server.login("manager").await;
    let reopened = server.post(&manager, &format!("{job}/reopen"), &json!({ "reason": "CLOSED_BY_MISTAKE" })).await;
    assert_eq!(reopened.status, 200, "{}", reopened.text);
    assert_eq!(server.get(&token, &path_of(&duplicate)).await.json()["duplicate_of"], Value::Null);
});

both!(m15_no_work_that_somebody_has_come_for_is_given_up_as_a_duplicate, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let app = server.app();
    let token = server.login("operator").await;
    let (job, visit) = accepted(app, 1).await;
    let other = server.register(&token, 1).await;
    let request = app.db.read(move |conn| find_job(conn, job)).await.unwrap().request_id.0;
    let request = json!({ "id": request });
    say(app, visit, VisitEvent::SetOut, None).await;
    say(app, visit, VisitEvent::Arrive, None).await;
    let refused = mark(&server, &token, &request, &other["id"]).await;
    assert_eq!(refused.code(), (409, "DUPLICATE_STARTED".to_owned()), "{}", refused.text);
    assert_eq!(mark(&server, &token, &other, &request["id"]).await.status, 200, "the other way round");
    let third = server.register(&token, 1).await;
    let id: JobId = text(&third["jobs"][0]["id"]).parse().unwrap();
    change(app, id, JobEvent::Cancel, "PRICE", None).await;
    let fourth = server.register(&token, 1).await;
    assert_eq!(mark(&server, &token, &fourth, &third["id"]).await.faults(), ["request request_cancelled"]);
});

both!(m15_of_two_clerks_who_mark_each_others_request_one_wins, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    for k in 1..=6 {
        let (one, other) = (server.register(&token, k).await, server.register(&token, k).await);
        let marks = [mark(&server, &token, &one, &other["id"]), mark(&server, &token, &other, &one["id"])];
        let answers = join_all(marks).await;
        let won = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(won, 1, "{answers:?}");
        let lost = answers.iter().find(|answer| answer.status != 200).unwrap();
        assert!(lost.status == 422 || lost.status == 409, "{lost:?}");
        let mut open = 0;
        for request in [&one, &other] {
            let shown = server.get(&token, &path_of(request)).await.json();
            let is_open = shown["status"] == "pending_dispatch";
            assert_eq!(shown["duplicate_of"].is_null(), is_open, "{shown}");
            open += usize::from(is_open);
        }
        assert_eq!(open, 1, "one of the two stays");
    }
});
