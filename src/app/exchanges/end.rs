//! A case whose job ends otherwise is over with it.

use super::{happened, turn};
use crate::app::journal::record;
use crate::app::{Actor, Error};
use crate::domain::exchange::{ExchangeEvent, ExchangeMachine};
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::time::Instant;
use crate::store::exchanges::{find_open_exchange, save_exchange};
use crate::store::jobs::Job;
use crate::store::{At, Col, Tx};

/// Withdraws what is still open of a job that has ended.
///
/// # Errors
/// The database.
pub fn withdraw_with_job(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: &Job) -> Result<(), Error> {
    let Some(mut row) = find_open_exchange(tx.conn(), job.id.0)? else { return Ok(()) };
    let from = row.state.0;
    let to = apply::<ExchangeMachine>(from, None, ExchangeEvent::Withdraw, ActorKind::System, &[Guard::Reason])?;
    (row.state, row.ended_at) = (Col(to), Some(At(now)));
    save_exchange(tx, &mut row)?;
    let happening = happened(job, &row, "exchange_withdrawn").states(from.as_str(), to.as_str());
    record(tx, &Actor::system(), now, happening)?;
    turn::finish(tx, (actor, now), job.id.0)
}
