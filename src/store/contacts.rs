//! Contacts with customers.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::contacts;
use super::{At, Col, Conn, StoreError};
use crate::domain::contact::{ContactOutcome, Direction};
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::id::{ComplaintId, ContactId, CustomerId, JobId, RequestId, UserId};

/// One interaction with a customer, or an attempt at one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = contacts, treat_none_as_default_value = false)]
pub struct Contact {
    pub id: Col<ContactId>,
    pub customer_id: Col<CustomerId>,
    pub request_id: Option<Col<RequestId>>,
    pub channel: Col<Channel>,
    pub direction: Col<Direction>,
    pub class: Col<ContactClass>,
    pub operator_id: Option<Col<UserId>>,
    pub summary: String,
    pub started_at: At,
    pub ended_at: Option<At>,
    pub job_id: Option<Col<JobId>>,
    pub complaint_id: Option<Col<ComplaintId>>,
    pub phone: Option<String>,
    pub outcome: Col<ContactOutcome>,
    pub answered: bool,
    pub wait_s: Option<i32>,
}

insertable!(contacts, Contact, insert_contact);

impl Contact {
    /// One that reached the organisation at a moment, without what it was about.
    #[must_use]
    pub fn received(id: ContactId, customer: CustomerId, (class, channel): (ContactClass, Channel), at: At) -> Self {
        Self {
            id: Col(id),
            customer_id: Col(customer),
            request_id: None,
            channel: Col(channel),
            direction: Col(Direction::Incoming),
            class: Col(class),
            operator_id: None,
            summary: String::new(),
            started_at: at,
            ended_at: Some(at),
            job_id: None,
            complaint_id: None,
            phone: None,
            outcome: Col(ContactOutcome::Reached),
            answered: true,
            wait_s: None,
        }
    }
}

/// The last contacts with a customer, newest first.
///
/// # Errors
/// The database.
pub fn list_contacts(conn: &mut Conn, customer: CustomerId, limit: i64) -> Result<Vec<Contact>, StoreError> {
    let query = contacts::table.filter(contacts::customer_id.eq(customer.as_str()));
    Ok(query.order(contacts::started_at.desc()).limit(limit).select(Contact::as_select()).load(conn)?)
}

/// The contacts about a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_contacts_about(conn: &mut Conn, job: JobId) -> Result<Vec<Contact>, StoreError> {
    let query = contacts::table.filter(contacts::job_id.eq(job.as_str()));
    Ok(query.order(contacts::started_at).select(Contact::as_select()).load(conn)?)
}
