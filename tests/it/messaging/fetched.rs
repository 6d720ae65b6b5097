//! Messages from telephones at a gateway that does not call: asked for by the tick, each acted on once.

use ostakar::app::inbound::fetch_sms;
use ostakar::domain::access::Scope;
use ostakar::queries::messages::list_inbound;
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::last_to;
use crate::story::offered;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// Kavenegar at a local address with two lines; `more` are settings besides.
async fn stand(db: TestDb, more: &str) -> (TestApp, MockServer) {
    let gateway = MockServer::start().await;
    let settings = format!(
        "[kavenegar]\nsecret = \"key\"\nlines = [{{ number = \"3000123\" }}, {{ number = \"3000124\" }}]\n{more}\n\
        [kavenegar.provider.kavenegar]\nurl = \"{}/v1\"",
        gateway.uri()
    );
    let took = json!({ "messageid": 8_792_343, "status": 1, "cost": 120 });
    let answer = json!({ "return": { "status": 200, "message": "" }, "entries": [took] });
    Mock::given(path("/v1/key/sms/send.json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&gateway)
        .await;
    (TestApp::demo_with_sms(db, &settings).await, gateway)
}

async fn has(gateway: &MockServer, line: &str, entries: Value) {
    let answer = json!({ "return": { "status": 200, "message": "" }, "entries": entries });
    Mock::given(path("/v1/key/sms/receive.json"))
        .and(body_string_contains(format!("linenumber={line}")))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(gateway)
        .await;
}

both!(what_waits_at_the_gateway_is_asked_for_and_acted_on_once, async |db: TestDb| {
    let (test, gateway) = stand(db, "fetch = true").await;
    let app = &test.app;
    let (_, offer) = offered(app, 1).await;
    let offer = offer.id.0;
    let shown = app.db.read(move |conn| ostakar::store::offers::find_offer(conn, offer)).await.unwrap();
    let phone = app.network().agent(shown.agent_id.0).unwrap().phone.clone();
    let accepts = json!({ "messageid": 1, "message": "۱", "sender": phone, "receptor": "3000123" });
    has(&gateway, "3000123", json!([accepts])).await;
    let asks = json!({ "messageid": 2, "message": "سلام", "sender": "09121110097", "receptor": "3000124" });
    has(&gateway, "3000124", json!([asks])).await;
    assert_eq!(fetch_sms(app).await.unwrap(), 2);
    let answered = app.db.read(move |conn| ostakar::store::offers::find_offer(conn, offer)).await.unwrap();
    assert_eq!(answered.state.0.as_str(), "accepted");
    assert!(last_to(app, "+989121110097").await.1.contains("رسید"), "whoever writes is answered");
    // The gateway shows them again, as one does whose answer was lost.
    fetch_sms(app).await.unwrap();
    let kept = app.db.read(|conn| list_inbound(conn, &Scope::All, (None, None), 25)).await.unwrap();
    assert_eq!(kept.items.len(), 2);
});

both!(a_gateway_that_is_not_set_up_so_or_does_not_answer_gives_none, async |db: TestDb| {
    let (test, gateway) = stand(db.another(), "").await;
    assert_eq!(fetch_sms(&test.app).await.unwrap(), 0);
    assert!(gateway.received_requests().await.unwrap().is_empty());
    let (test, gateway) = stand(db, "fetch = true").await;
    assert_eq!(fetch_sms(&test.app).await.unwrap(), 0, "404 is not answering");
    assert_eq!(gateway.received_requests().await.unwrap().len(), 2);
});
