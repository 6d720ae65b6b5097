//! Contacts: one interaction with a customer each, also those that reached nobody.

use super::customer::ContactClass;

/// Who began it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The customer.
    Incoming,
    /// The organisation.
    Outgoing,
}

super::codes!(Direction { Incoming => "incoming", Outgoing => "outgoing" });

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactOutcome {
    /// The two spoke, or the text was read.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// The telephone is switched off or out of reach.
    SwitchedOff,
    /// A stranger answered.
    WrongNumber,
    /// A message was left.
    LeftMessage,
    /// The caller gave up before anybody answered.
    Abandoned,
}

super::codes!(ContactOutcome {
    Reached => "reached", NoAnswer => "no_answer", Busy => "busy", SwitchedOff => "switched_off",
    WrongNumber => "wrong_number", LeftMessage => "left_message", Abandoned => "abandoned",
});

impl ContactOutcome {
    /// Whether a person answered.
    #[must_use]
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Reached | Self::WrongNumber)
    }

    /// Whether it can end so when this side began it: callers give up, the organisation finds a line busy.
    #[must_use]
    pub fn can_end(self, direction: Direction) -> bool {
        match self {
            Self::Reached | Self::WrongNumber | Self::NoAnswer | Self::LeftMessage => true,
            Self::Busy | Self::SwitchedOff => direction == Direction::Outgoing,
            Self::Abandoned => direction == Direction::Incoming,
        }
    }
}

/// What a contact still asks for, so that each class goes its own way (M1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactStep {
    /// Take the request down.
    RegisterRequest,
    /// Take the complaint down.
    RegisterComplaint,
    /// Try again or promise a callback: nobody was reached.
    CallAgain,
}

super::codes!(ContactStep {
    RegisterRequest => "register_request", RegisterComplaint => "register_complaint", CallAgain => "call_again",
});

/// What a contact of this class still asks for; none when it is linked to what it was about, or was for information.
#[must_use]
pub fn next_step(class: ContactClass, outcome: ContactOutcome, is_linked: bool) -> Option<ContactStep> {
    match (outcome, class) {
        (ContactOutcome::WrongNumber, _) => None,
        (ContactOutcome::Reached | ContactOutcome::LeftMessage, _) if is_linked => None,
        (ContactOutcome::Reached | ContactOutcome::LeftMessage, class) => match class {
            ContactClass::Request => Some(ContactStep::RegisterRequest),
            ContactClass::Complaint => Some(ContactStep::RegisterComplaint),
            ContactClass::FollowUp => None,
        },
        _ => Some(ContactStep::CallAgain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_each_class_has_its_own_way() {
        use ContactClass::{Complaint, FollowUp, Request};
        use ContactOutcome::{NoAnswer, Reached, WrongNumber};
        assert_eq!(next_step(Request, Reached, false), Some(ContactStep::RegisterRequest));
        assert_eq!(next_step(Complaint, Reached, false), Some(ContactStep::RegisterComplaint));
        assert_eq!(next_step(FollowUp, Reached, false), None);
        for class in ContactClass::ALL {
            assert_eq!(next_step(*class, Reached, true), None);
            assert_eq!(next_step(*class, NoAnswer, true), Some(ContactStep::CallAgain));
            assert_eq!(next_step(*class, WrongNumber, false), None);
        }
    }
}
