//! The warranty audit list: of each job what was decided, by which clause of which policy version, and by whom otherwise.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use super::reviews::{ReviewView, views};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::{JobKind, JobState};
use crate::domain::reference::Reference;
use crate::domain::warranty::{ClauseCode, Cover, ReviewState, VerdictStage, WarrantyOutcome};
use crate::store::jobs::VerdictRow;
use crate::store::schema::{installed_products, jobs, service_requests, verdict_reviews, verdicts};
use crate::store::warranty::ReviewRow;
use crate::store::{At, Col, Conn, Day, StoreError};

/// Which jobs.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// First and last local day of registration.
    pub days: (NaiveDate, NaiveDate),
    /// What the warranty is now.
    pub outcome: Option<WarrantyOutcome>,
    /// The agent that holds the job or did it.
    pub agent: Option<AgentId>,
}

/// One job of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditLine {
    /// The job.
    pub job_id: JobId,
    /// The request's reference.
    pub reference: String,
    /// Local day of registration.
    #[schema(value_type = String, format = Date)]
    pub registered_on: NaiveDate,
    /// What is to be done.
    pub kind: JobKind,
    /// Where it stands.
    pub status: JobState,
    /// The agent that holds it or did it.
    pub agent_id: Option<AgentId>,
    /// Category of the unit.
    pub category: String,
    /// Brand of the unit.
    pub brand: Option<String>,
    /// Model of the unit.
    pub model: Option<String>,
    /// Serial of the unit.
    pub serial: Option<String>,
    /// What the warranty is now.
    pub outcome: WarrantyOutcome,
    /// What the verdict of intake said.
    pub intake_outcome: Option<WarrantyOutcome>,
    /// What the verdict of completion said.
    pub completion_outcome: Option<WarrantyOutcome>,
    /// Whether the two say different things.
    pub differs: bool,
    /// Code of the policy of the newest frozen verdict.
    pub policy: Option<String>,
    /// Its version.
    pub policy_version: Option<i32>,
    /// The clause that verdict rests on.
    pub decided_by: Option<ClauseCode>,
    /// Share of parts that the organisation bears, in percent.
    pub parts_percent: u32,
    /// Share of labour.
    pub labour_percent: u32,
    /// Share of travel.
    pub travel_percent: u32,
    /// Where the newest override stands, if one was proposed.
    pub override_state: Option<ReviewState>,
    /// What it was to be.
    pub override_outcome: Option<WarrantyOutcome>,
    /// Why.
    pub override_reason: Option<String>,
    /// Who proposed it.
    pub override_proposed_by: Option<String>,
    /// Who decided it.
    pub override_decided_by: Option<String>,
    /// The earlier job that it is said to repeat.
    pub repeat_of: Option<JobId>,
}

type Work = (Col<JobId>, Day, At, Col<JobKind>, Col<JobState>, Option<Col<AgentId>>, Col<WarrantyOutcome>);
type Found = (Work, Option<Col<JobId>>, Col<Reference>, (String, Option<String>, Option<String>, Option<String>));

/// A page of the list, newest first, after a cursor.
///
/// # Errors
/// The database.
pub fn list_audit(
    conn: &mut Conn,
    scope: &Scope,
    filter: &AuditFilter,
    (after, limit): (Option<Cursor>, i64),
) -> Result<Page<AuditLine>, StoreError> {
    let mut query = jobs::table
        .inner_join(service_requests::table)
        .inner_join(installed_products::table)
        .filter(jobs::local_day.ge(Day(filter.days.0)))
        .filter(jobs::local_day.le(Day(filter.days.1)))
        .order((jobs::registered_at.desc(), jobs::id.desc()))
        .limit(limit + 1)
        .select((
            (jobs::id, jobs::local_day, jobs::registered_at, jobs::kind, jobs::state, jobs::agent_id, jobs::warranty),
            jobs::repeat_of,
            service_requests::reference,
            (
                installed_products::category,
                installed_products::brand,
                installed_products::model,
                installed_products::serial,
            ),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    if let Some(outcome) = filter.outcome {
        query = query.filter(jobs::warranty.eq(Col(outcome)));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(jobs::agent_id.eq(Col(agent)));
    }
    if let Some(Cursor { at, id }) = after {
        let earlier = jobs::registered_at.lt(At(at));
        query = query.filter(earlier.or(jobs::registered_at.eq(At(at)).and(jobs::id.lt(Col(id)))));
    }
    let mut found: Vec<Found> = query.load(conn)?;
    let has_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = found.last().map(|(work, ..)| Cursor { at: work.2.0, id: work.0.0 });
    let next_cursor = last.filter(|_| has_more).map(|cursor| cursor.to_string());
    Ok(Page { items: lines(conn, found)?, next_cursor })
}

/// How many jobs there are of each outcome, whatever outcome the list is limited to.
///
/// # Errors
/// The database.
pub fn count_outcomes(
    conn: &mut Conn,
    scope: &Scope,
    filter: &AuditFilter,
) -> Result<BTreeMap<WarrantyOutcome, i64>, StoreError> {
    let mut query = jobs::table
        .group_by(jobs::warranty)
        .select((jobs::warranty, count_star()))
        .filter(jobs::local_day.ge(Day(filter.days.0)))
        .filter(jobs::local_day.le(Day(filter.days.1)))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(jobs::agent_id.eq(Col(agent)));
    }
    let counts: Vec<(Col<WarrantyOutcome>, i64)> = query.load(conn)?;
    Ok(counts.into_iter().map(|(outcome, count)| (outcome.0, count)).collect())
}

fn lines(conn: &mut Conn, found: Vec<Found>) -> Result<Vec<AuditLine>, StoreError> {
    let ids: Vec<Col<JobId>> = found.iter().map(|(work, ..)| work.0).collect();
    let rows: Vec<VerdictRow> = verdicts::table
        .filter(verdicts::job_id.eq_any(&ids))
        .order(verdicts::id)
        .select(VerdictRow::as_select())
        .load(conn)?;
    let mut frozen: HashMap<(JobId, VerdictStage), VerdictRow> = HashMap::new();
    for row in rows {
        // The newest of a stage counts: a job that was reopened is completed again.
        frozen.insert((row.job_id.0, row.stage.0), row);
    }
    let proposals: Vec<ReviewRow> = verdict_reviews::table
        .filter(verdict_reviews::job_id.eq_any(&ids))
        .order(verdict_reviews::id)
        .select(ReviewRow::as_select())
        .load(conn)?;
    let proposals: HashMap<JobId, ReviewView> =
        views(conn, proposals)?.into_iter().map(|view| (view.job_id, view)).collect();
    Ok(found.into_iter().map(|found| line(found, &frozen, &proposals)).collect())
}

fn line(
    (work, repeat_of, reference, (category, brand, model, serial)): Found,
    frozen: &HashMap<(JobId, VerdictStage), VerdictRow>,
    proposals: &HashMap<JobId, ReviewView>,
) -> AuditLine {
    let (id, day, _, kind, state, agent, warranty) = work;
    let (intake, completion) =
        (frozen.get(&(id.0, VerdictStage::Intake)), frozen.get(&(id.0, VerdictStage::Completion)));
    let newest = completion.or(intake);
    let review = proposals.get(&id.0);
    let decided = review.filter(|review| review.state == ReviewState::Approved).map(|review| review.outcome);
    let shares = match decided {
        Some(WarrantyOutcome::InWarranty) => Cover::WHOLE,
        Some(WarrantyOutcome::OutOfWarranty) => Cover::NONE,
        _ => newest.map(|row| row.shares.0).unwrap_or_default(),
    };
    let outcome = |row: Option<&VerdictRow>| row.map(|row| row.outcome.0);
    AuditLine {
        job_id: id.0,
        reference: reference.0.to_string(),
        registered_on: day.0,
        kind: kind.0,
        status: state.0,
        agent_id: agent.map(|id| id.0),
        category,
        brand,
        model,
        serial,
        outcome: warranty.0,
        intake_outcome: outcome(intake),
        completion_outcome: outcome(completion),
        differs: completion.is_some() && outcome(completion) != outcome(intake),
        policy: newest.and_then(|row| row.policy.clone()),
        policy_version: newest.and_then(|row| row.policy_version),
        decided_by: newest.and_then(|row| row.decided_by).map(|code| code.0),
        parts_percent: shares.parts,
        labour_percent: shares.labour,
        travel_percent: shares.travel,
        override_state: review.map(|review| review.state),
        override_outcome: review.map(|review| review.outcome),
        override_reason: review.map(|review| review.reason.clone()),
        override_proposed_by: review.map(|review| review.proposed_by.clone()),
        override_decided_by: review.and_then(|review| review.decided_by.clone()),
        repeat_of: repeat_of.map(|id| id.0),
    }
}
