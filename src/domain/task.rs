//! Tasks: dated work for a person or a unit.

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// Find an agent by hand: the waves are used up.
    FindAgent,
    /// Ask the customer whether a job cancelled after an arrival was really not done.
    VerifyCancellation,
    /// Call back as promised.
    Callback,
    /// Plan the next visit of a job that was left incomplete.
    PlanNextVisit,
}

super::codes!(TaskKind {
    FindAgent => "find_agent", VerifyCancellation => "verify_cancellation", Callback => "callback",
    PlanNextVisit => "plan_next_visit",
});

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Its date has passed.
    Overdue,
    /// Given to someone else.
    Transferred,
}

super::codes!(TaskState { Open => "open", Done => "done", Overdue => "overdue", Transferred => "transferred" });
