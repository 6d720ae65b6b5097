//! Complaints, and the record of each step on them.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::customers::Customer;
use super::rows::{insertable, versioned};
use super::schema::{complaint_steps, complaints};
use super::{At, Col, Conn, StoreError, Tx};
use crate::domain::access::Role;
use crate::domain::complaint::{
    Against, AgainstKind, ComplaintEvent, ComplaintResult, ComplaintState, ComplaintStep, ComplaintSubject, Severity,
    Telling, ways_of_telling,
};
use crate::domain::customer::Channel;
use crate::domain::id::{ComplaintId, ComplaintStepId, CustomerId, JobId, RequestId, UserId};
use crate::domain::machine::ActorKind;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;

/// A complaint, criticism or suggestion.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = complaints, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Complaint {
    pub id: Col<ComplaintId>,
    pub reference: Col<Reference>,
    pub customer_id: Col<CustomerId>,
    pub request_id: Option<Col<RequestId>>,
    pub job_id: Option<Col<JobId>>,
    pub province: String,
    pub channel: Col<Channel>,
    pub phone: Option<String>,
    pub can_sms: bool,
    pub against_kind: Col<AgainstKind>,
    pub against_id: Option<String>,
    pub severity: Col<Severity>,
    pub subject: Col<ComplaintSubject>,
    pub description: String,
    pub demand: Option<String>,
    pub state: Col<ComplaintState>,
    pub left_state: Option<Col<ComplaintState>>,
    pub result: Option<Col<ComplaintResult>>,
    pub answer: Option<String>,
    pub owner_id: Option<Col<UserId>>,
    pub owner_role: Col<Role>,
    pub step_due_at: Option<At>,
    pub told_by: Option<Col<Telling>>,
    pub turned_into: Option<Col<RequestId>>,
    pub turned_from: Option<Col<RequestId>>,
    pub rating: Option<i32>,
    pub created_by: Option<Col<UserId>>,
    pub received_at: At,
    pub communicated_at: Option<At>,
    pub closed_at: Option<At>,
    pub version: i32,
    pub email: Option<String>,
}

versioned!(complaints, Complaint, ComplaintId, insert_complaint, find_complaint, save_complaint);

impl Complaint {
    /// Who or what is complained of.
    #[must_use]
    pub fn against(&self) -> Against {
        Against { kind: self.against_kind.0, id: self.against_id.clone() }
    }

    /// Where letters to the complainant go: what was told with the complaint, else the customer's own address.
    #[must_use]
    pub fn letters_to<'a>(&'a self, customer: &'a Customer) -> Option<&'a str> {
        self.email.as_deref().or(customer.email.as_deref())
    }

    /// How the complainant can be told, best first. Letters are wanted by who complained by letter or prefers them.
    #[must_use]
    pub fn ways(&self, customer: &Customer) -> Vec<Telling> {
        let preferred = customer.preferred_channel.map(|channel| channel.0);
        let wants_letters = self.channel.0 == Channel::Email || preferred == Some(Channel::Email);
        let has_email = self.letters_to(customer).is_some();
        ways_of_telling(self.can_sms && self.phone.is_some(), (has_email, wants_letters))
    }
}

/// The complaint with this reference.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_complaint_by_reference(conn: &mut Conn, reference: &Reference) -> Result<Complaint, StoreError> {
    let query = complaints::table.filter(complaints::reference.eq(reference.as_ref()));
    Ok(query.select(Complaint::as_select()).first(conn)?)
}

/// The complaints about a request, and that which it was made from or turned into, oldest first.
///
/// # Errors
/// The database.
pub fn list_complaints_about(conn: &mut Conn, request: RequestId) -> Result<Vec<Complaint>, StoreError> {
    let id = request.as_str();
    let query = complaints::table.filter(complaints::request_id.eq(id).or(complaints::turned_into.eq(id)));
    Ok(query.order(complaints::id).select(Complaint::as_select()).load(conn)?)
}

/// Complaints in these states whose open step is overdue.
///
/// # Errors
/// The database.
pub fn list_complaints_due(
    conn: &mut Conn,
    states: &[ComplaintState],
    now: Instant,
    limit: i64,
) -> Result<Vec<ComplaintId>, StoreError> {
    let states: Vec<Col<ComplaintState>> = states.iter().copied().map(Col).collect();
    let query = complaints::table
        .filter(complaints::state.eq_any(states))
        .filter(complaints::step_due_at.le(At(now)))
        .order(complaints::id)
        .limit(limit)
        .select(complaints::id);
    Ok(query.load::<Col<ComplaintId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The record of a piece of work on a complaint.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = complaint_steps, treat_none_as_default_value = false)]
pub struct StepRow {
    pub id: Col<ComplaintStepId>,
    pub complaint_id: Col<ComplaintId>,
    pub step: Col<ComplaintStep>,
    pub owner_id: Option<Col<UserId>>,
    pub owner_role: Col<Role>,
    pub began_at: At,
    pub due_at: At,
    pub ended_at: Option<At>,
    pub ended_by: Option<Col<ComplaintEvent>>,
    pub actor_kind: Option<Col<ActorKind>>,
    pub actor_id: Option<String>,
    pub note: Option<String>,
}

insertable!(complaint_steps, StepRow, insert_step);

/// The steps of a complaint, oldest first.
///
/// # Errors
/// The database.
pub fn list_steps(conn: &mut Conn, complaint: ComplaintId) -> Result<Vec<StepRow>, StoreError> {
    let query = complaint_steps::table.filter(complaint_steps::complaint_id.eq(complaint.as_str()));
    Ok(query.order(complaint_steps::id).select(StepRow::as_select()).load(conn)?)
}

/// How a step ended.
#[derive(Debug, Clone)]
pub struct StepEnd {
    pub at: Instant,
    pub by: ComplaintEvent,
    pub actor_kind: ActorKind,
    pub actor_id: Option<String>,
    pub note: Option<String>,
}

/// Ends the open step of a complaint.
///
/// # Errors
/// The database.
pub fn end_step(tx: &mut Tx<'_>, complaint: ComplaintId, end: &StepEnd) -> Result<(), StoreError> {
    let open = complaint_steps::table
        .filter(complaint_steps::complaint_id.eq(complaint.as_str()))
        .filter(complaint_steps::ended_at.is_null());
    let values = (
        complaint_steps::ended_at.eq(Some(At(end.at))),
        complaint_steps::ended_by.eq(Some(Col(end.by))),
        complaint_steps::actor_kind.eq(Some(Col(end.actor_kind))),
        complaint_steps::actor_id.eq(end.actor_id.clone()),
        complaint_steps::note.eq(end.note.clone()),
    );
    diesel::update(open).set(values).execute(tx.conn())?;
    Ok(())
}

/// Gives the open step of a complaint to someone else.
///
/// # Errors
/// The database.
pub fn give_step(
    tx: &mut Tx<'_>,
    complaint: ComplaintId,
    (owner, role): (Option<UserId>, Role),
) -> Result<(), StoreError> {
    let open = complaint_steps::table
        .filter(complaint_steps::complaint_id.eq(complaint.as_str()))
        .filter(complaint_steps::ended_at.is_null());
    let values = (complaint_steps::owner_id.eq(owner.map(Col)), complaint_steps::owner_role.eq(Col(role)));
    diesel::update(open).set(values).execute(tx.conn())?;
    Ok(())
}
