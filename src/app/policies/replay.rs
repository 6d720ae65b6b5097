//! A past period played again under another dispatch policy, so that a manager sees what it would do before it is in force.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::{PolicySpec, check};
use crate::app::case::needs_of;
use crate::app::{App, Catalogue, Code, Error, Network};
use crate::dispatch::replay::{Cast, Outcome, PastJob, Plan, Then, replay};
use crate::domain::access::Caller;
use crate::domain::agent::Agent;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::AgentId;
use crate::domain::policy::DispatchPolicy;
use crate::queries::past_jobs::{PastJobRow, past_jobs};

/// Longest period, days.
const MOST_DAYS: i64 = 92;
/// Most jobs of a period.
const MOST_JOBS: usize = 20_000;

/// What is to be played.
#[derive(Debug, Clone)]
pub struct Replay {
    /// First and last local day.
    pub days: (NaiveDate, NaiveDate),
    /// The policy that is thought of.
    pub policy: DispatchPolicy,
    /// Capacity of every agent, in percent of the contract's.
    pub capacity_percent: i32,
}

/// A period three times over.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Compared {
    /// As it went, by what is on record.
    pub then: Outcome,
    /// Played under the policy in force: what the play makes of it is the measure of the third.
    pub in_force: Outcome,
    /// Played under the policy that is thought of.
    pub proposed: Outcome,
}

/// Plays the jobs that the caller may see, under the policy in force with this name and under the one proposed. Nothing is
/// written.
///
/// # Errors
/// `NotFound` for a policy without a name in force; every wrong figure at once; a period that is too long or has too many
/// jobs; the database.
pub async fn replay_policy(app: &App, caller: &Caller, name: &str, asked: Replay) -> Result<Compared, Error> {
    let catalogue = app.catalogue();
    if !catalogue.has_dispatch_policy(name) {
        return Err(Code::NotFound.into());
    }
    let mut faults = Faults::default();
    let (first, last) = asked.days;
    if last < first {
        faults.add("to", FaultCode::WindowEndsBeforeStart);
    } else if (last - first).num_days() >= MOST_DAYS {
        faults.add_about("to", FaultCode::OutOfRange, format!("{MOST_DAYS}"));
    }
    if !(10..=1_000).contains(&asked.capacity_percent) {
        faults.add_about("capacity_percent", FaultCode::OutOfRange, "10–1000");
    }
    let spec = PolicySpec::Dispatch(asked.policy);
    check::check(&spec, (&catalogue, &app.site.region), &mut faults);
    let spec = faults.or(spec)?;
    let PolicySpec::Dispatch(policy) = spec else { return Err(Code::NotFound.into()) };
    let calendar = catalogue.calendar();
    let span = calendar.span_of(first).zip(calendar.span_of(last)).map(|(first, last)| (first.from, last.to));
    let (from, to) = span.ok_or(Code::NotFound)?;
    let (scope, most) = (caller.scope.clone(), i64::try_from(MOST_JOBS + 1).unwrap_or(i64::MAX));
    let rows = app.db.read(move |conn| past_jobs(conn, &scope, (from, to), most).map_err(Error::from)).await?;
    if rows.len() > MOST_JOBS {
        let mut faults = Faults::default();
        faults.add_about("from", FaultCode::TooMany, format!("{MOST_JOBS}"));
        return Err(faults.into());
    }
    let network = app.network_now().await?;
    let (_, _, in_force) = catalogue.dispatch_policy(name);
    let play = move || compare(&rows, (&catalogue, &network), (&in_force, &policy, asked.capacity_percent));
    let compared = tokio::task::spawn_blocking(play).await;
    compared.map_err(|error| Error::Internal(format!("replay: {error}")))
}

fn compare(
    rows: &[PastJobRow],
    (catalogue, network): (&Catalogue, &Network),
    (in_force, proposed, percent): (&DispatchPolicy, &DispatchPolicy, i32),
) -> Compared {
    let usual_s = usual_work_s(rows);
    let jobs: Vec<PastJob> = rows.iter().map(|row| past_job(row, catalogue, usual_s)).collect();
    let agents: Vec<Agent> = network.agents().cloned().collect();
    let by_id: HashMap<AgentId, usize> = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
    let then = |row: &PastJobRow| {
        let (agent, at, _) = row.course;
        let taken = agent.zip(at).and_then(|(agent, at)| {
            let number = *by_id.get(&agent)?;
            Some((at, number, agents[number].position.metres_to(row.demand.position)))
        });
        Then { taken, offers: row.offers }
    };
    let capacity: Vec<i32> = agents.iter().map(|agent| agent.capacity.open).collect();
    let cast = Cast { agents: &agents, figures: network.record().figures(), zone: catalogue.calendar().zone };
    let window = TimeDelta::minutes(catalogue.care().window_minutes);
    let play = |policy, capacity_percent| replay(&jobs, cast, Plan { policy, capacity_percent, window });
    Compared {
        then: Outcome::of_record(&jobs, &rows.iter().map(then).collect::<Vec<_>>(), &capacity, in_force.detour_factor),
        in_force: play(in_force, 100),
        proposed: play(proposed, percent),
    }
}

/// The median of the seconds from the acceptance to the end of the work; a day where nothing was finished.
fn usual_work_s(rows: &[PastJobRow]) -> i64 {
    let mut known: Vec<i64> = rows.iter().filter_map(work_s).collect();
    known.sort_unstable();
    known.get(known.len() / 2).copied().unwrap_or(86_400)
}

fn work_s(row: &PastJobRow) -> Option<i64> {
    let (_, assigned, completed) = row.course;
    Some((completed? - assigned?).num_seconds().max(0))
}

fn past_job(row: &PastJobRow, catalogue: &Catalogue, usual_s: i64) -> PastJob {
    PastJob {
        id: row.id,
        needs: needs_of(&row.demand, catalogue, row.window),
        priority: row.priority,
        reported_at: row.registered_at,
        accept_by: row.accept_by.unwrap_or(row.registered_at),
        work_s: work_s(row).unwrap_or(usual_s),
        answers: row.answers.clone(),
    }
}
