//! The exchange case: another unit or the money back, approved on its technical and on its commercial side by two people who
//! did not ask for it.

use super::access::{Caller, Permission, allows};
use super::id::UserId;
use super::job::Outcome;
use super::machine::ActorKind::{Staff, System};
use super::machine::{Arrow, Guard, Machine, allowed, apply, arrow};

/// What the customer gets in place of a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Another unit.
    Exchange,
    /// The money back.
    Refund,
}

super::codes!(Remedy { Exchange => "exchange", Refund => "refund" });

impl Remedy {
    /// How the job ends by it.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Exchange => Outcome::Replaced,
            Self::Refund => Outcome::Refunded,
        }
    }
}

/// What became of the unit that the customer had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OldUnit {
    /// The organisation has it.
    Collected,
    /// The customer keeps it.
    LeftWithCustomer,
}

super::codes!(OldUnit { Collected => "collected", LeftWithCustomer => "left_with_customer" });

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExchangeState {
    /// It waits for the technical approval.
    Requested,
    /// Whoever asked is to show or say more.
    NeedsEvidence,
    /// It waits for the commercial approval.
    TechnicallyApproved,
    /// It is to be done.
    Approved,
    /// The customer has the other unit, or the money.
    Fulfilled,
    /// It was turned down.
    Rejected,
    /// It was taken back, or the job ended otherwise.
    Withdrawn,
}

super::codes!(ExchangeState {
    Requested => "requested", NeedsEvidence => "needs_evidence", TechnicallyApproved => "technically_approved",
    Approved => "approved", Fulfilled => "fulfilled", Rejected => "rejected", Withdrawn => "withdrawn",
});

impl ExchangeState {
    /// Whether something is still to be decided or done.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Fulfilled | Self::Rejected | Self::Withdrawn)
    }
}

/// What can happen to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExchangeEvent {
    /// More is to be shown or said before it is decided.
    AskEvidence,
    /// It is shown or said.
    AskAgain,
    /// The unit is found to deserve it.
    ApproveTechnically,
    /// The organisation gives the unit or the money.
    Approve,
    /// It is turned down.
    Reject,
    /// It is taken back.
    Withdraw,
    /// The customer has the other unit, or the money.
    Fulfil,
}

super::codes!(ExchangeEvent {
    AskEvidence => "ask_evidence", AskAgain => "ask_again", ApproveTechnically => "approve_technically",
    Approve => "approve", Reject => "reject", Withdraw => "withdraw", Fulfil => "fulfil",
});

impl ExchangeEvent {
    /// The permission that it asks for in a state: what stands before the technical approval is decided by those who give it,
    /// and money is handled by those who handle money.
    #[must_use]
    pub fn permission(self, state: ExchangeState, remedy: Remedy) -> Permission {
        match self {
            Self::Approve => Permission::ApproveExchange,
            Self::AskEvidence | Self::Reject if state == ExchangeState::TechnicallyApproved => {
                Permission::ApproveExchange
            }
            Self::ApproveTechnically | Self::AskEvidence | Self::Reject => Permission::ApproveExchangeTechnically,
            Self::Fulfil if remedy == Remedy::Refund => Permission::HandleMoney,
            Self::AskAgain | Self::Withdraw | Self::Fulfil => Permission::AskExchange,
        }
    }
}

/// The machine of the exchange case.
#[derive(Debug)]
pub struct ExchangeMachine;

use ExchangeEvent as E;
use ExchangeState as S;

const UNDECIDED: &[S] = &[S::Requested, S::TechnicallyApproved];
const OPEN: &[S] = &[S::Requested, S::NeedsEvidence, S::TechnicallyApproved, S::Approved];

impl Machine for ExchangeMachine {
    type State = ExchangeState;
    type Event = ExchangeEvent;
    const NAME: &'static str = "exchange case";
    const INITIAL: ExchangeState = S::Requested;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(UNDECIDED, E::AskEvidence, S::NeedsEvidence, &[Staff], &[Guard::Reason]),
        arrow(&[S::NeedsEvidence], E::AskAgain, S::Requested, &[Staff], &[Guard::Reason]),
        arrow(&[S::Requested], E::ApproveTechnically, S::TechnicallyApproved, &[Staff], &[Guard::SecondPerson]),
        arrow(&[S::TechnicallyApproved], E::Approve, S::Approved, &[Staff], &[Guard::SecondPerson, Guard::ThirdPerson]),
        arrow(UNDECIDED, E::Reject, S::Rejected, &[Staff], &[Guard::Reason]),
        arrow(OPEN, E::Withdraw, S::Withdrawn, &[Staff, System], &[Guard::Reason]),
        arrow(&[S::Approved], E::Fulfil, S::Fulfilled, &[Staff], &[]),
    ];
}

/// Who has had a hand in a case so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// Who asked.
    pub asked_by: UserId,
    /// Who approved it technically.
    pub technical_by: Option<UserId>,
}

impl Hands {
    /// What is at hand because of who `user` is: a second person has not asked, a third one has not approved it before.
    #[must_use]
    pub fn given(self, user: UserId) -> Vec<Guard> {
        let is_second = user != self.asked_by;
        let is_third = self.technical_by != Some(user);
        let guards = [(is_second, Guard::SecondPerson), (is_third, Guard::ThirdPerson)];
        guards.into_iter().filter(|(is_so, _)| *is_so).map(|(_, guard)| guard).collect()
    }
}

/// What a caller may let happen to a case, by role, by state and by who had a hand in it.
#[must_use]
pub fn open_to(caller: &Caller, (state, remedy): (ExchangeState, Remedy), hands: Hands) -> Vec<ExchangeEvent> {
    let mut given = hands.given(caller.user);
    given.push(Guard::Reason);
    let mut events = allowed::<ExchangeMachine>(state, Staff);
    events.retain(|event| {
        allows(caller.role, event.permission(state, remedy))
            && apply::<ExchangeMachine>(state, None, *event, Staff, &given).is_ok()
    });
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Role, Scope};
    use crate::domain::language::Language;

    fn user(number: u128) -> UserId {
        uuid::Uuid::from_u128(number).into()
    }

    fn caller(number: u128, role: Role) -> Caller {
        let username = role.to_string();
        Caller { user: user(number), username, role, language: Language::En, scope: Scope::All }
    }

    #[test]
    fn two_people_who_did_not_ask_approve_one_after_the_other() {
        let asked = Hands { asked_by: user(1), technical_by: None };
        let found = Hands { technical_by: Some(user(2)), ..asked };
        let offered = |caller, state, hands| open_to(&caller, (state, Remedy::Exchange), hands);
        let manager = |number| caller(number, Role::Manager);
        assert!(!offered(manager(1), S::Requested, asked).contains(&E::ApproveTechnically), "whoever asked");
        assert!(offered(manager(2), S::Requested, asked).contains(&E::ApproveTechnically));
        assert!(!offered(manager(1), S::TechnicallyApproved, found).contains(&E::Approve), "whoever asked");
        assert!(!offered(manager(2), S::TechnicallyApproved, found).contains(&E::Approve), "whoever approved it");
        assert!(offered(manager(3), S::TechnicallyApproved, found).contains(&E::Approve));
        assert_eq!(offered(caller(4, Role::AgentManager), S::TechnicallyApproved, found), [E::Withdraw]);
        assert_eq!(offered(caller(1, Role::Operator), S::NeedsEvidence, asked), [E::AskAgain, E::Withdraw]);
        assert!(offered(caller(5, Role::Auditor), S::Requested, asked).is_empty());
    }

    #[test]
    fn money_is_given_by_those_who_handle_money() {
        let done = Hands { asked_by: user(1), technical_by: Some(user(2)) };
        let agent_manager = caller(4, Role::AgentManager);
        assert_eq!(open_to(&agent_manager, (S::Approved, Remedy::Refund), done), [E::Withdraw]);
        assert_eq!(open_to(&agent_manager, (S::Approved, Remedy::Exchange), done), [E::Withdraw, E::Fulfil]);
        for state in S::ALL {
            let is_over = open_to(&caller(9, Role::Administrator), (*state, Remedy::Refund), done).is_empty();
            assert_eq!(is_over, !state.is_open(), "{state}");
        }
    }
}
