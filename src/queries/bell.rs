//! The bell: the news of the caller's own tasks, newest first.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::tasks::{TaskView, view};
use crate::domain::access::{Caller, Scope};
use crate::domain::task::{TaskNews, TaskState};
use crate::domain::time::Instant;
use crate::store::push::bell_seen_at;
use crate::store::schema::tasks;
use crate::store::tasks::Task;
use crate::store::{At, Col, Conn, StoreError};

/// News older than this are no news.
const NEWS_FOR: TimeDelta = TimeDelta::days(7);

/// What happened to a task that is the caller's to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct News {
    /// What happened.
    #[schema(value_type = String, example = "overdue")]
    pub news: TaskNews,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Whether the caller has not read it yet.
    pub is_new: bool,
    /// The task as it is now.
    pub task: TaskView,
}

/// What the bell has for the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Bell {
    /// How many are not read.
    pub unread: i64,
    /// The newest, read ones too.
    pub items: Vec<News>,
}

/// The caller's bell: news of undone tasks of the caller, or of the caller's role and nobody in particular; never of what the
/// caller did, nor of what the caller is complained of in.
///
/// # Errors
/// The database.
pub fn bell(conn: &mut Conn, caller: &Caller, now: Instant, limit: i64) -> Result<Bell, StoreError> {
    let since = now - NEWS_FOR;
    let seen_at = bell_seen_at(conn, caller.user)?.unwrap_or(since).max(since);
    let hidden = super::complaints::against(conn, caller.user)?;
    // A macro, because the query has another type for each of its two ends.
    macro_rules! mine {
        ($after:expr) => {{
            let me = caller.user.to_string();
            let states = TaskState::ALL.iter().copied().filter(|state| state.is_open()).map(Col);
            let is_own = tasks::owner_id.is_not_null().and(tasks::owner_id.assume_not_null().eq(me.clone()));
            let mut of_role = tasks::table
                .filter(tasks::news_at.gt(At($after)))
                .filter(tasks::state.eq_any(states.collect::<Vec<_>>()))
                .filter(tasks::news_by.is_null().or(tasks::news_by.assume_not_null().ne(me)))
                .filter(is_own.clone().or(tasks::owner_id.is_null().and(tasks::owner_role.eq(Col(caller.role)))))
                .into_boxed();
            if let Scope::Provinces(provinces) = &caller.scope {
                of_role = of_role.filter(tasks::province.eq_any(provinces.clone()).or(is_own));
            }
            if !hidden.is_empty() {
                let is_free = tasks::complaint_id.assume_not_null().ne_all(hidden.clone());
                of_role = of_role.filter(tasks::complaint_id.is_null().or(is_free));
            }
            of_role
        }};
    }
    let unread: i64 = mine!(seen_at).count().get_result(conn)?;
    let newest = mine!(since).order((tasks::news_at.desc(), tasks::id.desc())).limit(limit);
    let newest: Vec<Task> = newest.select(Task::as_select()).load(conn)?;
    let items = newest.into_iter().filter_map(|task| {
        let (news, at) = (task.news?.0, task.news_at?.0);
        Some(News { news, at, is_new: at > seen_at, task: view(task, caller) })
    });
    Ok(Bell { unread, items: items.collect() })
}
