//! Complaints through all their steps, and who never owns them.

use chrono::TimeDelta;
use serde_json::{Value, json};

use ostakar::app::complaints::follow_due;
use ostakar::app::outbox::deliver_due;
use ostakar::store::StoreError;
use ostakar::store::people::find_user_by_name;

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

const PATH: &str = "/api/v1/complaints";

fn entry(phone: &str) -> Value {
    json!({ "phone": phone, "name": "Reza Amini", "against": { "kind": "company" }, "subject": "delay",
        "description": "Nobody called for a week.", "demand": "A visit this week" })
}

async fn register(server: &TestServer, token: &str, body: &Value) -> Value {
    let seen = server.post(token, PATH, body).await;
    assert_eq!(seen.status, 201, "{}", seen.text);
    seen.json()
}

async fn step(server: &TestServer, token: &str, complaint: &Value, body: &Value) -> Seen {
    let id = complaint["id"].as_str().unwrap();
    server.post(token, &format!("{PATH}/{id}/events"), body).await
}

async fn state(server: &TestServer, token: &str, complaint: &Value, body: Value) -> String {
    let seen = step(server, token, complaint, &body).await;
    assert_eq!(seen.status, 200, "{body}: {}", seen.text);
    seen.json()["state"].as_str().unwrap().to_owned()
}

async fn user(server: &TestServer, name: &'static str) -> String {
    let found = server.app().db.read(move |conn| -> Result<_, StoreError> { find_user_by_name(conn, name) }).await;
    found.unwrap().id.0.to_string()
}

both!(m26_a_complaint_goes_through_its_steps_each_with_owner_deadline_and_record, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let made = register(&server, &operator, &entry("09121110010")).await;
    assert_eq!(
        (&made["state"], &made["owner_role"], &made["severity"]),
        (&json!("received"), &json!("manager"), &json!("normal"))
    );
    let early = step(&server, &manager, &made, &json!({ "event": "close" })).await;
    assert_eq!(early.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    let refused = early.json();
    assert_eq!(refused["state"], "received");
    assert!(refused["allowed"].as_array().unwrap().contains(&json!("acknowledge")), "{refused}");
    let owner = user(&server, "operator2").await;
    assert_eq!(state(&server, &operator, &made, json!({ "event": "acknowledge" })).await, "acknowledged");
    assert_eq!(
        state(&server, &manager, &made, json!({ "event": "assess", "owner_id": owner, "severity": "high" })).await,
        "assessed"
    );
    assert_eq!(
        state(&server, &operator, &made, json!({ "event": "investigate", "note": "calls heard" })).await,
        "investigating"
    );
    let decided = json!({ "event": "decide", "result": "upheld" });
    assert_eq!(step(&server, &operator, &made, &decided).await.status, 403, "managers decide");
    assert_eq!(step(&server, &manager, &made, &json!({ "event": "decide" })).await.faults(), ["result required"]);
    assert_eq!(state(&server, &manager, &made, decided).await, "decided");
    let untold = step(&server, &manager, &made, &json!({ "event": "communicate", "answer": "x" })).await;
    assert_eq!(untold.json()["allowed"], json!(["correct", "escalate"]), "{}", untold.text);
    assert_eq!(state(&server, &manager, &made, json!({ "event": "correct" })).await, "correcting");
    assert_eq!(state(&server, &manager, &made, json!({ "event": "finish_correction" })).await, "corrected");
    assert_eq!(
        state(&server, &operator, &made, json!({ "event": "communicate", "answer": "You were right." })).await,
        "communicated"
    );
    assert_eq!(state(&server, &operator, &made, json!({ "event": "rate", "rating": 4 })).await, "communicated");
    assert_eq!(state(&server, &manager, &made, json!({ "event": "close" })).await, "closed");
    let shown = server.get(&manager, &format!("{PATH}/{}", made["id"].as_str().unwrap())).await.json();
    assert_eq!((&shown["rating"], &shown["told_by"], &shown["step_due_at"]), (&json!(4), &json!("sms"), &Value::Null));
    let steps = shown["steps"].as_array().unwrap();
    let names: Vec<_> = steps.iter().map(|it| it["step"].as_str().unwrap()).collect();
    assert_eq!(names, ["acknowledge", "assess", "investigate", "decide", "correct", "correct", "respond", "close"]);
    assert!(
        steps.iter().all(|it| it["due_at"].is_string() && it["ended_by"].is_string() && it["actor_id"].is_string())
    );
    assert_eq!((&steps[3]["owner_id"], &steps[2]["note"]), (&json!(owner), &json!("calls heard")));
    while deliver_due(server.app()).await.unwrap().total() > 0 {}
    let sms = server.inner.sms.all();
    assert!(sms.iter().any(|it| it.text.contains("You were right.")), "the complainant heard it");
});

both!(m26_whoever_is_complained_of_never_owns_the_case_nor_sees_it, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let accused = user(&server, "operator2").await;
    let mut body = entry("09121110011");
    body["against"] = json!({ "kind": "operator", "id": accused.to_uppercase() });
    body["owner_id"] = json!(accused);
    assert_eq!(server.post(&operator, PATH, &body).await.code(), (409, "COMPLAINED_OF".to_owned()));
    body["owner_id"] = Value::Null;
    let made = register(&server, &operator, &body).await;
    let give = json!({ "event": "acknowledge", "owner_id": accused });
    assert_eq!(step(&server, &operator, &made, &give).await.code(), (409, "COMPLAINED_OF".to_owned()));
    let theirs = server.login("operator2").await;
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    assert_eq!(server.get(&theirs, &path).await.status, 404);
    assert_eq!(step(&server, &theirs, &made, &json!({ "event": "acknowledge" })).await.status, 404);
    assert_eq!(server.get(&theirs, PATH).await.json()["items"], json!([]));
    assert_eq!(server.get(&manager, PATH).await.json()["items"].as_array().unwrap().len(), 1);
    let mut unit = entry("09121110012");
    unit["against"] = json!({ "kind": "unit", "id": "manager" });
    let made = register(&server, &operator, &unit).await;
    assert_eq!(made["owner_role"], "administrator");
    let own = step(&server, &manager, &made, &json!({ "event": "acknowledge" })).await;
    assert_eq!(own.code(), (409, "COMPLAINED_OF".to_owned()));
    assert_eq!(
        step(&server, &operator, &made, &json!({ "event": "escalate", "note": "?" })).await.json()["owner_role"],
        "administrator"
    );
    let unknown = json!({ "phone": "1", "against": { "kind": "agent", "id": "x" }, "subject": "price",
        "description": " ", "owner_role": "auditor" });
    let expected =
        ["against.id agent_unknown", "description required", "owner_role not_allowed", "phone phone_invalid"];
    assert_eq!(server.post(&operator, PATH, &unknown).await.faults(), expected);
});

both!(m26_an_overdue_step_goes_up_by_itself_and_a_quiet_answer_is_closed, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, app) = (server.login("operator").await, server.app());
    let made = register(&server, &operator, &entry("09121110013")).await;
    assert_eq!(follow_due(app).await.unwrap(), 0);
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(follow_due(app).await.unwrap(), 1);
    // A sign-in lasts ten minutes, and days pass here.
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    assert_eq!(server.get(&manager, &path).await.json()["state"], "escalated");
    let tasks = server.get(&manager, "/api/v1/tasks?mine=true").await.json();
    assert_eq!(tasks["items"][0]["kind"], "escalated_complaint", "{tasks}");
    assert_eq!(step(&server, &operator, &made, &json!({ "event": "take_over" })).await.status, 403);
    assert_eq!(state(&server, &manager, &made, json!({ "event": "take_over" })).await, "received");
    assert_eq!(server.get(&manager, "/api/v1/tasks?mine=true").await.json()["items"], json!([]));
    let withdrawn = json!({ "event": "withdraw", "note": "the visit was made" });
    assert_eq!(state(&server, &operator, &made, withdrawn).await, "decided");
    let told = json!({ "event": "communicate", "answer": "As you wished." });
    assert_eq!(state(&server, &operator, &made, told).await, "communicated");
    app.clock.advance(TimeDelta::days(15));
    assert_eq!(follow_due(app).await.unwrap(), 1);
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    assert_eq!(server.get(&manager, &path).await.json()["state"], "closed");
    assert_eq!(
        state(&server, &operator, &made, json!({ "event": "reopen", "note": "it came back" })).await,
        "reopened"
    );
    let again = server.get(&manager, &path).await.json();
    assert_eq!((&again["result"], &again["communicated_at"]), (&Value::Null, &Value::Null), "a new answer is owed");
});

both!(m27_a_complaint_that_is_a_request_becomes_one_and_the_other_way_round, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let made = register(&server, &operator, &entry("09121110014")).await;
    let turn = json!({ "event": "turn_into_request", "request": server.sample(1), "note": "a fault, no complaint" });
    assert_eq!(step(&server, &operator, &made, &turn).await.status, 403);
    let bare = step(&server, &manager, &made, &json!({ "event": "turn_into_request" })).await;
    assert_eq!(bare.faults(), ["request required"]);
    let turned = step(&server, &manager, &made, &turn).await.json();
    assert_eq!((&turned["state"], &turned["result"]), (&json!("decided"), &json!("explained")), "{turned}");
    let request = turned["turned_into"].as_str().unwrap();
    let shown = server.get(&operator, &format!("/api/v1/service-requests/{request}")).await.json();
    assert_eq!(shown["customer_id"], made["customer_id"]);
    assert_eq!(step(&server, &manager, &made, &turn).await.status, 409, "once is enough");
    let jobs = server.get(&operator, "/api/v1/jobs").await.json();
    assert_eq!(jobs["items"].as_array().unwrap().len(), 1, "the second attempt made no request");
    let really = server.register(&operator, 2).await;
    let path = format!("/api/v1/service-requests/{}/complaint", really["id"].as_str().unwrap());
    let body = json!({ "against": { "kind": "company" }, "subject": "delay", "description": "It is about the delay." });
    let back = server.post(&operator, &path, &body).await;
    assert_eq!(back.status, 201, "{}", back.text);
    assert_eq!((&back.json()["turned_from"], &back.json()["request_id"]), (&really["id"], &really["id"]));
});

both!(m28_the_complainant_always_hears_the_result, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let made = register(&server, &operator, &entry("02188880010")).await;
    assert_eq!(made["can_sms"], false);
    for body in [
        json!({ "event": "acknowledge" }),
        json!({ "event": "assess" }),
        json!({ "event": "decide", "result": "not_upheld" }),
    ] {
        state(&server, &manager, &made, body).await;
    }
    let close = step(&server, &manager, &made, &json!({ "event": "close" })).await;
    assert_eq!(close.code().0, 409);
    let untold = step(&server, &manager, &made, &json!({ "event": "communicate" })).await;
    assert_eq!(untold.faults(), ["answer required", "told_by required"]);
    let by_sms = json!({ "event": "communicate", "answer": "No.", "told_by": "sms" });
    assert_eq!(step(&server, &manager, &made, &by_sms).await.faults(), ["told_by cannot_receive_sms"]);
    let read_out = json!({ "event": "communicate", "answer": "We could not confirm it.", "told_by": "read_out" });
    let told = step(&server, &operator, &made, &read_out).await.json();
    let respond = told["steps"].as_array().unwrap().iter().find(|it| it["step"] == "respond").unwrap();
    assert_eq!((&respond["actor_id"], &told["told_by"]), (&json!(user(&server, "operator").await), &json!("read_out")));
    assert!(respond["ended_at"].is_string() && told["communicated_at"].is_string());
    assert_eq!(state(&server, &manager, &made, json!({ "event": "close" })).await, "closed");
});

both!(m29_a_serious_complaint_reaches_senior_managers_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    register(&server, &operator, &entry("09121110015")).await;
    assert_eq!(server.get(&manager, "/api/v1/tasks?mine=true").await.json()["items"], json!([]));
    let mut serious = entry("09121110016");
    serious["severity"] = json!("injury");
    let made = register(&server, &operator, &serious).await;
    let tasks = server.get(&manager, "/api/v1/tasks?mine=true").await.json();
    assert_eq!(
        (&tasks["items"][0]["kind"], &tasks["items"][0]["complaint_id"]),
        (&json!("serious_complaint"), &made["id"])
    );
    let listed = server.get(&manager, &format!("{PATH}?severity=injury,safety&mine=true")).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let auditor = server.login("auditor").await;
    assert_eq!(server.get(&auditor, PATH).await.json()["items"].as_array().unwrap().len(), 2);
    assert_eq!(step(&server, &auditor, &made, &json!({ "event": "acknowledge" })).await.status, 403);
});
