//! Ticks that run once however many nodes there are: a slot belongs to the node whose lease on it has not lapsed.

#![expect(missing_docs, reason = "diesel derives items without words")]

use chrono::TimeDelta;
use diesel::prelude::*;

use super::col::{At, Col};
use super::on;
use super::{StoreError, Tx};
use crate::domain::id::NodeId;
use crate::domain::time::Instant;

diesel::table! {
    ticks (name, slot) {
        name -> Text,
        slot -> BigInt,
        node -> Text,
        lease_until -> BigInt,
        done_at -> Nullable<BigInt>,
    }
}

/// One due run of a named tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot<'a> {
    /// The tick.
    pub name: &'a str,
    /// When it was due.
    pub at: Instant,
}

/// Whether `node` may run the slot now: nobody has claimed it, or whoever did let the lease lapse unfinished. Of many
/// nodes that ask at once exactly one gets `true`.
///
/// # Errors
/// Those of the database.
pub fn claim_slot(
    tx: &mut Tx<'_>,
    slot: Slot<'_>,
    node: NodeId,
    now: Instant,
    lease_for: TimeDelta,
) -> Result<bool, StoreError> {
    let until = now
        .checked_add_signed(lease_for)
        .ok_or_else(|| StoreError::Other(format!("a lease of {lease_for} has no end")))?;
    let row = (
        ticks::name.eq(slot.name),
        ticks::slot.eq(At(slot.at)),
        ticks::node.eq(Col(node)),
        ticks::lease_until.eq(At(until)),
    );
    let inserted =
        on!(tx.conn(), |c| diesel::insert_into(ticks::table).values(row).on_conflict_do_nothing().execute(c))?;
    if inserted == 1 {
        return Ok(true);
    }
    let lapsed = ticks::table
        .find((slot.name, At(slot.at)))
        .filter(ticks::done_at.is_null())
        .filter(ticks::lease_until.le(At(now)));
    let taken =
        diesel::update(lapsed).set((ticks::node.eq(Col(node)), ticks::lease_until.eq(At(until)))).execute(tx.conn())?;
    Ok(taken == 1)
}

/// Notes that the slot is done; false when another node has taken it over or it was done before.
///
/// # Errors
/// Those of the database.
pub fn finish_slot(tx: &mut Tx<'_>, slot: Slot<'_>, node: NodeId, now: Instant) -> Result<bool, StoreError> {
    let ours =
        ticks::table.find((slot.name, At(slot.at))).filter(ticks::node.eq(Col(node))).filter(ticks::done_at.is_null());
    let finished = diesel::update(ours).set(ticks::done_at.eq(Some(At(now)))).execute(tx.conn())?;
    Ok(finished == 1)
}

/// Deletes the slots due before `before`, done or not, and gives their number. Nobody may claim slots that old.
///
/// # Errors
/// Those of the database.
pub fn sweep_slots(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(ticks::table.filter(ticks::slot.lt(At(before)))).execute(tx.conn())?)
}
