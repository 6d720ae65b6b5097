//! Presets of consumer law: editable in each policy and off until the organisation has checked the official text.

use chrono::{Days, NaiveDate};

use super::facts::UnitFacts;
use super::policy::WarrantyTerms;

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

/// The days by which repairs have lengthened the warranty: of each repair that took longer than the free days, all days.
pub(super) fn delay_days(terms: &WarrantyTerms, unit: &UnitFacts) -> u64 {
    let law = &terms.consumer_law;
    if !law.is_on || !law.extends_for_delay {
        return 0;
    }
    let days = unit.earlier.iter().map(|repair| (repair.completed_on - repair.reported_on).num_days());
    days.filter(|days| *days > i64::from(law.delay_free_days)).map(i64::unsigned_abs).sum()
}

/// A day moved on by the days of delay.
pub(super) fn delayed(until: NaiveDate, days: u64) -> NaiveDate {
    until.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}
