//! `/recalls/{id}/units`: units that are called back, their correction, and who is none of them.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::reports::sheet::{Cell, Sheet};
use super::{codes, id, key_of, limit, seen, value};
use crate::app::recalls::{Booking, UnitSaid, book_unit, step_unit};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::{RecallId, RecallUnitId};
use crate::domain::recall::RecallUnitEvent;
use crate::i18n::{code_key, say};
use crate::queries::Page;
use crate::queries::recall_units::{RecallUnitFilter, RecallUnitView, list_recall_units, recall_unit};
use crate::queries::recalls::recall_detail;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Lang, Query};

/// Rows of a file at most.
const MOST_ROWS: i64 = 100_000;
/// Columns of the file.
const COLUMNS: [&str; 9] =
    ["serial", "model", "province", "state", "found_at", "told_at", "booked_at", "corrected_at", "exclude_reason"];

/// What the list is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all when nothing is asked.
    #[param(example = "told,unreachable")]
    pub state: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What is said of a unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecallUnitHappens {
    /// `tell` when its customer was told by voice; `exclude` or `include` by those who answer for recalls.
    #[schema(value_type = String, example = "exclude")]
    event: RecallUnitEvent,
    /// Code of the reason; required to exclude it.
    #[schema(example = "SCRAPPED")]
    reason: Option<String>,
}

/// The units of a recall, those found first at the top
#[utoipa::path(get, path = "/api/v1/recalls/{id}/units", tag = "recall-units",
    params(("id" = String, Path, description = "The recall"), Asked),
    responses((status = 200, description = "A page of units", body = Page<RecallUnitView>)))]
pub async fn list(
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    path: web::Path<String>,
    asked: Query<Asked>,
) -> Answer {
    let filter = filter(id(&path)?, &asked.0)?;
    Ok(HttpResponse::Ok().json(listed(&app, &caller, filter).await?))
}

/// The list that is asked for.
pub fn filter(recall: RecallId, asked: &Asked) -> Result<RecallUnitFilter, Error> {
    let mut faults = Faults::default();
    let filter = RecallUnitFilter {
        recall,
        states: codes("state", asked.state.as_deref(), &mut faults),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// A page of units as the caller may see them, of a recall that exists.
pub async fn listed(app: &App, caller: &Caller, filter: RecallUnitFilter) -> Result<Page<RecallUnitView>, Error> {
    let scope = caller.scope.clone();
    let read = move |conn: &mut _| {
        recall_detail(conn, &scope, filter.recall)?;
        Ok::<_, Error>(list_recall_units(conn, &scope, &filter)?)
    };
    app.db.read(read).await
}

/// The units of a recall as a file: serial, model, province, state and times
#[utoipa::path(get, path = "/api/v1/recalls/{id}/units.csv", tag = "recall-units",
    params(("id" = String, Path, description = "The recall"),
        ("lang" = Option<String>, Query, description = "`fa` or `en`")),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String)))]
pub async fn file(
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    path: web::Path<String>,
    lang: Lang,
) -> Answer {
    let filter = RecallUnitFilter { recall: id(&path)?, states: Vec::new(), after: None, limit: MOST_ROWS };
    let page = listed(&app, &caller, filter).await?;
    let sheet = Sheet {
        name: "recall-units",
        language: lang.0,
        titles: COLUMNS.iter().map(|column| say(lang.0, &code_key("field", column), &[])).collect(),
        rows: page.items.iter().map(cells).collect(),
        note: String::new(),
    };
    sheet.csv()
}

fn cells(unit: &RecallUnitView) -> Vec<Cell> {
    let text = |text: Option<String>| Cell::Text(text.unwrap_or_default());
    let times = [Some(unit.found_at), unit.told_at, unit.booked_at, unit.corrected_at];
    let head = [unit.serial.clone(), unit.model.clone(), Some(unit.province.clone()), Some(unit.state.to_string())];
    let times = times.map(|at| at.map(|at| at.to_rfc3339()));
    head.into_iter().chain(times).chain([unit.exclude_reason.clone()]).map(text).collect()
}

/// One unit of a recall
#[utoipa::path(get, path = "/api/v1/recalls/{id}/units/{unit}", tag = "recall-units",
    params(("id" = String, Path, description = "The recall"), ("unit" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = RecallUnitView)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewReport>, path: web::Path<(String, String)>) -> Answer {
    let (recall, unit) = path.into_inner();
    Ok(answered(&shown(&app, &caller, (id(&recall)?, id(&unit)?)).await?))
}

/// Book the correction of a unit: a request and a job where the unit was last, free of charge
#[utoipa::path(post, path = "/api/v1/recalls/{id}/units/{unit}/job", tag = "recall-units", request_body = Booking,
    params(("id" = String, Path, description = "The recall"), ("unit" = String, Path, description = "The unit"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The unit with its job", body = RecallUnitView,
        headers(("Location" = String, description = "The job")))))]
pub async fn book(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    path: web::Path<(String, String)>,
    key: IdemKey,
    body: Body<Booking>,
) -> Answer {
    let (recall, unit) = path.into_inner();
    let which = (id(&recall)?, id(&unit)?);
    shown(&app, &caller, which).await?;
    let key = key_of("POST /api/v1/recalls/{id}/units/{unit}/job", key, &body).map(|key| key.on(&which.1));
    let made = book_unit(&app, (Actor::staff(&caller), key), which, body.value).await?;
    let job = made.jobs.first().map(|job| format!("/api/v1/jobs/{}", job.id)).unwrap_or_default();
    let unit = shown(&app, &caller, which).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, job)).json(unit))
}

/// Say of a unit that its customer was told, or whether it is to be corrected
#[utoipa::path(post, path = "/api/v1/recalls/{id}/units/{unit}/events", tag = "recall-units",
    request_body = RecallUnitHappens,
    params(("id" = String, Path, description = "The recall"), ("unit" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = RecallUnitView),
        (status = 409, description = "The state does not allow it"),
        (status = 412, description = "`If-Match` names an old version")))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<(String, String)>,
    body: Body<RecallUnitHappens>,
) -> Answer {
    let (recall, unit) = path.into_inner();
    let which = (id(&recall)?, id(&unit)?);
    let RecallUnitHappens { event, reason } = body.value;
    step_unit(&app, &caller, which, UnitSaid { event, reason, seen: seen(&request)? }).await?;
    Ok(answered(&shown(&app, &caller, which).await?))
}

fn answered(shown: &RecallUnitView) -> HttpResponse {
    let version = format!("\"{}\"", shown.version);
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(shown)
}

async fn shown(app: &App, caller: &Caller, (recall, unit): (RecallId, RecallUnitId)) -> Result<RecallUnitView, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| recall_unit(conn, &scope, (recall, unit)).map_err(Error::from)).await
}
