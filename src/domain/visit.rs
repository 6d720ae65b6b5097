//! The visit: one trip of one technician.

use super::machine::ActorKind::{Customer, Staff, System, Technician};
use super::machine::{Arrow, Guard, Machine, arrow};

/// Where a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VisitState {
    /// A time was named, nobody has agreed yet.
    Proposed,
    /// A technician is to come.
    Scheduled,
    /// The customer has agreed to the time.
    Confirmed,
    /// The technician is on the way.
    EnRoute,
    /// The technician is there.
    Arrived,
    /// Work has begun.
    Working,
    /// Work was interrupted.
    Suspended,
    /// The work of this trip is done.
    Done,
    /// The trip ended without the work.
    NotDone,
    /// Nobody opened.
    CustomerAbsent,
    /// Nobody came.
    TechnicianAbsent,
    /// The trip will not be made.
    Cancelled,
}

super::codes!(VisitState {
    Proposed => "proposed", Scheduled => "scheduled", Confirmed => "confirmed", EnRoute => "en_route",
    Arrived => "arrived", Working => "working", Suspended => "suspended", Done => "done", NotDone => "not_done",
    CustomerAbsent => "customer_absent", TechnicianAbsent => "technician_absent", Cancelled => "cancelled",
});

impl VisitState {
    /// Whether the trip can have another time without anybody being called back.
    #[must_use]
    pub fn is_movable(self) -> bool {
        matches!(self, Self::Scheduled | Self::Confirmed)
    }

    /// Whether nobody stands at the door yet.
    #[must_use]
    pub fn is_before_arrival(self) -> bool {
        self == Self::Proposed || NOT_ARRIVED.contains(&self)
    }

    /// Whether the trip still fills its window.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Proposed
                | Self::Scheduled
                | Self::Confirmed
                | Self::EnRoute
                | Self::Arrived
                | Self::Working
                | Self::Suspended
        )
    }
}

/// What can happen to a visit; the codes are those of the technician's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VisitEvent {
    /// Take the proposed time.
    Schedule,
    /// The customer agrees to the time.
    Confirm,
    /// Another time; the first promise stays on record.
    Reschedule,
    /// The technician sets out.
    SetOut,
    /// The technician is sent elsewhere first.
    Divert,
    /// The technician arrives.
    Arrive,
    /// Work begins or goes on.
    BeginWork,
    /// Work is interrupted.
    Suspend,
    /// The work of this trip is done.
    Finish,
    /// The work of this trip is done, as the technician says; the customer's code is missing.
    FinishUncoded,
    /// The trip ends without the work.
    EndUndone,
    /// Nobody opens.
    ReportCustomerAbsent,
    /// Nobody came by the window's end and its grace.
    ReportTechnicianAbsent,
    /// Give the trip up.
    Cancel,
}

super::codes!(VisitEvent {
    Schedule => "schedule", Confirm => "confirm", Reschedule => "reschedule", SetOut => "en_route",
    Divert => "divert", Arrive => "arrived", BeginWork => "working", Suspend => "suspended", Finish => "done",
    FinishUncoded => "done_without_code", EndUndone => "not_done", ReportCustomerAbsent => "customer_absent",
    ReportTechnicianAbsent => "technician_absent", Cancel => "cancel",
});

/// The machine of the visit (PRODUCT section 2).
#[derive(Debug)]
pub struct VisitMachine;

use VisitEvent as E;
use VisitState as S;

const AHEAD: &[S] = &[S::Scheduled, S::Confirmed];
const NOT_ARRIVED: &[S] = &[S::Scheduled, S::Confirmed, S::EnRoute];

impl Machine for VisitMachine {
    type State = VisitState;
    type Event = VisitEvent;
    const NAME: &'static str = "visit";
    const INITIAL: VisitState = S::Proposed;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(&[S::Proposed], E::Schedule, S::Scheduled, &[Staff, System, Technician], &[]),
        arrow(&[S::Scheduled], E::Confirm, S::Confirmed, &[Staff, Customer], &[]),
        arrow(
            &[S::Proposed, S::Scheduled, S::Confirmed],
            E::Reschedule,
            S::Scheduled,
            &[Staff, Customer, Technician],
            &[Guard::Reason],
        ),
        arrow(AHEAD, E::SetOut, S::EnRoute, &[Technician, Staff], &[]),
        arrow(&[S::EnRoute], E::Divert, S::Scheduled, &[Staff], &[Guard::Reason]),
        arrow(NOT_ARRIVED, E::Arrive, S::Arrived, &[Technician, Staff], &[Guard::ArrivalCode]),
        arrow(&[S::Arrived, S::Suspended], E::BeginWork, S::Working, &[Technician, Staff], &[]),
        arrow(&[S::Working], E::Suspend, S::Suspended, &[Technician, Staff], &[Guard::Reason]),
        arrow(&[S::Arrived, S::Working], E::Finish, S::Done, &[Technician, Staff], &[Guard::CompletionCode]),
        arrow(&[S::Arrived, S::Working], E::FinishUncoded, S::Done, &[Technician, Staff], &[Guard::Reason]),
        arrow(
            &[S::Arrived, S::Working, S::Suspended],
            E::EndUndone,
            S::NotDone,
            &[Technician, Staff, Customer],
            &[Guard::Reason],
        ),
        arrow(NOT_ARRIVED, E::ReportCustomerAbsent, S::CustomerAbsent, &[Technician, Staff], &[Guard::Reason]),
        arrow(NOT_ARRIVED, E::ReportTechnicianAbsent, S::TechnicianAbsent, &[System, Staff, Customer], &[]),
        arrow(
            &[S::Proposed, S::Scheduled, S::Confirmed, S::EnRoute, S::Arrived, S::Working, S::Suspended],
            E::Cancel,
            S::Cancelled,
            &[Staff, System, Customer],
            &[],
        ),
    ];
}
