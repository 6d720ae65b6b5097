//! Promised visits of today that will not be kept unless somebody acts.

use std::collections::HashMap;

use diesel::prelude::*;

use super::jobs::{JobRow, list_rows};
use crate::domain::access::Scope;
use crate::domain::agent::Standing;
use crate::domain::id::{AgentId, JobId};
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::store::schema::{agents, tasks, visit_jobs, visits};
use crate::store::{At, Col, Conn, StoreError};

/// Why a promise will not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// The window is over and nobody has arrived.
    Over,
    /// The window has begun and nobody has set out.
    NotSetOut,
    /// The agent may not work.
    AgentStopped,
    /// The day was closed or the technician has leave, and the visit was not moved yet.
    MustMove,
}

crate::domain::codes!(Risk {
    Over => "over", NotSetOut => "not_set_out", AgentStopped => "agent_stopped", MustMove => "must_move",
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

type Row = (Col<JobId>, Col<AgentId>, Col<VisitState>, At, At);

/// Promises whose window begins before `until` and that will not be kept as things stand at `now`, the most pressing first.
///
/// # Errors
/// The database.
pub fn list_at_risk(
    conn: &mut Conn,
    scope: &Scope,
    (now, until): (Instant, Instant),
) -> Result<Vec<AtRisk>, StoreError> {
    let ahead = [VisitState::Scheduled, VisitState::Confirmed, VisitState::EnRoute].map(Col);
    let promised: Vec<Row> = visits::table
        .inner_join(visit_jobs::table)
        .filter(visits::state.eq_any(ahead))
        .filter(visits::window_from.lt(At(until)))
        .order((visits::window_to, visits::id))
        .select((visit_jobs::job_id, visits::agent_id, visits::state, visits::window_from, visits::window_to))
        .load(conn)?;
    let jobs: Vec<Col<JobId>> = promised.iter().map(|row| row.0).collect();
    let must_move: Vec<Option<Col<JobId>>> = tasks::table
        .filter(tasks::kind.eq(Col(TaskKind::MoveVisit)))
        .filter(tasks::state.ne(Col(TaskState::Done)))
        .filter(tasks::job_id.eq_any(jobs))
        .select(tasks::job_id)
        .load(conn)?;
    let stopped = stopped(conn, now)?;
    let risk = |(job, agent, state, from, to): &Row| match state.0 {
        _ if to.0 < now => Some(Risk::Over),
        VisitState::EnRoute => None,
        _ if from.0 < now => Some(Risk::NotSetOut),
        _ if stopped.contains(&agent.0) => Some(Risk::AgentStopped),
        _ => must_move.contains(&Some(*job)).then_some(Risk::MustMove),
    };
    let failing: Vec<(Row, Risk)> = promised.into_iter().filter_map(|row| Some((row, risk(&row)?))).collect();
    let rows = list_rows(conn, failing.iter().map(|(row, _)| row.0).collect())?;
    let mut rows: HashMap<JobId, JobRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let of = |((job, _, _, from, to), risk): (Row, Risk)| {
        let job = rows.remove(&job.0).filter(|row| scope.holds(&row.province))?;
        Some(AtRisk { job, window: Window { from: from.0, to: to.0 }, risk })
    };
    Ok(failing.into_iter().filter_map(of).collect())
}

/// Agents that may not work now.
fn stopped(conn: &mut Conn, now: Instant) -> Result<Vec<AgentId>, StoreError> {
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
