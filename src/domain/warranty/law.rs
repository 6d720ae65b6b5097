//! Presets of consumer law: editable in each policy and off until the organisation has checked the official text.

use chrono::{Days, NaiveDate};

use super::facts::UnitFacts;

/// What the law may add to a policy. The figures are presets to be checked against the official text before they are
/// turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConsumerLaw {
    /// Whether any of it is applied.
    pub is_on: bool,
    /// Months from the end of a repair in which the same fault is mended free of charge; 0 for none.
    pub repair_guarantee_months: u32,
    /// Repairs of the same fault within the warranty after which the customer may have the unit exchanged; 0 for never.
    pub exchange_after: u32,
    /// Whether the warranty grows by the days that a unit was out of use for a repair.
    pub extends_for_delay: bool,
    /// Days that a repair may take before its days count.
    pub delay_free_days: u32,
}

impl Default for ConsumerLaw {
    fn default() -> Self {
        Self {
            is_on: false,
            repair_guarantee_months: 3,
            exchange_after: 2,
            extends_for_delay: true,
            delay_free_days: 7,
        }
    }
}

/// The days by which repairs have lengthened the warranty: of each repair that took longer than the free days, all days; a
/// day on which two repairs went on counts once.
pub(super) fn delay_days(law: &ConsumerLaw, unit: &UnitFacts) -> u64 {
    if !law.is_on || !law.extends_for_delay {
        return 0;
    }
    let free = i64::from(law.delay_free_days);
    let mut spans: Vec<(NaiveDate, NaiveDate)> =
        unit.earlier.iter().map(|it| (it.reported_on, it.completed_on)).collect();
    spans.retain(|(from, to)| (*to - *from).num_days() > free);
    spans.sort_unstable();
    let mut counted = NaiveDate::MIN;
    let days = spans.into_iter().map(|(from, to)| {
        let begun = from.max(counted);
        counted = counted.max(to);
        (to - begun).num_days().max(0).unsigned_abs()
    });
    days.sum()
}

/// A day moved on by the days of delay.
pub(super) fn delayed(until: NaiveDate, days: u64) -> NaiveDate {
    until.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::warranty::EarlierRepair;

    #[test]
    fn m18_days_of_delay_count_once_however_many_repairs_went_on() {
        let repair = |from: &str, to: &str| EarlierRepair {
            job: "J".to_owned(),
            reported_on: from.parse().unwrap(),
            completed_on: to.parse().unwrap(),
            fault_group: None,
            part_fitted: false,
        };
        let law = ConsumerLaw { is_on: true, ..ConsumerLaw::default() };
        let days = |earlier: Vec<EarlierRepair>| delay_days(&law, &UnitFacts { earlier, ..UnitFacts::default() });
        assert_eq!(days(vec![repair("2026-01-01", "2026-01-08")]), 0, "within the free days");
        assert_eq!(days(vec![repair("2026-01-01", "2026-01-11"), repair("2026-02-01", "2026-02-13")]), 22);
        assert_eq!(days(vec![repair("2026-01-05", "2026-01-21"), repair("2026-01-01", "2026-01-11")]), 20);
        assert_eq!(days(vec![repair("2026-01-01", "2026-01-31"), repair("2026-01-10", "2026-01-20")]), 30);
    }
}
