//! The workshop: units that customers leave there, where each of them is, and what is lent to the customer meanwhile.

pub mod custody;
mod loaner;
mod tag;

pub use loaner::{LoanerEvent, LoanerMachine, LoanerState};
pub use tag::{NotATag, Tag};

use super::job::Outcome;
use super::machine::ActorKind::{Staff, System};
use super::machine::{Arrow, Guard, Machine, arrow};
use super::money::Money;
use super::time::Instant;

/// Where a unit in the workshop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitState {
    /// Taken in; nobody has looked at it yet.
    Received,
    /// Somebody looks for the fault.
    Diagnosing,
    /// The customer has the price to answer.
    WaitingQuote,
    /// It is being repaired.
    Repairing,
    /// It is being tried.
    Testing,
    /// It can be fetched.
    Ready,
    /// The customer has it again.
    HandedOver,
    /// Nobody has fetched it in the time agreed.
    Unclaimed,
    /// The organisation has it for good: the customer has another unit, or the money back.
    Kept,
}

super::codes!(UnitState {
    Received => "received", Diagnosing => "diagnosing", WaitingQuote => "waiting_quote", Repairing => "repairing",
    Testing => "testing", Ready => "ready", HandedOver => "handed_over", Unclaimed => "unclaimed",
    Kept => "kept",
});

impl UnitState {
    /// Whether somebody else than the customer has it.
    #[must_use]
    pub fn is_in_custody(self) -> bool {
        self != Self::HandedOver
    }

    /// Whether the customer is to have it again.
    #[must_use]
    pub fn is_owed(self) -> bool {
        !matches!(self, Self::HandedOver | Self::Kept)
    }

    /// Whether nothing more is done to it and it only waits to be fetched.
    #[must_use]
    pub fn is_waiting_to_be_fetched(self) -> bool {
        matches!(self, Self::Ready | Self::Unclaimed)
    }
}

/// What can happen to a unit in the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitEvent {
    /// Look for the fault.
    Diagnose,
    /// The price goes to the customer.
    AskPrice,
    /// The customer has not answered the price in time.
    PriceLapsed,
    /// Repair it.
    Repair,
    /// Try it.
    Test,
    /// It failed when it was tried.
    FailTest,
    /// The repair holds: it can be fetched.
    Finish,
    /// It can be fetched without a repair.
    GiveBack,
    /// It goes elsewhere: to another workshop or to the centre.
    Move,
    /// Nobody has fetched it in the time agreed.
    LeaveUnclaimed,
    /// The customer has it again.
    HandOver,
    /// The customer has another unit or the money, and leaves this one to the organisation.
    Keep,
}

super::codes!(UnitEvent {
    Diagnose => "diagnose", AskPrice => "ask_price", PriceLapsed => "price_lapsed", Repair => "repair", Test => "test",
    FailTest => "fail_test", Finish => "finish", GiveBack => "give_back", Move => "move",
    LeaveUnclaimed => "leave_unclaimed", HandOver => "hand_over", Keep => "keep",
});

impl UnitEvent {
    /// How a unit can end by this event.
    #[must_use]
    pub fn outcomes(self) -> &'static [Outcome] {
        match self {
            Self::Finish => &[Outcome::Repaired, Outcome::Serviced, Outcome::NoFaultFound, Outcome::Replaced],
            Self::GiveBack => {
                &[Outcome::ReturnedUnrepaired, Outcome::Uneconomical, Outcome::QuoteDeclined, Outcome::NoFaultFound]
            }
            _ => &[],
        }
    }
}

/// The machine of a unit in the workshop (PRODUCT section 2). The price has a machine of its own, whose steps move this one.
#[derive(Debug)]
pub struct UnitMachine;

use UnitEvent as E;
use UnitState as S;

const UNFINISHED: &[S] = &[S::Received, S::Diagnosing, S::WaitingQuote, S::Repairing, S::Testing];
const OWED: &[S] = &[S::Received, S::Diagnosing, S::WaitingQuote, S::Repairing, S::Testing, S::Ready, S::Unclaimed];

impl Machine for UnitMachine {
    type State = UnitState;
    type Event = UnitEvent;
    const NAME: &'static str = "workshop unit";
    const INITIAL: UnitState = S::Received;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Received], E::Diagnose, S::Diagnosing, &[Staff], &[]),
        arrow(&[S::Received, S::Diagnosing, S::Repairing], E::AskPrice, S::WaitingQuote, &[System], &[]),
        arrow(&[S::WaitingQuote], E::PriceLapsed, S::Diagnosing, &[System], &[]),
        arrow(&[S::Diagnosing], E::Repair, S::Repairing, &[Staff], &[]),
        arrow(&[S::WaitingQuote], E::Repair, S::Repairing, &[System], &[]),
        arrow(&[S::Repairing], E::Test, S::Testing, &[Staff], &[]),
        arrow(&[S::Testing], E::FailTest, S::Repairing, &[Staff], &[Guard::Reason]),
        arrow(&[S::Testing], E::Finish, S::Ready, &[Staff], &[Guard::Outcome]),
        arrow(UNFINISHED, E::GiveBack, S::Ready, &[Staff, System], &[Guard::Outcome]),
        arrow(&[S::Ready], E::LeaveUnclaimed, S::Unclaimed, &[System], &[]),
        arrow(&[S::Ready, S::Unclaimed], E::HandOver, S::HandedOver, &[Staff], &[Guard::HandoverCode]),
        arrow(OWED, E::Keep, S::Kept, &[System], &[]),
        arrow(&[S::Received], E::Move, S::Received, &[Staff], &[Guard::Reason]),
        arrow(&[S::Diagnosing], E::Move, S::Diagnosing, &[Staff], &[Guard::Reason]),
        arrow(&[S::WaitingQuote], E::Move, S::WaitingQuote, &[Staff], &[Guard::Reason]),
        arrow(&[S::Repairing], E::Move, S::Repairing, &[Staff], &[Guard::Reason]),
        arrow(&[S::Testing], E::Move, S::Testing, &[Staff], &[Guard::Reason]),
        arrow(&[S::Ready], E::Move, S::Ready, &[Staff], &[Guard::Reason]),
        arrow(&[S::Unclaimed], E::Move, S::Unclaimed, &[Staff], &[Guard::Reason]),
    ];
}

/// Who carries a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carrier {
    /// The customer, or somebody for the customer.
    Customer,
    /// The agent.
    Agent,
    /// A carrier with a number of the consignment.
    Courier,
}

super::codes!(Carrier { Customer => "customer", Agent => "agent", Courier => "courier" });

/// What keeping a unit costs, as the customer was told when it was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageTerms {
    /// Days that cost nothing, from the day on which the unit can be fetched.
    pub free_days: i32,
    /// What each day begun after them costs.
    pub fee_a_day: Money,
}

impl StorageTerms {
    /// Until when a unit that can be fetched since `ready_at` is kept for nothing.
    #[must_use]
    pub fn free_until(self, ready_at: Instant) -> Instant {
        ready_at + chrono::TimeDelta::days(self.free_days.into())
    }

    /// The fee until `until`: each day begun after the free ones counts whole.
    #[must_use]
    pub fn fee(self, ready_at: Instant, until: Instant) -> Money {
        let late = until - self.free_until(ready_at);
        let days = if late.num_microseconds().is_some_and(|late| late <= 0) { 0 } else { late.num_days() + 1 };
        Money { amount: self.fee_a_day.amount.saturating_mul(days), ..self.fee_a_day }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_day_begun_after_the_free_ones_costs_a_day() {
        let terms = StorageTerms { free_days: 15, fee_a_day: Money::rials(100) };
        let ready: Instant = "2026-11-22T09:00:00Z".parse().unwrap();
        let after = |minutes| terms.fee(ready, ready + TimeDelta::days(15) + TimeDelta::minutes(minutes)).amount;
        assert_eq!(
            [after(-1), after(0), after(1), after(1_439), after(1_440), after(14_400)],
            [0, 0, 100, 100, 200, 1_100]
        );
        let free = StorageTerms { fee_a_day: Money::rials(0), ..terms };
        assert_eq!(free.fee(ready, ready + TimeDelta::days(900)).amount, 0);
    }

    #[test]
    fn a_unit_is_repaired_or_given_back_by_different_outcomes() {
        let shared: Vec<_> = E::Finish.outcomes().iter().filter(|it| E::GiveBack.outcomes().contains(it)).collect();
        assert_eq!(shared, [&Outcome::NoFaultFound]);
        assert!(E::Test.outcomes().is_empty());
    }
}
