//! Idempotency keys: the first statement of the transaction that they protect.

use diesel::dsl::Eq;
use diesel::prelude::*;

use super::schema::idempotency_keys;
use super::{At, Conn, StoreError, Tx, on};
use crate::domain::time::Instant;

/// Who used which key on which route.
#[derive(Debug, Clone)]
pub struct KeyOf {
    /// The caller, or the link.
    pub principal: String,
    /// Method and pattern of the route.
    pub route: String,
    /// The key itself.
    pub key: String,
    /// SHA-256 of the body.
    pub body_hash: String,
}

/// What is known of a key.
pub enum Known {
    /// It is new, and taken now.
    New,
    /// It was used with this body; the answer given then.
    Answered(String),
    /// It was used with another body.
    OtherBody,
}

/// Takes a key, or tells what is known of it. A concurrent holder is awaited by the database.
///
/// # Errors
/// The database.
pub fn take_key(tx: &mut Tx<'_>, of: &KeyOf, now: Instant) -> Result<Known, StoreError> {
    // The only writer of a SQLite file meets nobody between now and the answer, so the row is written once, with it.
    let may_be_new = match tx.conn() {
        Conn::Sqlite(_) => true,
        Conn::Pg(conn) => {
            let row = diesel::insert_into(idempotency_keys::table).values(key_row(of, "", now));
            if row.on_conflict_do_nothing().execute(conn)? == 1 {
                return Ok(Known::New);
            }
            false
        }
    };
    let known: Option<(String, String)> = on!(tx.conn(), |conn| idempotency_keys::table
        .find((&of.principal, &of.route, &of.key))
        .select((idempotency_keys::body_hash, idempotency_keys::answer))
        .first(conn)
        .optional())?;
    match known {
        Some((hash, answer)) if hash == of.body_hash => Ok(Known::Answered(answer)),
        Some(_) => Ok(Known::OtherBody),
        None if may_be_new => Ok(Known::New),
        None => Err(StoreError::Again("idempotency key was swept".to_owned())),
    }
}

/// The hash of the body that a key was used with, and the answer given then.
///
/// # Errors
/// The database.
pub fn find_answer(
    conn: &mut Conn,
    (principal, route, key): (&str, &str, &str),
) -> Result<Option<(String, String)>, StoreError> {
    let query = idempotency_keys::table.find((principal, route, key));
    Ok(query.select((idempotency_keys::body_hash, idempotency_keys::answer)).first(conn).optional()?)
}

/// Keeps the answer of the request that took the key.
///
/// # Errors
/// The database.
pub fn keep_answer(tx: &mut Tx<'_>, of: &KeyOf, answer: &str, now: Instant) -> Result<(), StoreError> {
    match tx.conn() {
        Conn::Sqlite(conn) => {
            diesel::insert_into(idempotency_keys::table).values(key_row(of, answer, now)).execute(conn)?;
        }
        Conn::Pg(conn) => {
            let taken = idempotency_keys::table.find((&of.principal, &of.route, &of.key));
            diesel::update(taken).set(idempotency_keys::answer.eq(answer)).execute(conn)?;
        }
    }
    Ok(())
}

pub(super) type Row<'a> = (
    Eq<idempotency_keys::principal, &'a String>,
    Eq<idempotency_keys::route, &'a String>,
    Eq<idempotency_keys::key, &'a String>,
    Eq<idempotency_keys::body_hash, &'a String>,
    Eq<idempotency_keys::answer, &'a str>,
    Eq<idempotency_keys::created_at, At>,
);

/// All values of a key's row.
pub(super) fn key_row<'a>(of: &'a KeyOf, answer: &'a str, now: Instant) -> Row<'a> {
    (
        idempotency_keys::principal.eq(&of.principal),
        idempotency_keys::route.eq(&of.route),
        idempotency_keys::key.eq(&of.key),
        idempotency_keys::body_hash.eq(&of.body_hash),
        idempotency_keys::answer.eq(answer),
        idempotency_keys::created_at.eq(At(now)),
    )
}

/// Forgets keys older than `before`.
///
/// # Errors
/// The database.
pub fn sweep_keys(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    let target = idempotency_keys::table.filter(idempotency_keys::created_at.lt(At(before)));
    Ok(diesel::delete(target).execute(tx.conn())?)
}
