//! One unit of a visit that cannot be finished while the work on the others goes on, and what follows a visit that ended
//! undone.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::agents::suspension::leave_suspended;
use super::case::Case;
use super::held::{has_other_work, must_hold};
use super::idempotent::{Key, once};
use super::jobs::{Move, move_job};
use super::owner::Owner;
use super::parts::{NeededPart, check_needed, put_needed};
use super::reasons::take_reason;
use super::tasks::{TaskSpec, put_task};
use super::visits::{VisitReport, report_visit};
use super::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, VisitId};
use crate::domain::job::JobEvent;
use crate::domain::machine::Guard;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::domain::visit::VisitEvent;
use crate::store::Tx;
use crate::store::offers::list_visits_missed;

/// Why the work on one unit cannot be finished.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// A reason's code.
    pub reason: Option<String>,
    /// The parts without which it cannot be done.
    pub parts: Vec<NeededPart>,
}

/// The job that was left incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The visit that goes on.
    pub visit_id: VisitId,
    /// The job.
    pub job_id: JobId,
}

/// Leaves one job of a visit incomplete; the visit goes on for the others.
///
/// # Errors
/// A reason that is unknown, wrong parts; the last job of a visit, which ends with the visit; a visit that is over; the
/// database.
pub async fn leave_job(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    (visit, job): (VisitId, JobId),
    leaving: Leaving,
) -> Result<Left, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let mut faults = Faults::default();
    let wanted = check_needed(&leaving.parts, &mut faults);
    let reason = take_reason(&catalogue, ReasonKind::NotDone, leaving.reason.as_deref(), &mut faults);
    faults.or(())?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let held = must_hold(tx.conn(), visit, job, JobEvent::LeaveIncomplete.as_str())?;
            if !has_other_work(tx.conn(), &held, job)? {
                let mut faults = Faults::default();
                faults.add_about("event", FaultCode::NotAllowed, "not_done");
                return Err(faults.into());
            }
            let mut case = Case::load(tx.conn(), job)?;
            put_needed(tx, (&actor, now), &case, &wanted)?;
            let step = Move {
                event: JobEvent::LeaveIncomplete,
                guards: &[Guard::Reason],
                reason: reason.as_ref(),
                until: None,
            };
            move_job(tx, (&actor, now), &mut case.job, &step)?;
            plan_next(tx, (&app, &actor, now), &mut case, reason.as_ref())?;
            Ok(Left { visit_id: visit, job_id: job })
        })
    })
    .await
}

/// The dispatcher agrees on the next visit with the customer; the agent keeps the job meanwhile, unless it may not
/// work any more.
pub(super) fn plan_next(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    case: &mut Case,
    reason: Option<&Reason>,
) -> Result<(), Error> {
    if leave_suspended(tx, (app, now), case)? {
        return Ok(());
    }
    let catalogue = app.catalogue();
    let due = catalogue.calendar().next_open(now).unwrap_or(now);
    let about = (&case.job, case.request.customer_id.0);
    let spec = TaskSpec::of_job(TaskKind::PlanNextVisit, Owner::unit(Role::Dispatcher), about, due);
    let spec = spec.noted(reason.map(|reason| reason.code.clone()));
    put_task(tx, &catalogue, (actor, now), spec).map(drop)
}

/// Reports that nobody came, for visits whose window and grace have passed; how many.
///
/// # Errors
/// The database.
pub async fn miss_due(app: &App) -> Result<usize, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let before = now - TimeDelta::minutes(catalogue.care().absence_grace_minutes);
    let due = app.db.read(move |conn| list_visits_missed(conn, before, 100).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let report = VisitReport {
            event: VisitEvent::ReportTechnicianAbsent,
            code: None,
            reason: None,
            outcome: None,
            note: None,
            parts: Vec::new(),
        };
        match report_visit(app, Actor::system(), id, None, report).await {
            Ok(_) | Err(Error::Machine(_)) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
