//! Objectives of the record: what the last 90 days say, drawn towards the network's mean where cases are few.

use super::{Reading, Share, Standing, falling};
use crate::dispatch::figures::{Figures, Own, Tally, shrunk, shrunk_mean};

/// The share of repeats from which no points are given.
const REPEATS_ZERO: f64 = 0.25;

/// First-time fix of the skill needed: repair jobs fixed at the first arrival with no repeat in 30 days ÷ repair jobs with
/// an arrival (the field-service measure of first-time fix rate).
pub(super) fn first_time_fix(standing: &Standing<'_>) -> Share {
    let question = standing.question;
    let share = first_time_fix_share(question.figures, standing.own, &question.needs.skill);
    (share, Reading::Percent(share))
}

/// Repeat repairs of the skill needed: repeated ÷ completed repair jobs; 1 for none, 0 from a quarter on.
pub(super) fn repeat_repair(standing: &Standing<'_>) -> Share {
    let question = standing.question;
    let rate = repeat_rate(question.figures, standing.own, &question.needs.skill);
    (repeats_share(rate), Reading::Percent(rate))
}

/// Acceptance: accepted ÷ offers that were delivered and neither filled nor withdrawn; a job given back counts as not
/// accepted.
pub(super) fn acceptance(standing: &Standing<'_>) -> Share {
    let share = acceptance_share(standing.question.figures, standing.own);
    (share, Reading::Percent(share))
}

/// Time to accept: the mean from the own offer's sending to its acceptance; 1 at once, 0 from `answer_zero_s` on.
pub(super) fn answer_time(standing: &Standing<'_>) -> Share {
    match mean_answer_s(standing.question.figures, standing.own) {
        Some(mean_s) => (falling(mean_s, standing.question.policy.answer_zero_s), Reading::Count(mean_s)),
        None => (0.5, Reading::Nothing),
    }
}

pub(in crate::dispatch) fn first_time_fix_share(figures: &Figures, own: &Own, skill: &str) -> f64 {
    rate((figures, own, skill), |tally| (tally.fixed, tally.repairs))
}

pub(in crate::dispatch) fn repeat_repair_share(figures: &Figures, own: &Own, skill: &str) -> f64 {
    repeats_share(repeat_rate(figures, own, skill))
}

pub(in crate::dispatch) fn acceptance_share(figures: &Figures, own: &Own) -> f64 {
    rate((figures, own, ""), |tally| (tally.accepted, tally.offers))
}

/// Mean seconds to an acceptance; `None` while nobody of the network has accepted.
#[expect(clippy::cast_possible_truncation, reason = "seconds of 90 days are far below 2^52")]
pub(in crate::dispatch) fn mean_answer_s(figures: &Figures, own: &Own) -> Option<i64> {
    let cases = |tally: Tally| (tally.answer_s, tally.accepted);
    let mean = shrunk_mean(cases(own.of("")), cases(figures.network("")))?;
    Some(mean.round() as i64)
}

fn repeats_share(rate: f64) -> f64 {
    1.0 - rate / REPEATS_ZERO
}

fn repeat_rate(figures: &Figures, own: &Own, skill: &str) -> f64 {
    rate((figures, own, skill), |tally| (tally.repeats, tally.completed))
}

fn rate((figures, own, skill): (&Figures, &Own, &str), cases: impl Fn(Tally) -> (i64, i64)) -> f64 {
    shrunk(cases(own.of(skill)), cases(figures.network(skill)))
}
