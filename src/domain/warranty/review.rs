//! The review of a verdict: what one person proposes and another one decides.

use crate::domain::machine::ActorKind::Staff;
use crate::domain::machine::{Arrow, Guard, Machine, arrow};

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewState {
    /// It waits for a second person.
    Proposed,
    /// A second person has approved it.
    Approved,
    /// It was turned down.
    Rejected,
}

crate::domain::codes!(ReviewState { Proposed => "proposed", Approved => "approved", Rejected => "rejected" });

/// What can happen to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewEvent {
    /// A second person agrees.
    Approve,
    /// Somebody turns it down.
    Reject,
}

crate::domain::codes!(ReviewEvent { Approve => "approve", Reject => "reject" });

/// The machine of the review (PRODUCT section 5: an override needs a reason and a second person).
#[derive(Debug)]
pub struct ReviewMachine;

impl Machine for ReviewMachine {
    type State = ReviewState;
    type Event = ReviewEvent;
    const NAME: &'static str = "verdict review";
    const INITIAL: ReviewState = ReviewState::Proposed;
    const ARROWS: &'static [Arrow<ReviewState, ReviewEvent>] = &[
        arrow(
            &[ReviewState::Proposed],
            ReviewEvent::Approve,
            ReviewState::Approved,
            &[Staff],
            &[Guard::Reason, Guard::SecondPerson],
        ),
        arrow(&[ReviewState::Proposed], ReviewEvent::Reject, ReviewState::Rejected, &[Staff], &[]),
    ];
}
