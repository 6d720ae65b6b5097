//! The job: work on one unit, its states and what can end it.

use super::machine::ActorKind::{Agent, Customer, Staff, System, Technician};
use super::machine::{Arrow, Guard, Machine, To, arrow};

/// What is to be done on the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Mend a fault; the only kind that needs one.
    Repair,
    /// Install a new unit.
    Installation,
    /// Service at an interval.
    PeriodicService,
    /// Look and report.
    Inspection,
    /// Correct what a problem record demands.
    Recall,
    /// Repair in a workshop.
    WorkshopRepair,
    /// Fetch a unit.
    Collection,
    /// Bring a unit.
    Delivery,
}

super::codes!(JobKind {
    Repair => "repair", Installation => "installation", PeriodicService => "periodic_service",
    Inspection => "inspection", Recall => "recall", WorkshopRepair => "workshop_repair",
    Collection => "collection", Delivery => "delivery",
});

impl JobKind {
    /// Whether words on the telephone can be all that it takes.
    #[must_use]
    pub fn is_settled_by_phone(self) -> bool {
        matches!(self, Self::Repair | Self::WorkshopRepair | Self::Inspection)
    }

    /// Whether a fault must be named.
    #[must_use]
    pub fn needs_fault(self) -> bool {
        self == Self::Repair
    }

    /// Whether it must be known which unit it is and when or where it was sold: its warranty may begin with the work.
    #[must_use]
    pub fn needs_unit(self) -> bool {
        self == Self::Installation
    }

    /// Whether the unit goes somewhere, which must be said.
    #[must_use]
    pub fn needs_destination(self) -> bool {
        matches!(self, Self::Collection | Self::Delivery)
    }
}

/// How pressing the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Priority {
    /// Danger to people or goods.
    Emergency,
    /// Before ordinary work.
    High,
    /// Ordinary work.
    #[default]
    Normal,
    /// When there is room.
    Low,
}

super::codes!(Priority { Emergency => "emergency", High => "high", Normal => "normal", Low => "low" });

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobState {
    /// Taken down, not yet given to dispatch.
    Registered,
    /// Waits for an agent.
    PendingDispatch,
    /// An agent holds it.
    Assigned,
    /// A technician has arrived.
    InProgress,
    /// The work is done.
    Completed,
    /// The customer or the organisation has confirmed it.
    Verified,
    /// Nothing more is to be done.
    Closed,
    /// Waits for something with a date.
    OnHold,
    /// A visit ended without finishing the work.
    Incomplete,
    /// Will not be done.
    Cancelled,
}

super::codes!(JobState {
    Registered => "registered", PendingDispatch => "pending_dispatch", Assigned => "assigned",
    InProgress => "in_progress", Completed => "completed", Verified => "verified", Closed => "closed",
    OnHold => "on_hold", Incomplete => "incomplete", Cancelled => "cancelled",
});

impl JobState {
    /// Whether work is still owed to the customer.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Verified | Self::Closed | Self::Cancelled)
    }
}

/// What can happen to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobEvent {
    /// Give it to dispatch.
    Queue,
    /// Settle it on the telephone.
    FixByPhone,
    /// Give it to the agent that accepted.
    Assign,
    /// Give it back.
    Release,
    /// Take it from the agent.
    Reassign,
    /// The technician has arrived.
    Start,
    /// The work is done.
    Complete,
    /// The visit ends, the work does not.
    LeaveIncomplete,
    /// The same agent comes again.
    ComeAgain,
    /// Confirm the work.
    Verify,
    /// The work did not hold.
    FailVerification,
    /// Nothing more is to be done.
    Close,
    /// Wait for something with a date.
    Hold,
    /// Go on.
    Resume,
    /// Give it up.
    Cancel,
    /// Take it up again.
    Reopen,
    /// The customer declines the price, after somebody came.
    DeclineQuote,
    /// The unit comes into the workshop.
    TakeIn,
    /// The customer has another unit, or the money back.
    Compensate,
}

super::codes!(JobEvent {
    Queue => "queue", FixByPhone => "fix_by_phone", Assign => "assign", Release => "release",
    Reassign => "reassign", Start => "start", Complete => "complete", LeaveIncomplete => "leave_incomplete",
    ComeAgain => "come_again", Verify => "verify", FailVerification => "fail_verification", Close => "close",
    Hold => "hold", Resume => "resume", Cancel => "cancel", Reopen => "reopen",
    DeclineQuote => "decline_quote", TakeIn => "take_in", Compensate => "compensate",
});

impl JobEvent {
    /// Whether it ends the work or takes it from its agent, which cannot be while somebody has the customer's unit.
    #[must_use]
    pub fn needs_unit_back(self) -> bool {
        matches!(
            self,
            Self::Complete
                | Self::Cancel
                | Self::DeclineQuote
                | Self::FixByPhone
                | Self::Release
                | Self::Reassign
                | Self::Compensate
        )
    }
}

/// How a completed job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Works again.
    Repaired,
    /// Installed and shown.
    Installed,
    /// Serviced.
    Serviced,
    /// Settled on the telephone.
    FixedByPhone,
    /// The use was explained.
    Explained,
    /// No fault was found.
    NoFaultFound,
    /// Another unit was given.
    Replaced,
    /// The money was given back.
    Refunded,
    /// The customer declined the price.
    QuoteDeclined,
    /// Not worth repairing.
    Uneconomical,
    /// Given back as it came.
    ReturnedUnrepaired,
}

super::codes!(Outcome {
    Repaired => "repaired", Installed => "installed", Serviced => "serviced", FixedByPhone => "fixed_by_phone",
    Explained => "explained", NoFaultFound => "no_fault_found", Replaced => "replaced", Refunded => "refunded",
    QuoteDeclined => "quote_declined", Uneconomical => "uneconomical", ReturnedUnrepaired => "returned_unrepaired",
});

impl Outcome {
    /// What a job of this kind usually ends with.
    #[must_use]
    pub fn usual(kind: JobKind) -> Self {
        match kind {
            JobKind::Repair | JobKind::WorkshopRepair | JobKind::Recall => Self::Repaired,
            JobKind::Installation => Self::Installed,
            JobKind::PeriodicService | JobKind::Collection | JobKind::Delivery => Self::Serviced,
            JobKind::Inspection => Self::Explained,
        }
    }

    /// Whether something was done on the unit, so that the checklist of the work must be answered.
    #[must_use]
    pub fn is_work(self) -> bool {
        !matches!(self, Self::QuoteDeclined | Self::Refunded | Self::Uneconomical | Self::ReturnedUnrepaired)
    }

    /// What a job of this kind can end with.
    #[must_use]
    pub const fn allowed(kind: JobKind) -> &'static [Self] {
        use Outcome as O;
        match kind {
            JobKind::Repair | JobKind::WorkshopRepair => &[
                O::Repaired,
                O::FixedByPhone,
                O::Explained,
                O::NoFaultFound,
                O::Replaced,
                O::Refunded,
                O::QuoteDeclined,
                O::Uneconomical,
                O::ReturnedUnrepaired,
            ],
            JobKind::Installation => &[O::Installed, O::Replaced, O::Refunded, O::QuoteDeclined],
            JobKind::PeriodicService => &[O::Serviced, O::Explained, O::QuoteDeclined],
            JobKind::Inspection => &[O::Explained, O::FixedByPhone, O::NoFaultFound, O::Uneconomical, O::QuoteDeclined],
            JobKind::Recall => &[O::Repaired, O::Serviced, O::NoFaultFound, O::Replaced, O::Refunded],
            JobKind::Collection | JobKind::Delivery => &[O::Serviced, O::QuoteDeclined],
        }
    }

    /// The table of kinds and outcomes as Markdown, the usual outcome first, for the docs.
    #[must_use]
    pub fn markdown() -> String {
        let mut table = "| kind | may end with |\n|---|---|\n".to_owned();
        for kind in JobKind::ALL {
            let usual = Self::usual(*kind);
            let others = Self::allowed(*kind).iter().filter(|outcome| **outcome != usual);
            let codes: Vec<String> = std::iter::once(&usual).chain(others).map(|code| format!("`{code}`")).collect();
            table.extend([format!("| `{kind}` | {} |\n", codes.join(", "))]);
        }
        table
    }
}

/// The machine of the job (PRODUCT section 2).
#[derive(Debug)]
pub struct JobMachine;

use JobEvent as E;
use JobState as S;

const WORKING: &[S] = &[S::Registered, S::PendingDispatch, S::Assigned, S::InProgress, S::Incomplete];
const UNFINISHED: &[S] = &[S::Registered, S::PendingDispatch, S::Assigned, S::InProgress, S::Incomplete, S::OnHold];

impl Machine for JobMachine {
    type State = JobState;
    type Event = JobEvent;
    const NAME: &'static str = "job";
    const INITIAL: JobState = S::Registered;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Registered], E::Queue, S::PendingDispatch, &[System, Staff], &[]),
        arrow(&[S::Registered, S::PendingDispatch], E::FixByPhone, S::Completed, &[Staff], &[Guard::Outcome]),
        arrow(&[S::PendingDispatch], E::Assign, S::Assigned, &[System, Staff, Agent], &[]),
        arrow(&[S::Assigned, S::Incomplete], E::Release, S::PendingDispatch, &[Staff, Agent], &[Guard::Reason]),
        arrow(
            &[S::Assigned, S::InProgress, S::Incomplete],
            E::Reassign,
            S::PendingDispatch,
            &[Staff, System],
            &[Guard::Reason],
        ),
        arrow(&[S::Assigned], E::Start, S::InProgress, &[Staff, Technician], &[]),
        arrow(&[S::InProgress], E::Complete, S::Completed, &[Staff, Technician], &[Guard::Outcome]),
        arrow(
            &[S::Assigned, S::InProgress],
            E::LeaveIncomplete,
            S::Incomplete,
            &[Staff, Technician, System],
            &[Guard::Reason],
        ),
        arrow(&[S::Incomplete], E::ComeAgain, S::Assigned, &[Staff, Technician, Agent, System, Customer], &[]),
        arrow(&[S::Completed], E::Verify, S::Verified, &[Staff, Customer, System], &[]),
        arrow(&[S::Completed], E::FailVerification, S::Assigned, &[Staff, Customer], &[Guard::Reason]),
        arrow(&[S::Verified], E::Close, S::Closed, &[Staff, System], &[]),
        arrow(WORKING, E::Hold, S::OnHold, &[Staff, Technician, System], &[Guard::Reason, Guard::Until]),
        arrow(UNFINISHED, E::TakeIn, S::InProgress, &[Staff, Technician], &[]),
        Arrow { from: &[S::OnHold], event: E::Resume, to: To::Left, who: &[Staff, Customer, System], guards: &[] },
        arrow(
            &[S::InProgress, S::Incomplete, S::OnHold],
            E::DeclineQuote,
            S::Completed,
            &[Customer, Staff],
            &[Guard::Outcome],
        ),
        arrow(UNFINISHED, E::Compensate, S::Completed, &[Staff], &[Guard::Outcome]),
        arrow(UNFINISHED, E::Cancel, S::Cancelled, &[Staff, Customer], &[Guard::Reason]),
        arrow(
            &[S::Completed, S::Verified, S::Closed, S::Cancelled],
            E::Reopen,
            S::PendingDispatch,
            &[Staff, Customer],
            &[Guard::Reason, Guard::WithinReopenDays],
        ),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_may_end_as_it_usually_does() {
        for kind in JobKind::ALL {
            let allowed = Outcome::allowed(*kind);
            assert!(allowed.contains(&Outcome::usual(*kind)), "{kind}");
            assert_eq!(allowed.contains(&Outcome::FixedByPhone), kind.is_settled_by_phone(), "{kind}");
        }
    }
}
