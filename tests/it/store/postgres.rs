//! What only PostgreSQL does: many writers, deadlocks, other nodes, sessions that end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use ostakar::store::{Signal, StoreError};

use super::{count, insert, open, things, with_things};
use crate::support::TestDb;

/// Ends the sessions of this database whose name matches, but not the one that asks.
fn end_sessions(url: &str, like: &str) -> usize {
    let mut conn = PgConnection::establish(url).unwrap();
    diesel::sql_query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE $1 \
         AND datname = current_database() AND pid <> pg_backend_pid()",
    )
    .bind::<Text, _>(like)
    .execute(&mut conn)
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_swallowed_fault_is_never_acknowledged() {
    let test = TestDb::postgres();
    let db = with_things(&test).await;
    let swallowed = db.write(|tx| -> Result<(), StoreError> {
        tx.conn().batch_execute("INSERT INTO things VALUES (1, 'a', NULL)")?;
        let _ = tx.conn().batch_execute("INSERT INTO things VALUES (1, 'b', NULL)");
        Ok(())
    });
    assert!(swallowed.await.is_err());
    assert_eq!(count(&db).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again() {
    let test = TestDb::postgres();
    let db = with_things(&test).await;
    for id in [10, 20] {
        insert(&db, id, id.to_string(), None).await.unwrap();
    }
    let runs = Arc::new(AtomicUsize::new(0));
    let cross = |first: i64, second: i64| {
        let (db, runs) = (db.clone(), Arc::clone(&runs));
        tokio::spawn(async move {
            db.write(move |tx| -> Result<(), StoreError> {
                runs.fetch_add(1, Ordering::Relaxed);
                let word = things::word.concat("x");
                diesel::update(things::table.find(first)).set(things::word.eq(word)).execute(tx.conn())?;
                std::thread::sleep(Duration::from_millis(200));
                diesel::update(things::table.find(second)).set(things::word.eq(word)).execute(tx.conn())?;
                Ok(())
            })
            .await
        })
    };
    let (one, two) = (cross(10, 20), cross(20, 10));
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
    assert!(runs.load(Ordering::Relaxed) > 2);
    let words: Vec<String> = db
        .read(|conn| -> Result<_, StoreError> { Ok(things::table.order(things::id).select(things::word).load(conn)?) })
        .await
        .unwrap();
    assert_eq!(words, ["10xx", "20xx"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_nodes_hear_once_and_oneself_at_once() {
    let test = TestDb::postgres();
    let ours = with_things(&test).await;
    let theirs = open(&test.url, 2);
    let (mut here, mut there) = (ours.signals(), theirs.signals());
    for n in 0..300 {
        insert(&ours, 100 + n * 50, n.to_string(), None).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let drain = |from: &mut tokio::sync::broadcast::Receiver<Signal>| {
        let mut all: Vec<_> = std::iter::from_fn(|| from.try_recv().ok()).map(|signal| format!("{signal:?}")).collect();
        all.sort();
        all
    };
    let told = drain(&mut here);
    assert_eq!(told.len(), 300);
    assert_eq!(told, drain(&mut there));

    assert!(end_sessions(&test.url, "ostakar upkeep") >= 3);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(drain(&mut there), ["Resync"]);
    insert(&ours, 1_000_000, "after".into(), None).await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(drain(&mut there).iter().any(|signal| signal.contains("1000000")));
    ours.close().await;
    theirs.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_sessions_heal_without_an_error() {
    let test = TestDb::postgres();
    let db = with_things(&test).await;
    for round in 1..=20 {
        insert(&db, round * 50, round.to_string(), None).await.unwrap();
        assert_eq!(count(&db).await, round);
        assert!(end_sessions(&test.url, "ostakar%") >= 2);
        // A read that meets the end of its session itself fails; this is about those that come after.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Ended in the middle, before COMMIT: the closure runs again on another connection.
    let runs = Arc::new(AtomicUsize::new(0));
    let (seen, url) = (Arc::clone(&runs), test.url.clone());
    db.write(move |tx| -> Result<(), StoreError> {
        tx.conn().batch_execute("INSERT INTO things VALUES (1, 'middle', NULL)")?;
        if seen.fetch_add(1, Ordering::Relaxed) == 0 {
            end_sessions(&url, "ostakar write");
        }
        Ok(tx.conn().batch_execute("INSERT INTO things VALUES (2, 'end', NULL)")?)
    })
    .await
    .unwrap();
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert_eq!(count(&db).await, 22);
    // Ended just before COMMIT: seen in time, so it is run again as well.
    let runs = Arc::new(AtomicUsize::new(0));
    let (seen, url) = (Arc::clone(&runs), test.url.clone());
    db.write(move |tx| -> Result<(), StoreError> {
        tx.conn().batch_execute("INSERT INTO things VALUES (3, 'last', NULL)")?;
        if seen.fetch_add(1, Ordering::Relaxed) == 0 {
            end_sessions(&url, "ostakar write");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert_eq!(count(&db).await, 23);
}
