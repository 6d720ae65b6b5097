//! The one error of every use-case, with a closed list of codes that each have a text in both languages.

use crate::domain::fault::Faults;
use crate::domain::machine::Refusal;
use crate::domain::placing::Obstacle;
use crate::store::StoreError;

/// Why a use-case refused. The text in each language is the message `error-…`; the HTTP status is in `web::error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Broken JSON or an unreadable request.
    BadRequest,
    /// One or more values are wrong; the faults say which.
    Invalid,
    /// No sign-in, or one that has ended.
    SignInRequired,
    /// Name or password is wrong.
    SignInFailed,
    /// The role may not do this.
    Forbidden,
    /// There is no such thing, or it is not visible to the caller.
    NotFound,
    /// The state does not allow the event.
    EventNotAllowed,
    /// Someone else changed it in the meantime.
    Conflict,
    /// The key was used before with another body.
    IdempotencyMismatch,
    /// Another agent accepted first.
    OfferTaken,
    /// The same agent accepted before.
    AlreadyAccepted,
    /// The agent declined before.
    OfferDeclined,
    /// The deadline has passed.
    OfferExpired,
    /// The offer was withdrawn.
    OfferWithdrawn,
    /// The agent has no free capacity any more.
    CapacityFull,
    /// The window meets an accepted visit.
    WindowConflict,
    /// The agent is suspended or terminated.
    AgentNotActive,
    /// The agent's contract does not hold on the day.
    ContractExpired,
    /// A paper that the agent needs does not hold on the day.
    DocumentExpired,
    /// The agent or the technician is on leave then.
    TimeOff,
    /// Nobody who may do the work is free in the window any more.
    SlotTaken,
    /// No agent passes the work rules.
    NoCandidate,
    /// The named agent does not pass the work rules.
    NotEligible,
    /// The case may not belong to whoever is complained of.
    ComplainedOf,
    /// Another proposal to override the verdict waits for its second person.
    ReviewOpen,
    /// Nothing is proposed that could be decided.
    NoReview,
    /// Whoever proposed it may not decide it.
    SamePerson,
    /// Work on what is called a duplicate has begun or is done.
    DuplicateStarted,
    /// It is a duplicate of another request already.
    AlreadyDuplicate,
    /// The customer has a quote of this job to answer.
    QuoteOpen,
    /// The validity of the quote has ended.
    QuoteExpired,
    /// The work is under warranty: the organisation must agree before anything is charged.
    ChargeNotApproved,
    /// The organisation has a request to charge this job to decide.
    ChargeOpen,
    /// The work is charged already.
    ChargeNeedless,
    /// There is no receipt before the work is done and paid.
    ReceiptNotReady,
    /// A visit of the job is agreed already.
    VisitAhead,
    /// The visit is too near to be moved by a link.
    TooLateToMove,
    /// The customer has moved the visit as often as the link allows.
    MovesUsedUp,
    /// The customer's unit is in the workshop: it must go back first.
    UnitInCustody,
    /// A loaner is with the customer already.
    LoanerOut,
    /// The job has a case of exchange or refund that is not over.
    ExchangeOpen,
    /// So much money is not for this role to give back.
    RefundBeyondLimit,
    /// The work corrects what is called back, which costs the customer nothing.
    RecallFree,
    /// The customer has rated the work before.
    AlreadyRated,
    /// The work is not done, or was done too long ago to be rated.
    RatingClosed,
    /// The one-time code is too old, was used, or was missed too often.
    CodeExpired,
    /// If-Match is missing.
    PreconditionRequired,
    /// If-Match names an old version.
    PreconditionFailed,
    /// Too many requests.
    TooManyRequests,
    /// The body is too large.
    TooLarge,
    /// The method does not fit the route.
    MethodNotAllowed,
    /// The body's media type is not read here.
    UnsupportedMediaType,
    /// The database does not answer now.
    Unavailable,
    /// The disk is full.
    StorageFull,
    /// A defect; its cause is in the log only.
    Internal,
}

crate::domain::codes!(Code {
    BadRequest => "BAD_REQUEST", Invalid => "INVALID", SignInRequired => "SIGN_IN_REQUIRED",
    SignInFailed => "SIGN_IN_FAILED", Forbidden => "FORBIDDEN", NotFound => "NOT_FOUND",
    EventNotAllowed => "EVENT_NOT_ALLOWED", Conflict => "CONFLICT", IdempotencyMismatch => "IDEMPOTENCY_MISMATCH",
    OfferTaken => "OFFER_TAKEN", AlreadyAccepted => "ALREADY_ACCEPTED", OfferDeclined => "OFFER_DECLINED",
    OfferExpired => "OFFER_EXPIRED", OfferWithdrawn => "OFFER_WITHDRAWN", CapacityFull => "CAPACITY_FULL",
    WindowConflict => "WINDOW_CONFLICT", AgentNotActive => "AGENT_NOT_ACTIVE",
    ContractExpired => "CONTRACT_EXPIRED", DocumentExpired => "DOCUMENT_EXPIRED", TimeOff => "TIME_OFF", SlotTaken => "SLOT_TAKEN", NoCandidate => "NO_CANDIDATE",
    NotEligible => "NOT_ELIGIBLE", ComplainedOf => "COMPLAINED_OF", ReviewOpen => "REVIEW_OPEN",
    NoReview => "NO_REVIEW", SamePerson => "SAME_PERSON",
    DuplicateStarted => "DUPLICATE_STARTED", AlreadyDuplicate => "ALREADY_DUPLICATE",
    QuoteOpen => "QUOTE_OPEN", QuoteExpired => "QUOTE_EXPIRED", ChargeNotApproved => "CHARGE_NOT_APPROVED",
    ChargeOpen => "CHARGE_OPEN", ChargeNeedless => "CHARGE_NEEDLESS", ReceiptNotReady => "RECEIPT_NOT_READY",
    VisitAhead => "VISIT_AHEAD", TooLateToMove => "TOO_LATE_TO_MOVE", MovesUsedUp => "MOVES_USED_UP",
    UnitInCustody => "UNIT_IN_CUSTODY", LoanerOut => "LOANER_OUT", ExchangeOpen => "EXCHANGE_OPEN",
    RefundBeyondLimit => "REFUND_BEYOND_LIMIT", RecallFree => "RECALL_FREE",
    AlreadyRated => "ALREADY_RATED", RatingClosed => "RATING_CLOSED", CodeExpired => "CODE_EXPIRED",
    PreconditionRequired => "PRECONDITION_REQUIRED",
    PreconditionFailed => "PRECONDITION_FAILED", TooManyRequests => "TOO_MANY_REQUESTS", TooLarge => "TOO_LARGE",
    MethodNotAllowed => "METHOD_NOT_ALLOWED", UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
    Unavailable => "UNAVAILABLE", StorageFull => "STORAGE_FULL", Internal => "INTERNAL",
});

impl Code {
    /// Whether another agent may do what this one cannot.
    #[must_use]
    pub fn is_of_an_agent(self) -> bool {
        matches!(
            self,
            Self::CapacityFull
                | Self::WindowConflict
                | Self::AgentNotActive
                | Self::ContractExpired
                | Self::DocumentExpired
                | Self::TimeOff
        )
    }
}

/// Why a use-case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Values are wrong: every one of them at once.
    #[error("values are wrong: {0:?}")]
    Invalid(Faults),
    /// A refusal with its code.
    #[error("{}", .0.as_str())]
    Refused(Code),
    /// A state machine refuses the event.
    #[error(transparent)]
    Machine(#[from] Refusal),
    /// A rule keeps a technician from it.
    #[error("{0}")]
    Hindered(Obstacle),
    /// The request was sent too often.
    #[error("too many requests; again in {retry_after_s} s")]
    TooMany {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// The database refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect, with its cause for the log.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// The code that people and programs see.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::Invalid,
            Self::Refused(code) => *code,
            Self::Machine(Refusal::Actor(_)) => Code::Forbidden,
            Self::Machine(_) => Code::EventNotAllowed,
            Self::Hindered(_) => Code::NotEligible,
            Self::TooMany { .. } => Code::TooManyRequests,
            Self::Store(StoreError::NotFound) => Code::NotFound,
            Self::Store(StoreError::Conflict | StoreError::Unique(_) | StoreError::Again(_)) => Code::Conflict,
            Self::Store(StoreError::Unavailable(_)) => Code::Unavailable,
            Self::Store(StoreError::Full(_)) => Code::StorageFull,
            Self::Store(_) | Self::Internal(_) => Code::Internal,
        }
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

impl crate::store::MaybeStore for Error {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::i18n;

    #[test]
    fn every_code_has_its_text_in_every_language() {
        for lang in Language::ALL {
            for code in Code::ALL {
                let key = i18n::code_key("error", code.as_str());
                assert!(i18n::has(*lang, &key), "{lang} lacks {key}");
            }
        }
    }
}
