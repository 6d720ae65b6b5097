//! Events, and the audit trail with its seals.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::{audit_rows, audit_seals, events};
use super::{At, Col, Conn, Json, StoreError, Tx};
use crate::domain::id::{AuditId, EventId, JobId, RequestId};
use crate::domain::machine::ActorKind;
use crate::domain::reason::DelayOwner;
use crate::domain::time::Instant;

use super::feed::Topic;

/// Something that happened: rich enough to split the time of a job among its owners.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    pub id: Col<EventId>,
    pub at: At,
    pub topic: Col<Topic>,
    pub subject_id: String,
    pub request_id: Option<Col<RequestId>>,
    pub job_id: Option<Col<JobId>>,
    pub province: Option<String>,
    pub name: String,
    pub from_state: Option<String>,
    pub to_state: Option<String>,
    pub actor_kind: Col<ActorKind>,
    pub actor_id: Option<String>,
    pub reason: Option<String>,
    pub delay_owner: Option<Col<DelayOwner>>,
    pub detail: Json<serde_json::Value>,
}

insertable!(events, Event, insert_event);

/// The events of a job, in order.
///
/// # Errors
/// The database.
pub fn list_events(conn: &mut Conn, job: JobId) -> Result<Vec<Event>, StoreError> {
    Ok(events::table.filter(events::job_id.eq(job.as_str())).order(events::id).select(Event::as_select()).load(conn)?)
}

/// Events after the one named, in order, for a client that comes back to the live stream.
///
/// # Errors
/// The database.
pub fn list_events_after(conn: &mut Conn, after: EventId, limit: i64) -> Result<Vec<Event>, StoreError> {
    let query = events::table.filter(events::id.gt(after.as_str())).order(events::id).limit(limit);
    Ok(query.select(Event::as_select()).load(conn)?)
}

/// When the newest event happened.
///
/// # Errors
/// The database.
pub fn last_event_at(conn: &mut Conn) -> Result<Option<Instant>, StoreError> {
    let query = events::table.order(events::id.desc()).select(events::at);
    Ok(query.first::<At>(conn).optional()?.map(|at| at.0))
}

/// The event with this id.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_event(conn: &mut Conn, id: EventId) -> Result<Event, StoreError> {
    Ok(events::table.find(id.as_str()).select(Event::as_select()).first(conn)?)
}

/// Who did what, for the auditors.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_rows, treat_none_as_default_value = false)]
pub struct AuditRow {
    pub id: Col<AuditId>,
    pub at: At,
    pub actor_kind: Col<ActorKind>,
    pub actor_id: Option<String>,
    pub action: String,
    pub subject: String,
    pub subject_id: String,
    pub detail: String,
    pub seal: Option<i64>,
}

insertable!(audit_rows, AuditRow, insert_audit);

/// One link of the hash chain over the audit trail.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_seals)]
pub struct AuditSeal {
    pub number: i64,
    pub sealed_at: At,
    pub row_count: i64,
    pub hash: String,
}

insertable!(audit_seals, AuditSeal, insert_seal);

/// The newest seal.
///
/// # Errors
/// The database.
pub fn last_seal(conn: &mut Conn) -> Result<Option<AuditSeal>, StoreError> {
    let query = audit_seals::table.order(audit_seals::number.desc()).select(AuditSeal::as_select());
    Ok(query.first(conn).optional()?)
}

/// Seals from `number` on, in order.
///
/// # Errors
/// The database.
pub fn list_seals(conn: &mut Conn, from: i64, limit: i64) -> Result<Vec<AuditSeal>, StoreError> {
    let query = audit_seals::table.filter(audit_seals::number.ge(from)).order(audit_seals::number).limit(limit);
    Ok(query.select(AuditSeal::as_select()).load(conn)?)
}

/// Audit rows under a seal, or not sealed yet, ordered by id.
///
/// # Errors
/// The database.
pub fn list_audit(conn: &mut Conn, seal: Option<i64>, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = audit_rows::table.order(audit_rows::id).limit(limit).into_boxed();
    query = match seal {
        Some(number) => query.filter(audit_rows::seal.eq(number)),
        None => query.filter(audit_rows::seal.is_null()),
    };
    Ok(query.select(AuditRow::as_select()).load(conn)?)
}

/// An audit row as it is stored, whatever was done to it: what seals are computed from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit_rows)]
pub struct StoredAuditRow {
    pub id: String,
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: Option<String>,
    pub action: String,
    pub subject: String,
    pub subject_id: String,
    pub detail: String,
}

/// Stored audit rows under a seal, or not sealed yet, ordered by id.
///
/// # Errors
/// The database.
pub fn list_stored_audit(conn: &mut Conn, seal: Option<i64>, limit: i64) -> Result<Vec<StoredAuditRow>, StoreError> {
    let mut query = audit_rows::table.order(audit_rows::id).limit(limit).into_boxed();
    query = match seal {
        Some(number) => query.filter(audit_rows::seal.eq(number)),
        None => query.filter(audit_rows::seal.is_null()),
    };
    Ok(query.select(StoredAuditRow::as_select()).load(conn)?)
}

/// Puts rows under a seal.
///
/// # Errors
/// The database.
pub fn mark_sealed(tx: &mut Tx<'_>, rows: &[StoredAuditRow], number: i64) -> Result<(), StoreError> {
    for ids in rows.chunks(200) {
        let ids: Vec<&str> = ids.iter().map(|row| row.id.as_str()).collect();
        let target = audit_rows::table.filter(audit_rows::id.eq_any(ids)).filter(audit_rows::seal.is_null());
        diesel::update(target).set(audit_rows::seal.eq(Some(number))).execute(tx.conn())?;
    }
    Ok(())
}

/// How many rows are not sealed yet.
///
/// # Errors
/// The database.
pub fn count_unsealed(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(audit_rows::table.filter(audit_rows::seal.is_null()).count().get_result(conn)?)
}

/// The lowest number of a seal that rows name and that is not there.
///
/// # Errors
/// The database.
pub fn find_missing_seal(conn: &mut Conn) -> Result<Option<i64>, StoreError> {
    let named = audit_seals::table.filter(audit_seals::number.nullable().eq(audit_rows::seal));
    let query = audit_rows::table
        .filter(audit_rows::seal.is_not_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(named)))
        .order(audit_rows::seal)
        .select(audit_rows::seal.assume_not_null());
    Ok(query.first(conn).optional()?)
}
