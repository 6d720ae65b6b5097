//! Tasks: dated work for a person or a unit.

use super::access::Role;
use super::machine::ActorKind::{Staff, System};
use super::machine::{Arrow, Guard, Machine, arrow};

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
    /// Call a customer who gave a low rating.
    LowRating,
    /// Get a document that is missing.
    DocumentToFetch,
    /// Call an agent or a technician whom a message has not reached.
    CallRecipient,
    /// Read and answer what a customer wrote.
    AnswerMessage,
    /// Anything else with a date.
    FollowUp,
    /// A serious complaint has come in: senior managers must know of it.
    SeriousComplaint,
    /// What was paid is not what was due, or the customer disputes it.
    PaymentDifference,
    /// The customer has not answered a quote in time.
    QuoteExpired,
    /// The organisation is to decide whether work that was under warranty is charged.
    DecideCharge,
    /// Ask the customer whether the work holds and what was paid.
    HappyCall,
    /// Arrange what comes next with a customer who can be reached again.
    CustomerBack,
    /// A complaint was sent up and waits for someone to take it over.
    EscalatedComplaint,
    /// The serial on the plate is not the one in the books.
    SerialMismatch,
    /// Something that an agent works by runs out or has run out.
    RenewPaper,
    /// A promised visit lies where nobody works: on a closed day, or in a leave.
    MoveVisit,
    /// A unit was installed that the agent did not unbox: its warranty has not begun.
    NotUnboxed,
    /// What an agent that may not work has of customers and of the organisation is to be taken over.
    HandOverCustody,
    /// Nobody has fetched a unit from the workshop.
    UnclaimedUnit,
    /// A loaner has not come back on its day.
    LoanerOverdue,
    /// Approve or turn down an exchange or a refund.
    DecideExchange,
    /// Show or say more of a case of exchange or refund.
    ExchangeEvidence,
    /// Give the other unit or the money that was approved.
    FulfilExchange,
    /// Call a customer whom no message tells of a recall.
    CallAboutRecall,
}

super::codes!(TaskKind {
    FindAgent => "find_agent", VerifyCancellation => "verify_cancellation", Callback => "callback",
    PlanNextVisit => "plan_next_visit", LowRating => "low_rating", DocumentToFetch => "document_to_fetch",
    FollowUp => "follow_up", CallRecipient => "call_recipient", AnswerMessage => "answer_message",
    SeriousComplaint => "serious_complaint", EscalatedComplaint => "escalated_complaint",
    PaymentDifference => "payment_difference", QuoteExpired => "quote_expired", DecideCharge => "decide_charge",
    HappyCall => "happy_call", CustomerBack => "customer_back",
    RenewPaper => "renew_paper", MoveVisit => "move_visit",
    SerialMismatch => "serial_mismatch", NotUnboxed => "not_unboxed",
    HandOverCustody => "hand_over_custody", UnclaimedUnit => "unclaimed_unit", LoanerOverdue => "loaner_overdue",
    DecideExchange => "decide_exchange", ExchangeEvidence => "exchange_evidence", FulfilExchange => "fulfil_exchange",
    CallAboutRecall => "call_about_recall",
});

impl TaskKind {
    /// Whether people make such tasks; the product makes the others when the case asks for them.
    #[must_use]
    pub fn is_made_by_people(self) -> bool {
        !matches!(
            self,
            Self::FindAgent
                | Self::SeriousComplaint
                | Self::EscalatedComplaint
                | Self::CallRecipient
                | Self::AnswerMessage
                | Self::PaymentDifference
                | Self::QuoteExpired
                | Self::DecideCharge
                | Self::CustomerBack
                | Self::SerialMismatch
                | Self::RenewPaper
                | Self::MoveVisit
                | Self::NotUnboxed
                | Self::HandOverCustody
                | Self::UnclaimedUnit
                | Self::LoanerOverdue
                | Self::DecideExchange
                | Self::ExchangeEvidence
                | Self::FulfilExchange
                | Self::CallAboutRecall
        )
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// To be done.
    Open,
    /// Done.
    Done,
    /// Its date has passed.
    Overdue,
    /// Given to someone else, to be done there.
    Transferred,
}

super::codes!(TaskState { Open => "open", Done => "done", Overdue => "overdue", Transferred => "transferred" });

impl TaskState {
    /// Whether it is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        self != Self::Done
    }
}

/// What can happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskEvent {
    /// It is done.
    Finish,
    /// Its date passes.
    FallDue,
    /// It is given to someone else.
    Transfer,
    /// It goes up to the manager of those who left it overdue.
    Escalate,
    /// It was not done after all.
    Reopen,
}

super::codes!(TaskEvent {
    Finish => "done", FallDue => "fall_due", Transfer => "transfer", Escalate => "escalate", Reopen => "reopen",
});

/// What the owner of a task is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskNews {
    /// It is the owner's from now on.
    Given,
    /// It is due soon.
    Reminder,
    /// Its date has passed.
    Overdue,
    /// It came up because those below left it undone.
    Escalated,
    /// It was not done after all.
    Reopened,
}

super::codes!(TaskNews {
    Given => "given", Reminder => "reminder", Overdue => "overdue", Escalated => "escalated", Reopened => "reopened",
});

/// The machine of the task (PRODUCT section 1).
#[derive(Debug)]
pub struct TaskMachine;

use TaskEvent as E;
use TaskState as S;

const UNDONE: &[S] = &[S::Open, S::Overdue, S::Transferred];

impl Machine for TaskMachine {
    type State = TaskState;
    type Event = TaskEvent;
    const NAME: &'static str = "task";
    const INITIAL: TaskState = S::Open;
    const ARROWS: &'static [Arrow<S, E>] = &[
        arrow(UNDONE, E::Finish, S::Done, &[Staff, System], &[]),
        arrow(&[S::Open, S::Transferred], E::FallDue, S::Overdue, &[System], &[]),
        arrow(UNDONE, E::Transfer, S::Transferred, &[Staff], &[]),
        arrow(&[S::Overdue], E::Escalate, S::Overdue, &[System], &[]),
        arrow(&[S::Done], E::Reopen, S::Open, &[Staff], &[Guard::Reason]),
    ];
}

/// Whoever answers for the work of a role.
#[must_use]
pub fn superior(role: Role) -> Role {
    match role {
        Role::Operator | Role::Dispatcher | Role::AgentManager | Role::Auditor => Role::Manager,
        Role::Manager | Role::Administrator => Role::Administrator,
    }
}

/// When owners of tasks are reminded, and when a task goes up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskPolicy {
    /// Minutes before the date at which the owner is reminded.
    pub remind_minutes: i64,
    /// Business minutes after the date at which an undone task goes up.
    pub escalate_minutes: i64,
}

impl Default for TaskPolicy {
    fn default() -> Self {
        Self { remind_minutes: 15, escalate_minutes: 60 }
    }
}
