//! A payment is taken down, and the customer hears the amount at once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{due_of, happened, watch};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::record;
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::visits::link_of;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, PaymentId};
use crate::domain::job::JobState;
use crate::domain::machine::{Machine, Refusal};
use crate::domain::message::MessageKind;
use crate::domain::money::Money;
use crate::domain::payment::{PaymentMachine, PaymentMethod, PaymentReceiver};
use crate::domain::quote::{QuoteState, needs_consent_of_organisation};
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::store::payments::{Payment, insert_payment};
use crate::store::quotes::list_quotes;
use crate::store::{At, Col, StoreError, Tx};

const NOTE_CHARS: usize = 1_000;
/// Above it somebody typed too many noughts.
const MOST_AMOUNT: i64 = 1_000_000_000_000;

/// Money that was taken.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// How much.
    #[schema(value_type = Object, example = json!({ "amount": 12_500_000, "currency": "IRR" }))]
    pub amount: Money,
    /// How it was paid.
    #[schema(value_type = String, example = "agent_terminal")]
    pub method: PaymentMethod,
    /// Who has it; the usual receiver of the method when nothing is said.
    #[schema(value_type = Option<String>, example = "agent")]
    pub receiver: Option<PaymentReceiver>,
    /// The number that proves it; required for every method but cash.
    pub trace: Option<String>,
    /// Whether more will follow.
    #[serde(default)]
    pub is_deposit: bool,
    /// In words.
    pub note: Option<String>,
}

/// The payment that was taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The payment.
    pub payment_id: PaymentId,
}

/// Takes a payment down.
///
/// # Errors
/// Every faulty value at once; `ChargeNotApproved` for work under warranty; a cancelled job; the database.
pub async fn record_payment(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    new: NewPayment,
) -> Result<Paid, Error> {
    let now = app.clock.now();
    let checked = check(&new)?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut case = Case::load(tx.conn(), job)?;
            if case.job.state.0 == JobState::Cancelled {
                return Err(refused(case.job.state.0));
            }
            // Under warranty nothing is due but for a unit that nobody fetched.
            let is_warranty = needs_consent_of_organisation(case.job.warranty.0);
            if is_warranty && due_of(tx.conn(), &app.catalogue(), &case, now)?.amount == 0 {
                return Err(Code::ChargeNotApproved.into());
            }
            let payment = write(tx, (&actor, now), &case, (&new, &checked))?;
            tell(tx, now, &case, &payment)?;
            watch(tx, (&app, &actor, now), &mut case)?;
            Ok(Paid { payment_id: payment.id.0 })
        })
    })
    .await
}

fn refused(state: JobState) -> Error {
    Error::Machine(Refusal::State {
        machine: "job",
        state: state.to_string(),
        event: "payment".to_owned(),
        allowed: Vec::new(),
    })
}

struct Checked {
    trace: Option<String>,
    receiver: PaymentReceiver,
    note: Option<String>,
}

fn check(new: &NewPayment) -> Result<Checked, Error> {
    let mut faults = Faults::default();
    if !(1..=MOST_AMOUNT).contains(&new.amount.amount) {
        faults.add_about("amount.amount", FaultCode::OutOfRange, format!("1–{MOST_AMOUNT}"));
    }
    let trace = match new.method.check_trace(new.trace.as_deref()) {
        Ok(trace) => trace,
        Err(code) => {
            let digits = new.method.trace_digits().map(|(least, most)| format!("{least}–{most}"));
            faults.add_about("trace", code, digits.unwrap_or_default());
            None
        }
    };
    let can_receive = new.method.receivers();
    let usual = can_receive.first().copied().unwrap_or(PaymentReceiver::Organisation);
    let receiver = new.receiver.unwrap_or(usual);
    if !can_receive.contains(&receiver) {
        let names: Vec<&str> = can_receive.iter().map(|it| it.as_str()).collect();
        faults.add_about("receiver", FaultCode::NotAllowed, names.join(", "));
    }
    let note = new.note.as_deref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    Ok(faults.or(Checked { trace, receiver, note: note.filter(|note| !note.is_empty()) })?)
}

fn write(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    case: &Case,
    (new, checked): (&NewPayment, &Checked),
) -> Result<Payment, Error> {
    let quotes = list_quotes(tx.conn(), case.job.id.0)?;
    let quote = quotes.iter().rev().find(|quote| quote.state.0 == QuoteState::Approved);
    let payment = Payment {
        id: Col(mint(now)),
        job_id: case.job.id,
        quote_id: quote.map(|quote| quote.id),
        state: Col(PaymentMachine::INITIAL),
        amount: new.amount.amount,
        method: Col(new.method),
        receiver: Col(checked.receiver),
        trace: checked.trace.clone(),
        is_deposit: new.is_deposit,
        note: checked.note.clone(),
        recorded_by_kind: Col(actor.kind),
        recorded_by: actor.id.clone(),
        recorded_at: At(now),
        answered_at: None,
        answered_by: None,
        answered_by_id: None,
        answer_note: None,
        settled_at: None,
        settled_by: None,
        settled_amount: None,
        settle_note: None,
        version: 1,
    };
    insert_payment(tx, &payment).map_err(|error| match error {
        StoreError::Unique(_) => {
            let mut faults = Faults::default();
            faults.add_about("trace", FaultCode::Duplicate, checked.trace.clone().unwrap_or_default());
            Error::from(faults)
        }
        error => error.into(),
    })?;
    record(tx, actor, now, happened(&case.job, &payment, "recorded"))?;
    Ok(payment)
}

fn tell(tx: &mut Tx<'_>, now: Instant, case: &Case, payment: &Payment) -> Result<(), Error> {
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("amount", Param::Money(Money::rials(payment.amount))),
        ("method", Param::Method(payment.method.0.to_string())),
        ("link", link_of(&case.request)),
    ];
    let about = About::job(&case.job);
    put_to_customer(tx, now, MessageKind::PaymentRecorded, (&case.request, about), (payment.id.0.as_str(), &params))
}
