//! Visits that were promised for a time in which nobody works after all: a dispatcher agrees on another time with each customer.

use crate::app::case::Case;
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::offers::{Visit, list_jobs_of_visit};
use crate::store::tasks::list_tasks_of;

/// Gives the dispatchers a task for each visit, `why` in its note; how many visits are to be moved. A visit of several jobs
/// is one task, and a job whose visit is to be moved already gets no second one.
pub(super) fn ask_to_move(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    visits: &[Visit],
    why: &str,
) -> Result<usize, Error> {
    let catalogue = app.catalogue();
    let due = catalogue.calendar().next_open(now).unwrap_or(now);
    for visit in visits {
        let Some(job) = list_jobs_of_visit(tx.conn(), visit.id.0)?.first().copied() else { continue };
        let asked = list_tasks_of(tx.conn(), job)?;
        if asked.iter().any(|task| task.kind.0 == TaskKind::MoveVisit && task.state.0.is_open()) {
            continue;
        }
        let case = Case::load(tx.conn(), job)?;
        let about = (&case.job, case.request.customer_id.0);
        let spec = TaskSpec::of_job(TaskKind::MoveVisit, Owner::unit(Role::Dispatcher), about, due);
        put_task(tx, &catalogue, (actor, now), spec.noted(Some(why.to_owned())))?;
    }
    Ok(visits.len())
}
