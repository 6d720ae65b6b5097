//! The offer: a job offered to one agent in one wave, with a deadline.

use super::machine::ActorKind::{Agent, Staff, System};
use super::machine::{Arrow, Guard, Machine, arrow};

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferState {
    /// Its message has not left yet; acceptance is legal already.
    Queued,
    /// Its message has left.
    Sent,
    /// This agent got the job.
    Accepted,
    /// This agent said no.
    Declined,
    /// The deadline passed.
    Expired,
    /// Another agent was first.
    Filled,
    /// The organisation took it back.
    Withdrawn,
    /// The message could not be delivered.
    Undeliverable,
}

super::codes!(OfferState {
    Queued => "queued", Sent => "sent", Accepted => "accepted", Declined => "declined", Expired => "expired",
    Filled => "filled", Withdrawn => "withdrawn", Undeliverable => "undeliverable",
});

impl OfferState {
    /// Whether the agent can still answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }
}

/// How an agent loses a job that it had accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The agent gave it back.
    Release,
    /// The organisation took it away.
    Reassign,
}

super::codes!(Loss { Release => "release", Reassign => "reassign" });

/// What can happen to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferEvent {
    /// The message has left.
    Send,
    /// The agent takes the job.
    Accept,
    /// The agent says no.
    Decline,
    /// The deadline passes.
    Expire,
    /// Another agent was first.
    Fill,
    /// The organisation takes it back.
    Withdraw,
    /// The message cannot be delivered.
    FailDelivery,
}

super::codes!(OfferEvent {
    Send => "send", Accept => "accept", Decline => "decline", Expire => "expire", Fill => "fill",
    Withdraw => "withdraw", FailDelivery => "fail_delivery",
});

/// The machine of the offer (PRODUCT section 2).
#[derive(Debug)]
pub struct OfferMachine;

use OfferEvent as E;
use OfferState as S;

const OPEN: &[S] = &[S::Queued, S::Sent];

impl Machine for OfferMachine {
    type State = OfferState;
    type Event = OfferEvent;
    const NAME: &'static str = "offer";
    const INITIAL: OfferState = S::Queued;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Queued], E::Send, S::Sent, &[System], &[]),
        arrow(OPEN, E::Accept, S::Accepted, &[Agent, Staff], &[Guard::BeforeDeadline]),
        arrow(OPEN, E::Decline, S::Declined, &[Agent, Staff], &[Guard::Reason]),
        arrow(OPEN, E::Expire, S::Expired, &[System], &[]),
        arrow(OPEN, E::Fill, S::Filled, &[System], &[]),
        arrow(OPEN, E::Withdraw, S::Withdrawn, &[Staff, System], &[]),
        arrow(OPEN, E::FailDelivery, S::Undeliverable, &[System], &[]),
    ];
}
