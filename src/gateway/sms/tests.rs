//! Which gateway and line takes a message.

use super::*;
use crate::domain::message::{Fate, LineKind};
use crate::gateway::SendError;
use crate::gateway::memory::{Mood, Outbox};

pub(super) mod stand;

pub(super) use stand::message;

fn message_to(to: &str, kind: MessageKind) -> SmsText {
    SmsText {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
        to: to.into(),
        kind,
        text: "کار جدید".repeat(10),
        values: Vec::new(),
        at: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

fn settings(toml: &str) -> Result<Sms, BadGateway> {
    Sms::from_settings(&toml::from_str(toml).unwrap(), "https://s.example")
}

const TWO: &str = r#"
    [second]
    order = 2
    [second.provider.http]
    url = "http://127.0.0.1:1/"
    body = { form = { text = "{text}" } }
    [first]
    order = 1
    prefixes = ["+98"]
    kinds = ["offer_sent"]
    lines = [{ number = "3000", kind = "advertising" }, { number = "2000" }]
    cost_per_part = 7
    [first.provider.http]
    url = "http://127.0.0.1:1/"
    body = { form = { text = "{text}" } }
"#;

fn names(sms: &Sms, message: &SmsText) -> Vec<(String, String)> {
    sms.routes(message).iter().map(|route| (route.gateway.name.clone(), route.line.number.clone())).collect()
}

#[test]
fn prefix_and_kind_choose_gateways_and_order_sorts_them() {
    let sms = settings(TWO).unwrap();
    let pairs = |routes: &[(&str, &str)]| -> Vec<(String, String)> {
        routes.iter().map(|(gateway, line)| ((*gateway).to_owned(), (*line).to_owned())).collect()
    };
    let offer = message_to("+989121234567", MessageKind::OfferSent);
    assert_eq!(names(&sms, &offer), pairs(&[("first", "3000"), ("first", "2000"), ("second", "")]));
    assert_eq!(sms.routes(&offer)[0].line.kind, LineKind::Advertising);
    let abroad = message_to("+4915112345678", MessageKind::OfferSent);
    assert_eq!(names(&sms, &abroad), pairs(&[("second", "")]));
    let code = message_to("+989121234567", MessageKind::CompletionCode);
    assert_eq!(names(&sms, &code), pairs(&[("second", "")]));
}

#[tokio::test]
async fn parts_are_counted_and_a_gateway_that_fails_again_and_again_comes_last() {
    let (bad, good) = (Outbox::default(), Outbox::default());
    bad.set(Mood::Busy);
    let sms = Sms::of([("bad", Provider::Memory(bad)), ("good", Provider::Memory(good.clone()))]);
    let message = message_to("+989121234567", MessageKind::OfferSent);
    for _ in 0..3 {
        assert_eq!(sms.routes(&message)[0].gateway.name, "bad");
        assert!(matches!(sms.routes(&message)[0].send(&message).await, Err(SendError::Later(_))));
    }
    let routes = sms.routes(&message);
    assert_eq!(routes.iter().map(|route| route.gateway.name.as_str()).collect::<Vec<_>>(), ["good", "bad"]);
    let sent = routes[0].send(&message).await.unwrap();
    assert_eq!((sent.reference.as_deref(), sent.parts, sent.cost), (Some("memory-0"), 2, 0));
    assert_eq!(good.take(), [message]);
}

/// The file as it is for every provider: the gateways' names are the providers'.
const EVERY: &str = r#"
    [kannel]
    secret = "s"
    hook_secret = "h"
    [kannel.provider.kannel]
    username = "disp"
    [kavenegar]
    secret = "s"
    [kavenegar.provider.kavenegar]
    templates.completion_code = { name = "code", tokens = ["code", "amount"] }
    [meli_payamak]
    secret = "s"
    [meli_payamak.provider.meli_payamak]
    username = "disp"
    templates = { completion_code = { name = "12345", tokens = ["code"] } }
    only_templates = true
    [sms_ir]
    secret = "s"
    [sms_ir.provider.sms_ir.templates.completion_code]
    name = "123456"
    tokens = { CODE = "code" }
    [ghasedak]
    secret = "s"
    provider.ghasedak.templates.completion_code = { name = "code", tokens = { Code = "code" } }
    [twilio]
    secret = "s"
    hook_secret = "h"
    [twilio.provider.twilio]
    account = "AC7"
    patience = { answer_within_ms = 9000 }
"#;

#[test]
fn every_provider_is_set_up_in_the_file() {
    let sms = settings(EVERY).unwrap();
    let call = Call { topic: Topic::Delivery, url: "https://s.example/", query: &[], headers: &[], body: b"" };
    for (name, receipts, heard) in [
        ("ghasedak", Receipts::Polled, BadCall::Unknown),
        ("kannel", Receipts::Called, BadCall::Malformed("ref is missing".into())),
        ("kavenegar", Receipts::Polled, BadCall::Unknown),
        ("meli_payamak", Receipts::Polled, BadCall::Unknown),
        ("sms_ir", Receipts::Polled, BadCall::Unknown),
        ("twilio", Receipts::Called, BadCall::Forbidden),
    ] {
        let gateway = sms.gateway(name).unwrap();
        let is_polled = receipts == Receipts::Polled;
        assert_eq!((gateway.provider.receipts(), gateway.reports()), (receipts, true), "{name}");
        assert_eq!(gateway.provider.poll_at_most() > 0, is_polled, "{name}");
        assert_eq!(gateway.provider.hear(&call), Err(heard), "{name}");
    }
    let keyless = EVERY.replacen("secret = \"s\"", "", 1);
    assert_eq!(settings(&keyless).unwrap_err().to_string(), "kannel: secret is missing");
}

#[test]
fn one_message_that_is_refused_does_not_hide_the_others() {
    let delivered = || Ok((Fate::Delivered, "1".to_owned()));
    let refused = || Err(SendError::Elsewhere("no such message".into()));
    let busy = || Err(SendError::Later("busy".into()));
    let mut answers = OneByOne::default();
    assert!(answers.goes_on("1", refused()) && answers.goes_on("2", delivered()) && answers.goes_on("3", refused()));
    assert!(!answers.goes_on("4", busy()));
    assert_eq!(answers.told(), Ok(vec![stand::report("2", Fate::Delivered, "1")]));
    let mut answers = OneByOne::default();
    assert!(answers.goes_on("1", refused()) && answers.goes_on("2", refused()) && !answers.goes_on("3", refused()));
    assert_eq!(answers.told(), Err(SendError::Elsewhere("no such message".into())));
    assert_eq!(OneByOne::default().told(), Ok(Vec::new()));
}

#[test]
fn settings_that_cannot_work_name_the_gateway_and_what_is_wrong() {
    let wrong = TWO.replace("\"+98\"", "\"98\"");
    assert_eq!(settings(&wrong).unwrap_err().to_string(), "first: prefixes: \"98\" must begin with +, as in +98");
    let wrong = TWO.replacen("http://127.0.0.1:1/", "nowhere", 1);
    assert!(settings(&wrong).unwrap_err().to_string().starts_with("second: url "));
}
