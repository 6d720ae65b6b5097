//! What telephones and mail boxes sent to us, each message once.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::inbound_messages;
use super::{At, Col, Conn, StoreError, Tx, on};
use crate::domain::id::{ContactId, InboundId, JobId};
use crate::domain::time::Instant;

/// One message to us.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = inbound_messages, treat_none_as_default_value = false)]
pub struct Inbound {
    pub id: Col<InboundId>,
    pub gateway: String,
    pub reference: String,
    pub sender: String,
    pub line: String,
    pub text: String,
    pub received_at: At,
    pub heard_at: Option<At>,
    pub did: Option<String>,
    pub error: Option<String>,
    pub contact_id: Option<Col<ContactId>>,
    pub job_id: Option<Col<JobId>>,
}

/// Keeps a message; false when it is known already.
///
/// # Errors
/// The database.
pub fn put_inbound(tx: &mut Tx<'_>, row: &Inbound) -> Result<bool, StoreError> {
    let rows = on!(tx.conn(), |conn| diesel::insert_into(inbound_messages::table)
        .values(row)
        .on_conflict((inbound_messages::gateway, inbound_messages::reference))
        .do_nothing()
        .execute(conn))?;
    Ok(rows == 1)
}

/// What became of a message.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What was done.
    pub did: Option<String>,
    /// Code of the refusal.
    pub error: Option<String>,
    /// The contact that it became.
    pub contact: Option<ContactId>,
    /// The job that it was about.
    pub job: Option<JobId>,
}

/// Notes what became of a message.
///
/// # Errors
/// The database.
pub fn note_heard(tx: &mut Tx<'_>, id: InboundId, now: Instant, outcome: &Outcome) -> Result<(), StoreError> {
    let set = (
        inbound_messages::heard_at.eq(Some(At(now))),
        inbound_messages::did.eq(outcome.did.clone()),
        inbound_messages::error.eq(outcome.error.clone()),
        inbound_messages::contact_id.eq(outcome.contact.map(Col)),
        inbound_messages::job_id.eq(outcome.job.map(Col)),
    );
    diesel::update(inbound_messages::table.find(id.as_str())).set(set).execute(tx.conn())?;
    Ok(())
}

/// Messages that were kept before a moment and not heard: the process ended in between.
///
/// # Errors
/// The database.
pub fn list_unheard(conn: &mut Conn, before: Instant, limit: i64) -> Result<Vec<Inbound>, StoreError> {
    let query = inbound_messages::table
        .filter(inbound_messages::heard_at.is_null())
        .filter(inbound_messages::received_at.le(At(before)))
        .order(inbound_messages::id)
        .limit(limit)
        .select(Inbound::as_select());
    Ok(query.load(conn)?)
}
