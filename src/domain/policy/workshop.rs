//! How long units wait in the workshop, and what happens to those that nobody fetches.

use crate::domain::money::Money;

/// Terms of the workshop. What a customer is told when a unit is taken in is copied into the unit.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkshopPolicy {
    /// Days until somebody looks at a unit that was taken in, when nobody names a day.
    pub queue_days: i64,
    /// Days until a unit is promised to be ready, when nobody names a day.
    pub ready_days: i64,
    /// Days after a unit can be fetched on which the customer is reminded, in order.
    pub remind_days: Vec<i64>,
    /// Days after which a unit that can be fetched counts as unclaimed.
    pub unclaimed_days: i64,
    /// Days that a unit that can be fetched is kept for nothing.
    pub free_days: i64,
    /// What each day begun after them costs.
    pub storage_fee: Money,
}

impl Default for WorkshopPolicy {
    fn default() -> Self {
        Self {
            queue_days: 2,
            ready_days: 7,
            remind_days: vec![3, 7, 15],
            unclaimed_days: 30,
            free_days: 15,
            storage_fee: Money::rials(0),
        }
    }
}
