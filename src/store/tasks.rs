//! Tasks, and which of them become due by time alone.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::tasks;
use super::{At, Col, Conn, StoreError};
use crate::domain::access::Role;
use crate::domain::id::{AgentId, ComplaintId, CustomerId, JobId, RequestId, TaskId, UserId};
use crate::domain::task::{TaskKind, TaskNews, TaskState};
use crate::domain::time::Instant;

/// A dated piece of work for a person or a unit.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = tasks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Task {
    pub id: Col<TaskId>,
    pub kind: Col<TaskKind>,
    pub state: Col<TaskState>,
    pub owner_id: Option<Col<UserId>>,
    pub owner_role: Col<Role>,
    pub province: String,
    pub customer_id: Option<Col<CustomerId>>,
    pub request_id: Option<Col<RequestId>>,
    pub job_id: Option<Col<JobId>>,
    pub note: Option<String>,
    pub due_at: At,
    pub created_at: At,
    pub done_at: Option<At>,
    pub version: i32,
    pub complaint_id: Option<Col<ComplaintId>>,
    pub remind_at: Option<At>,
    pub reminded_at: Option<At>,
    pub escalate_at: Option<At>,
    pub escalated_at: Option<At>,
    pub created_by: Option<Col<UserId>>,
    pub done_by: Option<Col<UserId>>,
    pub done_note: Option<String>,
    pub news: Option<Col<TaskNews>>,
    pub news_at: Option<At>,
    pub news_by: Option<Col<UserId>>,
    pub agent_id: Option<Col<AgentId>>,
}

versioned!(tasks, Task, TaskId, insert_task, find_task, save_task);

/// The tasks about a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_tasks_of(conn: &mut Conn, job: JobId) -> Result<Vec<Task>, StoreError> {
    Ok(tasks::table.filter(tasks::job_id.eq(job.as_str())).order(tasks::id).select(Task::as_select()).load(conn)?)
}

/// The tasks about a complaint, oldest first.
///
/// # Errors
/// The database.
pub fn list_tasks_about(conn: &mut Conn, complaint: ComplaintId) -> Result<Vec<Task>, StoreError> {
    let query = tasks::table.filter(tasks::complaint_id.eq(complaint.as_str())).order(tasks::id);
    Ok(query.select(Task::as_select()).load(conn)?)
}

/// The tasks of one kind about an agent, oldest first.
///
/// # Errors
/// The database.
pub fn list_tasks_of_agent(conn: &mut Conn, agent: AgentId, kind: TaskKind) -> Result<Vec<Task>, StoreError> {
    let query = tasks::table.filter(tasks::agent_id.eq(agent.as_str())).filter(tasks::kind.eq(Col(kind)));
    Ok(query.order(tasks::id).select(Task::as_select()).load(conn)?)
}

/// The agents about whom there is a task of this kind that is not done.
///
/// # Errors
/// The database.
pub fn list_agents_with(conn: &mut Conn, kind: TaskKind) -> Result<Vec<AgentId>, StoreError> {
    let query = tasks::table
        .filter(tasks::kind.eq(Col(kind)))
        .filter(tasks::state.ne(Col(TaskState::Done)))
        .filter(tasks::agent_id.is_not_null())
        .select(tasks::agent_id)
        .distinct();
    Ok(query.load::<Option<Col<AgentId>>>(conn)?.into_iter().flatten().map(|id| id.0).collect())
}

/// What time alone does to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Its owner is reminded.
    Reminder,
    /// Its date has passed.
    Date,
    /// It goes up.
    Escalation,
}

/// Tasks that something became due of, in order of their ids.
///
/// # Errors
/// The database.
pub fn list_tasks_due(conn: &mut Conn, what: Due, now: Instant, limit: i64) -> Result<Vec<TaskId>, StoreError> {
    let waiting = [TaskState::Open, TaskState::Transferred].map(Col);
    let mut query = tasks::table.order(tasks::id).limit(limit).select(tasks::id).into_boxed();
    query = match what {
        Due::Reminder => query
            .filter(tasks::state.eq_any(waiting))
            .filter(tasks::remind_at.le(At(now)))
            .filter(tasks::reminded_at.is_null()),
        Due::Date => query.filter(tasks::state.eq_any(waiting)).filter(tasks::due_at.le(At(now))),
        Due::Escalation => query
            .filter(tasks::state.eq(Col(TaskState::Overdue)))
            .filter(tasks::escalate_at.le(At(now)))
            .filter(tasks::escalated_at.is_null()),
    };
    Ok(query.load::<Col<TaskId>>(conn)?.into_iter().map(|id| id.0).collect())
}
