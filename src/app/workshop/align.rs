//! Whose time passes while a unit is in the workshop: the job waits for what its unit waits for.

use crate::app::case::Case;
use crate::app::jobs::{hold_quietly, move_hold, wait};
use crate::app::{Actor, App, Error};
use crate::domain::job::JobState;
use crate::domain::time::Instant;
use crate::domain::workshop::UnitState;
use crate::domain::workshop::custody::Keeper;
use crate::store::Tx;
use crate::store::workshop::WorkshopUnit;

/// Nobody has looked at the unit yet: the agent's time.
const QUEUE: &str = "WORKSHOP_QUEUE";
/// The unit is in the organisation's own workshop: the organisation's time.
const CENTRE: &str = "CENTRE_WORKSHOP";
/// The unit waits to be fetched: the customer's time.
const READY: &str = "READY_TO_COLLECT";

/// Whether a job waits for the workshop alone.
pub(super) fn waits_for_workshop(case: &Case) -> bool {
    let reason = case.job.hold_reason.as_deref();
    case.job.state.0 == JobState::OnHold && reason.is_some_and(|code| [QUEUE, CENTRE, READY].contains(&code))
}

/// What the job of a unit waits for, and until when; nothing while an agent's workshop works on it.
fn wanted(app: &App, now: Instant, unit: &WorkshopUnit) -> Option<(&'static str, Instant)> {
    let is_at_centre = unit.place.0 == Keeper::Centre;
    let (reason, until) = match unit.state.0 {
        UnitState::HandedOver | UnitState::Kept => return None,
        UnitState::Ready => {
            let days = app.catalogue().care().workshop.unclaimed_days;
            (READY, unit.ready_at.map_or(now, |at| at.0) + chrono::TimeDelta::days(days))
        }
        UnitState::Unclaimed => (READY, unit.due_at.map_or(now, |at| at.0)),
        _ if is_at_centre => (CENTRE, unit.promised_at.0),
        UnitState::Received => (QUEUE, unit.queued_until.0),
        _ => return None,
    };
    // A day that has passed holds nothing; the promised day stands in the job's next step.
    (until > now).then_some((reason, until))
}

/// Lets the job of a unit wait for what the unit waits for. A job that waits for a price or a part goes on waiting for it
/// until the unit can be fetched.
///
/// # Errors
/// The database.
pub fn align(tx: &mut Tx<'_>, (app, now): (&App, Instant), case: &mut Case, unit: &WorkshopUnit) -> Result<(), Error> {
    let is_waiting = case.job.state.0 == JobState::OnHold;
    let is_foreign = is_waiting && !waits_for_workshop(case) && !unit.state.0.is_waiting_to_be_fetched();
    if is_foreign || unit.state.0 == UnitState::WaitingQuote {
        return Ok(());
    }
    let system = Actor::system();
    let wanted = wanted(app, now, unit);
    if let Some((reason, until)) = wanted
        && is_waiting
        && case.job.hold_reason.as_deref() == Some(reason)
    {
        return move_hold(tx, (app, &system, now), case, until).map(drop);
    }
    if is_waiting {
        wait(tx, (app, &system, now), case, None)?;
    }
    match wanted {
        Some(wanted) if case.job.state.0 == JobState::InProgress => hold_quietly(tx, (app, &system, now), case, wanted),
        _ => Ok(()),
    }
}
