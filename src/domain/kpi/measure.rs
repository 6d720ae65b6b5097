//! What one job adds to a figure of the turnaround report, so that the jobs behind the figure can be shown.

use chrono::TimeDelta;

use super::repair::{Repair, Repeat, is_repeated};
use super::turnaround::Course;
use crate::domain::time::Instant;

/// A figure of the turnaround report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Jobs registered in the period.
    Jobs,
    /// Completed − registered.
    Turnaround,
    /// Completed within three days.
    InTime,
    /// Open for more than three days.
    Overdue,
    /// First accepted − registered.
    Acceptance,
    /// Accepted − own offer sent.
    Answer,
    /// First arrived − registered.
    Arrival,
    /// Fixed at the first arrival.
    FirstTimeFix,
    /// Repaired once more within 30 days.
    Repeated,
    /// A promised window that was not kept.
    BrokenPromise,
}

crate::domain::codes!(Measure {
    Jobs => "jobs", Turnaround => "turnaround", InTime => "in_time", Overdue => "overdue", Acceptance => "acceptance",
    Answer => "answer", Arrival => "arrival", FirstTimeFix => "first_time_fix", Repeated => "repeated",
    BrokenPromise => "broken_promise",
});

/// What is known of a job.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its way.
    pub course: &'a Course,
    /// For repairs alone.
    pub repair: Option<&'a Repair>,
    /// The repairs that repeat it.
    pub repeats: &'a [Repeat],
    /// Promises that were judged: whether each was broken.
    pub promises: &'a [bool],
}

/// How a job counts in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// As a case.
    Case,
    /// With a span of calendar time.
    Span(TimeDelta),
    /// As a case that has what the figure asks, or has not.
    Hit(bool),
}

impl Mark {
    /// The span, if the figure is one of time.
    #[must_use]
    pub fn span(self) -> Option<TimeDelta> {
        match self {
            Self::Span(span) => Some(span),
            Self::Case | Self::Hit(_) => None,
        }
    }
}

impl Measure {
    /// How a job counts as it stands at `now`; none if it is no case of the figure.
    #[must_use]
    pub fn mark(self, job: Known<'_>, now: Instant) -> Option<Mark> {
        let completed = job.course.completed_at;
        match self {
            Self::Jobs => Some(Mark::Case),
            Self::Turnaround => job.course.turnaround().map(Mark::Span),
            Self::InTime => job.course.is_in_time(now).map(Mark::Hit),
            Self::Overdue => job.course.is_overdue(now).then(|| Mark::Span(now - job.course.registered_at)),
            Self::Acceptance => job.course.acceptance().map(Mark::Span),
            Self::Answer => job.course.answer().map(Mark::Span),
            Self::Arrival => job.course.arrival().map(Mark::Span),
            Self::FirstTimeFix => job.repair?.is_fixed_at_first(job.repeats).map(Mark::Hit),
            Self::Repeated => job.repair.and(completed).map(|_| Mark::Hit(is_repeated(job.repeats))),
            Self::BrokenPromise => {
                (!job.promises.is_empty()).then(|| Mark::Hit(job.promises.iter().any(|is_broken| *is_broken)))
            }
        }
    }

    /// Whether a hit speaks against whoever did the work.
    #[must_use]
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Repeated | Self::BrokenPromise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Instant {
        "2026-11-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::hours(hours)
    }

    fn known<'a>(course: &'a Course, promises: &'a [bool]) -> Known<'a> {
        Known { course, repair: None, repeats: &[], promises }
    }

    #[test]
    fn a_job_is_a_case_of_what_it_has_reached() {
        let begun = Course::begun(at(0));
        let of = |figure: Measure, course: &Course, now| figure.mark(known(course, &[]), at(now));
        assert_eq!(of(Measure::Jobs, &begun, 1), Some(Mark::Case));
        assert_eq!((of(Measure::InTime, &begun, 72), of(Measure::Overdue, &begun, 72)), (None, None), "not judged yet");
        assert_eq!(of(Measure::InTime, &begun, 73), Some(Mark::Hit(false)));
        assert_eq!(of(Measure::Overdue, &begun, 73), Some(Mark::Span(TimeDelta::hours(73))));
        let done = Course { completed_at: Some(at(50)), is_open: false, ..begun };
        assert_eq!(of(Measure::Turnaround, &done, 99), Some(Mark::Span(TimeDelta::hours(50))));
        assert_eq!((of(Measure::InTime, &done, 99), of(Measure::Overdue, &done, 99)), (Some(Mark::Hit(true)), None));
        assert_eq!((of(Measure::Arrival, &done, 99), of(Measure::FirstTimeFix, &done, 99)), (None, None));
        let judged = |promises: &[bool]| Measure::BrokenPromise.mark(known(&done, promises), at(99));
        assert_eq!((judged(&[]), judged(&[false, true])), (None, Some(Mark::Hit(true))));
    }
}
