//! `/jobs/{id}/payments` and the receipt: what was taken, what the customer said to it, what is shown for it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::quotes::visible;
use super::{id, key_of};
use crate::app::payments::{NewPayment, PaymentStep, record_payment, step_payment};
use crate::app::receipt::{Receipt, receipt_of, receipt_pdf, receipt_words};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Permission, allows};
use crate::domain::id::PaymentId;
use crate::domain::money::Money;
use crate::domain::payment::PaymentEvent;
use crate::domain::quote::AnswerWay;
use crate::queries::Page;
use crate::queries::money::{PaymentView, money_of, payment_view};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};
use crate::web::links::consent::pdf;
use crate::web::words::asked_for;

/// What happens to a payment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentHappens {
    /// `confirm`, `dispute` or `settle`.
    #[schema(value_type = String, example = "confirm")]
    event: PaymentEvent,
    /// `voice`, for an answer that the customer gave on the telephone.
    #[schema(value_type = Option<String>, example = "voice")]
    by: Option<AnswerWay>,
    /// What the customer said, or what was found; required with `voice`, and to settle what was disputed.
    note: Option<String>,
    /// What was found, to settle; what was taken down when nothing is said.
    #[schema(value_type = Option<Object>)]
    amount: Option<Money>,
}

/// The payments of a job, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/payments", tag = "payments",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every payment", body = Page<PaymentView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let money = app.db.read(move |conn| money_of(conn, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(money.payments)))
}

/// Take a payment down
#[utoipa::path(post, path = "/api/v1/jobs/{id}/payments", tag = "payments", request_body = NewPayment,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The payment", body = PaymentView)))]
pub async fn create(
    app: web::Data<App>,
    caller: Allowed<perm::HandleMoney>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewPayment>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("POST /api/v1/jobs/{id}/payments", key, &body).map(|key| key.on(&job));
    let paid = record_payment(&app, (Actor::staff(&caller), key), job, body.value).await?;
    Ok(HttpResponse::Created().json(shown(&app, paid.payment_id).await?))
}

/// Take down what the customer said to a payment, or settle it
#[utoipa::path(post, path = "/api/v1/payments/{id}/events", tag = "payments", request_body = PaymentHappens,
    params(("id" = String, Path, description = "The payment"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The payment", body = PaymentView)))]
pub async fn step(
    app: web::Data<App>,
    caller: Allowed<perm::HandleMoney>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<PaymentHappens>,
) -> Answer {
    let payment: PaymentId = id(&path)?;
    visible(&app, &caller, shown(&app, payment).await?.job_id).await?;
    let key = key_of("POST /api/v1/payments/{id}/events", key, &body).map(|key| key.on(&payment));
    let PaymentHappens { event, by, note, amount } = body.value;
    if event == PaymentEvent::Settle && !allows(caller.role, Permission::ApproveCharge) {
        return Err(Code::Forbidden.into());
    }
    let step = PaymentStep { event, way: by, note, amount };
    step_payment(&app, (Actor::staff(&caller), key), payment, step).await?;
    Ok(HttpResponse::Ok().json(shown(&app, payment).await?))
}

/// The receipt of a job that is done and paid
#[utoipa::path(get, path = "/api/v1/jobs/{id}/receipt", tag = "payments",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The receipt", body = Receipt)))]
pub async fn receipt(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    Ok(HttpResponse::Ok().json(receipt_of(&app, job).await?))
}

/// The receipt as a PDF, in the customer's language or in that of `?lang=`
#[utoipa::path(get, path = "/api/v1/jobs/{id}/receipt.pdf", tag = "payments",
    params(("id" = String, Path, description = "The job"),
        ("lang" = Option<String>, Query, description = "`fa` or `en`")),
    responses((status = 200, description = "The receipt", content_type = "application/pdf", body = Vec<u8>)))]
pub async fn receipt_file(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewCustomer>,
    path: web::Path<String>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let receipt = receipt_of(&app, job).await?;
    let words = receipt_words(&app, &receipt, asked_for(&request).unwrap_or(receipt.language));
    Ok(pdf(&receipt.number, receipt_pdf(&words)?))
}

async fn shown(app: &App, payment: PaymentId) -> Result<PaymentView, Error> {
    app.db.read(move |conn| payment_view(conn, payment).map_err(Error::from)).await
}
