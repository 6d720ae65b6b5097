//! Requests, jobs, verdicts, milestones and decisions.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{decisions, jobs, milestones, request_contacts, service_requests, verdicts};
use super::{At, Col, Conn, Day, Json, StoreError, Tx, on};
use crate::domain::customer::{Channel, ContactRole};
use crate::domain::id::{
    AddressId, AgentId, CustomerId, DecisionId, InstalledProductId, JobId, MilestoneId, RequestId, TechnicianId,
    UserId, VerdictId,
};
use crate::domain::job::{JobKind, JobState, Outcome, Priority};
use crate::domain::language::Language;
use crate::domain::phone::PhoneKind;
use crate::domain::policy::TierKind;
use crate::domain::reference::Reference;
use crate::domain::sla::{Clock, MilestoneKind};
use crate::domain::time::Instant;
use crate::domain::travel::TravelSource;
use crate::domain::warranty::{Awaited, Clause, ClauseCode, Cover, Verdict, VerdictStage, WarrantyOutcome};

/// What the customer asked.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = service_requests, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ServiceRequest {
    pub id: Col<RequestId>,
    pub reference: Col<Reference>,
    pub customer_id: Col<CustomerId>,
    pub address_id: Col<AddressId>,
    pub province: String,
    pub channel: Col<Channel>,
    pub priority: Col<Priority>,
    pub language: Col<Language>,
    pub window_from: Option<At>,
    pub window_to: Option<At>,
    pub owner_id: Option<Col<UserId>>,
    pub note: Option<String>,
    pub created_by: Option<Col<UserId>>,
    pub created_at: At,
    pub local_day: Day,
    pub link_generation: i32,
    pub version: i32,
    pub duplicate_of: Option<Col<RequestId>>,
    pub priority_reason: Option<String>,
}

versioned!(service_requests, ServiceRequest, RequestId, insert_request, find_request, save_request);

/// The request with this reference.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_request_by_reference(conn: &mut Conn, reference: &Reference) -> Result<ServiceRequest, StoreError> {
    let query = service_requests::table.filter(service_requests::reference.eq(reference.as_ref()));
    Ok(query.select(ServiceRequest::as_select()).first(conn)?)
}

/// The requests that say this one again, oldest first.
///
/// # Errors
/// The database.
pub fn list_duplicates(conn: &mut Conn, of: RequestId) -> Result<Vec<ServiceRequest>, StoreError> {
    let query = service_requests::table.filter(service_requests::duplicate_of.eq(of.as_str()));
    Ok(query.order(service_requests::id).select(ServiceRequest::as_select()).load(conn)?)
}

/// A person around a case, in the order told.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = request_contacts, treat_none_as_default_value = false)]
pub struct RequestContact {
    pub request_id: Col<RequestId>,
    pub position: i32,
    pub role: Col<ContactRole>,
    pub name: Option<String>,
    pub phone: String,
    pub kind: Col<PhoneKind>,
    pub can_sms: bool,
    pub email: Option<String>,
}

insertable!(request_contacts, RequestContact, insert_request_contact);

/// The people around a case.
///
/// # Errors
/// The database.
pub fn list_request_contacts(conn: &mut Conn, request: RequestId) -> Result<Vec<RequestContact>, StoreError> {
    let query = request_contacts::table.filter(request_contacts::request_id.eq(request.as_str()));
    Ok(query.order(request_contacts::position).select(RequestContact::as_select()).load(conn)?)
}

/// The work on one unit.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = jobs, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Job {
    pub id: Col<JobId>,
    pub request_id: Col<RequestId>,
    pub installed_product_id: Col<InstalledProductId>,
    pub kind: Col<JobKind>,
    pub state: Col<JobState>,
    pub left_state: Option<Col<JobState>>,
    pub fault: Option<String>,
    pub fault_note: Option<String>,
    pub priority: Col<Priority>,
    pub province: String,
    pub warranty: Col<WarrantyOutcome>,
    pub agent_id: Option<Col<AgentId>>,
    pub technician_id: Option<Col<TechnicianId>>,
    pub repeat_of: Option<Col<JobId>>,
    pub wave: i32,
    pub hold_reason: Option<String>,
    pub hold_until: Option<At>,
    pub outcome: Option<Col<Outcome>>,
    pub end_reason: Option<String>,
    pub registered_at: At,
    pub assigned_at: Option<At>,
    pub arrived_at: Option<At>,
    pub completed_at: Option<At>,
    pub verified_at: Option<At>,
    pub closed_at: Option<At>,
    pub dispatch_at: Option<At>,
    pub local_day: Day,
    pub version: i32,
    pub destination: Option<String>,
}

versioned!(jobs, Job, JobId, insert_job, find_job, save_job);

/// The jobs of a request, oldest first.
///
/// # Errors
/// The database.
pub fn list_jobs_of(conn: &mut Conn, request: RequestId) -> Result<Vec<Job>, StoreError> {
    let query = jobs::table.filter(jobs::request_id.eq(request.as_str()));
    Ok(query.order(jobs::id).select(Job::as_select()).load(conn)?)
}

/// The latest jobs on these units that began after `since`, newest first; for duplicates and repeat repairs.
///
/// # Errors
/// The database.
pub fn list_jobs_on(conn: &mut Conn, units: &[InstalledProductId], since: Instant) -> Result<Vec<Job>, StoreError> {
    let query = jobs::table
        .filter(jobs::installed_product_id.eq_any(units.iter().map(InstalledProductId::as_str)))
        .filter(jobs::registered_at.ge(At(since)))
        .order((jobs::registered_at.desc(), jobs::id.desc()))
        .limit(20);
    Ok(query.select(Job::as_select()).load(conn)?)
}

/// The open jobs that an agent holds with their states, oldest first.
///
/// # Errors
/// The database.
pub fn list_jobs_held(conn: &mut Conn, agent: AgentId) -> Result<Vec<(JobId, JobState)>, StoreError> {
    let held = [JobState::Assigned, JobState::InProgress, JobState::Incomplete, JobState::OnHold].map(Col);
    let query = jobs::table.filter(jobs::agent_id.eq(agent.as_str())).filter(jobs::state.eq_any(held));
    let rows: Vec<(Col<JobId>, Col<JobState>)> = query.order(jobs::id).select((jobs::id, jobs::state)).load(conn)?;
    Ok(rows.into_iter().map(|(id, state)| (id.0, state.0)).collect())
}

/// Jobs whose next dispatch is due, longest due first.
///
/// # Errors
/// The database.
pub fn list_jobs_to_dispatch(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<JobId>, StoreError> {
    let query = jobs::table
        .filter(jobs::dispatch_at.le(At(now)))
        .order((jobs::dispatch_at, jobs::id))
        .limit(limit)
        .select(jobs::id);
    Ok(query.load::<Col<JobId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Jobs in a state since before `before`, by the column that says since when.
///
/// # Errors
/// The database.
pub fn list_jobs_due(conn: &mut Conn, state: JobState, before: Instant, limit: i64) -> Result<Vec<JobId>, StoreError> {
    let query = jobs::table.filter(jobs::state.eq(Col(state))).order(jobs::id).limit(limit).select(jobs::id);
    let ids: Vec<Col<JobId>> = match state {
        JobState::OnHold => query.filter(jobs::hold_until.le(At(before))).load(conn)?,
        JobState::Completed => query.filter(jobs::completed_at.le(At(before))).load(conn)?,
        JobState::Verified => query.filter(jobs::verified_at.le(At(before))).load(conn)?,
        _ => query.filter(jobs::registered_at.le(At(before))).load(conn)?,
    };
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// A verdict frozen at a stage.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = verdicts, treat_none_as_default_value = false)]
pub struct VerdictRow {
    pub id: Col<VerdictId>,
    pub job_id: Col<JobId>,
    pub stage: Col<VerdictStage>,
    pub outcome: Col<WarrantyOutcome>,
    pub policy: Option<String>,
    pub policy_version: Option<i32>,
    pub clauses: Json<Vec<Clause>>,
    pub created_at: At,
    pub decided_by: Option<Col<ClauseCode>>,
    pub shares: Json<Cover>,
    pub awaited: Json<Vec<Awaited>>,
}

impl VerdictRow {
    /// A verdict on a job as it is kept.
    #[must_use]
    pub fn new((id, at): (VerdictId, Instant), job: JobId, stage: VerdictStage, verdict: Verdict) -> Self {
        Self {
            id: Col(id),
            job_id: Col(job),
            stage: Col(stage),
            outcome: Col(verdict.outcome),
            policy: verdict.policy,
            policy_version: verdict.policy_version,
            clauses: Json(verdict.clauses),
            created_at: At(at),
            decided_by: verdict.decided_by.map(Col),
            shares: Json(verdict.shares),
            awaited: Json(verdict.awaited),
        }
    }

    /// The verdict as it was given.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        Verdict {
            outcome: self.outcome.0,
            clauses: self.clauses.0,
            policy: self.policy,
            policy_version: self.policy_version,
            decided_by: self.decided_by.map(|code| code.0),
            shares: self.shares.0,
            awaited: self.awaited.0,
        }
    }
}

insertable!(verdicts, VerdictRow, insert_verdict);

/// The verdicts of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_verdicts(conn: &mut Conn, job: JobId) -> Result<Vec<VerdictRow>, StoreError> {
    let query = verdicts::table.filter(verdicts::job_id.eq(job.as_str())).order(verdicts::id);
    Ok(query.select(VerdictRow::as_select()).load(conn)?)
}

/// A due point of the service level.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = milestones, treat_none_as_default_value = false)]
pub struct Milestone {
    pub id: Col<MilestoneId>,
    pub job_id: Col<JobId>,
    pub kind: Col<MilestoneKind>,
    pub clock: Col<Clock>,
    pub target_minutes: i64,
    pub due_at: At,
    pub met_at: Option<At>,
}

/// Adds the three milestones of a job in one statement.
///
/// # Errors
/// A unique rule, or the database.
pub fn insert_milestones(tx: &mut Tx<'_>, rows: &[Milestone; 3]) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| diesel::insert_into(milestones::table).values(rows).execute(conn))?;
    Ok(())
}

/// The milestones of a job.
///
/// # Errors
/// The database.
pub fn list_milestones(conn: &mut Conn, job: JobId) -> Result<Vec<Milestone>, StoreError> {
    let query = milestones::table.filter(milestones::job_id.eq(job.as_str())).order(milestones::due_at);
    Ok(query.select(Milestone::as_select()).load(conn)?)
}

/// Notes when a milestone was met; the first time counts.
///
/// # Errors
/// The database.
pub fn meet_milestone(tx: &mut Tx<'_>, job: JobId, kind: MilestoneKind, at: Instant) -> Result<(), StoreError> {
    let target = milestones::table
        .filter(milestones::job_id.eq(job.as_str()))
        .filter(milestones::kind.eq(Col(kind)))
        .filter(milestones::met_at.is_null());
    diesel::update(target).set(milestones::met_at.eq(Some(At(at)))).execute(tx.conn())?;
    Ok(())
}

/// The work has not held, so the resolution is still owed.
///
/// # Errors
/// The database.
pub fn unmeet_resolution(tx: &mut Tx<'_>, job: JobId) -> Result<(), StoreError> {
    let target = milestones::table
        .filter(milestones::job_id.eq(job.as_str()))
        .filter(milestones::kind.eq(Col(MilestoneKind::Resolution)));
    diesel::update(target).set(milestones::met_at.eq(None::<At>)).execute(tx.conn())?;
    Ok(())
}

/// A stored candidate ledger.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub struct Decision {
    pub id: Col<DecisionId>,
    pub job_id: Col<JobId>,
    pub policy: String,
    pub policy_version: i32,
    pub wave: i32,
    pub ledger: Json<serde_json::Value>,
    pub made_by: String,
    pub created_at: At,
    pub tier: Option<Col<TierKind>>,
    pub travel_source: Col<TravelSource>,
}

insertable!(decisions, Decision, insert_decision);

/// The last decision of a job.
///
/// # Errors
/// The database.
pub fn find_last_decision(conn: &mut Conn, job: JobId) -> Result<Option<Decision>, StoreError> {
    let query = decisions::table.filter(decisions::job_id.eq(job.as_str())).order(decisions::id.desc());
    Ok(query.select(Decision::as_select()).first(conn).optional()?)
}

/// The decisions of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_decisions(conn: &mut Conn, job: JobId) -> Result<Vec<Decision>, StoreError> {
    let query = decisions::table.filter(decisions::job_id.eq(job.as_str())).order(decisions::id);
    Ok(query.select(Decision::as_select()).load(conn)?)
}
