//! Tasks: the list of what is due, and one task, as far as a caller may see them.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::{Caller, Permission, Role, Scope, allows};
use crate::domain::id::{AgentId, ComplaintId, CustomerId, JobId, RequestId, TaskId, UserId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::task::{TaskKind, TaskMachine, TaskState};
use crate::domain::time::Instant;
use crate::store::complaints::find_complaint;
use crate::store::schema::tasks;
use crate::store::tasks::{Task, find_task};
use crate::store::{At, Col, Conn, StoreError};

/// A dated piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskView {
    /// The task.
    pub id: TaskId,
    /// What is to be done.
    pub kind: TaskKind,
    /// Where it stands.
    pub state: TaskState,
    /// The person whose it is; none means everybody with the role.
    pub owner_id: Option<UserId>,
    /// The role whose it is.
    pub owner_role: Role,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// When the owner is reminded.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub remind_at: Option<Instant>,
    /// When the owner was reminded.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub reminded_at: Option<Instant>,
    /// When it goes up if it is not done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalate_at: Option<Instant>,
    /// When it went up.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalated_at: Option<Instant>,
    /// The customer; none for those who may not see customers.
    pub customer_id: Option<CustomerId>,
    /// The request that it is about.
    pub request_id: Option<RequestId>,
    /// The job that it is about.
    pub job_id: Option<JobId>,
    /// The complaint that it is about.
    pub complaint_id: Option<ComplaintId>,
    /// The agent that it is about; none for those who may not see agents.
    pub agent_id: Option<AgentId>,
    /// In words.
    pub note: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub done_at: Option<Instant>,
    /// Who did it.
    pub done_by: Option<UserId>,
    /// What came of it.
    pub done_note: Option<String>,
    /// What may be done with it.
    #[schema(value_type = Vec<String>)]
    pub allowed: Vec<String>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// The task as a caller sees it.
#[must_use]
pub fn view(row: Task, caller: &Caller) -> TaskView {
    let sees_customers = allows(caller.role, Permission::ViewCustomer);
    let events = allowed::<TaskMachine>(row.state.0, ActorKind::Staff);
    TaskView {
        id: row.id.0,
        kind: row.kind.0,
        state: row.state.0,
        owner_id: row.owner_id.map(|id| id.0),
        owner_role: row.owner_role.0,
        due_at: row.due_at.0,
        remind_at: row.remind_at.map(|at| at.0),
        reminded_at: row.reminded_at.map(|at| at.0),
        escalate_at: row.escalate_at.map(|at| at.0),
        escalated_at: row.escalated_at.map(|at| at.0),
        customer_id: row.customer_id.map(|id| id.0).filter(|_| sees_customers),
        request_id: row.request_id.map(|id| id.0),
        job_id: row.job_id.map(|id| id.0),
        complaint_id: row.complaint_id.map(|id| id.0),
        agent_id: row.agent_id.map(|id| id.0).filter(|_| allows(caller.role, Permission::ViewAgent)),
        note: row.note,
        created_at: row.created_at.0,
        done_at: row.done_at.map(|at| at.0),
        done_by: row.done_by.map(|id| id.0),
        done_note: row.done_note,
        allowed: events.iter().map(ToString::to_string).collect(),
        version: row.version,
    }
}

/// What a list of tasks is limited to.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// States; none means all that are not done.
    pub states: Vec<TaskState>,
    /// Due before this.
    pub due_before: Option<Instant>,
    /// The person whose they are.
    pub owner: Option<UserId>,
    /// Only the caller's own, and those of the caller's role that are nobody's in particular.
    pub mine: bool,
    /// Only what is not the caller's own in that sense.
    pub others: bool,
    /// The row after which the page begins.
    pub after: Option<Cursor<TaskId>>,
    /// Rows of the page.
    pub limit: i64,
}

/// Whether a caller may see a task: it is the caller's own or of the caller's role, or the caller sees contacts and the
/// province; never when the caller is complained of in it.
///
/// # Errors
/// The database.
pub fn can_see(conn: &mut Conn, caller: &Caller, task: &Task) -> Result<bool, StoreError> {
    if let Some(id) = task.complaint_id
        && find_complaint(conn, id.0)?.against().names(caller.user)
    {
        return Ok(false);
    }
    let is_here = caller.scope.holds(&task.province);
    let is_own = task.owner_id.is_some_and(|id| id.0 == caller.user);
    let is_of_role = task.owner_id.is_none() && task.owner_role.0 == caller.role;
    Ok(is_own || (is_here && (is_of_role || allows(caller.role, Permission::ViewContact))))
}

/// A page of tasks, soonest due first.
///
/// # Errors
/// The database.
pub fn list_tasks(conn: &mut Conn, caller: &Caller, filter: &TaskFilter) -> Result<Page<TaskView>, StoreError> {
    let me = caller.user.to_string();
    let hidden = super::complaints::against(conn, caller.user)?;
    let mut query = tasks::table.order((tasks::due_at, tasks::id)).limit(filter.limit + 1).into_boxed();
    let states: Vec<Col<TaskState>> = if filter.states.is_empty() {
        TaskState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
    } else {
        filter.states.iter().copied().map(Col).collect()
    };
    query = query.filter(tasks::state.eq_any(states));
    if !hidden.is_empty() {
        query = query.filter(tasks::complaint_id.is_null().or(tasks::complaint_id.assume_not_null().ne_all(hidden)));
    }
    if let Scope::Provinces(provinces) = &caller.scope {
        let is_own = tasks::owner_id.is_not_null().and(tasks::owner_id.assume_not_null().eq(me.clone()));
        query = query.filter(tasks::province.eq_any(provinces.clone()).or(is_own));
    }
    if filter.mine || !allows(caller.role, Permission::ViewContact) {
        let of_role = tasks::owner_id.is_null().and(tasks::owner_role.eq(Col(caller.role)));
        let is_own = tasks::owner_id.is_not_null().and(tasks::owner_id.assume_not_null().eq(me));
        query = query.filter(of_role.or(is_own));
    }
    if filter.others {
        let of_role = tasks::owner_id.is_null().and(tasks::owner_role.eq(Col(caller.role)));
        let is_own = tasks::owner_id.is_not_null().and(tasks::owner_id.assume_not_null().eq(caller.user.to_string()));
        query = query.filter(diesel::dsl::not(of_role.or(is_own)));
    }
    if let Some(owner) = filter.owner {
        query = query.filter(tasks::owner_id.eq(owner.to_string()));
    }
    if let Some(before) = filter.due_before {
        query = query.filter(tasks::due_at.lt(At(before)));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let later = tasks::due_at.gt(At(at));
        query = query.filter(later.or(tasks::due_at.eq(At(at)).and(tasks::id.gt(id.to_string()))));
    }
    let found: Vec<Task> = query.select(Task::as_select()).load(conn)?;
    let page = Page::cut(found, filter.limit, |row: &Task| Cursor { at: row.due_at.0, id: row.id.0 }.to_string());
    Ok(Page {
        items: page.items.into_iter().map(|row: Task| view(row, caller)).collect(),
        next_cursor: page.next_cursor,
    })
}

/// A task that was just made, whoever's it is now.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_made(conn: &mut Conn, caller: &Caller, id: TaskId) -> Result<TaskView, StoreError> {
    Ok(view(find_task(conn, id)?, caller))
}

/// One task.
///
/// # Errors
/// `NotFound` for a task that does not exist or that the caller may not see; the database.
pub fn find_view(conn: &mut Conn, caller: &Caller, id: TaskId) -> Result<TaskView, StoreError> {
    let task = find_task(conn, id)?;
    if can_see(conn, caller, &task)? { Ok(view(task, caller)) } else { Err(StoreError::NotFound) }
}
