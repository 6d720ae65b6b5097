//! Promised visits of today that will not be kept unless somebody acts.

use std::collections::HashSet;

use diesel::prelude::*;

use super::jobs::{JobRow, list_rows_of};
use crate::domain::access::Scope;
use crate::domain::agent::Standing;
use crate::domain::id::{AgentId, JobId};
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::store::schema::{agents, jobs, tasks, visit_jobs, visits};
use crate::store::{At, Col, Conn, StoreError};

/// Why a promise will not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// The window is over and nobody has arrived.
    Over,
    /// The technician is on the way and expects to come after the window.
    ComesLate,
    /// The window has begun and nobody has set out.
    NotSetOut,
    /// The agent may not work.
    AgentStopped,
    /// The day was closed or the technician has leave, and the visit was not moved yet.
    MustMove,
}

crate::domain::codes!(Risk {
    Over => "over", ComesLate => "comes_late", NotSetOut => "not_set_out", AgentStopped => "agent_stopped",
    MustMove => "must_move",
});

/// A promise at risk.
#[derive(Debug, Clone, PartialEq)]
pub struct AtRisk {
    /// Its job.
    pub job: JobRow,
    /// What the customer was promised.
    pub window: Window,
    /// Why it will not be kept.
    pub risk: Risk,
}

/// The promises at risk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Failing {
    /// How many there are.
    pub count: usize,
    /// The most pressing of them.
    pub first: Vec<AtRisk>,
}

type Row = (Col<JobId>, Col<AgentId>, Col<VisitState>, (At, At), Option<At>);

/// Promises whose window begins before `until` and that will not be kept as things stand at `now`, the most pressing first.
/// Not more than `limit` are read whole.
///
/// # Errors
/// The database.
pub fn list_at_risk(
    conn: &mut Conn,
    scope: &Scope,
    (now, until): (Instant, Instant),
    limit: usize,
) -> Result<Failing, StoreError> {
    let ahead = [VisitState::Scheduled, VisitState::Confirmed, VisitState::EnRoute].map(Col);
    let (stopped, must_move) = (stopped(conn, now)?, must_move(conn)?);
    let of_stopped: Vec<Col<AgentId>> = stopped.iter().copied().map(Col).collect();
    let to_be_moved: Vec<Col<JobId>> = must_move.iter().copied().map(Col).collect();
    // Most promises of a day are ahead with nothing in their way, and are not read.
    let may_fail = visits::window_from
        .lt(At(now))
        .or(visits::agent_id.eq_any(of_stopped))
        .or(jobs::id.eq_any(to_be_moved))
        .or(visits::expected_at.gt(visits::window_to.nullable()));
    let mut query = visits::table
        .inner_join(visit_jobs::table.inner_join(jobs::table))
        .filter(visits::state.eq_any(ahead))
        .filter(visits::window_from.lt(At(until)))
        .filter(may_fail)
        .order((visits::window_to, jobs::id))
        .select((
            jobs::id,
            visits::agent_id,
            visits::state,
            (visits::window_from, visits::window_to),
            visits::expected_at,
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let promised: Vec<Row> = query.load(conn)?;
    let risk = |(job, agent, state, (from, to), expected): &Row| match state.0 {
        _ if to.0 <= now => Some(Risk::Over),
        VisitState::EnRoute => expected.filter(|at| to.0 < at.0).map(|_| Risk::ComesLate),
        _ if from.0 < now => Some(Risk::NotSetOut),
        _ if stopped.contains(&agent.0) => Some(Risk::AgentStopped),
        _ => must_move.contains(&job.0).then_some(Risk::MustMove),
    };
    let window = |row: &Row| Window { from: row.3.0.0, to: row.3.1.0 };
    let mut failing: Vec<(JobId, Window, Risk)> =
        promised.iter().filter_map(|row| Some((row.0.0, window(row), risk(row)?))).collect();
    let count = failing.len();
    failing.truncate(limit);
    let ids: Vec<JobId> = failing.iter().map(|it| it.0).collect();
    let at_risk = |job: JobRow| {
        let (_, window, risk) = *failing.iter().find(|it| it.0 == job.id)?;
        Some(AtRisk { job, window, risk })
    };
    Ok(Failing { count, first: list_rows_of(conn, &ids)?.into_iter().filter_map(at_risk).collect() })
}

/// Jobs whose visit somebody is asked to move.
fn must_move(conn: &mut Conn) -> Result<HashSet<JobId>, StoreError> {
    // Named one by one, for which there is an index: what was ever done is not looked through.
    let open: Vec<Col<TaskState>> = TaskState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect();
    let asked = tasks::table
        .filter(tasks::state.eq_any(open))
        .filter(tasks::kind.eq(Col(TaskKind::MoveVisit)))
        .select(tasks::job_id);
    let found: Vec<Option<Col<JobId>>> = asked.load(conn)?;
    Ok(found.into_iter().flatten().map(|job| job.0).collect())
}

/// Agents that may not work now.
fn stopped(conn: &mut Conn, now: Instant) -> Result<HashSet<AgentId>, StoreError> {
    type Found = (Col<AgentId>, Col<Standing>, Option<At>, Option<At>);
    let working = [Standing::Active, Standing::Probation];
    let found: Vec<Found> = agents::table
        .filter(agents::standing.ne_all(working.map(Col)).or(agents::suspended_from.is_not_null()))
        .select((agents::id, agents::standing, agents::suspended_from, agents::suspended_to))
        .load(conn)?;
    let is_stopped = |(_, standing, from, to): &Found| {
        let is_suspended = from.is_some_and(|from| from.0 <= now) && to.is_none_or(|to| now < to.0);
        is_suspended || !working.contains(&standing.0)
    };
    Ok(found.into_iter().filter(is_stopped).map(|(id, ..)| id.0).collect())
}
