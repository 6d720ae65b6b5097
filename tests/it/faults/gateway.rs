//! The SMS gateway answers wrongly, late or not at all.

use std::time::Duration;

use super::alone;
use crate::support::TestDb;
use crate::support::facts::count;
use crate::support::gateway::{Gateway, Mood};
use crate::support::load::{reports, until};
use crate::support::process::Server;

const REPORTS: usize = 5;
const REPORTS_SENT: &str = "messages WHERE kind = 'request_registered' AND state = 'sent'";
const WAITING: &str = "messages WHERE kind = 'request_registered' AND state = 'queued' AND attempts = 1 \
                       AND lease_until IS NULL AND next_attempt_at > created_at";

/// Takes reports down while the gateway is in a mood, lets it recover, and waits for the messages; the gateway after.
async fn recovered_from(mood: Mood) -> Gateway {
    let (db, gateway) = (TestDb::sqlite().demo(), Gateway::start());
    gateway.set(mood);
    let server = Server::start(&db.url, &gateway.settings()).await;
    let signed = server.sign_in("manager").await;
    for (at, body) in reports().await.iter().take(REPORTS).enumerate() {
        signed.report(&format!("report-{at}"), body).await;
    }
    let wanted = i64::try_from(REPORTS).unwrap();
    until("the wait after a failed attempt", Duration::from_secs(8), async || count(&db.url, WAITING) == wanted).await;
    assert_eq!(count(&db.url, REPORTS_SENT), 0);
    let asked = gateway.asked();
    gateway.set(Mood::Takes(Duration::ZERO));
    // The first pause is 10 s, 20 % more or less.
    until("delivery", Duration::from_secs(25), async || count(&db.url, REPORTS_SENT) == wanted).await;
    until("the last answer", Duration::from_secs(25), async || count(&db.url, "messages WHERE state = 'queued'") == 0)
        .await;
    assert!(gateway.asked() > asked);
    gateway
}

#[actix_web::test]
async fn messages_wait_for_a_gateway_that_fails_and_are_sent_once() {
    let _alone = alone().await;
    let (failed, refused, hung) =
        tokio::join!(recovered_from(Mood::Fails), recovered_from(Mood::Refuses), recovered_from(Mood::Hangs));
    for gateway in [failed, refused, hung] {
        assert!(gateway.times().values().all(|times| *times == 1));
    }
}

#[actix_web::test]
async fn a_lost_answer_makes_a_second_message_with_the_same_reference() {
    let _alone = alone().await;
    let gateway = recovered_from(Mood::DropsAnswer).await;
    let times = gateway.times();
    assert!(times.values().filter(|times| **times == 2).count() >= REPORTS, "{times:?}");
    assert!(times.values().all(|times| *times <= 2), "{times:?}");
    for (reference, _) in times {
        let taken = gateway.taken().into_iter().filter(|message| message.id == reference).collect::<Vec<_>>();
        assert!(taken.windows(2).all(|pair| pair[0] == pair[1]), "one reference, two messages");
    }
}
