//! What people do to a task: finish it, give it to someone else, take it up again.

use super::tell::tell;
use super::{NOTE_CHARS, date, happened};
use crate::app::journal::record;
use crate::app::owner::{Owner, find_owner};
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, ComplaintId, JobId, TaskId, UserId};
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::task::{TaskEvent, TaskKind, TaskMachine, TaskNews};
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::queries::tasks::can_see;
use crate::store::complaints::find_complaint;
use crate::store::tasks::{Task, find_task, list_tasks_about, list_tasks_of, list_tasks_of_agent, save_task};
use crate::store::{At, Col, StoreError, Tx};

/// What is asked of a task.
#[derive(Debug, Clone)]
pub struct TaskChange {
    /// `done`, `transfer` or `reopen`.
    pub event: TaskEvent,
    /// In words; required to take it up again.
    pub note: Option<String>,
    /// The new person, for a transfer.
    pub owner_id: Option<UserId>,
    /// The new unit, for a transfer.
    pub owner_role: Option<Role>,
    /// A new date.
    pub due_at: Option<Instant>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what is asked.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event
/// that the state does not allow; `ComplainedOf`; the database.
pub async fn change_task(app: &App, caller: &Caller, id: TaskId, change: TaskChange) -> Result<Task, Error> {
    let (now, catalogue, caller) = (app.clock.now(), app.catalogue(), caller.clone());
    let mut checked = Faults::default();
    let note = change.note.as_deref().and_then(|note| checked.take("note", clean_text(note, NOTE_CHARS)));
    let note = note.filter(|note| !note.is_empty());
    if change.event == TaskEvent::Reopen && note.is_none() {
        checked.add("note", FaultCode::Required);
    }
    if change.due_at.is_some_and(|due| due <= now) {
        checked.add("due_at", FaultCode::DateInPast);
    }
    if change.event == TaskEvent::Transfer && change.owner_id.is_none() && change.owner_role.is_none() {
        checked.add("owner_id", FaultCode::Required);
    }
    app.db
        .write(move |tx| {
            let mut task = find_task(tx.conn(), id)?;
            if !can_see(tx.conn(), &caller, &task)? {
                return Err(Error::Store(StoreError::NotFound));
            }
            let mut faults = checked.clone();
            let owner = find_owner(tx.conn(), (change.owner_id, change.owner_role), &mut faults)?;
            faults.or(())?;
            if change.seen.is_some_and(|seen| seen != task.version) {
                return Err(Code::PreconditionFailed.into());
            }
            let changing = Changing { caller: &caller, catalogue: &catalogue, now, note: note.as_deref() };
            changing.apply(tx, &mut task, &change, owner)?;
            Ok(task)
        })
        .await
}

struct Changing<'a> {
    caller: &'a Caller,
    catalogue: &'a Catalogue,
    now: Instant,
    note: Option<&'a str>,
}

impl Changing<'_> {
    fn apply(&self, tx: &mut Tx<'_>, task: &mut Task, change: &TaskChange, owner: Option<Owner>) -> Result<(), Error> {
        let (actor, from) = (Actor::staff(self.caller), task.state.0);
        let to = apply::<TaskMachine>(from, None, change.event, actor.kind, &[Guard::Reason])?;
        task.state = Col(to);
        match change.event {
            TaskEvent::Finish => {
                (task.done_at, task.done_by) = (Some(At(self.now)), Some(Col(self.caller.user)));
                task.done_note = self.note.map(str::to_owned);
            }
            TaskEvent::Transfer => {
                if let Some(owner) = owner {
                    refuse_complained_of(tx, task, owner)?;
                    (task.owner_id, task.owner_role) = (owner.id.map(Col), Col(owner.role));
                }
                date(task, self.catalogue, self.now, (change.due_at.unwrap_or(task.due_at.0), None));
            }
            _ => {
                (task.done_at, task.done_by, task.done_note) = (None, None, None);
                date(task, self.catalogue, self.now, (change.due_at.unwrap_or(task.due_at.0), None));
            }
        }
        if let (Some(note), TaskEvent::Transfer | TaskEvent::Reopen) = (self.note, change.event) {
            // What was to be done stays on record beside why it moved.
            task.note = Some(task.note.take().map_or_else(|| note.to_owned(), |kept| format!("{kept}\n{note}")));
        }
        match change.event {
            TaskEvent::Transfer => tell(tx, (&actor, self.now), task, TaskNews::Given)?,
            TaskEvent::Reopen => tell(tx, (&actor, self.now), task, TaskNews::Reopened)?,
            _ => (),
        }
        save_task(tx, task)?;
        let happening = happened(task, change.event.as_str()).states(from.as_str(), to.as_str());
        record(tx, &actor, self.now, happening)
    }
}

/// A task about a complaint goes to nobody who is complained of.
fn refuse_complained_of(tx: &mut Tx<'_>, task: &Task, owner: Owner) -> Result<(), Error> {
    let Some(id) = task.complaint_id else { return Ok(()) };
    let against = find_complaint(tx.conn(), id.0)?.against();
    if against.bars(owner.id, owner.role) { Err(Code::ComplainedOf.into()) } else { Ok(()) }
}

/// Finishes what is left of the tasks about a complaint, of one kind or all: the complaint itself has moved on.
///
/// # Errors
/// The database.
pub fn finish_about(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    complaint: ComplaintId,
    kind: Option<TaskKind>,
) -> Result<(), Error> {
    let tasks = list_tasks_about(tx.conn(), complaint)?;
    finish_all(tx, (actor, now), tasks.into_iter().filter(|task| kind.is_none_or(|kind| kind == task.kind.0)))
}

/// Finishes what is left of one kind of tasks about a job: the job itself has moved on.
///
/// # Errors
/// The database.
pub fn finish_of_job(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    job: JobId,
    kind: TaskKind,
) -> Result<(), Error> {
    let tasks = list_tasks_of(tx.conn(), job)?;
    // Whoever answers for the customer finishes nobody's task: it is done by itself.
    let system = Actor::system();
    let actor = if actor.kind == ActorKind::Staff { actor } else { &system };
    finish_all(tx, (actor, now), tasks.into_iter().filter(|task| task.kind.0 == kind))
}

/// Finishes what is left of one kind of tasks about a job that say `note`: the reason for them is gone.
///
/// # Errors
/// The database.
pub fn finish_noted(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (job, kind): (JobId, TaskKind),
    note: &str,
) -> Result<(), Error> {
    let tasks = list_tasks_of(tx.conn(), job)?.into_iter();
    finish_all(tx, (actor, now), tasks.filter(|task| task.kind.0 == kind && task.note.as_deref() == Some(note)))
}

/// Finishes what is left of one kind of tasks about an agent, of those whose note `is_over` says: what they ask for is there.
///
/// # Errors
/// The database.
pub fn finish_of_agent(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (agent, kind): (AgentId, TaskKind),
    is_over: impl Fn(Option<&str>) -> bool,
) -> Result<(), Error> {
    let tasks = list_tasks_of_agent(tx.conn(), agent, kind)?;
    finish_all(tx, (actor, now), tasks.into_iter().filter(|task| is_over(task.note.as_deref())))
}

/// Finishes a task if that is not done: what it asked for has come about.
///
/// # Errors
/// `NotFound`, or the database.
pub fn finish_task(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), id: TaskId) -> Result<(), Error> {
    let task = find_task(tx.conn(), id)?;
    finish_all(tx, (actor, now), std::iter::once(task))
}

fn finish_all(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    tasks: impl Iterator<Item = Task>,
) -> Result<(), Error> {
    for mut task in tasks {
        if !task.state.0.is_open() {
            continue;
        }
        let from = task.state.0;
        let to = apply::<TaskMachine>(from, None, TaskEvent::Finish, actor.kind, &[])?;
        (task.state, task.done_at, task.done_by) = (Col(to), Some(At(now)), actor.user().map(Col));
        save_task(tx, &mut task)?;
        let happening = happened(&task, TaskEvent::Finish.as_str()).states(from.as_str(), to.as_str());
        record(tx, actor, now, happening)?;
    }
    Ok(())
}
