//! Targets of the service level.

use crate::domain::job::Priority;

/// Business minutes from the report to each milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// To the first response: an agent has accepted.
    pub first_response: i64,
    /// To the first arrival.
    pub first_visit: i64,
    /// To the end of the work.
    pub resolution: i64,
}

/// Targets of the service level by priority; a working day of the default calendar has 600 minutes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevelPolicy {
    /// Danger to people or goods.
    pub emergency: Targets,
    /// Before ordinary work.
    pub high: Targets,
    /// Ordinary work.
    pub normal: Targets,
    /// When there is room.
    pub low: Targets,
}

impl Default for ServiceLevelPolicy {
    fn default() -> Self {
        let targets = |first_response, first_visit, resolution| Targets { first_response, first_visit, resolution };
        Self {
            emergency: targets(30, 240, 600),
            high: targets(60, 600, 1_200),
            normal: targets(90, 1_200, 1_800),
            low: targets(240, 1_800, 3_000),
        }
    }
}

impl ServiceLevelPolicy {
    /// The targets for a priority.
    #[must_use]
    pub fn targets(&self, priority: Priority) -> Targets {
        match priority {
            Priority::Emergency => self.emergency,
            Priority::High => self.high,
            Priority::Normal => self.normal,
            Priority::Low => self.low,
        }
    }
}
