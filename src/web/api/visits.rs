//! `/visits/…` and `/jobs/{id}/visits`: appointments, and what staff take down for a technician who calls.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::quotes::visible;
use super::{id, key_of};
use crate::app::appointments::{NewTime, NewVisit, divert_visit, free_times, move_visit, plan_visit};
use crate::app::intake::input::NewWindow;
use crate::app::parts::NeededPart;
use crate::app::visits::{VisitReport, report_visit};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{TechnicianId, VisitId};
use crate::domain::job::Outcome;
use crate::domain::visit::{VisitEvent, VisitState};
use crate::queries::jobs::Span;
use crate::queries::links::visit_facts;
use crate::queries::page::Page;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// For whom times are looked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimesFor {
    /// Another technician of the job's agent; the job's own if left out.
    #[param(value_type = Option<String>)]
    technician_id: Option<TechnicianId>,
}

/// What happens on a visit, as staff take it down.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitHappens {
    /// `reschedule`, `divert`, `en_route`, `arrived`, `working`, `suspended`, `done`, `done_without_code`, `not_done` or
    /// `customer_absent`.
    #[schema(value_type = String, example = "reschedule")]
    event: VisitEvent,
    /// The new time, for `reschedule`.
    window: Option<NewWindow>,
    /// Who comes instead, for `reschedule`.
    #[schema(value_type = Option<String>)]
    technician_id: Option<TechnicianId>,
    /// The customer's four digits, for `arrived` and `done`.
    code: Option<String>,
    /// A reason, for every event that is no step forward.
    reason: Option<String>,
    /// How the work ended, for `done`.
    #[schema(value_type = Option<String>)]
    outcome: Option<Outcome>,
    /// Words about the work.
    note: Option<String>,
    /// The parts without which the work could not be done, for `not_done`.
    #[serde(default)]
    parts: Vec<NeededPart>,
}

/// Where a visit stands.
#[derive(Serialize, ToSchema)]
pub struct VisitStands {
    /// The visit.
    #[schema(value_type = String)]
    visit_id: VisitId,
    /// Its state.
    #[schema(value_type = String, example = "scheduled")]
    state: VisitState,
    /// When the technician is expected.
    window: Span,
}

/// The next times in which the agent of a job can come
#[utoipa::path(get, path = "/api/v1/jobs/{id}/times", tag = "visits",
    params(("id" = String, Path, description = "The job"), TimesFor),
    responses((status = 200, description = "At most twelve within two weeks, earliest first", body = Page<Span>)))]
pub async fn times(
    app: web::Data<App>,
    caller: Allowed<perm::ViewRequest>,
    path: web::Path<String>,
    asked: Query<TimesFor>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let free = free_times(&app, job, asked.0.technician_id).await?;
    Ok(HttpResponse::Ok().json(Page::whole(free.into_iter().map(Span::from).collect())))
}

/// Agree on another visit of a job that its agent still has
#[utoipa::path(post, path = "/api/v1/jobs/{id}/visits", tag = "visits", request_body = NewVisit,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The visit", body = VisitStands)))]
pub async fn plan(
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewVisit>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/visits", key, &body).map(|key| key.on(&job));
    let made = plan_visit(&app, (Actor::staff(&caller), key), job, body.value).await?;
    Ok(HttpResponse::Created().json(stands(&app, made.visit_id).await?))
}

/// Move a visit, send its technician elsewhere first, or take down what the technician says
#[utoipa::path(post, path = "/api/v1/visits/{id}/events", tag = "visits", request_body = VisitHappens,
    params(("id" = String, Path, description = "The visit"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The visit", body = VisitStands)))]
pub async fn step(
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<VisitHappens>,
) -> Answer {
    let visit: VisitId = id(&path)?;
    let key = key_of("POST /api/v1/visits/{id}/events", key, &body).map(|key| key.on(&visit));
    must_see_visit(&app, &caller, visit).await?;
    let said = body.value;
    let who = (Actor::staff(&caller), key);
    match said.event {
        VisitEvent::Reschedule => {
            let window = said.window.ok_or_else(|| missing("window"))?;
            let new = NewTime { window, reason: said.reason, technician_id: said.technician_id };
            move_visit(&app, who, visit, new).await?;
        }
        VisitEvent::Divert => drop(divert_visit(&app, who, visit, said.reason).await?),
        event => {
            let VisitHappens { code, reason, outcome, note, parts, .. } = said;
            let report = VisitReport { event, code, reason, outcome, note, parts };
            report_visit(&app, who.0, visit, who.1, report).await?;
        }
    }
    Ok(HttpResponse::Ok().json(stands(&app, visit).await?))
}

async fn stands(app: &App, visit: VisitId) -> Result<VisitStands, Error> {
    let facts = app.db.read(move |conn| visit_facts(conn, visit).map_err(Error::from)).await?;
    Ok(VisitStands { visit_id: visit, state: facts.visit.state.0, window: facts.visit.window().into() })
}

async fn must_see_visit(app: &App, caller: &Caller, visit: VisitId) -> Result<(), Error> {
    let facts = app.db.read(move |conn| visit_facts(conn, visit).map_err(Error::from)).await?;
    for work in &facts.works {
        visible(app, caller, work.job.id.0).await?;
    }
    Ok(())
}

fn missing(field: &'static str) -> Error {
    let mut faults = Faults::default();
    faults.add(field, FaultCode::Required);
    faults.into()
}
