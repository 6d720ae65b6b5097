//! The price of a job as people read it: what was told, quoted, answered, paid.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::id::{AttachmentId, ChargeId, JobId, PaymentId, QuoteId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::money::Money;
use crate::domain::payment::{PaymentEvent, PaymentMachine, PaymentMethod, PaymentReceiver, PaymentState};
use crate::domain::quote::{
    AnswerWay, ChargeEvent, ChargeMachine, ChargeState, QuoteEvent, QuoteLine, QuoteMachine, QuoteState,
};
use crate::domain::time::Instant;
use crate::store::payments::{Payment, find_payment, list_payments};
use crate::store::quotes::{ChargeChange, Quote, find_charge, find_quote, list_charges, list_quotes};
use crate::store::{Conn, StoreError};

/// A quote.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuoteView {
    /// Its id.
    pub id: QuoteId,
    /// The job.
    pub job_id: JobId,
    /// Where it stands.
    pub state: QuoteState,
    /// What it is made of; prices without tax.
    pub lines: Vec<QuoteLine>,
    /// The sum of the lines.
    #[schema(value_type = Object)]
    pub net: Money,
    /// The rate of tax, hundredths of a percent.
    pub tax_basis_points: i64,
    /// The tax.
    #[schema(value_type = Object)]
    pub tax: Money,
    /// What the customer pays.
    #[schema(value_type = Object)]
    pub total: Money,
    /// What is due if the customer declines after somebody came.
    #[schema(value_type = Object)]
    pub visit_fee: Money,
    /// Days of guarantee on work.
    pub labour_guarantee_days: i32,
    /// Days of guarantee on parts.
    pub part_guarantee_days: i32,
    /// Words to the customer.
    pub note: Option<String>,
    /// Until when it can be approved.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub valid_until: Option<Instant>,
    /// Who wrote it.
    pub made_by: ActorKind,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When it went to the customer.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Instant>,
    /// When the customer answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// The way of the answer.
    pub answered_by: Option<AnswerWay>,
    /// The customer's words, where they were spoken.
    pub consent_note: Option<String>,
    /// What staff may do now.
    pub allowed: Vec<QuoteEvent>,
    /// Version.
    pub version: i32,
}

/// A request to charge what was under warranty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChargeView {
    /// Its id.
    pub id: ChargeId,
    /// The job.
    pub job_id: JobId,
    /// Where it stands.
    pub state: ChargeState,
    /// What was found.
    pub reason: String,
    /// The photo that shows it.
    pub attachment_id: AttachmentId,
    /// Who asked.
    pub asked_by: ActorKind,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// When it was decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    /// Why it was decided so.
    pub decision_note: Option<String>,
    /// What may be decided now.
    pub allowed: Vec<ChargeEvent>,
}

/// A payment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentView {
    /// Its id.
    pub id: PaymentId,
    /// The job.
    pub job_id: JobId,
    /// Where it stands.
    pub state: PaymentState,
    /// What was taken down.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// How it was paid.
    pub method: PaymentMethod,
    /// Who has it.
    pub receiver: PaymentReceiver,
    /// The number that proves it.
    pub trace: Option<String>,
    /// Whether more was to follow.
    pub is_deposit: bool,
    /// In words.
    pub note: Option<String>,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Instant,
    /// When the customer answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Instant>,
    /// The way of the answer.
    pub answered_by: Option<AnswerWay>,
    /// What the customer said to it.
    pub answer_note: Option<String>,
    /// What the organisation counted.
    #[schema(value_type = Option<Object>)]
    pub settled_amount: Option<Money>,
    /// What was found.
    pub settle_note: Option<String>,
    /// What staff may do now.
    pub allowed: Vec<PaymentEvent>,
    /// Version.
    pub version: i32,
}

impl From<Quote> for QuoteView {
    fn from(row: Quote) -> Self {
        Self {
            id: row.id.0,
            job_id: row.job_id.0,
            state: row.state.0,
            total: row.total(),
            lines: row.lines.0,
            net: Money::rials(row.net),
            tax_basis_points: row.tax_basis_points,
            tax: Money::rials(row.tax),
            visit_fee: Money::rials(row.visit_fee),
            labour_guarantee_days: row.labour_guarantee_days,
            part_guarantee_days: row.part_guarantee_days,
            note: row.note,
            valid_until: row.valid_until.map(|at| at.0),
            made_by: row.made_by_kind.0,
            created_at: row.created_at.0,
            sent_at: row.sent_at.map(|at| at.0),
            answered_at: row.answered_at.map(|at| at.0),
            answered_by: row.answered_by.map(|way| way.0),
            consent_note: row.consent_note,
            allowed: allowed::<QuoteMachine>(row.state.0, ActorKind::Staff),
            version: row.version,
        }
    }
}

impl From<ChargeChange> for ChargeView {
    fn from(row: ChargeChange) -> Self {
        Self {
            id: row.id.0,
            job_id: row.job_id.0,
            state: row.state.0,
            reason: row.reason,
            attachment_id: row.attachment_id.0,
            asked_by: row.asked_by_kind.0,
            asked_at: row.asked_at.0,
            decided_at: row.decided_at.map(|at| at.0),
            decision_note: row.decision_note,
            allowed: allowed::<ChargeMachine>(row.state.0, ActorKind::Staff),
        }
    }
}

impl From<Payment> for PaymentView {
    fn from(row: Payment) -> Self {
        Self {
            id: row.id.0,
            job_id: row.job_id.0,
            state: row.state.0,
            amount: Money::rials(row.amount),
            method: row.method.0,
            receiver: row.receiver.0,
            trace: row.trace,
            is_deposit: row.is_deposit,
            note: row.note,
            recorded_at: row.recorded_at.0,
            answered_at: row.answered_at.map(|at| at.0),
            answered_by: row.answered_by.map(|way| way.0),
            answer_note: row.answer_note,
            settled_amount: row.settled_amount.map(Money::rials),
            settle_note: row.settle_note,
            allowed: allowed::<PaymentMachine>(row.state.0, ActorKind::Staff),
            version: row.version,
        }
    }
}

/// Everything about the price of a job, oldest first.
#[derive(Debug, Clone, Default)]
pub struct JobMoney {
    /// Its quotes.
    pub quotes: Vec<QuoteView>,
    /// Requests to charge it.
    pub charges: Vec<ChargeView>,
    /// Its payments.
    pub payments: Vec<PaymentView>,
}

/// Everything about the price of a job.
///
/// # Errors
/// The database.
pub fn money_of(conn: &mut Conn, job: JobId) -> Result<JobMoney, StoreError> {
    Ok(JobMoney {
        quotes: list_quotes(conn, job)?.into_iter().map(QuoteView::from).collect(),
        charges: list_charges(conn, job)?.into_iter().map(ChargeView::from).collect(),
        payments: list_payments(conn, job)?.into_iter().map(PaymentView::from).collect(),
    })
}

/// One quote.
///
/// # Errors
/// `NotFound`, or the database.
pub fn quote_view(conn: &mut Conn, id: QuoteId) -> Result<QuoteView, StoreError> {
    Ok(find_quote(conn, id)?.into())
}

/// One request to charge.
///
/// # Errors
/// `NotFound`, or the database.
pub fn charge_view(conn: &mut Conn, id: ChargeId) -> Result<ChargeView, StoreError> {
    Ok(find_charge(conn, id)?.into())
}

/// One payment.
///
/// # Errors
/// `NotFound`, or the database.
pub fn payment_view(conn: &mut Conn, id: PaymentId) -> Result<PaymentView, StoreError> {
    Ok(find_payment(conn, id)?.into())
}
