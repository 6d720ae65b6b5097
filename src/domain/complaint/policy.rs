//! How long each step of a complaint may take, by severity.

use super::{ComplaintStep, Severity};

/// Business minutes that each step may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepMinutes {
    /// Tell that it was taken down.
    pub acknowledge: i64,
    /// Assess.
    pub assess: i64,
    /// Investigate.
    pub investigate: i64,
    /// Weigh the evidence.
    pub decide: i64,
    /// Correct.
    pub correct: i64,
    /// Respond.
    pub respond: i64,
    /// Wait for an objection after the answer; the case closes by itself then.
    pub close: i64,
    /// Take over what was sent up.
    pub take_over: i64,
    /// Follow the body outside.
    pub settle: i64,
}

impl StepMinutes {
    /// The time of a step.
    #[must_use]
    pub fn of(&self, step: ComplaintStep) -> i64 {
        match step {
            ComplaintStep::Acknowledge => self.acknowledge,
            ComplaintStep::Assess => self.assess,
            ComplaintStep::Investigate => self.investigate,
            ComplaintStep::Decide => self.decide,
            ComplaintStep::Correct => self.correct,
            ComplaintStep::Respond => self.respond,
            ComplaintStep::Close => self.close,
            ComplaintStep::TakeOver => self.take_over,
            ComplaintStep::Settle => self.settle,
        }
    }
}

/// Deadlines by severity; a working day of the default calendar has 600 minutes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplaintPolicy {
    /// Of suggestions and small annoyances.
    pub low: StepMinutes,
    /// Of ordinary complaints.
    pub normal: StepMinutes,
    /// Of grave ones.
    pub high: StepMinutes,
    /// Of serious ones.
    pub serious: StepMinutes,
    /// Telephones of senior managers that get an SMS about a serious complaint, E.164.
    pub alert_phones: Vec<String>,
}

impl ComplaintPolicy {
    /// The deadlines for a severity.
    #[must_use]
    pub fn minutes(&self, severity: Severity) -> &StepMinutes {
        match severity {
            Severity::Low => &self.low,
            Severity::Normal => &self.normal,
            Severity::High => &self.high,
            Severity::Safety | Severity::Injury | Severity::Legal | Severity::Media => &self.serious,
        }
    }
}

impl Default for ComplaintPolicy {
    fn default() -> Self {
        let minutes = |[acknowledge, assess, investigate, decide, correct, respond]: [i64; 6]| StepMinutes {
            acknowledge,
            assess,
            investigate,
            decide,
            correct,
            respond,
            close: 4_200,
            take_over: acknowledge,
            settle: 18_000,
        };
        Self {
            low: minutes([600, 1_200, 3_000, 1_800, 6_000, 600]),
            normal: minutes([300, 600, 1_800, 1_200, 3_000, 300]),
            high: minutes([120, 300, 1_200, 600, 1_800, 120]),
            serious: minutes([60, 120, 600, 300, 1_200, 60]),
            alert_phones: Vec::new(),
        }
    }
}
