//! A quote goes to the customer, and the job waits for the answer until its validity ends.

use chrono::TimeDelta;

use super::{WAITING, happened};
use crate::app::case::Case;
use crate::app::jobs::hold_quietly;
use crate::app::journal::record;
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::visits::link_of;
use crate::app::workshop::price_goes_out;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::job::JobState;
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::message::MessageKind;
use crate::domain::money::Money;
use crate::domain::quote::{QuoteEvent, QuoteMachine, QuoteState, needs_consent_of_organisation};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::jobs::list_request_contacts;
use crate::store::quotes::{Quote, list_quotes, save_quote};
use crate::store::{At, Col, StoreError, Tx};

/// Business minutes within which a customer who can get no message is called about a price.
const CALL_WITHIN: i64 = 60;

/// Sends a draft.
pub(super) fn send(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    (case, quote): (&mut Case, &mut Quote),
) -> Result<(), Error> {
    let may_charge = !needs_consent_of_organisation(case.job.warranty.0);
    let given: &[Guard] = if may_charge { &[Guard::ChargeAllowed] } else { &[] };
    let from = quote.state.0;
    let to =
        apply::<QuoteMachine>(from, None, QuoteEvent::Send, actor.kind, given).map_err(|refusal| match refusal {
            Refusal::Missing(Guard::ChargeAllowed) => Error::from(Code::ChargeNotApproved),
            refusal => refusal.into(),
        })?;
    if list_quotes(tx.conn(), case.job.id.0)?.iter().any(|other| other.state.0 == QuoteState::Sent) {
        return Err(Code::QuoteOpen.into());
    }
    let usual = now + TimeDelta::hours(app.catalogue().price().1.quote_hours);
    let until = quote.valid_until.map(|at| at.0).filter(|until| *until > now).unwrap_or(usual);
    price_goes_out(tx, (app, actor, now), case)?;
    // What waits for something else goes on waiting for it.
    if case.job.state.0 != JobState::OnHold {
        hold_quietly(tx, (app, actor, now), case, (WAITING, until))?;
    }
    (quote.state, quote.sent_at, quote.valid_until) = (Col(to), Some(At(now)), Some(At(until)));
    // Another quote of this job was sent at the same moment: look again.
    save_quote(tx, quote).map_err(StoreError::look_again)?;
    record(tx, actor, now, happened(&case.job, quote, "sent").states(from.as_str(), to.as_str()))?;
    tell_customer(tx, (app, actor, now), case, (quote, until))
}

fn tell_customer(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    case: &Case,
    (quote, until): (&Quote, Instant),
) -> Result<(), Error> {
    let people = list_request_contacts(tx.conn(), case.request.id.0)?;
    if !people.iter().any(|person| person.can_sms || person.email.is_some()) {
        let catalogue = app.catalogue();
        let due = catalogue.after_business(now, CALL_WITHIN).min(until);
        let about = (&case.job, case.request.customer_id.0);
        let spec = TaskSpec::of_job(TaskKind::Callback, Owner::unit(Role::Operator), about, due);
        return put_task(tx, &catalogue, (actor, now), spec.noted(Some(WAITING.to_owned()))).map(drop);
    }
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("total", Param::Money(quote.total())),
        ("fee", Param::Money(Money::rials(quote.visit_fee))),
        ("until", Param::Moment(until)),
        ("link", link_of(&case.request)),
    ];
    let about = About { visit: quote.visit_id.map(|id| id.0), ..About::job(&case.job) };
    put_to_customer(tx, now, MessageKind::QuoteSent, (&case.request, about), (quote.id.0.as_str(), &params))
}
