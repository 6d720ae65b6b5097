//! Every kind of column there and back.

use chrono::TimeDelta;
use diesel::prelude::*;
use ostakar::domain::id::JobId;
use ostakar::store::{At, Col, Conn, Day, Db, Json, StoreError, Topic};

use super::{at, node, run};

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
    run(db, "DROP TABLE IF EXISTS samples").await;
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
        let insert = diesel::insert_into(samples::table).values(vec![second]);
        match tx.conn() {
            Conn::Sqlite(conn) => insert.execute(conn)?,
            Conn::Pg(conn) => insert.execute(conn)?,
        };
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
    let broken = db
        .read(|conn| -> Result<Vec<Col<Topic>>, StoreError> { Ok(samples::table.select(samples::topic).load(conn)?) });
    let error = broken.await.unwrap_err().to_string();
    assert!(error.contains("planet"), "{error}");
    run(db, "DROP TABLE samples").await;
}

fn at_uuid(n: u8) -> JobId {
    node(n).as_str().parse().unwrap()
}
