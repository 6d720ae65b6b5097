//! Ghasedak by a server of its shape.

use super::super::Receipts;
use super::super::tests::message;
use super::super::tests::stand::{ID, SECRET, Stand, TEXT, any_server_may_fail, called, owned, pairs, report};
use super::*;
use crate::domain::message::MessageKind;

fn settings(url: &str) -> Value {
    json!({"ghasedak": {"url": format!("{url}/rest/api/v1/WebService")}})
}

fn with_templates(url: &str) -> Value {
    let offer = json!({"name": "offer", "tokens": {"Code": "code", "Place": "place"}});
    let templates = json!({"offer_sent": offer, "reply": {"name": "reply", "tokens": {"Code": "nothing"}}});
    let url = format!("{url}/rest/api/v1/WebService");
    json!({"ghasedak": {"url": url, "templates": templates, "only_templates": true}})
}

fn says(code: u16, data: &Value) -> Value {
    json!({"isSuccess": code == 200, "statusCode": code, "message": "شرح", "data": data})
}

#[tokio::test]
async fn a_message_goes_letter_by_letter() {
    let stand = Stand::new(settings).await;
    let data = json!({"receptor": "09121234567", "lineNumber": "3000123", "cost": 3537, "messageId": "4248"});
    let taken = Taken { reference: Some("4248".into()), cost: Some(3537) };
    assert_eq!(stand.sent(200, &says(200, &data)).await, Ok(taken.clone()));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /rest/api/v1/WebService/SendSingleSMS");
    assert_eq!(asked[0].1.headers["apikey"], SECRET);
    let mut said = json!({"receptor": "09121234567", "message": TEXT, "clientReferenceId": ID, "udh": false, "lineNumber": "3000123"});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    let older =
        json!({"Data": [{"MessageId": 4248, "Cost": 3537}], "IsSuccess": true, "StatusCode": 200, "Message": ""});
    stand.says(200, &older).await;
    assert_eq!(stand.provider.send("", &message()).await, Ok(taken));
    said.as_object_mut().unwrap().remove("lineNumber");
    assert_eq!(stand.asked().await[0].1.body_json::<Value>().unwrap(), said);
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Polled, false));
}

#[tokio::test]
async fn a_template_takes_named_tokens() {
    let stand = Stand::new(with_templates).await;
    let data = json!({"lineNumber": "3000", "totalCost": 900, "items": [{"messageId": "888", "cost": 900}]});
    let taken = Taken { reference: Some("888".into()), cost: Some(900) };
    assert_eq!(stand.sent(200, &says(200, &data)).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /rest/api/v1/WebService/SendOtpSMS");
    let inputs = json!([{"param": "Code", "value": "48213"}, {"param": "Place", "value": "تهران خیابان آزادی"}]);
    let receptors = json!([{"mobile": "09121234567", "clientReferenceId": ID}]);
    let said = json!({"receptors": receptors, "templateName": "offer", "inputs": inputs, "udh": false});
    assert_eq!(asked[0].1.body_json::<Value>().unwrap(), said);
    let reply = SmsText { kind: MessageKind::Reply, ..message() };
    let why = SendError::Elsewhere("token nothing is no variable of this message".into());
    assert_eq!(stand.provider.send("", &reply).await, Err(why));
}

#[tokio::test]
async fn its_codes_and_every_server_s_faults() {
    let stand = Stand::new(settings).await;
    for (outcome, codes) in [
        ("later", &[402, 409, 418, 429, 503][..]),
        ("never", &[411, 422]),
        ("elsewhere", &[400, 401, 403, 404, 412, 413, 420, 424]),
        ("unclear", &[500]),
    ] {
        for code in codes {
            // A refusal comes with 200 of HTTP as well, or says its code there alone.
            let unnumbered = json!({"isSuccess": false, "message": "شرح", "data": null});
            for (status, answer) in [(200, says(*code, &Value::Null)), (*code, unnumbered)] {
                let sent = stand.sent(status, &answer).await;
                assert_eq!(called(&sent), outcome, "{code}: {sent:?}");
            }
        }
    }
    let refused = json!({"isSuccess": false, "statusCode": 200, "message": "", "data": {"messageId": "1"}});
    assert_eq!(called(&stand.sent(200, &refused).await), "elsewhere");
    assert_eq!(called(&stand.sent(200, &says(200, &Value::Null)).await), "unclear", "no reference");
    any_server_may_fail(settings).await;
    any_server_may_fail(with_templates).await;
}

#[tokio::test]
async fn it_tells_what_became_of_messages() {
    let stand = Stand::new(settings).await;
    let fates = [
        (0, Fate::Pending),
        (1, Fate::Undelivered),
        (2, Fate::Blocked),
        (3, Fate::Pending),
        (4, Fate::Undelivered),
        (5, Fate::Delivered),
        (6, Fate::Undelivered),
        (7, Fate::Pending),
        (8, Fate::Pending),
        (12, Fate::Blocked),
        (13, Fate::Undelivered),
        (14, Fate::Delivered),
        (15, Fate::Blocked),
        (16, Fate::Undelivered),
        (17, Fate::Pending),
    ];
    let mut states: Vec<_> =
        fates.iter().map(|(status, _)| json!({"messageId": (100 + status).to_string(), "status": status})).collect();
    states.push(json!({"messageId": "9", "status": null}));
    stand.says(200, &says(200, &json!(states))).await;
    let reports = stand.provider.poll(&["100".into(), "101".into()]).await.unwrap();
    assert_eq!(reports, fates.map(|(status, fate)| report(&(100 + status).to_string(), fate, &status.to_string())));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "GET /rest/api/v1/WebService/CheckSmsStatus");
    let query = pairs(asked[0].1.url.query().unwrap().as_bytes());
    assert_eq!(query, owned([("Ids", "100,101"), ("Type", "1")]));
    stand.says(200, &says(429, &Value::Null)).await;
    assert_eq!(called(&stand.provider.poll(&["100".into()]).await), "later");
    assert_eq!(stand.provider.poll_at_most(), 100);
}

#[tokio::test]
async fn messages_from_telephones_are_fetched() {
    let stand = Stand::new(settings).await;
    let items = json!([
        {"id": 12345, "message": TEXT, "sender": "09121112233", "lineNumber": "3000123",
         "receiveDate": "2026-11-22T20:11:07.000Z"},
        {"Id": 7, "Message": "۱", "Sender": "09121112233", "ReceiveDate": "2026-11-22T23:41:07"},
        {"message": "of nobody"},
    ]);
    stand.says(200, &says(200, &json!({"items": items}))).await;
    let messages = stand.provider.fetch("3000").await.unwrap();
    let first = Incoming {
        reference: "12345".into(),
        from: "09121112233".into(),
        to: "3000123".into(),
        text: TEXT.into(),
        at: Some("2026-11-22T20:11:07Z".parse().unwrap()),
    };
    assert_eq!((messages.len(), &messages[0]), (2, &first));
    assert_eq!((messages[1].reference.as_str(), messages[1].to.as_str(), messages[1].at), ("7", "3000", None));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "GET /rest/api/v1/WebService/GetReceivedSmses");
    let query = pairs(asked[0].1.url.query().unwrap().as_bytes());
    assert_eq!(query, owned([("LineNumber", "3000"), ("IsRead", "false")]));
}
