//! Melli Payamak by a server of its shape.

use super::super::Receipts;
use super::super::tests::message;
use super::super::tests::stand::{SECRET, Stand, TEXT, any_server_may_fail, called, provider, report};
use super::*;
use crate::domain::message::MessageKind;

fn settings(url: &str) -> Value {
    json!({"meli_payamak": {"url": format!("{url}/api/SendSMS/"), "username": "disp"}})
}

fn with_templates(url: &str) -> Value {
    let offer = json!({"name": "12345", "tokens": ["code", "place"]});
    let mut settings = settings(url);
    settings["meli_payamak"]["templates"] = json!({"offer_sent": offer, "reply": {"name": "7", "tokens": ["list"]}});
    settings["meli_payamak"]["only_templates"] = json!(true);
    settings
}

fn says(value: impl Into<Value>, status: i64) -> Value {
    json!({"Value": value.into(), "RetStatus": status, "StrRetStatus": "Ok"})
}

#[tokio::test]
async fn a_message_goes_letter_by_letter() {
    let stand = Stand::new(settings).await;
    let taken = Taken { reference: Some("4731885462082896494".into()), cost: None };
    assert_eq!(stand.sent(200, &says("4731885462082896494", 1)).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /api/SendSMS/SendSMS");
    assert_eq!(asked[0].1.headers["accept"], "application/json");
    let said = json!({
        "username": "disp", "password": SECRET, "to": "09121234567", "from": "3000123", "text": TEXT, "isFlash": false,
    });
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    let abroad = SmsText { to: "+4915112345678".into(), ..message() };
    assert_eq!(called(&stand.provider.send("3000123", &abroad).await), "elsewhere");
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Polled, false));
}

#[tokio::test]
async fn a_template_takes_its_tokens_in_one_text() {
    let stand = Stand::new(with_templates).await;
    assert_eq!(called(&stand.sent(200, &says(5_512_345_678_901_234_567_i64, 1)).await), "taken");
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /api/SendSMS/BaseServiceNumber");
    let said = json!({
        "username": "disp", "password": SECRET, "to": "09121234567", "bodyId": 12345, "text": "48213;تهران خیابان آزادی",
    });
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    let mut reply = SmsText { kind: MessageKind::Reply, ..message() };
    reply.values.push(("list".into(), "a;b".into()));
    let why = SendError::Elsewhere("token list has a character that is not taken".into());
    assert_eq!(stand.provider.send("", &reply).await, Err(why));
    let other = SmsText { kind: MessageKind::AgentChanged, ..message() };
    assert_eq!(called(&stand.provider.send("", &other).await), "elsewhere");
    let unnumbered = json!({"templates": {"reply": {"name": "code", "tokens": ["a"]}}, "username": "disp"});
    assert_eq!(provider(json!({"meli_payamak": unnumbered})).unwrap_err(), "templates: \"code\" is no number");
}

#[tokio::test]
async fn its_codes_and_every_server_s_faults() {
    let stand = Stand::new(settings).await;
    for (outcome, codes) in [
        ("later", &[2, 3, 4, 6, 11, 19, -6, -108][..]),
        ("never", &[16, 17, 18]),
        ("elsewhere", &[0, 5, 7, 9, 10, 12, 14, 15, 35, -1, -2, -3, -4, -5, -7, -10, -109, -110, -111]),
        ("unclear", &[1]),
    ] {
        for code in codes {
            // The code is in the value; the status is another, or the same.
            for answer in [says(code.to_string(), 35), says(*code, *code), says("", *code)] {
                let sent = stand.sent(200, &answer).await;
                assert_eq!(called(&sent), outcome, "{answer}: {sent:?}");
            }
        }
    }
    assert_eq!(called(&stand.sent(200, &says("11", 1)).await), "later", "a small number is no message");
    any_server_may_fail(settings).await;
    any_server_may_fail(with_templates).await;
}

#[tokio::test]
async fn it_tells_what_became_of_each_message() {
    let stand = Stand::new(settings).await;
    for (state, fate) in [
        (0, Fate::Pending),
        (1, Fate::Delivered),
        (2, Fate::Undelivered),
        (3, Fate::Undelivered),
        (5, Fate::Undelivered),
        (8, Fate::Pending),
        (16, Fate::Undelivered),
        (35, Fate::Blocked),
        (100, Fate::Pending),
        (200, Fate::Pending),
        (300, Fate::Undelivered),
        (400, Fate::Pending),
        (500, Fate::Undelivered),
        (-2, Fate::Unknown),
        (77, Fate::Pending),
    ] {
        stand.says(200, &says(state.to_string(), 1)).await;
        let reports = stand.provider.poll(&["4731885462082896494".into(), "x".into()]).await.unwrap();
        let word = state.to_string();
        assert_eq!(reports, [report("4731885462082896494", fate, &word), report("x", fate, &word)]);
    }
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /api/SendSMS/GetDeliveries2");
    let said = json!({"username": "disp", "password": SECRET, "recID": 4_731_885_462_082_896_494_i64});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    stand.says(200, &says("0", 0)).await;
    assert_eq!(called(&stand.provider.poll(&["7".into()]).await), "elsewhere");
    assert_eq!(stand.provider.poll_at_most(), 25);
}

#[tokio::test]
async fn messages_from_telephones_are_fetched() {
    let stand = Stand::new(settings).await;
    let mut inbox = json!({"MyBase": says("", 1), "Data": [
        {"MsgID": 123_456, "Body": TEXT, "Sender": "09121112233", "Receiver": "3000123", "SendDate": "2026-11-22T23:41:07"},
        {"MsgID": "7", "Body": "۱", "SenderNumber": "989121112233", "SendDate": "/Date(1795378267000+0330)/"},
        {"Body": "of nobody"},
    ]});
    stand.says(200, &inbox).await;
    let messages = stand.provider.fetch("3000").await.unwrap();
    let incoming = |reference: &str, from: &str, to: &str, text: &str| Incoming {
        reference: reference.into(),
        from: from.into(),
        to: to.into(),
        text: text.into(),
        at: None,
    };
    let second = incoming("7", "989121112233", "3000", "۱");
    let second = Incoming { at: Some("2026-11-22T20:11:07Z".parse().unwrap()), ..second };
    assert_eq!(messages, [incoming("123456", "09121112233", "3000123", TEXT), second]);
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /api/SendSMS/GetMessages");
    let said = json!({"username": "disp", "password": SECRET, "location": 1, "from": "3000", "index": 0, "count": 100});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    inbox["MyBase"]["RetStatus"] = json!(0);
    stand.says(200, &inbox).await;
    assert_eq!(called(&stand.provider.fetch("3000").await), "elsewhere");
}
