//! `/loaners`, `/jobs/{id}/loaner`: units that are lent to customers.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::quotes::visible;
use super::{codes, id, key_of, limit, seen};
use crate::app::loaners::{Lending, LoanerStep, NewLoaner, add_loaner, lend_loaner, step_loaner};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, LoanerId};
use crate::domain::text::serial_key;
use crate::domain::workshop::LoanerEvent;
use crate::queries::Page;
use crate::queries::loaners::{LoanerFilter, LoanerView, list_loaners, loaner_view};
use crate::queries::page::MOST;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the register is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; all when nothing is asked.
    #[param(example = "in_stock")]
    pub state: Option<String>,
    /// A serial, in any spelling.
    pub serial: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a loaner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanerHappens {
    /// `return`, `restock`, `lose` or `find`.
    #[schema(value_type = String, example = "return")]
    event: LoanerEvent,
    /// Where it stands then: `centre` or `agent:ID`.
    place: Option<String>,
    /// In words; required for what is lost.
    note: Option<String>,
}

/// Loaners, by serial
#[utoipa::path(get, path = "/api/v1/loaners", tag = "loaners", params(Asked),
    responses((status = 200, description = "A page of loaners", body = Page<LoanerView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let filter = LoanerFilter {
        states: codes("state", asked.0.state.as_deref(), &mut faults),
        serial_key: asked.0.serial.as_deref().map(serial_key).filter(|key| !key.is_empty()),
        job: None,
        after: asked.0.cursor.clone().filter(|cursor| !cursor.is_empty()),
        limit: limit(asked.0.limit, &mut faults),
    };
    faults.or(()).map_err(Error::from)?;
    let scope = caller.scope.clone();
    let read = app.db.read(move |conn| list_loaners(conn, &scope, &filter).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// Add a loaner to the register
#[utoipa::path(post, path = "/api/v1/loaners", tag = "loaners", request_body = NewLoaner,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The loaner", body = LoanerView)))]
pub async fn add(app: web::Data<App>, caller: Allowed<perm::KeepStock>, key: IdemKey, body: Body<NewLoaner>) -> Answer {
    let key = key_of("POST /api/v1/loaners", key, &body);
    let kept = add_loaner(&app, &caller, key, body.value).await?;
    Ok(HttpResponse::Created().json(one(&app, kept.loaner_id).await?))
}

/// The loaners that were lent for a job
#[utoipa::path(get, path = "/api/v1/jobs/{id}/loaner", tag = "loaners",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every loaner", body = Page<LoanerView>)))]
pub async fn of_job(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    Ok(HttpResponse::Ok().json(lent_for(&app, &caller, job).await?))
}

/// The loaners that were lent for a job, as the caller may see them.
pub async fn lent_for(app: &App, caller: &Caller, job: JobId) -> Result<Page<LoanerView>, Error> {
    let filter = LoanerFilter { job: Some(job), limit: MOST, ..LoanerFilter::default() };
    let scope = caller.scope.clone();
    app.db.read(move |conn| list_loaners(conn, &scope, &filter).map_err(Error::from)).await
}

/// Lend a loaner to the customer of a job
#[utoipa::path(post, path = "/api/v1/jobs/{id}/loaner", tag = "loaners", request_body = Lending,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The loaner", body = LoanerView)))]
pub async fn lend(
    app: web::Data<App>,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<Lending>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/loaner", key, &body).map(|key| key.on(&job));
    let kept = lend_loaner(&app, &caller, (job, key), body.value).await?;
    Ok(HttpResponse::Created().json(one(&app, kept.loaner_id).await?))
}

/// Say what becomes of a loaner
#[utoipa::path(post, path = "/api/v1/loaners/{id}/events", tag = "loaners", request_body = LoanerHappens,
    params(("id" = String, Path, description = "The loaner")),
    responses((status = 200, description = "The loaner", body = LoanerView)))]
pub async fn step(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<String>,
    body: Body<LoanerHappens>,
) -> Answer {
    let LoanerHappens { event, place, note } = body.value;
    let step = LoanerStep { event, place, note, seen: seen(&request)? };
    let shown = LoanerView::from(step_loaner(&app, &caller, id(&path)?, step).await?);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", shown.version))).json(shown))
}

async fn one(app: &App, id: LoanerId) -> Result<LoanerView, Error> {
    app.db.read(move |conn| loaner_view(conn, id).map_err(Error::from)).await
}
