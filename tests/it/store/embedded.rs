//! What only SQLite does: one shared commit, one file.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ostakar::store::{Db, Signal, StoreError, Tx, backup};

use super::{Fault, count, insert, open, run, with_things};
use crate::support::TestDb;

fn file(test: &TestDb) -> PathBuf {
    test.url.trim_start_matches("sqlite://").into()
}

/// Holds the writer until the returned sender is dropped, so that later writes fall into one batch.
async fn hold(db: &Db) -> std::sync::mpsc::Sender<()> {
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (started, running) = tokio::sync::oneshot::channel();
    let (db, mut started) = (db.clone(), Some(started));
    tokio::spawn(async move {
        db.write(move |_| -> Result<(), StoreError> {
            if let Some(started) = started.take() {
                let _ = started.send(());
            }
            let _ = held.recv();
            Ok(())
        })
        .await
    });
    running.await.unwrap();
    release
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_fails_runs_each_closure_again_alone() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    let mut signals = db.signals();
    let hold = hold(&db).await;
    let runs = Arc::new(AtomicUsize::new(0));
    let good = {
        let (db, runs) = (db.clone(), Arc::clone(&runs));
        tokio::spawn(async move {
            db.write(move |tx| -> Result<(), StoreError> {
                runs.fetch_add(1, Ordering::Relaxed);
                tx.conn().batch_execute("INSERT INTO things VALUES (10, 'good', NULL)")?;
                tx.after_commit(Signal::Outbox);
                Ok(())
            })
            .await
        })
    };
    let orphan = {
        let db = db.clone();
        tokio::spawn(async move { insert(&db, 20, "orphan".into(), Some(99)).await })
    };
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(signals.try_recv().is_err());
    drop(hold);
    good.await.unwrap().unwrap();
    assert!(
        matches!(orphan.await.unwrap(), Err(Fault::Store(StoreError::Other(what))) if what.contains("FOREIGN KEY"))
    );
    assert_eq!(runs.load(Ordering::Relaxed), 2, "once in the batch, once alone");
    assert_eq!(count(&db).await, 1);
    assert_eq!(signals.try_recv(), Ok(Signal::Outbox));
    assert!(signals.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_the_database_ends_harms_only_its_cause() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    let hold = hold(&db).await;
    let mut writes = Vec::new();
    for sql in [
        "INSERT INTO things VALUES (10, 'before', NULL)",
        // Ends the transaction as a full disk does.
        "INSERT INTO things VALUES (11, 'cause', NULL); INSERT OR ROLLBACK INTO things VALUES (11, 'again', NULL)",
        "INSERT INTO things VALUES (12, 'after', NULL)",
    ] {
        let db = db.clone();
        let write = move |tx: &mut Tx<'_>| -> Result<(), StoreError> { Ok(tx.conn().batch_execute(sql)?) };
        writes.push(tokio::spawn(async move { db.write(write).await }));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    drop(hold);
    let mut ends = Vec::new();
    for write in writes {
        ends.push(write.await.unwrap());
    }
    assert!(ends[0].is_ok() && ends[2].is_ok());
    assert!(matches!(&ends[1], Err(StoreError::Unavailable(what)) if what.contains("lost")), "{:?}", ends[1]);
    assert_eq!(count(&db).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_refuses_writes_and_recovers() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    let pages = "PRAGMA max_page_count = 40";
    run(&db, pages).await;
    let mut kept = 0;
    let full = loop {
        match insert(&db, kept * 50, "x".repeat(4000) + &kept.to_string(), None).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, Fault::Store(StoreError::Full(_))), "{full:?}");
    assert_eq!(count(&db).await, kept);
    run(&db, "PRAGMA max_page_count = 1000000").await;
    insert(&db, 1_000_000, "fits".into(), None).await.unwrap();
    assert_eq!(count(&db).await, kept + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_that_writes_is_waited_for() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    let mut other = SqliteConnection::establish(file(&test).to_str().unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let waiting = {
        let db = db.clone();
        tokio::spawn(async move { insert(&db, 10, "late".into(), None).await })
    };
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    other.batch_execute("COMMIT").unwrap();
    waiting.await.unwrap().unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let refused = insert(&db, 20, "never".into(), None).await;
    assert!(matches!(refused, Err(Fault::Store(StoreError::Unavailable(_)))), "{refused:?}");
}

#[tokio::test]
async fn readers_cannot_write_and_a_panic_stays_theirs() {
    let test = TestDb::sqlite();
    let db = open(&test.url, 1);
    let write = db.read(|conn| -> Result<(), StoreError> { Ok(conn.batch_execute("DELETE FROM nodes")?) });
    assert!(write.await.is_err());
    let panic = db.read(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert!(matches!(panic.await, Err(StoreError::Panicked)));
    db.read(|conn| -> Result<(), StoreError> { Ok(conn.batch_execute("SELECT 1 FROM nodes")?) }).await.unwrap();
}

#[tokio::test]
async fn closing_finishes_the_queue_and_refuses_the_rest() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    let writes: Vec<_> = (1..=100)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { insert(&db, n * 50, n.to_string(), None).await })
        })
        .collect();
    tokio::task::yield_now().await;
    db.close().await;
    let mut kept = 0;
    for write in writes {
        match write.await.unwrap() {
            Ok(_) => kept += 1,
            Err(Fault::Store(StoreError::Unavailable(_))) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(insert(&db, 5, "late".into(), None).await, Err(Fault::Store(StoreError::Unavailable(_)))));
    assert!(!file(&test).with_extension("db-wal").exists());
    let again = open(&test.url, 1);
    assert_eq!(count(&again).await, kept);
}

#[tokio::test]
async fn a_backup_is_whole_and_overwrites_nothing() {
    let test = TestDb::sqlite();
    let db = with_things(&test).await;
    insert(&db, 10, "kept".into(), None).await.unwrap();
    let copy = file(&test).with_file_name("copy.db");
    backup::backup(&db, &copy).await.unwrap();
    assert!(backup::backup(&db, &copy).await.is_err());
    let restored = open(&format!("sqlite://{}", copy.display()), 1);
    assert_eq!(count(&restored).await, 1);
}
