//! How far a recall has come, counted from the states of its units.

use std::ops::AddAssign;

use super::RecallUnitState;

/// Units of a recall by what has become of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Units that are known to be concerned.
    pub known: i64,
    /// Of them those whose customer has been told, whatever has become of them since.
    pub told: i64,
    /// Of those told by a message the ones that were reported as delivered.
    pub delivered: i64,
    /// Units that a job is to correct.
    pub booked: i64,
    /// Units that are corrected.
    pub corrected: i64,
    /// Units that are none of those to be corrected.
    pub excluded: i64,
    /// Units whose customer cannot be told by a message.
    pub unreachable: i64,
}

impl Counts {
    /// So many units in one state; `told` of them have a customer who was told, `delivered` by a message that arrived.
    #[must_use]
    pub fn of(state: RecallUnitState, known: i64, (told, delivered): (i64, i64)) -> Self {
        let of = |which: RecallUnitState| if which == state { known } else { 0 };
        Self {
            known,
            told,
            delivered,
            booked: of(RecallUnitState::Booked),
            corrected: of(RecallUnitState::Corrected),
            excluded: of(RecallUnitState::Excluded),
            unreachable: of(RecallUnitState::Unreachable),
        }
    }

    /// Corrected ÷ (known − excluded), in percent; none where nothing is to be corrected.
    #[must_use]
    pub fn completion(&self) -> Option<f64> {
        percent(self.corrected, self.known - self.excluded)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.known += other.known;
        self.told += other.told;
        self.delivered += other.delivered;
        self.booked += other.booked;
        self.corrected += other.corrected;
        self.excluded += other.excluded;
        self.unreachable += other.unreachable;
    }
}

/// A share in percent with one decimal; none of nothing.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<f64> {
    let tenths = (whole > 0).then(|| part.saturating_mul(2_000).saturating_add(whole) / whole.saturating_mul(2))?;
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_to_a_tenth_and_nothing_has_none() {
        assert_eq!([percent(1, 3), percent(2, 3), percent(1, 8)], [Some(33.3), Some(66.7), Some(12.5)]);
        assert_eq!([percent(0, 5), percent(5, 5), percent(0, 0)], [Some(0.0), Some(100.0), None]);
    }

    #[test]
    fn what_is_excluded_counts_for_nothing_to_be_done() {
        let mut counts = Counts::of(RecallUnitState::Corrected, 3, (3, 2));
        counts += Counts::of(RecallUnitState::Excluded, 1, (0, 0));
        counts += Counts::of(RecallUnitState::Told, 3, (3, 3));
        assert_eq!((counts.known, counts.told, counts.delivered, counts.completion()), (7, 6, 5, Some(50.0)));
        assert_eq!(Counts::of(RecallUnitState::Excluded, 2, (0, 0)).completion(), None);
    }
}
