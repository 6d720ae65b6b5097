//! A write on PostgreSQL: one READ COMMITTED transaction, run again when the database asks for it.

use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;

use super::conn::Conn;
use super::error::{MaybeStore, StoreError};
use super::feed::Signal;
use super::pool::Pool;
use super::tx::Tx;

/// How often a transaction is tried at most.
const ATTEMPTS: u32 = 5;

/// Why one attempt gave no value.
enum Failed<E> {
    /// Nothing was committed and another attempt may succeed.
    Again(E),
    /// The answer of the closure, or a fault that repeating would not mend.
    Final(E),
}

/// Runs `body` in a transaction until it is committed or refused; gives its value and what to tell. Blocks.
///
/// # Errors
/// The closure's own. [`StoreError::Unavailable`] also when the connection is lost during COMMIT: then nobody knows
/// whether the transaction took place, so it is not repeated; the caller's idempotency key makes its retry safe.
pub(super) fn write<T, E>(pool: &Pool, mut body: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<(T, Vec<Signal>), E>
where
    E: From<StoreError> + MaybeStore,
{
    let mut attempt = 1;
    loop {
        match once(pool, &mut body) {
            Ok(done) => return Ok(done),
            Err(Failed::Again(_)) if attempt < ATTEMPTS => {
                thread::sleep(pause(attempt));
                attempt += 1;
            }
            Err(Failed::Again(error) | Failed::Final(error)) => return Err(error),
        }
    }
}

/// Between half and the whole of 5, 10, 20, 40 ms, so that two that met do not meet again.
fn pause(attempt: u32) -> Duration {
    let longest = 5_000_u64 << attempt.min(6).saturating_sub(1);
    let random = RandomState::new().hash_one(attempt);
    Duration::from_micros(longest / 2 + random % (longest / 2))
}

fn once<T, E>(pool: &Pool, body: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<(T, Vec<Signal>), Failed<E>>
where
    E: From<StoreError> + MaybeStore,
{
    let mut conn = pool.take().map_err(|error| Failed::Final(error.into()))?;
    if let Err(error) = conn.batch_execute("BEGIN") {
        // The connection is dropped; the next attempt takes another.
        return Err(Failed::Again(StoreError::from(error).into()));
    }
    let mut tx = Tx::new(&mut conn);
    let result = catch_unwind(AssertUnwindSafe(|| body(&mut tx)));
    let signals = tx.into_signals();
    match result {
        Ok(Ok(value)) => commit(pool, conn).map(|()| (value, signals)),
        Ok(Err(error)) => {
            let lost = !roll_back(pool, conn);
            let again = matches!(error.store(), Some(StoreError::Again(_)))
                || lost && matches!(error.store(), Some(StoreError::Unavailable(_)));
            Err(if again { Failed::Again(error) } else { Failed::Final(error) })
        }
        // A connection that a panic ran through is not used again.
        Err(_) => Err(Failed::Final(StoreError::Panicked.into())),
    }
}

/// Commits. The SELECT fails when a statement failed before, where COMMIT alone would roll back and report success.
fn commit<E: From<StoreError>>(pool: &Pool, mut conn: Conn) -> Result<(), Failed<E>> {
    if !conn.is_alive() {
        // Seen before COMMIT was sent, so nothing is committed.
        return Err(Failed::Again(StoreError::Unavailable("the connection was lost".into()).into()));
    }
    let Err(error) = conn.batch_execute("SELECT 1; COMMIT") else {
        pool.give(conn);
        return Ok(());
    };
    let error = StoreError::from(error);
    let lost = !roll_back(pool, conn);
    Err(match error {
        StoreError::Again(_) if !lost => Failed::Again(error.into()),
        _ if lost => {
            Failed::Final(StoreError::Unavailable(format!("lost while committing, outcome unknown: {error}")).into())
        }
        _ => Failed::Final(error.into()),
    })
}

/// Rolls back and returns the connection to the pool; false when it is lost.
fn roll_back(pool: &Pool, mut conn: Conn) -> bool {
    let alive = conn.is_alive() && conn.batch_execute("ROLLBACK").is_ok();
    if alive {
        pool.give(conn);
    }
    alive
}
