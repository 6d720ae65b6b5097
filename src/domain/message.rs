//! Outward messages: their kinds, recipients and delivery states.

/// What a message tells; each kind has a template in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// To the customer: the request was taken down.
    RequestRegistered,
    /// To the agent: a job is offered.
    OfferSent,
    /// To the agent: several jobs are offered.
    OffersSent,
    /// To the agent: a job is its own by contract, without asking.
    JobAssigned,
    /// To the agent: the job went to another.
    OfferFilled,
    /// To the agent: the offer was taken back.
    OfferWithdrawn,
    /// To the customer: who comes and when, with the arrival code.
    VisitScheduled,
    /// To the technician: the own link of the visit.
    VisitAssigned,
    /// To the customer: the technician is on the way.
    TechnicianEnRoute,
    /// To the customer: the completion code and what is to pay.
    CompletionCode,
    /// To the customer: the work is done, please rate it.
    JobCompleted,
    /// To the customer: the job waits, and until when.
    JobOnHold,
    /// To the customer: the job will not be done.
    JobCancelled,
    /// To the customer: another agent is being found.
    AgentChanged,
    /// To the dispatcher: nobody answered.
    DispatchNeeded,
}

super::codes!(MessageKind {
    RequestRegistered => "request_registered", OfferSent => "offer_sent",
    OffersSent => "offers_sent", JobAssigned => "job_assigned", OfferFilled => "offer_filled",
    OfferWithdrawn => "offer_withdrawn", VisitScheduled => "visit_scheduled", VisitAssigned => "visit_assigned",
    TechnicianEnRoute => "technician_en_route", CompletionCode => "completion_code",
    JobCompleted => "job_completed", JobOnHold => "job_on_hold", JobCancelled => "job_cancelled",
    AgentChanged => "agent_changed", DispatchNeeded => "dispatch_needed",
});

/// Who a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecipientKind {
    /// A customer or someone around the case.
    Customer,
    /// An agent's dispatch telephone.
    Agent,
    /// A technician.
    Technician,
    /// A person of the organisation.
    Staff,
}

super::codes!(RecipientKind { Customer => "customer", Agent => "agent", Technician => "technician", Staff => "staff" });

/// The way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageChannel {
    /// Short message.
    Sms,
    /// E-mail.
    Email,
}

super::codes!(MessageChannel { Sms => "sms", Email => "email" });

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Waits for its time or its next attempt.
    Queued,
    /// A gateway has taken it.
    Sent,
    /// The recipient's telephone has it.
    Delivered,
    /// Given up; people can see and resend it.
    Dead,
    /// Not sent: what it would have told was over before it left.
    Withdrawn,
}

super::codes!(DeliveryState { Queued => "queued", Sent => "sent", Delivered => "delivered", Dead => "dead", Withdrawn => "withdrawn" });
