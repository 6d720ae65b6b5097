//! The service level: milestones, and the clocks they are counted by.

/// A due point on the way from the report to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MilestoneKind {
    /// An agent has accepted.
    FirstResponse,
    /// A technician has arrived.
    FirstVisit,
    /// The work is done.
    Resolution,
}

super::codes!(MilestoneKind {
    FirstResponse => "first_response", FirstVisit => "first_visit", Resolution => "resolution",
});

/// How minutes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Only while the organisation works.
    Business,
    /// All the time.
    Calendar,
}

super::codes!(Clock { Business => "business", Calendar => "calendar" });
