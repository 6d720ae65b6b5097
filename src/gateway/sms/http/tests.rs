//! The generic gateway against a real HTTP server, with the faults that gateways have.

use std::time::{Duration, Instant as Stopwatch};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::matchers::{body_json, body_string, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::super::web::ANSWER_LIMIT;
use super::*;
use crate::domain::message::MessageKind;

fn message() -> SmsText {
    SmsText {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
        to: "+989121234567".into(),
        kind: MessageKind::OfferSent,
        text: "کار {id} & more".into(),
        values: Vec::new(),
        at: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

fn settings(url: &str) -> HttpSettings {
    let json = json!({
        "url": format!("{url}/send"),
        "body": {"json": {"to": ["{to}"], "from": "{sender}", "text": "{text}", "ref": "{id}"}},
        "headers": {"authorization": "Bearer {secret}"},
        "expect": {"pointer": "/status", "equals": 200, "retry_on": [429]},
        "reference": "/ids/0",
        "patience": {"connect_within_ms": 300, "answer_within_ms": 300},
    });
    serde_json::from_value(json).unwrap()
}

fn gateway(settings: HttpSettings) -> HttpSms {
    HttpSms::new(settings, Some("s3cret".into())).unwrap()
}

async fn answered_with(response: ResponseTemplate) -> Result<Option<String>, SendError> {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(response).expect(1).mount(&server).await;
    gateway(settings(&server.uri())).send("3000", &message()).await
}

fn is_retry(result: &Result<Option<String>, SendError>) -> bool {
    matches!(result, Err(SendError::Later(_) | SendError::Unclear(_)))
}

fn is_fail(result: &Result<Option<String>, SendError>) -> bool {
    matches!(result, Err(SendError::Elsewhere(_)))
}

#[tokio::test]
async fn an_accepted_message_has_the_reference_of_the_gateway() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/send"))
        .and(header("authorization", "Bearer s3cret"))
        .and(body_json(json!({
            "to": ["+989121234567"], "from": "3000", "text": "کار {id} & more",
            "ref": "01890a5d-ac96-774b-bcce-b302099a8057",
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"status": 200, "ids": [85_463_238]})))
        .expect(1)
        .mount(&server)
        .await;
    let sms = gateway(settings(&server.uri()));
    assert_eq!(sms.send("3000", &message()).await, Ok(Some("85463238".into())));
}

#[tokio::test]
async fn a_query_and_a_form_carry_the_text_unharmed() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1/k%2Fey/send"))
        .and(query_param("receptor", "989121234567"))
        .and(query_param("message", "کار {id} & more"))
        .respond_with(ResponseTemplate::new(202))
        .expect(1)
        .mount(&server)
        .await;
    let pairs = [("receptor".into(), "{to_digits}".into()), ("message".into(), "{text}".into())];
    let by_get = HttpSettings {
        url: format!("{}/v1/{{secret}}/send", server.uri()),
        method: Method::Get,
        body: Body::Query(pairs.into()),
        expect: None,
        ..settings("")
    };
    assert_eq!(HttpSms::new(by_get, Some("k/ey".into())).unwrap().send("3000", &message()).await, Ok(None));

    Mock::given(method("POST"))
        .and(body_string("text=%DA%A9%D8%A7%D8%B1+%7Bid%7D+%26+more"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"status": 200})))
        .expect(1)
        .mount(&server)
        .await;
    let body = Body::Form([("text".into(), "{text}".into())].into());
    let by_form = HttpSettings { body, ..settings(&server.uri()) };
    assert_eq!(gateway(by_form).send("3000", &message()).await, Ok(None));
}

#[tokio::test]
async fn the_status_tells_later_from_never() {
    for (status, later) in
        [(400, false), (401, false), (404, false), (302, false), (408, true), (429, true), (500, true), (503, true)]
    {
        let result = answered_with(ResponseTemplate::new(status).insert_header("location", "/elsewhere")).await;
        assert!(if later { is_retry(&result) } else { is_fail(&result) }, "{status}: {result:?}");
    }
}

#[tokio::test]
async fn an_answer_of_200_must_say_what_is_expected() {
    let says = |status: u16| answered_with(ResponseTemplate::new(200).set_body_json(json!({"status": status})));
    assert!(is_fail(&says(411).await));
    assert!(is_retry(&says(429).await));
    let page = ResponseTemplate::new(200).set_body_string("<h1>Down for\nmaintenance</h1>");
    assert_eq!(answered_with(page).await, Err(SendError::Unclear("200 OK: <h1>Down formaintenance</h1>".into())));
    assert!(is_retry(&answered_with(ResponseTemplate::new(200).set_body_json(json!({"other": 1}))).await));
    let flood = ResponseTemplate::new(200).set_body_string("x".repeat(ANSWER_LIMIT + 1));
    assert!(is_retry(&answered_with(flood).await));
}

#[tokio::test]
async fn a_gateway_that_hangs_is_left_after_the_time_out() {
    let since = Stopwatch::now();
    let result = answered_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(10))).await;
    assert!(matches!(&result, Err(SendError::Unclear(why)) if why.starts_with("no answer in time")), "{result:?}");
    assert!(since.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn half_an_answer_and_no_server_are_for_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let half = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"status\": 200").await.unwrap();
    });
    let sms = gateway(settings(&url));
    assert!(is_retry(&sms.send("3000", &message()).await));
    half.await.unwrap();
    // The listener is gone with its task: the port is closed now.
    assert!(is_retry(&sms.send("3000", &message()).await));
}

#[tokio::test]
async fn errors_show_no_secret() {
    let closed = HttpSettings { url: "http://127.0.0.1:1/{secret}".into(), ..settings("") };
    let sms = gateway(closed);
    let Err(SendError::Later(why)) = sms.send("3000", &message()).await else { panic!("port 1 is open") };
    assert!(!why.contains("s3cret"), "{why}");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let refused = |change: fn(&mut HttpSettings)| {
        let mut settings = settings("http://127.0.0.1");
        change(&mut settings);
        HttpSms::new(settings, None).err()
    };
    assert_eq!(refused(|s| s.method = Method::Get), Some(BadSettings::BodyOfGet));
    assert_eq!(refused(|s| s.url = "ftp://x".into()), Some(BadSettings::Url));
    assert_eq!(refused(|s| s.url = "nonsense".into()), Some(BadSettings::Url));
    let unknown = Some(BadSettings::Template(BadTemplate::Unknown("phone".into())));
    assert_eq!(refused(|s| s.body = Body::Json(json!(["{phone}"]))), unknown);
    assert_eq!(refused(|s| s.body = Body::Form([("a".into(), "{phone}".into())].into())), unknown);
    let header = Some(BadSettings::Header("x-key".into()));
    assert_eq!(refused(|s| s.headers = [("x-key".into(), "a\r\nb".into())].into()), header);
}
