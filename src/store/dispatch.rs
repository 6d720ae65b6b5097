//! Where jobs stand in dispatch, what agents' records say, and the terms of their contracts that dispatch follows.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{batch_insertable, versioned};
use super::schema::{
    agent_figures, agent_offer_terms, dispatch_rounds, faults, jobs, offers, service_requests, visit_jobs, visits,
};
use super::{At, Col, Conn, StoreError, Tx};
use crate::domain::id::{AgentId, CustomerId, JobId, OfferId, TaskId, TechnicianId};
use crate::domain::job::{JobKind, Outcome};
use crate::domain::offer::{Loss, OfferState};
use crate::domain::time::Instant;
use crate::domain::visit::VisitState;
use crate::domain::warranty::WarrantyOutcome;

/// Where a job stands in the order of tiers and in the chain of escalation; its id is the job's.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = dispatch_rounds, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Round {
    pub id: Col<JobId>,
    pub round: i32,
    pub policy: String,
    pub tier: i32,
    pub tier_waves: i32,
    pub steps: i32,
    pub escalate_at: Option<At>,
    pub task_id: Option<Col<TaskId>>,
    pub version: i32,
}

versioned!(dispatch_rounds, Round, JobId, insert_round, load_round, save_round);

/// The round of a job, if it was ever dispatched.
///
/// # Errors
/// The database.
pub fn find_round(conn: &mut Conn, job: JobId) -> Result<Option<Round>, StoreError> {
    match load_round(conn, job) {
        Err(StoreError::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// Jobs whose next step of escalation is due, longest due first.
///
/// # Errors
/// The database.
pub fn list_escalations_due(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<JobId>, StoreError> {
    let query = dispatch_rounds::table
        .filter(dispatch_rounds::escalate_at.le(At(now)))
        .order((dispatch_rounds::escalate_at, dispatch_rounds::id))
        .limit(limit)
        .select(dispatch_rounds::id);
    Ok(query.load::<Col<JobId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// What a contract says of offers.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agent_offer_terms, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct OfferTerms {
    pub id: Col<AgentId>,
    pub auto_accepts: bool,
    pub answer_minutes: Option<i32>,
    pub version: i32,
}

versioned!(agent_offer_terms, OfferTerms, AgentId, insert_offer_terms, load_offer_terms, save_offer_terms);

/// The terms of an agent, if its contract has any.
///
/// # Errors
/// The database.
pub fn find_offer_terms(conn: &mut Conn, agent: AgentId) -> Result<Option<OfferTerms>, StoreError> {
    match load_offer_terms(conn, agent) {
        Err(StoreError::NotFound) => Ok(None),
        found => found.map(Some),
    }
}

/// The terms of every agent that has any.
///
/// # Errors
/// The database.
pub fn list_offer_terms(conn: &mut Conn) -> Result<Vec<OfferTerms>, StoreError> {
    Ok(agent_offer_terms::table.select(OfferTerms::as_select()).load(conn)?)
}

/// Counts of an agent over the last 90 days, of one skill or of all its work.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_figures, treat_none_as_default_value = false)]
pub struct AgentFigures {
    pub agent_id: Col<AgentId>,
    pub skill: String,
    pub repairs: i64,
    pub fixed: i64,
    pub completed: i64,
    pub repeats: i64,
    pub offers: i64,
    pub accepted: i64,
    pub answer_s: i64,
    pub received_warranty: i64,
    pub received_paid: i64,
}

batch_insertable!(agent_figures, AgentFigures, insert_agent_figures);

/// Every agent's counts, by agent and skill.
///
/// # Errors
/// The database.
pub fn list_agent_figures(conn: &mut Conn) -> Result<Vec<AgentFigures>, StoreError> {
    let query = agent_figures::table.order((agent_figures::agent_id, agent_figures::skill));
    Ok(query.select(AgentFigures::as_select()).load(conn)?)
}

/// Takes all counts from these agents.
///
/// # Errors
/// The database.
pub fn delete_agent_figures(tx: &mut Tx<'_>, agents: &[AgentId]) -> Result<(), StoreError> {
    for part in agents.chunks(200) {
        let ids: Vec<&str> = part.iter().map(AgentId::as_str).collect();
        diesel::delete(agent_figures::table.filter(agent_figures::agent_id.eq_any(ids))).execute(tx.conn())?;
    }
    Ok(())
}

/// An offer as an agent's record counts it.
#[derive(Debug, Clone, Queryable)]
pub struct PastOffer {
    pub id: Col<OfferId>,
    pub agent_id: Col<AgentId>,
    pub state: Col<OfferState>,
    pub sent_at: Option<At>,
    pub answered_at: Option<At>,
    pub lost_by: Option<Col<Loss>>,
    pub warranty: Col<WarrantyOutcome>,
}

/// Offers made at or after `since` whose ids come after `after`, by id.
///
/// # Errors
/// The database.
pub fn list_past_offers(
    conn: &mut Conn,
    since: Instant,
    after: &str,
    limit: i64,
) -> Result<Vec<PastOffer>, StoreError> {
    let query = offers::table
        .inner_join(jobs::table)
        .filter(offers::id.gt(after))
        .filter(offers::created_at.ge(At(since)))
        .order(offers::id)
        .limit(limit)
        .select((
            offers::id,
            offers::agent_id,
            offers::state,
            offers::sent_at,
            offers::answered_at,
            offers::lost_by,
            jobs::warranty,
        ));
    Ok(query.load(conn)?)
}

/// A repair as an agent's record counts it.
#[derive(Debug, Clone, Queryable)]
pub struct PastRepair {
    pub id: Col<JobId>,
    pub agent_id: Option<Col<AgentId>>,
    pub skill: Option<String>,
    pub outcome: Option<Col<Outcome>>,
    pub completed_at: Option<At>,
}

/// Repairs that somebody arrived for and that were registered at or after `since`, with ids after `after`, by id.
///
/// # Errors
/// The database.
pub fn list_past_repairs(
    conn: &mut Conn,
    since: Instant,
    after: &str,
    limit: i64,
) -> Result<Vec<PastRepair>, StoreError> {
    let query = jobs::table
        .left_join(faults::table.on(jobs::fault.eq(faults::code.nullable())))
        .filter(jobs::id.gt(after))
        .filter(jobs::registered_at.ge(At(since)))
        .filter(jobs::arrived_at.is_not_null())
        .filter(jobs::kind.eq(Col(JobKind::Repair)))
        .order(jobs::id)
        .limit(limit)
        .select((jobs::id, jobs::agent_id, faults::skill.nullable(), jobs::outcome, jobs::completed_at));
    Ok(query.load(conn)?)
}

/// Arrivals at each of these jobs, one entry an arrival.
///
/// # Errors
/// The database.
pub fn list_arrivals(conn: &mut Conn, of: &[JobId]) -> Result<Vec<JobId>, StoreError> {
    let ids: Vec<&str> = of.iter().map(JobId::as_str).collect();
    let query = visit_jobs::table.inner_join(visits::table).filter(visit_jobs::job_id.eq_any(ids));
    let rows: Vec<Col<JobId>> = query.filter(visits::arrived_at.is_not_null()).select(visit_jobs::job_id).load(conn)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// Jobs that repeat one registered at or after `since`: the repeated job, and when the repeat was registered.
///
/// # Errors
/// The database.
pub fn list_repeats(conn: &mut Conn, since: Instant) -> Result<Vec<(JobId, Instant)>, StoreError> {
    let query = jobs::table.filter(jobs::registered_at.ge(At(since))).filter(jobs::repeat_of.is_not_null());
    let rows: Vec<(Col<JobId>, At)> =
        query.select((jobs::repeat_of.assume_not_null(), jobs::registered_at)).load(conn)?;
    Ok(rows.into_iter().map(|(job, at)| (job.0, at.0)).collect())
}

/// Who finished work at a customer's before, latest first.
///
/// # Errors
/// The database.
pub fn list_served(conn: &mut Conn, customer: CustomerId) -> Result<Vec<(AgentId, TechnicianId)>, StoreError> {
    // Step by step from the customer: joined at once, SQLite walks all visits from the newest for a customer who had none.
    let work: Vec<String> = visit_jobs::table
        .inner_join(jobs::table.inner_join(service_requests::table))
        .filter(service_requests::customer_id.eq(customer.as_str()))
        .select(visit_jobs::visit_id)
        .load(conn)?;
    if work.is_empty() {
        return Ok(Vec::new());
    }
    let query = visits::table
        .filter(visits::id.eq_any(work))
        .filter(visits::state.eq(Col(VisitState::Done)))
        .order(visits::id.desc())
        .limit(5)
        .select((visits::agent_id, visits::technician_id));
    let rows: Vec<(Col<AgentId>, Col<TechnicianId>)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(agent, technician)| (agent.0, technician.0)).collect())
}
