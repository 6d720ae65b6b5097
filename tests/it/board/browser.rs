//! The board with its script, in a real browser: keys send and undo, and nothing moves under the pointer.

use serde_json::json;

use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::browser::run;
use crate::support::server::{TestServer, password};

#[actix_web::test]
async fn keys_send_and_undo_and_what_comes_waits_for_the_pointer() {
    let server = TestServer::over(TestApp::demo(TestDb::sqlite()).await);
    let token = server.login("operator").await;
    for k in 1..=6 {
        server.register(&token, k).await;
    }
    let mut urgent = server.sample(7);
    urgent["priority"] = json!("emergency");
    let arguments = [server.url.clone(), "dispatcher".to_owned(), password("dispatcher"), token, urgent.to_string()];
    let seen = actix_web::web::block(move || run("board.js", &arguments)).await.unwrap();
    println!("{seen}");
    assert_eq!(seen["errors"], json!([]), "{seen}");
    assert_eq!((&seen["before"], &seen["after"]), (&json!(6), &json!(7)), "{seen}");
    assert_eq!(seen["moved"], json!(false), "the row under the pointer has moved: {seen}");
    assert_eq!((&seen["sent"], &seen["undone"], &seen["silent"]), (&json!(1), &json!(0), &json!(0)), "{seen}");
}
