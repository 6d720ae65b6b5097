//! Cases of exchange and refund.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::exchange_cases;
use super::{At, Col, Conn, Day, Json, StoreError};
use crate::domain::exchange::{ExchangeState, Hands, OldUnit, Remedy};
use crate::domain::id::{AttachmentId, ExchangeId, InstalledProductId, JobId, UserId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentMethod;

/// A case of exchange or refund.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = exchange_cases, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ExchangeCase {
    pub id: Col<ExchangeId>,
    pub job_id: Col<JobId>,
    pub province: String,
    pub state: Col<ExchangeState>,
    pub remedy: Col<Remedy>,
    pub amount: Option<i64>,
    pub cause: String,
    pub asked_note: String,
    pub photos: Json<Vec<AttachmentId>>,
    pub asked_by: Col<UserId>,
    pub asked_at: At,
    pub question: Option<String>,
    pub answer: Option<String>,
    pub technical_by: Option<Col<UserId>>,
    pub technical_at: Option<At>,
    pub technical_note: Option<String>,
    pub approved_by: Option<Col<UserId>>,
    pub approved_at: Option<At>,
    pub approved_note: Option<String>,
    pub ended_by: Option<Col<UserId>>,
    pub ended_at: Option<At>,
    pub ended_note: Option<String>,
    pub new_unit_id: Option<Col<InstalledProductId>>,
    pub old_unit: Option<Col<OldUnit>>,
    pub old_serial: Option<String>,
    pub collected_by: Option<String>,
    pub paid_amount: Option<i64>,
    pub paid_method: Option<Col<PaymentMethod>>,
    pub paid_trace: Option<String>,
    pub paid_on: Option<Day>,
    pub version: i32,
}

versioned!(exchange_cases, ExchangeCase, ExchangeId, insert_exchange, find_exchange, save_exchange);

impl ExchangeCase {
    /// The money that is asked for, of a refund.
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        self.amount.map(Money::rials)
    }

    /// Who has had a hand in it.
    #[must_use]
    pub fn hands(&self) -> Hands {
        Hands { asked_by: self.asked_by.0, technical_by: self.technical_by.map(|user| user.0) }
    }
}

/// The cases of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_exchanges_of(conn: &mut Conn, job: JobId) -> Result<Vec<ExchangeCase>, StoreError> {
    let query = exchange_cases::table.filter(exchange_cases::job_id.eq(job.as_str())).order(exchange_cases::id);
    Ok(query.select(ExchangeCase::as_select()).load(conn)?)
}

/// The case of a job that is still to be decided or done.
///
/// # Errors
/// The database.
pub fn find_open_exchange(conn: &mut Conn, job: JobId) -> Result<Option<ExchangeCase>, StoreError> {
    Ok(list_exchanges_of(conn, job)?.into_iter().find(|case| case.state.0.is_open()))
}
