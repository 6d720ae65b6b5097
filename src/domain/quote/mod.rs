//! The price before the work: a quote with its lines, its validity and the customer's answer.

mod charge;
mod line;

pub use charge::{ChargeEvent, ChargeMachine, ChargeState, needs_consent_of_organisation};
pub use line::{LineKind, MOST_QUANTITY, QuoteLine, Totals, totals};

use super::machine::ActorKind::{Customer, Staff, System, Technician};
use super::machine::{Arrow, Guard, Machine, arrow};

/// Where a quote stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteState {
    /// Being written.
    Draft,
    /// With the customer.
    Sent,
    /// The customer agreed.
    Approved,
    /// The customer did not agree.
    Declined,
    /// Nobody answered in time, or it was taken back.
    Expired,
}

super::codes!(QuoteState {
    Draft => "draft", Sent => "sent", Approved => "approved", Declined => "declined", Expired => "expired",
});

/// What can happen to a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteEvent {
    /// It goes to the customer.
    Send,
    /// The customer agrees.
    Approve,
    /// The customer does not agree.
    Decline,
    /// Its validity ends, or whoever made it takes it back.
    Expire,
}

super::codes!(QuoteEvent { Send => "send", Approve => "approve", Decline => "decline", Expire => "expire" });

/// The machine of the quote (PRODUCT section 2).
#[derive(Debug)]
pub struct QuoteMachine;

use QuoteEvent as E;
use QuoteState as S;

impl Machine for QuoteMachine {
    type State = QuoteState;
    type Event = QuoteEvent;
    const NAME: &'static str = "quote";
    const INITIAL: QuoteState = S::Draft;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Draft], E::Send, S::Sent, &[Technician, Staff], &[Guard::ChargeAllowed]),
        arrow(&[S::Sent], E::Approve, S::Approved, &[Customer, Staff], &[Guard::Consent, Guard::BeforeDeadline]),
        arrow(&[S::Sent], E::Decline, S::Declined, &[Customer, Staff], &[Guard::Consent]),
        arrow(&[S::Draft, S::Sent], E::Expire, S::Expired, &[System, Staff, Technician], &[]),
    ];
}

/// The way by which a customer answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerWay {
    /// On the customer's own page.
    Link,
    /// By a digit from the customer's telephone.
    Sms,
    /// In words, which an operator took down.
    Voice,
}

super::codes!(AnswerWay { Link => "link", Sms => "sms", Voice => "voice" });
