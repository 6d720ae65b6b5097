//! What a gateway may spend in an hour. Other nodes' spending is known from the database as of a moment; what this process
//! spends after that moment is kept here, so that messages on their way at the same time count each other.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::domain::time::Instant;

const HOUR: TimeDelta = TimeDelta::hours(1);

/// The budget of a gateway.
#[derive(Debug, Default)]
pub struct Budget {
    most: Option<i64>,
    recent: Mutex<VecDeque<(Instant, i64)>>,
}

/// What the database knew of the last hour's spending at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// The sum.
    pub spent: i64,
    /// When it was read.
    pub at: Instant,
}

impl Budget {
    /// A budget an hour; none for no limit.
    #[must_use]
    pub const fn new(most: Option<i64>) -> Self {
        Self { most, recent: Mutex::new(VecDeque::new()) }
    }

    /// Whether there is a limit.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        self.most.is_some()
    }

    /// Takes `cost` out of the budget; false when it is not there.
    #[must_use]
    pub fn take(&self, cost: i64, now: Instant, noted: Noted) -> bool {
        let Some(most) = self.most else { return true };
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        while recent.front().is_some_and(|(at, _)| *at < now - HOUR) {
            recent.pop_front();
        }
        let since: i64 = recent.iter().filter(|(at, _)| *at >= noted.at).map(|(_, cost)| cost).sum();
        let fits = noted.spent + since + cost <= most;
        if fits {
            recent.push_back((now, cost));
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_has_its_limit_and_the_next_hour_another() {
        let at = |minutes| "2026-11-22T08:00:00Z".parse::<Instant>().unwrap() + TimeDelta::minutes(minutes);
        let budget = Budget::new(Some(100));
        let noted = Noted { spent: 30, at: at(0) };
        assert!(budget.take(40, at(0), noted));
        assert!(!budget.take(31, at(1), noted), "30 before, 40 on the way");
        assert!(budget.take(30, at(1), noted));
        assert!(!budget.take(1, at(2), noted));
        assert!(!budget.take(1, at(3), Noted { spent: 100, at: at(3) }), "the database knows of all of it now");
        assert!(budget.take(100, at(62), Noted { spent: 0, at: at(62) }));
        assert!(Budget::new(None).take(i64::MAX, at(0), noted));
    }
}
