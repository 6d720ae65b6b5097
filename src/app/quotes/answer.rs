//! What becomes of a quote: sent, approved, declined, or its time runs out. Of two answers at once the first counts.

use super::decline::decline_price;
use super::send::send;
use super::{WAITING, fault, happened, is_consent, refuse_consent, tell_technician, words};
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::{give_up, wait};
use crate::app::journal::record;
use crate::app::messages::Param;
use crate::app::owner::Owner;
use crate::app::payments::watch;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::workshop::{price_declined, price_settled};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::fault::FaultCode;
use crate::domain::id::QuoteId;
use crate::domain::job::JobState;
use crate::domain::machine::{ActorKind, Guard, Refusal, apply};
use crate::domain::message::MessageKind;
use crate::domain::quote::{AnswerWay, QuoteEvent, QuoteMachine, QuoteState};
use crate::domain::reason::ReasonKind;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::quotes::{Quote, find_quote, list_quotes, list_quotes_past, save_quote};
use crate::store::{At, Col, Tx};

/// The reason for which a job is given up when the price is declined before anybody came.
const PRICE: &str = "PRICE";
/// Business minutes within which a customer who did not answer is called.
const CALL_WITHIN: i64 = 120;

/// What happens to a quote.
#[derive(Debug, Clone)]
pub struct QuoteStep {
    /// `send`, `approve`, `decline` or `expire`.
    pub event: QuoteEvent,
    /// The way of an answer.
    pub way: Option<AnswerWay>,
    /// The customer's words; required for a spoken answer.
    pub note: Option<String>,
}

/// Applies it. An answer that the customer has given already changes nothing.
///
/// # Errors
/// An event that the state does not allow; `QuoteExpired`, `QuoteOpen`, `ChargeNotApproved`; a spoken answer without the
/// customer's words; the database.
pub async fn step_quote(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: QuoteId,
    step: QuoteStep,
) -> Result<QuoteState, Error> {
    let now = app.clock.now();
    let note = words("note", step.note.as_deref())?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut quote = find_quote(tx.conn(), id)?;
            let mut case = Case::load(tx.conn(), quote.job_id.0)?;
            let stepping = Stepping { app: &app, actor: &actor, now, step: &step, note: note.as_deref() };
            stepping.apply(tx, &mut case, &mut quote)?;
            Ok(quote.state.0)
        })
    })
    .await
}

/// Ends quotes whose validity has passed; how many.
///
/// # Errors
/// The database.
pub async fn expire_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_quotes_past(conn, now, 200).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let step = QuoteStep { event: QuoteEvent::Expire, way: None, note: None };
        match step_quote(app, (Actor::system(), None), id, step).await {
            // The customer was faster.
            Ok(_) | Err(Error::Machine(_)) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

/// Ends the prices that wait while their job is given up, and looks at what was paid for it.
///
/// # Errors
/// The database.
pub fn drop_quotes(tx: &mut Tx<'_>, (app, actor, now): (&App, &Actor, Instant), case: &mut Case) -> Result<(), Error> {
    for mut quote in list_quotes(tx.conn(), case.job.id.0)? {
        let from = quote.state.0;
        let Ok(to) = apply::<QuoteMachine>(from, None, QuoteEvent::Expire, ActorKind::System, &[]) else { continue };
        quote.state = Col(to);
        save_quote(tx, &mut quote)?;
        let happening = happened(&case.job, &quote, QuoteEvent::Expire.as_str());
        record(tx, &Actor::system(), now, happening.states(from.as_str(), to.as_str()))?;
    }
    watch(tx, (app, actor, now), case)
}

struct Stepping<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: Instant,
    step: &'a QuoteStep,
    note: Option<&'a str>,
}

impl Stepping<'_> {
    fn apply(&self, tx: &mut Tx<'_>, case: &mut Case, quote: &mut Quote) -> Result<(), Error> {
        let event = self.step.event;
        let is_repeated = matches!(
            (quote.state.0, event),
            (QuoteState::Approved, QuoteEvent::Approve) | (QuoteState::Declined, QuoteEvent::Decline)
        );
        if is_repeated && matches!(self.actor.kind, ActorKind::Customer | ActorKind::Staff) {
            return Ok(());
        }
        if event == QuoteEvent::Send {
            return send(tx, (self.app, self.actor, self.now), (case, quote));
        }
        // A price of work that is over can be approved no more.
        if event == QuoteEvent::Approve && !case.job.state.0.is_open() {
            return Err(Code::QuoteExpired.into());
        }
        let from = quote.state.0;
        let to = self.next(quote)?;
        if event != QuoteEvent::Expire {
            quote.answered_at = Some(At(self.now));
            (quote.answered_by, quote.answered_by_id) = (self.step.way.map(Col), self.actor.id.clone());
            quote.consent_note = self.note.map(str::to_owned);
        }
        quote.state = Col(to);
        save_quote(tx, quote)?;
        let stands = event == QuoteEvent::Decline && has_approved(tx, quote)?;
        match event {
            QuoteEvent::Decline if !stands => self.end_work(tx, case)?,
            _ if from == QuoteState::Sent => {
                self.resume(tx, case)?;
                price_settled(tx, (self.app, self.actor, self.now), case, event)?;
            }
            _ => (),
        }
        record(
            tx,
            self.actor,
            self.now,
            happened(&case.job, quote, event.as_str()).states(from.as_str(), to.as_str()),
        )?;
        if from == QuoteState::Sent {
            self.tell(tx, case, quote)?;
        }
        watch(tx, (self.app, self.actor, self.now), case)
    }

    fn next(&self, quote: &Quote) -> Result<QuoteState, Error> {
        let mut given = Vec::new();
        if is_consent(self.actor, self.step.way, self.note) {
            given.push(Guard::Consent);
        }
        if quote.valid_until.is_none_or(|until| until.0 > self.now) {
            given.push(Guard::BeforeDeadline);
        }
        if quote.state.0 == QuoteState::Expired && self.step.event == QuoteEvent::Approve {
            return Err(Code::QuoteExpired.into());
        }
        apply::<QuoteMachine>(quote.state.0, None, self.step.event, self.actor.kind, &given).map_err(|refusal| {
            match refusal {
                Refusal::Missing(Guard::BeforeDeadline) => Code::QuoteExpired.into(),
                Refusal::Missing(Guard::Consent) => refuse_consent(self.step.way, self.note),
                Refusal::Missing(guard) => fault(guard.as_str(), FaultCode::Required),
                refusal => refusal.into(),
            }
        })
    }

    fn resume(&self, tx: &mut Tx<'_>, case: &mut Case) -> Result<(), Error> {
        let waits = case.job.state.0 == JobState::OnHold && case.job.hold_reason.as_deref() == Some(WAITING);
        if !waits {
            return Ok(());
        }
        // A technician who takes a quote back does not resume jobs by hand.
        let system = Actor::system();
        let actor = if self.actor.kind == ActorKind::Technician { &system } else { self.actor };
        wait(tx, (self.app, actor, self.now), case, None)
    }

    /// After an arrival the work ends and the visit fee is due; before it the job is given up without a fee.
    fn end_work(&self, tx: &mut Tx<'_>, case: &mut Case) -> Result<(), Error> {
        // What is in a workshop must be fetched first.
        if price_declined(tx, (self.app, self.actor, self.now), case)? {
            return Ok(());
        }
        if case.job.arrived_at.is_some() {
            return decline_price(tx, (self.app, self.actor, self.now), case);
        }
        let catalogue = self.app.catalogue();
        let reason = catalogue.reason(ReasonKind::Cancel, PRICE).cloned();
        let reason = reason.ok_or_else(|| Error::Internal(format!("reason {PRICE} is missing")))?;
        give_up(tx, (self.app, self.actor, self.now), case, &reason)
    }

    fn tell(&self, tx: &mut Tx<'_>, case: &Case, quote: &Quote) -> Result<(), Error> {
        let is_missed = self.step.event == QuoteEvent::Expire && self.actor.kind == ActorKind::System;
        if is_missed && case.job.state.0.is_open() {
            let catalogue = self.app.catalogue();
            let due = catalogue.after_business(self.now, CALL_WITHIN);
            let about = (&case.job, case.request.customer_id.0);
            let spec = TaskSpec::of_job(TaskKind::QuoteExpired, Owner::unit(Role::Operator), about, due);
            put_task(tx, &catalogue, (self.actor, self.now), spec)?;
        }
        if self.actor.kind == ActorKind::Technician {
            return Ok(());
        }
        let params = vec![
            ("total", Param::Money(quote.total())),
            ("answer_given", Param::QuoteState(quote.state.0.to_string())),
        ];
        let once = format!("{}:{}", quote.id.0, quote.state.0);
        tell_technician(tx, (self.app, self.now), case, MessageKind::QuoteAnswered, (&once, params))
    }
}

/// Whether an earlier price of the job stands although this one does not.
fn has_approved(tx: &mut Tx<'_>, quote: &Quote) -> Result<bool, Error> {
    let all = list_quotes(tx.conn(), quote.job_id.0)?;
    Ok(all.iter().any(|other| other.id != quote.id && other.state.0 == QuoteState::Approved))
}
