//! The verdict on a job's page: what it says and rests on, clause by clause, and what is proposed instead.

use crate::domain::access::{Caller, Permission};
use crate::domain::warranty::{Clause, ReviewState, VerdictStage, WarrantyOutcome};
use crate::i18n::format;
use crate::queries::trail::{JobDetail, VerdictView};
use crate::web::links::warranty_tone;
use crate::web::view::View;

/// Words, result, tone and evidence of each line.
type Line = (String, String, &'static str, String);

/// The newest verdict that counts: a re-run is no decision.
pub(super) fn verdict_lines(v: &View, verdicts: &[VerdictView]) -> Vec<Line> {
    let Some(verdict) = verdicts.iter().rev().find(|it| it.stage != VerdictStage::Rerun) else { return Vec::new() };
    std::iter::once(head(v, verdict)).chain(clause_lines(v, &verdict.clauses)).collect()
}

/// Clause by clause.
pub(super) fn clause_lines(v: &View, clauses: &[Clause]) -> Vec<Line> {
    let lines = clauses.iter().map(|clause| {
        let tone = match clause.result.as_str() {
            "holds" => "ok",
            "fails" => "bad",
            _ => "warn",
        };
        let result = v.code("clause-result", clause.result.as_str());
        (v.code("clause", clause.code.as_str()), result, tone, evidence(v, &clause.evidence))
    });
    lines.collect()
}

/// When it was given and what it says, with the clause that decided and what is awaited.
fn head(v: &View, verdict: &VerdictView) -> Line {
    let outcome = verdict.outcome.as_str();
    let (tone, _) = warranty_tone(outcome);
    let decided = verdict.decided_by.map(|code| v.code("clause", code.as_str()));
    let awaited = verdict.awaited.iter().map(|wait| v.code("awaited", wait.as_str()));
    let rests_on: Vec<String> = decided.into_iter().chain(awaited).collect();
    (v.code("verdict-stage", verdict.stage.as_str()), v.code("warranty", outcome), tone, rests_on.join(" · "))
}

/// Evidence with its days in the reader's calendar and digits.
fn evidence(v: &View, evidence: &str) -> String {
    let word = |word: &str| match word.parse() {
        Ok(day) => format::date(v.language, day),
        Err(_) if word.ends_with('%') => format::digits(v.language, word),
        Err(_) => word.to_owned(),
    };
    let words = evidence.split(' ').map(|part| part.split('/').map(word).collect::<Vec<_>>().join(" – "));
    words.collect::<Vec<_>>().join(" · ")
}

/// What two people may decide instead of a verdict.
const DECIDED: [WarrantyOutcome; 3] =
    [WarrantyOutcome::InWarranty, WarrantyOutcome::Partial, WarrantyOutcome::OutOfWarranty];

/// A proposal that waits for a second person.
pub(super) struct Waiting {
    /// The proposal.
    pub id: String,
    /// What it is to be: tone and words.
    pub outcome: (&'static str, String),
    /// What it was.
    pub was: String,
    /// Who proposed it.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
    /// What was found on site.
    pub findings: Vec<String>,
    /// Whether the reader proposed it.
    pub is_own: bool,
}

/// What may be done about deciding otherwise.
pub(super) struct Review {
    /// The proposal that waits.
    pub waiting: Option<Waiting>,
    /// Whether the reader may be the second person.
    pub can_decide: bool,
    /// What the reader may propose.
    pub outcomes: Vec<(String, String)>,
    /// A reason as it was written.
    pub reason: String,
}

impl Review {
    /// Of a job, for a reader.
    pub fn of(v: &View, caller: &Caller, detail: &JobDetail) -> Self {
        let waiting = detail.reviews.iter().find(|it| it.state == ReviewState::Proposed).map(|it| Waiting {
            id: it.id.to_string(),
            outcome: (warranty_tone(it.outcome.as_str()).0, v.code("warranty", it.outcome.as_str())),
            was: v.code("warranty", it.was.as_str()),
            by: it.proposed_by.clone(),
            at: v.moment(it.proposed_at),
            reason: it.reason.clone(),
            findings: it.findings.iter().map(|code| v.code("exclusion", code.as_str())).collect(),
            is_own: it.proposer == caller.user,
        });
        let may_propose = waiting.is_none() && v.may(Permission::JudgeWarranty);
        let others = DECIDED.iter().filter(|it| may_propose && **it != detail.row.warranty);
        Self {
            can_decide: v.may(Permission::ApproveVerdict) && waiting.as_ref().is_some_and(|it| !it.is_own),
            outcomes: others.map(|it| (it.to_string(), v.code("warranty", it.as_str()))).collect(),
            waiting,
            reason: String::new(),
        }
    }
}
