//! Papers, certificates and leave of the network.

use chrono::NaiveDate;

use super::AgentKind;
use crate::domain::id::TechnicianId;
use crate::domain::time::Window;

/// A paper that an agent must hand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentKind {
    /// The licence of the trade.
    Licence,
    /// Liability insurance.
    Insurance,
    /// Identity and record were checked.
    Identity,
}

crate::domain::codes!(DocumentKind { Licence => "licence", Insurance => "insurance", Identity => "identity" });

impl DocumentKind {
    /// What an agent needs to get work: everything of those under contract; an own branch works under the
    /// organisation's papers.
    #[must_use]
    pub fn required_of(agent: AgentKind) -> &'static [Self] {
        if agent == AgentKind::Branch { &[] } else { Self::ALL }
    }
}

/// A paper handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which paper.
    pub kind: DocumentKind,
    /// First day on which it holds.
    pub issued_on: NaiveDate,
    /// Last day on which it holds; none when it does not expire.
    pub expires_on: Option<NaiveDate>,
}

impl Document {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.issued_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }
}

/// The days of a certificate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Certificate {
    /// First day on which it holds; none where no certificate is asked for.
    pub from: Option<NaiveDate>,
    /// Last day on which it holds; none when it does not expire.
    pub to: Option<NaiveDate>,
}

impl Certificate {
    /// Whether it holds on a day. A skill that came without a certificate needs none.
    #[must_use]
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|first| first <= day) && self.to.is_none_or(|last| day <= last)
    }
}

/// A skill that a technician holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Its code.
    pub code: String,
    /// 1 to 4.
    pub level: u8,
    /// The certificate behind it.
    pub certificate: Certificate,
}

/// Why someone does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeOffReason {
    /// Leave.
    Leave,
    /// Illness.
    Illness,
    /// Training.
    Training,
    /// The premises are closed.
    Closed,
    /// Anything else.
    Other,
}

crate::domain::codes!(TimeOffReason {
    Leave => "leave", Illness => "illness", Training => "training", Closed => "closed", Other => "other",
});

/// A time without work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOff {
    /// Whose; none when the whole agent is away.
    pub technician: Option<TechnicianId>,
    /// When.
    pub window: Window,
}
