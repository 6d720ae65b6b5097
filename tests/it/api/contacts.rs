//! Contacts of all three classes, and the tasks that keep promises.

use chrono::TimeDelta;
use serde_json::{Value, json};

use ostakar::app::tasks::follow_due;

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

const CONTACTS: &str = "/api/v1/contacts";
const TASKS: &str = "/api/v1/tasks";

async fn log(server: &TestServer, token: &str, body: &Value) -> Value {
    let seen = server.post(token, CONTACTS, body).await;
    assert_eq!(seen.status, 201, "{}", seen.text);
    seen.json()
}

both!(m1_each_class_of_contact_has_its_own_way, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let phone = "09121110001";
    let entry = |class: &str, outcome: &str| {
        json!({ "channel": "phone", "direction": "incoming", "class": class, "phone": phone, "name": "Sara Noori",
            "outcome": outcome, "summary": "asked" })
    };
    let request = log(&server, &token, &entry("request", "reached")).await;
    assert_eq!(request["next"]["step"], "register_request");
    let complaint = log(&server, &token, &entry("complaint", "reached")).await;
    assert_eq!(complaint["next"]["path"], "/api/v1/complaints");
    assert_eq!(request["customer_id"], complaint["customer_id"]);
    let missed = log(&server, &token, &entry("follow_up", "abandoned")).await;
    assert_eq!(missed["next"]["step"], "call_again");
    let made = server.register(&token, 1).await;
    let of_request = json!({ "channel": "phone", "direction": "incoming", "class": "follow_up",
        "request": made["reference"], "summary": "when do they come?", "wait_s": 42 });
    let followed = log(&server, &token, &of_request).await;
    assert_eq!((&followed["job_id"], &followed["next"]), (&made["jobs"][0]["id"], &Value::Null));
    let customer = followed["customer_id"].as_str().unwrap();
    let page = server.get(&token, &format!("{CONTACTS}?customer_id={customer}&limit=1")).await.json();
    assert_eq!((&page["items"][0]["wait_s"], &page["items"][0]["answered"]), (&json!(42), &json!(true)));
    let cursor = page["next_cursor"].as_str().unwrap();
    let older = server.get(&token, &format!("{CONTACTS}?customer_id={customer}&limit=1&cursor={cursor}")).await.json();
    assert_eq!((&older["items"][0]["class"], &older["items"][0]["outcome"]), (&json!("request"), &json!("reached")));
    let job = made["jobs"][0]["id"].as_str().unwrap();
    let events = server.get(&token, &format!("/api/v1/jobs/{job}/events")).await.text;
    assert!(events.contains("\"logged\""), "{events}");
});

both!(m1_every_fault_of_a_contact_is_told_at_once, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let wrong = json!({ "channel": "phone", "direction": "incoming", "class": "follow_up", "phone": "12", "job":
        "00000000-0000-7000-8000-000000000000", "request": "11111111", "outcome": "busy", "wait_s": -1,
        "answered": true, "started_at": "2027-01-01T00:00:00Z",
        "callback": { "due_at": "2020-01-01T00:00:00Z", "owner_id": "00000000-0000-7000-8000-000000000000" } });
    let seen = server.post(&token, CONTACTS, &wrong).await;
    let expected = [
        "answered not_allowed",
        "callback.due_at date_in_past",
        "callback.owner_id user_unknown",
        "job job_unknown",
        "outcome not_allowed",
        "phone phone_invalid",
        "request request_unknown",
        "started_at date_in_future",
        "wait_s out_of_range",
    ];
    assert_eq!(seen.faults(), expected);
    let nobody = json!({ "channel": "phone", "direction": "outgoing", "class": "follow_up", "summary": "x" });
    assert_eq!(server.post(&token, CONTACTS, &nobody).await.faults(), ["customer_id required"]);
    let send = async |key: &str, summary: &str| {
        let body = json!({ "channel": "phone", "direction": "outgoing", "class": "follow_up", "phone": "09121110002",
            "summary": summary });
        let request = server.request(reqwest::Method::POST, CONTACTS).bearer_auth(&token);
        server.send(request.header("idempotency-key", key).json(&body)).await
    };
    let (first, again) = (send("k", "a").await, send("k", "a").await);
    assert_eq!((first.status, first.json()), (201, again.json()));
    assert_eq!(send("k", "b").await.code(), (422, "IDEMPOTENCY_MISMATCH".to_owned()));
});

both!(m9_a_promised_callback_reminds_its_owner_and_goes_up, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (token, app) = (server.login("operator").await, server.app());
    let due = app.clock.now() + TimeDelta::hours(1);
    let body = json!({ "channel": "phone", "direction": "incoming", "class": "follow_up", "phone": "09121110003",
        "summary": "wants a callback", "callback": { "due_at": due, "note": "price of the part" } });
    let logged = log(&server, &token, &body).await;
    let path = format!("{TASKS}/{}", logged["task_id"].as_str().unwrap());
    // A sign-in lasts ten minutes, and hours pass here.
    let task = async || server.get(&server.login("operator").await, &path).await.json();
    let made = task().await;
    assert_eq!(
        (&made["kind"], &made["state"], &made["reminded_at"]),
        (&json!("callback"), &json!("open"), &Value::Null)
    );
    assert!(made["owner_id"].is_string() && made["remind_at"].is_string(), "{made}");
    app.clock.advance(TimeDelta::minutes(45));
    assert_eq!(follow_due(app).await.unwrap(), 1);
    assert_eq!(follow_due(app).await.unwrap(), 0, "once is enough");
    assert!(task().await["reminded_at"].is_string());
    app.clock.advance(TimeDelta::minutes(15));
    follow_due(app).await.unwrap();
    assert_eq!(task().await["state"], "overdue");
    app.clock.advance(TimeDelta::minutes(60));
    assert_eq!(follow_due(app).await.unwrap(), 1);
    let up = task().await;
    assert_eq!(
        (&up["owner_role"], &up["owner_id"], &up["state"]),
        (&json!("manager"), &Value::Null, &json!("overdue"))
    );
    let (manager, token) = (server.login("manager").await, server.login("operator").await);
    let mine = server.get(&manager, &format!("{TASKS}?mine=true&state=overdue&due=today")).await.json();
    assert_eq!(mine["items"][0]["id"], logged["task_id"], "{mine}");
    let moved = server.post(&manager, &format!("{path}/transfer"), &json!({})).await;
    assert_eq!(moved.faults(), ["owner_id required"]);
    let later = app.clock.now() + TimeDelta::hours(2);
    let to = json!({ "owner_role": "dispatcher", "due_at": later, "note": "ask about the part" });
    let moved = server.post(&manager, &format!("{path}/transfer"), &to).await.json();
    assert_eq!((&moved["state"], &moved["owner_role"]), (&json!("transferred"), &json!("dispatcher")));
    let done = server.post(&token, &format!("{path}/done"), &json!({ "note": "called" })).await.json();
    assert_eq!(
        (&done["state"], &done["done_note"], &done["allowed"]),
        (&json!("done"), &json!("called"), &json!(["reopen"]))
    );
    let twice = server.post(&token, &format!("{path}/done"), &json!({})).await;
    assert_eq!(twice.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    let again = server.post(&token, &format!("{path}/reopen"), &json!({ "note": "no answer after all" })).await;
    assert_eq!(again.json()["state"], "open");
});

both!(m9_a_task_needs_right_values_and_a_reader_who_may_see_it, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let wrong = json!({ "kind": "find_agent", "due_at": "2020-01-01T00:00:00Z", "owner_role": "auditor",
        "remind_at": "2021-01-01T00:00:00Z" });
    let expected = ["due_at date_in_past", "kind not_allowed", "owner_role not_allowed", "remind_at date_order"];
    assert_eq!(server.post(&token, TASKS, &wrong).await.faults(), expected);
    let right =
        json!({ "kind": "document_to_fetch", "due_at": "2026-11-30T09:00:00+03:30", "owner_role": "agent_manager" });
    let made = server.post(&token, TASKS, &right).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = made.header("location").to_owned();
    let agent_manager = server.login("agent_manager").await;
    assert_eq!(server.get(&agent_manager, &path).await.json()["kind"], "document_to_fetch");
    let theirs = server.get(&agent_manager, TASKS).await.json();
    assert_eq!(theirs["items"].as_array().unwrap().len(), 1);
    let scoped = server.login("dispatcher_mashhad").await;
    assert_eq!(server.get(&scoped, &path).await.status, 404);
    let auditor = server.login("auditor").await;
    assert_eq!(server.post(&auditor, &format!("{path}/done"), &json!({})).await.status, 403);
    for wrong in ["due=soon", "state=late", "owner=me", "cursor=x", "limit=0"] {
        assert_eq!(server.get(&token, &format!("{TASKS}?{wrong}")).await.faults().len(), 1, "{wrong}");
    }
});
