//! The server is killed in the n-th call that makes something durable in one of its threads, on SQLite.

use std::time::Duration;

use super::alone;
use crate::support::TestDb;
use crate::support::load::{Load, Log, check_audit};
use crate::support::process::{Server, Signed};

/// A few for every day; `OSTAKAR_FAULT_ROUNDS=200` tries each from 1 on.
const SPREAD: &[u32] = &[1, 2, 3, 5, 8, 13, 21, 34];

#[actix_web::test]
async fn a_kill_in_any_sync_loses_nothing() {
    let _alone = alone().await;
    let db = TestDb::sqlite().demo();
    let mut keys = 0;
    let asked = super::rounds(0);
    let places: Vec<u32> = if asked == 0 { SPREAD.to_vec() } else { (1..=asked.max(200)).collect() };
    let mut server = Server::start(&db.url, &[]).await;
    for place in places {
        let signed = server.sign_in("manager").await;
        server.kill9();
        let log = killed_at(place, &db.url, &signed).await;
        server = Server::start(&db.url, &[]).await;
        println!(
            "sync {place}: {} acknowledged of {}, ready in {:?}",
            log.acknowledged(),
            log.keys(),
            server.ready_after
        );
        log.check(&server.sign_in("manager").await, &db.url, keys).await;
        keys += log.keys();
    }
    check_audit(&db.url);
}

/// Runs a server that dies in its `place`-th sync, under load as far as it gets: what the clients know then.
async fn killed_at(place: u32, url: &str, signed: &Signed) -> Log {
    let inject = format!("inject=fdatasync,fsync:signal=SIGKILL:when={place}");
    // With -D the server is our own child and strace watches from the side.
    let strace =
        ["strace", "-D", "-f", "-qq", "-o", "strace.log", "-e", "trace=fdatasync,fsync", "-e", inject.as_str()];
    let Ok(mut server) = Server::start_under(&strace, url, &[]).await else { return Log::default() };
    let load = Load::start(&signed.at(&server), &format!("sync-{place}")).await;
    let ended = server.ended_within(Duration::from_mins(1)).await;
    assert!(ended.is_some(), "no thread came to sync {place}");
    load.ended().await
}
