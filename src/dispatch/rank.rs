//! Ranking: examines the nearest agents by the work rules and orders those that pass by their points.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::field::Field;
use super::fix::fixes;
pub use super::fix::{Fix, FixStep};
pub use super::objective::{Objective, Points, Question, Wishes};
use super::objective::{Standing, points};
use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::{Examination, Failed, Figure, RuleCode, Scene, examine, examine_technician};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::travel::TravelSource;

/// Agents beyond the radius that are examined for the nearest fix when nobody passes.
const BEYOND: usize = 20;
/// The best that are found among all within the radius, also behind the nearest.
const BEST: usize = 20;

/// An agent that passes every rule.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Candidate {
    /// Which agent.
    pub agent_id: AgentId,
    /// The technician proposed.
    pub technician_id: Option<TechnicianId>,
    /// 1 is best.
    pub rank: usize,
    /// Sum of the points.
    pub score: i32,
    /// Expected travel time, seconds; none where the road source knows no way from the base, which gives no points.
    pub travel_s: Option<i64>,
    /// Great-circle metres from the agent's base.
    pub distance_m: i64,
    /// Kind of the area that holds the place, if any does.
    pub area: Option<AreaKind>,
    /// Points by objective.
    pub points: Vec<Points>,
    /// What would fail if the place were known well.
    pub warnings: Vec<Failed>,
}

/// An agent that fails a rule.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Excluded {
    /// Which agent.
    pub agent_id: AgentId,
    /// Great-circle metres from the agent's base.
    pub distance_m: i64,
    /// Every rule it fails.
    pub failed: Vec<Failed>,
}

/// Every agent considered for one job, with the reasons: what a manager reads months later.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Ledger {
    /// Agents that pass, best first.
    pub eligible: Vec<Candidate>,
    /// Agents that fail, nearest first.
    pub excluded: Vec<Excluded>,
    /// What would bring more, most agents first.
    pub nearest_fix: Vec<Fix>,
    /// Who timed the way of every candidate.
    #[serde(default)]
    pub travel_source: TravelSource,
}

impl Ledger {
    /// Whether both find the same: the same agents pass, and the same are kept out by the same rules, whatever the figures.
    #[must_use]
    pub fn finds_the_same(&self, other: &Self) -> bool {
        let passing = |ledger: &Self| -> BTreeSet<AgentId> { ledger.eligible.iter().map(|it| it.agent_id).collect() };
        let kept_out = |ledger: &Self| -> BTreeMap<AgentId, Vec<&'static str>> {
            let codes = |it: &Excluded| it.failed.iter().map(|failed| failed.code.as_str()).collect();
            ledger.excluded.iter().map(|it| (it.agent_id, codes(it))).collect()
        };
        passing(self) == passing(other) && kept_out(self) == kept_out(other)
    }
}

/// Ranks the network for one question.
///
/// Considered are the agents whose base is within the policy's radius: the `policy.considered` nearest of them, and the best
/// twenty of all, however many are nearer. Those that pass are ordered by score, then by distance, then by id. When nobody
/// passes, the nearest fix also looks at the agents just beyond.
#[must_use]
pub fn rank(question: &Question<'_>, field: &Field<'_>) -> Ledger {
    let policy = question.policy;
    let near = field.nearest(question, policy.considered.saturating_add(BEYOND));
    let within = near.iter().take(policy.considered).filter(|it| it.distance_m <= policy.radius_m).count();
    let (mut passing, mut excluded) = (Vec::new(), Vec::new());
    for one in &near[..within] {
        let (agent, load) = (&field.agents[one.number], field.load(one.number));
        let found = examined(question, agent, load);
        if found.failed.is_empty() {
            passing.push(candidate(question, (agent, load), &found));
        } else {
            excluded.push(excluded_by(agent, found));
        }
    }
    if within == policy.considered {
        let listed: HashSet<usize> = near[..within].iter().map(|it| it.number).collect();
        let best = field.best(question, BEST).into_iter().map(|found| found.number as usize);
        passing.extend(best.filter(|number| !listed.contains(number)).map(|number| {
            let (agent, load) = (&field.agents[number], field.load(number));
            candidate(question, (agent, load), &examined(question, agent, load))
        }));
    }
    let nearest_fix = if passing.is_empty() {
        let beyond = near[within..].iter().take(BEYOND).map(|one| {
            let (agent, load) = (&field.agents[one.number], field.load(one.number));
            excluded_by(agent, examined(question, agent, load))
        });
        fixes(&excluded.iter().cloned().chain(beyond).collect::<Vec<_>>())
    } else {
        fixes(&excluded)
    };
    Ledger { eligible: ordered(passing), excluded, nearest_fix, travel_source: question.travel.source() }
}

/// Examines an agent by the work rules and by the history of the job.
#[must_use]
pub fn examined(question: &Question<'_>, agent: &Agent, load: &Load) -> Examination {
    let mut found = examine(agent, load, question.needs, question.policy, question.now);
    if found.technician.is_some() {
        found.technician = asked_for(question, agent, load).or(found.technician);
    }
    found.failed.extend(barred(&question.wishes.taken_from, agent.id));
    found
}

/// The technician of the agent whom the customer asked for, if one of them may do the work.
pub(super) fn asked_for(question: &Question<'_>, agent: &Agent, load: &Load) -> Option<TechnicianId> {
    let mut wanted = agent.technicians.iter().filter(|it| question.wishes.prefers(it.id)).peekable();
    wanted.peek()?;
    let scene = Scene::new(agent, load, question.needs, question.policy, question.now);
    wanted.find(|technician| examine_technician(&scene, technician).is_none()).map(|technician| technician.id)
}

/// The failure of an agent from which the organisation took the job away: there the pause after a job lasts for good.
#[must_use]
pub fn barred(taken_from: &[AgentId], agent: AgentId) -> Option<Failed> {
    taken_from.contains(&agent).then(|| {
        let figure = Figure { unit: "code".to_owned(), found: "reassigned".to_owned(), limit: String::new() };
        Failed { code: RuleCode::CooldownDeclined, figure }
    })
}

fn ordered(mut eligible: Vec<Candidate>) -> Vec<Candidate> {
    eligible
        .sort_by(|a, b| b.score.cmp(&a.score).then(a.distance_m.cmp(&b.distance_m)).then(a.agent_id.cmp(&b.agent_id)));
    for (at, candidate) in eligible.iter_mut().enumerate() {
        candidate.rank = at + 1;
    }
    eligible
}

fn excluded_by(agent: &Agent, examination: Examination) -> Excluded {
    Excluded { agent_id: agent.id, distance_m: whole(examination.distance_m), failed: examination.failed }
}

fn candidate(question: &Question<'_>, of: (&Agent, &Load), found: &Examination) -> Candidate {
    let standing = Standing::new(question, of, found);
    let points = points(&standing);
    Candidate {
        agent_id: of.0.id,
        technician_id: found.technician,
        rank: 0,
        score: points.iter().map(|it| it.points).sum(),
        travel_s: standing.travel_s(),
        distance_m: whole(found.distance_m),
        area: found.area,
        points,
        warnings: found.warnings.clone(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "distances on the globe are far below 2^52")]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}
