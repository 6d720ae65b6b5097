//! Outward messages, and the links they carry.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use chrono::TimeDelta;
use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{links, messages};
use super::{At, Col, Conn, Json, StoreError, Tx, on};
use crate::domain::id::{JobId, MessageId, NodeId, OfferId, RequestId, VisitId};
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::message::{DeliveryState, MessageChannel, MessageKind, RecipientKind};
use crate::domain::time::Instant;

/// One outward message: ids and values only; its text, and the link in it, are made when it is sent or shown.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = messages, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Message {
    pub id: Col<MessageId>,
    pub kind: Col<MessageKind>,
    pub recipient_kind: Col<RecipientKind>,
    pub recipient_id: String,
    pub channel: Col<MessageChannel>,
    pub address: String,
    pub language: Col<Language>,
    pub request_id: Option<Col<RequestId>>,
    pub job_id: Option<Col<JobId>>,
    pub offer_id: Option<Col<OfferId>>,
    pub visit_id: Option<Col<VisitId>>,
    pub params: Json<serde_json::Value>,
    pub state: Col<DeliveryState>,
    pub attempts: i32,
    pub next_attempt_at: At,
    pub leased_by: Option<Col<NodeId>>,
    pub lease_until: Option<At>,
    pub gateway: Option<String>,
    pub gateway_reference: Option<String>,
    pub parts: Option<i32>,
    pub last_error: Option<String>,
    pub dedupe_key: String,
    pub created_at: At,
    pub sent_at: Option<At>,
    pub delivered_at: Option<At>,
    pub version: i32,
    pub unclear: i32,
    pub cost: Option<i64>,
    pub follow_at: Option<At>,
    pub followed: i32,
    pub copy_of: Option<Col<MessageId>>,
}

impl Message {
    /// The same words to another address, as a message of its own that nobody has tried to send.
    #[must_use]
    pub fn copy(&self, (id, now): (MessageId, Instant), address: String, dedupe_key: String) -> Self {
        Self {
            id: Col(id),
            channel: Col(MessageChannel::of(&address)),
            address,
            state: Col(DeliveryState::Queued),
            attempts: 0,
            next_attempt_at: At(now),
            leased_by: None,
            lease_until: None,
            gateway: None,
            gateway_reference: None,
            parts: None,
            last_error: None,
            dedupe_key,
            created_at: At(now),
            sent_at: None,
            delivered_at: None,
            version: 1,
            unclear: 0,
            cost: None,
            follow_at: None,
            followed: 0,
            copy_of: Some(self.id),
            ..self.clone()
        }
    }
}

versioned!(messages, Message, MessageId, insert_message_row, find_message, save_message);

/// Puts a message into the outbox; one with the same dedupe key is there already and stays the only one.
///
/// # Errors
/// The database.
pub fn put_message(tx: &mut Tx<'_>, message: &Message) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| diesel::insert_into(messages::table)
        .values(message)
        .on_conflict(messages::dedupe_key)
        .do_nothing()
        .execute(conn))?;
    tx.after_commit(super::feed::Signal::Outbox);
    Ok(())
}

/// Claims messages that are due, for `lease`; another node does not see them until the lease lapses.
///
/// # Errors
/// The database.
pub fn claim_messages(
    tx: &mut Tx<'_>,
    node: NodeId,
    now: Instant,
    lease: TimeDelta,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    // A macro, because the query has another type on each database.
    macro_rules! due {
        () => {
            messages::table
                .filter(messages::state.eq(Col(DeliveryState::Queued)))
                .filter(messages::next_attempt_at.le(At(now)))
                .filter(messages::lease_until.is_null().or(messages::lease_until.le(At(now))))
                .order((messages::next_attempt_at, messages::id))
                .limit(limit)
                .select(Message::as_select())
        };
    }
    let mut claimed: Vec<Message> = match tx.conn() {
        super::Conn::Sqlite(conn) => due!().load(conn)?,
        super::Conn::Pg(conn) => due!().for_update().skip_locked().load(conn)?,
    };
    // In one statement: the rows are ours already, by their lock or as the only writer.
    let ids: Vec<Col<MessageId>> = claimed.iter().map(|message| message.id).collect();
    let (leased_by, lease_until) = (Some(Col(node)), Some(At(now + lease)));
    diesel::update(messages::table.filter(messages::id.eq_any(ids)))
        .set((
            messages::leased_by.eq(leased_by),
            messages::lease_until.eq(lease_until),
            messages::attempts.eq(messages::attempts + 1),
            messages::version.eq(messages::version + 1),
        ))
        .execute(tx.conn())?;
    for message in &mut claimed {
        (message.leased_by, message.lease_until) = (leased_by, lease_until);
        message.attempts += 1;
        message.version += 1;
    }
    Ok(claimed)
}

/// A message with an agent's offers that nobody has begun to send and that is not due yet.
///
/// # Errors
/// The database.
pub fn find_waiting_offers(conn: &mut Conn, address: &str, now: Instant) -> Result<Option<Message>, StoreError> {
    let kinds = [Col(MessageKind::OfferSent), Col(MessageKind::OffersSent)];
    let query = messages::table
        .filter(messages::address.eq(address))
        .filter(messages::kind.eq_any(kinds))
        .filter(messages::state.eq(Col(DeliveryState::Queued)))
        .filter(messages::attempts.eq(0))
        .filter(messages::next_attempt_at.gt(At(now)))
        .order((messages::next_attempt_at, messages::id))
        .select(Message::as_select());
    Ok(query.first(conn).optional()?)
}

/// Moves a message on if it is still leased to this node as it was claimed; a lapsed lease leaves it to its new holder.
///
/// # Errors
/// The database.
pub fn settle_message(tx: &mut Tx<'_>, message: &mut Message) -> Result<bool, StoreError> {
    match save_message(tx, message) {
        Ok(()) => Ok(true),
        Err(StoreError::Again(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// When the next message becomes due, if any waits that nobody has claimed.
///
/// # Errors
/// The database.
pub fn next_message_at(conn: &mut Conn) -> Result<Option<Instant>, StoreError> {
    let query = messages::table
        .filter(messages::state.eq(Col(DeliveryState::Queued)))
        .filter(messages::lease_until.is_null())
        .order(messages::next_attempt_at)
        .select(messages::next_attempt_at);
    Ok(query.first::<At>(conn).optional()?.map(|at| at.0))
}

/// Messages that have not arrived although it is time, the longest due first.
///
/// # Errors
/// The database.
pub fn list_messages_to_follow(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<MessageId>, StoreError> {
    let query = messages::table
        .filter(messages::follow_at.le(At(now)))
        .order((messages::follow_at, messages::id))
        .limit(limit)
        .select(messages::id);
    Ok(query.load::<Col<MessageId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Messages about a job, newest first.
///
/// # Errors
/// The database.
pub fn list_messages_of_job(conn: &mut Conn, job: JobId) -> Result<Vec<Message>, StoreError> {
    let query = messages::table.filter(messages::job_id.eq(job.as_str()));
    Ok(query.order((messages::created_at.desc(), messages::id.desc())).select(Message::as_select()).load(conn)?)
}

/// Messages to an address, newest first.
///
/// # Errors
/// The database.
pub fn list_messages_to(conn: &mut Conn, address: &str, limit: i64) -> Result<Vec<Message>, StoreError> {
    let query = messages::table.filter(messages::address.eq(address)).limit(limit);
    Ok(query.order((messages::created_at.desc(), messages::id.desc())).select(Message::as_select()).load(conn)?)
}

/// The newest messages of all, or only those given up.
///
/// # Errors
/// The database.
pub fn list_messages(conn: &mut Conn, state: Option<DeliveryState>, limit: i64) -> Result<Vec<Message>, StoreError> {
    let mut query = messages::table.limit(limit).into_boxed();
    if let Some(state) = state {
        query = query.filter(messages::state.eq(Col(state)));
    }
    Ok(query.order((messages::created_at.desc(), messages::id.desc())).select(Message::as_select()).load(conn)?)
}

/// A link without login; only the fingerprint of its code is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = links, treat_none_as_default_value = false)]
pub struct Link {
    pub fingerprint: String,
    pub kind: Col<LinkKind>,
    pub subject_id: String,
    pub generation: i32,
    pub created_at: At,
    pub revoked_at: Option<At>,
}

insertable!(links, Link, insert_link);

/// The link with this fingerprint, revoked ones too.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_link(conn: &mut Conn, fingerprint: &str) -> Result<Link, StoreError> {
    Ok(links::table.find(fingerprint).select(Link::as_select()).first(conn)?)
}

/// Revokes the links of a kind to a subject: their codes open nothing any more.
///
/// # Errors
/// The database.
pub fn revoke_links(tx: &mut Tx<'_>, (kind, subject): (LinkKind, &str), at: Instant) -> Result<(), StoreError> {
    let target = links::table
        .filter(links::kind.eq(Col(kind)))
        .filter(links::subject_id.eq(subject))
        .filter(links::revoked_at.is_null());
    diesel::update(target).set(links::revoked_at.eq(Some(At(at)))).execute(tx.conn())?;
    Ok(())
}
