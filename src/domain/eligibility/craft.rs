//! Rules of the craft: skills, certificates, equipment and parts.

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::{Appointment, Technician};

/// The rule that an agent without technicians fails.
pub(super) fn nobody(scene: &Scene<'_>) -> Failed {
    Failed::new(RuleCode::SkillMissing, Figure::new("code", "", &scene.needs.skill))
}

/// The skill is held.
pub(super) fn skill(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    technician.skill(&scene.needs.skill).is_none().then(|| nobody(scene))
}

/// The level is high enough.
pub(super) fn level(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    let (held, needed) = (technician.level(&scene.needs.skill), scene.needs.level);
    (held < needed).then(|| Failed::new(RuleCode::SkillLevelLow, Figure::new("level", held, needed)))
}

/// The certificate of the skill holds on the day.
pub(super) fn certificate(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    let (day, skill) = (scene.day, technician.skill(&scene.needs.skill)?);
    if skill.certificate.holds_on(day) {
        return None;
    }
    let (from, to) = (skill.certificate.from, skill.certificate.to);
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let found = format!("{}/{}", date(from), date(to));
    Some(Failed::new(RuleCode::CertExpired, Figure::new("date", found, day)))
}

/// Each piece of equipment is carried, or the agent has one to share that no other visit of the window takes along.
pub(super) fn equipment(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    let lacking: Vec<String> =
        shared_equipment(scene, technician).into_iter().filter(|code| is_all_taken(scene, code)).collect();
    (!lacking.is_empty()).then(|| Failed::new(RuleCode::EquipmentMissing, Figure::new("code", "", lacking.join(";"))))
}

/// The equipment that a technician needs for the job and does not carry.
#[must_use]
pub fn shared_equipment(scene: &Scene<'_>, technician: &Technician) -> Vec<String> {
    scene.needs.equipment.iter().filter(|code| !technician.equipment.contains(code)).cloned().collect()
}

fn is_all_taken(scene: &Scene<'_>, code: &str) -> bool {
    let pieces: i32 = scene.agent.equipment.iter().filter(|(held, _)| held == code).map(|(_, pieces)| pieces).sum();
    let Some(window) = scene.needs.window else { return pieces <= 0 };
    let needs_it =
        |visit: &&Appointment| visit.window.overlaps(window) && visit.equipment.iter().any(|taken| taken == code);
    let taken = scene.load.visits.iter().filter(needs_it).count();
    i32::try_from(taken).unwrap_or(i32::MAX) >= pieces
}

/// The agent holds the parts, where the policy asks for that. Stocks are not on record, so nobody passes then.
pub(super) fn parts(scene: &Scene<'_>) -> Option<Failed> {
    scene
        .policy
        .requires_part
        .then(|| Failed::new(RuleCode::PartNotHeld, Figure::new("code", "", &scene.needs.category)))
}
