//! How long a job takes on its way from the report to the closing, by the cohort of registration.

use chrono::TimeDelta;

use super::{OVERDUE_AFTER, Share, Spread, spread};
use crate::domain::time::Instant;

/// What the turnaround report needs of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Taken down.
    pub registered_at: Instant,
    /// The message of the offer that was accepted had left.
    pub asked_at: Option<Instant>,
    /// That offer was accepted.
    pub answered_at: Option<Instant>,
    /// An agent accepted it for the first time.
    pub accepted_at: Option<Instant>,
    /// Beginning of the first window that was offered for a visit.
    pub first_slot_at: Option<Instant>,
    /// A technician arrived for the first time.
    pub arrived_at: Option<Instant>,
    /// Whether the date was the customer's choice: such a job is no case of the time to arrive.
    pub is_date_of_customer: bool,
    /// The unit works or was handed over.
    pub completed_at: Option<Instant>,
    /// Nothing more was to be done.
    pub closed_at: Option<Instant>,
    /// Work is still owed to the customer.
    pub is_open: bool,
}

impl Course {
    /// A job that was only just taken down.
    #[must_use]
    pub fn begun(registered_at: Instant) -> Self {
        Self {
            registered_at,
            asked_at: None,
            answered_at: None,
            accepted_at: None,
            first_slot_at: None,
            arrived_at: None,
            is_date_of_customer: false,
            completed_at: None,
            closed_at: None,
            is_open: true,
        }
    }

    /// Accepted − own offer sent.
    #[must_use]
    pub fn answer(&self) -> Option<TimeDelta> {
        Some(self.answered_at? - self.asked_at?)
    }

    /// First accepted − registered.
    #[must_use]
    pub fn acceptance(&self) -> Option<TimeDelta> {
        self.since(self.accepted_at)
    }

    /// First arrived − registered; none where the customer chose the date.
    #[must_use]
    pub fn arrival(&self) -> Option<TimeDelta> {
        self.since(self.arrived_at.filter(|_| !self.is_date_of_customer))
    }

    /// Completed − registered.
    #[must_use]
    pub fn turnaround(&self) -> Option<TimeDelta> {
        self.since(self.completed_at)
    }

    /// Whether it is open for longer than three days.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        self.completed_at.is_none() && self.is_open && now - self.registered_at > OVERDUE_AFTER
    }

    /// Whether it was completed within three days; none while that is not known, and of what was cancelled.
    #[must_use]
    pub fn is_in_time(&self, now: Instant) -> Option<bool> {
        let overdue = || self.is_overdue(now).then_some(false);
        self.turnaround().map(|span| span <= OVERDUE_AFTER).or_else(overdue)
    }

    fn since(&self, at: Option<Instant>) -> Option<TimeDelta> {
        Some(at? - self.registered_at)
    }
}

/// Jobs of one group, collected one by one.
#[derive(Debug, Clone, Default)]
pub struct Cohort {
    jobs: u64,
    cancelled: u64,
    open_overdue: u64,
    in_time: u64,
    answers: Vec<TimeDelta>,
    acceptances: Vec<TimeDelta>,
    first_slots: Vec<TimeDelta>,
    arrivals: Vec<TimeDelta>,
    turnarounds: Vec<TimeDelta>,
    closings: Vec<TimeDelta>,
}

/// The figures of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Turnaround {
    /// Jobs registered in the period.
    pub jobs: u64,
    /// Those that ended without the work.
    pub cancelled: u64,
    /// Those open for more than three days.
    pub open_overdue: u64,
    /// Accepted − own offer sent.
    pub answer: Spread,
    /// First accepted − registered.
    pub acceptance: Spread,
    /// Beginning of the first slot offered − registered.
    pub first_slot: Spread,
    /// First arrived − registered, without jobs whose date the customer chose.
    pub arrival: Spread,
    /// Completed − registered.
    pub turnaround: Spread,
    /// Closed − completed.
    pub closing: Spread,
    /// Completed within three days ÷ (completed + open and overdue): 0 to 1.
    pub within_3_days: Option<f64>,
}

impl Cohort {
    /// Counts a job as it stands at `now`. A job that was cancelled counts among `jobs` and in what it has reached; one that
    /// is open and not overdue is not judged yet.
    pub fn add(&mut self, job: &Course, now: Instant) {
        self.jobs += 1;
        self.cancelled += u64::from(!job.is_open && job.completed_at.is_none());
        self.open_overdue += u64::from(job.is_overdue(now));
        self.in_time += u64::from(job.is_in_time(now) == Some(true));
        self.answers.extend(job.answer());
        self.acceptances.extend(job.acceptance());
        self.first_slots.extend(job.since(job.first_slot_at));
        self.arrivals.extend(job.arrival());
        self.turnarounds.extend(job.turnaround());
        self.closings.extend(job.completed_at.zip(job.closed_at).map(|(completed, closed)| closed - completed));
    }

    /// The figures of the jobs counted.
    #[must_use]
    pub fn figures(self) -> Turnaround {
        let judged = Share { cases: self.turnarounds.len() as u64 + self.open_overdue, hits: self.in_time };
        Turnaround {
            jobs: self.jobs,
            cancelled: self.cancelled,
            open_overdue: self.open_overdue,
            answer: spread(self.answers),
            acceptance: spread(self.acceptances),
            first_slot: spread(self.first_slots),
            arrival: spread(self.arrivals),
            turnaround: spread(self.turnarounds),
            closing: spread(self.closings),
            within_3_days: judged.share(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> Instant {
        "2026-11-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day) + TimeDelta::hours(hour)
    }

    #[test]
    fn an_open_job_that_is_overdue_counts_as_failed() {
        let job = |completed_at, is_open| Course { completed_at, is_open, ..Course::begun(at(0, 0)) };
        let mut cohort = Cohort::default();
        cohort.add(&job(Some(at(3, 0)), false), at(4, 0));
        cohort.add(&job(Some(at(3, 1)), false), at(4, 0));
        cohort.add(&job(None, true), at(4, 0));
        cohort.add(&job(None, true), at(3, 0));
        cohort.add(&job(None, false), at(9, 0));
        let figures = cohort.figures();
        assert_eq!((figures.jobs, figures.turnaround.cases, figures.open_overdue, figures.cancelled), (5, 2, 1, 1));
        assert_eq!(figures.within_3_days, Some(1.0 / 3.0));
        assert_eq!(Cohort::default().figures().within_3_days, None);
    }

    /// Worked by hand: taken down at 0:00, asked at 1:00 and answered at 3:00; the first slot begins at 9:00, the technician
    /// comes at 10:00, the unit works at 12:00, and 48 hours later the job is closed.
    #[test]
    fn m34_each_span_has_its_own_beginning() {
        let course = Course {
            asked_at: Some(at(0, 1)),
            answered_at: Some(at(0, 3)),
            accepted_at: Some(at(0, 3)),
            first_slot_at: Some(at(0, 9)),
            arrived_at: Some(at(0, 10)),
            completed_at: Some(at(0, 12)),
            closed_at: Some(at(2, 12)),
            is_open: false,
            ..Course::begun(at(0, 0))
        };
        let mut cohort = Cohort::default();
        cohort.add(&course, at(9, 0));
        cohort.add(&Course { is_date_of_customer: true, arrived_at: Some(at(8, 0)), ..course }, at(9, 0));
        let it = cohort.figures();
        let median = |spread: Spread| (spread.cases, spread.median_s.map(|seconds| seconds / 3600));
        assert_eq!(median(it.answer), (2, Some(2)));
        assert_eq!(median(it.acceptance), (2, Some(3)));
        assert_eq!(median(it.first_slot), (2, Some(9)));
        assert_eq!(median(it.arrival), (1, Some(10)), "a date of the customer's choice is no case");
        assert_eq!(median(it.turnaround), (2, Some(12)));
        assert_eq!(median(it.closing), (2, Some(48)));
    }
}
