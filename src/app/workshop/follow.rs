//! What time alone does to a unit that nobody fetches: reminders, then it is unclaimed and somebody calls.

use super::{Who, align, go, next_due, tell};
use crate::app::case::Case;
use crate::app::journal::record;
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::id::WorkshopUnitId;
use crate::domain::machine::Refusal;
use crate::domain::task::TaskKind;
use crate::domain::workshop::{UnitEvent, UnitState};
use crate::store::tasks::list_tasks_of;
use crate::store::workshop::{WorkshopUnit, find_workshop_unit, list_units_due, save_workshop_unit};
use crate::store::{At, Tx};

/// Units that one pass takes at most; the next one takes the rest.
const AT_MOST: i64 = 200;
/// Business minutes within which the customer of an unclaimed unit is called.
const CALL_WITHIN: i64 = 600;

/// Reminds customers and notes what nobody fetched; how many units were touched.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_units_due(conn, now, AT_MOST).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let owner = app.clone();
        let followed = app.db.write(move |tx| follow(tx, (&owner, &Actor::system(), now), id));
        match followed.await {
            // Somebody was faster: it was handed over.
            Ok(()) | Err(Error::Machine(Refusal::State { .. })) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

fn follow(tx: &mut Tx<'_>, who: Who<'_>, id: WorkshopUnitId) -> Result<(), Error> {
    let (app, actor, now) = who;
    let mut unit = find_workshop_unit(tx.conn(), id)?;
    let ready_at = unit.ready_at.filter(|_| unit.due_at.is_some_and(|due| due.0 <= now));
    let Some(ready_at) = ready_at else { return Ok(()) };
    let mut case = Case::load(tx.conn(), unit.job_id.0)?;
    let catalogue = app.catalogue();
    let policy = &catalogue.care().workshop;
    let ends = ready_at.0 + chrono::TimeDelta::days(policy.unclaimed_days);
    match unit.state.0 {
        UnitState::Ready if now < ends => {
            unit.reminded += 1;
            unit.due_at = Some(At(next_due(policy, ready_at.0, now)));
            save_workshop_unit(tx, &mut unit)?;
            record(tx, actor, now, super::happened(&case.job, &unit, "remind"))?;
            tell::reminded(tx, who, &case, &unit)
        }
        UnitState::Ready => {
            go(tx, who, (&case.job, &mut unit), (UnitEvent::LeaveUnclaimed, &[]))?;
            ask(tx, who, (&mut case, &unit))
        }
        UnitState::Unclaimed => {
            unit.reminded += 1;
            unit.due_at = Some(At(now + chrono::TimeDelta::days(policy.unclaimed_days)));
            save_workshop_unit(tx, &mut unit)?;
            record(tx, actor, now, super::happened(&case.job, &unit, "remind"))?;
            ask(tx, who, (&mut case, &unit))
        }
        _ => Ok(()),
    }
}

/// The job goes on waiting, the customer hears of it, and an operator calls.
fn ask(tx: &mut Tx<'_>, (app, actor, now): Who<'_>, (case, unit): (&mut Case, &WorkshopUnit)) -> Result<(), Error> {
    align(tx, (app, now), case, unit)?;
    tell::unclaimed(tx, now, case, unit)?;
    let tasks = list_tasks_of(tx.conn(), case.job.id.0)?;
    if tasks.iter().any(|task| task.kind.0 == TaskKind::UnclaimedUnit && task.state.0.is_open()) {
        return Ok(());
    }
    let catalogue = app.catalogue();
    let about = (&case.job, case.request.customer_id.0);
    let due = catalogue.after_business(now, CALL_WITHIN);
    let spec = TaskSpec::of_job(TaskKind::UnclaimedUnit, Owner::unit(Role::Operator), about, due);
    put_task(tx, &catalogue, (actor, now), spec.noted(Some(unit.tag.0.to_string()))).map(drop)
}
