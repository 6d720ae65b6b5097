//! PostgreSQL crashes and comes back while the product serves.

use std::time::{Duration, Instant};

use diesel::{Connection as _, PgConnection};

use super::{alone, rounds};
use crate::support::gateway::Gateway;
use crate::support::load::{Load, check_audit, until};
use crate::support::postgres;
use crate::support::process::Server;

/// How much longer than the database the product may be away.
const HEALED_WITHIN: Duration = Duration::from_secs(5);

#[actix_web::test]
async fn the_product_is_away_hardly_longer_than_its_database() {
    let _alone = alone().await;
    let (postgres, gateway) = (postgres::Server::that_crashes(), Gateway::start());
    let url = std::thread::scope(|scope| scope.spawn(|| postgres.demo()).join()).unwrap();
    let mut server = Server::start(&url, &gateway.settings()).await;
    let mut keys = 0;
    for round in 0..rounds(2) {
        let away_s = round % 2 * 2;
        let signed = server.sign_in("manager").await;
        let load = Load::start(&signed, &format!("crash-{round}")).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        postgres.crash(away_s);
        tokio::time::sleep(Duration::from_millis(100)).await;
        until("the database's return", Duration::from_secs(30), async || PgConnection::establish(&url).is_ok()).await;
        let back = Instant::now();
        tokio::time::sleep(HEALED_WITHIN + Duration::from_secs(1)).await;
        assert!(server.runs(), "the server ended with its database");
        let log = load.stop().await;
        let refused: Vec<_> = log.statuses().iter().filter(|(_, _, status)| *status != 201).collect();
        let last = refused.iter().map(|(at, took, _)| *at + *took).max();
        let late = last.map_or(Duration::ZERO, |last| last.saturating_duration_since(back));
        println!("away {away_s} s: {} acknowledged, {} refused, last {late:?} late", log.acknowledged(), refused.len());
        assert!(refused.iter().all(|(_, _, status)| *status == 503), "{refused:?}");
        assert!(late <= HEALED_WITHIN, "{late:?}");
        let after = log.statuses().iter().filter(|(at, _, status)| back + HEALED_WITHIN < *at && *status == 201);
        assert!(after.count() > 0, "nothing was taken down after the database came back");
        log.check(&signed, &url, keys).await;
        keys += log.keys();
    }
    check_audit(&url);
}
