//! Who has a case open: what a case is here, and for how long a page that has signed counts.

use chrono::TimeDelta;

use super::id::{ComplaintId, CustomerId, JobId, RequestId};
use super::time::Instant;

/// How long a page counts as open after its last sign.
pub const LASTS_FOR: TimeDelta = TimeDelta::seconds(45);
/// Within this time after a sign another one says nothing new.
pub const FRESH_FOR: TimeDelta = TimeDelta::seconds(15);
/// Who was seen within this time has not been away: a page that is loaded anew leaves and comes back.
pub const CONTINUES_FOR: TimeDelta = TimeDelta::seconds(60);

/// What kind of case a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubjectKind {
    /// The work on one unit.
    Job,
    /// A customer's request.
    Request,
    /// A complaint.
    Complaint,
    /// A customer who calls.
    Customer,
}

super::codes!(SubjectKind {
    Job => "job", Request => "request", Complaint => "complaint", Customer => "customer",
});

/// A case that people work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The work on one unit.
    Job(JobId),
    /// A customer's request.
    Request(RequestId),
    /// A complaint.
    Complaint(ComplaintId),
    /// A customer who calls.
    Customer(CustomerId),
}

impl Subject {
    /// Kind and identifier.
    #[must_use]
    pub fn key(&self) -> (SubjectKind, &str) {
        match self {
            Self::Job(id) => (SubjectKind::Job, id.as_str()),
            Self::Request(id) => (SubjectKind::Request, id.as_str()),
            Self::Complaint(id) => (SubjectKind::Complaint, id.as_str()),
            Self::Customer(id) => (SubjectKind::Customer, id.as_str()),
        }
    }
}

/// Whether a page that was seen last at `seen_at` counts as open at `now`.
#[must_use]
pub fn is_open(seen_at: Instant, now: Instant) -> bool {
    seen_at > now - LASTS_FOR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_counts_for_45_seconds() {
        let seen_at: Instant = "2026-11-22T05:30:00Z".parse().unwrap();
        assert!(is_open(seen_at, seen_at + TimeDelta::seconds(44)));
        assert!(!is_open(seen_at, seen_at + LASTS_FOR));
        assert!(FRESH_FOR < LASTS_FOR && LASTS_FOR < CONTINUES_FOR);
    }
}
