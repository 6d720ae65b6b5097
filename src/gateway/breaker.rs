//! A circuit breaker (M. Nygard, "Release It!", 2007): a source that fails again and again is left alone for a while.

use chrono::TimeDelta;

use crate::domain::time::Instant;

/// Failures in a row that open it.
const MOST_FAILURES: u32 = 3;
/// How long it stays open before one question may try again.
const PAUSE: TimeDelta = TimeDelta::seconds(10);

/// Whether the source may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaker {
    /// It is asked; so many failures in a row.
    Closed(u32),
    /// It is not asked since then.
    Open(Instant),
    /// One question is on its way since then; no other is asked.
    HalfOpen(Instant),
}

impl Default for Breaker {
    fn default() -> Self {
        Self::Closed(0)
    }
}

impl Breaker {
    /// Whether a question may be asked now. One that is never answered for does not keep others away for longer than a
    /// pause, and neither does a clock that was set back.
    pub fn lets_pass(&mut self, now: Instant) -> bool {
        match self {
            Self::Closed(_) => true,
            Self::Open(since) | Self::HalfOpen(since) if (now - *since).abs() >= PAUSE => {
                *self = Self::HalfOpen(now);
                true
            }
            Self::Open(_) | Self::HalfOpen(_) => false,
        }
    }

    /// The source has answered.
    pub fn note_success(&mut self) {
        *self = Self::Closed(0);
    }

    /// The source has failed.
    pub fn note_failure(&mut self, now: Instant) {
        *self = match *self {
            Self::Closed(failures) if failures + 1 < MOST_FAILURES => Self::Closed(failures + 1),
            // Questions that were on their way as it opened do not prolong the pause.
            Self::Open(since) => Self::Open(since),
            Self::Closed(_) | Self::HalfOpen(_) => Self::Open(now),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        "2026-11-22T08:00:00Z".parse::<Instant>().unwrap() + TimeDelta::seconds(seconds)
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_try_after_the_pause() {
        let mut breaker = Breaker::default();
        breaker.note_failure(at(0));
        breaker.note_failure(at(0));
        breaker.note_success();
        for _ in 0..2 {
            breaker.note_failure(at(1));
            assert!(breaker.lets_pass(at(1)), "two failures are not three");
        }
        breaker.note_failure(at(1));
        assert!(!breaker.lets_pass(at(10)));
        breaker.note_failure(at(9));
        assert!(breaker.lets_pass(at(11)), "a late failure did not prolong the pause");
        assert!(!breaker.lets_pass(at(11)), "one tries, no more");
        breaker.note_failure(at(12));
        assert!(!breaker.lets_pass(at(21)));
        assert!(breaker.lets_pass(at(22)));
        breaker.note_success();
        assert!(breaker.lets_pass(at(22)) && breaker.lets_pass(at(22)));
    }

    #[test]
    fn a_try_that_was_given_up_and_a_clock_set_back_leave_it_usable() {
        let mut breaker = Breaker::Open(at(0));
        assert!(breaker.lets_pass(at(10)));
        assert!(!breaker.lets_pass(at(19)));
        assert!(breaker.lets_pass(at(20)), "the first try never came back");
        let mut ahead = Breaker::Open(at(86_400));
        assert!(ahead.lets_pass(at(0)));
    }
}
