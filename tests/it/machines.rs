//! The state machines under any sequence of events.

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;
use std::str::FromStr;

use ostakar::domain::agent::{Standing, StandingEvent, StandingMachine};
use ostakar::domain::complaint::{ComplaintEvent, ComplaintMachine, ComplaintState};
use ostakar::domain::exchange::{ExchangeEvent, ExchangeMachine, ExchangeState};
use ostakar::domain::job::{JobEvent, JobMachine, JobState};
use ostakar::domain::machine::{ActorKind, Guard, Machine, Refusal, allowed, apply};
use ostakar::domain::offer::{OfferEvent, OfferMachine, OfferState};
use ostakar::domain::part::{
    OldPartEvent, OldPartMachine, OldPartState, PartLineEvent, PartLineMachine, PartLineState, PartOrderEvent,
    PartOrderMachine, PartOrderState,
};
use ostakar::domain::payment::{PaymentEvent, PaymentMachine, PaymentState};
use ostakar::domain::quote::{ChargeEvent, ChargeMachine, ChargeState, QuoteEvent, QuoteMachine, QuoteState};
use ostakar::domain::task::{TaskEvent, TaskMachine, TaskState};
use ostakar::domain::visit::{VisitEvent, VisitMachine, VisitState};
use ostakar::domain::warranty::{ReviewEvent, ReviewMachine, ReviewState};
use ostakar::domain::workshop::{LoanerEvent, LoanerMachine, LoanerState, UnitEvent, UnitMachine, UnitState};
use proptest::prelude::*;

/// One attempt: an event, who causes it, and what is at hand.
type Attempt<E> = (E, ActorKind, Vec<Guard>);

fn attempts<E: Copy + Debug + 'static>(events: &'static [E]) -> impl Strategy<Value = Vec<Attempt<E>>> {
    let guards =
        prop_oneof![Just(Guard::ALL.to_vec()), proptest::sample::subsequence(Guard::ALL, 0..=Guard::ALL.len())];
    let one = (proptest::sample::select(events), proptest::sample::select(ActorKind::ALL), guards);
    proptest::collection::vec(one, 0..60)
}

/// Makes the attempts one after the other; `ends` names the states that only `reopening` leaves.
fn walk<M: Machine>(attempts: Vec<Attempt<M::Event>>, ends: &[M::State], reopening: Option<M::Event>)
where
    M::State: Debug,
    M::Event: Debug + FromStr<Err: Debug>,
{
    let (mut state, mut left) = (M::INITIAL, None);
    for (event, who, given) in attempts {
        match apply::<M>(state, left, event, who, &given) {
            Ok(next) => {
                let may_leave = !ends.contains(&state) || next == state || Some(event) == reopening;
                assert!(may_leave, "{event:?} led from {state:?} to {next:?}");
                assert!(allowed::<M>(state, who).contains(&event));
                if next != state {
                    left = Some(state);
                }
                state = next;
            }
            Err(Refusal::State { allowed, .. }) => {
                for name in allowed {
                    let event: M::Event = name.parse().unwrap();
                    let taken = apply::<M>(state, left, event, who, Guard::ALL);
                    assert!(taken.is_ok(), "{state:?} is said to allow {event:?} to {who}: {taken:?}");
                }
            }
            Err(Refusal::Actor(actor)) => {
                assert_eq!(actor, who);
                assert!(!allowed::<M>(state, who).contains(&event));
            }
            Err(Refusal::Missing(guard)) => assert!(!given.contains(&guard)),
        }
    }
}

/// The states that events lead to from the first one, with everything at hand.
fn reached<M: Machine>(events: &[M::Event]) -> HashSet<M::State>
where
    M::State: Hash,
{
    let mut found = HashSet::from([M::INITIAL]);
    let mut next = vec![M::INITIAL];
    while let Some(state) = next.pop() {
        for event in events {
            for who in ActorKind::ALL {
                // What leads back to the state that was left leads to no new one.
                let to = apply::<M>(state, Some(M::INITIAL), *event, *who, Guard::ALL);
                next.extend(to.ok().filter(|to| found.insert(*to)));
            }
        }
    }
    found
}

macro_rules! machine {
    ($name:ident, $machine:ty, $state:ty, $event:ty, $ends:expr, $reopening:expr) => {
        mod $name {
            use super::*;

            proptest! {
                #[test]
                fn no_sequence_of_events_leaves_its_table(attempts in attempts(<$event>::ALL)) {
                    walk::<$machine>(attempts, $ends, $reopening);
                }
            }

            #[test]
            fn every_state_is_reached() {
                let reached = reached::<$machine>(<$event>::ALL);
                assert_eq!(<$state>::ALL.iter().filter(|state| !reached.contains(state)).count(), 0);
            }
        }
    };
}

machine!(
    job,
    JobMachine,
    JobState,
    JobEvent,
    // A completed job that does not hold goes back to its agent; closed and cancelled ones are only reopened.
    &[JobState::Closed, JobState::Cancelled],
    Some(JobEvent::Reopen)
);
machine!(
    visit,
    VisitMachine,
    VisitState,
    VisitEvent,
    &[
        VisitState::Done,
        VisitState::NotDone,
        VisitState::CustomerAbsent,
        VisitState::TechnicianAbsent,
        VisitState::Cancelled,
    ],
    None
);
machine!(
    offer,
    OfferMachine,
    OfferState,
    OfferEvent,
    &[
        OfferState::Accepted,
        OfferState::Declined,
        OfferState::Expired,
        OfferState::Filled,
        OfferState::Withdrawn,
        OfferState::Undeliverable,
    ],
    None
);
// A closed complaint is rated, reopened or taken to a body outside.
machine!(complaint, ComplaintMachine, ComplaintState, ComplaintEvent, &[], None);
machine!(
    quote,
    QuoteMachine,
    QuoteState,
    QuoteEvent,
    &[QuoteState::Approved, QuoteState::Declined, QuoteState::Expired],
    None
);
machine!(charge, ChargeMachine, ChargeState, ChargeEvent, &[ChargeState::Approved, ChargeState::Refused], None);
machine!(payment, PaymentMachine, PaymentState, PaymentEvent, &[PaymentState::Settled], None);
machine!(task, TaskMachine, TaskState, TaskEvent, &[TaskState::Done], Some(TaskEvent::Reopen));

proptest! {
    #[test]
    fn m28_no_sequence_of_events_closes_a_complaint_that_was_not_communicated(
        attempts in attempts(ComplaintEvent::ALL)
    ) {
        let (mut state, mut left, mut told) = (ComplaintMachine::INITIAL, None, false);
        for (event, who, given) in attempts {
            let Ok(next) = apply::<ComplaintMachine>(state, left, event, who, &given) else { continue };
            told = match next {
                ComplaintState::Communicated => true,
                ComplaintState::Reopened | ComplaintState::ExternalDispute => false,
                _ => told,
            };
            assert!(next != ComplaintState::Closed || told, "{event:?} closed it untold");
            left = (next == ComplaintState::Escalated).then_some(state);
            state = next;
        }
    }
}
machine!(standing, StandingMachine, Standing, StandingEvent, &[Standing::Terminated], None);
machine!(review, ReviewMachine, ReviewState, ReviewEvent, &[ReviewState::Approved, ReviewState::Rejected], None);
machine!(
    part_line,
    PartLineMachine,
    PartLineState,
    PartLineEvent,
    &[PartLineState::Fitted, PartLineState::ReturnedUnused, PartLineState::Cancelled],
    None
);
machine!(
    old_part,
    OldPartMachine,
    OldPartState,
    OldPartEvent,
    &[OldPartState::Accepted, OldPartState::Rejected],
    Some(OldPartEvent::AskAgain)
);
machine!(
    part_order,
    PartOrderMachine,
    PartOrderState,
    PartOrderEvent,
    &[PartOrderState::Received, PartOrderState::Refused, PartOrderState::Cancelled],
    None
);
machine!(workshop_unit, UnitMachine, UnitState, UnitEvent, &[UnitState::HandedOver, UnitState::Kept], None);
machine!(loaner, LoanerMachine, LoanerState, LoanerEvent, &[], None);
machine!(
    exchange,
    ExchangeMachine,
    ExchangeState,
    ExchangeEvent,
    &[ExchangeState::Fulfilled, ExchangeState::Rejected, ExchangeState::Withdrawn],
    None
);
