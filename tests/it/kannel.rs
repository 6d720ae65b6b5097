//! The product with a real Kannel before a message centre: what telephones get, what is reported of it, and what they send.

use std::time::Duration;

use ostakar::app::dispatch::dispatch_due;
use ostakar::app::outbox::deliver_due;
use ostakar::domain::message::MessageKind;
use ostakar::gateway::SendError;
use ostakar::gateway::sms::parts::{Alphabet, measure};
use ostakar::gateway::sms::{Sms, SmsText};
use reqwest::Client;

use crate::support::TestDb;
use crate::support::app::{TestApp, start};
use crate::support::facts::{count, text};
use crate::support::kannel::{HOOK_SECRET, Kannel, LINE, MOST_PARTS, free_ports};
use crate::support::load::{reports, until};
use crate::support::process::{Server, Signed};
use crate::support::server::TestServer;
use crate::support::smsc::Fate;

const SOON: Duration = Duration::from_secs(30);
/// Long enough for Kannel to hand in what it has.
const A_WHILE: Duration = Duration::from_secs(1);

/// A running product on a database of its own, and its Kannel.
struct Ground {
    server: Server,
    signed: Signed,
    kannel: Kannel,
    port: u16,
    db: TestDb,
}

impl Ground {
    async fn start() -> Self {
        let (db, [port]) = (TestDb::sqlite().demo(), free_ports());
        let kannel = Kannel::start(port);
        let server = Server::start(&db.url, &kannel.settings(port)).await;
        let signed = server.sign_in("manager").await;
        Self { server, signed, kannel, port, db }
    }

    /// Takes the `at`-th report down: the id of its job.
    async fn report(&self, at: usize) -> String {
        let answer = self.signed.report(&format!("kannel-{at}"), &reports().await[at]).await;
        answer["jobs"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Waits until so many rows are there.
    async fn until(&self, rows: &str, wanted: i64) {
        let counted = async || count(&self.db.url, rows) >= wanted;
        until(&format!("{wanted} {rows}\n{}", self.server.log()), SOON, counted).await;
    }

    fn of(&self, message: &str, column: &str) -> String {
        text(&self.db.url, &format!("SELECT CAST({column} AS TEXT) FROM messages WHERE id = '{message}'"))
    }

    /// A message that a customer gets on the `at`-th report, once a gateway has it.
    async fn sent(&self, at: usize) -> String {
        let job = self.report(at).await;
        let of = format!(
            "messages WHERE kind = 'request_registered' AND sent_at IS NOT NULL AND request_id = \
                          (SELECT request_id FROM jobs WHERE id = '{job}')"
        );
        self.until(&of, 1).await;
        text(&self.db.url, &format!("SELECT id FROM {of}"))
    }

    async fn report_again(&self, message: &str, kind: &str) {
        assert_eq!(call(self.port, "delivery", &[("ref", message), ("type", kind), ("reply", "")]).await, 200);
    }
}

#[actix_web::test]
async fn what_the_product_sends_arrives_once_in_the_parts_that_it_counted_and_is_reported_delivered() {
    let ground = Ground::start().await;
    for at in 0..4 {
        ground.report(at).await;
    }
    // Other messages wait at night; what a customer is told at once does not.
    let told = "messages WHERE kind = 'request_registered' AND state = 'delivered'";
    ground.until(told, 4).await;
    assert_eq!(count(&ground.db.url, &format!("{told} AND delivered_at IS NOT NULL AND attempts = 1")), 4);
    let waiting = async || count(&ground.db.url, "messages WHERE state = 'queued'") == 0;
    until("the offers, which leave at once as well", SOON, waiting).await;
    let shown = ground.kannel.smsc.messages();
    let taken = "message_attempts WHERE outcome = 'taken'";
    assert_eq!(i64::try_from(shown.len()).unwrap(), count(&ground.db.url, taken), "each once");
    for message in &shown {
        let size = measure(&message.text);
        assert_eq!((size.alphabet, size.parts), (Alphabet::Ucs2, message.parts), "{}", message.text);
        assert!(message.text.chars().any(|letter| ('آ'..='ی').contains(&letter)), "{}", message.text);
        assert!(message.to.starts_with("+98") && message.from == LINE, "{message:?}");
        let paid = format!("messages WHERE address = '{}' AND parts = {}", message.to, message.parts);
        assert!(count(&ground.db.url, &paid) > 0, "{message:?}");
    }
    assert!(shown.iter().any(|message| message.parts > 1), "none was long");
}

#[actix_web::test]
async fn what_a_telephone_sends_changes_the_job_once() {
    let [port] = free_ports();
    let kannel = Kannel::start(port);
    let product = TestApp::demo_with_sms(TestDb::sqlite(), &kannel.toml("", port)).await;
    let server = TestServer::start_at(port, product);
    let (app, url, token) = (server.app(), server.inner.url(), server.login("manager").await);
    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    dispatch_due(app).await.unwrap();
    while deliver_due(app).await.unwrap().total() > 0 {}
    let offer =
        format!("offers o JOIN messages m ON m.id = o.message_id WHERE o.job_id = '{job}' AND m.sent_at IS NOT NULL");
    let of = |column: &str| text(url, &format!("SELECT {column} FROM {offer} ORDER BY o.id LIMIT 1"));
    let (telephone, short) = (of("m.address"), of("CAST(o.short_number AS TEXT)"));
    until("the offer on the telephone", SOON, async || kannel.smsc.times().contains_key(&telephone)).await;
    // `۱` and the short number of the offer, in Persian digits as telephones write them.
    kannel.smsc.telephone(&telephone, LINE, &format!("۱ {}", persian(&short)));
    let assigned = format!("jobs WHERE id = '{job}' AND state = 'assigned'");
    until("acceptance by SMS", SOON, async || count(url, &assigned) == 1).await;
    assert_eq!(server.get(&token, &format!("/api/v1/jobs/{job}")).await.json()["status"], "assigned");
    let accepted = "inbound_messages WHERE did = 'accepted' AND gateway = 'kannel'";
    until("a note of what was done", SOON, async || count(url, accepted) == 1).await;
    // The same call again, as after an answer that was lost on the way back to Kannel.
    let reference = text(url, "SELECT reference FROM inbound_messages");
    let said = format!("2 {short} 1");
    let query = [("from", &*telephone), ("to", LINE), ("text", &*said), ("id", &*reference), ("charset", "UTF-8")];
    for _ in 0..3 {
        assert_eq!(call(port, "inbound", &query).await, 200);
    }
    assert_eq!((count(url, "inbound_messages"), count(url, &assigned)), (1, 1));
    let stranger = "+989350000077";
    kannel.smsc.telephone(stranger, LINE, "سلام، کولر من صدا می‌دهد");
    let kept = "inbound_messages WHERE text = 'سلام، کولر من صدا می‌دهد' AND heard_at IS NOT NULL";
    until("a letter for letter copy", SOON, async || count(url, kept) == 1).await;
    while deliver_due(app).await.unwrap().total() > 0 {}
    until("an answer to a stranger", SOON, async || kannel.smsc.times().get(stranger) == Some(&1)).await;
}

fn persian(number: &str) -> String {
    number.chars().map(|digit| char::from_u32(u32::from('۰') + digit.to_digit(10).unwrap()).unwrap()).collect()
}

/// Calls the product as Kannel does, and says how it answers.
async fn call(port: u16, topic: &str, query: &[(&str, &str)]) -> u16 {
    let secret = HOOK_SECRET.replace(' ', "%20");
    let address = format!("http://127.0.0.1:{port}/hooks/sms/kannel/{secret}/{topic}");
    Client::new().get(address).query(query).send().await.unwrap().status().as_u16()
}

#[actix_web::test]
async fn a_message_that_does_not_arrive_is_undelivered() {
    let ground = Ground::start().await;
    ground.kannel.smsc.set(Fate::Undelivered);
    let message = ground.sent(0).await;
    until("the receipt", SOON, async || ground.of(&message, "state") == "undelivered").await;
    assert!(ground.of(&message, "last_error").contains("UNDELIV"), "{}", ground.of(&message, "last_error"));
    // Also when the report came before the product had written down that Kannel took the message.
    ground.until(&format!("message_attempts WHERE message_id = '{message}' AND fate = 'undelivered'"), 1).await;
}

#[actix_web::test]
async fn receipts_that_come_twice_and_out_of_order_only_move_a_message_forward() {
    let ground = Ground::start().await;
    ground.kannel.smsc.set(Fate::Silent);
    let orders: [(&[&str], &str); 6] = [
        (&["8", "1"], "delivered"),
        (&["1", "8"], "delivered"),
        (&["1", "2", "16", "4"], "delivered"),
        (&["2", "8"], "undelivered"),
        (&["2", "1"], "delivered"),
        (&["8", "4"], "sent"),
    ];
    for (at, (kinds, state)) in orders.iter().enumerate() {
        let message = ground.sent(at).await;
        for kind in kinds.iter().chain(*kinds) {
            ground.report_again(&message, kind).await;
            ground.report_again(&message, kind).await;
        }
        assert_eq!(ground.of(&message, "state"), *state, "{kinds:?}");
        let fate = format!("SELECT fate FROM message_attempts WHERE message_id = '{message}'");
        assert_eq!(text(&ground.db.url, &fate), if *state == "sent" { "pending" } else { *state }, "{kinds:?}");
        assert_eq!((ground.of(&message, "attempts"), ground.of(&message, "unclear")), ("1".into(), "0".into()));
    }
    let message = ground.sent(orders.len()).await;
    let kinds = ["8", "1", "2", "16", "4"].repeat(8);
    futures_util::future::join_all(kinds.iter().map(|kind| ground.report_again(&message, kind))).await;
    assert_eq!(ground.of(&message, "state"), "delivered", "all at once");
    assert_eq!(call(ground.port, "delivery", &[("type", "1")]).await, 400);
    let foreign = [("ref", "01890a5d-ac96-774b-bcce-b302099a8057"), ("type", "1")];
    assert_eq!(call(ground.port, "delivery", &foreign).await, 200, "another installation's");
}

fn message(number: u32, text: &str) -> SmsText {
    SmsText {
        id: uuid::Uuid::from_u128(number.into()).into(),
        to: format!("+98935{number:07}"),
        kind: MessageKind::OfferFilled,
        text: text.to_owned(),
        values: Vec::new(),
        at: start(),
    }
}

/// A Kannel and the product's way to it; reports go nowhere.
fn gateway(smsc: &str) -> (Kannel, Sms) {
    let kannel = Kannel::start(1);
    let sms = Sms::from_settings(&toml::from_str(&kannel.toml(smsc, 1)).unwrap(), "http://127.0.0.1:1").unwrap();
    (kannel, sms)
}

#[actix_web::test]
async fn texts_arrive_letter_for_letter_in_as_many_parts_as_are_counted() {
    let (kannel, sms) = gateway("");
    let persian = "کولر ۲ صدا می‌دهد؛ «فوری» است.\nتعمیرکار: رضا، ساعت ۱۰:۳۰";
    let texts: Vec<String> = vec![
        "ک".to_owned(),
        persian.to_owned(),
        "ک".repeat(70),
        "ک".repeat(71),
        "ک".repeat(134),
        "ک".repeat(135),
        persian.repeat(8),
        format!("{}ک", "a".repeat(70)),
        "می\u{200c}رود & 100% + ۲۰٪ = ?".to_owned(),
        "آب 💧 می‌چکد".to_owned(),
        "plain, 100 % of it + more & more?".to_owned(),
        "a".repeat(160),
        "a".repeat(161),
        "a".repeat(306),
        "a".repeat(307),
        "[x] {y} ~ ^ | \\ € @ £ _".to_owned(),
        "€".repeat(80),
        "a\nb".to_owned(),
    ];
    for (number, text) in (0..).zip(&texts) {
        let message = message(number, text);
        let sent = sms.routes(&message)[0].send(&message).await.unwrap();
        assert_eq!(sent.parts, measure(text).parts);
    }
    until("the last of them", SOON, async || kannel.smsc.messages().len() == texts.len()).await;
    for (number, text) in (0..).zip(&texts) {
        let to = message(number, text).to;
        let arrived = kannel.smsc.messages().into_iter().find(|message| message.to == to).unwrap();
        assert_eq!((arrived.text.as_str(), arrived.parts), (text.as_str(), measure(text).parts));
    }
}

#[actix_web::test]
async fn nothing_is_lost_in_silence() {
    // The centre is one that Kannel does not know; its `sendsms-user` has `forced-smsc`, as the manual asks for.
    let (kannel, sms) = gateway("nowhere");
    let persian = message(1, "سلام");
    sms.routes(&persian)[0].send(&persian).await.unwrap();
    until("arrival", SOON, async || kannel.smsc.messages().iter().any(|arrived| arrived.text == "سلام")).await;
    assert_eq!(kannel.smsc.parts()[0].coding, 8, "in 16-bit letters");
    let empty = message(2, "");
    assert!(matches!(sms.routes(&empty)[0].send(&empty).await, Err(SendError::Never(_))));
    let longest = message(3, &"ک".repeat(67 * MOST_PARTS as usize));
    assert_eq!(sms.routes(&longest)[0].send(&longest).await.unwrap().parts, MOST_PARTS);
    let too_long = message(4, &"ک".repeat(67 * MOST_PARTS as usize + 1));
    assert!(matches!(sms.routes(&too_long)[0].send(&too_long).await, Err(SendError::Elsewhere(_))));
    until("the longest", SOON, async || kannel.smsc.messages().len() == 2).await;
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(kannel.smsc.messages()[1].text.chars().count(), 67 * MOST_PARTS as usize);
    assert_eq!(kannel.smsc.messages().len(), 2, "what was refused did not leave");
}
