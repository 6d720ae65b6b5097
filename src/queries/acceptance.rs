//! How agents answer offers of a period, and what becomes of what they accept.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::course::{Turn, list_courses, turns};
use super::work::{GroupBy, Mix, Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::agent::Setting;
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::{JobEvent, JobKind, JobState};
use crate::domain::kpi::acceptance::{Acceptance, Answers, OfferCourse};
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::schema::{addresses, agents, installed_products, jobs, offers, service_requests};
use crate::store::{At, Col, Conn, Day, StoreError};

type Row = (
    (Col<JobId>, Col<AgentId>, Col<OfferState>, At, Option<At>, Option<At>),
    (Col<JobKind>, Col<WarrantyOutcome>, String, Col<Setting>, Col<JobState>),
    (String, String),
);

/// The figures of each group, by the group's code: offers, trips and promises of the jobs registered in the filter's days.
/// `is_open` says whether an agent works at an instant.
///
/// # Errors
/// The database.
pub fn acceptance(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    group_by: GroupBy,
    is_open: &dyn Fn(AgentId, Instant) -> bool,
) -> Result<(BTreeMap<String, Acceptance>, Mix), StoreError> {
    let (mut groups, mut mix) = (BTreeMap::<String, Answers>::new(), Mix::default());
    let turns = turns(conn, filter.days)?;
    let mut last_of: HashMap<JobId, Traits> = HashMap::new();
    for row in offers_of(conn, scope, filter)? {
        let ((job, agent, state, created, sent, answered), (kind, warranty, province, setting, job_state), unit) = row;
        let traits = Traits { kind: kind.0, warranty: warranty.0, setting: Some(setting.0), province };
        if !filter.has(&traits) {
            continue;
        }
        let delivered_at = sent.or(answered.filter(|_| state.0 == OfferState::Accepted)).unwrap_or(created).0;
        let offer = OfferCourse {
            state: state.0,
            sent_at: sent.map(|at| at.0),
            answered_at: answered.map(|at| at.0),
            is_in_hours: is_open(agent.0, delivered_at),
            is_released: answered.is_some_and(|at| is_released(turns.get(&job.0), at.0)),
            is_cancelled: job_state.0 == JobState::Cancelled && !is_turned(turns.get(&job.0), answered),
        };
        groups.entry(group_by.group_of(Some(agent.0), &unit.0, &unit.1)).or_default().add(&offer);
        last_of.insert(job.0, traits);
    }
    for traits in last_of.values() {
        mix.add(traits);
    }
    for job in list_courses(conn, scope, filter)? {
        if !filter.has_day(job.day) || !filter.has(&job.traits) {
            continue;
        }
        let group = |agent| group_by.group_of(Some(agent), &job.category, &job.place);
        for (agent, is_absent) in &job.trips {
            groups.entry(group(*agent)).or_default().add_visit(*is_absent);
        }
        for (agent, is_broken) in &job.promises {
            groups.entry(group(*agent)).or_default().add_promise(*is_broken);
        }
    }
    Ok((groups.into_iter().map(|(code, answers)| (code, answers.figures())).collect(), mix))
}

fn offers_of(conn: &mut Conn, scope: &Scope, filter: &WorkFilter) -> Result<Vec<Row>, StoreError> {
    let mut query = offers::table
        .inner_join(agents::table)
        .inner_join(
            jobs::table
                .inner_join(service_requests::table.inner_join(addresses::table))
                .inner_join(installed_products::table),
        )
        .filter(jobs::local_day.ge(Day(filter.days.0)))
        .filter(jobs::local_day.le(Day(filter.days.1)))
        .order(offers::id)
        .select((
            (offers::job_id, offers::agent_id, offers::state, offers::created_at, offers::sent_at, offers::answered_at),
            (jobs::kind, jobs::warranty, jobs::province, agents::setting, jobs::state),
            (installed_products::category, addresses::place),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    Ok(query.load(conn)?)
}

/// Whether the first turn after an acceptance is a release.
fn is_released(turns: Option<&Vec<Turn>>, answered_at: Instant) -> bool {
    let is_release = |name: &str| name == JobEvent::Release.as_str();
    let is_back = |name: &str| is_release(name) || name == JobEvent::Reassign.as_str();
    let mut after = turns.into_iter().flatten().filter(|turn| turn.at >= answered_at && is_back(&turn.name));
    after.next().is_some_and(|turn| is_release(&turn.name))
}

/// Whether the job left the agent after an acceptance, so that its end is no longer that agent's.
fn is_turned(turns: Option<&Vec<Turn>>, answered: Option<At>) -> bool {
    let back = [JobEvent::Release.as_str(), JobEvent::Reassign.as_str()];
    let is_after = |turn: &&Turn| answered.is_some_and(|at| turn.at >= at.0) && back.contains(&turn.name.as_str());
    turns.into_iter().flatten().any(|turn| is_after(&turn))
}
