//! Reasons: rows with a stable code, the owner of the delay, and whether the service level pauses.

/// Where a reason is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonKind {
    /// A job waits.
    Hold,
    /// A visit ended without the work.
    NotDone,
    /// An agent declines an offer.
    Decline,
    /// A job is given up.
    Cancel,
    /// An agent gives a job back.
    Release,
    /// A dispatcher takes a job back.
    Reassign,
    /// An agent gets no work for a time.
    Suspend,
    /// A job is taken up again.
    Reopen,
    /// The work did not hold.
    VerificationFailed,
    /// Another time was agreed.
    Reschedule,
    /// Work ended without the customer's code.
    NoCode,
    /// A customer is to get another unit or the money back.
    Exchange,
    /// A unit is none of those that a recall is to correct.
    ExcludeRecall,
    /// A request is more or less pressing than others.
    Priority,
}

super::codes!(ReasonKind {
    Hold => "hold", NotDone => "not_done", Decline => "decline", Cancel => "cancel", Release => "release",
    Reassign => "reassign", Suspend => "suspend", Reopen => "reopen", VerificationFailed => "verification_failed",
    Reschedule => "reschedule", NoCode => "no_code", Exchange => "exchange", ExcludeRecall => "exclude_recall",
    Priority => "priority",
});

/// Who a delay belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DelayOwner {
    /// The organisation.
    Company,
    /// The agent.
    Agent,
    /// A part that is awaited.
    Parts,
    /// The customer.
    Customer,
    /// The calendar.
    Calendar,
}

super::codes!(DelayOwner {
    Company => "company", Agent => "agent", Parts => "parts", Customer => "customer", Calendar => "calendar",
});

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Where it is used.
    pub kind: ReasonKind,
    /// Its stable code, such as `PART_ORDERED`.
    pub code: String,
    /// Who the delay belongs to.
    pub owner: DelayOwner,
    /// Whether the service level pauses.
    pub pauses_sla: bool,
    /// The digit that stands for it in an SMS.
    pub digit: Option<i32>,
}
