//! Complaints: the list, and one with the record of its steps. Whoever is complained of sees none of it.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::{Caller, Role, Scope};
use crate::domain::complaint::{
    AgainstKind, ComplaintEvent, ComplaintMachine, ComplaintResult, ComplaintState, ComplaintStep, ComplaintSubject,
    Severity, Telling,
};
use crate::domain::customer::Channel;
use crate::domain::id::{ComplaintId, CustomerId, JobId, RequestId, UserId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::time::Instant;
use crate::store::complaints::{Complaint, StepRow, find_complaint, list_steps};
use crate::store::customers::find_customer;
use crate::store::schema::complaints;
use crate::store::{At, Col, Conn, StoreError};

/// A complaint in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComplaintRow {
    /// The complaint.
    pub id: ComplaintId,
    /// Eight digits that the complainant is told.
    #[schema(example = "12345674")]
    pub reference: String,
    /// Where it stands.
    pub state: ComplaintState,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: ComplaintSubject,
    /// What is complained of.
    pub against: AgainstView,
    /// The person whose it is; none means everybody with the role.
    pub owner_id: Option<UserId>,
    /// The role whose it is.
    pub owner_role: Role,
    /// When the open step is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub step_due_at: Option<Instant>,
    /// What it came to.
    pub result: Option<ComplaintResult>,
    /// Code of the province; empty when nobody knows.
    pub province: String,
    /// The request that it is about.
    pub request_id: Option<RequestId>,
    /// The job that it is about.
    pub job_id: Option<JobId>,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
    /// When the complainant heard the result.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub communicated_at: Option<Instant>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Instant>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// Who or what is complained of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AgainstView {
    /// What kind.
    pub kind: AgainstKind,
    /// Id of the agent, technician or user, or the role of the unit.
    pub id: Option<String>,
}

/// A piece of work on a complaint: who owned it, until when, what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepView {
    /// Which.
    pub step: ComplaintStep,
    /// The person whose it is.
    pub owner_id: Option<UserId>,
    /// The role whose it is.
    pub owner_role: Role,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub began_at: Instant,
    /// Its deadline, in business time.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// The event that ended it.
    pub ended_by: Option<ComplaintEvent>,
    /// Who caused the event.
    pub actor_kind: Option<ActorKind>,
    /// The user who caused the event.
    pub actor_id: Option<String>,
    /// What was found or done.
    pub note: Option<String>,
}

/// One complaint with the record of its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComplaintDetail {
    /// As in lists.
    #[serde(flatten)]
    pub row: ComplaintRow,
    /// Who complains.
    pub customer_id: CustomerId,
    /// The complainant's name.
    pub customer_name: String,
    /// The telephone at which the complainant hears, E.164.
    pub phone: Option<String>,
    /// Whether it gets SMS.
    pub can_sms: bool,
    /// Where the complainant gets letters.
    pub email: Option<String>,
    /// How the complainant can be told, best first.
    pub ways: Vec<Telling>,
    /// The way it came in.
    pub channel: Channel,
    /// The complainant's words.
    pub description: String,
    /// What the complainant asks for.
    pub demand: Option<String>,
    /// What the complainant is told.
    pub answer: Option<String>,
    /// How the complainant heard it.
    pub told_by: Option<Telling>,
    /// How content the complainant is with the answer, 1 to 5.
    pub rating: Option<i32>,
    /// The request that it was turned into.
    pub turned_into: Option<RequestId>,
    /// The request that was really this complaint.
    pub turned_from: Option<RequestId>,
    /// The steps, oldest first.
    pub steps: Vec<StepView>,
    /// The events that its state allows.
    pub allowed: Vec<ComplaintEvent>,
}

/// What a list of complaints is limited to.
#[derive(Debug, Clone, Default)]
pub struct ComplaintFilter {
    /// States; none means all that are not closed.
    pub states: Vec<ComplaintState>,
    /// Severities; none means all.
    pub severities: Vec<Severity>,
    /// Only the caller's own, and those of the caller's role that are nobody's in particular.
    pub mine: bool,
    /// The row after which the page begins.
    pub after: Option<Cursor<ComplaintId>>,
    /// Rows of the page.
    pub limit: i64,
}

/// Complaints against a person of the organisation: a few at most.
///
/// # Errors
/// The database.
pub(super) fn against(conn: &mut Conn, user: UserId) -> Result<Vec<Col<ComplaintId>>, StoreError> {
    let query = complaints::table
        .filter(complaints::against_id.eq(user.to_string()))
        .filter(complaints::against_kind.eq(Col(AgainstKind::Operator)));
    Ok(query.select(complaints::id).load(conn)?)
}

/// Whether a caller may see a complaint: within scope, and not the person complained of.
#[must_use]
pub fn can_see(caller: &Caller, complaint: &Complaint) -> bool {
    caller.scope.holds(&complaint.province) && !complaint.against().names(caller.user)
}

/// The events that a complaint allows to staff now.
#[must_use]
pub fn events_of(complaint: &Complaint) -> Vec<ComplaintEvent> {
    let mut events = allowed::<ComplaintMachine>(complaint.state.0, ActorKind::Staff);
    let result = complaint.result.map(|result| result.0);
    if complaint.state.0 == ComplaintState::Decided {
        let corrects = result.is_some_and(ComplaintResult::needs_correction);
        let not_now = if corrects { ComplaintEvent::Communicate } else { ComplaintEvent::Correct };
        events.retain(|event| *event != not_now);
    }
    events
}

/// A page of complaints, newest first.
///
/// # Errors
/// The database.
pub fn list_complaints(
    conn: &mut Conn,
    caller: &Caller,
    filter: &ComplaintFilter,
) -> Result<Page<ComplaintRow>, StoreError> {
    let (me, hidden) = (caller.user.to_string(), against(conn, caller.user)?);
    let mut query = complaints::table
        .order((complaints::received_at.desc(), complaints::id.desc()))
        .limit(filter.limit + 1)
        .into_boxed();
    let states: Vec<Col<ComplaintState>> = if filter.states.is_empty() {
        ComplaintState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
    } else {
        filter.states.iter().copied().map(Col).collect()
    };
    query = query.filter(complaints::state.eq_any(states));
    if !hidden.is_empty() {
        query = query.filter(complaints::id.ne_all(hidden));
    }
    if !filter.severities.is_empty() {
        let severities: Vec<Col<Severity>> = filter.severities.iter().copied().map(Col).collect();
        query = query.filter(complaints::severity.eq_any(severities));
    }
    if let Scope::Provinces(provinces) = &caller.scope {
        query = query.filter(complaints::province.eq_any(provinces.clone()));
    }
    if filter.mine {
        let of_role = complaints::owner_id.is_null().and(complaints::owner_role.eq(Col(caller.role)));
        query = query
            .filter(of_role.or(complaints::owner_id.is_not_null().and(complaints::owner_id.assume_not_null().eq(me))));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let later = complaints::received_at.lt(At(at));
        query = query.filter(later.or(complaints::received_at.eq(At(at)).and(complaints::id.lt(id.to_string()))));
    }
    let found: Vec<Complaint> = query.select(Complaint::as_select()).load(conn)?;
    let cursor = |row: &Complaint| Cursor { at: row.received_at.0, id: row.id.0 }.to_string();
    let page = Page::cut(found, filter.limit, cursor);
    Ok(Page { items: page.items.iter().map(|row: &Complaint| row_of(row)).collect(), next_cursor: page.next_cursor })
}

/// One complaint.
///
/// # Errors
/// `NotFound` for a complaint that does not exist or that the caller may not see; the database.
pub fn find_detail(conn: &mut Conn, caller: &Caller, id: ComplaintId) -> Result<ComplaintDetail, StoreError> {
    let found = find_complaint(conn, id)?;
    if !can_see(caller, &found) {
        return Err(StoreError::NotFound);
    }
    let steps = list_steps(conn, id)?.into_iter().map(step_of).collect();
    let customer = find_customer(conn, found.customer_id.0)?;
    Ok(ComplaintDetail {
        row: row_of(&found),
        email: found.letters_to(&customer).map(str::to_owned),
        ways: found.ways(&customer),
        customer_id: found.customer_id.0,
        customer_name: customer.name,
        allowed: events_of(&found),
        phone: found.phone,
        can_sms: found.can_sms,
        channel: found.channel.0,
        description: found.description,
        demand: found.demand,
        answer: found.answer,
        told_by: found.told_by.map(|by| by.0),
        rating: found.rating,
        turned_into: found.turned_into.map(|id| id.0),
        turned_from: found.turned_from.map(|id| id.0),
        steps,
    })
}

fn row_of(row: &Complaint) -> ComplaintRow {
    ComplaintRow {
        id: row.id.0,
        reference: row.reference.0.to_string(),
        state: row.state.0,
        severity: row.severity.0,
        subject: row.subject.0,
        against: AgainstView { kind: row.against_kind.0, id: row.against_id.clone() },
        owner_id: row.owner_id.map(|id| id.0),
        owner_role: row.owner_role.0,
        step_due_at: row.step_due_at.map(|at| at.0),
        result: row.result.map(|result| result.0),
        province: row.province.clone(),
        request_id: row.request_id.map(|id| id.0),
        job_id: row.job_id.map(|id| id.0),
        received_at: row.received_at.0,
        communicated_at: row.communicated_at.map(|at| at.0),
        closed_at: row.closed_at.map(|at| at.0),
        version: row.version,
    }
}

fn step_of(row: StepRow) -> StepView {
    StepView {
        step: row.step.0,
        owner_id: row.owner_id.map(|id| id.0),
        owner_role: row.owner_role.0,
        began_at: row.began_at.0,
        due_at: row.due_at.0,
        ended_at: row.ended_at.map(|at| at.0),
        ended_by: row.ended_by.map(|by| by.0),
        actor_kind: row.actor_kind.map(|kind| kind.0),
        actor_id: row.actor_id,
        note: row.note,
    }
}
