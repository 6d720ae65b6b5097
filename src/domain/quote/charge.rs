//! Work that turned out on site not to be under warranty: the organisation decides whether the customer is charged.

use crate::domain::machine::ActorKind::Staff;
use crate::domain::machine::{Arrow, Guard, Machine, arrow};
use crate::domain::warranty::WarrantyOutcome;

/// Where the request to charge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeState {
    /// Asked for from the site.
    Requested,
    /// The customer may be charged.
    Approved,
    /// The work stays under warranty.
    Refused,
}

crate::domain::codes!(ChargeState { Requested => "requested", Approved => "approved", Refused => "refused" });

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeEvent {
    /// The organisation agrees.
    Approve,
    /// The organisation does not agree.
    Refuse,
}

crate::domain::codes!(ChargeEvent { Approve => "approve", Refuse => "refuse" });

/// The machine of the request to charge (PRODUCT section 5).
#[derive(Debug)]
pub struct ChargeMachine;

impl Machine for ChargeMachine {
    type State = ChargeState;
    type Event = ChargeEvent;
    const NAME: &'static str = "charge";
    const INITIAL: ChargeState = ChargeState::Requested;
    const ARROWS: &'static [Arrow<ChargeState, ChargeEvent>] = &[
        arrow(&[ChargeState::Requested], ChargeEvent::Approve, ChargeState::Approved, &[Staff], &[Guard::SecondPerson]),
        arrow(&[ChargeState::Requested], ChargeEvent::Refuse, ChargeState::Refused, &[Staff], &[Guard::Reason]),
    ];
}

/// Whether the customer may be charged only after the organisation has agreed: the organisation pays, or still may.
#[must_use]
pub fn needs_consent_of_organisation(warranty: WarrantyOutcome) -> bool {
    matches!(warranty, WarrantyOutcome::InWarranty | WarrantyOutcome::Provisional)
}
