//! What a technician may do to a job between the acts of a visit: only while the visit is open and its agent has the job.

use super::Error;
use crate::domain::id::{JobId, VisitId};
use crate::domain::job::JobState;
use crate::domain::machine::{ActorKind, Refusal, allowed};
use crate::domain::visit::VisitMachine;
use crate::store::jobs::find_job;
use crate::store::offers::{Visit, find_visit, list_jobs_of_visit};
use crate::store::{Conn, StoreError};

/// The visit, if it is open and its agent has the job.
///
/// # Errors
/// `NotFound` for a job of another visit; a visit that is over or whose agent lost the job, as an event that the state does
/// not allow; the database.
pub fn must_hold(conn: &mut Conn, visit: VisitId, job: JobId, event: &str) -> Result<Visit, Error> {
    let visit = find_visit(conn, visit)?;
    if !list_jobs_of_visit(conn, visit.id.0)?.contains(&job) {
        return Err(StoreError::NotFound.into());
    }
    let job = find_job(conn, job)?;
    let holds = job.agent_id.is_some_and(|agent| agent == visit.agent_id) && job.state.0.is_open();
    if holds && visit.state.0.is_open() {
        return Ok(visit);
    }
    let allowed = allowed::<VisitMachine>(visit.state.0, ActorKind::Technician);
    Err(Error::Machine(Refusal::State {
        machine: "visit",
        state: visit.state.0.to_string(),
        event: event.to_owned(),
        allowed: allowed.iter().map(ToString::to_string).collect(),
    }))
}

/// Whether a visit goes on for another job than this one.
///
/// # Errors
/// The database.
pub fn has_other_work(conn: &mut Conn, visit: &Visit, job: JobId) -> Result<bool, StoreError> {
    for id in list_jobs_of_visit(conn, visit.id.0)? {
        let other = find_job(conn, id)?;
        let is_held = other.agent_id.is_some_and(|agent| agent == visit.agent_id);
        if id != job && is_held && matches!(other.state.0, JobState::Assigned | JobState::InProgress | JobState::OnHold)
        {
            return Ok(true);
        }
    }
    Ok(false)
}
