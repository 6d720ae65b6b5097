//! The store on a real SQLite file; on PostgreSQL too where an address is given (`--ignored`).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::lease::{Slot, claim_slot, finish_slot, sweep_slots};
use super::*;
use crate::domain::id::{JobId, NodeId};
use crate::domain::time::Instant;

mod postgres;

diesel::table! {
    things (id) {
        id -> BigInt,
        word -> Text,
        owner -> Nullable<BigInt>,
    }
}

const THINGS: &str = "CREATE TABLE things (id BIGINT PRIMARY KEY, word TEXT NOT NULL CONSTRAINT things_word UNIQUE, \
     owner BIGINT REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED)";

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

impl MaybeStore for Fault {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Refused => None,
        }
    }
}

/// A database file that goes with the test.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("ostakar-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.0.join("o.db").display())
    }

    fn db(&self) -> Db {
        migrate::migrate(&self.url()).unwrap();
        Db::open(&self.url(), DbOptions::default()).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn node(n: u8) -> NodeId {
    format!("01890a5d-ac96-774b-bcce-b302099a80{n:02x}").parse().unwrap()
}

async fn run(db: &Db, sql: &'static str) {
    db.write(move |tx| -> Result<(), StoreError> { Ok(tx.conn().batch_execute(sql)?) }).await.unwrap();
}

async fn insert(db: &Db, id: i64, word: String, owner: Option<i64>) -> Result<i64, Fault> {
    db.write(move |tx| {
        let row = (things::id.eq(id), things::word.eq(&word), things::owner.eq(owner));
        diesel::insert_into(things::table).values(row).execute(tx.conn())?;
        tx.after_commit(Signal::Changed { topic: Topic::Job, id: id.to_string() });
        match id % 50 {
            1 => Err(Fault::Refused),
            2 => panic!("on purpose"),
            _ => Ok(id),
        }
    })
    .await
}

async fn count(db: &Db) -> i64 {
    db.read(|conn| -> Result<i64, StoreError> { Ok(things::table.count().get_result(conn)?) }).await.unwrap()
}

/// 32 callers: kept, refused, unique and panicked writes; the counts are exact and only kept ones are told.
async fn mixed_writes(db: &Db) {
    let mut signals = db.signals();
    insert(db, 0, "same".into(), None).await.unwrap();
    let callers: Vec<_> = (1..=32_i64)
        .map(|caller| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tally = [0; 4];
                for i in 0..100 {
                    let id = caller * 1000 + i;
                    let word = if i % 50 == 3 { "same".to_owned() } else { format!("w{id}") };
                    tally[match insert(&db, id, word, None).await {
                        Ok(got) if got == id => 0,
                        Err(Fault::Refused) => 1,
                        Err(Fault::Store(StoreError::Unique(rule)))
                            if rule == "things.word" || rule == "things_word" =>
                        {
                            2
                        }
                        Err(Fault::Store(StoreError::Panicked)) => 3,
                        other => panic!("{other:?}"),
                    }] += 1;
                }
                tally
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), [94, 2, 2, 2]);
    }
    assert_eq!(count(db).await, 32 * 94 + 1);
    let mut told = 0;
    while let Ok(signal) = signals.try_recv() {
        let Signal::Changed { id, .. } = signal else { panic!("{signal:?}") };
        assert!(!matches!(id.parse::<i64>().unwrap() % 50, 1 | 2 | 3), "{id} was told but not kept");
        told += 1;
    }
    assert_eq!(told, 32 * 94 + 1);
}

/// Nodes race for one slot: one wins; after its lease another does; a finished slot is never given again.
async fn lease_race(db: &Db) {
    const SLOT: Slot<'_> = Slot { name: "sweep", at: Instant::UNIX_EPOCH };
    let race = async |now: Instant| {
        let nodes: Vec<_> = (1..=16)
            .map(|n| {
                let db = db.clone();
                let claim = move |tx: &mut Tx<'_>| claim_slot(tx, SLOT, node(n), now, TimeDelta::seconds(30));
                tokio::spawn(async move { db.write(claim).await.unwrap().then_some(node(n)) })
            })
            .collect();
        let mut winners = Vec::new();
        for node in nodes {
            winners.extend(node.await.unwrap());
        }
        winners
    };
    let now = at("2026-11-22T10:00:00Z");
    let first = race(now).await;
    assert_eq!(first.len(), 1);
    assert_eq!(race(now + TimeDelta::seconds(29)).await, []);
    let later = now + TimeDelta::seconds(30);
    let second = race(later).await;
    assert_eq!(second.len(), 1);
    let finish = async |node| db.write(move |tx| finish_slot(tx, SLOT, node, later)).await.unwrap();
    assert_eq!(finish(first[0]).await, first == second);
    assert_eq!(finish(second[0]).await, first != second);
    assert_eq!(race(now + TimeDelta::days(1)).await, []);
    assert_eq!(db.write(move |tx| sweep_slots(tx, SLOT.at)).await.unwrap(), 0);
    assert_eq!(db.write(move |tx| sweep_slots(tx, now)).await.unwrap(), 1);
}

mod rows {
    use super::*;

    diesel::table! {
        samples (id) {
            id -> Text,
            topic -> Text,
            other -> Nullable<Text>,
            seen_at -> BigInt,
            gone_at -> Nullable<BigInt>,
            day -> Text,
            no_day -> Nullable<Text>,
            notes -> Text,
            flag -> Bool,
            small -> Integer,
            ratio -> Double,
        }
    }

    #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
    #[diesel(table_name = samples, treat_none_as_default_value = false)]
    struct Sample {
        id: Col<JobId>,
        topic: Col<Topic>,
        other: Option<Col<Topic>>,
        seen_at: At,
        gone_at: Option<At>,
        day: Day,
        no_day: Option<Day>,
        notes: Json<Vec<String>>,
        flag: bool,
        small: i32,
        ratio: f64,
    }

    pub(super) async fn round_trip(db: &Db) {
        run(
            db,
            "CREATE TABLE samples (id TEXT PRIMARY KEY, topic TEXT NOT NULL, other TEXT, seen_at BIGINT NOT NULL, \
             gone_at BIGINT, day TEXT NOT NULL, no_day TEXT, notes TEXT NOT NULL, flag BOOLEAN NOT NULL, \
             small INTEGER NOT NULL, ratio DOUBLE PRECISION NOT NULL)",
        )
        .await;
        let seen_at = At(at("2026-11-22T10:00:00.123456Z"));
        let sample = Sample {
            id: Col("01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap()),
            topic: Col(Topic::Visit),
            other: None,
            seen_at,
            gone_at: Some(At(at("1912-02-03T00:00:00.000001Z"))),
            day: Day("2027-03-21".parse().unwrap()),
            no_day: None,
            notes: Json(vec!["نشتی آب".into(), "\"E21\"".into()]),
            flag: true,
            small: -3,
            ratio: 35.7,
        };
        let row = sample.clone();
        db.write(move |tx| -> Result<(), StoreError> {
            diesel::insert_into(samples::table).values(row.clone()).execute(tx.conn())?;
            let second = Sample { id: Col(at_uuid(2)), other: Some(Col(Topic::User)), flag: false, ..row.clone() };
            on!(tx.conn(), |c| diesel::insert_into(samples::table).values(vec![second]).execute(c))?;
            Ok(())
        })
        .await
        .unwrap();
        let found = db
            .read(move |conn| -> Result<Vec<Sample>, StoreError> {
                Ok(samples::table
                    .filter(samples::topic.eq(Col(Topic::Visit)))
                    .filter(samples::topic.eq_any([Col(Topic::Visit), Col(Topic::Job)]))
                    .filter(samples::seen_at.between(seen_at, At(seen_at.0 + TimeDelta::microseconds(1))))
                    .filter(samples::gone_at.lt(At(at("1912-02-03T00:00:00.000002Z"))))
                    .filter(samples::day.ge(Day("2027-03-20".parse().unwrap())))
                    .filter(samples::flag.eq(true))
                    .filter(samples::notes.eq(Json(vec!["نشتی آب", "\"E21\""])))
                    .select(Sample::as_select())
                    .load(conn)?)
            })
            .await
            .unwrap();
        assert_eq!(found, [sample]);
        run(db, "UPDATE samples SET topic = 'planet' WHERE flag").await;
        let broken = db.read(|conn| -> Result<Vec<Col<Topic>>, StoreError> {
            Ok(samples::table.select(samples::topic).load(conn)?)
        });
        assert!(broken.await.unwrap_err().to_string().contains("planet"));
        run(db, "DROP TABLE samples").await;
    }

    fn at_uuid(n: u8) -> JobId {
        node(n).as_str().parse().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_callers_share_commits_and_fail_alone() {
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
    mixed_writes(&db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_node_wins_a_slot() {
    let scratch = Scratch::new();
    lease_race(&scratch.db()).await;
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    let scratch = Scratch::new();
    rows::round_trip(&scratch.db()).await;
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

#[tokio::test]
async fn readers_cannot_write_and_a_panic_stays_theirs() {
    let scratch = Scratch::new();
    let db = scratch.db();
    let write = db.read(|conn| -> Result<(), StoreError> { Ok(conn.batch_execute("DELETE FROM nodes")?) });
    assert!(write.await.is_err());
    let panic = db.read(|_| -> Result<(), StoreError> { panic!("on purpose") });
    assert!(matches!(panic.await, Err(StoreError::Panicked)));
    db.read(|conn| -> Result<(), StoreError> { Ok(conn.batch_execute("SELECT 1 FROM nodes")?) }).await.unwrap();
}

#[tokio::test]
async fn closing_finishes_the_queue_and_refuses_the_rest() {
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
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
    assert!(!scratch.0.join("o.db-wal").exists());
    let again = scratch.db();
    assert_eq!(count(&again).await, kept);
}

#[tokio::test]
async fn a_backup_is_whole_and_overwrites_nothing() {
    let scratch = Scratch::new();
    let db = scratch.db();
    run(&db, THINGS).await;
    insert(&db, 10, "kept".into(), None).await.unwrap();
    let copy = scratch.0.join("copy.db");
    backup::backup(&db, &copy).await.unwrap();
    assert!(backup::backup(&db, &copy).await.is_err());
    let restored = Db::open(&format!("sqlite://{}", copy.display()), DbOptions::default()).unwrap();
    assert_eq!(count(&restored).await, 1);
}

/// Several starts at once migrate once; everything can be taken back and brought again.
async fn migrates_once(url: &str) {
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let url = url.to_owned();
            std::thread::spawn(move || migrate::migrate(&url).unwrap())
        })
        .collect();
    let ran: Vec<_> = starts.into_iter().flat_map(|start| start.join().unwrap()).collect();
    assert_eq!(ran.iter().filter(|name| name.ends_with("_ground")).count(), 1, "{ran:?}");
    assert!(migrate::pending(url).unwrap().is_empty());
    migrate::revert_all(url).unwrap();
    assert_eq!(migrate::pending(url).unwrap(), ran);
    assert_eq!(migrate::migrate(url).unwrap(), ran);
}

#[tokio::test]
async fn starts_at_once_migrate_once() {
    let scratch = Scratch::new();
    migrates_once(&scratch.url()).await;
}
