//! Formulas of the figures in reports. Each figure goes with its clock, its rule and the number of cases.

use chrono::TimeDelta;

use super::time::Instant;

/// A job is overdue when it is open for longer than this.
pub const OVERDUE_AFTER: TimeDelta = TimeDelta::days(3);

/// What the turnaround report needs of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Taken down.
    pub registered_at: Instant,
    /// An agent accepted it for the first time.
    pub accepted_at: Option<Instant>,
    /// The unit works or was handed over.
    pub completed_at: Option<Instant>,
    /// Work is still owed to the customer.
    pub is_open: bool,
}

/// Jobs of one group, collected one by one.
#[derive(Debug, Clone, Default)]
pub struct Cohort {
    jobs: u64,
    open_overdue: u64,
    in_time: u64,
    turnarounds: Vec<TimeDelta>,
    acceptances: Vec<TimeDelta>,
}

/// Mean and percentiles of spans in calendar time, whole seconds; nothing where there is no case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// Number of cases.
    pub cases: u64,
    /// Arithmetic mean.
    pub mean_s: Option<i64>,
    /// 50th percentile.
    pub median_s: Option<i64>,
    /// 90th percentile.
    pub p90_s: Option<i64>,
}

/// The figures of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turnaround {
    /// Jobs registered in the period.
    pub jobs: u64,
    /// Those open for more than three days.
    pub open_overdue: u64,
    /// Completed − registered.
    pub turnaround: Spread,
    /// First accepted − registered.
    pub acceptance: Spread,
    /// Completed within three days ÷ (completed + open and overdue): 0 to 1.
    pub within_3_days: Option<f64>,
}

impl Cohort {
    /// Counts a job as it stands at `now`. A job that was cancelled counts among `jobs` alone; one that is open and not
    /// overdue is not judged yet.
    pub fn add(&mut self, job: &Course, now: Instant) {
        self.jobs += 1;
        self.acceptances.extend(job.accepted_at.map(|at| at - job.registered_at));
        if let Some(completed_at) = job.completed_at {
            let turnaround = completed_at - job.registered_at;
            self.in_time += u64::from(turnaround <= OVERDUE_AFTER);
            self.turnarounds.push(turnaround);
        } else if job.is_open && now - job.registered_at > OVERDUE_AFTER {
            self.open_overdue += 1;
        }
    }

    /// The figures of the jobs counted.
    #[must_use]
    pub fn figures(self) -> Turnaround {
        let judged = self.turnarounds.len() as u64 + self.open_overdue;
        let within_3_days = (judged > 0).then(|| self.in_time as f64 / judged as f64);
        Turnaround {
            jobs: self.jobs,
            open_overdue: self.open_overdue,
            turnaround: spread(self.turnarounds),
            acceptance: spread(self.acceptances),
            within_3_days,
        }
    }
}

/// Mean and nearest-rank percentiles of spans, each rounded to whole seconds.
#[must_use]
pub fn spread(mut spans: Vec<TimeDelta>) -> Spread {
    spans.sort_unstable();
    let count = i64::try_from(spans.len()).unwrap_or(i64::MAX);
    let micros: i128 = spans.iter().map(|span| i128::from(micros(*span))).sum();
    let mean = (count > 0).then(|| i64::try_from(micros / i128::from(count)).unwrap_or(i64::MAX));
    Spread {
        cases: spans.len() as u64,
        mean_s: mean.map(|mean| seconds(TimeDelta::microseconds(mean))),
        median_s: percentile(&spans, 50).map(seconds),
        p90_s: percentile(&spans, 90).map(seconds),
    }
}

/// The nearest-rank percentile of sorted spans: the one at rank ⌈p ÷ 100 × n⌉, so always a span that occurred
/// (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 1).
#[must_use]
pub fn percentile(sorted: &[TimeDelta], percent: usize) -> Option<TimeDelta> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

fn micros(span: TimeDelta) -> i64 {
    span.num_microseconds().unwrap_or(i64::MAX)
}

fn seconds(span: TimeDelta) -> i64 {
    (micros(span) + 500_000).div_euclid(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> Instant {
        "2026-11-01T00:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day) + TimeDelta::hours(hour)
    }

    fn hours(all: &[i64]) -> Vec<TimeDelta> {
        all.iter().copied().map(TimeDelta::hours).collect()
    }

    #[test]
    fn percentiles_are_spans_that_occurred() {
        let sorted = hours(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(percentile(&sorted, 50), Some(TimeDelta::hours(5)));
        assert_eq!(percentile(&sorted, 90), Some(TimeDelta::hours(9)));
        assert_eq!(percentile(&sorted, 100), Some(TimeDelta::hours(10)));
        assert_eq!(percentile(&sorted[..1], 90), Some(TimeDelta::hours(1)));
        assert_eq!(percentile(&[], 50), None);
        assert_eq!(
            spread(hours(&[9, 1, 2])),
            Spread { cases: 3, mean_s: Some(4 * 3600), median_s: Some(7200), p90_s: Some(9 * 3600) }
        );
        assert_eq!(spread(Vec::new()), Spread::default());
    }

    #[test]
    fn an_open_job_that_is_overdue_counts_as_failed() {
        let job = |completed_at, is_open| Course { registered_at: at(0, 0), accepted_at: None, completed_at, is_open };
        let mut cohort = Cohort::default();
        cohort.add(&job(Some(at(3, 0)), false), at(4, 0));
        cohort.add(&job(Some(at(3, 1)), false), at(4, 0));
        cohort.add(&job(None, true), at(4, 0));
        cohort.add(&job(None, true), at(3, 0));
        cohort.add(&job(None, false), at(9, 0));
        let figures = cohort.figures();
        assert_eq!((figures.jobs, figures.turnaround.cases, figures.open_overdue), (5, 2, 1));
        assert_eq!(figures.within_3_days, Some(1.0 / 3.0));
        assert_eq!(Cohort::default().figures().within_3_days, None);
    }
}
