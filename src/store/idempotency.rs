//! Idempotency keys: the first statement of the transaction that they protect.

use diesel::prelude::*;

use super::schema::idempotency_keys;
use super::{At, StoreError, Tx, on};
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
    let row = (
        idempotency_keys::principal.eq(&of.principal),
        idempotency_keys::route.eq(&of.route),
        idempotency_keys::key.eq(&of.key),
        idempotency_keys::body_hash.eq(&of.body_hash),
        idempotency_keys::answer.eq(""),
        idempotency_keys::created_at.eq(At(now)),
    );
    let taken = on!(tx.conn(), |conn| diesel::insert_into(idempotency_keys::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    if taken == 1 {
        return Ok(Known::New);
    }
    let known: Option<(String, String)> = idempotency_keys::table
        .find((&of.principal, &of.route, &of.key))
        .select((idempotency_keys::body_hash, idempotency_keys::answer))
        .first(tx.conn())
        .optional()?;
    match known {
        Some((hash, answer)) if hash == of.body_hash => Ok(Known::Answered(answer)),
        Some(_) => Ok(Known::OtherBody),
        None => Err(StoreError::Again("idempotency key was swept".to_owned())),
    }
}

/// Keeps the answer of the request that took the key.
///
/// # Errors
/// The database.
pub fn keep_answer(tx: &mut Tx<'_>, of: &KeyOf, answer: &str) -> Result<(), StoreError> {
    let target = idempotency_keys::table.find((&of.principal, &of.route, &of.key));
    diesel::update(target).set(idempotency_keys::answer.eq(answer)).execute(tx.conn())?;
    Ok(())
}

/// Forgets keys older than `before`.
///
/// # Errors
/// The database.
pub fn sweep_keys(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    let target = idempotency_keys::table.filter(idempotency_keys::created_at.lt(At(before)));
    Ok(diesel::delete(target).execute(tx.conn())?)
}
