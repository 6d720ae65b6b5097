//! Objectives of the record: what the last 90 days say, drawn towards the network's mean where cases are few.

use super::{Share, Standing, falling, percent};
use crate::dispatch::figures::{Tally, shrunk, shrunk_mean};

/// The share of repeats from which no points are given.
const REPEATS_ZERO: f64 = 0.25;

/// First-time fix of the skill needed: repair jobs fixed at the first arrival with no repeat in 30 days ÷ repair jobs with
/// an arrival (the field-service measure of first-time fix rate).
pub(super) fn first_time_fix(standing: &Standing<'_>) -> Share {
    let share = rate(standing, |tally| (tally.fixed, tally.repairs));
    (share, percent(share))
}

/// Repeat repairs of the skill needed: repeated ÷ completed repair jobs; 1 for none, 0 from a quarter on.
pub(super) fn repeat_repair(standing: &Standing<'_>) -> Share {
    let rate = rate(standing, |tally| (tally.repeats, tally.completed));
    (1.0 - rate / REPEATS_ZERO, percent(rate))
}

fn rate(standing: &Standing<'_>, cases: impl Fn(Tally) -> (i64, i64)) -> f64 {
    let (figures, skill) = (standing.question.figures, standing.question.needs.skill.as_str());
    shrunk(cases(figures.of(standing.agent.id, skill)), cases(figures.network(skill)))
}

/// Acceptance: accepted ÷ offers that were delivered and neither filled nor withdrawn; a job given back counts as not
/// accepted.
pub(super) fn acceptance(standing: &Standing<'_>) -> Share {
    let figures = standing.question.figures;
    let cases = |tally: Tally| (tally.accepted, tally.offers);
    let share = shrunk(cases(figures.of(standing.agent.id, "")), cases(figures.network("")));
    (share, percent(share))
}

/// Time to accept: the mean from the own offer's sending to its acceptance; 1 at once, 0 from `answer_zero_s` on.
#[expect(clippy::cast_possible_truncation, reason = "seconds of 90 days are far below 2^52")]
pub(super) fn answer_time(standing: &Standing<'_>) -> Share {
    let figures = standing.question.figures;
    let cases = |tally: Tally| (tally.answer_s, tally.accepted);
    match shrunk_mean(cases(figures.of(standing.agent.id, "")), cases(figures.network(""))) {
        Some(mean) => {
            let mean = mean.round() as i64;
            (falling(mean, standing.question.policy.answer_zero_s), mean.to_string())
        }
        None => (0.5, String::new()),
    }
}
