//! The old part that comes back for a new one, and whether it is what was replaced.

use chrono::TimeDelta;
use serde_json::json;

use super::{NOTE_CHARS, TRACKING_CHARS, explain, happened, within, words};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::OldPartId;
use crate::domain::machine::{Guard, Machine, apply};
use crate::domain::part::{OldPartEvent, OldPartMachine, OldPartState};
use crate::domain::time::Instant;
use crate::store::jobs::find_job;
use crate::store::parts::{OldPart, PartLine, find_old_part, find_part, insert_old_part, save_old_part};
use crate::store::{At, Col, Tx};

/// Days after which an old part is due.
const DUE_DAYS: i64 = 14;

/// Notes that the old part is owed for one that was fitted, unless it is used up.
///
/// # Errors
/// The database.
pub fn put_old_part(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    case: &Case,
    line: &PartLine,
) -> Result<(), Error> {
    if find_part(tx.conn(), &line.part.0)?.is_none_or(|part| part.is_consumable) {
        return Ok(());
    }
    let old = OldPart {
        id: Col(mint(now)),
        line_id: line.id,
        job_id: line.job_id,
        province: line.province.clone(),
        part: line.part.clone(),
        quantity: line.quantity,
        state: Col(OldPartMachine::INITIAL),
        agent_id: case.job.agent_id,
        technician_id: case.job.technician_id,
        tracking: None,
        reason: None,
        due_at: At(now + TimeDelta::days(DUE_DAYS)),
        returned_at: None,
        decided_at: None,
        version: 1,
    };
    insert_old_part(tx, &old)?;
    let detail = json!({ "part": old.part.0, "quantity": old.quantity, "due_at": old.due_at.0 });
    record(tx, actor, now, happened(&case.job, old.id.0, "old_part_due", detail))
}

/// What is asked of an old part.
#[derive(Debug, Clone)]
pub struct OldPartChange {
    /// The event.
    pub event: OldPartEvent,
    /// Number of the consignment in which it comes.
    pub tracking: Option<String>,
    /// Why; required to reject it and to ask for it again.
    pub reason: Option<String>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what is asked.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event that
/// the state does not allow; the database.
pub async fn change_old_part(
    app: &App,
    caller: &Caller,
    id: OldPartId,
    change: OldPartChange,
) -> Result<OldPart, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let tracking = words("tracking", change.tracking.as_deref(), TRACKING_CHARS, &mut faults);
    let reason = words("reason", change.reason.as_deref(), NOTE_CHARS, &mut faults);
    faults.or(())?;
    app.db
        .write(move |tx| {
            let mut old = find_old_part(tx.conn(), id)?;
            within(&caller, &old.province)?;
            if change.seen.is_some_and(|seen| seen != old.version) {
                return Err(Code::PreconditionFailed.into());
            }
            let (actor, from) = (Actor::staff(&caller), old.state.0);
            let given: &[Guard] = if reason.is_some() { &[Guard::Reason] } else { &[] };
            let to = apply::<OldPartMachine>(from, None, change.event, actor.kind, given).map_err(explain)?;
            old.state = Col(to);
            match to {
                OldPartState::Returned => old.returned_at = Some(At(now)),
                OldPartState::Accepted | OldPartState::Rejected => old.decided_at = Some(At(now)),
                OldPartState::OldPartDue => {
                    (old.returned_at, old.decided_at) = (None, None);
                    old.due_at = At(now + TimeDelta::days(DUE_DAYS));
                }
            }
            old.tracking = tracking.clone().or(old.tracking.take());
            old.reason = reason.clone().or(old.reason.take());
            save_old_part(tx, &mut old)?;
            let job = find_job(tx.conn(), old.job_id.0)?;
            let detail = json!({ "part": old.part.0, "quantity": old.quantity, "due_at": old.due_at.0 });
            let name = event_name(change.event);
            let happening = happened(&job, old.id.0, name, detail).states(from.as_str(), to.as_str());
            record(tx, &actor, now, happening)?;
            Ok(old)
        })
        .await
}

fn event_name(event: OldPartEvent) -> &'static str {
    match event {
        OldPartEvent::Return => "old_part_return",
        OldPartEvent::Accept => "old_part_accept",
        OldPartEvent::Reject => "old_part_reject",
        OldPartEvent::AskAgain => "old_part_ask_again",
    }
}
