//! The process that sends is killed at random moments: no message is lost. A message whose sending nobody wrote down is sent
//! again under its reference; a gateway that knows references has it once, at another it is a double, which is counted.

use std::time::Duration;

use ostakar::app::Error;
use ostakar::app::messages::{About, Param, Recipient, put};
use ostakar::domain::language::Language;
use ostakar::domain::message::{MessageKind, RecipientKind};
use ostakar::store::{Db, DbOptions};

use super::{alone, rounds};
use crate::support::facts::{count, execute, text};
use crate::support::gateway::{Gateway, Mood};
use crate::support::kannel::{Kannel, free_ports};
use crate::support::load::{some_time, until};
use crate::support::process::Server;
use crate::support::{TestDb, both};

const ROUNDS: u32 = 10;
/// Messages that are on the way to a gateway at most: eight of each of four passes.
const AT_ONCE: usize = 32;
/// Messages that wait as a round begins, at least: more than a round sends.
const WAITING: i64 = 150;
const SENT_WITHIN: Duration = Duration::from_mins(2);

/// Writes messages to telephones that have had none, while no server runs.
async fn write(url: &str, from: i64, to: i64) {
    let db = Db::open(url, DbOptions::default()).unwrap();
    let written = db.write(move |tx| -> Result<(), Error> {
        for number in from..to {
            let to = Recipient {
                kind: RecipientKind::Agent,
                id: "agent".to_owned(),
                phone: format!("+98912{number:07}"),
                language: Language::Fa,
            };
            let params = [("short_number", Param::Number(7)), ("category", Param::Category("dishwasher".to_owned()))];
            let now = ostakar::app::Clock::System.now();
            put(tx, now, MessageKind::OfferFilled, (&to, About::default()), ("kill", &params))?;
        }
        Ok(())
    });
    written.await.unwrap();
    db.close().await;
}

/// The leases of a killed process lapse after minutes, and many attempts make long pauses: the test does not wait for them.
fn lapse(url: &str) {
    execute(url, "UPDATE messages SET lease_until = 0 WHERE state = 'queued' AND lease_until IS NOT NULL");
    hurry(url);
}

fn hurry(url: &str) {
    execute(
        url,
        "UPDATE messages SET next_attempt_at = created_at WHERE state = 'queued' AND next_attempt_at > created_at",
    );
}

/// Kills servers again and again, then lets one finish; how many messages were written.
async fn kill_again_and_again(url: &str, settings: &[(&str, String)]) -> i64 {
    let mut written = 0;
    for round in 0..rounds(ROUNDS) {
        let waiting = count(url, "messages WHERE state = 'queued'");
        let more = (WAITING - waiting).max(0);
        write(url, written, written + more).await;
        written += more;
        let mut server = Server::start(url, settings).await;
        let moment = some_time(Duration::ZERO, Duration::from_millis(400));
        tokio::time::sleep(moment).await;
        server.kill9();
        let held = count(url, "messages WHERE state = 'queued' AND lease_until IS NOT NULL");
        let sent = count(url, "messages WHERE state IN ('sent', 'delivered')");
        println!("round {round}: killed {moment:?} after it was ready, {sent} of {written} sent, {held} held");
        lapse(url);
    }
    let _server = Server::start(url, settings).await;
    let all_sent = async || {
        hurry(url);
        count(url, "messages WHERE state = 'queued'") == 0
    };
    until("delivery", SENT_WITHIN, all_sent).await;
    assert_eq!(count(url, "messages"), written);
    written
}

/// Messages that were claimed more often than anything was written down of it.
const UNWRITTEN: &str =
    "messages m WHERE attempts > (SELECT count(*) FROM message_attempts a WHERE a.message_id = m.id)";

both!(a_gateway_that_knows_references_has_each_message_once, async |db: TestDb| {
    let _alone = alone().await;
    let (db, gateway) = (db.demo(), Gateway::that_recognises());
    gateway.set(Mood::Takes(Duration::from_millis(20)));
    let written = kill_again_and_again(&db.url, &gateway.settings()).await;
    let times = gateway.times();
    let repeated = gateway.asked() - gateway.taken().len();
    println!("{written} messages, {repeated} handed over again, {} unwritten", count(&db.url, UNWRITTEN));
    assert_eq!(i64::try_from(times.len()).unwrap(), written, "messages are lost");
    assert!(times.values().all(|times| *times == 1));
    assert_eq!(count(&db.url, "messages WHERE state <> 'sent'"), 0);
});

both!(at_kannel_no_message_is_lost_and_each_double_is_one_that_was_unwritten, async |db: TestDb| {
    let _alone = alone().await;
    let (db, [port]) = (db.demo(), free_ports());
    let kannel = Kannel::start(port);
    let settings = kannel.settings(port);
    let written = kill_again_and_again(&db.url, &settings).await;
    until("the last part", SENT_WITHIN, async || kannel.smsc.times().len() >= usize::try_from(written).unwrap()).await;
    let times = kannel.smsc.times();
    assert_eq!(i64::try_from(times.len()).unwrap(), written, "messages are lost");
    let doubles: Vec<&String> = times.iter().filter(|(_, times)| **times > 1).map(|(to, _)| to).collect();
    let unwritten = text(&db.url, &format!("SELECT string_agg(address, ' ') FROM {UNWRITTEN}"));
    println!("{written} messages, {} of them twice or more, {} unwritten", doubles.len(), count(&db.url, UNWRITTEN));
    let more: usize = times.values().map(|times| times - 1).sum();
    assert!(more <= AT_ONCE * rounds(ROUNDS) as usize, "more than were on the way");
    assert!(doubles.iter().all(|to| unwritten.contains(to.as_str())), "a double that nobody can explain");
    assert_eq!(count(&db.url, "messages WHERE state NOT IN ('sent', 'delivered')"), 0);
});
