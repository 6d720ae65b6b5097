//! The same inside a transaction that does more.

use serde_json::json;

use super::{Changing, Move, move_job, release_capacity};
use crate::app::case::Case;
use crate::app::journal::{Happening, record};
use crate::app::parts::{free_lines, let_go};
use crate::app::quotes::drop_quotes;
use crate::app::verdicts::freeze_at_end;
use crate::app::{Actor, App, Error};
use crate::domain::id::AgentId;
use crate::domain::job::{JobEvent, Outcome};
use crate::domain::machine::Guard;
use crate::domain::message::MessageKind;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::sla::MilestoneKind;
use crate::domain::time::Instant;
use crate::store::feed::Topic;
use crate::store::jobs::{meet_milestone, save_job};
use crate::store::{At, Col, Tx};

/// By what, by whom and when.
type Who<'a> = (&'a App, &'a Actor, Instant);

fn changing<'a>((app, actor, now): Who<'a>, reason: Option<&'a Reason>, until: Option<Instant>) -> Changing<'a> {
    Changing { app, actor, now, reason, until, is_quiet: false }
}

/// Takes a job from its agent and gives it back to dispatch: visits cancelled, capacity freed, the customer told.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn take_back(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, reason: &Reason) -> Result<(), Error> {
    changing(who, Some(reason), None).apply(tx, case, JobEvent::Reassign)
}

/// Cancels a job.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn give_up(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, reason: &Reason) -> Result<(), Error> {
    changing(who, Some(reason), None).apply(tx, case, JobEvent::Cancel)
}

/// Takes up work again that does not hold: its agent has the job, and comes again.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn object_to(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, reason: &Reason) -> Result<(), Error> {
    changing(who, Some(reason), None).apply(tx, case, JobEvent::FailVerification)
}

/// Takes up a job again that was ended.
///
/// # Errors
/// A state or a day that does not allow it; the database.
pub fn reopen(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, reason: &Reason) -> Result<(), Error> {
    changing(who, Some(reason), None).apply(tx, case, JobEvent::Reopen)
}

/// Takes a job into the workshop of an agent, or of the organisation: offers are withdrawn, visits cancelled, and another
/// agent that held it keeps nothing for it.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn take_in(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, agent: Option<AgentId>) -> Result<(), Error> {
    let (app, actor, now) = who;
    let before = case.job.clone();
    let step = Move { event: JobEvent::TakeIn, guards: &[], reason: None, until: None };
    case.job.dispatch_at = None;
    case.job.agent_id = agent.map(Col);
    let leaves = before.agent_id.is_some() && before.agent_id != case.job.agent_id;
    if leaves {
        case.job.technician_id = None;
    }
    move_job(tx, (actor, now), &mut case.job, &step)?;
    // Offers and visits end by themselves, whoever takes the unit in.
    let system = Actor::system();
    let changing = changing((app, &system, now), None, None);
    changing.stop_dispatch(tx, case)?;
    changing.cancel_visits(tx, case, |_| true)?;
    if leaves {
        free_lines(tx, now, &case.job)?;
        release_capacity(tx, &before)?;
    }
    Ok(())
}

/// Ends a job whose customer has another unit or the money back: nobody comes any more, and nothing is kept for it.
///
/// # Errors
/// A state that does not allow it; `UnitInCustody` while a workshop has the unit to give back; the database.
pub fn compensate(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, outcome: Outcome) -> Result<(), Error> {
    let (app, actor, now) = who;
    freeze_at_end(tx, &app.catalogue(), now, case)?;
    let before = case.job.clone();
    case.job.outcome = Some(Col(outcome));
    (case.job.completed_at, case.job.dispatch_at) = (Some(At(now)), None);
    let step = Move { event: JobEvent::Compensate, guards: &[Guard::Outcome], reason: None, until: None };
    move_job(tx, (actor, now), &mut case.job, &step)?;
    // Offers and visits end by themselves, whoever gives the unit or the money.
    let system = Actor::system();
    let changing = changing((app, &system, now), None, None);
    changing.stop_dispatch(tx, case)?;
    changing.cancel_visits(tx, case, |_| true)?;
    let_go(tx, now, &case.job)?;
    release_capacity(tx, &before)?;
    meet_milestone(tx, case.job.id.0, MilestoneKind::Resolution, now)?;
    drop_quotes(tx, who, case)
}

/// Lets a job wait until a moment, where the customer is told of it in other words.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn hold_quietly(
    tx: &mut Tx<'_>,
    who: Who<'_>,
    case: &mut Case,
    (reason, until): (&str, Instant),
) -> Result<(), Error> {
    let catalogue = who.0.catalogue();
    let changing = changing(who, catalogue.reason(ReasonKind::Hold, reason), Some(until));
    Changing { is_quiet: true, ..changing }.apply(tx, case, JobEvent::Hold)
}

/// Lets a job that waits do so until another moment; whether it is another one.
///
/// # Errors
/// The database.
pub fn move_hold(tx: &mut Tx<'_>, (app, actor, now): Who<'_>, case: &mut Case, until: Instant) -> Result<bool, Error> {
    let was = case.job.hold_until.map(|at| at.0);
    if was == Some(until) {
        return Ok(false);
    }
    case.job.hold_until = Some(At(until));
    save_job(tx, &mut case.job)?;
    let catalogue = app.catalogue();
    let reason = case.job.hold_reason.as_deref().and_then(|code| catalogue.reason(ReasonKind::Hold, code));
    let happening = Happening::new(Topic::Job, case.job.id.0, "move_hold").of(&case.job).because(reason);
    record(tx, actor, now, happening.with(json!({ "until": until, "was": was })))?;
    Ok(true)
}

/// Lets a job wait for a reason until a day, or with none go on.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn wait(tx: &mut Tx<'_>, who: Who<'_>, case: &mut Case, until: Option<(&Reason, Instant)>) -> Result<(), Error> {
    let event = if until.is_some() { JobEvent::Hold } else { JobEvent::Resume };
    let (reason, until) = until.unzip();
    changing(who, reason, until).apply(tx, case, event)
}

/// Tells the customer that a job waits, and until when.
///
/// # Errors
/// The database.
pub fn tell_wait(tx: &mut Tx<'_>, who: Who<'_>, case: &Case, (reason, until): (&Reason, Instant)) -> Result<(), Error> {
    changing(who, Some(reason), Some(until)).tell(tx, case, MessageKind::JobOnHold)
}
