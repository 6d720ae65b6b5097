//! Sentences of the mission, shown from outside.

use std::collections::BTreeSet;

use ostakar::app::outbox::deliver_due;
use ostakar::domain::language::Language;
use ostakar::domain::policy::PolicyKind;
use ostakar::i18n::format::digits;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

const REQUESTS: &str = "/api/v1/service-requests";

async fn customer_of(server: &TestServer, token: &str, made: &Value) -> String {
    let shown = server.get(token, &format!("{REQUESTS}/{}", made["id"].as_str().unwrap())).await.json();
    shown["customer_id"].as_str().unwrap().to_owned()
}

both!(m10_who_prefers_letters_gets_the_summary_by_letter_in_the_own_language, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let first = server.register(&token, 1).await;
    assert_eq!(first["summary_channel"], "sms");
    let path = format!("/api/v1/customers/{}", customer_of(&server, &token, &first).await);
    let version = server.get(&token, &path).await.header("etag").to_owned();
    let edit = json!({ "preferred_channel": "email", "email": "letters@example.com", "language": "en" });
    let edit = server.request(Method::PATCH, &path).bearer_auth(&token).header("if-match", version).json(&edit);
    assert_eq!(server.send(edit).await.status, 200);
    let second = server.register(&token, 1).await;
    assert_eq!(second["summary_channel"], "email");
    while deliver_due(server.app()).await.unwrap().total() > 0 {}
    let letters = server.inner.mail.all();
    let letter = letters.iter().find(|letter| letter.to == "letters@example.com").expect("a letter");
    assert_eq!(second["summary_text"], letter.text.as_str());
    assert!(letter.text.contains(second["reference"].as_str().unwrap()), "{}", letter.text);
    assert!(letter.text.contains(second["tracking_url"].as_str().unwrap()), "{}", letter.text);
    assert_eq!(letters.len(), 1, "the first summary went by SMS");
});

both!(m19_paid_work_is_done_by_the_same_network_and_watched_by_the_same_reports, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let mut agents = Vec::new();
    let mut jobs = Vec::new();
    for bought in ["2026-08-01", "2010-01-01"] {
        let mut body = server.sample(1);
        body["contacts"][0]["phone"] = json!(format!("0912444{}", &bought[..4]));
        body["address"] = json!({ "city": "تهران" });
        let product = json!({ "category": "refrigerator", "brand": "zarvinex", "purchased_on": bought });
        body["items"] = json!([{ "kind": "repair", "product": product, "fault": { "code": "RF_NOT_COOLING" } }]);
        let made = server.post(&operator, REQUESTS, &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let job = made.json()["jobs"][0].clone();
        let ledger = server.get(&manager, &format!("/api/v1/jobs/{}/candidates", job["id"].as_str().unwrap())).await;
        let eligible = ledger.json()["eligible"].as_array().unwrap().clone();
        agents.push(eligible.iter().map(|it| it["agent_id"].to_string()).collect::<BTreeSet<_>>());
        jobs.push(job);
    }
    assert_ne!(jobs[0]["verdict"]["outcome"], "out_of_warranty");
    assert_eq!(jobs[1]["verdict"]["outcome"], "out_of_warranty");
    assert!(!agents[0].is_empty() && agents[0] == agents[1], "the same agents stand by for both");
    let listed = server.get(&manager, "/api/v1/jobs?warranty=out_of_warranty").await.json();
    let listed: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(listed, [&jobs[1]["id"]]);
    let open = server.get(&manager, "/api/v1/reports/open-jobs").await.json();
    let count =
        |report: &Value| report["items"].as_array().unwrap().iter().filter_map(|it| it["jobs"].as_i64()).sum::<i64>();
    let paid = server.get(&manager, "/api/v1/reports/open-jobs?warranty=out_of_warranty").await.json();
    assert_eq!((count(&open), count(&paid)), (2, 1), "{open} {paid}");
    for job in &jobs {
        let shown = server.get(&manager, &format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.json();
        assert_eq!(shown["milestones"].as_array().unwrap().len(), 3);
        assert!(shown["next_at"].is_string() && shown["holder"].is_object(), "{shown}");
    }
});

both!(m27_a_request_that_is_a_complaint_becomes_one_and_is_seen_from_both_sides, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let request = server.register(&operator, 1).await;
    let path = format!("{REQUESTS}/{}/complaint", request["id"].as_str().unwrap());
    let key = |name: &str, body: &Value| {
        server.request(Method::POST, &path).bearer_auth(&operator).header("idempotency-key", name).json(body)
    };
    let body = json!({ "against": { "kind": "unit", "id": "dispatcher" }, "subject": "delay",
        "description": "He asks for nobody to come, he complains that nobody came." });
    let made = server.send(key("turn-1", &body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(server.send(key("turn-1", &body)).await.json()["id"], made.json()["id"], "said twice, made once");
    let complaint = made.json();
    assert_eq!(complaint["customer_id"], customer_of(&server, &operator, &request).await.as_str());
    assert_eq!((&complaint["turned_from"], &complaint["state"]), (&request["id"], &json!("received")));
    // It goes through the steps of a complaint and back into a request, which the complainant hears.
    let events = format!("/api/v1/complaints/{}/events", complaint["id"].as_str().unwrap());
    let turn = json!({ "event": "turn_into_request", "request": server.sample(3), "note": "the fault is back" });
    let turned = server.post(&manager, &events, &turn).await;
    assert_eq!(turned.status, 200, "{}", turned.text);
    let turned = turned.json();
    assert_eq!((&turned["turned_from"], &turned["result"]), (&request["id"], &json!("explained")));
    let request = format!("{REQUESTS}/{}", turned["turned_into"].as_str().unwrap());
    let shown = server.get(&operator, &request).await.json();
    assert_eq!((&shown["customer_id"], &shown["status"]), (&complaint["customer_id"], &json!("pending_dispatch")));
    let close = server.post(&manager, &events, &json!({ "event": "close" })).await;
    assert_eq!(close.code(), (409, "EVENT_NOT_ALLOWED".to_owned()), "the complainant has not heard it");
    let told = json!({ "event": "communicate", "answer": "A technician comes." });
    assert_eq!(server.post(&operator, &events, &told).await.status, 200);
    assert_eq!(server.post(&manager, &events, &json!({ "event": "close" })).await.json()["state"], "closed");
});

both!(m29_a_complaint_that_turns_out_grave_reaches_those_above_whom_it_is_about, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let administrator = server.login("administrator").await;
    let entry = |against: Value, severity: &str| {
        json!({ "phone": "09121110044", "name": "Reza Amini", "against": against, "subject": "damage",
            "severity": severity, "description": "Smoke came out of it." })
    };
    let tasks = async |token: &str| {
        let tasks = server.get(token, "/api/v1/tasks?mine=true").await.json();
        let items = tasks["items"].as_array().unwrap().clone();
        items.into_iter().filter(|it| it["kind"] == "serious_complaint").collect::<Vec<_>>()
    };
    let made =
        server.post(&operator, "/api/v1/complaints", &entry(json!({ "kind": "company" }), "normal")).await.json();
    let events = format!("/api/v1/complaints/{}/events", made["id"].as_str().unwrap());
    assert_eq!(server.post(&operator, &events, &json!({ "event": "acknowledge" })).await.status, 200);
    assert_eq!(tasks(&manager).await, Vec::<Value>::new(), "an ordinary complaint calls nobody");
    let assess = json!({ "event": "assess", "severity": "safety" });
    assert_eq!(server.post(&operator, &events, &assess).await.status, 200);
    let called = tasks(&manager).await;
    assert_eq!((called.len(), &called[0]["complaint_id"]), (1, &made["id"]));
    // Managers complained of are not those who hear of it.
    let theirs = entry(json!({ "kind": "unit", "id": "manager" }), "injury");
    let theirs = server.post(&operator, "/api/v1/complaints", &theirs).await.json();
    assert_eq!(tasks(&manager).await.len(), 1);
    let called = tasks(&administrator).await;
    assert_eq!((called.len(), &called[0]["complaint_id"]), (1, &theirs["id"]));
});

both!(m29_senior_managers_hear_of_it_by_sms_where_the_policy_names_their_telephones, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, administrator) = (server.login("operator").await, server.login("administrator").await);
    let kind = PolicyKind::Complaint;
    let listed = server.get(&administrator, &format!("/api/v1/policies?kind={kind}")).await.json();
    let code = listed["items"][0]["code"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/policies/{kind}/{code}");
    let shown = server.get(&administrator, &path).await.json();
    let mut spec = shown["spec"].clone();
    spec["alert_phones"] = json!(["+989121119999"]);
    let version = format!("\"{}\"", shown["version"]);
    let revise = server.request(Method::POST, &path).bearer_auth(&administrator).header("if-match", version);
    let revised = server.send(revise.json(&json!({ "spec": spec }))).await;
    assert!(revised.status < 300, "{}", revised.text);
    let body = json!({ "phone": "09121110045", "name": "Sara Noori", "against": { "kind": "company" },
        "subject": "damage", "severity": "media", "description": "A newspaper asks about the fire." });
    let made = server.post(&operator, "/api/v1/complaints", &body).await.json();
    while deliver_due(server.app()).await.unwrap().total() > 0 {}
    let sms = server.inner.sms.all().into_iter().find(|sms| sms.to == "+989121119999").expect("an alert");
    let words = made["reference"].as_str().unwrap();
    let persian: String = digits(Language::Fa, words);
    assert!(sms.text.contains(words) || sms.text.contains(&persian), "{}", sms.text);
    assert!(!sms.text.contains("Noori") && !sms.text.contains("9121110045"), "no personal data: {}", sms.text);
});
