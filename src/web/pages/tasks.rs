//! The list of tasks: the reader's own first, what is overdue marked, with what may be done to each.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::is_beyond;
use super::choices::{Choice, address};
use crate::app::tasks::{TaskChange, change_task};
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission, Role, allows};
use crate::domain::agent::PaperKind;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::TaskId;
use crate::domain::task::{TaskEvent, TaskKind, TaskState};
use crate::i18n::{Arg, say};
use crate::queries::Page;
use crate::queries::names::{Colleague, Names, Wanted, find_names, list_colleagues};
use crate::queries::page::MOST;
use crate::queries::tasks::{TaskFilter, TaskView, list_tasks};
use crate::web::api::tasks::{Asked, filter};
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::view::{Piece, Troubles, View, page, pieces, see};
use crate::web::{Allowed, Form, Query, perm};

/// What a task is about: what kind of thing, its reference or name as HTML, and where it is found.
struct About {
    words: String,
    called: String,
    address: String,
}

struct Row {
    id: String,
    version: i32,
    kind: String,
    state: (&'static str, String),
    note: Option<Vec<Piece>>,
    came_of_it: Option<String>,
    about: Vec<About>,
    due: (String, bool),
    owner: String,
    acts: Vec<String>,
}

impl Row {
    fn can(&self, act: &str) -> bool {
        self.acts.iter().any(|it| it == act)
    }

    fn step(&self, act: &str) -> String {
        format!("/tasks/{}/{act}", self.id)
    }
}

/// Some of the tasks under one heading, and where the rest of them is.
struct Section {
    id: &'static str,
    title: String,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/tasks.html")]
struct TasksPage {
    v: View,
    troubles: Troubles,
    states: Choice,
    is_mine: bool,
    sections: Vec<Section>,
    roles: Vec<(String, String)>,
    people: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    note: Option<String>,
    person: Option<String>,
    owner_role: Option<String>,
    version: Option<String>,
}

/// A page of the reader's own tasks, one of all others, and the names in both.
#[derive(Default)]
struct Found {
    mine: Option<Page<TaskView>>,
    others: Option<Page<TaskView>>,
    names: Names,
    people: Vec<Colleague>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewTask>,
    asked: Query<Asked>,
) -> Answer {
    let shown = load(&app, &request, &caller, &asked.0).await?;
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

pub(super) async fn finish(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkTask>,
    id: web::Path<TaskId>,
    given: Form<Given>,
) -> Answer {
    step(&app, &request, &caller, (*id, TaskEvent::Finish), given.0).await
}

pub(super) async fn transfer(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkTask>,
    id: web::Path<TaskId>,
    given: Form<Given>,
) -> Answer {
    step(&app, &request, &caller, (*id, TaskEvent::Transfer), given.0).await
}

pub(super) async fn reopen(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkTask>,
    id: web::Path<TaskId>,
    given: Form<Given>,
) -> Answer {
    step(&app, &request, &caller, (*id, TaskEvent::Reopen), given.0).await
}

async fn step(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (id, event): (TaskId, TaskEvent),
    given: Given,
) -> Answer {
    let people = app.db.read(|conn| list_colleagues(conn).map_err(Error::from)).await?;
    let done = match change(event, given, &people) {
        Ok(change) => change_task(app, caller, id, change).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(see(&View::staff(app, request, "page-tasks", caller).href("/tasks"))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(app, request, caller, &Asked::default()).await?;
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

fn change(event: TaskEvent, given: Given, people: &[Colleague]) -> Result<TaskChange, Error> {
    let mut faults = Faults::default();
    let named = given.person.as_deref().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty());
    let owner_id = named.as_ref().and_then(|name| people.iter().find(|it| it.username == *name)).map(|it| it.id);
    if let Some(name) = named.filter(|_| owner_id.is_none()) {
        faults.add_about("person", FaultCode::UserUnknown, name);
    }
    // The list of units always has one chosen; a person says more.
    let owner_role = given.owner_role.as_deref().filter(|_| owner_id.is_none());
    let owner_role = value("owner_role", owner_role, &mut faults);
    if event == TaskEvent::Transfer && owner_id.is_none() && owner_role.is_none() && faults.is_empty() {
        faults.add("owner_role", FaultCode::Required);
    }
    let seen = value("version", given.version.as_deref(), &mut faults);
    Ok(faults.or(TaskChange { event, note: given.note, owner_id, owner_role, due_at: None, seen })?)
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, asked: &Asked) -> Result<TasksPage, Error> {
    let v = View::staff(app, request, "page-tasks", caller).at("/tasks".to_owned());
    let (mut troubles, mut found) = (Troubles::default(), Found::default());
    match filter(app, asked) {
        Ok(filter) => found = find(app, caller, filter).await?,
        Err(error) => troubles = v.troubles(&error),
    }
    let onward = |mine: &str, cursor: &str| {
        let state = asked.state.as_deref().unwrap_or_default();
        v.href(&address("/tasks", &[("state", state), ("mine", mine), ("cursor", cursor)]))
    };
    let lists = [("mine", "true", found.mine), ("others", "", found.others)];
    let lists = lists.into_iter().filter_map(|(id, mine, page)| Some((id, mine, page?)));
    let sections = lists.map(|(id, mine, page)| Section {
        id,
        title: v.code("page-task", id),
        next: page.next_cursor.map(|cursor| onward(mine, &cursor)),
        rows: page.items.into_iter().map(|task| filled(app, &v, task, &found.names)).collect(),
    });
    let sections = sections.collect();
    let may_work = v.may(Permission::WorkTask);
    let person = |it: Colleague| (it.username, format!("{} · {}", it.name, v.code("role", it.role.as_str())));
    let people = found.people.into_iter().filter(|_| may_work).map(person).collect();
    let roles = Role::ALL.iter().filter(|role| **role != Role::Auditor);
    Ok(TasksPage {
        troubles,
        sections,
        states: Choice::of_codes(&v, ("state", "page-state", "task-state"), TaskState::ALL, asked.state.as_deref()),
        is_mine: asked.mine == Some(true),
        people,
        roles: roles.map(|role| (role.to_string(), v.code("role", role.as_str()))).collect(),
        v,
    })
}

/// The reader's own tasks stand on the first page alone; those who see no others see but these.
async fn find(app: &App, caller: &Caller, filter: TaskFilter) -> Result<Found, Error> {
    let with_others = !filter.mine && allows(caller.role, Permission::ViewContact);
    let with_mine = !with_others || filter.after.is_none();
    let own = TaskFilter { mine: true, limit: if with_others { MOST } else { filter.limit }, ..filter.clone() };
    let others = TaskFilter { others: true, ..filter };
    let reader = caller.clone();
    let read = move |conn: &mut _| {
        let mine = if with_mine { Some(list_tasks(conn, &reader, &own)?) } else { None };
        let others = if with_others { Some(list_tasks(conn, &reader, &others)?) } else { None };
        let rows = mine.iter().chain(&others).flat_map(|page| &page.items);
        let names = find_names(conn, &wanted(rows))?;
        let people = list_colleagues(conn)?;
        Ok::<_, Error>(Found { mine, others, names, people })
    };
    app.db.read(read).await
}

fn wanted<'a>(rows: impl Iterator<Item = &'a TaskView>) -> Wanted {
    let mut wanted = Wanted::default();
    for row in rows {
        wanted.people.extend(row.owner_id);
        wanted.customers.extend(row.customer_id);
        wanted.jobs.extend(row.job_id);
        wanted.requests.extend(row.request_id.filter(|_| row.job_id.is_none()));
        wanted.complaints.extend(row.complaint_id);
    }
    wanted
}

fn filled(app: &App, v: &View, row: TaskView, names: &Names) -> Row {
    let tone = match row.state {
        TaskState::Done => "ok",
        TaskState::Overdue => "bad",
        TaskState::Transferred => "info",
        TaskState::Open => "",
    };
    let person = row.owner_id.and_then(|id| names.people.get(&id).cloned());
    let acts = if v.may(Permission::WorkTask) { row.allowed.clone() } else { Vec::new() };
    Row {
        about: about(app, v, &row, names),
        id: row.id.to_string(),
        version: row.version,
        kind: v.code("task-kind", row.kind.as_str()),
        state: (tone, v.code("task-state", row.state.as_str())),
        due: (v.moment(row.due_at), row.state.is_open() && row.due_at < app.clock.now()),
        owner: person.unwrap_or_else(|| v.code("role", row.owner_role.as_str())),
        note: row.note.map(|note| pieces(&in_words(v, &note), &app.site.base_url)),
        came_of_it: row.done_note,
        acts,
    }
}

/// A thing is found on its own page, or among the jobs by its reference or name.
fn about(app: &App, v: &View, row: &TaskView, names: &Names) -> Vec<About> {
    let called = |text: &str| v.bdi(text);
    let search = |text: &str| v.href(&address("/jobs", &[("q", text)]));
    let mut about = Vec::new();
    if let Some(id) = row.agent_id {
        let network = app.network();
        let name = network.agent(id).map(|agent| agent.name_in(v.language).to_owned()).unwrap_or_default();
        let (words, address) = (v.t("page-agent"), v.href(&format!("/agents/{id}")));
        about.push(About { words, called: v.words("page-words", "words", &name), address });
    }
    if let Some((id, reference)) = named(row.job_id, &names.jobs) {
        let address = v.href(&format!("/jobs/{id}"));
        about.push(About { words: v.t("page-job"), called: called(reference), address });
    }
    if let Some((_, reference)) = named(row.request_id.filter(|_| row.job_id.is_none()), &names.requests) {
        about.push(About { words: v.t("page-jobs"), called: called(reference), address: search(reference) });
    }
    if let Some((id, reference)) = named(row.complaint_id, &names.complaints).filter(|_| v.may_contact()) {
        let address = v.href(&format!("/complaints/{id}"));
        about.push(About { words: v.t("page-complaint"), called: called(reference), address });
    }
    if row.kind == TaskKind::CallAboutRecall && v.may(Permission::ViewCustomer) {
        let called = v.words("page-words", "words", &v.t("page-recall-call"));
        about.push(About { words: v.t("page-recall"), called, address: v.href(&format!("/recall-calls/{}", row.id)) });
    }
    if let Some((_, name)) = named(row.customer_id, &names.customers) {
        let called = v.words("page-words", "words", name);
        about.push(About { words: v.t("page-customer"), called, address: search(name) });
    }
    about
}

fn named<I: std::hash::Hash + Eq + Copy>(id: Option<I>, names: &HashMap<I, String>) -> Option<(I, &String)> {
    let id = id?;
    Some((id, names.get(&id)?))
}

/// A task that the product made has the code of its reason as its note, or a code with the day that it is about.
fn in_words(v: &View, note: &str) -> String {
    let is_code = |line: &str| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let words = |line: &str| {
        if is_code(line) { v.code("reason", line) } else { dated(v, line).unwrap_or_else(|| line.to_owned()) }
    };
    note.lines().map(words).collect::<Vec<_>>().join("\n")
}

/// The words of a line that is made of a code, a day and perhaps a name.
fn dated(v: &View, line: &str) -> Option<String> {
    if line == "time_off" {
        return Some(v.t("task-why-time-off"));
    }
    let mut parts = line.splitn(3, ' ');
    let (code, day) = (parts.next()?, v.day(parts.next()?.parse().ok()?));
    if code == "day_closed" {
        return Some(say(v.language, "task-why-day-closed", &[("day", Arg::text(&day))]));
    }
    let paper: PaperKind = code.parse().ok()?;
    let whose = parts.next().map(str::to_owned);
    let words = [Some(v.code("paper", paper.as_str())), whose, Some(day)];
    Some(words.into_iter().flatten().collect::<Vec<_>>().join(&v.t("page-comma")))
}
