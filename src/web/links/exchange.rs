//! A case of exchange or refund as its customer sees it: why the work waits, what was decided, and what was given.

use serde_json::{Value, json};

use crate::domain::exchange::ExchangeState;
use crate::domain::money::Money;
use crate::i18n::format;
use crate::queries::links::UnitFacts;
use crate::web::view::View;

/// What the customer's page says of a case.
pub(super) struct ExchangeShown {
    pub tone: &'static str,
    pub headline: String,
    pub explanation: String,
    /// Label and value as HTML.
    pub facts: Vec<(String, String)>,
}

/// The words with which a case was turned down, which are for the customer, too.
fn refusal(unit: &UnitFacts) -> Option<&str> {
    let case = unit.exchange.as_ref().filter(|case| case.state.0 == ExchangeState::Rejected)?;
    case.ended_note.as_deref()
}

/// The case of a unit, if there is one.
pub(super) fn exchange_shown(v: &View, unit: &UnitFacts) -> Option<ExchangeShown> {
    let case = unit.exchange.as_ref()?;
    let words = |text: &str| v.words("page-words", "words", text);
    let mut facts = vec![(v.t("page-exchange-cause"), words(&v.code("reason", &case.cause)))];
    if let Some(amount) = case.amount() {
        facts.push((v.t("page-exchange-amount"), format::money(v.language, amount)));
    }
    if let Some(refusal) = refusal(unit) {
        facts.push((v.t("page-exchange-refusal"), words(refusal)));
    }
    if let Some(on) = case.paid_on {
        facts.push((v.t("page-exchange-paid-on"), v.day(on.0)));
    }
    if let Some(trace) = &case.paid_trace {
        facts.push((v.t("field-trace"), v.bdi(trace)));
    }
    let tone = match case.state.0 {
        ExchangeState::Approved | ExchangeState::Fulfilled => "ok",
        ExchangeState::Rejected => "bad",
        _ => "",
    };
    let is_waiting = case.state.0.is_open() && case.state.0 != ExchangeState::Approved;
    let stands = if is_waiting { "waiting" } else { case.state.0.as_str() };
    Some(ExchangeShown {
        tone,
        headline: v.code("customer-remedy", case.remedy.0.as_str()),
        explanation: v.code("customer-exchange", &format!("{}_{stands}", case.remedy.0)),
        facts,
    })
}

/// The same for programs.
pub(super) fn told_exchange(unit: &UnitFacts) -> Option<Value> {
    let case = unit.exchange.as_ref()?;
    Some(json!({
        "state": case.state.0, "remedy": case.remedy.0, "reason": case.cause, "amount": case.amount(),
        "refusal": refusal(unit), "paid": case.paid_amount.map(Money::rials),
        "paid_on": case.paid_on.map(|day| day.0),
    }))
}
