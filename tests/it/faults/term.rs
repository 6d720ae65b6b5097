//! The server is asked to end under load.

use std::time::{Duration, Instant};

use super::{alone, rounds};
use crate::support::gateway::{Gateway, Mood};
use crate::support::load::Load;
use crate::support::process::Server;
use crate::support::{TestDb, both};

both!(what_is_in_flight_is_answered_and_the_server_ends_in_time, async |db: TestDb| {
    let _alone = alone().await;
    let (db, gateway) = (db.demo(), Gateway::start());
    let mut keys = 0;
    for round in 0..rounds(2) {
        let mut settings = gateway.settings();
        for (_, value) in settings.iter_mut().filter(|(name, _)| name.ends_with("ANSWER_WITHIN_MS")) {
            "15000".clone_into(value);
        }
        let mut server = Server::start(&db.url, &settings).await;
        gateway.set(if round % 2 == 0 { Mood::Takes(Duration::from_millis(50)) } else { Mood::Hangs });
        let signed = server.sign_in("manager").await;
        let events = signed.events().await;
        let load = Load::start(&signed, &format!("term-{round}")).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let sent_before = Instant::now();
        // Until then the server has read each of these, however busy the machine is.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let asked = Instant::now();
        server.term();
        let ended = server.ended_within(Duration::from_secs(20)).await;
        let took = asked.elapsed();
        let log = load.ended().await;
        drop(events);
        println!("round {round}: {} acknowledged, ended {took:?} after it was asked to", log.acknowledged());
        assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
        assert_eq!(log.cut_before(sent_before), [(); 0].map(|()| String::new()));
        assert!(took <= Duration::from_secs(10), "{took:?}");
        let server = Server::start(&db.url, &gateway.settings()).await;
        log.check(&server.sign_in("manager").await, &db.url, keys).await;
        keys += log.keys();
    }
});
