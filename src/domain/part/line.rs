//! The part that a job needs, from the need until it is fitted or goes back.

use crate::domain::machine::ActorKind::{Agent, Staff, System, Technician};
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where a part comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartSource {
    /// The technician's van.
    Van,
    /// The agent's shelf.
    Agent,
    /// The organisation's own store.
    Centre,
    /// Whoever delivers to the organisation.
    Supplier,
}

crate::domain::codes!(PartSource { Van => "van", Agent => "agent", Centre => "centre", Supplier => "supplier" });

/// Where a part of a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartLineState {
    /// Asked for; nothing is kept or ordered for it.
    Needed,
    /// A piece in stock is kept for it.
    Reserved,
    /// Ordered, to arrive on a day.
    Ordered,
    /// On the way.
    Shipped,
    /// In the hands of those who fit it.
    Received,
    /// In the unit.
    Fitted,
    /// Was not needed after all.
    ReturnedUnused,
    /// Nobody wants it any more, and none was there yet.
    Cancelled,
}

crate::domain::codes!(PartLineState {
    Needed => "needed", Reserved => "reserved", Ordered => "ordered", Shipped => "shipped", Received => "received",
    Fitted => "fitted", ReturnedUnused => "returned_unused", Cancelled => "cancelled",
});

impl PartLineState {
    /// Whether the job waits for it.
    #[must_use]
    pub fn is_awaited(self) -> bool {
        matches!(self, Self::Ordered | Self::Shipped)
    }

    /// Whether something is still to be done with it.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Fitted | Self::ReturnedUnused | Self::Cancelled)
    }

    /// Whether pieces in stock are kept for it.
    #[must_use]
    pub fn is_kept(self) -> bool {
        matches!(self, Self::Reserved | Self::Shipped | Self::Received)
    }
}

/// What can happen to a part of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartLineEvent {
    /// Keep pieces in stock for it.
    Reserve,
    /// Order it, with the day on which it arrives.
    Order,
    /// Another day on which it arrives.
    ChangeEta,
    /// It is sent.
    Ship,
    /// It is there.
    Receive,
    /// It is fitted.
    Fit,
    /// It goes back unused.
    ReturnUnused,
    /// What was kept for it is free for others; it is needed still.
    Release,
    /// It was lost on the way; it is needed still.
    Lose,
    /// Nobody wants it any more.
    Cancel,
}

crate::domain::codes!(PartLineEvent {
    Reserve => "reserve", Order => "order", ChangeEta => "change_eta", Ship => "ship", Receive => "receive",
    Fit => "fit", ReturnUnused => "return_unused", Release => "release", Lose => "lose", Cancel => "cancel",
});

/// The machine of a part of a job (PRODUCT section 2). A part from the van is fitted as soon as it is kept.
#[derive(Debug)]
pub struct PartLineMachine;

use PartLineEvent as E;
use PartLineState as S;

impl Machine for PartLineMachine {
    type State = PartLineState;
    type Event = PartLineEvent;
    const NAME: &'static str = "part line";
    const INITIAL: PartLineState = S::Needed;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Needed, S::Ordered], E::Reserve, S::Reserved, &[Staff, Agent, Technician], &[]),
        arrow(&[S::Needed, S::Reserved], E::Order, S::Ordered, &[Staff], &[Guard::Until]),
        arrow(&[S::Ordered], E::ChangeEta, S::Ordered, &[Staff], &[Guard::Until]),
        arrow(&[S::Shipped], E::ChangeEta, S::Shipped, &[Staff], &[Guard::Until]),
        arrow(&[S::Ordered, S::Reserved], E::Ship, S::Shipped, &[Staff, Agent], &[Guard::Until]),
        arrow(&[S::Ordered, S::Shipped], E::Receive, S::Received, &[Staff, Agent, Technician], &[]),
        arrow(&[S::Reserved, S::Received], E::Fit, S::Fitted, &[Staff, Technician], &[]),
        arrow(
            &[S::Reserved, S::Received],
            E::ReturnUnused,
            S::ReturnedUnused,
            &[Staff, Agent, Technician, System],
            &[],
        ),
        arrow(&[S::Reserved, S::Received], E::Release, S::Needed, &[Staff, System], &[]),
        arrow(&[S::Shipped], E::Lose, S::Needed, &[Staff], &[Guard::Reason]),
        arrow(&[S::Needed, S::Ordered], E::Cancel, S::Cancelled, &[Staff, System], &[Guard::Reason]),
    ];
}
