//! `/complaints`: taken down, moved step by step, turned into requests and made from them.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{id, key_of, limit, seen, value};
use crate::app::complaints::{ComplaintChange, NewComplaint, change_complaint, register_complaint, turn_into_request};
use crate::app::intake::NewRequest;
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, Role, allows};
use crate::domain::complaint::{ComplaintEvent, ComplaintResult, ComplaintState, Severity, Telling};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, RequestId, UserId};
use crate::queries::Page;
use crate::queries::complaints::{ComplaintDetail, ComplaintFilter, ComplaintRow, find_detail, list_complaints};
use crate::queries::requests::{Named, find_detail as find_request};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all that are not closed when nothing is asked.
    #[param(example = "received,escalated")]
    pub state: Option<String>,
    /// Severities, with commas between them.
    #[param(example = "safety,injury")]
    pub severity: Option<String>,
    /// `true`: only the caller's own, and those of the caller's role that are nobody's in particular.
    pub mine: Option<bool>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a complaint.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The event; the complaint tells which ones its state allows.
    #[schema(value_type = String, example = "acknowledge")]
    event: ComplaintEvent,
    /// What was found or done, or why; required to escalate, reopen, dispute and withdraw.
    note: Option<String>,
    /// What it came to; required to decide and settle.
    #[schema(value_type = Option<String>, example = "partly")]
    result: Option<ComplaintResult>,
    /// What the complainant is told; required by the time of `communicate`.
    answer: Option<String>,
    /// How the complainant heard it; required where no telephone gets SMS.
    #[schema(value_type = Option<String>, example = "read_out")]
    told_by: Option<Telling>,
    /// The severity as assessed.
    #[schema(value_type = Option<String>)]
    severity: Option<Severity>,
    /// The person whose the next step is.
    #[schema(value_type = Option<String>)]
    owner_id: Option<UserId>,
    /// The unit whose the next step is.
    #[schema(value_type = Option<String>)]
    owner_role: Option<Role>,
    /// How content the complainant is with the answer, 1 to 5, for `rate`.
    rating: Option<i32>,
    /// The request, for `turn_into_request`; its customer is the complainant.
    request: Option<NewRequest>,
}

/// Take a complaint down
#[utoipa::path(post, path = "/api/v1/complaints", tag = "complaints", request_body = NewComplaint,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The complaint", body = ComplaintDetail)))]
pub async fn register(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    key: IdemKey,
    body: Body<NewComplaint>,
) -> Answer {
    let key = key_of("POST /api/v1/complaints", key, &body);
    let made = register_complaint(&app, &caller, key, (body.value, None)).await?;
    created(&app, &caller, made).await
}

/// Take down that a service request is really a complaint; the link is kept both ways
#[utoipa::path(post, path = "/api/v1/service-requests/{id}/complaint", tag = "complaints", request_body = NewComplaint,
    params(("id" = String, Path, description = "The request"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The complaint", body = ComplaintDetail)))]
pub async fn from_request(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewComplaint>,
) -> Answer {
    let (request, scope): (RequestId, _) = (id(&path)?, caller.scope.clone());
    let read =
        app.db.read(move |conn| find_request(conn, &scope, Named::Id(request), false).map(drop).map_err(Error::from));
    read.await?;
    let key = key_of("POST /api/v1/service-requests/{id}/complaint", key, &body).map(|key| key.on(&request));
    let made = register_complaint(&app, &caller, key, (body.value, Some(request))).await?;
    created(&app, &caller, made).await
}

async fn created(app: &App, caller: &Caller, made: ComplaintId) -> Answer {
    let detail = load(app, caller, made).await?;
    let location = format!("/api/v1/complaints/{made}");
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(detail))
}

async fn load(app: &App, caller: &Caller, complaint: ComplaintId) -> Result<ComplaintDetail, Error> {
    let reader = caller.clone();
    app.db.read(move |conn| find_detail(conn, &reader, complaint).map_err(Error::from)).await
}

/// Complaints, newest first; none that the caller is complained of in
#[utoipa::path(get, path = "/api/v1/complaints", tag = "complaints", params(Asked),
    responses((status = 200, description = "A page of complaints", body = Page<ComplaintRow>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewContact>, asked: Query<Asked>) -> Answer {
    let (filter, reader) = (filter(&asked.0)?, caller.clone());
    let page = app.db.read(move |conn| list_complaints(conn, &reader, &filter).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// The list that is asked for.
pub fn filter(asked: &Asked) -> Result<ComplaintFilter, Error> {
    let mut faults = Faults::default();
    let codes = |text: &Option<String>| -> Vec<String> {
        text.as_deref().unwrap_or_default().split(',').map(|code| code.trim().to_owned()).collect()
    };
    let (states, severities) = (codes(&asked.state), codes(&asked.severity));
    let states: Vec<ComplaintState> =
        states.iter().filter_map(|code| value("state", Some(code), &mut faults)).collect();
    let severities: Vec<Severity> =
        severities.iter().filter_map(|code| value("severity", Some(code), &mut faults)).collect();
    let filter = ComplaintFilter {
        states,
        severities,
        mine: asked.mine.unwrap_or(false),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// One complaint with the record of its steps
#[utoipa::path(get, path = "/api/v1/complaints/{id}", tag = "complaints",
    params(("id" = String, Path, description = "The complaint")),
    responses((status = 200, description = "The complaint", body = ComplaintDetail,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewContact>, path: web::Path<String>) -> Answer {
    Ok(answer(load(&app, &caller, id(&path)?).await?))
}

fn answer(detail: ComplaintDetail) -> HttpResponse {
    let version = format!("\"{}\"", detail.row.version);
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(detail)
}

/// Move a complaint; 409 names its state and the events allowed
#[utoipa::path(post, path = "/api/v1/complaints/{id}/events", tag = "complaints", request_body = Step,
    params(("id" = String, Path, description = "The complaint")),
    responses((status = 200, description = "The complaint", body = ComplaintDetail)))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    (key, body): (IdemKey, Body<Step>),
) -> Answer {
    let complaint: ComplaintId = id(&path)?;
    load(&app, &caller, complaint).await?;
    let key = key_of("POST /api/v1/complaints/{id}/events", key, &body).map(|key| key.on(&complaint));
    let step = body.value;
    if step.event == ComplaintEvent::TurnIntoRequest {
        if !allows(caller.role, Permission::HandleComplaint) {
            return Err(Code::Forbidden.into());
        }
        let Some(made) = step.request else {
            let mut faults = Faults::default();
            faults.add("request", FaultCode::Required);
            return Err(faults.into());
        };
        turn_into_request(&app, &caller, (complaint, key), made, step.note).await?;
        return Ok(answer(load(&app, &caller, complaint).await?));
    }
    let change = ComplaintChange {
        event: step.event,
        note: step.note,
        result: step.result,
        answer: step.answer,
        told_by: step.told_by,
        severity: step.severity,
        owner_id: step.owner_id,
        owner_role: step.owner_role,
        rating: step.rating,
        seen: seen(&request)?,
    };
    change_complaint(&app, &caller, complaint, change).await?;
    Ok(answer(load(&app, &caller, complaint).await?))
}
