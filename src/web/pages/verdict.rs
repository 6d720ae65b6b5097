//! The verdict on a job's page: what it says and rests on, then clause by clause.

use crate::domain::warranty::VerdictStage;
use crate::i18n::format;
use crate::queries::trail::VerdictView;
use crate::web::links::warranty_tone;
use crate::web::view::View;

/// Words, result, tone and evidence of each line.
type Line = (String, String, &'static str, String);

/// The newest verdict that counts: a re-run is no decision.
pub(super) fn verdict_lines(v: &View, verdicts: &[VerdictView]) -> Vec<Line> {
    let Some(verdict) = verdicts.iter().rev().find(|it| it.stage != VerdictStage::Rerun) else { return Vec::new() };
    let clauses = verdict.clauses.iter().map(|clause| {
        let tone = match clause.result.as_str() {
            "holds" => "ok",
            "fails" => "bad",
            _ => "warn",
        };
        let result = v.code("clause-result", clause.result.as_str());
        (v.code("clause", clause.code.as_str()), result, tone, evidence(v, &clause.evidence))
    });
    std::iter::once(head(v, verdict)).chain(clauses).collect()
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
