//! Faults of the shared commit on SQLite.

use super::*;

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
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
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
        matches!(orphan.await.unwrap(), Err(Fault::Store(StoreError::Other(text))) if text.contains("FOREIGN KEY"))
    );
    assert_eq!(runs.load(Ordering::Relaxed), 2, "once in the batch, once alone");
    assert_eq!(count(&db).await, 1);
    assert_eq!(signals.try_recv(), Ok(Signal::Outbox));
    assert!(signals.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_the_database_ends_harms_only_its_cause() {
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
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
    assert!(matches!(&ends[1], Err(StoreError::Unavailable(text)) if text.contains("lost")), "{:?}", ends[1]);
    assert_eq!(count(&db).await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_refuses_writes_and_recovers() {
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
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
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
    let mut other = SqliteConnection::establish(scratch.0.join("o.db").to_str().unwrap()).unwrap();
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
