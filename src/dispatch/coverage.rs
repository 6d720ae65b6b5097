//! Demand that the network cannot serve: where, for which skill, and what is missing.

use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::{Needs, RuleCode, examine};
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::Instant;

/// Rules that waiting does not mend: full books, leave and hours pass, a missing skill does not.
const LASTING: [RuleCode; 11] = [
    RuleCode::AgentNotActive,
    RuleCode::ContractExpired,
    RuleCode::DocumentExpired,
    RuleCode::BrandNotAuthorized,
    RuleCode::SkillMissing,
    RuleCode::SkillLevelLow,
    RuleCode::CertExpired,
    RuleCode::EquipmentMissing,
    RuleCode::AreaOutside,
    RuleCode::DistanceOverMax,
    RuleCode::LanguageMissing,
];

/// Whether the network serves a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// An agent could come, some day.
    Served,
    /// Nobody could; the first rule that keeps out whoever lacks least, if anybody is within the policy's radius at all.
    Lacking(Option<RuleCode>),
}

/// Whether any agent within the policy's radius passes the rules that last; if not, what the one that fails fewest of them
/// lacks, the nearest of several.
#[must_use]
pub fn coverage<'a>(
    network: impl Iterator<Item = &'a Agent>,
    needs: &Needs,
    policy: &DispatchPolicy,
    now: Instant,
) -> Coverage {
    let load = Load::default();
    let mut least: Option<(usize, f64, RuleCode)> = None;
    for agent in network {
        let distance = agent.position.metres_to(needs.position);
        if distance > policy.radius_m {
            continue;
        }
        let found = examine(agent, &load, needs, policy, now);
        let mut lasting = found.failed.iter().map(|failed| failed.code).filter(|code| LASTING.contains(code));
        let Some(first) = lasting.next() else { return Coverage::Served };
        let candidate = (1 + lasting.count(), distance, first);
        let is_better = |known: &(usize, f64, RuleCode)| (candidate.0, candidate.1) < (known.0, known.1);
        if least.as_ref().is_none_or(is_better) {
            least = Some(candidate);
        }
    }
    Coverage::Lacking(least.map(|(_, _, code)| code))
}
