//! The message centre: what was sent to whom about what, by which gateway and with what effect; and what was sent to us.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{ContactId, InboundId, JobId, MessageId, RequestId};
use crate::domain::language::Language;
use crate::domain::message::{AttemptOutcome, DeliveryState, Fate, MessageChannel, MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::store::attempts::{Attempt, list_attempts};
use crate::store::inbound::Inbound;
use crate::store::messages::find_message;
use crate::store::schema::{inbound_messages, jobs, messages, service_requests};
use crate::store::{Col, Conn, StoreError};

pub use crate::store::messages::Message;

/// One outward message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageView {
    /// The message; gateways know it by this.
    pub id: MessageId,
    /// What it tells.
    pub kind: MessageKind,
    /// Who it is for.
    pub recipient: RecipientKind,
    /// By what way it goes.
    pub channel: MessageChannel,
    /// Telephone, E.164, or mail address.
    pub address: String,
    /// Its language.
    pub language: Language,
    /// The request that it is about.
    pub request_id: Option<RequestId>,
    /// The job that it is about.
    pub job_id: Option<JobId>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Attempts since it was written, or sent again.
    pub attempts: i32,
    /// Attempts whose answer was lost: each may have made a double.
    pub unclear: i32,
    /// The gateway that took it last.
    pub gateway: Option<String>,
    /// SMS parts of the last attempt.
    pub parts: Option<i32>,
    /// What it cost, all attempts together, in the unit of the gateway's settings.
    pub cost: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// When the next attempt is due, while it waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_attempt_at: Option<Instant>,
    /// When a gateway took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Instant>,
    /// When it arrived.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub delivered_at: Option<Instant>,
}

impl From<&Message> for MessageView {
    fn from(row: &Message) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.0,
            recipient: row.recipient_kind.0,
            channel: row.channel.0,
            address: row.address.clone(),
            language: row.language.0,
            request_id: row.request_id.map(|id| id.0),
            job_id: row.job_id.map(|id| id.0),
            state: row.state.0,
            attempts: row.attempts,
            unclear: row.unclear,
            gateway: row.gateway.clone(),
            parts: row.parts,
            cost: row.cost,
            last_error: row.last_error.clone(),
            created_at: row.created_at.0,
            next_attempt_at: (row.state.0 == DeliveryState::Queued).then_some(row.next_attempt_at.0),
            sent_at: row.sent_at.map(|at| at.0),
            delivered_at: row.delivered_at.map(|at| at.0),
        }
    }
}

/// One attempt to hand a message over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttemptView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// The gateway; `none` when no gateway was asked.
    pub gateway: String,
    /// The line that it was sent from.
    pub line: String,
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// The gateway's own reference.
    pub reference: Option<String>,
    /// SMS parts.
    pub parts: Option<i32>,
    /// What it cost.
    pub cost: Option<i64>,
    /// What the gateway said.
    pub said: Option<String>,
    /// What the gateway reported afterwards.
    pub fate: Option<Fate>,
    /// When it reported.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub fate_at: Option<Instant>,
}

impl From<Attempt> for AttemptView {
    fn from(row: Attempt) -> Self {
        Self {
            at: row.at.0,
            gateway: row.gateway,
            line: row.line,
            outcome: row.outcome.0,
            reference: row.reference,
            parts: row.parts,
            cost: row.cost,
            said: row.said,
            fate: row.fate.map(|fate| fate.0),
            fate_at: row.fate_at.map(|at| at.0),
        }
    }
}

/// What a list of messages is limited to.
#[derive(Debug, Clone, Default)]
pub struct MessageFilter {
    /// States; none means all.
    pub states: Vec<DeliveryState>,
    /// What it tells.
    pub kind: Option<MessageKind>,
    /// By what way.
    pub channel: Option<MessageChannel>,
    /// The gateway that took it last.
    pub gateway: Option<String>,
    /// Telephone or mail address.
    pub address: Option<String>,
    /// The job.
    pub job: Option<JobId>,
    /// The request.
    pub request: Option<RequestId>,
    /// The row after which the page begins.
    pub after: Option<Cursor<MessageId>>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of messages, newest first, as far as their requests are in scope; those about no request are for callers who see
/// everything.
///
/// # Errors
/// The database.
pub fn list_page(conn: &mut Conn, scope: &Scope, asked: &MessageFilter) -> Result<Page<Message>, StoreError> {
    let mut query = messages::table.limit(asked.limit + 1).into_boxed();
    if let Scope::Provinces(provinces) = scope {
        let here = service_requests::table.filter(service_requests::province.eq_any(provinces.clone()));
        query = query.filter(messages::request_id.eq_any(here.select(service_requests::id.nullable())));
    }
    if !asked.states.is_empty() {
        query = query.filter(messages::state.eq_any(asked.states.iter().copied().map(Col).collect::<Vec<_>>()));
    }
    if let Some(kind) = asked.kind {
        query = query.filter(messages::kind.eq(Col(kind)));
    }
    if let Some(channel) = asked.channel {
        query = query.filter(messages::channel.eq(Col(channel)));
    }
    if let Some(gateway) = &asked.gateway {
        query = query.filter(messages::gateway.eq(gateway.clone()));
    }
    if let Some(address) = &asked.address {
        query = query.filter(messages::address.eq(address.clone()));
    }
    if let Some(job) = asked.job {
        query = query.filter(messages::job_id.eq(job.to_string()));
    }
    if let Some(request) = asked.request {
        query = query.filter(messages::request_id.eq(request.to_string()));
    }
    if let Some(after) = asked.after {
        query = query.filter(messages::id.lt(after.id.to_string()));
    }
    // Ids carry their time, so this is the order of writing.
    let rows = query.order(messages::id.desc()).select(Message::as_select()).load(conn)?;
    Ok(Page::cut(rows, asked.limit, |row: &Message| Cursor { at: row.created_at.0, id: row.id.0 }.to_string()))
}

/// A message with its attempts, if its request is in scope.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_with_attempts(
    conn: &mut Conn,
    scope: &Scope,
    id: MessageId,
) -> Result<(Message, Vec<AttemptView>), StoreError> {
    let message = find_message(conn, id)?;
    if let Scope::Provinces(provinces) = scope {
        let request = message.request_id.ok_or(StoreError::NotFound)?;
        let query = service_requests::table.find(request).select(service_requests::province);
        if !provinces.contains(&query.first::<String>(conn)?) {
            return Err(StoreError::NotFound);
        }
    }
    let attempts = list_attempts(conn, id)?.into_iter().map(AttemptView::from).collect();
    Ok((message, attempts))
}

/// One message to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboundView {
    /// The message.
    pub id: InboundId,
    /// The gateway that brought it.
    pub gateway: String,
    /// Who sent it, as the gateway says.
    pub sender: String,
    /// What it says.
    pub text: String,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
    /// What was done, such as `accepted` or `kept`; none when nothing could be done.
    pub did: Option<String>,
    /// The code of the refusal.
    pub error: Option<String>,
    /// The contact that it became.
    pub contact_id: Option<ContactId>,
    /// The job that it was about.
    pub job_id: Option<JobId>,
}

impl From<Inbound> for InboundView {
    fn from(row: Inbound) -> Self {
        Self {
            id: row.id.0,
            gateway: row.gateway,
            sender: row.sender,
            text: row.text,
            received_at: row.received_at.0,
            did: row.did,
            error: row.error,
            contact_id: row.contact_id.map(|id| id.0),
            job_id: row.job_id.map(|id| id.0),
        }
    }
}

/// A page of messages to us, newest first. In a scope of provinces only those about jobs there are seen.
///
/// # Errors
/// The database.
pub fn list_inbound(
    conn: &mut Conn,
    scope: &Scope,
    (sender, after): (Option<&str>, Option<Cursor<InboundId>>),
    limit: i64,
) -> Result<Page<InboundView>, StoreError> {
    let mut query = inbound_messages::table.limit(limit + 1).into_boxed();
    if let Scope::Provinces(provinces) = scope {
        let here = jobs::table.filter(jobs::province.eq_any(provinces.clone()));
        query = query.filter(inbound_messages::job_id.eq_any(here.select(jobs::id.nullable())));
    }
    if let Some(sender) = sender {
        query = query.filter(inbound_messages::sender.eq(sender.to_owned()));
    }
    if let Some(after) = after {
        query = query.filter(inbound_messages::id.lt(after.id.to_string()));
    }
    let rows: Vec<Inbound> = query.order(inbound_messages::id.desc()).select(Inbound::as_select()).load(conn)?;
    let rows = rows.into_iter().map(InboundView::from).collect();
    Ok(Page::cut(rows, limit, |row: &InboundView| Cursor { at: row.received_at, id: row.id }.to_string()))
}
