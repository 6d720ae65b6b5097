//! Formulas of the figures in reports. Each figure goes with its clock, its rule and the number of cases.

pub mod acceptance;
pub mod age;
pub mod measure;
pub mod promise;
pub mod repair;
pub mod satisfaction;
pub mod turnaround;

use chrono::TimeDelta;

/// A job is overdue when it is open for longer than this.
pub const OVERDUE_AFTER: TimeDelta = TimeDelta::days(3);

/// A part of a number of cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Number of cases.
    pub cases: u64,
    /// Those that count.
    pub hits: u64,
}

impl Share {
    /// Counts a case.
    pub fn add(&mut self, is_hit: bool) {
        self.cases += 1;
        self.hits += u64::from(is_hit);
    }

    /// Hits ÷ cases, 0 to 1; none without a case.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.cases > 0).then(|| self.hits as f64 / self.cases as f64)
    }
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
}
