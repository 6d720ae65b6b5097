//! What customers were told to pay, what was quoted to them, and requests to charge what was under warranty.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{charge_changes, jobs, price_terms, quotes, service_requests};
use super::{At, Col, Conn, Json, StoreError};
use crate::domain::id::{AttachmentId, ChargeId, CustomerId, JobId, QuoteId, UserId, VisitId};
use crate::domain::machine::ActorKind;
use crate::domain::money::Money;
use crate::domain::quote::{AnswerWay, ChargeState, QuoteLine, QuoteState};
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;

/// What a customer was told at intake.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = price_terms, treat_none_as_default_value = false)]
pub struct PriceTerms {
    pub job_id: Col<JobId>,
    pub policy_version: i32,
    pub least: i64,
    pub most: i64,
    pub visit_fee: i64,
    pub tax_basis_points: i64,
    pub told_by: String,
    pub told_at: At,
}

insertable!(price_terms, PriceTerms, insert_price_terms);

/// What the customer of a job was told at intake, if anything.
///
/// # Errors
/// The database.
pub fn find_price_terms(conn: &mut Conn, job: JobId) -> Result<Option<PriceTerms>, StoreError> {
    let query = price_terms::table.find(job.as_str()).select(PriceTerms::as_select());
    Ok(query.first(conn).optional()?)
}

/// A price before the work.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = quotes, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Quote {
    pub id: Col<QuoteId>,
    pub job_id: Col<JobId>,
    pub visit_id: Option<Col<VisitId>>,
    pub state: Col<QuoteState>,
    pub lines: Json<Vec<QuoteLine>>,
    pub tax_basis_points: i64,
    pub net: i64,
    pub tax: i64,
    pub total: i64,
    pub visit_fee: i64,
    pub labour_guarantee_days: i32,
    pub part_guarantee_days: i32,
    pub policy_version: i32,
    pub note: Option<String>,
    pub valid_until: Option<At>,
    pub made_by_kind: Col<ActorKind>,
    pub made_by: Option<String>,
    pub created_at: At,
    pub sent_at: Option<At>,
    pub answered_at: Option<At>,
    pub answered_by: Option<Col<AnswerWay>>,
    pub answered_by_id: Option<String>,
    pub consent_note: Option<String>,
    pub version: i32,
}

versioned!(quotes, Quote, QuoteId, insert_quote, find_quote, save_quote);

impl Quote {
    /// What the customer pays.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::rials(self.total)
    }
}

/// The quotes of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_quotes(conn: &mut Conn, job: JobId) -> Result<Vec<Quote>, StoreError> {
    let query = quotes::table.filter(quotes::job_id.eq(job.as_str())).order(quotes::id);
    Ok(query.select(Quote::as_select()).load(conn)?)
}

/// Quotes that customers have not answered in time.
///
/// # Errors
/// The database.
pub fn list_quotes_past(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<QuoteId>, StoreError> {
    let query = quotes::table
        .filter(quotes::state.eq(Col(QuoteState::Sent)))
        .filter(quotes::valid_until.le(At(now)))
        .order(quotes::valid_until)
        .limit(limit)
        .select(quotes::id);
    Ok(query.load::<Col<QuoteId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The quotes of these customers that were sent since, newest first, each with the reference of its request.
///
/// # Errors
/// The database.
pub fn list_quotes_to(
    conn: &mut Conn,
    customers: &[CustomerId],
    since: Instant,
) -> Result<Vec<(Quote, String)>, StoreError> {
    let query = quotes::table
        .inner_join(jobs::table.inner_join(service_requests::table))
        .filter(service_requests::customer_id.eq_any(customers.iter().map(CustomerId::as_str)))
        .filter(quotes::sent_at.ge(At(since)))
        .order(quotes::id.desc())
        .limit(20);
    Ok(query.select((Quote::as_select(), service_requests::reference)).load(conn)?)
}

/// A request to charge what was under warranty.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = charge_changes, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ChargeChange {
    pub id: Col<ChargeId>,
    pub job_id: Col<JobId>,
    pub state: Col<ChargeState>,
    pub reason: String,
    pub attachment_id: Col<AttachmentId>,
    pub was: Col<WarrantyOutcome>,
    pub asked_by_kind: Col<ActorKind>,
    pub asked_by: Option<String>,
    pub asked_at: At,
    pub decided_by: Option<Col<UserId>>,
    pub decided_at: Option<At>,
    pub decision_note: Option<String>,
    pub version: i32,
}

versioned!(charge_changes, ChargeChange, ChargeId, insert_charge, find_charge, save_charge);

/// The requests to charge a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_charges(conn: &mut Conn, job: JobId) -> Result<Vec<ChargeChange>, StoreError> {
    let query = charge_changes::table.filter(charge_changes::job_id.eq(job.as_str())).order(charge_changes::id);
    Ok(query.select(ChargeChange::as_select()).load(conn)?)
}
