//! Kavenegar by a server of its shape.

use serde_json::json;

use super::super::tests::message;
use super::super::tests::stand::{Stand, TEXT, any_server_may_fail, called, owned, pairs, provider, report};
use super::super::{Provider, Receipts};
use super::*;
use crate::domain::message::MessageKind;

const LOCAL_ID: &str = "4890545722324681453";

fn settings(url: &str) -> Value {
    json!({"kavenegar": {"url": format!("{url}/v1/")}})
}

fn with_templates(url: &str) -> Value {
    let offer = json!({"name": "offer", "tokens": ["code", "name", "code", "place"]});
    let templates = json!({"offer_sent": offer, "reply": {"name": "reply", "tokens": ["place"]}});
    json!({"kavenegar": {"url": format!("{url}/v1"), "templates": templates, "only_templates": true}})
}

fn says(status: u16) -> Value {
    json!({"return": {"status": status, "message": "شرح"}, "entries": null})
}

fn took(status: i64) -> Value {
    let entry = json!({
        "messageid": 8_792_343, "message": TEXT, "status": status, "statustext": "در صف ارسال", "sender": "3000123",
        "receptor": "09121234567", "date": 1_356_619_709, "cost": 120,
    });
    json!({"return": {"status": 200, "message": "تایید شد"}, "entries": [entry]})
}

#[tokio::test]
async fn a_message_goes_letter_by_letter_with_a_number_that_stays() {
    let stand = Stand::new(settings).await;
    let taken = Taken { reference: Some("8792343".into()), cost: Some(120) };
    assert_eq!(stand.sent(200, &took(1)).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/s3cr%2Ft%2Bkey/sms/send.json");
    let said = owned([("receptor", "09121234567"), ("message", TEXT), ("localid", LOCAL_ID), ("sender", "3000123")]);
    assert_eq!(pairs(&asked[0].1.body), said);
    let abroad = SmsText { to: "+4915112345678".into(), ..message() };
    stand.provider.send("", &abroad).await.unwrap();
    let said = owned([("receptor", "004915112345678"), ("message", TEXT), ("localid", LOCAL_ID)]);
    assert_eq!(pairs(&stand.asked().await[1].1.body), said);
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Polled, true));
    assert_eq!(stand.provider.poll_at_most(), 500);
}

#[tokio::test]
async fn a_template_takes_tokens_that_fit() {
    let stand = Stand::new(with_templates).await;
    assert_eq!(called(&stand.sent(200, &took(5)).await), "taken");
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/s3cr%2Ft%2Bkey/verify/lookup.json");
    let said = owned([
        ("receptor", "09121234567"),
        ("template", "offer"),
        ("token", "48213"),
        ("token2", "رضایی"),
        ("token3", "48213"),
        ("token10", "تهران خیابان آزادی"),
    ]);
    assert_eq!(pairs(&asked[0].1.body), said);
    assert!(!stand.provider.recognises());
    let reply = SmsText { kind: MessageKind::Reply, ..message() };
    let why = SendError::Elsewhere("token place has a space too many".into());
    assert_eq!(stand.provider.send("", &reply).await, Err(why));
    let other = SmsText { kind: MessageKind::AgentChanged, ..message() };
    let why = SendError::Elsewhere("no approved template for agent_changed".into());
    assert_eq!(stand.provider.send("", &other).await, Err(why));
    assert_eq!(stand.asked().await.len(), 1);
    let six = json!({"kavenegar": {"templates": {"reply": {"name": "six", "tokens": ["a", "b", "c", "d", "e", "f"]}}}});
    assert_eq!(provider(six).unwrap_err(), "templates: six must have 1 to 5 tokens");
}

#[tokio::test]
async fn its_codes_and_every_server_s_faults() {
    let stand = Stand::new(settings).await;
    for (outcome, codes) in [
        ("later", &[402, 409, 418, 429, 451][..]),
        ("never", &[411, 422]),
        ("elsewhere", &[400, 401, 403, 404, 405, 406, 407, 412, 413, 414, 416, 420, 424, 426, 427, 431, 432, 501, 607]),
        ("unclear", &[500, 502]),
    ] {
        for code in codes {
            // The status of HTTP is the same or, behind some, 200.
            for status in [*code, 200] {
                let sent = stand.sent(status, &says(*code)).await;
                assert_eq!(called(&sent), outcome, "{code}: {sent:?}");
                assert_eq!(sent.unwrap_err().said(), format!("{code}: شرح"));
            }
        }
    }
    for (status, outcome) in [(4, "taken"), (10, "taken"), (6, "elsewhere"), (11, "elsewhere"), (14, "elsewhere")] {
        assert_eq!(called(&stand.sent(200, &took(status)).await), outcome, "{status}");
    }
    assert_eq!(called(&stand.sent(200, &says(200)).await), "unclear", "no entry");
    any_server_may_fail(settings).await;
    any_server_may_fail(with_templates).await;
}

#[tokio::test]
async fn it_tells_what_became_of_messages() {
    let stand = Stand::new(settings).await;
    let fates = [
        (1, Fate::Pending),
        (2, Fate::Pending),
        (4, Fate::Pending),
        (5, Fate::Pending),
        (6, Fate::Undelivered),
        (10, Fate::Delivered),
        (11, Fate::Undelivered),
        (13, Fate::Undelivered),
        (14, Fate::Blocked),
        (100, Fate::Unknown),
        (77, Fate::Pending),
    ];
    let mut entries: Vec<_> = fates
        .iter()
        .map(|(status, _)| json!({"messageid": 100 + status, "status": status, "statustext": "؟"}))
        .collect();
    entries.push(json!({"status": "strange"}));
    stand.says(200, &json!({"return": {"status": 200, "message": ""}, "entries": entries})).await;
    let reports = stand.provider.poll(&["101".into(), "102".into()]).await.unwrap();
    let wanted = fates.map(|(status, fate)| report(&(100 + status).to_string(), fate, &status.to_string()));
    assert_eq!(reports, wanted);
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/s3cr%2Ft%2Bkey/sms/status.json");
    assert_eq!(pairs(&asked[0].1.body), owned([("messageid", "101,102")]));
    stand.says(409, &says(409)).await;
    assert_eq!(called(&stand.provider.poll(&["101".into()]).await), "later");
}

#[tokio::test]
async fn messages_from_telephones_are_fetched_however_many_and_long() {
    let stand = Stand::new(settings).await;
    let long = "ژ".repeat(900);
    let mut entries: Vec<_> = (0..99)
        .map(|n| {
            json!({"messageid": n, "message": long, "sender": "09121112233", "receptor": "3000123", "date": 1_795_378_267})
        })
        .collect();
    entries.push(json!({"messageid": "99", "message": TEXT, "sender": 9_121_112_233_u64}));
    stand.says(200, &json!({"return": {"status": 200, "message": ""}, "entries": entries})).await;
    let messages = stand.provider.fetch("3000123").await.unwrap();
    assert_eq!(messages.len(), 100);
    let first = Incoming {
        reference: "0".into(),
        from: "09121112233".into(),
        to: "3000123".into(),
        text: long,
        at: Some("2026-11-22T20:11:07Z".parse().unwrap()),
    };
    assert_eq!(messages[0], first);
    assert_eq!((messages[99].text.as_str(), messages[99].from.as_str()), (TEXT, "9121112233"));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/s3cr%2Ft%2Bkey/sms/receive.json");
    assert_eq!(pairs(&asked[0].1.body), owned([("linenumber", "3000123"), ("isread", "0")]));
    stand.says(200, &says(200)).await;
    assert_eq!(stand.provider.fetch("3000123").await, Ok(Vec::new()));
    assert!(matches!(&stand.provider, Provider::Kavenegar(_)));
}
