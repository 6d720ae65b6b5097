//! Twilio by a server of its shape, and calls that are signed as it signs them.

use serde_json::json;

use super::super::tests::message;
use super::super::tests::stand::{HOOK, ID, SECRET, Stand, TEXT, any_server_may_fail, called, owned, pairs, report};
use super::super::{Provider, Receipts};
use super::*;

fn settings(url: &str) -> Value {
    json!({"twilio": {"url": url, "account": "AC7"}})
}

fn failed(code: u32, status: u16) -> Value {
    json!({"code": code, "message": "why", "more_info": "https://www.twilio.com/docs/errors/1", "status": status})
}

#[tokio::test]
async fn a_message_goes_letter_by_letter_and_says_where_to_report() {
    let stand = Stand::new(settings).await;
    let made = json!({"sid": "SM1", "status": "queued", "price": null, "error_code": null, "error_message": null});
    let taken = Taken { reference: Some("SM1".into()), cost: None };
    assert_eq!(stand.sent(201, &made).await, Ok(taken));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "POST /2010-04-01/Accounts/AC7/Messages.json");
    let basic = BASE64_STANDARD.encode(format!("AC7:{SECRET}"));
    assert_eq!(asked[0].1.headers["authorization"], format!("Basic {basic}"));
    let report_to = format!("{HOOK}/delivery?id={ID}");
    let said = owned([("To", "+989121234567"), ("Body", TEXT), ("From", "3000123"), ("StatusCallback", &report_to)]);
    assert_eq!(pairs(&asked[0].1.body), said);
    stand.provider.send("MG9", &message()).await.unwrap();
    assert_eq!(pairs(&stand.asked().await[1].1.body)[2], ("MessagingServiceSid".to_owned(), "MG9".to_owned()));
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Called, false));
}

#[tokio::test]
async fn its_codes_and_every_server_s_faults() {
    let stand = Stand::new(settings).await;
    for (outcome, codes) in [
        ("later", &[14107, 20429, 21611, 21730, 30001, 30022, 63038, 10001, 20005, 30002][..]),
        ("never", &[21211, 21217, 21401, 21602, 21604, 21614]),
        ("elsewhere", &[20003, 20404, 21408, 21606, 21608, 21610, 21612, 21617, 21659, 30034]),
    ] {
        for code in codes {
            let sent = stand.sent(400, &failed(*code, 400)).await;
            assert_eq!(called(&sent), outcome, "{code}: {sent:?}");
            assert_eq!(sent.unwrap_err().said(), format!("{code}: why"));
        }
    }
    for (status, code, outcome) in
        [(429, 20429, "later"), (401, 20003, "elsewhere"), (500, 20500, "unclear"), (503, 20503, "later")]
    {
        assert_eq!(called(&stand.sent(status, &failed(code, status)).await), outcome, "{status}");
    }
    for (made, outcome) in [
        (json!({"sid": "SM1", "status": "failed", "error_message": "why"}), "elsewhere"),
        (json!({"sid": "SM1", "status": "accepted"}), "taken"),
        (json!({"status": "queued"}), "unclear"),
    ] {
        assert_eq!(called(&stand.sent(201, &made).await), outcome, "{made}");
    }
    any_server_may_fail(settings).await;
}

fn twilio(token: &str) -> Provider {
    let settings = serde_json::from_value(json!({"account": "AC7"})).unwrap();
    Provider::Twilio(Box::new(Twilio::new(settings, Some(token.into()), Some(HOOK.into())).unwrap()))
}

fn told(call: (Topic, &str, &str), body: &str, signature: Option<&str>) -> Result<Told, BadCall> {
    let (topic, token, url) = call;
    let query = pairs(url.split_once('?').map_or("", |(_, query)| query).as_bytes());
    let headers: Vec<_> =
        signature.map(|signature| ("x-twilio-signature".to_owned(), signature.to_owned())).into_iter().collect();
    twilio(token).hear(&Call { topic, url, query: &query, headers: &headers, body: body.as_bytes() })
}

/// Signs as Twilio does, by the pairs as they are sorted already.
fn sign(url: &str, body: &str) -> String {
    let whole = pairs(body.as_bytes()).iter().fold(url.to_owned(), |all, (name, value)| all + name + value);
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, SECRET.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, whole.as_bytes()))
}

#[test]
fn a_call_must_be_signed() {
    // The example of Twilio's manual.
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let body = "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE";
    let signed = |token, url, body, signature| told((Topic::Inbound, token, url), body, signature);
    let good = Some("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    assert_eq!(signed("12345", url, body, good), Err(BadCall::Malformed("MessageSid is missing".into())));
    for (token, url, body, signature) in [
        ("12346", url, body, good),
        ("12345", "https://mycompany.com/myapp.php?foo=1&bar=3", body, good),
        ("12345", url, "Digits=1235", good),
        ("12345", url, body, None),
        ("12345", url, body, Some("RSOYDt4T1cUTdK1PDd93/VVr8B9=")),
        ("12345", url, body, Some("")),
        ("12345", url, body, Some("not base64")),
    ] {
        assert_eq!(signed(token, url, body, signature), Err(BadCall::Forbidden), "{token} {url} {body}");
    }
}

#[test]
fn reports_name_our_message() {
    let url = format!("{HOOK}/delivery?id={ID}");
    for (body, fate, word) in [
        ("MessageStatus=accepted", Fate::Pending, "accepted"),
        ("MessageStatus=queued", Fate::Pending, "queued"),
        ("MessageStatus=sending", Fate::Pending, "sending"),
        ("MessageStatus=sent", Fate::Pending, "sent"),
        ("MessageStatus=delivered", Fate::Delivered, "delivered"),
        ("MessageStatus=read", Fate::Delivered, "read"),
        ("ErrorCode=30003&MessageStatus=undelivered", Fate::Undelivered, "undelivered 30003"),
        ("ErrorCode=30004&MessageStatus=undelivered", Fate::Blocked, "undelivered 30004"),
        ("ErrorCode=21610&MessageStatus=failed", Fate::Blocked, "failed 21610"),
        ("MessageStatus=failed", Fate::Undelivered, "failed"),
        ("MessageStatus=canceled", Fate::Undelivered, "canceled"),
    ] {
        let heard = told((Topic::Delivery, SECRET, &url), body, Some(&sign(&url, body)));
        let told = Report { subject: Subject::Ours(ID.parse().unwrap()), fate, word: word.into() };
        assert_eq!(heard, Ok(Told::Reports(vec![told])), "{body}");
    }
    // Our server may know itself by another address than Twilio does.
    let inside = format!("http://10.0.0.1/hooks/sms/main/h%2Fk/delivery?id={ID}");
    let body = "MessageSid=SM1&MessageStatus=delivered";
    assert!(told((Topic::Delivery, SECRET, &inside), body, Some(&sign(&url, body))).is_ok());
    let bare = format!("{HOOK}/delivery");
    let heard = told((Topic::Delivery, SECRET, &bare), body, Some(&sign(&bare, body)));
    assert_eq!(heard, Ok(Told::Reports(vec![report("SM1", Fate::Delivered, "delivered")])));
    let strange = format!("{HOOK}/delivery?id=7");
    for (url, body) in [(&strange, body), (&bare, "MessageStatus=sent"), (&url, "MessageSid=SM1")] {
        let heard = told((Topic::Delivery, SECRET, url), body, Some(&sign(url, body)));
        assert!(matches!(heard, Err(BadCall::Malformed(_))), "{url} {body}");
    }
}

#[test]
fn messages_from_telephones_are_read() {
    let url = format!("{HOOK}/inbound");
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("Body", TEXT), ("From", "+989121112233"), ("MessageSid", "SM2"), ("To", "+15005550006")])
        .finish();
    let message = Incoming {
        reference: "SM2".into(),
        from: "+989121112233".into(),
        to: "+15005550006".into(),
        text: TEXT.into(),
        at: None,
    };
    let wanted = Ok(Told::Incoming(vec![message]));
    assert_eq!(told((Topic::Inbound, SECRET, &url), &body, Some(&sign(&url, &body))), wanted);
    // A number whose webhook is set to GET says the same in the address.
    let by_get = format!("{url}?{body}");
    assert_eq!(told((Topic::Inbound, SECRET, &by_get), "", Some(&sign(&by_get, ""))), wanted);
    let nobody = "Body=a&MessageSid=SM2&To=3";
    let heard = told((Topic::Inbound, SECRET, &url), nobody, Some(&sign(&url, nobody)));
    assert_eq!(heard, Err(BadCall::Malformed("From is missing".into())));
}
