//! Web Push over the wire: what a push service gets is read by other programs' cryptography, and what it answers is understood.

use std::io::Write as _;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ostakar::app::App;
use ostakar::app::outbox::deliver_due;
use ostakar::app::push::{Owner, subscribe};
use ostakar::app::tasks::create_task;
use ostakar::domain::language::Language;
use ostakar::domain::message::{DeliveryState, MessageKind, RecipientKind};
use ostakar::store::push::list_push_subscriptions;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::bell::{browser, pushed};
use crate::site::Site;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// A push service that answers so, and an operator whose browser is at it.
async fn stand(db: TestDb, status: u16) -> (Site, MockServer) {
    let service = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(status)).mount(&service).await;
    let settings = format!("contact = \"mailto:it@example.com\"\nservices = [\"{}\"]", service.uri());
    let site = Site::over(TestApp::demo_with_push(db, &settings).await);
    let operator = site.caller("operator").await;
    let subscription = serde_json::from_value(browser(&format!("{}/p/secret", service.uri()))).unwrap();
    subscribe(&site.app, Owner::Staff(operator.user, Language::En), subscription).await.unwrap();
    let due_at = site.app.clock.now() + TimeDelta::hours(2);
    let task = json!({ "kind": "callback", "due_at": due_at, "owner_role": "operator" });
    create_task(&site.app, &site.caller("manager").await, None, serde_json::from_value(task).unwrap()).await.unwrap();
    while deliver_due(&site.app).await.unwrap().total() > 0 {}
    (site, service)
}

async fn browsers(app: &App, site: &Site) -> usize {
    let operator = site.caller("operator").await.user;
    let read = move |conn: &mut _| list_push_subscriptions(conn, (RecipientKind::Staff, operator.as_str()));
    app.db.read(read).await.unwrap().len()
}

/// What another program makes of the message.
fn read(request: &Request, audience: &str) -> Value {
    let asked = json!({
        "authorization": request.headers["authorization"].to_str().unwrap(), "audience": audience,
        "body": URL_SAFE_NO_PAD.encode(&request.body),
        "private": "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    });
    let mut process = Command::new("/usr/bin/python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/push/read.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "refused, or python3-cryptography or python3-jwt is missing: run tests/setup");
    serde_json::from_slice(&output.stdout).unwrap()
}

both!(another_program_verifies_and_reads_what_a_push_service_gets, async |db: TestDb| {
    let (site, service) = stand(db, 201).await;
    let requests = service.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let got = &requests[0];
    assert_eq!((got.method.as_str(), got.url.path()), ("POST", "/p/secret"));
    let header = |name: &str| got.headers[name].to_str().unwrap();
    assert_eq!((header("content-encoding"), header("ttl"), header("urgency")), ("aes128gcm", "14400", "normal"));
    assert!(header("topic").len() == 32 && got.body.len() <= 4_096);
    let told = read(got, &service.uri());
    let lives = told["claims"]["exp"].as_i64().unwrap() - site.app.clock.now().timestamp();
    assert!((1..=86_400).contains(&lives) && told["claims"]["sub"] == "mailto:it@example.com", "{told}");
    let payload: Value = serde_json::from_str(told["payload"].as_str().unwrap()).unwrap();
    assert!(payload["body"].as_str().unwrap().starts_with("New task: Call back"), "{payload}");
    assert_eq!(pushed(&site.app).await, [(MessageKind::TaskNotice, DeliveryState::Sent, 1)]);
});

both!(a_browser_that_is_gone_is_forgotten, async |db: TestDb| {
    let (site, _service) = stand(db, 410).await;
    assert_eq!(pushed(&site.app).await, [(MessageKind::TaskNotice, DeliveryState::Withdrawn, 1)]);
    assert_eq!(browsers(&site.app, &site).await, 0);
});

both!(a_busy_service_is_asked_again_but_not_for_ever, async |db: TestDb| {
    let (site, service) = stand(db, 429).await;
    for _ in 0..12 {
        site.app.clock.advance(TimeDelta::minutes(7));
        deliver_due(&site.app).await.unwrap();
    }
    assert_eq!(pushed(&site.app).await, [(MessageKind::TaskNotice, DeliveryState::Withdrawn, 7)]);
    assert_eq!(service.received_requests().await.unwrap().len(), 7);
    assert_eq!(browsers(&site.app, &site).await, 1, "it may be woken another time");
});

both!(a_service_that_refuses_for_good_is_not_asked_again, async |db: TestDb| {
    let (site, service) = stand(db, 403).await;
    site.app.clock.advance(TimeDelta::hours(1));
    deliver_due(&site.app).await.unwrap();
    assert_eq!(pushed(&site.app).await, [(MessageKind::TaskNotice, DeliveryState::Withdrawn, 1)]);
    assert_eq!(service.received_requests().await.unwrap().len(), 1);
});

both!(only_known_push_services_and_whole_keys_are_kept, async |db: TestDb| {
    let (site, service) = stand(db, 201).await;
    let operator = site.caller("operator").await;
    let owner = Owner::Staff(operator.user, Language::En);
    let mut elsewhere = browser("http://127.0.0.1:1/p");
    let refused = subscribe(&site.app, owner, serde_json::from_value(elsewhere.clone()).unwrap()).await.unwrap_err();
    assert!(format!("{refused:?}").contains("endpoint"), "{refused:?}");
    elsewhere["endpoint"] = json!(format!("{}/p/other", service.uri()));
    elsewhere["keys"]["auth"] = json!("AAAA");
    let refused = subscribe(&site.app, owner, serde_json::from_value(elsewhere).unwrap()).await.unwrap_err();
    assert!(format!("{refused:?}").contains("keys.auth"), "{refused:?}");
    for n in 0..12 {
        let next = browser(&format!("{}/p/{n}", service.uri()));
        subscribe(&site.app, owner, serde_json::from_value(next).unwrap()).await.unwrap();
    }
    assert_eq!(browsers(&site.app, &site).await, 10, "the oldest made room");
});
