//! What the customer says to a payment, and how the organisation settles it.

use super::{happened, watch};
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::journal::record;
use crate::app::quotes::{fault, is_consent, refuse_consent, words};
use crate::app::{Actor, App, Error};
use crate::domain::fault::FaultCode;
use crate::domain::id::PaymentId;
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::money::Money;
use crate::domain::payment::{PaymentEvent, PaymentMachine, PaymentState};
use crate::domain::quote::AnswerWay;
use crate::store::payments::{Payment, find_payment, save_payment};
use crate::store::{At, Col};

/// What happens to a payment.
#[derive(Debug, Clone)]
pub struct PaymentStep {
    /// `confirm`, `dispute` or `settle`.
    pub event: PaymentEvent,
    /// The way of an answer.
    pub way: Option<AnswerWay>,
    /// In words: what is wrong, what the customer said, what was found.
    pub note: Option<String>,
    /// What was found after a dispute; what was taken down when nothing is said.
    pub amount: Option<Money>,
}

/// Applies it. An answer that the customer has given already changes nothing.
///
/// # Errors
/// An event that the state does not allow; a missing word or a wrong amount; the database.
pub async fn step_payment(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: PaymentId,
    step: PaymentStep,
) -> Result<PaymentState, Error> {
    let now = app.clock.now();
    let note = words("note", step.note.as_deref())?;
    if step.amount.is_some_and(|amount| amount.amount < 0 || step.event != PaymentEvent::Settle) {
        return Err(fault("amount", FaultCode::NotAllowed));
    }
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut payment = find_payment(tx.conn(), id)?;
            let mut case = Case::load(tx.conn(), payment.job_id.0)?;
            let from = payment.state.0;
            let is_repeated = matches!(
                (from, step.event),
                (PaymentState::Confirmed, PaymentEvent::Confirm) | (PaymentState::Disputed, PaymentEvent::Dispute)
            );
            if is_repeated {
                return Ok(from);
            }
            let to = next(&actor, &payment, &step, note.as_deref())?;
            payment.state = Col(to);
            if step.event == PaymentEvent::Settle {
                (payment.settled_at, payment.settled_by) = (Some(At(now)), actor.user().map(Col));
                payment.settled_amount = Some(step.amount.map_or(payment.amount, |amount| amount.amount));
                payment.settle_note.clone_from(&note);
            } else {
                (payment.answered_at, payment.answered_by) = (Some(At(now)), step.way.map(Col));
                (payment.answered_by_id, payment.answer_note) = (actor.id.clone(), note.clone());
            }
            save_payment(tx, &mut payment)?;
            let happening = happened(&case.job, &payment, step.event.as_str());
            record(tx, &actor, now, happening.states(from.as_str(), to.as_str()))?;
            watch(tx, (&app, &actor, now), &mut case)?;
            Ok(to)
        })
    })
    .await
}

fn next(actor: &Actor, payment: &Payment, step: &PaymentStep, note: Option<&str>) -> Result<PaymentState, Error> {
    let mut given = Vec::new();
    if is_consent(actor, step.way, note) {
        given.push(Guard::Consent);
    }
    if note.is_some() {
        given.push(Guard::Reason);
    }
    let differs = step.amount.is_some_and(|amount| amount.amount != payment.amount);
    if differs && note.is_none() {
        return Err(fault("note", FaultCode::Required));
    }
    apply::<PaymentMachine>(payment.state.0, None, step.event, actor.kind, &given).map_err(|refusal| match refusal {
        Refusal::Missing(Guard::Consent) => refuse_consent(step.way, note),
        Refusal::Missing(_) => fault("note", FaultCode::Required),
        refusal => refusal.into(),
    })
}
