//! The store on both databases: shared commits, leases, columns, migrations.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use ostakar::domain::id::NodeId;
use ostakar::domain::time::Instant;
use ostakar::store::lease::{Slot, claim_slot, finish_slot, sweep_slots};
use ostakar::store::{Db, DbOptions, MaybeStore, Signal, StoreError, Topic, Tx, migrate};

use crate::support::{TestDb, both};

mod embedded;
mod postgres;
mod rows;

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

/// The database of a test with an empty `things`.
async fn with_things(test: &TestDb) -> Db {
    let db = open(&test.url, 1);
    run(&db, THINGS).await;
    db
}

fn open(url: &str, n: u8) -> Db {
    Db::open(url, DbOptions { node: node(n), ..DbOptions::default() }).unwrap()
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
        assert!(!matches!(id.parse::<i64>().unwrap() % 50, 1..=3), "{id} was told but not kept");
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

both!(many_callers_fail_alone, async |test: TestDb| {
    let db = with_things(&test).await;
    mixed_writes(&db).await;
    let orphan = insert(&db, 9_000_010, "orphan".into(), Some(99)).await;
    assert!(matches!(orphan, Err(Fault::Store(StoreError::Other(_)))), "{orphan:?}");
    db.close().await;
});

both!(one_node_wins_a_slot, async |test: TestDb| lease_race(&open(&test.url, 1)).await);

both!(values_come_back_as_they_went, async |test: TestDb| rows::round_trip(&open(&test.url, 1)).await);

both!(starts_at_once_migrate_once, async |test: TestDb| {
    migrate::revert_all(&test.url).unwrap();
    migrates_once(&test.url);
});

/// Several starts at once migrate once; everything can be taken back and brought again.
fn migrates_once(url: &str) {
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
