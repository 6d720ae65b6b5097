//! Whether work holds: the customer's code says so at once; without it a happy call or 48 hours without objection do, and a
//! share of paid customers is called in any case.

use super::case::Case;
use super::idempotent::{Key, once};
use super::jobs::{object_to, reopen};
use super::owner::Owner;
use super::reasons::take_reason;
use super::tasks::{TaskSpec, put_task};
use super::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, RequestId};
use crate::domain::job::{JobState, Outcome};
use crate::domain::reason::ReasonKind;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::tasks::{Task, list_tasks_of};

/// Business minutes within which a customer is called.
const CALL_MINUTES: i64 = 600;
/// What is said of a job that words on the telephone settled and that comes back.
const SAME_FAULT: &str = "SAME_FAULT";

/// Asks an operator to call the customer about work that is done, unless somebody is asked already.
///
/// # Errors
/// The database.
pub(super) fn ask_for_call(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    case: &Case,
    why: Option<&str>,
) -> Result<(), Error> {
    let is_asked = |task: &Task| task.kind.0 == TaskKind::HappyCall && task.state.0.is_open();
    if list_tasks_of(tx.conn(), case.job.id.0)?.iter().any(is_asked) {
        return Ok(());
    }
    let catalogue = app.catalogue();
    let due = catalogue.after_business(now, CALL_MINUTES);
    let about = (&case.job, case.request.customer_id.0);
    let spec = TaskSpec::of_job(TaskKind::HappyCall, Owner::unit(Role::Operator), about, due);
    put_task(tx, &catalogue, (actor, now), spec.noted(why.map(str::to_owned))).map(drop)
}

/// Asks for a call to one of so many customers who paid. Which ones follows from the end of the job's id, which nobody chooses.
///
/// # Errors
/// The database.
pub(super) fn sample_paid(tx: &mut Tx<'_>, who: (&App, &Actor, Instant), case: &Case) -> Result<(), Error> {
    let was_paid = !case.is_warranty() && case.job.outcome.is_some_and(|it| it.0 != Outcome::QuoteDeclined);
    let share = who.0.catalogue().care().paid_calls_percent;
    if was_paid && lot(case.job.id.0) < share { ask_for_call(tx, who, case, None) } else { Ok(()) }
}

/// A number from 0 to 99 by the random end of an id.
fn lot(job: JobId) -> i64 {
    let tail: u64 = job.as_str().bytes().rev().take(8).fold(0, |sum, byte| sum * 31 + u64::from(byte));
    i64::try_from(tail % 100).unwrap_or(0)
}

/// The customer says by the own link that work which is reported as done does not hold. It goes back to its agent; what was
/// settled on the telephone goes to dispatch.
///
/// # Errors
/// A missing or unknown reason; `NotFound` for another's job; a state that does not allow it; the database.
pub async fn object(
    app: &App,
    (request, key): (RequestId, Option<Key>),
    job: JobId,
    reason: Option<String>,
) -> Result<JobState, Error> {
    let mut faults = Faults::default();
    let reason = take_reason(&app.catalogue(), ReasonKind::VerificationFailed, reason.as_deref(), &mut faults);
    let Some(reason) = reason else { return Err(faults.into()) };
    let (owner, now) = (app.clone(), app.clock.now());
    let objected = app.db.write(move |tx| {
        let actor = Actor::customer(request);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut case = Case::load(tx.conn(), job)?;
            if case.request.id.0 != request {
                return Err(Code::NotFound.into());
            }
            let who = (&owner, &actor, now);
            if case.job.agent_id.is_some() || case.job.state.0 != JobState::Completed {
                object_to(tx, who, &mut case, &reason)?;
            } else {
                let again = owner.catalogue().reason(ReasonKind::Reopen, SAME_FAULT).cloned();
                let again = again.ok_or_else(|| Error::Internal(format!("no reason {SAME_FAULT}")))?;
                reopen(tx, who, &mut case, &again)?;
            }
            Ok(case.job.state.0)
        })
    });
    objected.await
}
