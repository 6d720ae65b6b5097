//! Who holds jobs and what happens to them next, read for a page of jobs at once.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::Span;
use crate::domain::access::Role;
use crate::domain::id::{AgentId, JobId, TechnicianId, UserId};
use crate::domain::job::JobState;
use crate::domain::offer::OfferState;
use crate::domain::reason::{DelayOwner, ReasonKind};
use crate::domain::standing::{Facts, Holder, HolderKind, NextStep, OpenOffer, OpenTask, OpenVisit, standing};
use crate::domain::task::TaskState;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::domain::workshop::UnitState;
use crate::store::jobs::Job;
use crate::store::schema::{
    agents, events, jobs, offers, reasons, tasks, technicians, users, visit_jobs, visits, workshop_units,
};
use crate::store::{At, Col, Conn, StoreError};

/// Who holds a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolderView {
    /// Of what kind.
    pub kind: HolderKind,
    /// The agent, technician or user; none where nobody is named.
    pub id: Option<String>,
    /// Name in Persian.
    pub name_fa: Option<String>,
    /// Name in English.
    pub name_en: Option<String>,
}

/// Where a job stands: who holds it, what happens next, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandingView {
    /// Who holds it; nobody once no work is owed.
    pub holder: Option<HolderView>,
    /// What happens next, and when.
    pub next: Option<(NextStep, Instant)>,
    /// The window of the visit to come.
    pub visit: Option<Span>,
    /// Who its time belongs to now; none once no work is owed.
    pub owner: Option<DelayOwner>,
}

/// States of an offer that can still be answered.
pub(super) fn open_offers() -> Vec<Col<OfferState>> {
    OfferState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
}

/// States of a visit that still fills its window.
pub(super) fn open_visits() -> Vec<Col<VisitState>> {
    VisitState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect()
}

/// Who waits belong to, by the code of the reason of a hold.
///
/// # Errors
/// The database.
pub(super) fn hold_owners(conn: &mut Conn) -> Result<HashMap<String, DelayOwner>, StoreError> {
    let query = reasons::table.filter(reasons::kind.eq(Col(ReasonKind::Hold))).select((reasons::code, reasons::owner));
    Ok(query.load::<(String, Col<DelayOwner>)>(conn)?.into_iter().map(|(code, owner)| (code, owner.0)).collect())
}

/// Who the time of incomplete jobs belongs to, by the reason with which the last trip ended: of these jobs, or of all.
///
/// # Errors
/// The database.
pub(super) fn incomplete_owners(
    conn: &mut Conn,
    only: Option<&[Col<JobId>]>,
) -> Result<HashMap<JobId, DelayOwner>, StoreError> {
    let mut query = events::table
        .inner_join(jobs::table.on(events::job_id.eq(jobs::id.nullable())))
        .filter(jobs::state.eq(Col(JobState::Incomplete)))
        .filter(events::to_state.eq(JobState::Incomplete.as_str()))
        .order(events::id)
        .select((jobs::id, events::delay_owner))
        .into_boxed();
    if let Some(ids) = only {
        query = query.filter(jobs::id.eq_any(ids.to_vec()));
    }
    let rows: Vec<(Col<JobId>, Option<Col<DelayOwner>>)> = query.load(conn)?;
    let mut owners = HashMap::new();
    for (job, owner) in rows {
        // Only the last time counts, with or without an owner.
        match owner {
            Some(owner) => owners.insert(job.0, owner.0),
            None => owners.remove(&job.0),
        };
    }
    Ok(owners)
}

/// Where jobs stand.
///
/// # Errors
/// The database.
pub fn list_standings(conn: &mut Conn, rows: &[Job]) -> Result<HashMap<JobId, StandingView>, StoreError> {
    let open: Vec<&Job> = rows.iter().filter(|job| job.state.0.is_open()).collect();
    let ids: Vec<Col<JobId>> = open.iter().map(|job| job.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (offers, visits, tasks) = (offers_of(conn, &ids)?, visits_of(conn, &ids)?, tasks_of(conn, &ids)?);
    let promised = promised_units(conn, &ids)?;
    let holds = if open.iter().any(|job| job.hold_reason.is_some()) { hold_owners(conn)? } else { HashMap::new() };
    let is_incomplete = |job: &&Job| job.state.0 == JobState::Incomplete;
    let left = if open.iter().any(is_incomplete) { incomplete_owners(conn, Some(&ids))? } else { HashMap::new() };
    let mut found = HashMap::with_capacity(open.len());
    for job in open {
        let id = job.id.0;
        let hold_owner = job.hold_reason.as_ref().and_then(|code| holds.get(code)).copied();
        let facts = Facts {
            state: job.state.0,
            agent: job.agent_id.map(|agent| agent.0),
            dispatch_at: job.dispatch_at.map(|at| at.0),
            hold_until: job.hold_until.map(|at| at.0),
            hold_owner,
            offers: offers.iter().filter(|(of, _)| *of == id).map(|(_, offer)| *offer).collect(),
            visit: visits.iter().rev().find(|(of, _)| *of == id).map(|(_, visit)| *visit),
            task: tasks.iter().find(|(of, _)| *of == id).map(|(_, task)| *task),
            workshop: promised.get(&id).copied(),
        };
        let given = if job.state.0 == JobState::OnHold { hold_owner } else { left.get(&id).copied() };
        found.insert(id, (standing(&facts), facts.visit, crate::domain::delay::owner_in(job.state.0, given)));
    }
    let names = names_of(conn, found.values().filter_map(|(standing, ..)| standing.holder))?;
    let view = |(id, (standing, visit, owner)): (JobId, (_, Option<OpenVisit>, DelayOwner))| {
        let standing: crate::domain::standing::Standing = standing;
        let holder = standing.holder.map(|holder| held_by(holder, &names));
        let visit = visit.map(|visit| visit.window.into());
        (id, StandingView { holder, next: standing.next, visit, owner: Some(owner) })
    };
    Ok(found.into_iter().map(view).collect())
}

fn offers_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<Vec<(JobId, OpenOffer)>, StoreError> {
    let query = offers::table
        .filter(offers::job_id.eq_any(ids.to_vec()))
        .filter(offers::state.eq_any(open_offers()))
        .select((offers::job_id, offers::agent_id, offers::deadline_at));
    let rows: Vec<(Col<JobId>, Col<AgentId>, At)> = query.load(conn)?;
    let offer =
        |(job, agent, at): (Col<JobId>, Col<AgentId>, At)| (job.0, OpenOffer { agent: agent.0, deadline_at: at.0 });
    Ok(rows.into_iter().map(offer).collect())
}

/// Oldest first.
fn visits_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<Vec<(JobId, OpenVisit)>, StoreError> {
    type Row = (Col<JobId>, Col<VisitState>, Col<TechnicianId>, At, At);
    let query = visits::table
        .inner_join(visit_jobs::table)
        .filter(visit_jobs::job_id.eq_any(ids.to_vec()))
        .filter(visits::state.eq_any(open_visits()))
        .order(visits::id)
        .select((visit_jobs::job_id, visits::state, visits::technician_id, visits::window_from, visits::window_to));
    let visit = |(job, state, who, from, to): Row| {
        let window = Window { from: from.0, to: to.0 };
        (job.0, OpenVisit { state: state.0, technician: who.0, window })
    };
    Ok(query.load::<Row>(conn)?.into_iter().map(visit).collect())
}

/// When units in workshops are promised to be ready, by their jobs.
fn promised_units(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<HashMap<JobId, Instant>, StoreError> {
    let query = workshop_units::table
        .filter(workshop_units::job_id.eq_any(ids.to_vec()))
        .filter(workshop_units::state.ne_all([UnitState::HandedOver, UnitState::Kept].map(Col)))
        .select((workshop_units::job_id, workshop_units::promised_at));
    Ok(query.load::<(Col<JobId>, At)>(conn)?.into_iter().map(|(job, at)| (job.0, at.0)).collect())
}

/// Due first.
fn tasks_of(conn: &mut Conn, ids: &[Col<JobId>]) -> Result<Vec<(JobId, OpenTask)>, StoreError> {
    type Row = (Option<Col<JobId>>, Option<Col<UserId>>, Col<Role>, At);
    let query = tasks::table
        .filter(tasks::job_id.eq_any(ids.to_vec()))
        .filter(tasks::state.ne(Col(TaskState::Done)))
        .order((tasks::due_at, tasks::id))
        .select((tasks::job_id, tasks::owner_id, tasks::owner_role, tasks::due_at));
    let task = |(job, owner, role, due): Row| {
        Some((job?.0, OpenTask { owner: owner.map(|owner| owner.0), role: role.0, due_at: due.0 }))
    };
    Ok(query.load::<Row>(conn)?.into_iter().filter_map(task).collect())
}

type Names = HashMap<String, (String, String)>;

/// Names in Persian and English, by id.
fn names_of(conn: &mut Conn, holders: impl Iterator<Item = Holder>) -> Result<Names, StoreError> {
    let (mut of_agents, mut of_technicians, mut of_users) = (Vec::new(), Vec::new(), Vec::new());
    for holder in holders {
        match holder {
            Holder::Agent(id) => of_agents.push(Col(id)),
            Holder::Technician(id) => of_technicians.push(Col(id)),
            Holder::Dispatcher(Some(id)) | Holder::Company(Some(id)) => of_users.push(Col(id)),
            _ => (),
        }
    }
    let mut rows: Vec<(String, String, String)> = Vec::new();
    if !of_agents.is_empty() {
        let query = agents::table.filter(agents::id.eq_any(of_agents));
        rows.extend(query.select((agents::id, agents::name_fa, agents::name_en)).load(conn)?);
    }
    if !of_technicians.is_empty() {
        let query = technicians::table.filter(technicians::id.eq_any(of_technicians));
        rows.extend(query.select((technicians::id, technicians::name_fa, technicians::name_en)).load(conn)?);
    }
    if !of_users.is_empty() {
        let query = users::table.filter(users::id.eq_any(of_users));
        rows.extend(query.select((users::id, users::display_name, users::display_name)).load(conn)?);
    }
    Ok(rows.into_iter().map(|(id, fa, en)| (id, (fa, en))).collect())
}

fn held_by(holder: Holder, names: &Names) -> HolderView {
    let id = match holder {
        Holder::Agent(id) => Some(id.to_string()),
        Holder::Technician(id) => Some(id.to_string()),
        Holder::Dispatcher(id) | Holder::Company(id) => id.map(|id| id.to_string()),
        Holder::Customer | Holder::Parts => None,
    };
    let name = id.as_ref().and_then(|id| names.get(id)).cloned();
    let (name_fa, name_en) = name.unzip();
    HolderView { kind: holder.kind(), id, name_fa, name_en }
}
