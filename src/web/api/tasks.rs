//! `/tasks`: dated work with an owner.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{id, key_of, limit, seen, value};
use crate::app::tasks::{NewTask, TaskChange, change_task, create_task};
use crate::app::{App, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{TaskId, UserId};
use crate::domain::task::{TaskEvent, TaskState};
use crate::domain::time::{Instant, to_micros};
use crate::queries::Page;
use crate::queries::tasks::{TaskFilter, TaskView, find_view, list_tasks};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Due by then: a day, wholly included, an instant, or `today`.
    #[param(example = "2026-12-01")]
    pub due: Option<String>,
    /// States, with commas between them; all that are not done when nothing is asked.
    #[param(example = "open,overdue")]
    pub state: Option<String>,
    /// The person whose they are.
    pub owner: Option<String>,
    /// `true`: only the caller's own, and those of the caller's role that are nobody's in particular.
    pub mine: Option<bool>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What came of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finished {
    /// In words.
    note: Option<String>,
}

/// To whom it goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The person.
    #[schema(value_type = Option<String>)]
    owner_id: Option<UserId>,
    /// The unit.
    #[schema(value_type = Option<String>, example = "dispatcher")]
    owner_role: Option<Role>,
    /// A new date.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<DateTime<FixedOffset>>,
    /// Why.
    note: Option<String>,
}

/// Why it is taken up again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakenUp {
    /// In words; required.
    note: Option<String>,
    /// A new date.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<DateTime<FixedOffset>>,
}

/// Make a task: a promised callback, a low rating to follow, a document to fetch
#[utoipa::path(post, path = "/api/v1/tasks", tag = "tasks", request_body = NewTask,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The task", body = TaskView)))]
pub async fn create(app: web::Data<App>, caller: Allowed<perm::WorkTask>, key: IdemKey, body: Body<NewTask>) -> Answer {
    let key = key_of("POST /api/v1/tasks", key, &body);
    let task = create_task(&app, &caller, key, body.value).await?;
    let reader = caller.clone();
    // Whoever gives a task away still sees what was made.
    let read = app.db.read(move |conn| crate::queries::tasks::find_made(conn, &reader, task).map_err(Error::from));
    let made = read.await?;
    let location = format!("/api/v1/tasks/{task}");
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(made))
}

/// Tasks, soonest due first
#[utoipa::path(get, path = "/api/v1/tasks", tag = "tasks", params(Asked),
    responses((status = 200, description = "A page of tasks", body = Page<TaskView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewTask>, asked: Query<Asked>) -> Answer {
    let (filter, reader) = (filter(&app, &asked.0)?, caller.clone());
    Ok(HttpResponse::Ok().json(app.db.read(move |conn| list_tasks(conn, &reader, &filter).map_err(Error::from)).await?))
}

/// The list that is asked for.
pub fn filter(app: &App, asked: &Asked) -> Result<TaskFilter, Error> {
    let mut faults = Faults::default();
    let states = asked.state.as_deref().unwrap_or_default().split(',').map(str::trim);
    let states: Vec<TaskState> = states.filter_map(|code| value("state", Some(code), &mut faults)).collect();
    let due_before = asked.due.as_deref().filter(|due| !due.is_empty()).and_then(|due| {
        let end = due_end(app, due);
        if end.is_none() {
            faults.add_about("due", FaultCode::Malformed, "2026-12-01");
        }
        end
    });
    let filter = TaskFilter {
        states,
        due_before,
        owner: value("owner", asked.owner.as_deref(), &mut faults),
        mine: asked.mine.unwrap_or(false),
        others: false,
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// The first instant after what is asked for: an instant, a day of the organisation, or today.
fn due_end(app: &App, due: &str) -> Option<Instant> {
    if let Ok(at) = due.parse::<DateTime<FixedOffset>>() {
        return Some(to_micros(at.to_utc()));
    }
    let today = || app.catalogue().calendar().local_date(app.clock.now());
    let day = if due == "today" { today() } else { due.parse::<NaiveDate>().ok()? };
    let midnight = day.succ_opt()?.and_time(NaiveTime::MIN);
    Some(midnight.and_local_timezone(app.site.zone).earliest()?.to_utc())
}

/// One task
#[utoipa::path(get, path = "/api/v1/tasks/{id}", tag = "tasks", params(("id" = String, Path, description = "The task")),
    responses((status = 200, description = "The task", body = TaskView,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewTask>, path: web::Path<String>) -> Answer {
    let (task, reader) = (id(&path)?, caller.clone());
    let found = app.db.read(move |conn| find_view(conn, &reader, task).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", found.version))).json(found))
}

/// Finish a task
#[utoipa::path(post, path = "/api/v1/tasks/{id}/done", tag = "tasks", request_body = Finished,
    params(("id" = String, Path, description = "The task")),
    responses((status = 200, description = "The task", body = TaskView)))]
pub async fn done(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkTask>,
    path: web::Path<String>,
    body: Body<Finished>,
) -> Answer {
    let change = bare(&request, TaskEvent::Finish, body.value.note)?;
    step(&app, &caller, &path, change).await
}

/// Give a task to someone else
#[utoipa::path(post, path = "/api/v1/tasks/{id}/transfer", tag = "tasks", request_body = Transfer,
    params(("id" = String, Path, description = "The task")),
    responses((status = 200, description = "The task", body = TaskView)))]
pub async fn transfer(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkTask>,
    path: web::Path<String>,
    body: Body<Transfer>,
) -> Answer {
    let Transfer { owner_id, owner_role, due_at, note } = body.value;
    let due_at = due_at.map(|at| to_micros(at.to_utc()));
    let change = TaskChange { owner_id, owner_role, due_at, ..bare(&request, TaskEvent::Transfer, note)? };
    step(&app, &caller, &path, change).await
}

/// Take a finished task up again
#[utoipa::path(post, path = "/api/v1/tasks/{id}/reopen", tag = "tasks", request_body = TakenUp,
    params(("id" = String, Path, description = "The task")),
    responses((status = 200, description = "The task", body = TaskView)))]
pub async fn reopen(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkTask>,
    path: web::Path<String>,
    body: Body<TakenUp>,
) -> Answer {
    let due_at = body.value.due_at.map(|at| to_micros(at.to_utc()));
    let change = TaskChange { due_at, ..bare(&request, TaskEvent::Reopen, body.value.note)? };
    step(&app, &caller, &path, change).await
}

fn bare(request: &HttpRequest, event: TaskEvent, note: Option<String>) -> Answer<TaskChange> {
    Ok(TaskChange { event, note, owner_id: None, owner_role: None, due_at: None, seen: seen(request)? })
}

async fn step(app: &App, caller: &Caller, path: &str, change: TaskChange) -> Answer {
    let task: TaskId = id(path)?;
    let moved = change_task(app, caller, task, change).await?;
    let shown = crate::queries::tasks::view(moved, caller);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", shown.version))).json(shown))
}
