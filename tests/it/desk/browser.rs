//! The form with its script, in a real browser: how many keys a known caller's breakdown takes.

use chrono::TimeDelta;
use ostakar::domain::geo::pin::read_pin;
use ostakar::domain::language::Language;
use ostakar::store::jobs::find_job;
use serde_json::json;

use crate::field::Visit;
use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::browser::browse;
use crate::support::server::{TestServer, password};

/// Keys that a known caller's breakdown may take beside the typed text.
const MOST_KEYS: u64 = 25;

#[actix_web::test]
async fn a_known_caller_is_logged_with_few_keys_and_a_draft_outlives_a_reload() {
    let server = TestServer::over(TestApp::demo(TestDb::sqlite()).await);
    let token = server.login("operator").await;
    let made = server.register(&token, 1).await;
    let job = made["jobs"][0]["id"].as_str().unwrap();
    let fixed = json!({ "note": "Reset it" });
    assert_eq!(server.post(&token, &format!("/api/v1/jobs/{job}/fix-by-phone"), &fixed).await.status, 200);
    server.app().clock.advance(TimeDelta::days(1));
    let sample = server.sample(1);
    let phone = sample["contacts"][0]["phone"].as_str().unwrap().replace("+98", "0");
    let catalogue = server.app().catalogue();
    let fault = catalogue.fault(sample["items"][0]["fault"]["code"].as_str().unwrap()).unwrap().name_fa.clone();
    let begun: String = fault.chars().take(4).collect();
    let arguments = vec![server.url.clone(), "operator".to_owned(), password("operator"), phone.clone(), begun];
    let seen = browse("intake.js", arguments).await;
    println!("{seen}");
    assert_eq!((&seen["errors"], &seen["found"]), (&json!([]), &json!(phone)), "{seen}");
    assert!(seen["keystrokes"].as_u64().unwrap() <= MOST_KEYS, "{seen}");
    let pin = |what: &str| read_pin(seen["pinned"][what].as_str().unwrap()).unwrap();
    let (clicked, moved) = (pin("clicked"), pin("moved"));
    assert!(moved.lat > clicked.lat && (40.0..60.0).contains(&moved.metres_to(clicked)), "{seen}");
    // The clock was put on by a day, which outlives a token.
    let token = server.login("operator").await;
    let reference = seen["request"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let request = server.get(&token, &format!("/api/v1/service-requests/{reference}")).await.json();
    assert_eq!(request["jobs"][0]["status"], "pending_dispatch", "{request}");
    assert!(request["window"]["from"].is_string(), "the window that was chosen is promised: {request}");
}

/// M22: whoever is asked for the technician has the answer from the number alone.
#[actix_web::test]
async fn where_the_technician_is_stands_beside_the_number() {
    let visit = Visit::open(TestDb::sqlite()).await;
    let job = visit.job;
    let row = visit.server.app().db.read(move |conn| find_job(conn, job)).await.unwrap();
    let network = visit.server.app().network();
    let agent = network.agent(row.agent_id.unwrap().0).unwrap();
    let technician = agent.technicians.iter().find(|it| Some(it.id) == row.technician_id.map(|id| id.0)).unwrap();
    let phone = visit.server.sample(1)["contacts"][0]["phone"].as_str().unwrap().replace("+98", "0");
    let arguments = vec![visit.server.url.clone(), "operator".to_owned(), password("operator"), phone];
    let seen = browse("where.js", arguments).await;
    println!("{seen}");
    let words = seen["words"].as_str().unwrap();
    for known in [technician.name_in(Language::Fa), agent.name_in(Language::Fa), "واگذارشده"] {
        assert!(words.contains(known), "{known} in {words}");
    }
    assert_eq!((&seen["inView"], &seen["errors"]), (&json!(true), &json!([])), "{seen}");
}
