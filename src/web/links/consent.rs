//! What the customer says on the own page to a price and to a payment, and the receipt.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::json;

use super::Link;
use super::customer::{load, refused};
use super::said::{Said, fault, read};
use crate::app::payments::{PaymentStep, step_payment};
use crate::app::quotes::{QuoteStep, step_quote};
use crate::app::receipt::{ReceiptWords, receipt_of, receipt_pdf, receipt_words};
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::FaultCode;
use crate::domain::id::{JobId, PaymentId, QuoteId, RequestId};
use crate::domain::payment::PaymentEvent;
use crate::domain::quote::{AnswerWay, QuoteEvent};
use crate::web::error::Answer;
use crate::web::view::{View, page};

/// Approves or declines a price: `about` is the quote, `answer` is `approve` or `decline`.
pub(super) async fn quote(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let key = said.key("POST /t/{code}/quote").map(|key| key.on(&id));
    let answering = async {
        let quote: QuoteId = named(said.value.about.as_ref())?;
        let event: Option<QuoteEvent> = read("answer", said.value.answer.as_ref())?;
        let event = event.filter(|event| matches!(event, QuoteEvent::Approve | QuoteEvent::Decline));
        let event = event.ok_or_else(|| fault("answer", FaultCode::Required))?;
        let facts = load(&app, id).await?;
        let mut quotes = facts.units.iter().flat_map(|unit| &unit.money.quotes);
        quotes.find(|it| it.id == quote).ok_or(Code::NotFound)?;
        let step = QuoteStep { event, way: Some(AnswerWay::Link), note: said.value.note.clone() };
        step_quote(&app, (Actor::customer(id), key), quote, step).await
    };
    match answering.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(state) => Ok(HttpResponse::Ok().json(json!({ "state": state }))),
        Err(error) => refused(&link, id, &said.value, error).await,
    }
}

/// Confirms or disputes a payment: `about` is the payment, `answer` is `confirm` or `dispute`, with what is wrong in `note`.
pub(super) async fn payment(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let key = said.key("POST /t/{code}/payment").map(|key| key.on(&id));
    let answering = async {
        let payment: PaymentId = named(said.value.about.as_ref())?;
        let event: Option<PaymentEvent> = read("answer", said.value.answer.as_ref())?;
        let event = event.filter(|event| matches!(event, PaymentEvent::Confirm | PaymentEvent::Dispute));
        let event = event.ok_or_else(|| fault("answer", FaultCode::Required))?;
        let facts = load(&app, id).await?;
        let mut payments = facts.units.iter().flat_map(|unit| &unit.money.payments);
        payments.find(|it| it.id == payment).ok_or(Code::NotFound)?;
        let step = PaymentStep { event, way: Some(AnswerWay::Link), note: said.value.note.clone(), amount: None };
        step_payment(&app, (Actor::customer(id), key), payment, step).await
    };
    match answering.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(state) => Ok(HttpResponse::Ok().json(json!({ "state": state }))),
        Err(error) => refused(&link, id, &said.value, error).await,
    }
}

fn named<T: std::str::FromStr>(about: Option<&String>) -> Result<T, Error> {
    read("about", about)?.ok_or_else(|| fault("about", FaultCode::Required))
}

#[derive(Template)]
#[template(path = "links/receipt.html")]
pub(super) struct ReceiptPage {
    pub v: View,
    pub words: ReceiptWords,
    /// Where the same is as a file.
    pub file: String,
}

/// The receipt of one job of the request.
pub(super) async fn receipt(app: web::Data<App>, request: HttpRequest, path: web::Path<(String, JobId)>) -> Answer {
    let (code, job) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    of_request(&link, job).await?;
    let receipt = receipt_of(&app, job).await?;
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(receipt));
    }
    let v = link.view("receipt-title", receipt.language);
    let words = receipt_words(&app, &receipt, v.language);
    let file = v.below(&format!("/receipt/{job}/pdf"));
    page(StatusCode::OK, &ReceiptPage { v, words, file })
}

/// The same as a file.
pub(super) async fn receipt_file(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, JobId)>,
) -> Answer {
    let (code, job) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    of_request(&link, job).await?;
    let receipt = receipt_of(&app, job).await?;
    let words = receipt_words(&app, &receipt, link.language(receipt.language));
    Ok(pdf(&receipt.number, receipt_pdf(&words)?))
}

/// A PDF that browsers show, under a name for saving it.
pub(in crate::web) fn pdf(number: &str, file: Vec<u8>) -> HttpResponse {
    let name = format!("inline; filename=\"receipt-{number}.pdf\"");
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file)
}

async fn of_request(link: &Link<'_>, job: JobId) -> Result<RequestId, crate::web::error::Problem> {
    let id = link.customer().await?;
    let facts = load(link.app, id).await?;
    if facts.units.iter().any(|unit| unit.job.id.0 == job) { Ok(id) } else { Err(Code::NotFound.into()) }
}
