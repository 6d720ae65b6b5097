//! Ranking: examines the nearest agents by the work rules and orders those that pass by their points.

use std::collections::{BTreeMap, HashMap};

use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::{Examination, Failed, Figure, Needs, RuleCode, examine};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::Instant;

/// What points are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// Short travel.
    Travel,
    /// Room in the book.
    Load,
}

crate::domain::codes!(Objective { Travel => "travel", Load => "load" });

/// Points for one objective; the points of a candidate add up to its score.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Points {
    /// What for.
    pub objective: Objective,
    /// How many.
    pub points: i32,
    /// The figure behind them: seconds of travel, or `held/capacity`.
    pub figure: String,
}

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
    /// Expected travel time, seconds.
    pub travel_s: i64,
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

/// One rule that, relaxed, would let agents in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Fix {
    /// The rule.
    pub code: RuleCode,
    /// How many agents fail this rule alone.
    pub candidates: usize,
    /// The measure of the nearest of them.
    pub figure: Figure,
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
}

/// Ranks the network for one job at `now`.
///
/// Considered are the agents whose base is within the policy's radius, at most `policy.considered` of them, nearest
/// first. Travel time is great circle × detour factor ÷ speed. Each objective gives its weight times a share that falls
/// in a straight line to 0: travel at `travel_zero_s`, load at full capacity; rounded to whole points. Equal scores are
/// ordered by distance, then by id.
#[must_use]
pub fn rank<'a>(
    needs: &Needs,
    network: impl Iterator<Item = &'a Agent>,
    loads: &HashMap<AgentId, Load, impl std::hash::BuildHasher>,
    policy: &DispatchPolicy,
    now: Instant,
) -> Ledger {
    let mut near: Vec<(f64, &Agent)> = network
        .map(|agent| (agent.position.metres_to(needs.position), agent))
        .filter(|(distance, _)| *distance <= policy.radius_m)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.id.cmp(&b.1.id)));
    near.truncate(policy.considered);
    let empty = Load::default();
    let (mut eligible, mut excluded) = (Vec::new(), Vec::new());
    for (_, agent) in near {
        let load = loads.get(&agent.id).unwrap_or(&empty);
        let examination = examine(agent, load, needs, policy, now);
        if examination.failed.is_empty() {
            eligible.push(candidate(agent, load, examination, policy));
        } else {
            let distance_m = whole(examination.distance_m);
            excluded.push(Excluded { agent_id: agent.id, distance_m, failed: examination.failed });
        }
    }
    eligible
        .sort_by(|a, b| b.score.cmp(&a.score).then(a.distance_m.cmp(&b.distance_m)).then(a.agent_id.cmp(&b.agent_id)));
    for (at, candidate) in eligible.iter_mut().enumerate() {
        candidate.rank = at + 1;
    }
    let nearest_fix = fixes(&excluded);
    Ledger { eligible, excluded, nearest_fix }
}

fn candidate(agent: &Agent, load: &Load, found: Examination, policy: &DispatchPolicy) -> Candidate {
    let travel_s = policy.travel_s(found.distance_m);
    let capacity = found.capacity.open;
    let near = share(travel_s, policy.travel_zero_s);
    let room = share(i64::from(load.open_jobs), i64::from(capacity));
    let points = vec![
        Points {
            objective: Objective::Travel,
            points: weigh(policy.weights.travel, near),
            figure: travel_s.to_string(),
        },
        Points {
            objective: Objective::Load,
            points: weigh(policy.weights.load, room),
            figure: format!("{}/{capacity}", load.open_jobs),
        },
    ];
    Candidate {
        agent_id: agent.id,
        technician_id: found.technician,
        rank: 0,
        score: points.iter().map(|it| it.points).sum(),
        travel_s,
        distance_m: whole(found.distance_m),
        area: found.area,
        points,
        warnings: found.warnings,
    }
}

/// 1 at 0, falling to 0 at `zero_at` and beyond.
#[expect(clippy::cast_precision_loss, reason = "both are far below 2^52")]
fn share(value: i64, zero_at: i64) -> f64 {
    if zero_at <= 0 { 0.0 } else { (1.0 - value as f64 / zero_at as f64).clamp(0.0, 1.0) }
}

#[expect(clippy::cast_possible_truncation, reason = "a share of an i32 is an i32")]
fn weigh(points: i32, share: f64) -> i32 {
    (f64::from(points) * share).round() as i32
}

#[expect(clippy::cast_possible_truncation, reason = "distances and times on the globe are far below 2^52")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

/// Rules that alone keep agents out, with the figure of the nearest such agent.
fn fixes(excluded: &[Excluded]) -> Vec<Fix> {
    let mut by_rule: BTreeMap<&str, Fix> = BTreeMap::new();
    for agent in excluded {
        let [only] = agent.failed.as_slice() else { continue };
        by_rule.entry(only.code.as_str()).and_modify(|fix| fix.candidates += 1).or_insert_with(|| Fix {
            code: only.code,
            candidates: 1,
            figure: only.figure.clone(),
        });
    }
    let mut fixes: Vec<Fix> = by_rule.into_values().collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.candidates));
    fixes
}
