//! `/jobs/{id}/quotes`, `/jobs/{id}/charges`: the price before the work, and whether work under warranty is charged.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{id, key_of};
use crate::app::quotes::{
    ChargeStep, NewCharge, NewQuote, QuoteStep, ask_charge, decide_charge, make_quote, step_quote,
};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::id::{ChargeId, JobId, QuoteId};
use crate::domain::quote::{AnswerWay, ChargeEvent, QuoteEvent};
use crate::queries::Page;
use crate::queries::jobs::must_see;
use crate::queries::money::{ChargeView, QuoteView, charge_view, money_of, quote_view};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};

/// What happens to a quote.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteHappens {
    /// `send`, `approve`, `decline` or `expire`.
    #[schema(value_type = String, example = "approve")]
    event: QuoteEvent,
    /// `voice`, for an answer that the customer gave on the telephone.
    #[schema(value_type = Option<String>, example = "voice")]
    by: Option<AnswerWay>,
    /// What the customer said; required with `voice`.
    note: Option<String>,
}

/// What the organisation decides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeHappens {
    /// `approve` or `refuse`.
    #[schema(value_type = String, example = "approve")]
    event: ChargeEvent,
    /// Why; required to refuse.
    note: Option<String>,
}

/// The quotes of a job, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/quotes", tag = "quotes",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every quote", body = Page<QuoteView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let money = app.db.read(move |conn| money_of(conn, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(money.quotes)))
}

/// Write a quote, and send it if that is asked
#[utoipa::path(post, path = "/api/v1/jobs/{id}/quotes", tag = "quotes", request_body = NewQuote,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The quote", body = QuoteView)))]
pub async fn create(
    app: web::Data<App>,
    caller: Allowed<perm::HandleMoney>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewQuote>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/quotes", key, &body).map(|key| key.on(&job));
    let made = make_quote(&app, (Actor::staff(&caller), key), job, body.value).await?;
    Ok(HttpResponse::Created().json(shown(&app, made.quote_id).await?))
}

/// Send a quote, take down what the customer said to it, or take it back
#[utoipa::path(post, path = "/api/v1/quotes/{id}/events", tag = "quotes", request_body = QuoteHappens,
    params(("id" = String, Path, description = "The quote"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The quote", body = QuoteView)))]
pub async fn step(
    app: web::Data<App>,
    caller: Allowed<perm::HandleMoney>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<QuoteHappens>,
) -> Answer {
    let quote: QuoteId = id(&path)?;
    visible(&app, &caller, shown(&app, quote).await?.job_id).await?;
    let key = key_of("POST /api/v1/quotes/{id}/events", key, &body).map(|key| key.on(&quote));
    let QuoteHappens { event, by, note } = body.value;
    step_quote(&app, (Actor::staff(&caller), key), quote, QuoteStep { event, way: by, note }).await?;
    Ok(HttpResponse::Ok().json(shown(&app, quote).await?))
}

/// Requests to charge a job that was under warranty, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/charges", tag = "quotes",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every request", body = Page<ChargeView>)))]
pub async fn charges(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let money = app.db.read(move |conn| money_of(conn, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(money.charges)))
}

/// Ask to charge a job that was under warranty
#[utoipa::path(post, path = "/api/v1/jobs/{id}/charges", tag = "quotes", request_body = NewCharge,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The request", body = ChargeView)))]
pub async fn ask(
    app: web::Data<App>,
    caller: Allowed<perm::HandleMoney>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewCharge>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/charges", key, &body).map(|key| key.on(&job));
    let asked = ask_charge(&app, (Actor::staff(&caller), key), job, body.value).await?;
    Ok(HttpResponse::Created().json(charge(&app, asked.charge_id).await?))
}

/// Decide, as another person than who asked, whether the customer is charged
#[utoipa::path(post, path = "/api/v1/charges/{id}/events", tag = "quotes", request_body = ChargeHappens,
    params(("id" = String, Path, description = "The request")),
    responses((status = 200, description = "The request", body = ChargeView)))]
pub async fn decide(
    app: web::Data<App>,
    caller: Allowed<perm::ApproveCharge>,
    path: web::Path<String>,
    body: Body<ChargeHappens>,
) -> Answer {
    let asked: ChargeId = id(&path)?;
    visible(&app, &caller, charge(&app, asked).await?.job_id).await?;
    let ChargeHappens { event, note } = body.value;
    decide_charge(&app, &caller, asked, ChargeStep { event, note }).await?;
    Ok(HttpResponse::Ok().json(charge(&app, asked).await?))
}

async fn shown(app: &App, quote: QuoteId) -> Result<QuoteView, Error> {
    app.db.read(move |conn| quote_view(conn, quote).map_err(Error::from)).await
}

async fn charge(app: &App, asked: ChargeId) -> Result<ChargeView, Error> {
    app.db.read(move |conn| charge_view(conn, asked).map_err(Error::from)).await
}

pub(super) async fn visible(app: &App, caller: &Caller, job: JobId) -> Result<JobId, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    Ok(job)
}
