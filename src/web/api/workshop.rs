//! `/jobs/{id}/workshop`, `/workshop-units`: units that customers leave in workshops.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::quotes::visible;
use super::{codes, id, key_of, limit, seen, value};
use crate::app::receipt::receipt_pdf;
use crate::app::workshop::{NewUnit, UnitReceipt, UnitStep, receive_unit, step_unit, unit_receipt, unit_receipt_words};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::WorkshopUnitId;
use crate::domain::job::Outcome;
use crate::domain::workshop::{Carrier, UnitEvent};
use crate::queries::Page;
use crate::queries::workshop::{UnitDetail, UnitFilter, UnitRow, list_units, unit_detail};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};
use crate::web::links::consent::pdf;
use crate::web::words::asked_for;

/// What the list of units is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all but `handed_over` and `kept` when nothing is asked.
    #[param(example = "ready,unclaimed")]
    pub state: Option<String>,
    /// The agent that has them.
    pub agent_id: Option<String>,
    /// The code on the tag, as it is read or typed.
    #[param(example = "W12345674")]
    pub tag: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitHappens {
    /// The event; the unit tells which ones its state allows.
    #[schema(value_type = String, example = "diagnose")]
    event: UnitEvent,
    /// How it ends; required to give it back, the usual outcome of the job's kind for a repair that holds if left out.
    #[schema(value_type = Option<String>, example = "repaired")]
    outcome: Option<Outcome>,
    /// In words; required where it failed or moves, and to hand it over without a code.
    note: Option<String>,
    /// The customer's four digits, to hand it over.
    code: Option<String>,
    /// Who fetches it.
    taker: Option<String>,
    /// Where it goes: `centre` or `agent:ID`.
    place: Option<String>,
    /// Who carries it.
    #[schema(value_type = Option<String>, example = "courier")]
    carrier: Option<Carrier>,
    /// Number of the consignment; required with a courier.
    tracking: Option<String>,
    /// Another day on which it is promised to be ready.
    #[schema(value_type = Option<String>, format = DateTime)]
    promised_at: Option<DateTime<FixedOffset>>,
}

/// Take the unit of a job into a workshop
#[utoipa::path(post, path = "/api/v1/jobs/{id}/workshop", tag = "workshop", request_body = NewUnit,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The unit", body = UnitDetail)))]
pub async fn receive(
    app: web::Data<App>,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewUnit>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/workshop", key, &body).map(|key| key.on(&job));
    let taken = receive_unit(&app, (Actor::staff(&caller), key), job, body.value).await?;
    let location = format!("/api/v1/workshop-units/{}", taken.unit_id);
    let shown = shown(&app, &caller, taken.unit_id).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(shown))
}

/// Units in workshops, longest there first
#[utoipa::path(get, path = "/api/v1/workshop-units", tag = "workshop", params(Asked),
    responses((status = 200, description = "A page of units", body = Page<UnitRow>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, asked: Query<Asked>) -> Answer {
    let (filter, scope) = (filter(&app, &asked.0)?, caller.scope.clone());
    let read = app.db.read(move |conn| list_units(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// The list that is asked for.
pub fn filter(app: &App, asked: &Asked) -> Result<UnitFilter, Error> {
    let mut faults = Faults::default();
    let filter = UnitFilter {
        states: codes("state", asked.state.as_deref(), &mut faults),
        agent: value("agent_id", asked.agent_id.as_deref(), &mut faults),
        tag: value("tag", asked.tag.as_deref(), &mut faults),
        now: app.clock.now(),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// One unit with everybody who had it
#[utoipa::path(get, path = "/api/v1/workshop-units/{id}", tag = "workshop",
    params(("id" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = UnitDetail)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    Ok(answered(&shown(&app, &caller, id(&path)?).await?))
}

/// Say what becomes of a unit
#[utoipa::path(post, path = "/api/v1/workshop-units/{id}/events", tag = "workshop", request_body = UnitHappens,
    params(("id" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = UnitDetail)))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<String>,
    body: Body<UnitHappens>,
) -> Answer {
    let unit: WorkshopUnitId = id(&path)?;
    let UnitHappens { event, outcome, note, code, taker, place, carrier, tracking, promised_at } = body.value;
    let seen = seen(&request)?;
    let step = UnitStep { event, outcome, note, code, taker, place, carrier, tracking, promised_at, seen };
    step_unit(&app, &caller, unit, step).await?;
    Ok(answered(&shown(&app, &caller, unit).await?))
}

/// The receipt of a unit that was taken in
#[utoipa::path(get, path = "/api/v1/workshop-units/{id}/receipt", tag = "workshop",
    params(("id" = String, Path, description = "The unit")),
    responses((status = 200, description = "The receipt", body = UnitReceipt)))]
pub async fn receipt(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, path: web::Path<String>) -> Answer {
    let unit = shown(&app, &caller, id(&path)?).await?.row.id;
    Ok(HttpResponse::Ok().json(unit_receipt(&app, unit).await?))
}

/// The receipt as a PDF with the tag as a QR code, in the customer's language or in that of `?lang=`
#[utoipa::path(get, path = "/api/v1/workshop-units/{id}/receipt.pdf", tag = "workshop",
    params(("id" = String, Path, description = "The unit"),
        ("lang" = Option<String>, Query, description = "`fa` or `en`")),
    responses((status = 200, description = "The receipt", content_type = "application/pdf", body = Vec<u8>)))]
pub async fn receipt_file(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewCustomer>,
    path: web::Path<String>,
) -> Answer {
    let unit = shown(&app, &caller, id(&path)?).await?.row.id;
    let receipt = unit_receipt(&app, unit).await?;
    let words = unit_receipt_words(&app, &receipt, asked_for(&request).unwrap_or(receipt.language));
    Ok(pdf(&receipt.tag, receipt_pdf(&words)?))
}

fn answered(shown: &UnitDetail) -> HttpResponse {
    let version = format!("\"{}\"", shown.row.version);
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(shown)
}

/// One unit as the caller may see it.
pub async fn shown(app: &App, caller: &Caller, unit: WorkshopUnitId) -> Result<UnitDetail, Error> {
    let (scope, now) = (caller.scope.clone(), app.clock.now());
    app.db.read(move |conn| unit_detail(conn, &scope, (unit, now)).map_err(Error::from)).await
}
