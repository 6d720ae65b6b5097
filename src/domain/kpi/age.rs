//! How old an open job is, in the four classes of the manager's first page.

use chrono::TimeDelta;

use crate::domain::time::Instant;

/// Age of an open job in days begun: a job of 72 hours is in its third day, one of 73 hours in its fourth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Age {
    /// Up to 72 hours.
    UpTo3,
    /// Up to 7 × 24 hours.
    UpTo7,
    /// Up to 15 × 24 hours.
    UpTo15,
    /// Older.
    Over15,
}

crate::domain::codes!(Age { UpTo3 => "0-3", UpTo7 => "4-7", UpTo15 => "8-15", Over15 => "over-15" });

impl Age {
    /// The class of a job registered then.
    #[must_use]
    pub fn of(registered_at: Instant, now: Instant) -> Self {
        let age = now - registered_at;
        let fits = |it: &&Self| it.most().is_none_or(|most| age <= most);
        Self::ALL.iter().find(fits).copied().unwrap_or(Self::Over15)
    }

    /// First and last instant of registration of the class, both inside; none where there is no bound.
    #[must_use]
    pub fn registered_between(self, now: Instant) -> (Option<Instant>, Option<Instant>) {
        let first = self.most().map(|most| now - most);
        let younger = Self::ALL.iter().rev().find(|it| **it < self).and_then(|it| it.most());
        // Instants are whole microseconds, so the class begins one after the end of the younger one.
        (first, younger.map(|most| now - most - TimeDelta::microseconds(1)))
    }

    fn most(self) -> Option<TimeDelta> {
        match self {
            Self::UpTo3 => Some(TimeDelta::days(3)),
            Self::UpTo7 => Some(TimeDelta::days(7)),
            Self::UpTo15 => Some(TimeDelta::days(15)),
            Self::Over15 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_meet_without_a_gap() {
        let now: Instant = "2026-11-22T09:00:00Z".parse().unwrap();
        let hours = [(0, Age::UpTo3), (72, Age::UpTo3), (73, Age::UpTo7), (169, Age::UpTo15), (361, Age::Over15)];
        for (old, age) in hours {
            assert_eq!(Age::of(now - TimeDelta::hours(old), now), age, "{old} h");
        }
        for age in Age::ALL {
            let (first, last) = age.registered_between(now);
            for edge in [first, last].into_iter().flatten() {
                assert_eq!(Age::of(edge, now), *age);
            }
            let step = TimeDelta::microseconds(1);
            assert!(last.is_none_or(|last| Age::of(last + step, now) < *age));
            assert!(first.is_none_or(|first| Age::of(first - step, now) > *age));
        }
    }
}
