//! Attempts to hand messages to gateways, and what gateways reported of them.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::rows::insertable;
use super::schema::{message_attempts, messages};
use super::{At, Col, Conn, StoreError, Tx, on};
use crate::domain::id::{AttemptId, MessageId};
use crate::domain::message::{AttemptOutcome, Fate};
use crate::domain::time::Instant;

/// One attempt.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = message_attempts, treat_none_as_default_value = false)]
pub struct Attempt {
    pub id: Col<AttemptId>,
    pub message_id: Col<MessageId>,
    pub gateway: String,
    pub line: String,
    pub at: At,
    pub outcome: Col<AttemptOutcome>,
    pub reference: Option<String>,
    pub parts: Option<i32>,
    pub cost: Option<i64>,
    pub said: Option<String>,
    pub fate: Option<Col<Fate>>,
    pub fate_at: Option<At>,
    pub poll_at: Option<At>,
}

insertable!(message_attempts, Attempt, insert_attempt);

/// The attempts of a message, oldest first.
///
/// # Errors
/// The database.
pub fn list_attempts(conn: &mut Conn, message: MessageId) -> Result<Vec<Attempt>, StoreError> {
    let query = message_attempts::table.filter(message_attempts::message_id.eq(message.as_str()));
    Ok(query.order((message_attempts::at, message_attempts::id)).select(Attempt::as_select()).load(conn)?)
}

/// The attempt that a gateway took under its reference.
///
/// # Errors
/// The database.
pub fn find_attempt_by(conn: &mut Conn, gateway: &str, reference: &str) -> Result<Option<Attempt>, StoreError> {
    let query = message_attempts::table
        .filter(message_attempts::gateway.eq(gateway))
        .filter(message_attempts::reference.eq(reference))
        .order(message_attempts::id.desc())
        .select(Attempt::as_select());
    Ok(query.first(conn).optional()?)
}

/// Attempts of a gateway that are to be asked after, the longest due first.
///
/// # Errors
/// The database.
pub fn list_attempts_to_poll(
    conn: &mut Conn,
    gateway: &str,
    now: Instant,
    limit: i64,
) -> Result<Vec<Attempt>, StoreError> {
    let query = message_attempts::table
        .filter(message_attempts::poll_at.le(At(now)))
        .filter(message_attempts::gateway.eq(gateway))
        .order((message_attempts::poll_at, message_attempts::id))
        .limit(limit)
        .select(Attempt::as_select());
    Ok(query.load(conn)?)
}

/// Notes what a gateway reported of an attempt, and when it is asked next.
///
/// # Errors
/// The database.
pub fn note_fate(
    tx: &mut Tx<'_>,
    attempt: AttemptId,
    fate: Option<(Fate, Instant)>,
    poll_at: Option<Instant>,
) -> Result<(), StoreError> {
    let target = message_attempts::table.find(attempt.as_str());
    let poll = message_attempts::poll_at.eq(poll_at.map(At));
    match fate {
        None => diesel::update(target).set(poll).execute(tx.conn())?,
        Some((fate, at)) => {
            let told = (message_attempts::fate.eq(Some(Col(fate))), message_attempts::fate_at.eq(Some(At(at))));
            diesel::update(target).set((told, poll)).execute(tx.conn())?
        }
    };
    Ok(())
}

/// What a gateway has cost since a moment.
///
/// # Errors
/// The database.
pub fn spent_since(conn: &mut Conn, gateway: &str, since: Instant) -> Result<i64, StoreError> {
    let query = message_attempts::table
        .filter(message_attempts::gateway.eq(gateway))
        .filter(message_attempts::at.gt(At(since)))
        .select(diesel::dsl::sql::<diesel::sql_types::Nullable<BigInt>>("CAST(SUM(cost) AS BIGINT)"));
    Ok(on!(conn, |conn| query.first::<Option<i64>>(conn))?.unwrap_or(0))
}

/// How many messages each of these addresses was sent since a moment.
///
/// # Errors
/// The database.
pub fn count_sent_since(
    conn: &mut Conn,
    addresses: &[String],
    since: Instant,
) -> Result<HashMap<String, u32>, StoreError> {
    let query = messages::table
        .filter(messages::address.eq_any(addresses))
        .filter(messages::sent_at.gt(At(since)))
        .group_by(messages::address)
        .select((messages::address, count_star()));
    let rows: Vec<(String, i64)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(address, count)| (address, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}
