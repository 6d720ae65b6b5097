//! Instants and half-open windows. The calendar of working days is in `calendar`.

use chrono::{DateTime, SubsecRound, Utc};

/// A point in time, UTC, cut to microseconds by the clock that made it.
pub type Instant = DateTime<Utc>;

/// Cuts to the microseconds that every database keeps.
#[must_use]
pub fn to_micros(at: Instant) -> Instant {
    at.trunc_subsecs(6)
}

/// A half-open span `[from, to)`: one that ends at 11:00 does not meet one that begins at 11:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// First instant inside.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
}

impl Window {
    /// A window, or `None` when it would not hold any instant.
    #[must_use]
    pub fn new(from: Instant, to: Instant) -> Option<Self> {
        (from < to).then_some(Self { from: to_micros(from), to: to_micros(to) })
    }

    /// Whether the two share an instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap()
    }

    #[test]
    fn half_open_windows_that_touch_do_not_overlap() {
        let morning = Window::new(at(9), at(11)).unwrap();
        assert!(!morning.overlaps(Window::new(at(11), at(12)).unwrap()));
        assert!(morning.overlaps(Window::new(at(10), at(12)).unwrap()));
        assert_eq!(Window::new(at(11), at(11)), None);
    }
}
