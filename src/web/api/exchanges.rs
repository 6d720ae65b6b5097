//! `/jobs/{id}/exchange`, `/exchanges`: another unit or the money back, approved by two people.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::quotes::visible;
use super::{codes, id, key_of, limit, seen, value};
use crate::app::exchanges::{ExchangeStep, Fulfilment, NewExchange, ask_exchange, step_exchange};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::exchange::{ExchangeEvent, OldUnit};
use crate::domain::fault::Faults;
use crate::domain::id::{AttachmentId, ExchangeId, JobId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentMethod;
use crate::queries::Page;
use crate::queries::exchanges::{ExchangeFilter, ExchangeView, exchange_view, list_exchanges};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// What the list of cases is limited to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// States, with commas between them; those of cases that are not over when nothing is asked.
    #[param(example = "requested,technically_approved")]
    pub state: Option<String>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub limit: Option<i64>,
}

/// What happens to a case. What belongs to `fulfil` is for that event alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeHappens {
    /// The event; the case tells which ones the caller may let happen.
    #[schema(value_type = String, example = "approve_technically")]
    event: ExchangeEvent,
    /// In words; required for `ask_evidence`, `ask_again`, `reject` and `withdraw`. The customer reads those of `reject`.
    note: Option<String>,
    /// More photos of the job, with `ask_again`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    photos: Vec<AttachmentId>,
    /// Serial of the other unit; required for an exchange.
    new_serial: Option<String>,
    /// Code of its model; the model of the old unit if left out.
    new_model: Option<String>,
    /// What became of the old unit: `collected` or `left_with_customer`; required unless a workshop has it.
    #[schema(value_type = Option<String>, example = "collected")]
    old_unit: Option<OldUnit>,
    /// Serial of the old unit; required where it is not known.
    old_serial: Option<String>,
    /// Who fetched the old unit; required with `collected` unless a workshop has it.
    collected_by: Option<String>,
    /// The money that was given back: what was approved; required for a refund.
    #[schema(value_type = Option<Object>)]
    amount: Option<Money>,
    /// How it was paid; required for a refund.
    #[schema(value_type = Option<String>, example = "card_to_card")]
    method: Option<PaymentMethod>,
    /// The number that proves the payment; required for every method but cash.
    trace: Option<String>,
    /// The day on which it was paid; required for a refund.
    #[schema(value_type = Option<String>, format = Date)]
    paid_on: Option<NaiveDate>,
}

/// Ask for another unit or the money back
#[utoipa::path(post, path = "/api/v1/jobs/{id}/exchange", tag = "exchanges", request_body = NewExchange,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The case", body = ExchangeView)))]
pub async fn ask(
    app: web::Data<App>,
    caller: Allowed<perm::AskExchange>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewExchange>,
) -> Answer {
    let job: JobId = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/exchange", key, &body).map(|key| key.on(&job));
    let asked = ask_exchange(&app, (&caller, key), job, body.value).await?;
    let location = format!("/api/v1/exchanges/{}", asked.exchange_id);
    let shown = shown(&app, &caller, asked.exchange_id).await?;
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(shown))
}

/// Cases of exchange and refund, those that wait longest first
#[utoipa::path(get, path = "/api/v1/exchanges", tag = "exchanges", params(Asked),
    responses((status = 200, description = "A page of cases", body = Page<ExchangeView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, asked: Query<Asked>) -> Answer {
    let filter = filter(&asked.0)?;
    Ok(HttpResponse::Ok().json(listed(&app, &caller, filter).await?))
}

/// The list that is asked for.
pub fn filter(asked: &Asked) -> Result<ExchangeFilter, Error> {
    let mut faults = Faults::default();
    let filter = ExchangeFilter {
        states: codes("state", asked.state.as_deref(), &mut faults),
        after: value("cursor", asked.cursor.as_deref(), &mut faults),
        limit: limit(asked.limit, &mut faults),
    };
    Ok(faults.or(filter)?)
}

/// A page of cases as the caller may see them.
pub async fn listed(app: &App, caller: &Caller, filter: ExchangeFilter) -> Result<Page<ExchangeView>, Error> {
    let reader = caller.clone();
    app.db.read(move |conn| list_exchanges(conn, &reader, &filter).map_err(Error::from)).await
}

/// One case
#[utoipa::path(get, path = "/api/v1/exchanges/{id}", tag = "exchanges",
    params(("id" = String, Path, description = "The case")),
    responses((status = 200, description = "The case", body = ExchangeView)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    Ok(answered(&shown(&app, &caller, id(&path)?).await?))
}

/// Say what becomes of a case: ask for evidence, approve on either side, turn down, take back, or do it
#[utoipa::path(post, path = "/api/v1/exchanges/{id}/events", tag = "exchanges", request_body = ExchangeHappens,
    params(("id" = String, Path, description = "The case"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The case", body = ExchangeView)))]
pub async fn step(
    (request, key): (HttpRequest, IdemKey),
    app: web::Data<App>,
    caller: Allowed<perm::AskExchange>,
    path: web::Path<String>,
    body: Body<ExchangeHappens>,
) -> Answer {
    let case: ExchangeId = id(&path)?;
    let key = key_of("POST /api/v1/exchanges/{id}/events", key, &body).map(|key| key.on(&case));
    let said = body.value;
    let given = Fulfilment {
        new_serial: said.new_serial,
        new_model: said.new_model,
        old_unit: said.old_unit,
        old_serial: said.old_serial,
        collected_by: said.collected_by,
        amount: said.amount,
        method: said.method,
        trace: said.trace,
        paid_on: said.paid_on,
    };
    let seen = seen(&request)?;
    let step = ExchangeStep { event: said.event, note: said.note, photos: said.photos, given, seen };
    step_exchange(&app, (&caller, key), case, step).await?;
    Ok(answered(&shown(&app, &caller, case).await?))
}

fn answered(shown: &ExchangeView) -> HttpResponse {
    let version = format!("\"{}\"", shown.version);
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(shown)
}

/// One case as the caller may see it.
pub async fn shown(app: &App, caller: &Caller, case: ExchangeId) -> Result<ExchangeView, Error> {
    let reader = caller.clone();
    app.db.read(move |conn| exchange_view(conn, &reader, case).map_err(Error::from)).await
}
