//! The steps of a unit that is called back: by its job, by staff, and by what becomes of its serial.

use serde_json::json;

use super::calls::{settle_call, told_by_voice};
use super::{fault, settle_flag};
use crate::app::journal::{Happening, record};
use crate::app::reasons::take_reason;
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::domain::access::{Caller, Permission, Scope, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{RecallId, RecallUnitId};
use crate::domain::job::{JobKind, JobState};
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::recall::{RecallUnitEvent, RecallUnitMachine, RecallUnitState};
use crate::domain::time::Instant;
use crate::store::customers::{find_installed_product, save_installed_product};
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::recalls::{RecallUnit, find_recall_unit, list_recalls_of, list_units_of_job, save_recall_unit};
use crate::store::{At, Col, StoreError, Tx};

/// Why a unit leaves a recall by itself: its serial was corrected.
pub(super) const OTHER_SERIAL: &str = "OTHER_SERIAL";

/// Applies an event to a unit and sets its flag as follows from it.
fn move_unit(
    tx: &mut Tx<'_>,
    who: (&Actor, Instant),
    row: &mut RecallUnit,
    step: (RecallUnitEvent, &[Guard]),
    reason: Option<&Reason>,
) -> Result<(), Error> {
    let was_open = row.state.0.is_open();
    move_row(tx, who, row, step, reason)?;
    if was_open == row.state.0.is_open() {
        return Ok(());
    }
    let mut unit = find_installed_product(tx.conn(), row.installed_product_id.0)?;
    if settle_flag(tx.conn(), &mut unit)? {
        save_installed_product(tx, &mut unit)?;
    }
    Ok(())
}

/// Applies an event to a unit and writes the new state with its time and what happened; the caller sees to the flag.
pub(super) fn move_row(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    row: &mut RecallUnit,
    (event, given): (RecallUnitEvent, &[Guard]),
    reason: Option<&Reason>,
) -> Result<(), Error> {
    let from = row.state.0;
    let to = apply::<RecallUnitMachine>(from, None, event, actor.kind, given).map_err(explain)?;
    row.state = Col(to);
    match event {
        RecallUnitEvent::Tell => row.told_at = row.told_at.or(Some(At(now))),
        RecallUnitEvent::Miss => row.told_at = None,
        RecallUnitEvent::Book | RecallUnitEvent::TakeUp => {
            (row.booked_at, row.corrected_at) = (Some(At(now)), None);
            // Whoever books has heard of it.
            row.told_at = row.told_at.or(Some(At(now)));
        }
        RecallUnitEvent::Release => row.booked_at = None,
        RecallUnitEvent::Correct => row.corrected_at = Some(At(now)),
        RecallUnitEvent::Exclude => {
            (row.excluded_at, row.exclude_reason) = (Some(At(now)), reason.map(|reason| reason.code.clone()));
        }
        RecallUnitEvent::Include => (row.excluded_at, row.exclude_reason) = (None, None),
    }
    save_recall_unit(tx, row)?;
    let happening = Happening::new(Topic::Recall, row.id.0, event.as_str()).in_province(&row.province);
    let happening = happening.linked(None, row.job_id.map(|id| id.0)).states(from.as_str(), to.as_str());
    let detail = json!({ "recall": row.recall_id.0, "unit": row.installed_product_id.0 });
    record(tx, actor, now, happening.because(reason).with(detail))
}

fn explain(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Missing(_) => fault("reason", FaultCode::Required),
        refusal => refusal.into(),
    }
}

/// A job is to correct the unit: whatever recalls it and still waits for that is booked.
///
/// # Errors
/// The database.
pub fn book_by_job(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: &Job) -> Result<(), Error> {
    if job.kind.0 != JobKind::Recall {
        return Ok(());
    }
    for mut row in list_recalls_of(tx.conn(), job.installed_product_id.0)? {
        if row.state.0.waits() {
            row.job_id = Some(job.id);
            move_unit(tx, (actor, now), &mut row, (RecallUnitEvent::Book, &[]), None)?;
            settle_call(tx, now, &row)?;
        }
    }
    Ok(())
}

/// The job of a unit that is called back went from one state to another: done, the unit is corrected; given up, its customer
/// is asked again; taken up again, the unit is booked again.
///
/// # Errors
/// The database.
pub fn follow_job(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: &Job, from: JobState) -> Result<(), Error> {
    if job.kind.0 != JobKind::Recall {
        return Ok(());
    }
    for mut row in list_units_of_job(tx.conn(), job.id.0)? {
        let event = match (job.state.0, row.state.0) {
            (JobState::Completed, RecallUnitState::Booked) => RecallUnitEvent::Correct,
            (JobState::Cancelled, RecallUnitState::Booked) => RecallUnitEvent::Release,
            (state, RecallUnitState::Corrected) if state.is_open() => RecallUnitEvent::TakeUp,
            (state, RecallUnitState::Told) if state.is_open() && from == JobState::Cancelled => RecallUnitEvent::TakeUp,
            _ => continue,
        };
        move_unit(tx, (actor, now), &mut row, (event, &[]), None)?;
    }
    Ok(())
}

/// The serial of a unit was corrected, and the recall no longer concerns it; the caller sees to the flag.
pub(super) fn exclude_by_serial(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    now: Instant,
    row: &mut RecallUnit,
) -> Result<(), Error> {
    let reason = catalogue.reason(ReasonKind::ExcludeRecall, OTHER_SERIAL);
    let reason = reason.ok_or_else(|| Error::Internal(format!("no reason {OTHER_SERIAL}")))?;
    move_row(tx, (&Actor::system(), now), row, (RecallUnitEvent::Exclude, &[Guard::Reason]), Some(reason))?;
    settle_call(tx, now, row)
}

/// What staff say of a unit: that they have told its customer, or whether it is one of those to be corrected.
#[derive(Debug, Clone)]
pub struct UnitSaid {
    /// `tell`, `exclude` or `include`.
    pub event: RecallUnitEvent,
    /// Code of the reason to exclude it.
    pub reason: Option<String>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what staff say of a unit. Only those who answer for recalls say which units are to be corrected.
///
/// # Errors
/// A missing or unknown reason; `Forbidden`; an event that the state does not allow; `NotFound` for a unit of another recall
/// or out of the caller's scope; the database.
pub async fn step_unit(
    app: &App,
    caller: &Caller,
    (recall, id): (RecallId, RecallUnitId),
    said: UnitSaid,
) -> Result<(), Error> {
    let needed = match said.event {
        RecallUnitEvent::Tell => Permission::LogContact,
        RecallUnitEvent::Exclude | RecallUnitEvent::Include => Permission::ManageRecall,
        _ => return Err(fault("event", FaultCode::NotAllowed)),
    };
    if !allows(caller.role, needed) {
        return Err(Code::Forbidden.into());
    }
    let mut faults = Faults::default();
    let reason = if said.event == RecallUnitEvent::Exclude {
        take_reason(&app.catalogue(), ReasonKind::ExcludeRecall, said.reason.as_deref(), &mut faults)
    } else {
        None
    };
    faults.or(())?;
    let (now, actor, scope) = (app.clock.now(), Actor::staff(caller), caller.scope.clone());
    let stepped = app.db.write(move |tx| -> Result<(), Error> {
        let mut row = find_of_recall(tx, &scope, (recall, id))?;
        if said.seen.is_some_and(|seen| seen != row.version) {
            return Err(Code::PreconditionFailed.into());
        }
        if said.event == RecallUnitEvent::Tell {
            return told_by_voice(tx, (&actor, now), &mut row);
        }
        let given: &[Guard] = if reason.is_some() { &[Guard::Reason] } else { &[] };
        if said.event == RecallUnitEvent::Include {
            row.told_at = None;
        }
        move_unit(tx, (&actor, now), &mut row, (said.event, given), reason.as_ref())?;
        settle_call(tx, now, &row)
    });
    stepped.await
}

/// A unit of a recall within a scope.
pub(super) fn find_of_recall(
    tx: &mut Tx<'_>,
    scope: &Scope,
    (recall, id): (RecallId, RecallUnitId),
) -> Result<RecallUnit, Error> {
    let row = find_recall_unit(tx.conn(), id)?;
    if row.recall_id.0 == recall && scope.holds(&row.province) { Ok(row) } else { Err(StoreError::NotFound.into()) }
}
