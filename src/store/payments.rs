//! Money taken from customers.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::payments;
use super::{At, Col, Conn, StoreError};
use crate::domain::id::{JobId, PaymentId, QuoteId, UserId};
use crate::domain::machine::ActorKind;
use crate::domain::money::Money;
use crate::domain::payment::{PaymentMethod, PaymentReceiver, PaymentState};
use crate::domain::quote::AnswerWay;

/// A sum that somebody took.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = payments, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Payment {
    pub id: Col<PaymentId>,
    pub job_id: Col<JobId>,
    pub quote_id: Option<Col<QuoteId>>,
    pub state: Col<PaymentState>,
    pub amount: i64,
    pub method: Col<PaymentMethod>,
    pub receiver: Col<PaymentReceiver>,
    pub trace: Option<String>,
    pub is_deposit: bool,
    pub note: Option<String>,
    pub recorded_by_kind: Col<ActorKind>,
    pub recorded_by: Option<String>,
    pub recorded_at: At,
    pub answered_at: Option<At>,
    pub answered_by: Option<Col<AnswerWay>>,
    pub answered_by_id: Option<String>,
    pub answer_note: Option<String>,
    pub settled_at: Option<At>,
    pub settled_by: Option<Col<UserId>>,
    pub settled_amount: Option<i64>,
    pub settle_note: Option<String>,
    pub version: i32,
}

versioned!(payments, Payment, PaymentId, insert_payment, find_payment, save_payment);

impl Payment {
    /// What counts: what the organisation found, else what was taken down.
    #[must_use]
    pub fn counted(&self) -> Money {
        Money::rials(self.settled_amount.unwrap_or(self.amount))
    }
}

/// The payments of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_payments(conn: &mut Conn, job: JobId) -> Result<Vec<Payment>, StoreError> {
    let query = payments::table.filter(payments::job_id.eq(job.as_str())).order(payments::id);
    Ok(query.select(Payment::as_select()).load(conn)?)
}
