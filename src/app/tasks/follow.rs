//! What time alone does to tasks: the owner is reminded, the date passes, the task goes up. Each is a row, so that a
//! restart forgets none.

use super::happened;
use super::tell::tell;
use crate::app::journal::record;
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::id::TaskId;
use crate::domain::machine::{ActorKind, Refusal, apply};
use crate::domain::task::{TaskEvent, TaskMachine, TaskNews, superior};
use crate::domain::time::Instant;
use crate::store::complaints::find_complaint;
use crate::store::tasks::{Due, Task, find_task, list_tasks_due, save_task};
use crate::store::{At, Col, StoreError, Tx};

/// Tasks of a kind that one pass takes at most; the next minute takes the rest.
const AT_MOST: i64 = 500;

/// Reminds owners, notes what is overdue, and sends up what stays undone; how many tasks were touched.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let mut touched = 0;
    for what in [Due::Reminder, Due::Date, Due::Escalation] {
        let now = app.clock.now();
        let due = app.db.read(move |conn| list_tasks_due(conn, what, now, AT_MOST).map_err(Error::from)).await?;
        touched += due.len();
        for id in due {
            match app.db.write(move |tx| follow(tx, now, what, id)).await {
                // Someone was faster: it is done or moved.
                Ok(()) | Err(Error::Machine(Refusal::State { .. })) => (),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(touched)
}

fn follow(tx: &mut Tx<'_>, now: Instant, what: Due, id: TaskId) -> Result<(), Error> {
    let mut task = find_task(tx.conn(), id)?;
    let is_waiting = |at: Option<At>| at.is_some_and(|at| at.0 <= now);
    match what {
        Due::Reminder => {
            let is_due = is_waiting(task.remind_at) && task.reminded_at.is_none() && task.state.0.is_open();
            if !is_due {
                return Ok(());
            }
            task.reminded_at = Some(At(now));
            tell(tx, (&Actor::system(), now), &mut task, TaskNews::Reminder)?;
            save_task(tx, &mut task)?;
            record(tx, &Actor::system(), now, happened(&task, "remind"))
        }
        Due::Date if is_waiting(Some(task.due_at)) => step(tx, now, &mut task, (TaskEvent::FallDue, TaskNews::Overdue)),
        Due::Escalation if is_waiting(task.escalate_at) && task.escalated_at.is_none() => {
            let role = next_owner(tx, &task)?;
            (task.owner_id, task.owner_role, task.escalated_at) = (None, Col(role), Some(At(now)));
            step(tx, now, &mut task, (TaskEvent::Escalate, TaskNews::Escalated))
        }
        Due::Date | Due::Escalation => Ok(()),
    }
}

/// The manager of those who left it, but never a unit that is complained of.
fn next_owner(tx: &mut Tx<'_>, task: &Task) -> Result<Role, StoreError> {
    let up = superior(task.owner_role.0);
    let Some(id) = task.complaint_id else { return Ok(up) };
    let against = find_complaint(tx.conn(), id.0)?.against();
    Ok(if against.bars(None, up) { against.senior(None) } else { up })
}

fn step(tx: &mut Tx<'_>, now: Instant, task: &mut Task, (event, news): (TaskEvent, TaskNews)) -> Result<(), Error> {
    let from = task.state.0;
    let to = apply::<TaskMachine>(from, None, event, ActorKind::System, &[])?;
    task.state = Col(to);
    tell(tx, (&Actor::system(), now), task, news)?;
    save_task(tx, task)?;
    record(tx, &Actor::system(), now, happened(task, event.as_str()).states(from.as_str(), to.as_str()))
}
