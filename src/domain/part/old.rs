//! The old part that comes back for a new one.

use crate::domain::machine::ActorKind::{Agent, Staff, Technician};
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where an old part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OldPartState {
    /// It is owed to the organisation.
    OldPartDue,
    /// It has come back and is looked at.
    Returned,
    /// It is what was replaced.
    Accepted,
    /// It is not: another part, a broken seal, nothing in the box.
    Rejected,
}

crate::domain::codes!(OldPartState {
    OldPartDue => "old_part_due", Returned => "returned", Accepted => "accepted", Rejected => "rejected",
});

/// What can happen to an old part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OldPartEvent {
    /// It comes back.
    Return,
    /// It is what was replaced.
    Accept,
    /// It is not what was replaced.
    Reject,
    /// A rejected one is replaced by the right one, which is owed still.
    AskAgain,
}

crate::domain::codes!(OldPartEvent {
    Return => "return", Accept => "accept", Reject => "reject", AskAgain => "ask_again",
});

/// The machine of the old part (PRODUCT section 2).
#[derive(Debug)]
pub struct OldPartMachine;

use OldPartEvent as E;
use OldPartState as S;

impl Machine for OldPartMachine {
    type State = OldPartState;
    type Event = OldPartEvent;
    const NAME: &'static str = "old part";
    const INITIAL: OldPartState = S::OldPartDue;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::OldPartDue], E::Return, S::Returned, &[Staff, Agent, Technician], &[]),
        arrow(&[S::Returned], E::Accept, S::Accepted, &[Staff], &[]),
        arrow(&[S::Returned], E::Reject, S::Rejected, &[Staff], &[Guard::Reason]),
        arrow(&[S::Rejected], E::AskAgain, S::OldPartDue, &[Staff], &[Guard::Reason]),
    ];
}
