//! A digit that answers a price: one approves, two declines; the number of the request tells several apart.

use chrono::TimeDelta;

use super::reply::{reply, to_customer};
use super::{Heard, Letter};
use crate::app::messages::Param;
use crate::app::quotes::{QuoteStep, step_quote};
use crate::app::{Actor, App, Code, Error};
use crate::domain::message::CustomerOrder;
use crate::domain::quote::{AnswerWay, QuoteEvent, QuoteState};
use crate::store::customers::Customer;
use crate::store::jobs::find_job;
use crate::store::quotes::{Quote, list_quotes_to};

/// How far back a quote may have been sent that a digit is taken to answer.
const LOOK_BACK: TimeDelta = TimeDelta::days(90);
/// How long after its end a digit is taken to mean a quote and not a rating.
const MISSED_FOR: TimeDelta = TimeDelta::days(2);

/// The event that a wish means, and the request that it names.
fn meant(wish: &CustomerOrder) -> Option<(QuoteEvent, Option<&str>)> {
    let (digit, reference) = match wish {
        CustomerOrder::Rate(digit) => (*digit, None),
        CustomerOrder::Answer(digit, reference) => (*digit, Some(reference.as_str())),
        _ => return None,
    };
    match digit {
        1 => Some((QuoteEvent::Approve, reference)),
        2 => Some((QuoteEvent::Decline, reference)),
        _ => None,
    }
}

/// Answers the price that waits for this customer; nothing if the wish is another, or no price waits.
pub(super) async fn answer(
    app: &App,
    letter: &Letter,
    customers: &[Customer],
    wish: &CustomerOrder,
) -> Result<Option<Heard>, Error> {
    let Some((event, reference)) = meant(wish) else { return Ok(None) };
    let now = app.clock.now();
    let ids: Vec<_> = customers.iter().map(|customer| customer.id.0).collect();
    let quotes = app.db.read(move |conn| list_quotes_to(conn, &ids, now - LOOK_BACK).map_err(Error::from)).await?;
    let named = |(_, of): &&(Quote, String)| reference.is_none_or(|wanted| of == wanted);
    let is_open =
        |quote: &Quote| quote.state.0 == QuoteState::Sent && quote.valid_until.is_none_or(|until| until.0 > now);
    let open: Vec<&(Quote, String)> = quotes.iter().filter(named).filter(|(quote, _)| is_open(quote)).collect();
    let to = to_customer(letter, customers.first());
    match open.as_slice() {
        [(quote, _)] => decide(app, (letter, customers), quote, event).await.map(Some),
        [] => {
            let is_missed = |quote: &Quote| {
                let has_ended = matches!(quote.state.0, QuoteState::Sent | QuoteState::Expired);
                has_ended && quote.valid_until.is_some_and(|until| until.0 > now - MISSED_FOR)
            };
            if reference.is_none() && !quotes.first().is_some_and(|(quote, _)| is_missed(quote)) {
                return Ok(None);
            }
            reply(app, (letter, to), "quote-over", Vec::new()).await?;
            Ok(Some(Heard::refused(Code::QuoteExpired)))
        }
        several => {
            let references = several.iter().map(|(_, of)| of.as_str()).collect::<Vec<_>>().join(", ");
            reply(app, (letter, to), "which-quote", vec![("references", Param::Code(references))]).await?;
            Ok(Some(Heard::refused(Code::Conflict)))
        }
    }
}

async fn decide(
    app: &App,
    (letter, customers): (&Letter, &[Customer]),
    quote: &Quote,
    event: QuoteEvent,
) -> Result<Heard, Error> {
    let (id, job) = (quote.id.0, quote.job_id.0);
    let request = app.db.read(move |conn| find_job(conn, job).map_err(Error::from)).await?.request_id.0;
    // What was written stands beside the answer as it came.
    let step = QuoteStep { event, way: Some(AnswerWay::Sms), note: Some(letter.text.clone()) };
    let to = to_customer(letter, customers.first());
    match step_quote(app, (Actor::customer(request), None), id, step).await {
        Ok(state) => {
            let (did, answer) = match state {
                QuoteState::Approved => ("quote_approved", "quote-approved"),
                _ => ("quote_declined", "quote-declined"),
            };
            reply(app, (letter, to), answer, Vec::new()).await?;
            Ok(Heard::did(did).about(job))
        }
        Err(error) if matches!(error.code(), Code::Internal | Code::Unavailable) => Err(error),
        Err(error) => {
            let code = error.code();
            reply(app, (letter, to), "refused", vec![("why", Param::Problem(code.as_str().to_owned()))]).await?;
            Ok(Heard::refused(code).about(job))
        }
    }
}
