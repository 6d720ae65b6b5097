//! The list of jobs: newest first, by state, and found by reference, telephone or name.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::app::{App, Error};
use crate::domain::access::Permission;
use crate::domain::job::JobState;
use crate::queries::jobs::{JobFilter, JobRow, Query as Sought, list_jobs};
use crate::queries::page::{Cursor, USUAL_LIMIT};
use crate::web::error::Answer;
use crate::web::links::warranty_tone;
use crate::web::view::{View, page};
use crate::web::{Allowed, Query, perm};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    state: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
}

struct Row {
    address: String,
    reference: String,
    subject: String,
    state: (&'static str, String),
    priority: Option<String>,
    warranty: (&'static str, &'static str, String),
    customer: Option<String>,
    place: String,
    agent: Option<String>,
    registered: String,
    due: Option<(String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/jobs.html")]
struct JobsPage {
    v: View,
    rows: Vec<Row>,
    states: Vec<(&'static str, String)>,
    state: String,
    q: String,
    next: Option<String>,
    sees_customers: bool,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    let Asked { state, q, cursor } = asked.0;
    let q = q.filter(|q| !q.trim().is_empty());
    let state = state.filter(|state| !state.is_empty());
    let filter = JobFilter {
        states: state.iter().filter_map(|state| state.parse().ok()).collect(),
        agent: None,
        q: q.as_deref().map(|q| Sought::read(q, &app.site.region)),
        after: cursor.and_then(|cursor| cursor.parse::<Cursor>().ok()),
        limit: USUAL_LIMIT,
    };
    let scope = caller.scope.clone();
    let found = app.db.read(move |conn| list_jobs(conn, &scope, &filter).map_err(Error::from)).await?;
    let v = View::staff(&app, &request, "page-jobs", &caller).at("/".to_owned());
    let (state, q) = (state.unwrap_or_default(), q.unwrap_or_default());
    let next = found.next_cursor.map(|cursor| {
        let mut query = form_urlencoded::Serializer::new(String::from("/?"));
        query.append_pair("state", &state).append_pair("q", &q).append_pair("cursor", &cursor);
        v.href(&query.finish().replacen("?&", "?", 1))
    });
    let sees_customers = v.may(Permission::ViewCustomer);
    page(
        StatusCode::OK,
        &JobsPage {
            rows: found.items.into_iter().map(|row| filled(&app, &v, row)).collect(),
            states: JobState::ALL.iter().map(|it| (it.as_str(), v.code("job-state", it.as_str()))).collect(),
            state,
            q,
            next,
            sees_customers,
            v,
        },
    )
}

/// Name of the tone of a job's state.
pub(super) fn tone(state: JobState) -> &'static str {
    match state {
        JobState::Registered | JobState::PendingDispatch => "warn",
        JobState::Assigned | JobState::InProgress => "info",
        JobState::Completed | JobState::Verified | JobState::Closed => "ok",
        JobState::OnHold | JobState::Incomplete => "bad",
        JobState::Cancelled => "",
    }
}

/// What is wrong with which unit.
pub(super) fn subject(app: &App, v: &View, row: &JobRow) -> String {
    let catalogue = app.catalogue();
    let unit = catalogue.category(&row.category).map(|it| v.named(&it.name_en, &it.name_fa).to_owned());
    let fault = row.fault.as_deref().and_then(|code| catalogue.fault(code));
    let what = match fault {
        Some(fault) => v.named(&fault.name_en, &fault.name_fa).to_owned(),
        None => v.code("job-kind", row.kind.as_str()),
    };
    format!("{}{}{what}", unit.unwrap_or_else(|| row.category.clone()), v.t("page-comma"))
}

/// Name of the place in the reader's language.
pub(super) fn town(app: &App, v: &View, code: &str) -> String {
    let catalogue = app.catalogue();
    catalogue.place(code, None).map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
}

fn filled(app: &App, v: &View, row: JobRow) -> Row {
    let now = app.clock.now();
    let network = app.network();
    let outcome = row.warranty.as_str();
    let (shade, icon) = warranty_tone(outcome);
    let agent = row.agent_id.and_then(|id| network.agent(id)).map(|agent| agent.name_in(v.language).to_owned());
    let is_pressing = matches!(row.priority.as_str(), "emergency" | "high");
    Row {
        subject: subject(app, v, &row),
        place: town(app, v, &row.city),
        state: (tone(row.status), v.code("job-state", row.status.as_str())),
        priority: is_pressing.then(|| v.code("priority", row.priority.as_str())),
        warranty: (shade, icon, v.code("warranty", outcome)),
        agent,
        registered: v.moment(row.registered_at),
        due: row.due_at.filter(|_| row.status.is_open()).map(|due| (v.moment(due), due < now)),
        address: v.href(&format!("/jobs/{}", row.id)),
        reference: row.reference,
        customer: row.customer_name,
    }
}
