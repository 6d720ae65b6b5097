//! The price behind the technician's link: a quote, a payment, a request to charge what was under warranty.

use actix_web::HttpResponse;
use serde_json::{Value, json};

use super::Link;
use super::said::{Said, Saying, fault, read};
use crate::app::payments::{NewPayment, record_payment};
use crate::app::quotes::{NewCharge, NewQuote, ask_charge, make_quote};
use crate::app::receipt::line_words;
use crate::app::{Actor, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, VisitId};
use crate::domain::machine::{ActorKind, Refusal, allowed};
use crate::domain::money::Money;
use crate::domain::payment::PaymentMethod;
use crate::domain::quote::{LineKind, QuoteLine, QuoteState};
use crate::domain::text::{latin_digits, whole_number};
use crate::domain::visit::{VisitMachine, VisitState};
use crate::i18n::format;
use crate::queries::links::VisitFacts;
use crate::queries::money::{JobMoney, PaymentView, QuoteView};
use crate::web::view::View;

/// The events of a visit's link that are about money.
const EVENTS: [&str; 3] = ["quote", "paid", "charge"];

/// The fields of each part: its name, its pieces, its price.
pub(super) const PARTS: [(&str, &str, &str); 3] = [
    ("part1", "part1_quantity", "part1_price"),
    ("part2", "part2_quantity", "part2_price"),
    ("part3", "part3_quantity", "part3_price"),
];

/// What was typed into a field about the price.
pub(super) fn typed<'a>(saying: &'a Saying, field: &str) -> Option<&'a str> {
    let of = match field {
        "labour" => &saying.labour,
        "travel" => &saying.travel,
        "visit_fee" => &saying.visit_fee,
        "part1" => &saying.part1,
        "part1_quantity" => &saying.part1_quantity,
        "part1_price" => &saying.part1_price,
        "part2" => &saying.part2,
        "part2_quantity" => &saying.part2_quantity,
        "part2_price" => &saying.part2_price,
        "part3" => &saying.part3,
        "part3_quantity" => &saying.part3_quantity,
        "part3_price" => &saying.part3_price,
        "amount" => &saying.amount,
        "method" => &saying.method,
        "trace" => &saying.trace,
        _ => return None,
    };
    of.as_deref()
}

/// Whether an event is about money and not a step of the visit.
pub(super) fn is_about_money(saying: &Saying) -> bool {
    saying.event.as_deref().is_some_and(|event| EVENTS.contains(&event))
}

/// Does it; what was made as JSON for programs.
pub(super) async fn report(link: &Link<'_>, facts: &VisitFacts, said: &Said) -> Result<Value, Error> {
    apply(link, facts, said).await.map_err(|error| in_fields(error, &said.value))
}

/// The faults under the names that the fields have here.
fn in_fields(error: Error, saying: &Saying) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in &mut faults.0 {
        if fault.field == "amount.amount" {
            fault.field = "amount".into();
        } else if fault.field == "attachment_id" {
            fault.field = "photo".into();
        } else if saying.lines.is_none() && fault.field.starts_with("lines.") {
            fault.field = "lines".into();
        }
    }
    faults.into()
}

async fn apply(link: &Link<'_>, facts: &VisitFacts, said: &Said) -> Result<Value, Error> {
    let visit = facts.visit.id.0;
    let job = job_of(facts, said.value.job.as_deref())?;
    refuse_others(facts, job, &said.value)?;
    let actor = Actor::technician(visit);
    let key = said.key("POST /o/{code}/events").map(|key| key.on(&job));
    match said.value.event.as_deref() {
        Some("quote") => {
            let new =
                NewQuote { lines: lines(&said.value)?, note: said.value.note.clone(), valid_until: None, send: true };
            let made = make_quote(link.app, (actor, key), job, new).await?;
            Ok(json!({ "visit_id": visit, "quote_id": made.quote_id }))
        }
        Some("paid") => {
            let paid = record_payment(link.app, (actor, key), job, payment(&said.value)?).await?;
            Ok(json!({ "visit_id": visit, "payment_id": paid.payment_id }))
        }
        _ => {
            let photo = read("photo", said.value.photo.as_ref())?.ok_or_else(|| fault("photo", FaultCode::Required))?;
            let new = NewCharge { reason: said.value.reason.clone().unwrap_or_default(), attachment_id: photo };
            let asked = ask_charge(link.app, (actor, key), job, new).await?;
            Ok(json!({ "visit_id": visit, "charge_id": asked.charge_id }))
        }
    }
}

/// The answer to what was done.
pub(super) fn answered(link: &Link<'_>, made: &Value) -> HttpResponse {
    if link.wants_page() { link.back() } else { HttpResponse::Ok().json(made) }
}

/// Prices are written during a visit by whoever holds the job; money may be taken down after it too.
fn refuse_others(facts: &VisitFacts, job: JobId, saying: &Saying) -> Result<(), Error> {
    let (visit, event) = (&facts.visit, saying.event.clone().unwrap_or_default());
    let mut held = facts.works.iter().filter(|work| work.job.id.0 == job);
    let holds = held.any(|work| work.job.agent_id.is_some_and(|agent| agent == visit.agent_id));
    if holds && (visit.state.0.is_open() || event == "paid" && has_been_there(visit.state.0)) {
        return Ok(());
    }
    let allowed =
        allowed::<VisitMachine>(visit.state.0, ActorKind::Technician).iter().map(ToString::to_string).collect();
    Err(Refusal::State { machine: "visit", state: visit.state.0.to_string(), event, allowed }.into())
}

fn has_been_there(state: VisitState) -> bool {
    matches!(state, VisitState::Done | VisitState::NotDone)
}

pub(super) fn job_of(facts: &VisitFacts, named: Option<&str>) -> Result<JobId, Error> {
    let works = &facts.works;
    match (named, works.as_slice()) {
        (None, [only]) => Ok(only.job.id.0),
        (None, _) => Err(fault("job", FaultCode::Required)),
        (Some(id), _) => {
            let found = works.iter().find(|work| work.job.id.0.as_str() == id);
            Ok(found.ok_or_else(|| fault("job", FaultCode::JobUnknown))?.job.id.0)
        }
    }
}

/// A sum as people type it: digits of any script, with or without separators.
fn amount(field: &'static str, typed: Option<&String>, faults: &mut Faults) -> Option<Money> {
    let sum = whole_number(typed?).map(Money::rials);
    if sum.is_none() {
        faults.add_about(field, FaultCode::Malformed, "12500000");
    }
    sum
}

fn lines(saying: &Saying) -> Result<Vec<QuoteLine>, Error> {
    if let Some(lines) = &saying.lines {
        return Ok(lines.clone());
    }
    let mut faults = Faults::default();
    let mut lines = Vec::new();
    let plain = [
        ("labour", &saying.labour, LineKind::Labour),
        ("travel", &saying.travel, LineKind::Travel),
        ("visit_fee", &saying.visit_fee, LineKind::VisitFee),
    ];
    for (field, typed, kind) in plain {
        if let Some(unit_price) = amount(field, typed.as_ref(), &mut faults) {
            lines.push(QuoteLine { kind, name: None, part_number: None, quantity: 1, unit_price });
        }
    }
    let parts = [
        ("part1", "part1_price", "part1_quantity", &saying.part1, &saying.part1_price, &saying.part1_quantity),
        ("part2", "part2_price", "part2_quantity", &saying.part2, &saying.part2_price, &saying.part2_quantity),
        ("part3", "part3_price", "part3_quantity", &saying.part3, &saying.part3_price, &saying.part3_quantity),
    ];
    for (name_field, price_field, pieces_field, name, price, pieces) in parts {
        if name.is_none() && price.is_none() {
            continue;
        }
        if name.is_none() {
            faults.add(name_field, FaultCode::Required);
        }
        if price.is_none() {
            faults.add(price_field, FaultCode::Required);
        }
        let quantity = pieces.as_ref().map_or(Some(1), |pieces| latin_digits(pieces.trim()).parse().ok());
        if quantity.is_none() {
            faults.add_about(pieces_field, FaultCode::Malformed, "2");
        }
        if let (Some(unit_price), Some(quantity)) = (amount(price_field, price.as_ref(), &mut faults), quantity) {
            lines.push(QuoteLine { kind: LineKind::Part, name: name.clone(), part_number: None, quantity, unit_price });
        }
    }
    Ok(faults.or(lines)?)
}

fn payment(saying: &Saying) -> Result<NewPayment, Error> {
    let mut faults = Faults::default();
    if saying.amount.is_none() {
        faults.add("amount", FaultCode::Required);
    }
    let amount = amount("amount", saying.amount.as_ref(), &mut faults).unwrap_or(Money::rials(0));
    let method = match saying.method.as_deref().map(str::parse) {
        Some(Ok(method)) => method,
        Some(Err(_)) => {
            let methods: Vec<&str> = PaymentMethod::ALL.iter().map(|it| it.as_str()).collect();
            faults.add_about("method", FaultCode::Unknown, methods.join(", "));
            PaymentMethod::Cash
        }
        None => {
            faults.add("method", FaultCode::Required);
            PaymentMethod::Cash
        }
    };
    faults.or(())?;
    Ok(NewPayment {
        amount,
        method,
        receiver: read("receiver", saying.receiver.as_ref())?,
        trace: saying.trace.clone(),
        is_deposit: saying.deposit.is_some(),
        note: saying.note.clone(),
    })
}

/// A quote as a page shows it.
pub(super) struct QuoteShown {
    pub id: String,
    pub state: String,
    pub tone: &'static str,
    pub lines: Vec<[String; 4]>,
    pub tax: Option<String>,
    pub total: String,
    pub fee: Option<String>,
    pub until: Option<String>,
    pub note: Option<String>,
    pub labour_days: String,
    pub part_days: Option<String>,
    pub is_open: bool,
}

/// A payment as a page shows it.
pub(super) struct PaymentShown {
    pub id: String,
    pub state: String,
    pub tone: &'static str,
    pub amount: String,
    pub method: String,
    pub trace: Option<String>,
    pub at: String,
    pub is_open: bool,
}

pub(super) fn quote_shown(v: &View, quote: &QuoteView) -> QuoteShown {
    let money = |sum| format::money(v.language, sum);
    let has_parts = quote.lines.iter().any(|line| line.kind == LineKind::Part);
    QuoteShown {
        id: quote.id.to_string(),
        state: v.code("quote-state", quote.state.as_str()),
        tone: match quote.state {
            QuoteState::Approved => "ok",
            QuoteState::Sent => "warn",
            _ => "",
        },
        lines: quote.lines.iter().map(|line| line_words(v.language, line)).collect(),
        tax: (quote.tax.amount > 0).then(|| money(quote.tax)),
        total: money(quote.total),
        fee: (quote.visit_fee.amount > 0).then(|| money(quote.visit_fee)),
        until: quote.valid_until.map(|at| v.moment(at)),
        note: quote.note.clone(),
        labour_days: v.number(i64::from(quote.labour_guarantee_days)),
        part_days: has_parts.then(|| v.number(i64::from(quote.part_guarantee_days))),
        is_open: quote.state == QuoteState::Sent,
    }
}

pub(super) fn payment_shown(v: &View, payment: &PaymentView) -> PaymentShown {
    PaymentShown {
        id: payment.id.to_string(),
        state: v.code("payment-state", payment.state.as_str()),
        tone: match payment.state.as_str() {
            "disputed" => "bad",
            "recorded" => "warn",
            _ => "ok",
        },
        amount: format::money(v.language, payment.amount),
        method: v.code("payment-method", payment.method.as_str()),
        trace: payment.trace.clone(),
        at: v.moment(payment.recorded_at),
        is_open: payment.state.as_str() == "recorded",
    }
}

/// What the technician's page offers about the price of one job.
pub(super) struct PriceForms {
    pub job: String,
    pub quotes: Vec<QuoteShown>,
    pub payments: Vec<PaymentShown>,
    pub methods: Vec<(&'static str, String)>,
    pub waits: bool,
}

/// The forms of each job of a visit.
pub(super) fn forms(v: &View, facts: &VisitFacts) -> Vec<PriceForms> {
    let visit = &facts.visit;
    let is_there = visit.state.0.is_open() || has_been_there(visit.state.0);
    let of = facts.works.iter().zip(&facts.money).filter(|(work, _)| {
        let holds = work.job.agent_id.is_some_and(|agent| agent == visit.agent_id);
        is_there && holds && work.job.arrived_at.is_some()
    });
    let methods = || PaymentMethod::ALL.iter().map(|it| (it.as_str(), v.code("payment-method", it.as_str()))).collect();
    let forms = of.map(|(work, money)| {
        let shown = |quote: &&QuoteView| quote.state != QuoteState::Draft;
        PriceForms {
            job: work.job.id.0.to_string(),
            quotes: money.quotes.iter().filter(shown).map(|it| quote_shown(v, it)).collect(),
            payments: money.payments.iter().map(|it| payment_shown(v, it)).collect(),
            methods: methods(),
            waits: money.quotes.iter().any(|quote| quote.state == QuoteState::Sent),
        }
    });
    forms.collect()
}

/// The price of a job for programs, without what is the organisation's own.
pub(super) fn told(money: &JobMoney) -> Value {
    let quotes: Vec<Value> = money
        .quotes
        .iter()
        .filter(|quote| quote.state != QuoteState::Draft)
        .map(|it| {
            json!({
                "id": it.id, "state": it.state, "lines": it.lines, "net": it.net, "tax": it.tax, "total": it.total,
                "visit_fee": it.visit_fee, "valid_until": it.valid_until, "note": it.note,
                "labour_guarantee_days": it.labour_guarantee_days, "part_guarantee_days": it.part_guarantee_days,
            })
        })
        .collect();
    let payments: Vec<Value> = money
        .payments
        .iter()
        .map(|it| {
            json!({
                "id": it.id, "state": it.state, "amount": it.amount, "method": it.method, "receiver": it.receiver,
                "trace": it.trace, "is_deposit": it.is_deposit, "recorded_at": it.recorded_at,
                "settled_amount": it.settled_amount,
            })
        })
        .collect();
    let charges: Vec<Value> =
        money.charges.iter().map(|it| json!({ "id": it.id, "state": it.state, "asked_at": it.asked_at })).collect();
    json!({ "quotes": quotes, "payments": payments, "charges": charges })
}

/// The visit that the event is about.
pub(super) async fn facts_of(link: &Link<'_>, id: VisitId) -> Result<VisitFacts, Error> {
    link.app.db.read(move |conn| crate::queries::links::visit_facts(conn, id).map_err(Error::from)).await
}
