//! The work of a period as a replay needs it: what was reported when, and what agents answered.

use std::collections::HashMap;

use diesel::prelude::*;

use super::demand::Demand;
use crate::domain::access::Scope;
use crate::domain::geo::Position;
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::Priority;
use crate::domain::offer::OfferState;
use crate::domain::sla::MilestoneKind;
use crate::domain::time::{Instant, Window};
use crate::store::schema::{addresses, installed_products, jobs, milestones, offers, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// A job as it was reported, and its course.
#[derive(Debug, Clone, PartialEq)]
pub struct PastJobRow {
    /// Which.
    pub id: JobId,
    /// What was asked for.
    pub demand: Demand,
    /// How urgent it was.
    pub priority: Priority,
    /// What was promised.
    pub window: Option<Window>,
    /// When it was reported.
    pub registered_at: Instant,
    /// Until when an agent should have accepted.
    pub accept_by: Option<Instant>,
    /// Who has it or did it, since when, and until when.
    pub course: (Option<AgentId>, Option<Instant>, Option<Instant>),
    /// What agents answered: yes or no, after so many seconds.
    pub answers: HashMap<AgentId, (bool, i64)>,
    /// Offers that left.
    pub offers: u64,
}

type Row = (
    (Col<JobId>, Col<Priority>, At, Option<Col<AgentId>>, Option<At>, Option<At>),
    (Col<crate::domain::job::JobKind>, Col<crate::domain::warranty::WarrantyOutcome>, String, Option<String>),
    (
        String,
        f64,
        f64,
        Col<crate::domain::geo::Precision>,
        Col<crate::domain::language::Language>,
        Option<At>,
        Option<At>,
    ),
    (String, Option<String>),
);

/// Jobs reported from the first instant on and before the second, in the order of their reports; `most` at most.
///
/// # Errors
/// The database.
pub fn past_jobs(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (Instant, Instant),
    most: i64,
) -> Result<Vec<PastJobRow>, StoreError> {
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .filter(jobs::registered_at.ge(At(from)).and(jobs::registered_at.lt(At(to))))
        .order((jobs::registered_at, jobs::id))
        .limit(most)
        .select((
            (jobs::id, jobs::priority, jobs::registered_at, jobs::agent_id, jobs::assigned_at, jobs::completed_at),
            (jobs::kind, jobs::warranty, jobs::province, jobs::fault),
            (
                addresses::place,
                addresses::lat,
                addresses::lon,
                addresses::precision_level,
                service_requests::language,
                service_requests::window_from,
                service_requests::window_to,
            ),
            (installed_products::category, installed_products::brand),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let mut past: Vec<PastJobRow> = rows.into_iter().map(past_job).collect();
    for part in past.chunks_mut(500) {
        add_answers(conn, part)?;
    }
    Ok(past)
}

fn past_job(row: Row) -> PastJobRow {
    let (job, (kind, warranty, province, fault), place, (category, brand)) = row;
    let (id, priority, registered_at, agent, assigned_at, completed_at) = job;
    let (place, lat, lon, precision, language, from, to) = place;
    let demand = Demand {
        kind: kind.0,
        warranty: warranty.0,
        province,
        place,
        position: Position { lat, lon },
        precision: precision.0,
        language: language.0,
        category,
        brand,
        fault,
    };
    PastJobRow {
        id: id.0,
        demand,
        priority: priority.0,
        window: from.zip(to).map(|(from, to)| Window { from: from.0, to: to.0 }),
        registered_at: registered_at.0,
        accept_by: None,
        course: (agent.map(|it| it.0), assigned_at.map(|at| at.0), completed_at.map(|at| at.0)),
        answers: HashMap::new(),
        offers: 0,
    }
}

/// An answer counts from the sending; silence is a no when the time to answer had passed.
fn add_answers(conn: &mut Conn, part: &mut [PastJobRow]) -> Result<(), StoreError> {
    type Line = (Col<JobId>, Col<AgentId>, Col<OfferState>, Option<At>, Option<At>, At);
    let ids: Vec<String> = part.iter().map(|job| job.id.to_string()).collect();
    let due = milestones::table
        .filter(milestones::job_id.eq_any(ids.clone()))
        .filter(milestones::kind.eq(Col(MilestoneKind::FirstResponse)))
        .select((milestones::job_id, milestones::due_at));
    let due: HashMap<JobId, Instant> =
        due.load::<(Col<JobId>, At)>(conn)?.into_iter().map(|(job, at)| (job.0, at.0)).collect();
    let asked = offers::table.filter(offers::job_id.eq_any(ids)).select((
        offers::job_id,
        offers::agent_id,
        offers::state,
        offers::sent_at,
        offers::answered_at,
        offers::deadline_at,
    ));
    let mut answers: HashMap<JobId, Vec<Line>> = HashMap::new();
    for line in asked.load::<Line>(conn)? {
        answers.entry(line.0.0).or_default().push(line);
    }
    for job in part {
        job.accept_by = due.get(&job.id).copied();
        for (_, agent, state, sent, answered, deadline) in answers.remove(&job.id).unwrap_or_default() {
            let Some(sent) = sent else { continue };
            job.offers += 1;
            let accepts = state.0 == OfferState::Accepted;
            let is_answer = accepts || matches!(state.0, OfferState::Declined | OfferState::Expired);
            if is_answer {
                let at = answered.unwrap_or(deadline);
                job.answers.insert(agent.0, (accepts, (at.0 - sent.0).num_seconds()));
            }
        }
    }
    Ok(())
}
