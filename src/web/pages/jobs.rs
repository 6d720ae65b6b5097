//! The list of jobs: newest first, by filters, and found by reference, serial, telephone or name.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::choices::{Choice, address};
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission, Role};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::job::{JobKind, JobState, Priority};
use crate::domain::kpi::age::Age;
use crate::domain::reason::DelayOwner;
use crate::domain::warranty::WarrantyOutcome;
use crate::queries::Page;
use crate::queries::jobs::{JobRow, list_jobs};
use crate::web::api::jobs::{Asked, filter};
use crate::web::error::Answer;
use crate::web::links::warranty_tone;
use crate::web::view::{Troubles, View, page};
use crate::web::words::labelled;
use crate::web::{Allowed, Query, perm};

struct Row {
    address: String,
    reference: String,
    subject: String,
    state: (&'static str, String),
    priority: Option<String>,
    warranty: (&'static str, &'static str, String),
    customer: Option<String>,
    place: String,
    holder: Option<String>,
    next: Option<String>,
    registered: String,
    due: Option<(String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/jobs.html")]
struct JobsPage {
    v: View,
    troubles: Troubles,
    rows: Vec<Row>,
    first: Choice,
    choices: Vec<Choice>,
    flags: [(&'static str, String, bool); 2],
    has_more: bool,
    from: String,
    to: String,
    q: String,
    next: Option<String>,
    sees_customers: bool,
}

/// The first page: what stands open for a manager, the list of jobs for anyone else.
pub(super) async fn home(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    let is_plain = request.query_string().split('&').all(|pair| pair.is_empty() || pair.starts_with("lang="));
    if caller.role == Role::Manager && is_plain {
        return super::reports::open_jobs::load(&app, &request, &caller, &crate::web::api::reports::Asked::default())
            .await;
    }
    load(&app, &request, &caller, asked.0).await
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    load(&app, &request, &caller, asked.0).await
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, asked: Asked) -> Answer {
    let v = View::staff(app, request, "page-jobs", caller).at("/jobs".to_owned());
    let sees_customers = v.may(Permission::ViewCustomer);
    let (mut troubles, mut found) = (Troubles::default(), Page::whole(Vec::new()));
    match filter(app, &asked, sees_customers) {
        Ok(filter) => {
            let scope = caller.scope.clone();
            found = app.db.read(move |conn| list_jobs(conn, &scope, &filter).map_err(Error::from)).await?;
        }
        Err(error) => troubles = v.troubles(&error),
    }
    let next = found.next_cursor.map(|cursor| v.href(&onward(&asked, &cursor)));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let choices = choices(app, &v, &asked);
    let flags = [
        ("overdue", v.t("page-overdue"), asked.overdue == Some(true)),
        ("lost", v.t("page-lost"), asked.lost == Some(true)),
    ];
    let (from, to) = (text(&asked.from), text(&asked.to));
    let is_flagged = flags.iter().any(|(.., is_set)| *is_set);
    let has_more = is_flagged || choices.iter().any(Choice::is_set) || !from.is_empty() || !to.is_empty();
    let state = ("status", "page-state", "job-state");
    page(
        if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK },
        &JobsPage {
            troubles,
            rows: found.items.into_iter().map(|row| filled(app, &v, row)).collect(),
            first: Choice::of_codes(&v, state, JobState::ALL, asked.status.as_deref()),
            choices,
            flags,
            has_more,
            from,
            to,
            q: text(&asked.q),
            next,
            sees_customers,
            v,
        },
    )
}

fn choices(app: &App, v: &View, asked: &Asked) -> Vec<Choice> {
    let (warranty, priority) = (asked.warranty.as_deref(), asked.priority.as_deref());
    vec![
        Choice::of_codes(v, ("age", "page-age", "age"), Age::ALL, asked.age.as_deref()),
        Choice::of_codes(v, ("owner", "page-delay-owner", "delay-owner"), DelayOwner::ALL, asked.owner.as_deref()),
        Choice::of_provinces(app, v, asked.province.as_deref()),
        Choice::of_categories(app, v, asked.category.as_deref()),
        Choice::of_codes(v, ("kind", "page-kind", "job-kind"), JobKind::ALL, asked.kind.as_deref()),
        Choice::of_codes(v, ("priority", "page-priority", "priority"), Priority::ALL, priority),
        Choice::of_codes(v, ("warranty", "page-warranty", "warranty"), WarrantyOutcome::ALL, warranty),
    ]
}

/// The address of the next page.
fn onward(asked: &Asked, cursor: &str) -> String {
    let text = |value: &'static str, is_set: Option<bool>| if is_set == Some(true) { value } else { "" };
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let pairs = [
        ("status", given(&asked.status)),
        ("agent_id", given(&asked.agent_id)),
        ("q", given(&asked.q)),
        ("province", given(&asked.province)),
        ("city", given(&asked.city)),
        ("category", given(&asked.category)),
        ("kind", given(&asked.kind)),
        ("priority", given(&asked.priority)),
        ("warranty", given(&asked.warranty)),
        ("from", given(&asked.from)),
        ("to", given(&asked.to)),
        ("age", given(&asked.age)),
        ("owner", given(&asked.owner)),
        ("overdue", text("true", asked.overdue).to_owned()),
        ("held", text("true", asked.held).to_owned()),
        ("lost", text("true", asked.lost).to_owned()),
        ("cursor", cursor.to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    address("/jobs", &pairs)
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
    let unit = labelled(unit.unwrap_or_else(|| row.category.clone()), row.unit_label.as_deref());
    format!("{unit}{}{what}", v.t("page-comma"))
}

/// Name of an agent; empty for one that the network does not know any more.
pub(super) fn agent_name(app: &App, v: &View, id: AgentId) -> String {
    app.network().agent(id).map(|it| it.name_in(v.language).to_owned()).unwrap_or_default()
}

/// Name of a technician; empty for one that the network does not know any more.
pub(super) fn technician_name(app: &App, v: &View, (agent, id): (AgentId, TechnicianId)) -> String {
    let network = app.network();
    let found = network.agent(agent).and_then(|agent| agent.technicians.iter().find(|it| it.id == id));
    found.map(|it| it.name_in(v.language).to_owned()).unwrap_or_default()
}

/// Name of the place in the reader's language.
pub(super) fn town(app: &App, v: &View, code: &str) -> String {
    let catalogue = app.catalogue();
    catalogue.place(code, None).map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
}

/// Who holds a job, in words.
pub(super) fn holder(v: &View, row: &JobRow) -> Option<String> {
    let holder = row.holder.as_ref()?;
    let kind = v.code("holder", holder.kind.as_str());
    let name = v.named(holder.name_en.as_deref().unwrap_or_default(), holder.name_fa.as_deref().unwrap_or_default());
    Some(if name.is_empty() { kind } else { format!("{kind} · {name}") })
}

/// What happens to a job next, and when, in words.
pub(super) fn next(v: &View, row: &JobRow) -> Option<String> {
    let (step, at) = row.next_step.zip(row.next_at)?;
    Some(format!("{} · {}", v.code("next-step", step.as_str()), v.moment(at)))
}

fn filled(app: &App, v: &View, row: JobRow) -> Row {
    let now = app.clock.now();
    let outcome = row.warranty.as_str();
    let (shade, icon) = warranty_tone(outcome);
    let is_pressing = matches!(row.priority.as_str(), "emergency" | "high");
    Row {
        subject: subject(app, v, &row),
        place: town(app, v, &row.city),
        state: (tone(row.status), v.code("job-state", row.status.as_str())),
        priority: is_pressing.then(|| v.code("priority", row.priority.as_str())),
        warranty: (shade, icon, v.code("warranty", outcome)),
        holder: holder(v, &row),
        next: next(v, &row),
        registered: v.moment(row.registered_at),
        due: row.due_at.filter(|_| row.status.is_open()).map(|due| (v.moment(due), due < now)),
        address: v.href(&format!("/jobs/{}", row.id)),
        reference: row.reference,
        customer: row.customer_name,
    }
}
