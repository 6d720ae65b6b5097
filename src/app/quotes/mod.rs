//! The price before the work: told at intake, quoted from the site, approved or declined by the customer.

mod answer;
mod charge;
mod decline;
mod make;
mod price;
mod send;
mod tell;

pub use answer::{QuoteStep, drop_quotes, expire_due, step_quote};
pub use charge::{ChargeStep, NewCharge, ask_charge, decide_charge};
pub use make::{NewQuote, Quoted, make_quote};
pub use price::{PriceTold, fee_of, price_to_tell, tell_price};
pub(super) use tell::tell_technician;

use serde_json::json;

use super::journal::Happening;
use super::{Actor, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::machine::ActorKind;
use crate::domain::quote::AnswerWay;
use crate::domain::text::clean_text;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::quotes::Quote;

pub(super) const NOTE_CHARS: usize = 1_000;
/// The reason for which a job waits for the answer to a quote.
pub const WAITING: &str = "QUOTE_PENDING";

/// One faulty field.
pub(super) fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}

/// Words as they are kept; none when there are none.
pub(super) fn words(field: &'static str, typed: Option<&str>) -> Result<Option<String>, Error> {
    let cleaned = typed.map(|text| clean_text(text, NOTE_CHARS)).transpose();
    let cleaned = cleaned.map_err(|code| {
        let mut faults = Faults::default();
        faults.add_about(field, code, NOTE_CHARS.to_string());
        Error::from(faults)
    })?;
    Ok(cleaned.filter(|text| !text.is_empty()))
}

/// Whether an answer is the customer's own word: from the customer's link or telephone, or spoken and taken down in words.
pub(super) fn is_consent(actor: &Actor, way: Option<AnswerWay>, note: Option<&str>) -> bool {
    match actor.kind {
        ActorKind::Customer => way.is_some_and(|way| way != AnswerWay::Voice),
        ActorKind::Staff => way == Some(AnswerWay::Voice) && note.is_some(),
        _ => false,
    }
}

/// What staff must add to answer for a customer, as faults of the fields.
pub(super) fn refuse_consent(way: Option<AnswerWay>, note: Option<&str>) -> Error {
    let mut faults = Faults::default();
    match way {
        None => faults.add("by", FaultCode::Required),
        Some(AnswerWay::Voice) => (),
        Some(_) => faults.add_about("by", FaultCode::NotAllowed, AnswerWay::Voice.as_str()),
    }
    if note.is_none() {
        faults.add("note", FaultCode::Required);
    }
    faults.into()
}

fn happened(job: &Job, quote: &Quote, name: &'static str) -> Happening {
    let detail = json!({
        "total": quote.total(), "valid_until": quote.valid_until.map(|at| at.0),
        "answered_by": quote.answered_by.map(|way| way.0),
    });
    Happening::new(Topic::Quote, quote.id.0, name).of(job).with(detail)
}
