//! Contacts of a customer, and who may see a customer at all.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::{Caller, Scope};
use crate::domain::contact::{ContactOutcome, Direction};
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::id::{ComplaintId, ContactId, CustomerId, JobId, RequestId, UserId};
use crate::domain::job::JobState;
use crate::domain::time::Instant;
use crate::store::contacts::Contact;
use crate::store::jobs::Job;
use crate::store::schema::{addresses, contacts, customers, jobs, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactView {
    /// The contact.
    pub id: ContactId,
    /// The customer.
    pub customer_id: CustomerId,
    /// By what way.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What it was.
    pub class: ContactClass,
    /// How it ended.
    pub outcome: ContactOutcome,
    /// Whether a person answered.
    pub answered: bool,
    /// Seconds that the other side waited.
    pub wait_s: Option<i32>,
    /// The other side's telephone, E.164.
    pub phone: Option<String>,
    /// In words.
    pub summary: String,
    /// The request that it was about.
    pub request_id: Option<RequestId>,
    /// The job that it was about.
    pub job_id: Option<JobId>,
    /// The complaint that it was about.
    pub complaint_id: Option<ComplaintId>,
    /// Who logged it.
    pub operator_id: Option<UserId>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
}

impl From<Contact> for ContactView {
    fn from(row: Contact) -> Self {
        Self {
            id: row.id.0,
            customer_id: row.customer_id.0,
            channel: row.channel.0,
            direction: row.direction.0,
            class: row.class.0,
            outcome: row.outcome.0,
            answered: row.answered,
            wait_s: row.wait_s,
            phone: row.phone,
            summary: row.summary,
            request_id: row.request_id.map(|id| id.0),
            job_id: row.job_id.map(|id| id.0),
            complaint_id: row.complaint_id.map(|id| id.0),
            operator_id: row.operator_id.map(|id| id.0),
            started_at: row.started_at.0,
            ended_at: row.ended_at.map(|at| at.0),
        }
    }
}

/// Whether a customer exists and is seen by a caller: everywhere, with an address in one of the caller's provinces, or
/// made by the caller.
///
/// # Errors
/// The database.
pub fn can_see_customer(conn: &mut Conn, caller: &Caller, id: CustomerId) -> Result<bool, StoreError> {
    let mut query = customers::table.filter(customers::id.eq(id.as_str())).into_boxed();
    if let Scope::Provinces(provinces) = &caller.scope {
        let here = addresses::table.filter(addresses::province.eq_any(provinces.clone()));
        let here = customers::id.eq_any(here.select(addresses::customer_id));
        query = query.filter(here.nullable().or(customers::created_by.eq(Col(caller.user))));
    }
    let found: i64 = query.count().get_result(conn)?;
    Ok(found > 0)
}

/// The province of a customer's newest address; empty for one without.
///
/// # Errors
/// The database.
pub fn province_of_customer(conn: &mut Conn, id: CustomerId) -> Result<String, StoreError> {
    let query = addresses::table.filter(addresses::customer_id.eq(id.as_str())).order(addresses::id.desc());
    Ok(query.select(addresses::province).first(conn).optional()?.unwrap_or_default())
}

/// The jobs that are still owed to a customer, within a scope.
///
/// # Errors
/// The database.
pub fn list_open_jobs_of(conn: &mut Conn, scope: &Scope, customer: CustomerId) -> Result<Vec<Job>, StoreError> {
    let open: Vec<Col<JobState>> = JobState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect();
    let of = service_requests::table.filter(service_requests::customer_id.eq(customer.as_str()));
    let mut query = jobs::table
        .filter(jobs::request_id.eq_any(of.select(service_requests::id)))
        .filter(jobs::state.eq_any(open))
        .order(jobs::id)
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    Ok(query.select(Job::as_select()).load(conn)?)
}

/// A page of a customer's contacts, newest first; those about complaints against the caller are left out.
///
/// # Errors
/// `NotFound` for a customer that does not exist or is out of scope; the database.
pub fn list_page(
    conn: &mut Conn,
    caller: &Caller,
    customer: CustomerId,
    after: Option<Cursor<ContactId>>,
    limit: i64,
) -> Result<Page<ContactView>, StoreError> {
    if !can_see_customer(conn, caller, customer)? {
        return Err(StoreError::NotFound);
    }
    let hidden = super::complaints::against(conn, caller.user)?;
    let mut query = contacts::table
        .filter(contacts::customer_id.eq(customer.as_str()))
        .order((contacts::started_at.desc(), contacts::id.desc()))
        .limit(limit + 1)
        .into_boxed();
    if !hidden.is_empty() {
        query =
            query.filter(contacts::complaint_id.is_null().or(contacts::complaint_id.assume_not_null().ne_all(hidden)));
    }
    if let Some(Cursor { at, id }) = after {
        let later = contacts::started_at.lt(At(at));
        query = query.filter(later.or(contacts::started_at.eq(At(at)).and(contacts::id.lt(id.to_string()))));
    }
    let found: Vec<Contact> = query.select(Contact::as_select()).load(conn)?;
    let page = Page::cut(found, limit, |row: &Contact| Cursor { at: row.started_at.0, id: row.id.0 }.to_string());
    Ok(Page { items: page.items.into_iter().map(ContactView::from).collect(), next_cursor: page.next_cursor })
}
