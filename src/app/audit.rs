//! The audit trail is sealed in batches, each seal resting on the one before it, so that a later change shows.
//!
//! What the chain cannot show by itself is the loss of its newest seals together with their rows: whoever keeps the
//! head of an earlier verification can. Rows that are not sealed yet are counted and not vouched for.

use aws_lc_rs::digest::{Context, SHA256};

use super::{App, Error};
use crate::domain::time::Instant;
use crate::security::hex;
use crate::store::journal::{
    AuditSeal, StoredAuditRow, count_unsealed, find_missing_seal, insert_seal, last_seal, list_seals,
    list_stored_audit, mark_sealed,
};
use crate::store::{At, Db, StoreError};

/// Rows under one seal at most.
pub const BATCH: i64 = 5_000;
/// Seals read at a time.
const PAGE: i64 = 500;

/// Where the chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A seal is not there: its number is missing between two others, or only its rows are left.
    SealMissing,
    /// There are more or fewer rows under the seal than it counted.
    CountDiffers,
    /// A row, or the seal itself, was changed.
    HashDiffers,
}

crate::domain::codes!(Fault {
    SealMissing => "seal_missing", CountDiffers => "count_differs", HashDiffers => "hash_differs",
});

/// The first seal that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Its number, from 1.
    pub seal: i64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What a recomputation of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Seals recomputed and found whole.
    pub seals: i64,
    /// Rows under them.
    pub rows: i64,
    /// Rows that no seal covers yet.
    pub unsealed: i64,
    /// The first seal that does not hold; what follows it says nothing.
    pub first_broken: Option<Broken>,
    /// Hash of the last whole seal, 64 hexadecimal digits; empty without any.
    pub head: String,
}

/// Seals the oldest rows that are not sealed yet, 5,000 at most, and gives their number.
///
/// # Errors
/// The database. When two nodes seal at once one of them fails by the seal's number and changes nothing.
pub async fn seal(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let written = app.db.write(move |tx| -> Result<usize, StoreError> {
        let rows = list_stored_audit(tx.conn(), None, BATCH)?;
        if rows.is_empty() {
            return Ok(0);
        }
        let last = last_seal(tx.conn())?;
        let (number, previous) = last.map_or((1, String::new()), |last| (last.number + 1, last.hash));
        let row_count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let hash = hash(&previous, (number, now), &rows);
        insert_seal(tx, &AuditSeal { number, sealed_at: At(now), row_count, hash })?;
        mark_sealed(tx, &rows, number)?;
        Ok(rows.len())
    });
    Ok(written.await?)
}

/// Whether any row waits for its seal.
///
/// # Errors
/// The database.
pub async fn is_unsealed(app: &App) -> Result<bool, Error> {
    let waiting = app.db.read(|conn| list_stored_audit(conn, None, 1)).await?;
    Ok(!waiting.is_empty())
}

/// Recomputes every seal from its rows, one seal's rows in memory at a time.
///
/// # Errors
/// The database; a broken chain is an answer, not an error.
pub async fn verify(db: &Db) -> Result<Verification, Error> {
    let mut found = Verification { seals: 0, rows: 0, unsealed: 0, first_broken: None, head: String::new() };
    'chain: loop {
        let from = found.seals + 1;
        let page = db.read(move |conn| list_seals(conn, from, PAGE)).await?;
        if page.is_empty() {
            break;
        }
        for seal in page {
            let expected = found.seals + 1;
            if let Some(broken) = check(db, &found.head, expected, &seal).await? {
                found.first_broken = Some(broken);
                break 'chain;
            }
            found.seals = expected;
            found.rows += seal.row_count;
            found.head = seal.hash;
        }
    }
    let (unsealed, missing) =
        db.read(|conn| -> Result<_, StoreError> { Ok((count_unsealed(conn)?, find_missing_seal(conn)?)) }).await?;
    found.unsealed = unsealed;
    if found.first_broken.is_none() {
        found.first_broken = missing.map(|seal| Broken { seal, fault: Fault::SealMissing });
    }
    Ok(found)
}

async fn check(db: &Db, previous: &str, expected: i64, seal: &AuditSeal) -> Result<Option<Broken>, Error> {
    let broken = |fault| Ok(Some(Broken { seal: expected, fault }));
    if seal.number != expected {
        return broken(Fault::SealMissing);
    }
    // One row beyond the largest batch is enough to see that there are too many.
    let rows = db.read(move |conn| list_stored_audit(conn, Some(expected), BATCH + 1)).await?;
    if i64::try_from(rows.len()) != Ok(seal.row_count) {
        return broken(Fault::CountDiffers);
    }
    if hash(previous, (seal.number, seal.sealed_at.0), &rows) != seal.hash {
        return broken(Fault::HashDiffers);
    }
    Ok(None)
}

/// SHA-256 over the hash before, number and time of the seal, the count of rows, and each row's values in order: every
/// text behind its length in bytes, every number as 8 bytes, big-endian, so that no two trails give the same bytes.
fn hash(previous: &str, (number, sealed_at): (i64, Instant), rows: &[StoredAuditRow]) -> String {
    let mut context = Context::new(&SHA256);
    let mut bytes = Vec::with_capacity(512);
    text(&mut bytes, previous);
    bytes.extend(number.to_be_bytes());
    bytes.extend(sealed_at.timestamp_micros().to_be_bytes());
    bytes.extend(length(rows.len()));
    for row in rows {
        text(&mut bytes, &row.id);
        bytes.extend(row.at.to_be_bytes());
        text(&mut bytes, &row.actor_kind);
        bytes.push(u8::from(row.actor_id.is_some()));
        for value in [row.actor_id.as_deref().unwrap_or(""), &row.action, &row.subject, &row.subject_id, &row.detail] {
            text(&mut bytes, value);
        }
        context.update(&bytes);
        bytes.clear();
    }
    context.update(&bytes);
    hex(context.finish().as_ref())
}

fn text(bytes: &mut Vec<u8>, value: &str) {
    bytes.extend(length(value.len()));
    bytes.extend(value.as_bytes());
}

fn length(of: usize) -> [u8; 8] {
    u64::try_from(of).unwrap_or(u64::MAX).to_be_bytes()
}
