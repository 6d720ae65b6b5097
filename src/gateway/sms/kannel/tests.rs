//! Kannel by a server of its shape, and the calls that a real one made.

use serde_json::json;
use wiremock::ResponseTemplate;

use super::super::tests::message;
use super::super::tests::stand::{HOOK, ID, SECRET, Stand, TEXT, any_server_may_fail, called, owned, pairs, provider};
use super::super::{Provider, Receipts};
use super::*;

fn settings(url: &str) -> serde_json::Value {
    json!({"kannel": {"url": format!("{url}/cgi-bin/sendsms"), "username": "disp", "smsc": "MCI"}})
}

async fn stand(status: u16, says: &str) -> Stand {
    let stand = Stand::new(settings).await;
    stand.answers(ResponseTemplate::new(status).set_body_string(says)).await;
    stand
}

#[tokio::test]
async fn a_message_goes_letter_by_letter_and_says_where_to_report() {
    let stand = stand(202, "0: Accepted for delivery").await;
    assert_eq!(stand.provider.send("3000123", &message()).await, Ok(Taken::default()));
    let asked = stand.asked().await;
    assert_eq!(asked[0].0, "GET /cgi-bin/sendsms");
    let report_to = format!("{}/delivery?ref={ID}&type=%d&reply=%A", HOOK.replace('%', "%%"));
    let said = owned([
        ("username", "disp"),
        ("password", SECRET),
        ("to", "+989121234567"),
        ("text", TEXT),
        ("charset", "UTF-8"),
        ("coding", "2"),
        ("from", "3000123"),
        ("smsc", "MCI"),
        ("dlr-mask", "19"),
        ("dlr-url", &report_to),
    ]);
    assert_eq!(pairs(asked[0].1.url.query().unwrap().as_bytes()), said);
    assert_eq!((stand.provider.receipts(), stand.provider.recognises()), (Receipts::Called, false));
}

#[tokio::test]
async fn latin_text_goes_in_seven_bits_and_without_a_hook_nothing_is_reported() {
    let stand = stand(202, "3: Queued for later delivery").await;
    let Provider::Kannel(kannel) = &stand.provider else { panic!("no Kannel") };
    let bare = Kannel { hook: None, ..(**kannel).clone() };
    assert_eq!(bare.send("", &SmsText { text: "Job 7".into(), ..message() }).await, Ok(Taken::default()));
    let said = pairs(stand.asked().await[0].1.url.query().unwrap().as_bytes());
    let names: Vec<_> = said.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["username", "password", "to", "text", "charset", "coding", "smsc"]);
    assert_eq!(said[5].1, "0");
}

#[tokio::test]
async fn its_refusals_and_every_server_s() {
    for (status, says, outcome) in [
        (403, "Authorization failed for sendsms", "elsewhere"),
        (403, "Denied", "elsewhere"),
        (403, "Not routable. Do not try again.", "elsewhere"),
        (404, "Unknown request.", "elsewhere"),
        (503, "Temporal failure, try again later.", "later"),
        (202, "", "unclear"),
        (200, "Sent.", "unclear"),
    ] {
        let sent = stand(status, says).await.provider.send("3000123", &message()).await;
        assert_eq!(called(&sent), outcome, "{status} {says}: {sent:?}");
    }
    any_server_may_fail(settings).await;
}

fn told(topic: Topic, query: &str) -> Result<Told, BadCall> {
    let url = format!("{HOOK}/called?{query}");
    let query = pairs(query.as_bytes());
    let call = Call { topic, url: &url, query: &query, headers: &[], body: b"" };
    provider(settings("http://127.0.0.1:1")).unwrap().hear(&call)
}

#[test]
fn reports_name_our_message() {
    let receipt = "id%3A1+sub%3A001+dlvrd%3A001+done+date%3A2611222010+stat%3ADELIVRD+err%3A000+text%3A";
    for (kind, reply, fate, word) in [
        ("1", receipt, Fate::Delivered, "DELIVRD"),
        ("1", "", Fate::Delivered, "1"),
        ("2", "id%3A1+stat%3AEXPIRED+err%3A001", Fate::Undelivered, "EXPIRED"),
        ("4", "", Fate::Pending, "4"),
        ("8", "ACK%2F", Fate::Pending, "ACK/"),
        ("16", "NACK%2F", Fate::Undelivered, "NACK/"),
        ("32", "", Fate::Pending, "32"),
    ] {
        let heard = told(Topic::Delivery, &format!("ref={ID}&type={kind}&reply={reply}&smsc=SMPPSIM"));
        let report = Report { subject: Subject::Ours(ID.parse().unwrap()), fate, word: word.into() };
        assert_eq!(heard, Ok(Told::Reports(vec![report])), "{kind}");
    }
    for wrong in ["type=1", "ref=job-1&type=1", &format!("ref={ID}"), &format!("ref={ID}&type=%25d"), ""] {
        assert!(matches!(told(Topic::Delivery, wrong), Err(BadCall::Malformed(_))), "{wrong}");
    }
}

#[test]
fn messages_from_telephones_are_read_in_every_alphabet() {
    let heard = |query: &str| match told(Topic::Inbound, query) {
        Ok(Told::Incoming(mut messages)) => messages.pop(),
        other => panic!("{query}: {other:?}"),
    };
    let query = "from=%2B989121112233&to=3000123&text=%D9%88%D8%B6%D8%B9+%DB%B1%DB%B2&coding=0&charset=UTF-8\
                 &ts=1795378267&smsc=SMPPSIM&id=24eddf2a-6448-4e2f-ae5d-a37172a530d7&udh=";
    let message = Incoming {
        reference: "24eddf2a-6448-4e2f-ae5d-a37172a530d7".into(),
        from: "+989121112233".into(),
        to: "3000123".into(),
        text: "وضع ۱۲".into(),
        at: Some("2026-11-22T20:11:07Z".parse().unwrap()),
    };
    assert_eq!(heard(query), Some(message));
    for (rest, text) in [
        ("text=%06%A9%06%27%061+%00%F1&charset=UTF-16BE&coding=2", "کا\u{631}\u{2000}"),
        ("text=caf%E9&charset=ISO-8859-1", "café"),
        ("text=caf%C3%A9&udh=%05%00%03%01%02%01", "café"),
        ("text=", ""),
    ] {
        let found = heard(&format!("from=0912&to=3&id=7&{rest}")).unwrap();
        assert_eq!((found.text.as_str(), found.at), (text, None), "{rest}");
    }
    assert_eq!(heard("from=0912&to=3&id=7&text=%06%05&coding=1&udh=%06%05%04%15%81"), None);
    for wrong in [
        "to=3&id=7&text=a",
        "from=0&to=3&text=a",
        "from=0&to=3&id=&text=a",
        "from=&to=3&id=7&text=a",
        "from=0&to=3&id=7",
    ] {
        assert!(matches!(told(Topic::Inbound, wrong), Err(BadCall::Malformed(_))), "{wrong}");
    }
}
