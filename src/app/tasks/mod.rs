//! Tasks: dated work with an owner who is reminded, and with a manager who hears of what was left undone.

mod bell;
mod change;
mod create;
mod follow;
mod tell;

pub use bell::mark_seen;
pub use change::{TaskChange, change_task, finish_about, finish_noted, finish_of_agent, finish_of_job, finish_task};
pub use create::{NewTask, check_dates, create_task};
pub use follow::follow_due;

use chrono::TimeDelta;
use serde_json::json;

use super::clock::mint;
use super::journal::{Happening, record};
use super::owner::Owner;
use super::{Actor, Catalogue, Error};
use crate::domain::id::{AgentId, ComplaintId, CustomerId, JobId, RequestId};
use crate::domain::machine::Machine;
use crate::domain::task::{TaskKind, TaskMachine, TaskNews};
use crate::domain::time::Instant;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::tasks::{Task, insert_task};
use crate::store::{At, Col, Tx};
use tell::tell;

/// Longest note, characters.
pub(super) const NOTE_CHARS: usize = 2_000;

/// A task as the product or a person asks for it.
#[derive(Debug, Clone)]
pub struct TaskSpec {
    /// What is to be done.
    pub kind: TaskKind,
    /// Whose it is.
    pub owner: Owner,
    /// Where it is; empty when nobody knows.
    pub province: String,
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The request.
    pub request: Option<RequestId>,
    /// The job.
    pub job: Option<JobId>,
    /// The complaint.
    pub complaint: Option<ComplaintId>,
    /// The agent.
    pub agent: Option<AgentId>,
    /// In words.
    pub note: Option<String>,
    /// When it is due.
    pub due_at: Instant,
    /// When the owner is reminded; by the policy when nothing is said.
    pub remind_at: Option<Instant>,
}

impl TaskSpec {
    /// A task in a province that is about nothing yet.
    #[must_use]
    pub fn bare(kind: TaskKind, owner: Owner, province: &str, due_at: Instant) -> Self {
        Self {
            kind,
            owner,
            province: province.to_owned(),
            customer: None,
            request: None,
            job: None,
            complaint: None,
            agent: None,
            note: None,
            due_at,
            remind_at: None,
        }
    }

    /// A task of a unit about a job.
    #[must_use]
    pub fn of_job(kind: TaskKind, owner: Owner, (job, customer): (&Job, CustomerId), due_at: Instant) -> Self {
        Self {
            customer: Some(customer),
            request: Some(job.request_id.0),
            job: Some(job.id.0),
            ..Self::bare(kind, owner, &job.province, due_at)
        }
    }

    /// The same with words.
    #[must_use]
    pub fn noted(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }
}

/// Writes a task with its reminder and the time at which it goes up.
///
/// # Errors
/// The database.
pub fn put_task(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (actor, now): (&Actor, Instant),
    spec: TaskSpec,
) -> Result<Task, Error> {
    let mut task = Task {
        id: Col(mint(now)),
        kind: Col(spec.kind),
        state: Col(TaskMachine::INITIAL),
        owner_id: spec.owner.id.map(Col),
        owner_role: Col(spec.owner.role),
        province: spec.province,
        customer_id: spec.customer.map(Col),
        request_id: spec.request.map(Col),
        job_id: spec.job.map(Col),
        note: spec.note,
        due_at: At(spec.due_at),
        created_at: At(now),
        done_at: None,
        version: 1,
        complaint_id: spec.complaint.map(Col),
        remind_at: None,
        reminded_at: None,
        escalate_at: None,
        escalated_at: None,
        created_by: actor.user().map(Col),
        done_by: None,
        done_note: None,
        news: None,
        news_at: None,
        news_by: None,
        agent_id: spec.agent.map(Col),
    };
    date(&mut task, catalogue, now, (spec.due_at, spec.remind_at));
    tell(tx, (actor, now), &mut task, TaskNews::Given)?;
    insert_task(tx, &task)?;
    record(tx, actor, now, happened(&task, "opened"))?;
    Ok(task)
}

/// Sets the date, and with it the reminder and the time at which it goes up. A date that is nearer than the reminder's
/// span reminds nobody: its owner has just been told. The search for an agent goes up by the chain of its own policy.
pub fn date(task: &mut Task, catalogue: &Catalogue, now: Instant, (due_at, remind_at): (Instant, Option<Instant>)) {
    let policy = catalogue.task_policy();
    let remind_at = remind_at.unwrap_or(due_at - TimeDelta::minutes(policy.remind_minutes));
    task.due_at = At(due_at);
    task.remind_at = (remind_at > now).then_some(At(remind_at));
    let goes_up = task.kind.0 != TaskKind::FindAgent;
    task.escalate_at = goes_up.then(|| At(catalogue.after_business(due_at, policy.escalate_minutes)));
    (task.reminded_at, task.escalated_at) = (None, None);
}

/// Something that happened to a task. What is about a complaint stays out of the job's own history.
fn happened(task: &Task, name: &'static str) -> Happening {
    let detail = json!({
        "kind": task.kind.0, "due_at": task.due_at.0, "owner": task.owner_id.map(|id| id.0), "role": task.owner_role.0,
    });
    let happening = Happening::new(Topic::Task, task.id.0, name).in_province(&task.province).with(detail);
    if task.complaint_id.is_some() {
        return happening;
    }
    happening.linked(task.request_id.map(|id| id.0), task.job_id.map(|id| id.0))
}
