//! The nearest fix: which one rule, relaxed by how much, would let agents in.

use std::collections::BTreeMap;

use super::rank::Excluded;
use crate::domain::eligibility::{Figure, RuleCode};
use crate::domain::time::Instant;

/// Steps of a relaxation that are told.
const MOST_STEPS: usize = 5;

/// One rule that, relaxed, would let agents in that pass all others.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Fix {
    /// The rule.
    pub code: RuleCode,
    /// Agents that the smallest relaxation lets in.
    pub candidates: usize,
    /// How far the rule must give way for them, in the figure's unit (dates in seconds); none for a rule that only can be
    /// waived.
    #[serde(default)]
    pub relaxed_by: Option<i64>,
    /// The measure of the nearest of them.
    pub figure: Figure,
    /// Larger relaxations with all the agents that they let in, smallest first.
    #[serde(default)]
    pub steps: Vec<FixStep>,
}

/// A relaxation and what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct FixStep {
    /// How far the rule gives way.
    pub relaxed_by: i64,
    /// Agents that come in by then.
    pub candidates: usize,
}

/// Fixes by rule: those that need the least beside others of their rule first, most agents first among the rules.
pub(super) fn fixes(excluded: &[Excluded]) -> Vec<Fix> {
    let mut by_rule: BTreeMap<&str, Vec<(Option<i64>, &Excluded)>> = BTreeMap::new();
    for agent in excluded {
        let [only] = agent.failed.as_slice() else { continue };
        by_rule.entry(only.code.as_str()).or_default().push((relaxation(&only.figure), agent));
    }
    let mut fixes: Vec<Fix> = by_rule.into_values().filter_map(|agents| fix(agents)).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.steps.last().map_or(fix.candidates, |step| step.candidates)));
    fixes
}

fn fix(mut agents: Vec<(Option<i64>, &Excluded)>) -> Option<Fix> {
    // A rule without a measure is waived for all at once, so those stand last.
    agents.sort_by_key(|(by, agent)| (by.is_none(), *by, agent.distance_m, agent.agent_id));
    let (least, nearest) = *agents.first()?;
    let only = nearest.failed.first()?;
    let mut steps: Vec<FixStep> = Vec::new();
    for (at, (by, _)) in agents.iter().enumerate() {
        let Some(relaxed_by) = *by else { break };
        match steps.last_mut() {
            Some(step) if step.relaxed_by == relaxed_by => step.candidates = at + 1,
            _ => steps.push(FixStep { relaxed_by, candidates: at + 1 }),
        }
    }
    let candidates = steps.first().map_or(agents.len(), |step| step.candidates);
    if !steps.is_empty() {
        steps.remove(0);
    }
    steps.truncate(MOST_STEPS);
    Some(Fix { code: only.code, candidates, relaxed_by: least, figure: only.figure.clone(), steps })
}

/// How far a measure is from passing: whole numbers by their difference, instants in seconds. A count that must stay below
/// its limit needs one more.
fn relaxation(figure: &Figure) -> Option<i64> {
    let found = figure.found.split('/').next().unwrap_or_default();
    if let (Ok(found), Ok(limit)) = (found.parse::<i64>(), figure.limit.parse::<i64>()) {
        let gap = (found - limit).abs();
        // Minus one says that there is no area at all.
        let is_known = figure.unit != "m" || found >= 0;
        return is_known.then_some(if gap == 0 { 1 } else { gap });
    }
    let (found, limit) = (figure.found.parse::<Instant>().ok()?, figure.limit.parse::<Instant>().ok()?);
    Some((limit - found).num_seconds().abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::eligibility::Failed;
    use crate::domain::id::AgentId;

    fn out(agent: u128, failed: &[(RuleCode, &str, &str, &str)]) -> Excluded {
        let failed = failed.iter().map(|(code, unit, found, limit)| Failed {
            code: *code,
            figure: Figure { unit: (*unit).to_owned(), found: (*found).to_owned(), limit: (*limit).to_owned() },
        });
        let distance_m = i64::try_from(agent).unwrap() * 1000;
        Excluded { agent_id: AgentId::from(uuid::Uuid::from_u128(agent)), distance_m, failed: failed.collect() }
    }

    #[test]
    fn m12_the_nearest_fix_names_the_smallest_relaxation_and_how_many_it_brings() {
        let area = |found: &'static str| (RuleCode::AreaOutside, "m", found, "0");
        let fixes = fixes(&[
            out(1, &[area("4200")]),
            out(2, &[area("900")]),
            out(3, &[area("900")]),
            out(4, &[area("20"), (RuleCode::SkillMissing, "code", "", "x")]),
            out(5, &[(RuleCode::CapacityOpenFull, "jobs", "6", "6")]),
            out(6, &[(RuleCode::AgentSuspended, "code", "suspended", "active")]),
        ]);
        assert_eq!(fixes.len(), 3);
        assert_eq!((fixes[0].code, fixes[0].relaxed_by, fixes[0].candidates), (RuleCode::AreaOutside, Some(900), 2));
        assert_eq!(fixes[0].steps, [FixStep { relaxed_by: 4200, candidates: 3 }]);
        let capacity = fixes.iter().find(|fix| fix.code == RuleCode::CapacityOpenFull).unwrap();
        assert_eq!((capacity.relaxed_by, capacity.candidates), (Some(1), 1));
        let suspended = fixes.iter().find(|fix| fix.code == RuleCode::AgentSuspended).unwrap();
        assert_eq!((suspended.relaxed_by, suspended.candidates), (None, 1));
    }
}
