//! What stands against a place in the schedule: the promise, the calendar, and the rules of a technician.

use super::agent::Technician;
use super::eligibility::{RuleCode, Scene, examine_technician};
use super::time::Window;

/// Why a job cannot be put where somebody wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The technician works for another agent than the one that has the job.
    OtherAgent,
    /// The customer was promised another time, and has not agreed to this one.
    OutsidePromise,
    /// The day is closed where the technician works.
    ClosedDay,
    /// A rule of the technician.
    Rule(RuleCode),
}

impl Obstacle {
    /// Every obstacle that a technician can meet.
    pub const ALL: &'static [Self] = &[
        Self::OtherAgent,
        Self::OutsidePromise,
        Self::ClosedDay,
        Self::Rule(RuleCode::SkillMissing),
        Self::Rule(RuleCode::SkillLevelLow),
        Self::Rule(RuleCode::CertExpired),
        Self::Rule(RuleCode::EquipmentMissing),
        Self::Rule(RuleCode::LanguageMissing),
        Self::Rule(RuleCode::ExcludedByCustomer),
        Self::Rule(RuleCode::CapacityOpenFull),
        Self::Rule(RuleCode::NotWorking),
        Self::Rule(RuleCode::TimeOff),
        Self::Rule(RuleCode::CapacityDayFull),
        Self::Rule(RuleCode::CapacityHoursFull),
        Self::Rule(RuleCode::WindowConflict),
    ];

    /// The stable code, that of the rule where one is broken.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherAgent => "OTHER_AGENT",
            Self::OutsidePromise => "OUTSIDE_PROMISE",
            Self::ClosedDay => "CLOSED_DAY",
            Self::Rule(code) => code.as_str(),
        }
    }
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The first thing that keeps a technician from the job in the window that its needs name.
#[must_use]
pub fn obstacle(scene: &Scene<'_>, technician: &Technician) -> Option<Obstacle> {
    let hours = scene.agent.hours_of(technician);
    if hours.closed.contains(&scene.day()) {
        return Some(Obstacle::ClosedDay);
    }
    examine_technician(scene, technician).map(|failed| Obstacle::Rule(failed.code))
}

/// Whether a window keeps what the customer was promised: it lies within one of the promises, or there is none.
#[must_use]
pub fn keeps(promises: &[Window], window: Window) -> bool {
    promises.is_empty() || promises.iter().any(|promise| promise.from <= window.from && window.to <= promise.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: u32, to: u32) -> Window {
        let at = |hour: u32| format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap();
        Window::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn a_promise_is_kept_within_it() {
        let promises = [window(8, 12), window(14, 16)];
        assert!(
            keeps(&promises, window(8, 10)) && keeps(&promises, window(10, 12)) && keeps(&promises, window(14, 16))
        );
        assert!(!keeps(&promises, window(11, 13)) && !keeps(&promises, window(12, 14)));
        assert!(keeps(&[], window(12, 14)), "nothing was promised");
    }

    #[test]
    fn an_obstacle_has_the_code_of_its_rule() {
        let codes: std::collections::BTreeSet<_> = Obstacle::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(codes.len(), Obstacle::ALL.len());
        assert_eq!(Obstacle::Rule(RuleCode::WindowConflict).to_string(), RuleCode::WindowConflict.as_str());
    }
}
