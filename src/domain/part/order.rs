//! What an agent orders from the centre for its shelf.

use crate::domain::machine::ActorKind::{Agent, Staff};
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where an order of an agent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOrderState {
    /// The agent has asked.
    Placed,
    /// The centre has said when it comes.
    Confirmed,
    /// On the way.
    Shipped,
    /// The agent has it.
    Received,
    /// The centre does not deliver it.
    Refused,
    /// The agent does not want it any more.
    Cancelled,
}

crate::domain::codes!(PartOrderState {
    Placed => "placed", Confirmed => "confirmed", Shipped => "shipped", Received => "received", Refused => "refused",
    Cancelled => "cancelled",
});

impl PartOrderState {
    /// Whether something is still to come.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Placed | Self::Confirmed | Self::Shipped)
    }
}

/// What can happen to an order of an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartOrderEvent {
    /// The centre says when it comes, or that it comes on another day.
    Confirm,
    /// It is sent.
    Ship,
    /// The agent has it.
    Receive,
    /// The centre does not deliver it.
    Refuse,
    /// The agent does not want it any more.
    Cancel,
}

crate::domain::codes!(PartOrderEvent {
    Confirm => "confirm", Ship => "ship", Receive => "receive", Refuse => "refuse", Cancel => "cancel",
});

/// The machine of an agent's order.
#[derive(Debug)]
pub struct PartOrderMachine;

use PartOrderEvent as E;
use PartOrderState as S;

impl Machine for PartOrderMachine {
    type State = PartOrderState;
    type Event = PartOrderEvent;
    const NAME: &'static str = "part order";
    const INITIAL: PartOrderState = S::Placed;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Placed, S::Confirmed], E::Confirm, S::Confirmed, &[Staff], &[Guard::Until]),
        arrow(&[S::Placed, S::Confirmed], E::Ship, S::Shipped, &[Staff], &[]),
        arrow(&[S::Shipped], E::Receive, S::Received, &[Staff, Agent], &[]),
        arrow(&[S::Placed, S::Confirmed], E::Refuse, S::Refused, &[Staff], &[Guard::Reason]),
        arrow(&[S::Placed, S::Confirmed], E::Cancel, S::Cancelled, &[Staff, Agent], &[Guard::Reason]),
    ];
}
