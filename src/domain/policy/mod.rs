//! Policies that managers edit: each kind, code and version is a row that is never changed.

mod care;
mod dispatch;
mod messaging;
mod price;
mod recall;
mod service_level;
mod tier;
mod travel;
mod workshop;

pub use care::{Advice, CarePolicy, Reach, RefundLimit, RepeatAgent};
pub use dispatch::{DispatchPolicy, EscalateTo, EscalationStep, Weights};
pub use messaging::{MessagingPolicy, QuietHours, Takeover};
pub use price::{PricePolicy, Priced, Tariff, TaxRate};
pub use recall::RecallPolicy;
pub use service_level::{ServiceLevelPolicy, Targets};
pub use tier::{Place, Tier, TierKind, TierWork};
pub use travel::{HourBand, Region, TravelPolicy};
pub use workshop::WorkshopPolicy;

/// Which policy a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// How candidates are found, weighed and offered the job.
    Dispatch,
    /// What a customer may count on around the work.
    Care,
    /// Targets of the service level.
    ServiceLevel,
    /// What a warranty grants.
    Warranty,
    /// Deadlines of complaints.
    Complaint,
    /// Reminders and escalation of tasks.
    Task,
    /// How fast one gets on by region and time of day.
    Travel,
    /// When messages may go, and what happens to those that do not arrive.
    Messaging,
    /// Tariffs, visit fees, tax, guarantees.
    Price,
}

super::codes!(PolicyKind {
    Dispatch => "dispatch", Care => "care", ServiceLevel => "service_level", Warranty => "warranty",
    Complaint => "complaint", Task => "task", Travel => "travel",
    Messaging => "messaging", Price => "price",
});
