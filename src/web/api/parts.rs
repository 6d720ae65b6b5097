//! `/parts`, `/jobs/{id}/parts`, `/part-lines`, `/old-parts`: the catalogue, what jobs need of it, and what comes back.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{codes, id, key_of, limit, seen, value};
use crate::app::parts::{
    LineChange, NeededParts, NewPart, OldPartChange, add_part, change_line, change_old_part, need_parts,
};
use crate::app::{App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, JobId, OldPartId, PartLineId};
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{OldPartEvent, PartLineEvent, PartNumber, PartSource};
use crate::domain::time::to_micros;
use crate::queries::Page;
use crate::queries::jobs::must_see;
use crate::queries::old_parts::{OwedFilter, OwedPart, list_owed};
use crate::queries::parts::{
    JobParts, OldPartView, PartFilter, PartLineView, PartView, find_in_catalogue, list_catalogue, old_part_view,
    parts_of_job,
};
use crate::queries::waiting_parts::{WaitingFilter, WaitingPart, list_waiting};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the list of parts is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Part of a number or of a name, in any spelling.
    #[param(example = "pump")]
    pub q: Option<String>,
    /// Code of the model that they must fit.
    pub model: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What the list of parts waited for is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskedWaiting {
    /// The agent that holds the job.
    pub agent: Option<String>,
    /// Code of the province.
    pub province: Option<String>,
    /// `true`: only those whose day has passed.
    pub late: Option<bool>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What the list of old parts is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AskedOwed {
    /// States, with commas between them; those that are not decided when nothing is asked.
    #[param(example = "old_part_due")]
    pub state: Option<String>,
    /// The agent that owes them.
    pub agent: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a part of a job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartStep {
    /// The event; the line tells which ones its state allows.
    #[schema(value_type = String, example = "order")]
    event: PartLineEvent,
    /// When it arrives; required to order, to name another day, and to send what had no day yet.
    #[schema(value_type = Option<String>, format = DateTime)]
    eta: Option<DateTime<FixedOffset>>,
    /// Number of the consignment.
    tracking: Option<String>,
    /// Where it comes from: `van` and `agent` of the job, `centre` or `supplier`.
    #[schema(value_type = Option<String>, example = "centre")]
    source: Option<PartSource>,
    /// The place itself, where the source does not say it: `centre`, `agent:ID` or `van:ID`.
    place: Option<String>,
    /// Some of the pieces; the others stay as they are in a line of their own.
    quantity: Option<i64>,
    /// Why; required to cancel, and where it was lost.
    reason: Option<String>,
    /// `true`: the pieces are there although the books lack them; `reason` says why, and the difference is written down.
    #[serde(default)]
    insist: bool,
}

/// What happens to an old part.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OldPartStep {
    /// The event; the old part tells which ones its state allows.
    #[schema(value_type = String, example = "return")]
    event: OldPartEvent,
    /// Number of the consignment in which it comes.
    tracking: Option<String>,
    /// Why; required to reject it and to ask for it again.
    reason: Option<String>,
}

/// Parts of the catalogue, by number
#[utoipa::path(get, path = "/api/v1/parts", tag = "parts", params(Asked),
    responses((status = 200, description = "A page of parts", body = Page<PartView>)))]
pub async fn list(app: web::Data<App>, _caller: Allowed<perm::ViewPart>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let filter = PartFilter {
        q: asked.0.q.clone(),
        model: asked.0.model.clone().filter(|model| !model.is_empty()),
        after: value("cursor", asked.0.cursor.as_deref(), &mut faults),
        limit: limit(asked.0.limit, &mut faults),
    };
    faults.or(()).map_err(Error::from)?;
    let read = app.db.read(move |conn| list_catalogue(conn, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// Add a part to the catalogue
#[utoipa::path(post, path = "/api/v1/parts", tag = "parts", request_body = NewPart,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The part", body = PartView)))]
pub async fn add(app: web::Data<App>, caller: Allowed<perm::KeepStock>, key: IdemKey, body: Body<NewPart>) -> Answer {
    let key = key_of("POST /api/v1/parts", key, &body);
    let number = add_part(&app, &caller, key, body.value).await?;
    let location = format!("/api/v1/parts/{number}");
    let made = app.db.read(move |conn| find_in_catalogue(conn, &number).map_err(Error::from)).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(made))
}

/// One part, by its number in any spelling
#[utoipa::path(get, path = "/api/v1/parts/{number}", tag = "parts",
    params(("number" = String, Path, description = "The number")),
    responses((status = 200, description = "The part", body = PartView)))]
pub async fn show(app: web::Data<App>, _caller: Allowed<perm::ViewPart>, path: web::Path<String>) -> Answer {
    let number = PartNumber::parse(&path).map_err(|_| Error::from(Code::NotFound))?;
    let found = app.db.read(move |conn| find_in_catalogue(conn, &number).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(found))
}

/// The parts that a job needs, and the old ones that it owes
#[utoipa::path(get, path = "/api/v1/jobs/{id}/parts", tag = "parts",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The parts", body = JobParts)))]
pub async fn of_job(app: web::Data<App>, caller: Allowed<perm::ViewPart>, path: web::Path<String>) -> Answer {
    let job = id(&path)?;
    Ok(HttpResponse::Ok().json(parts_seen(&app, &caller, job).await?))
}

/// Name the parts that a job needs
#[utoipa::path(post, path = "/api/v1/jobs/{id}/parts", tag = "parts", request_body = NeededParts,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The parts", body = JobParts)))]
pub async fn need(
    app: web::Data<App>,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NeededParts>,
) -> Answer {
    let job: JobId = id(&path)?;
    let key = key_of("POST /api/v1/jobs/{id}/parts", key, &body).map(|key| key.on(&job));
    need_parts(&app, &caller, (job, key), body.value).await?;
    Ok(HttpResponse::Created().json(parts_seen(&app, &caller, job).await?))
}

async fn parts_seen(app: &App, caller: &Caller, job: JobId) -> Result<JobParts, Error> {
    let scope = caller.scope.clone();
    let read = move |conn: &mut _| {
        must_see(conn, &scope, job)?;
        Ok::<_, Error>(parts_of_job(conn, job)?)
    };
    app.db.read(read).await
}

/// Say what becomes of a part of a job
#[utoipa::path(post, path = "/api/v1/part-lines/{id}/events", tag = "parts", request_body = PartStep,
    params(("id" = String, Path, description = "The line")),
    responses((status = 200, description = "The line", body = PartLineView)))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<String>,
    body: Body<PartStep>,
) -> Answer {
    let line: PartLineId = id(&path)?;
    let PartStep { event, eta, tracking, source, place, quantity, reason, insist } = body.value;
    let place = match place.map(|text| text.parse::<StockPlace>().map_err(|_| text)).transpose() {
        Ok(place) => place,
        Err(text) => {
            let mut faults = Faults::default();
            faults.add_about("place", FaultCode::StockPlaceUnknown, text);
            return Err(faults.into());
        }
    };
    let eta = eta.map(|eta| to_micros(eta.to_utc()));
    let change = LineChange { event, eta, tracking, source, place, quantity, reason, insist, seen: seen(&request)? };
    let moved = change_line(&app, &caller, line, change).await?;
    let parts = parts_seen(&app, &caller, moved.job_id.0).await?;
    let shown = parts.lines.into_iter().find(|it| it.id == line).ok_or(Error::Refused(Code::NotFound))?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", shown.version))).json(shown))
}

/// Old parts that are owed or looked at, soonest due first
#[utoipa::path(get, path = "/api/v1/old-parts", tag = "parts", params(AskedOwed),
    responses((status = 200, description = "A page of old parts", body = Page<OwedPart>)))]
pub async fn owed(app: web::Data<App>, caller: Allowed<perm::ViewPart>, asked: Query<AskedOwed>) -> Answer {
    let (filter, scope) = (owed_filter(&app, &asked.0)?, caller.scope.clone());
    let read = app.db.read(move |conn| list_owed(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// The list that is asked for.
pub fn owed_filter(app: &App, asked: &AskedOwed) -> Result<OwedFilter, Error> {
    let mut faults = Faults::default();
    let filter = OwedFilter {
        states: codes("state", asked.state.as_deref(), &mut faults),
        agent: value("agent", asked.agent.as_deref(), &mut faults),
        now: app.clock.now(),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// Say what becomes of an old part
#[utoipa::path(post, path = "/api/v1/old-parts/{id}/events", tag = "parts", request_body = OldPartStep,
    params(("id" = String, Path, description = "The old part")),
    responses((status = 200, description = "The old part", body = OldPartView)))]
pub async fn step_old(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<String>,
    body: Body<OldPartStep>,
) -> Answer {
    let old: OldPartId = id(&path)?;
    let OldPartStep { event, tracking, reason } = body.value;
    let change = OldPartChange { event, tracking, reason, seen: seen(&request)? };
    let shown = old_part_view(change_old_part(&app, &caller, old, change).await?);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", shown.version))).json(shown))
}

/// What open jobs wait for, longest waiting first
#[utoipa::path(get, path = "/api/v1/reports/waiting-parts", tag = "parts", params(AskedWaiting),
    responses((status = 200, description = "A page of parts waited for", body = Page<WaitingPart>)))]
pub async fn waiting(app: web::Data<App>, caller: Allowed<perm::ViewPart>, asked: Query<AskedWaiting>) -> Answer {
    let (filter, scope) = (waiting_filter(&app, &asked.0)?, caller.scope.clone());
    let read = app.db.read(move |conn| list_waiting(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// The list that is asked for.
pub fn waiting_filter(app: &App, asked: &AskedWaiting) -> Result<WaitingFilter, Error> {
    let mut faults = Faults::default();
    let agent: Option<AgentId> = value("agent", asked.agent.as_deref(), &mut faults);
    let filter = WaitingFilter {
        agent,
        province: asked.province.clone().filter(|province| !province.is_empty()),
        late: asked.late.unwrap_or(false),
        now: app.clock.now(),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}
