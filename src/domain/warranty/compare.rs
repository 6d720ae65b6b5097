//! What differs between two verdicts on one job.

use super::clause::{ClauseCode, ClauseResult, Verdict, WarrantyOutcome};
use super::policy::Cover;

/// What one verdict says otherwise than another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// Whether outcome, shares, policy version or any clause differs.
    pub is_changed: bool,
    /// What it said.
    pub outcome_was: WarrantyOutcome,
    /// What it says.
    pub outcome_is: WarrantyOutcome,
    /// Shares before, in percent.
    pub shares_were: Cover,
    /// Shares now, in percent.
    pub shares_are: Cover,
    /// Code and version of the policy before.
    pub policy_was: Option<String>,
    /// Code and version of the policy now.
    pub policy_is: Option<String>,
    /// The clauses that found something else, or the same on other evidence.
    pub clauses: Vec<ClauseChange>,
}

/// A clause that found something else.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct ClauseChange {
    /// The rule.
    pub code: ClauseCode,
    /// What it found; none when it was not asked.
    pub was: Option<ClauseResult>,
    /// What it finds; none when it is not asked.
    pub is: Option<ClauseResult>,
    /// What that rested on.
    pub evidence_was: String,
    /// What it rests on.
    pub evidence_is: String,
}

/// What `is` says otherwise than `was`. A clause asked several times, such as that of extensions, is told as often.
#[must_use]
pub fn compare(was: &Verdict, is: &Verdict) -> Difference {
    let mut clauses = Vec::new();
    for code in ClauseCode::ALL {
        let of = |verdict: &Verdict| {
            let asked = verdict.clauses.iter().filter(|clause| clause.code == *code);
            asked.map(|clause| (clause.result, clause.evidence.clone())).collect::<Vec<_>>()
        };
        let (before, now) = (of(was), of(is));
        for at in 0..before.len().max(now.len()) {
            let (before, now) = (before.get(at).cloned().unzip(), now.get(at).cloned().unzip());
            if before != now {
                clauses.push(ClauseChange {
                    code: *code,
                    was: before.0,
                    is: now.0,
                    evidence_was: before.1.unwrap_or_default(),
                    evidence_is: now.1.unwrap_or_default(),
                });
            }
        }
    }
    let policy = |verdict: &Verdict| {
        let (code, version) = verdict.policy.as_ref().zip(verdict.policy_version)?;
        Some(format!("{code} v{version}"))
    };
    let (policy_was, policy_is) = (policy(was), policy(is));
    let is_changed =
        was.outcome != is.outcome || was.shares != is.shares || policy_was != policy_is || !clauses.is_empty();
    Difference {
        is_changed,
        outcome_was: was.outcome,
        outcome_is: is.outcome,
        shares_were: was.shares,
        shares_are: is.shares,
        policy_was,
        policy_is,
        clauses,
    }
}
