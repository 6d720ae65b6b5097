//! The notice in real browsers: it comes and goes with the other person, on the page of a job and at the desk.

use serde_json::json;

use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::browser::browse;
use crate::support::server::{TestServer, password};

/// Milliseconds within which the other is seen to come, and to go: well before the page would have asked by itself.
const SOON: u64 = 15_000;

#[actix_web::test]
async fn two_people_see_each_other_come_and_go() {
    let server = TestServer::over(TestApp::demo(TestDb::sqlite()).await);
    let token = server.login("operator").await;
    let made = server.register(&token, 1).await;
    let phone = server.sample(1)["contacts"][0]["phone"].as_str().unwrap().replace("+98", "0");
    let people = ["operator", "dispatcher", "operator2"].map(|name| json!({ "name": name, "word": password(name) }));
    let job = made["jobs"][0]["id"].as_str().unwrap().to_owned();
    let seen = browse("presence.js", vec![server.url.clone(), json!(people).to_string(), job, phone]).await;
    println!("{seen}");
    assert_eq!(seen["errors"], json!([]), "{seen}");
    for place in ["job", "desk"] {
        let found = &seen[place];
        assert!(found["came"].as_u64().unwrap() < SOON && found["left"].as_u64().unwrap() < SOON, "{seen}");
    }
    let words = |place: &str| seen[place]["words"].as_str().unwrap().to_owned();
    assert!(words("job").contains("نرگس رستمی") && words("job").contains("has this open too"), "{seen}");
    assert!(words("desk").contains("حسام نوری"), "{seen}");
    assert_eq!(seen["job"]["self"], json!(false), "one's own other tab is somebody else: {seen}");
    assert_eq!(seen["job"]["atOnce"], json!(true), "who comes is told without waiting for the script: {seen}");
}
