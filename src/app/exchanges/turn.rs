//! Whose turn a case is: the job waits for them, and they have a task with a date.

use super::Who;
use crate::app::case::Case;
use crate::app::jobs::{Move, hold_quietly, move_hold, move_job, wait};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, finish_of_job, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::exchange::ExchangeState;
use crate::domain::id::{JobId, UserId};
use crate::domain::job::{JobEvent, JobState};
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::exchanges::ExchangeCase;
use crate::store::people::find_user;
use crate::store::{Conn, StoreError, Tx};

/// What the job of an open case waits for.
const WAITING: &str = "EXCHANGE_APPROVAL";
/// Business minutes within which the next step of a case is due.
const DUE_WITHIN: i64 = 600;
/// The tasks of a case.
const TASKS: [TaskKind; 3] = [TaskKind::DecideExchange, TaskKind::ExchangeEvidence, TaskKind::FulfilExchange];

fn reason(app: &App) -> Result<Reason, Error> {
    let known = app.catalogue().reason(ReasonKind::Hold, WAITING).cloned();
    known.ok_or_else(|| Error::Internal(format!("reason {WAITING} is missing")))
}

fn until(app: &App, now: Instant) -> Instant {
    now + chrono::TimeDelta::days(app.catalogue().care().exchange_days)
}

fn is_waiting(case: &Case) -> bool {
    case.job.state.0 == JobState::OnHold && case.job.hold_reason.as_deref() == Some(WAITING)
}

/// Lets the job of a new case wait, whatever it waited for before.
pub(super) fn begin(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case) -> Result<(), Error> {
    let (app, _, now) = who;
    if case.job.state.0 == JobState::OnHold {
        let resumed = Move { event: JobEvent::Resume, guards: &[], reason: None, until: None };
        move_job(tx, (&Actor::system(), now), &mut case.job, &resumed)?;
    }
    let reason = reason(app)?;
    wait(tx, who, case, Some((&reason, until(app, now))))
}

/// Lets the job wait for the next step; what has been set to wait for something else meanwhile goes on waiting for that.
pub(super) fn prolong(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case) -> Result<(), Error> {
    let until = until(who.0, who.2);
    if case.job.state.0 != JobState::OnHold {
        return hold_quietly(tx, who, case, (WAITING, until));
    }
    if !is_waiting(case) {
        return Ok(());
    }
    move_hold(tx, who, case, until).map(drop)
}

/// Lets the job go on that waited for a case which is over.
pub(super) fn resume(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case) -> Result<(), Error> {
    if is_waiting(case) { wait(tx, who, case, None) } else { Ok(()) }
}

/// Ends the tasks of a job's case.
pub(super) fn finish(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: JobId) -> Result<(), Error> {
    TASKS.into_iter().try_for_each(|kind| finish_of_job(tx, (actor, now), job, kind))
}

/// Gives the next step to whoever is to make it; a case that is over gives nothing.
pub(super) fn give(tx: &mut Tx<'_>, (app, actor, now): Who<'_>, case: &Case, row: &ExchangeCase) -> Result<(), Error> {
    let (kind, owner, note) = match row.state.0 {
        ExchangeState::Requested => {
            (TaskKind::DecideExchange, Owner::unit(Role::AgentManager), Some(row.asked_note.clone()))
        }
        ExchangeState::TechnicallyApproved => {
            (TaskKind::DecideExchange, Owner::unit(Role::Manager), Some(row.asked_note.clone()))
        }
        ExchangeState::NeedsEvidence => {
            (TaskKind::ExchangeEvidence, asker(tx.conn(), row.asked_by.0)?, row.question.clone())
        }
        ExchangeState::Approved => {
            (TaskKind::FulfilExchange, asker(tx.conn(), row.asked_by.0)?, row.approved_note.clone())
        }
        ExchangeState::Fulfilled | ExchangeState::Rejected | ExchangeState::Withdrawn => return Ok(()),
    };
    let catalogue = app.catalogue();
    let due = catalogue.after_business(now, DUE_WITHIN);
    let about = (&case.job, case.request.customer_id.0);
    put_task(tx, &catalogue, (actor, now), TaskSpec::of_job(kind, owner, about, due).noted(note)).map(drop)
}

/// Whoever asked, or those of the same role once that person may not sign in any more.
fn asker(conn: &mut Conn, user: UserId) -> Result<Owner, StoreError> {
    let user = find_user(conn, user)?;
    Ok(Owner { id: user.is_active.then_some(user.id.0), role: user.role.0 })
}
