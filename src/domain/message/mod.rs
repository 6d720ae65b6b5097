//! Outward messages: their kinds and recipients, how they go, and what becomes of them.

mod delivery;
mod order;

pub use delivery::{AttemptOutcome, DeliveryState, Fate};
pub use order::{CustomerOrder, TechnicianOrder};

use super::id::PushSubscriptionId;

/// What a message tells; each kind has a template in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// To the customer: when the technician says to arrive.
    ArrivalExpected,
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
    /// To the customer: the complaint was taken down.
    ComplaintReceived,
    /// To the customer: what the complaint came to.
    ComplaintAnswered,
    /// To whoever wrote to us: what became of it.
    Reply,
    /// To senior managers: a serious complaint has come in.
    SeriousComplaint,
    /// To the owner of a task: what happened to it.
    TaskNotice,
    /// To the customer: the part that the job waited for has arrived.
    PartArrived,
    /// To the technician or the agent: the part for a job has arrived.
    PartForVisit,
    /// To the customer: the price before the work, with the digits that approve and decline.
    QuoteSent,
    /// To the technician: the customer approved or declined, or time ran out.
    QuoteAnswered,
    /// To the customer: so much was taken down as paid.
    PaymentRecorded,
    /// To the customer: where the receipt is.
    ReceiptReady,
    /// To the technician: whether the customer may be charged.
    ChargeDecided,
    /// To the customer: another time was agreed.
    VisitMoved,
    /// To the technician: the visit has another time.
    VisitRetimed,
    /// To the technician: the visit will not be made.
    VisitCancelled,
    /// To the customer: the technician was sent elsewhere first; the time stands.
    VisitDelayed,
    /// To the customer: nobody answers the telephone, and the job waits; the link lets it go on.
    CustomerUnreachable,
    /// To the customer: the technician says that the work is done; the link objects.
    WorkReported,
    /// To the customer: the unit is installed and its warranty has begun.
    WarrantyActivated,
    /// To the customer: the unit was taken into the workshop, with its tag and receipt.
    UnitReceived,
    /// To the customer: the unit can be fetched, with the code, the place and what keeping it costs.
    UnitReady,
    /// To the customer: the unit still waits to be fetched.
    UnitReminder,
    /// To the customer: nobody has fetched the unit in the time agreed.
    UnitUnclaimed,
    /// To the customer: the loaner has not come back on its day.
    LoanerOverdue,
    /// To the agent: something it works by runs out.
    PaperExpiring,
    /// To the agent: something it works by has run out.
    PaperExpired,
    /// To the customer: an exchange or a refund was approved, turned down or done.
    ExchangeNews,
    /// To the customer: a unit is called back, and the link books its correction.
    RecallNotice,
    /// To whoever asks where a request stands: the one-time code that shows it.
    StatusCode,
}

super::codes!(MessageKind {
    RequestRegistered => "request_registered", OfferSent => "offer_sent",
    OffersSent => "offers_sent", JobAssigned => "job_assigned", OfferFilled => "offer_filled",
    OfferWithdrawn => "offer_withdrawn", VisitScheduled => "visit_scheduled", VisitAssigned => "visit_assigned",
    TechnicianEnRoute => "technician_en_route", ArrivalExpected => "arrival_expected",
    CompletionCode => "completion_code",
    JobCompleted => "job_completed", JobOnHold => "job_on_hold", JobCancelled => "job_cancelled",
    AgentChanged => "agent_changed", DispatchNeeded => "dispatch_needed",
    ComplaintReceived => "complaint_received", ComplaintAnswered => "complaint_answered",
    SeriousComplaint => "serious_complaint", Reply => "reply", TaskNotice => "task_notice",
    PartArrived => "part_arrived", PartForVisit => "part_for_visit",
    QuoteSent => "quote_sent", QuoteAnswered => "quote_answered", PaymentRecorded => "payment_recorded",
    ReceiptReady => "receipt_ready", ChargeDecided => "charge_decided",
    VisitMoved => "visit_moved", VisitRetimed => "visit_retimed", VisitCancelled => "visit_cancelled",
    VisitDelayed => "visit_delayed", CustomerUnreachable => "customer_unreachable", WorkReported => "work_reported",
    WarrantyActivated => "warranty_activated",
    UnitReceived => "unit_received", UnitReady => "unit_ready", UnitReminder => "unit_reminder",
    UnitUnclaimed => "unit_unclaimed", LoanerOverdue => "loaner_overdue",
    PaperExpiring => "paper_expiring", PaperExpired => "paper_expired",
    ExchangeNews => "exchange_news",
    RecallNotice => "recall_notice",
    StatusCode => "status_code",
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
    /// Web Push to a browser that allowed it.
    Push,
}

super::codes!(MessageChannel { Sms => "sms", Email => "email", Push => "push" });

impl MessageChannel {
    /// The way to an address: a telephone in E.164, a mail address, or the id of a browser's subscription.
    #[must_use]
    pub fn of(address: &str) -> Self {
        if address.contains('@') {
            Self::Email
        } else if address.parse::<PushSubscriptionId>().is_ok() {
            Self::Push
        } else {
            Self::Sms
        }
    }
}

/// What a line is registered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Messages that belong to a service which the recipient asked for; arrives also where advertising is blocked.
    Service,
    /// Advertising: recipients can block it.
    Advertising,
}

super::codes!(LineKind { Service => "service", Advertising => "advertising" });
