//! When a customer counts as not reached, so that the customer's silence and not the organisation's stops the clock.

use super::policy::Reach;

/// A part of the day in which somebody may be at the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayPart {
    /// Before noon.
    Morning,
    /// From noon to five.
    Afternoon,
    /// From five on.
    Evening,
}

impl DayPart {
    /// The part of a local hour, 0 to 23.
    #[must_use]
    pub fn of(hour: u32) -> Self {
        match hour {
            0..12 => Self::Morning,
            12..17 => Self::Afternoon,
            _ => Self::Evening,
        }
    }
}

/// An attempt that nobody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// The local hour, 0 to 23.
    pub hour: u32,
    /// Whether the organisation's own people made it.
    pub by_staff: bool,
}

/// What has been tried since the customer was last reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tried {
    /// Attempts.
    pub attempts: i64,
    /// Parts of the day that they were made in.
    pub day_parts: i64,
    /// Whether the organisation's own people made one of them.
    pub by_staff: bool,
}

impl Tried {
    /// Counts attempts.
    #[must_use]
    pub fn of(attempts: &[Attempt]) -> Self {
        let parts: std::collections::HashSet<DayPart> = attempts.iter().map(|it| DayPart::of(it.hour)).collect();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            attempts: count(attempts.len()),
            day_parts: count(parts.len()),
            by_staff: attempts.iter().any(|it| it.by_staff),
        }
    }

    /// Whether a job may wait for its customer. An agent alone cannot stop the clock (PRODUCT section 2): one of the attempts
    /// must be the organisation's own.
    #[must_use]
    pub fn suffices(&self, policy: &Reach) -> bool {
        self.attempts >= policy.attempts && self.day_parts >= policy.day_parts && self.by_staff
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(attempts: &[(u32, bool)]) -> Tried {
        let attempts: Vec<Attempt> =
            attempts.iter().map(|(hour, by_staff)| Attempt { hour: *hour, by_staff: *by_staff }).collect();
        Tried::of(&attempts)
    }

    #[test]
    fn three_attempts_in_two_parts_of_the_day_are_enough() {
        let policy = Reach::default();
        assert!(tried(&[(9, true), (11, true), (17, true)]).suffices(&policy));
        assert!(!tried(&[(9, true), (18, true)]).suffices(&policy), "two attempts");
        assert!(!tried(&[(9, true), (10, true), (11, true)]).suffices(&policy), "one part of the day");
        assert!(!tried(&[]).suffices(&policy));
    }

    #[test]
    fn an_agent_alone_cannot_stop_the_clock() {
        let policy = Reach::default();
        assert!(!tried(&[(9, false), (13, false), (18, false), (19, false)]).suffices(&policy));
        assert!(tried(&[(9, false), (13, false), (18, true)]).suffices(&policy));
    }

    #[test]
    fn noon_and_five_begin_the_next_part() {
        use DayPart::{Afternoon, Evening, Morning};
        assert_eq!(
            [0, 11, 12, 16, 17, 23].map(DayPart::of),
            [Morning, Morning, Afternoon, Afternoon, Evening, Evening]
        );
    }
}
