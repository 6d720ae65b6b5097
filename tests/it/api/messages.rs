//! The message centre and the texts of messages.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::server::{Seen, TestServer};
use crate::support::{TestDb, both};

async fn reported(server: &TestServer, token: &str) -> Value {
    let made = server.post(token, "/api/v1/service-requests", &server.sample(1)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    while ostakar::app::outbox::deliver_due(server.app()).await.unwrap().total() > 0 {}
    made.json()
}

both!(messages_are_listed_with_what_became_of_them, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, dispatcher) = (server.login("operator").await, server.login("dispatcher").await);
    let request = reported(&server, &operator).await;
    let id = request["id"].as_str().unwrap();
    let found = server.get(&dispatcher, &format!("/api/v1/messages?request_id={id}&kind=request_registered")).await;
    let message = found.json()["items"][0].clone();
    assert_eq!((&message["state"], &message["gateway"]), (&json!("sent"), &json!("memory")), "{}", found.text);
    let phone = message["address"].as_str().unwrap();
    let domestic = format!("0{}", &phone[3..]);
    let by_phone = server.get(&dispatcher, &format!("/api/v1/messages?to={domestic}&state=sent,delivered")).await;
    assert_eq!(by_phone.json()["items"][0]["id"], message["id"], "{}", by_phone.text);
    let whole = server.get(&dispatcher, &format!("/api/v1/messages/{}", message["id"].as_str().unwrap())).await;
    assert_eq!(whole.json()["tried"][0]["outcome"], "taken", "{}", whole.text);
    let text = whole.json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("••••") && !text.contains("/t/"), "a link is a credential: {text}");
    let path = format!("/api/v1/messages/{}/resend", message["id"].as_str().unwrap());
    let again = server.post(&dispatcher, &path, &json!({})).await;
    assert_eq!(again.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    assert_eq!(server.get(&operator, "/api/v1/messages").await.status, 403);
    assert_eq!(server.get(&dispatcher, "/api/v1/messages?state=lost&limit=0").await.faults().len(), 2);
    let manager = server.login("manager").await;
    let report = server.get(&manager, "/api/v1/reports/messages").await;
    let line = report.json()["items"].as_array().unwrap().iter().find(|it| it["kind"] == "request_registered").cloned();
    let line = line.unwrap_or_else(|| panic!("{}", report.text));
    assert_eq!((&line["group"], &line["attempts"], &line["taken"]), (&json!("memory"), &json!(1), &json!(1)));
});

async fn put(server: &TestServer, token: &str, version: &str, body: &str) -> Seen {
    let path = "/api/v1/message-templates/sms-job-completed/en";
    let request = server.request(Method::PUT, path).bearer_auth(token).header("if-match", version);
    server.send(request.json(&json!({ "body": body }))).await
}

both!(a_text_of_ones_own_is_in_force_at_once_and_can_be_taken_back, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (token, operator) = (server.login("administrator").await, server.login("operator").await);
    let path = "/api/v1/message-templates/sms-job-completed/en";
    let shipped = server.get(&operator, path).await;
    assert_eq!((shipped.header("etag"), &shipped.json()["is_own"]), ("\"0\"", &json!(false)), "{}", shipped.text);
    let made = put(&server, &token, "\"0\"", "All done with { $reference }!\n{ $link }").await;
    assert_eq!((made.status, made.header("etag")), (200, "\"1\""), "{}", made.text);
    assert!(made.json()["preview"]["text"].as_str().unwrap().starts_with("All done with 12345674!"));
    assert_eq!((&made.json()["preview"]["alphabet"], &made.json()["preview"]["parts"]), (&json!("gsm7"), &json!(1)));
    assert_eq!(put(&server, &token, "\"0\"", "{ $link }").await.status, 412);
    assert_eq!(put(&server, &operator, "\"1\"", "{ $link }").await.status, 403);
    let params = [("reference", "99"), ("link", "x")]
        .map(|(name, text)| (name.to_owned(), ostakar::app::messages::Param::Code(text.to_owned())));
    let kind = ostakar::domain::message::MessageKind::JobCompleted;
    let text = server.app().words_of(kind, ostakar::domain::language::Language::En, &params.into());
    assert_eq!(text, "All done with 99!\nx");
    let back = server.request(Method::DELETE, path).bearer_auth(&token).header("if-match", "\"1\"");
    let back = server.send(back).await;
    assert_eq!((back.status, &back.json()["is_own"]), (200, &json!(false)), "{}", back.text);
    assert_eq!(back.json()["body"], shipped.json()["body"]);
});

both!(a_text_that_cannot_be_sent_is_refused_before_it_is_saved, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("administrator").await;
    for (body, fault) in [
        (" ", "body required"),
        ("{ $link", "body template_unreadable"),
        ("{ $link } { $balance }", "body variable_unknown"),
        ("Done.", "body variable_missing"),
        (&format!("{{ $link }} {}", "ب".repeat(600)), "body too_many_parts"),
        ("{ sms-offer-sent } { $link }", "body variable_unknown"),
    ] {
        assert_eq!(put(&server, &token, "\"0\"", body).await.faults(), [fault], "{body}");
    }
    let path = "/api/v1/message-templates/sms-job-completed/fa/preview";
    let seen = server.post(&token, path, &json!({ "body": "تمام شد { $link }" })).await;
    assert_eq!((seen.status, &seen.json()["alphabet"]), (200, &json!("ucs2")), "{}", seen.text);
    assert_eq!(server.get(&token, "/api/v1/message-templates/page-tasks/fa").await.status, 404);
});
