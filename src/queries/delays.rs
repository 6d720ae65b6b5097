//! Whose time it was: the intervals of jobs of a period by owner, from the events.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::trail::EventView;
use super::work::{Mix, Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::agent::Setting;
use crate::domain::delay::{Interval, Step, intervals};
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::{JobEvent, JobKind};
use crate::domain::reason::DelayOwner;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::schema::{addresses, agents, events, installed_products, jobs, service_requests};
use crate::store::{At, Col, Conn, Day, Json, StoreError, Topic};

/// What intervals are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelayBy {
    /// The agent that held the job at the time.
    Agent,
    /// The code of the reason.
    Reason,
    /// The category of the unit.
    Category,
    /// The place.
    City,
    /// All together.
    None,
}

crate::domain::codes!(DelayBy {
    Agent => "agent", Reason => "reason", Category => "category", City => "city", None => "none",
});

/// The time of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delay {
    jobs: BTreeSet<JobId>,
    /// Microseconds by owner, in the order of `DelayOwner::ALL`.
    micros: [i64; 5],
}

impl Delay {
    /// Jobs with an interval in it.
    #[must_use]
    pub fn jobs(&self) -> u64 {
        self.jobs.len() as u64
    }

    /// Whole seconds of an owner, calendar time.
    #[must_use]
    pub fn seconds(&self, owner: DelayOwner) -> i64 {
        let at = DelayOwner::ALL.iter().position(|it| *it == owner).unwrap_or_default();
        self.micros[at] / 1_000_000
    }

    /// Whole seconds of all owners.
    #[must_use]
    pub fn elapsed(&self) -> i64 {
        self.micros.iter().sum::<i64>() / 1_000_000
    }

    fn add(&mut self, job: JobId, interval: &Interval) {
        let at = DelayOwner::ALL.iter().position(|it| *it == interval.owner).unwrap_or_default();
        self.jobs.insert(job);
        self.micros[at] += interval.length().num_microseconds().unwrap_or(i64::MAX);
    }
}

type JobRow = ((Col<JobId>, At, Col<JobKind>, Col<WarrantyOutcome>, String), (String, String, Option<Col<Setting>>));

/// The time of each group by owner, from the report to the end of the work or to `now`, of the jobs registered in the
/// filter's days.
///
/// # Errors
/// The database.
pub fn delays(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    group_by: DelayBy,
    now: Instant,
) -> Result<(BTreeMap<String, Delay>, Mix), StoreError> {
    let (mut groups, mut mix) = (BTreeMap::<String, Delay>::new(), Mix::default());
    let mut steps = steps_of(conn, filter)?;
    for ((id, registered, kind, warranty, province), (category, place, setting)) in jobs_of(conn, scope, filter)? {
        let traits = Traits { kind: kind.0, warranty: warranty.0, setting: setting.map(|it| it.0), province };
        if !filter.has(&traits) {
            continue;
        }
        mix.add(&traits);
        for interval in intervals(registered.0, &steps.remove(&id.0).unwrap_or_default(), now) {
            let group = match group_by {
                DelayBy::Agent => interval.agent.map(|agent| agent.to_string()).unwrap_or_default(),
                DelayBy::Reason => interval.reason.clone().unwrap_or_default(),
                DelayBy::Category => category.clone(),
                DelayBy::City => place.clone(),
                DelayBy::None => String::new(),
            };
            groups.entry(group).or_default().add(id.0, &interval);
        }
    }
    Ok((groups, mix))
}

fn jobs_of(conn: &mut Conn, scope: &Scope, filter: &WorkFilter) -> Result<Vec<JobRow>, StoreError> {
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .left_join(agents::table)
        .filter(jobs::local_day.ge(Day(filter.days.0)))
        .filter(jobs::local_day.le(Day(filter.days.1)))
        .select((
            (jobs::id, jobs::registered_at, jobs::kind, jobs::warranty, jobs::province),
            (installed_products::category, addresses::place, agents::setting.nullable()),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    Ok(query.load(conn)?)
}

type StepRow =
    ((Col<JobId>, At, String, Option<String>), (Option<String>, Option<Col<DelayOwner>>, Json<serde_json::Value>));

/// Changes of state by job, in order.
fn steps_of(conn: &mut Conn, filter: &WorkFilter) -> Result<BTreeMap<JobId, Vec<Step>>, StoreError> {
    let query = events::table
        .inner_join(jobs::table.on(events::job_id.eq(jobs::id.nullable())))
        .filter(events::topic.eq(Col(Topic::Job)))
        .filter(events::to_state.is_not_null())
        .filter(jobs::local_day.ge(Day(filter.days.0)))
        .filter(jobs::local_day.le(Day(filter.days.1)))
        .order(events::id)
        .select((
            (jobs::id, events::at, events::name, events::to_state),
            (events::reason, events::delay_owner, events::detail),
        ));
    let mut found: BTreeMap<JobId, Vec<Step>> = BTreeMap::new();
    for row in query.load_iter::<StepRow, _>(conn)? {
        let ((job, at, name, to), (reason, owner, detail)) = row?;
        let why = (reason, owner.map(|owner| owner.0));
        add_step(found.entry(job.0).or_default(), (&name, &detail.0), (at.0, to.as_deref()), why);
    }
    Ok(found)
}

/// The time of one job by its owners, from the report to the end of the work or to `now`; `events` are its own, oldest first.
#[must_use]
pub fn intervals_of(registered_at: Instant, events: &[EventView], now: Instant) -> Vec<Interval> {
    let mut steps = Vec::new();
    for event in events.iter().filter(|event| event.topic == Topic::Job) {
        let why = (event.reason.clone(), event.delay_owner);
        add_step(&mut steps, (&event.name, &event.detail), (event.at, event.to_state.as_deref()), why);
    }
    intervals(registered_at, &steps, now)
}

/// What an event did, where it led into a state.
fn add_step(
    steps: &mut Vec<Step>,
    (name, detail): (&str, &serde_json::Value),
    (at, to): (Instant, Option<&str>),
    (reason, owner): (Option<String>, Option<DelayOwner>),
) {
    let Some(to) = to.and_then(|to| to.parse().ok()) else { return };
    let agent = holder_after(name, detail, steps.last());
    steps.push(Step { at, to, reason, owner, agent });
}

/// The agent that holds the job after an event.
fn holder_after(name: &str, detail: &serde_json::Value, before: Option<&Step>) -> Option<AgentId> {
    let left = [JobEvent::Release.as_str(), JobEvent::Reassign.as_str(), JobEvent::Reopen.as_str()];
    if name == JobEvent::Assign.as_str() {
        return detail["agent"].as_str().and_then(|id| id.parse().ok());
    }
    before.and_then(|step| step.agent).filter(|_| !left.contains(&name))
}
