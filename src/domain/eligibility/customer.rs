//! Rules of the people on both sides: who declined, whom the customer does not want, and who understands whom.

use chrono::TimeDelta;

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::Technician;

/// The agent did not decline this job a short time ago.
pub(super) fn cooldown(scene: &Scene<'_>) -> Option<Failed> {
    let until = scene.load.declined_at? + TimeDelta::hours(scene.policy.cooldown_hours);
    (scene.now < until).then(|| {
        let figure = Figure::new("date", scene.now.to_rfc3339(), until.to_rfc3339());
        Failed::new(RuleCode::CooldownDeclined, figure)
    })
}

/// The customer does not refuse the agent.
pub(super) fn exclusion(scene: &Scene<'_>) -> Option<Failed> {
    let is_excluded = scene.load.excluded.iter().any(Option::is_none);
    is_excluded.then(|| Failed::new(RuleCode::ExcludedByCustomer, Figure::new("code", &scene.agent.code, "")))
}

/// The customer does not refuse the technician.
pub(super) fn technician_exclusion(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    scene
        .load
        .is_excluded(Some(technician.id))
        .then(|| Failed::new(RuleCode::ExcludedByCustomer, Figure::new("code", technician.id, "")))
}

/// The technician speaks the customer's language.
pub(super) fn language(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    let needed = scene.needs.language;
    (!technician.speaks(needed))
        .then(|| Failed::new(RuleCode::LanguageMissing, Figure::new("code", technician.language, needed)))
}
