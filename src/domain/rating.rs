//! What a customer thinks of work that is done: a score from 1 to 5.

use std::ops::RangeInclusive;

use chrono::TimeDelta;

use super::job::JobState;
use super::time::Instant;

/// The scores that there are, from not content at all to very content.
pub const SCORES: RangeInclusive<i32> = 1..=5;
/// The highest score of a customer who is called.
const LOW: i32 = 2;
/// The lowest score of a customer who is content.
const CONTENT: i32 = 4;

/// Whether the customer is called about it.
#[must_use]
pub const fn is_low(score: i32) -> bool {
    score <= LOW
}

/// Whether the customer counts as content.
#[must_use]
pub const fn is_content(score: i32) -> bool {
    score >= CONTENT
}

/// Whether work can be rated at `now`: it is done, by whoever says so, for no more than so many days.
#[must_use]
pub fn may_rate(state: JobState, completed_at: Option<Instant>, (now, days): (Instant, i64)) -> bool {
    let is_done = matches!(state, JobState::Completed | JobState::Verified | JobState::Closed);
    is_done && completed_at.is_some_and(|at| at >= now - TimeDelta::days(days))
}

/// Whether a rating given at `at` is about the work as it is done now. What was given before the work was taken up again is about
/// other work, perhaps that of another agent.
#[must_use]
pub fn is_about(at: Instant, completed_at: Option<Instant>) -> bool {
    completed_at.is_some_and(|completed_at| completed_at <= at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_rated_when_it_is_done_and_for_some_days() {
        let day = |day: u32| format!("2026-11-{day:02}T08:00:00Z").parse::<Instant>().unwrap();
        let done = Some(day(10));
        assert!(may_rate(JobState::Completed, done, (day(10), 7)));
        assert!(may_rate(JobState::Closed, done, (day(17), 7)));
        assert!(!may_rate(JobState::Closed, done, (day(18), 7)), "too late");
        assert!(!may_rate(JobState::InProgress, None, (day(10), 7)), "not done");
        assert!(!may_rate(JobState::Cancelled, done, (day(10), 7)), "given up");
    }

    #[test]
    fn a_rating_is_about_the_work_that_was_done_before_it() {
        let day = |day: u32| format!("2026-11-{day:02}T08:00:00Z").parse::<Instant>().unwrap();
        assert!(is_about(day(10), Some(day(10))) && is_about(day(11), Some(day(10))));
        assert!(!is_about(day(10), Some(day(11))), "done again since");
        assert!(!is_about(day(10), None), "taken up again");
    }

    #[test]
    fn scores_are_low_or_content_or_neither() {
        let low: Vec<i32> = SCORES.filter(|score| is_low(*score)).collect();
        let content: Vec<i32> = SCORES.filter(|score| is_content(*score)).collect();
        assert_eq!((low, content), (vec![1, 2], vec![4, 5]));
    }
}
