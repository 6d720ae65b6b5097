//! Offers and visits.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::feed::Signal;
use super::rows::{insertable, versioned};
use super::schema::{jobs, offers, technician_loads, visit_jobs, visits};
use super::{At, Col, Conn, StoreError, Tx};
use crate::domain::id::{AgentId, DecisionId, JobId, MessageId, OfferId, TechnicianId, VisitId};
use crate::domain::offer::{Loss, OfferState};
use crate::domain::policy::TierKind;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;

/// A job offered to one agent in one wave.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = offers, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Offer {
    pub id: Col<OfferId>,
    pub job_id: Col<JobId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Option<Col<TechnicianId>>,
    pub decision_id: Col<DecisionId>,
    pub wave: i32,
    pub is_direct: bool,
    pub short_number: i32,
    pub state: Col<OfferState>,
    pub deadline_at: At,
    pub sent_at: Option<At>,
    pub opened_at: Option<At>,
    pub answered_at: Option<At>,
    pub decline_reason: Option<String>,
    pub proposed_from: Option<At>,
    pub proposed_to: Option<At>,
    pub link_generation: i32,
    pub created_at: At,
    pub version: i32,
    pub round: i32,
    pub tier: Option<Col<TierKind>>,
    pub answer_minutes: i32,
    pub message_id: Option<Col<MessageId>>,
    pub lost_by: Option<Col<Loss>>,
    pub lost_at: Option<At>,
}

versioned!(offers, Offer, OfferId, insert_offer, find_offer, save_offer);

/// The offers of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_offers(conn: &mut Conn, job: JobId) -> Result<Vec<Offer>, StoreError> {
    let query = offers::table.filter(offers::job_id.eq(job.as_str())).order(offers::id);
    Ok(query.select(Offer::as_select()).load(conn)?)
}

/// Open offers to an agent; the short number tells them apart in an SMS.
///
/// # Errors
/// The database.
pub fn list_open_offers_to(conn: &mut Conn, agent: AgentId) -> Result<Vec<Offer>, StoreError> {
    let open = [Col(OfferState::Queued), Col(OfferState::Sent)];
    let query = offers::table.filter(offers::agent_id.eq(agent.as_str())).filter(offers::state.eq_any(open));
    Ok(query.order(offers::id).select(Offer::as_select()).load(conn)?)
}

/// The offers that a message carries, oldest first.
///
/// # Errors
/// The database.
pub fn list_offers_in(conn: &mut Conn, message: MessageId) -> Result<Vec<Offer>, StoreError> {
    let query = offers::table.filter(offers::message_id.eq(message.as_str())).order(offers::id);
    Ok(query.select(Offer::as_select()).load(conn)?)
}

/// Open offers whose deadline has passed, longest past first.
///
/// # Errors
/// The database.
pub fn list_offers_past(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<OfferId>, StoreError> {
    let open = [Col(OfferState::Queued), Col(OfferState::Sent)];
    let query = offers::table
        .filter(offers::state.eq_any(open))
        .filter(offers::deadline_at.le(At(now)))
        .order(offers::deadline_at)
        .limit(limit)
        .select(offers::id);
    Ok(query.load::<Col<OfferId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// One trip of one technician.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = visits, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Visit {
    pub id: Col<VisitId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Col<TechnicianId>,
    pub offer_id: Option<Col<OfferId>>,
    pub state: Col<VisitState>,
    pub window_from: At,
    pub window_to: At,
    pub first_from: At,
    pub first_to: At,
    pub set_out_at: Option<At>,
    pub arrived_at: Option<At>,
    pub began_at: Option<At>,
    pub ended_at: Option<At>,
    pub end_reason: Option<String>,
    pub note: Option<String>,
    pub wrong_codes: i32,
    pub link_generation: i32,
    pub created_at: At,
    pub version: i32,
    pub expected_at: Option<At>,
}

impl Visit {
    /// A trip that is agreed on, with nothing told of it yet.
    #[must_use]
    pub fn planned(id: VisitId, (agent, technician): (AgentId, TechnicianId), window: Window, now: Instant) -> Self {
        Self {
            id: Col(id),
            agent_id: Col(agent),
            technician_id: Col(technician),
            offer_id: None,
            state: Col(VisitState::Scheduled),
            window_from: At(window.from),
            window_to: At(window.to),
            first_from: At(window.from),
            first_to: At(window.to),
            set_out_at: None,
            arrived_at: None,
            began_at: None,
            ended_at: None,
            end_reason: None,
            note: None,
            wrong_codes: 0,
            link_generation: 1,
            created_at: At(now),
            version: 1,
            expected_at: None,
        }
    }

    /// Whether nobody has come yet, and the window begins before a moment, or no moment is named.
    #[must_use]
    pub fn is_before(&self, moment: Option<Instant>) -> bool {
        let is_ahead = matches!(
            self.state.0,
            VisitState::Proposed | VisitState::Scheduled | VisitState::Confirmed | VisitState::EnRoute
        );
        is_ahead && moment.is_none_or(|moment| self.window_from.0 < moment)
    }

    /// The promised window.
    #[must_use]
    pub fn window(&self) -> Window {
        Window { from: self.window_from.0, to: self.window_to.0 }
    }
}

versioned!(visits, Visit, VisitId, insert_visit_row, find_visit, save_visit_row);

/// Adds a visit.
///
/// # Errors
/// A unique rule, or the database.
pub fn insert_visit(tx: &mut Tx<'_>, visit: &Visit) -> Result<(), StoreError> {
    tx.after_commit(Signal::Load(visit.agent_id.0));
    insert_visit_row(tx, visit)
}

/// Writes a changed visit if nobody else did since it was read.
///
/// # Errors
/// `Again` when it was changed meanwhile, or the database.
pub fn save_visit(tx: &mut Tx<'_>, visit: &mut Visit) -> Result<(), StoreError> {
    tx.after_commit(Signal::Load(visit.agent_id.0));
    save_visit_row(tx, visit)
}

/// Which job a visit is for.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = visit_jobs)]
pub struct VisitJob {
    pub visit_id: Col<VisitId>,
    pub job_id: Col<JobId>,
}

insertable!(visit_jobs, VisitJob, insert_visit_job);

/// The visits of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_visits(conn: &mut Conn, job: JobId) -> Result<Vec<Visit>, StoreError> {
    let query = visits::table.inner_join(visit_jobs::table).filter(visit_jobs::job_id.eq(job.as_str()));
    Ok(query.order(visits::id).select(Visit::as_select()).load(conn)?)
}

/// The visit that an accepted offer made, or on which its job is done beside another.
///
/// # Errors
/// The database.
pub fn find_visit_of_offer(conn: &mut Conn, offer: OfferId) -> Result<Option<Visit>, StoreError> {
    let query = visits::table.filter(visits::offer_id.eq(offer.as_str())).select(Visit::as_select());
    if let Some(own) = query.first(conn).optional()? {
        return Ok(Some(own));
    }
    let offer = find_offer(conn, offer)?;
    if offer.state.0 != OfferState::Accepted {
        return Ok(None);
    }
    let mut beside = list_visits(conn, offer.job_id.0)?.into_iter().rev();
    Ok(beside.find(|visit| visit.agent_id == offer.agent_id))
}

/// Takes a job off a visit that goes on for others.
///
/// # Errors
/// The database.
pub fn delete_visit_job(tx: &mut Tx<'_>, visit: &Visit, job: JobId) -> Result<(), StoreError> {
    tx.after_commit(Signal::Load(visit.agent_id.0));
    diesel::delete(visit_jobs::table.find((visit.id.0.as_str(), job.as_str()))).execute(tx.conn())?;
    Ok(())
}

/// The jobs of a visit, in the order in which they were taken down.
///
/// # Errors
/// The database.
pub fn list_jobs_of_visit(conn: &mut Conn, visit: VisitId) -> Result<Vec<JobId>, StoreError> {
    let query = visit_jobs::table.filter(visit_jobs::visit_id.eq(visit.as_str())).order(visit_jobs::job_id);
    let query = query.select(visit_jobs::job_id);
    Ok(query.load::<Col<JobId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// States in which a visit still fills its window.
pub(super) fn open_visit_states() -> Vec<Col<VisitState>> {
    VisitState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
}

/// Makes this transaction the only one that gives work to the technician until it ends.
///
/// # Errors
/// `NotFound`, or the database.
pub fn lock_technician(tx: &mut Tx<'_>, technician: TechnicianId) -> Result<(), StoreError> {
    let target = technician_loads::table.find(technician.as_str());
    let rows =
        diesel::update(target).set(technician_loads::visits.eq(technician_loads::visits + 1)).execute(tx.conn())?;
    if rows == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Visits that nobody began and whose window ended before `before`.
///
/// # Errors
/// The database.
pub fn list_visits_missed(conn: &mut Conn, before: Instant, limit: i64) -> Result<Vec<VisitId>, StoreError> {
    let ahead = [Col(VisitState::Scheduled), Col(VisitState::Confirmed), Col(VisitState::EnRoute)];
    let query = visits::table
        .filter(visits::state.eq_any(ahead))
        .filter(visits::window_to.le(At(before)))
        .order(visits::window_to)
        .limit(limit)
        .select(visits::id);
    Ok(query.load::<Col<VisitId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Visits that can still be moved and that touch a window, earliest first: those of an agent, of one technician of it, or of
/// the jobs of a province, of all where none of these is named.
///
/// # Errors
/// The database.
pub fn list_visits_within(conn: &mut Conn, window: Window, of: &Whose<'_>) -> Result<Vec<Visit>, StoreError> {
    let movable = [VisitState::Scheduled, VisitState::Confirmed].map(Col);
    let mut query = visits::table
        .filter(visits::state.eq_any(movable))
        .filter(visits::window_from.lt(At(window.to)))
        .filter(visits::window_to.gt(At(window.from)))
        .order((visits::window_from, visits::id))
        .select(Visit::as_select())
        .into_boxed();
    query = match of {
        Whose::Anybody => query,
        Whose::Agent(agent) => query.filter(visits::agent_id.eq(agent.as_str())),
        Whose::Technician(technician) => query.filter(visits::technician_id.eq(technician.as_str())),
        Whose::Province(province) => {
            let there = visit_jobs::table
                .inner_join(jobs::table)
                .filter(jobs::province.eq(*province))
                .select(visit_jobs::visit_id);
            query.filter(visits::id.eq_any(there))
        }
    };
    Ok(query.load(conn)?)
}

/// Whose visits are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Everybody's.
    Anybody,
    /// An agent's.
    Agent(AgentId),
    /// A technician's.
    Technician(TechnicianId),
    /// Of the jobs of a province, by its code.
    Province(&'a str),
}

/// How many accepted visits of an agent nobody has arrived at yet.
///
/// # Errors
/// The database.
pub fn count_visits_ahead(conn: &mut Conn, agent: AgentId) -> Result<i64, StoreError> {
    let ahead = [VisitState::Proposed, VisitState::Scheduled, VisitState::Confirmed, VisitState::EnRoute].map(Col);
    let query = visits::table.filter(visits::agent_id.eq(agent.as_str())).filter(visits::state.eq_any(ahead));
    Ok(query.count().get_result(conn)?)
}

/// The open visits of these technicians with their states, earliest window first.
///
/// # Errors
/// The database.
pub fn list_visits_of_technician(
    conn: &mut Conn,
    technicians: &[TechnicianId],
) -> Result<Vec<(VisitId, VisitState)>, StoreError> {
    let ids: Vec<&str> = technicians.iter().map(TechnicianId::as_str).collect();
    let query = visits::table
        .filter(visits::technician_id.eq_any(ids))
        .filter(visits::state.eq_any(open_visit_states()))
        .order((visits::window_from, visits::id))
        .select((visits::id, visits::state));
    let rows: Vec<(Col<VisitId>, Col<VisitState>)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(id, state)| (id.0, state.0)).collect())
}
