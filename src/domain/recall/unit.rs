//! A unit that is called back.

use crate::domain::machine::ActorKind::{Agent, Customer, Staff, System, Technician};
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where a unit of a recall stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecallUnitState {
    /// It is known to be concerned.
    Found,
    /// Its customer was told.
    Told,
    /// Its customer cannot be told by a message.
    Unreachable,
    /// A job corrects it.
    Booked,
    /// It is corrected.
    Corrected,
    /// It is none of those to be corrected.
    Excluded,
}

crate::domain::codes!(RecallUnitState {
    Found => "found", Told => "told", Unreachable => "unreachable", Booked => "booked", Corrected => "corrected",
    Excluded => "excluded",
});

impl RecallUnitState {
    /// Whether it is still to be corrected.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Corrected | Self::Excluded)
    }

    /// Whether nothing is done about it yet.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Found | Self::Told | Self::Unreachable)
    }
}

/// What can happen to a unit of a recall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecallUnitEvent {
    /// Its customer is told.
    Tell,
    /// Its customer cannot be told by a message.
    Miss,
    /// A job is to correct it.
    Book,
    /// The job is done.
    Correct,
    /// The job will not be done.
    Release,
    /// The job that was done did not hold, or is taken up again.
    TakeUp,
    /// It is none of those to be corrected.
    Exclude,
    /// It is to be corrected after all.
    Include,
}

crate::domain::codes!(RecallUnitEvent {
    Tell => "tell", Miss => "miss", Book => "book", Correct => "correct", Release => "release", TakeUp => "take_up",
    Exclude => "exclude", Include => "include",
});

/// The machine of a unit of a recall. Its job moves it from `booked` on.
#[derive(Debug)]
pub struct RecallUnitMachine;

use RecallUnitEvent as E;
use RecallUnitState as S;

const WAITING: &[S] = &[S::Found, S::Told, S::Unreachable];

impl Machine for RecallUnitMachine {
    type State = RecallUnitState;
    type Event = RecallUnitEvent;
    const NAME: &'static str = "recall unit";
    const INITIAL: RecallUnitState = S::Found;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Found, S::Unreachable], E::Tell, S::Told, &[System, Staff], &[]),
        arrow(&[S::Found, S::Told], E::Miss, S::Unreachable, &[System], &[]),
        arrow(WAITING, E::Book, S::Booked, &[Staff, Customer, System], &[]),
        arrow(&[S::Booked], E::Correct, S::Corrected, &[Staff, Technician, Agent, System], &[]),
        arrow(&[S::Booked], E::Release, S::Told, &[Staff, Customer, Agent, System], &[]),
        arrow(&[S::Corrected, S::Told], E::TakeUp, S::Booked, &[Staff, Customer, Agent, System], &[]),
        arrow(WAITING, E::Exclude, S::Excluded, &[Staff, System], &[Guard::Reason]),
        arrow(&[S::Excluded], E::Include, S::Found, &[Staff, System], &[]),
    ];
}
