//! SMS.ir by a server of its shape.

use super::super::Receipts;
use super::super::tests::message;
use super::super::tests::stand::{SECRET, Stand, TEXT, any_server_may_fail, called, owned, pairs, provider, report};
use super::*;
use crate::domain::message::MessageKind;

fn settings(url: &str) -> Value {
    json!({"sms_ir": {"url": format!("{url}/v1")}})
}

fn with_templates(url: &str) -> Value {
    let offer = json!({"name": "123456", "tokens": {"NAME": "name", "PLACE": "place"}});
    let templates = json!({"offer_sent": offer, "reply": {"name": "7", "tokens": {"LONG": "long"}}});
    json!({"sms_ir": {"url": format!("{url}/v1"), "templates": templates, "only_templates": true}})
}

fn says(status: i64, data: &Value) -> Value {
    json!({"status": status, "message": "شرح", "data": data})
}

#[tokio::test]
async fn a_message_goes_letter_by_letter() {
    let stand = Stand::new(settings).await;
    let data = json!({"packId": "2b99e63c-9bf8-4a21-9bfe-3f72dc1b46f1", "messageIds": [86_522_023], "cost": 2.0});
    let taken = Taken { reference: Some("86522023".into()), cost: None };
    assert_eq!(stand.sent(200, &says(1, &data)).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/send/bulk");
    assert_eq!(asked[0].1.headers["x-api-key"], SECRET);
    let said = json!({"lineNumber": 3_000_123, "messageText": TEXT, "mobiles": ["09121234567"]});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    for line in ["", "MYBRAND"] {
        assert_eq!(called(&stand.provider.send(line, &message()).await), "elsewhere", "{line}");
    }
    for nobody in [json!({"messageIds": [0]}), json!({"messageIds": [null]}), json!({})] {
        assert_eq!(called(&stand.sent(200, &says(1, &nobody)).await), "elsewhere", "{nobody}");
    }
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Polled, false));
}

#[tokio::test]
async fn a_template_takes_tokens_that_fit() {
    let stand = Stand::new(with_templates).await;
    let taken = Taken { reference: Some("89545112".into()), cost: None };
    assert_eq!(stand.sent(200, &says(1, &json!({"messageId": 89_545_112, "cost": 1.0}))).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /v1/send/verify");
    let parameters = json!([{"name": "NAME", "value": "رضایی"}, {"name": "PLACE", "value": "تهران خیابان آزادی"}]);
    let said = json!({"mobile": "09121234567", "templateId": 123_456, "parameters": parameters});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    let mut reply = SmsText { kind: MessageKind::Reply, ..message() };
    reply.values.push(("long".into(), "و".repeat(26)));
    let why = SendError::Elsewhere("token long is too long".into());
    assert_eq!(stand.provider.send("", &reply).await, Err(why));
    let unnumbered = json!({"sms_ir": {"templates": {"reply": {"name": "code", "tokens": {}}}}});
    assert_eq!(provider(unnumbered).unwrap_err(), "templates: \"code\" is no number");
}

#[tokio::test]
async fn its_codes_and_every_server_s_faults() {
    let stand = Stand::new(settings).await;
    for (outcome, codes) in [
        ("later", &[20, 102][..]),
        ("never", &[103, 104]),
        ("elsewhere", &[10, 11, 12, 13, 14, 15, 16, 101, 105, 109, 113, 114, 115, 116, 117, 118, 119, 123, 124]),
        ("unclear", &[0]),
    ] {
        for code in codes {
            for status in [200, 400] {
                let sent = stand.sent(status, &says(*code, &Value::Null)).await;
                assert_eq!(called(&sent), outcome, "{code}: {sent:?}");
            }
        }
    }
    any_server_may_fail(settings).await;
    any_server_may_fail(with_templates).await;
    let unfit = json!({"sms_ir": {}});
    let unfit: super::super::ProviderSettings = serde_json::from_value(unfit).unwrap();
    let why = unfit.build(Some("کلید".into()), None).unwrap_err();
    assert_eq!(why, "secret has characters that no header can carry");
}

#[tokio::test]
async fn it_tells_what_became_of_each_message() {
    let stand = Stand::new(settings).await;
    for (state, fate) in [
        (1, Fate::Delivered),
        (2, Fate::Undelivered),
        (3, Fate::Pending),
        (4, Fate::Undelivered),
        (5, Fate::Pending),
        (6, Fate::Undelivered),
        (7, Fate::Blocked),
        (8, Fate::Pending),
        (77, Fate::Pending),
    ] {
        stand.says(200, &says(1, &json!({"messageId": 7, "deliveryState": state, "cost": 1}))).await;
        let reports = stand.provider.poll(&["7".into(), "8".into()]).await.unwrap();
        assert_eq!(reports, [report("7", fate, &state.to_string()), report("8", fate, &state.to_string())]);
    }
    let asked = stand.asked().await;
    assert_eq!([asked[0].0.as_str(), asked[1].0.as_str()], ["GET /v1/send/7", "GET /v1/send/8"]);
    stand.says(200, &says(1, &json!({"deliveryState": null}))).await;
    assert_eq!(stand.provider.poll(&["7".into()]).await, Ok(vec![report("7", Fate::Pending, "none")]));
    stand.says(400, &says(111, &Value::Null)).await;
    assert_eq!(stand.provider.poll(&["7".into()]).await, Ok(vec![report("7", Fate::Unknown, "111")]));
    stand.says(429, &says(20, &Value::Null)).await;
    assert_eq!(called(&stand.provider.poll(&["7".into()]).await), "later");
    assert_eq!(stand.provider.poll_at_most(), 25);
}

#[tokio::test]
async fn messages_from_telephones_are_fetched() {
    let stand = Stand::new(settings).await;
    let data = json!([
        {"receiveReturnId": 5, "messageText": TEXT, "number": 3_000_123, "mobile": 9_121_112_233_i64,
         "receivedDateTime": 1_795_378_267},
        {"messageText": "۱", "mobile": "9121112233"},
        {"messageText": "of nobody"},
    ]);
    stand.says(200, &says(1, &data)).await;
    let messages = stand.provider.fetch("3000").await.unwrap();
    let first = Incoming {
        reference: "5".into(),
        from: "9121112233".into(),
        to: "3000123".into(),
        text: TEXT.into(),
        at: Some("2026-11-22T20:11:07Z".parse().unwrap()),
    };
    assert_eq!((messages.len(), &messages[0]), (2, &first));
    assert_eq!((messages[1].to.as_str(), messages[1].reference.len()), ("3000", 32));
    assert_eq!(stand.provider.fetch("3000").await.unwrap(), messages, "the same again has the same reference");
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "GET /v1/receive/live");
    let query = pairs(asked[0].1.url.query().unwrap().as_bytes());
    assert_eq!(query, owned([("pageSize", "100"), ("pageNumber", "1"), ("sortByNewest", "true")]));
}
