//! Intake: what is taken down, what is refused, and what a key does.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use ostakar::store::Conn;
use ostakar::store::schema::{customers, events, idempotency_keys, jobs, messages, service_requests};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

const PATH: &str = "/api/v1/service-requests";

/// Rows of the tables that intake writes.
async fn counts(server: &TestServer) -> Vec<i64> {
    use diesel::prelude::*;
    let count = |conn: &mut Conn| {
        Ok::<_, ostakar::store::StoreError>(vec![
            customers::table.count().get_result(conn)?,
            service_requests::table.count().get_result(conn)?,
            jobs::table.count().get_result(conn)?,
            messages::table.count().get_result(conn)?,
            events::table.count().get_result(conn)?,
            idempotency_keys::table.count().get_result(conn)?,
        ])
    };
    server.app().db.read(count).await.unwrap()
}

both!(a_report_is_taken_down, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    for (k, language) in [(1, "fa"), (2, "en")] {
        let path = format!("{PATH}?lang={language}");
        let seen = server.post(&token, &path, &server.sample(k)).await;
        assert_eq!(seen.status, 201, "{}", seen.text);
        let made = seen.json();
        let id = made["id"].as_str().unwrap();
        assert_eq!(seen.header("location"), format!("{PATH}/{id}"));
        assert_eq!(seen.header("content-type"), "application/json");
        assert_eq!(made["reference"].as_str().unwrap().len(), 8);
        assert_eq!(
            (&made["status"], &made["jobs"][0]["status"]),
            (&json!("pending_dispatch"), &json!("pending_dispatch"))
        );
        assert!(made["jobs"][0]["verdict"]["clauses"][0]["evidence"].is_string(), "{made}");
        assert!(made["milestones"]["resolution"].as_str().unwrap().ends_with('Z'));
        assert!(made["tracking_url"].as_str().unwrap().starts_with("https://s.example/t/"));
        assert!(made["warnings"].is_array() && made["candidates"].is_array());
        let followed = server.get(&token, seen.header("location")).await.json();
        assert_eq!(followed["jobs"][0]["id"], made["jobs"][0]["id"]);
        let persian: String = made["reference"].as_str().unwrap().chars().map(persian_digit).collect();
        assert_eq!(server.get(&token, &format!("{PATH}/{persian}")).await.json()["id"], made["id"]);
    }
});

fn persian_digit(digit: char) -> char {
    char::from_u32('۰' as u32 + digit.to_digit(10).unwrap()).unwrap()
}

both!(a_key_gives_the_first_answer_again, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let send = async |key: &str, body: &Value| {
        let request = server.request(Method::POST, PATH).bearer_auth(&token).header("idempotency-key", key);
        server.send(request.json(body)).await
    };
    let body = server.sample(1);
    let first = send("k-1", &body).await;
    let again = send("k-1", &body).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(send("k-1", &server.sample(2)).await.code(), (422, "IDEMPOTENCY_MISMATCH".to_owned()));
    assert_eq!(send("k-2", &json!({ "channel": "phone" })).await.status, 422);
    let before = counts(&server).await;
    let many = join_all((0..50).map(|_| send("k-3", &body))).await;
    let made: Vec<_> =
        many.iter().filter(|seen| seen.status == 201).map(|seen| seen.json()["id"].to_string()).collect();
    assert!(many.iter().all(|seen| [201, 409].contains(&seen.status)), "{many:?}");
    assert!(!made.is_empty() && made.iter().all(|id| *id == made[0]));
    let after = counts(&server).await;
    assert_eq!((after[1] - before[1], after[2] - before[2]), (1, 1));
});

both!(every_faulty_value_is_told_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let before = counts(&server).await;
    let mut body = server.sample(1);
    body["contacts"][0]["phone"] = json!("0912");
    body["address"]["location"] = json!({ "lat": 91.0, "lon": -181.0 });
    body["window"] = json!({ "from": "2026-11-24T12:00:00+03:30", "to": "2026-11-24T10:00:00+03:30" });
    body["items"] = json!([
        { "kind": "repair", "product": { "model_code": "NO-SUCH" }, "fault": { "code": "RF_NOT_COOLING" } },
        { "kind": "repair", "product": { "category": "washing_machine" }, "fault": { "code": "RF_NOT_COOLING" } },
        { "kind": "repair", "product": { "model_code": "ZR-RF-520", "category": "dishwasher" },
          "fault": { "description": "?" } },
    ]);
    let expected = [
        "address.location.lat latitude_out_of_range",
        "address.location.lon longitude_out_of_range",
        "contacts.0.phone phone_invalid",
        "items.0.product.model_code model_unknown",
        "items.1.fault.code fault_of_other_category",
        "items.2.product.category not_allowed",
        "window.to window_ends_before_start",
    ];
    let mut texts = Vec::new();
    for language in ["fa", "en"] {
        let seen = server.post(&token, &format!("{PATH}?lang={language}"), &body).await;
        assert_eq!(seen.code(), (422, "INVALID".to_owned()));
        assert_eq!(seen.header("content-type"), "application/problem+json");
        assert_eq!(seen.faults(), expected);
        texts.push(seen.json()["errors"][0]["message"].as_str().unwrap().to_owned());
    }
    assert!(texts[0] != texts[1] && !texts.concat().contains('⟦'), "{texts:?}");
    for (change, fault) in [("colour", "colour unknown_field"), ("channel", "channel wrong_type")] {
        let mut body = server.sample(1);
        body[change] = json!(7);
        assert_eq!(server.post(&token, PATH, &body).await.faults(), [fault]);
    }
    let broken = server.request(Method::POST, PATH).bearer_auth(&token).header("content-type", "application/json");
    assert_eq!(server.send(broken.body("{")).await.code(), (400, "BAD_REQUEST".to_owned()));
    assert_eq!(counts(&server).await, before);
});

both!(m1_many_reports_at_once_share_a_block_of_references, async |db: TestDb| {
    use diesel::prelude::*;
    use ostakar::store::schema::counters;
    let server = TestServer::start(db).await;
    let app = server.app();
    let taken = join_all((0..450).map(|_| app.references_next())).await;
    let mut references: Vec<String> = taken.into_iter().map(|it| it.unwrap().to_string()).collect();
    references.sort_unstable();
    references.dedup();
    assert_eq!(references.len(), 450, "nobody gets another's");
    let next = |conn: &mut Conn| {
        Ok::<i64, ostakar::store::StoreError>(counters::table.find("reference").select(counters::next).first(conn)?)
    };
    assert_eq!(app.db.read(next).await.unwrap(), 600, "three blocks of 200, and none is lost");
});
