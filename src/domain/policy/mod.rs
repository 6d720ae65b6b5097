//! Policies that managers edit: each kind, code and version is a row that is never changed.

mod care;
mod dispatch;
mod service_level;
mod tier;

pub use care::{Advice, CarePolicy, RepeatAgent};
pub use dispatch::{DispatchPolicy, EscalateTo, EscalationStep, Weights};
pub use service_level::{ServiceLevelPolicy, Targets};
pub use tier::{Place, Tier, TierKind, TierWork};

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
}

super::codes!(PolicyKind {
    Dispatch => "dispatch", Care => "care", ServiceLevel => "service_level", Warranty => "warranty",
});
