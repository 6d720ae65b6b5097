//! The live stream.

use std::time::Duration;

use reqwest::Method;

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// The next chunks of a stream until one has `wanted`.
async fn until(answer: &mut reqwest::Response, wanted: &str) -> String {
    let mut text = String::new();
    let read = async {
        while !text.contains(wanted) {
            text += std::str::from_utf8(&answer.chunk().await.unwrap().expect("an open stream")).unwrap();
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(10), read).await.is_ok();
    assert!(in_time, "no {wanted} in {text}");
    text
}

both!(a_report_is_heard_of_and_a_stream_is_taken_up_again, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut live = server.request(Method::GET, "/api/v1/events").bearer_auth(&token).send().await.unwrap();
    assert_eq!(live.headers()["content-type"], "text/event-stream");
    assert!(live.headers().get("content-encoding").is_none_or(|encoding| encoding == "identity"));
    until(&mut live, "retry").await;
    let first = server.register(&token, 1).await;
    let heard = until(&mut live, "\"name\":\"registered\"").await;
    assert!(heard.contains(first["id"].as_str().unwrap()), "{heard}");
    let id = heard.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned();
    drop(live);
    let second = server.register(&token, 2).await;
    let again = server.request(Method::GET, "/api/v1/events").bearer_auth(&token).header("last-event-id", &id);
    let mut live = again.send().await.unwrap();
    let heard = until(&mut live, "\"name\":\"registered\"").await;
    assert!(
        heard.contains(second["id"].as_str().unwrap()) && !heard.contains(first["id"].as_str().unwrap()),
        "{heard}"
    );
    let scoped = server.login("dispatcher_mashhad").await;
    let mut live = server.request(Method::GET, "/api/v1/events").bearer_auth(&scoped).send().await.unwrap();
    until(&mut live, "retry").await;
    let hidden = server.register(&token, 3).await;
    let shown = server.get(&token, &format!("/api/v1/jobs/{}", hidden["jobs"][0]["id"].as_str().unwrap())).await;
    if shown.json()["province"] != "razavi_khorasan" {
        let heard = until(&mut live, "\n\n").await;
        assert!(!heard.contains("data:"), "{heard}");
    }
});
