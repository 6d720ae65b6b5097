//! What technicians have to do in a span of time, and the jobs that are in nobody's time yet.

use std::collections::HashMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::jobs::{JobRow, list_rows_of};
use super::standing::open_visits;
use crate::domain::access::Scope;
use crate::domain::agent::Standing;
use crate::domain::id::{AgentId, JobId, TechnicianId, VisitId};
use crate::domain::job::JobState;
use crate::domain::reference::Reference;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::store::offers::Visit;
use crate::store::schema::{addresses, agents, installed_products, jobs, service_requests, visit_jobs, visits};
use crate::store::slots::list_slot_holds;
use crate::store::{At, Col, Conn, StoreError};

/// Most jobs in the list of what is unplanned, those that wait longest first.
const MOST_UNPLANNED: i64 = 100;

/// A job that is done on a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The job.
    pub job_id: JobId,
    /// The reference of its request.
    pub reference: String,
    /// Code of the unit's category.
    pub category: String,
    /// Code of the customer's town.
    pub city: String,
}

/// A visit in somebody's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Who comes.
    pub technician_id: TechnicianId,
    /// Where it stands.
    pub state: VisitState,
    /// When.
    pub window: Window,
    /// What is done on it, oldest job first; empty where the caller may see none of it.
    pub works: Vec<Work>,
}

/// Time that is kept for somebody who has no visit yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Whose time.
    pub technician_id: TechnicianId,
    /// When.
    pub window: Window,
}

/// The agents of the network that a caller sees, of one province if one is named.
///
/// # Errors
/// The database.
pub fn list_agents_at_work(conn: &mut Conn, scope: &Scope, province: Option<&str>) -> Result<Vec<AgentId>, StoreError> {
    let standings: Vec<Col<Standing>> =
        Standing::ALL.iter().copied().filter(|standing| standing.is_in_the_network()).map(Col).collect();
    let mut query = agents::table
        .filter(agents::standing.eq_any(standings))
        .order((agents::name_key, agents::id))
        .select(agents::id)
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(agents::province.eq_any(provinces.clone()));
    }
    if let Some(province) = province {
        query = query.filter(agents::province.eq(province.to_owned()));
    }
    Ok(query.load::<Col<AgentId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The visits of these technicians that touch a span and were not called off, earliest first. Those for jobs that the caller
/// may not see are told without them.
///
/// # Errors
/// The database.
pub fn list_planned(
    conn: &mut Conn,
    scope: &Scope,
    (technicians, span): (&[TechnicianId], Window),
) -> Result<Vec<Planned>, StoreError> {
    let ids: Vec<&str> = technicians.iter().map(TechnicianId::as_str).collect();
    let query = visits::table
        .filter(visits::technician_id.eq_any(ids))
        .filter(visits::state.ne(Col(VisitState::Cancelled)))
        .filter(visits::window_from.lt(At(span.to)))
        .filter(visits::window_to.gt(At(span.from)))
        .order((visits::window_from, visits::id));
    let found: Vec<Visit> = query.select(Visit::as_select()).load(conn)?;
    let mut works = works_of(conn, scope, &found)?;
    let planned = found.into_iter().map(|visit| Planned {
        technician_id: visit.technician_id.0,
        state: visit.state.0,
        window: visit.window(),
        works: works.remove(&visit.id.0).unwrap_or_default(),
    });
    Ok(planned.collect())
}

/// The jobs of these visits that a caller sees, oldest first.
fn works_of(conn: &mut Conn, scope: &Scope, found: &[Visit]) -> Result<HashMap<VisitId, Vec<Work>>, StoreError> {
    type Row = (Col<JobId>, Col<Reference>, String, String, String);
    let ids: Vec<Col<VisitId>> = found.iter().map(|visit| visit.id).collect();
    let query = visit_jobs::table.filter(visit_jobs::visit_id.eq_any(ids)).order(visit_jobs::job_id);
    let pairs: Vec<(Col<VisitId>, Col<JobId>)> = query.select((visit_jobs::visit_id, visit_jobs::job_id)).load(conn)?;
    let ids: Vec<Col<JobId>> = pairs.iter().map(|(_, job)| *job).collect();
    let rows: Vec<Row> = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .filter(jobs::id.eq_any(ids))
        .select((jobs::id, service_requests::reference, installed_products::category, addresses::place, jobs::province))
        .load(conn)?;
    let seen = rows.into_iter().filter(|row| scope.holds(&row.4));
    let known: HashMap<JobId, Work> = seen
        .map(|(job, reference, category, city, _)| {
            (job.0, Work { job_id: job.0, reference: reference.0.to_string(), category, city })
        })
        .collect();
    let mut works: HashMap<VisitId, Vec<Work>> = HashMap::new();
    for (visit, job) in pairs {
        if let Some(work) = known.get(&job.0) {
            works.entry(visit.0).or_default().push(work.clone());
        }
    }
    Ok(works)
}

/// The time of these agents' technicians that is kept for people who were promised it, at `now`.
///
/// # Errors
/// The database.
pub fn list_kept(conn: &mut Conn, agents: &[AgentId], now: Instant) -> Result<Vec<Kept>, StoreError> {
    let held = list_slot_holds(conn, Some(agents), now)?.into_iter().map(|hold| Kept {
        technician_id: hold.technician_id.0,
        window: Window { from: hold.window_from.0, to: hold.window_to.0 },
    });
    Ok(held.collect())
}

/// The jobs that wait for an agent, or that an agent has and no visit is ahead of; those that were taken down first in front.
///
/// # Errors
/// The database.
pub fn list_unplanned(
    conn: &mut Conn,
    scope: &Scope,
    (province, agent): (Option<&str>, Option<AgentId>),
) -> Result<Vec<JobRow>, StoreError> {
    let waiting = [JobState::PendingDispatch, JobState::Assigned, JobState::Incomplete].map(Col);
    let ahead = visits::table
        .inner_join(visit_jobs::table)
        .filter(visit_jobs::job_id.eq(jobs::id))
        .filter(visits::state.eq_any(open_visits()));
    let mut query = jobs::table
        .filter(jobs::state.eq_any(waiting))
        .filter(not(exists(ahead)))
        .order((jobs::registered_at, jobs::id))
        .limit(MOST_UNPLANNED)
        .select(jobs::id)
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    if let Some(province) = province {
        query = query.filter(jobs::province.eq(province.to_owned()));
    }
    if let Some(agent) = agent {
        query = query.filter(jobs::agent_id.eq(agent.to_string()));
    }
    let ids: Vec<JobId> = query.load::<Col<JobId>>(conn)?.into_iter().map(|id| id.0).collect();
    list_rows_of(conn, &ids)
}
