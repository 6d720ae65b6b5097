//! The server is killed at a random moment under load.

use std::time::Duration;

use super::{READY_WITHIN, alone, rounds};
use crate::support::gateway::Gateway;
use crate::support::load::{Load, check_audit, some_time};
use crate::support::process::Server;
use crate::support::{TestDb, both};

/// The checks read everything, so that fifty rounds on one database would take longer and longer.
const ROUNDS_OF_A_DATABASE: u32 = 10;

both!(nothing_acknowledged_is_lost_and_no_key_makes_two_requests, async |db: TestDb| {
    let _alone = alone().await;
    let (mut db, gateway) = (db.demo(), Gateway::start());
    let mut server = Server::start(&db.url, &gateway.settings()).await;
    let (mut keys, mut all) = (0, 0);
    for round in 0..rounds(5) {
        if round > 0 && round % ROUNDS_OF_A_DATABASE == 0 {
            server.kill9();
            db = db.demo();
            server = Server::start(&db.url, &gateway.settings()).await;
            keys = 0;
        }
        let load = Load::start(&server.sign_in("manager").await, &format!("kill-{round}")).await;
        let moment = some_time(Duration::from_millis(200), Duration::from_millis(1_500));
        tokio::time::sleep(moment).await;
        server.kill9();
        let log = load.ended().await;
        server = Server::start(&db.url, &gateway.settings()).await;
        let (acknowledged, open, ready) = (log.acknowledged(), log.keys() - log.acknowledged(), server.ready_after);
        println!(
            "round {round}: killed after {moment:?}, {acknowledged} acknowledged, {open} open, ready in {ready:?}"
        );
        assert!(ready < READY_WITHIN);
        all += acknowledged;
        log.check(&server.sign_in("manager").await, &db.url, keys).await;
        keys += log.keys();
        check_audit(&db.url);
    }
    assert!(all > 0, "a busy machine may acknowledge nothing in one round, but not in all");
});
