//! Technicians with their skills. One that is known by its code keeps its identity; its skills are replaced.

use std::collections::HashMap;

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::agent::AgentKind;
use crate::domain::fault::FaultCode;
use crate::domain::id::TechnicianId;
use crate::domain::language::Language;
use crate::domain::text::latin_digits;
use crate::store::network::{
    TechnicianRow, TechnicianSkill, delete_technician_skills, insert_technician, insert_technician_skills,
    list_technician_skills, list_technicians, save_technician,
};
use crate::store::{At, Col, Json, Said, Tx};

pub const COLUMNS: &[&str] =
    &["code", "agent", "name_fa", "name_en?", "phone?", "language", "skills?", "equipment?", "shift?"];

/// A technician and the skills with their levels.
type Line = (TechnicianRow, Vec<(String, i32)>);
type SkillsOf = HashMap<TechnicianId, Vec<TechnicianSkill>>;

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let lines = table.read_unique("code", |cells| technician(cells, ground));
    Box::new(move |tx| {
        let stored = list_technicians(tx.conn())?;
        let stored: HashMap<&str, &TechnicianRow> = stored.iter().map(|row| (row.code.as_str(), row)).collect();
        let mut held = SkillsOf::new();
        for skill in list_technician_skills(tx.conn())? {
            held.entry(skill.technician_id.0).or_default().push(skill);
        }
        let (mut counts, mut skills) = (Counts::default(), Vec::new());
        for line in &lines {
            if let Some(old) = stored.get(line.0.code.as_str()) {
                let old_skills = held.get(&old.id.0).map_or(&[][..], Vec::as_slice);
                let changed = change(tx, line, (old, old_skills), &mut skills)?;
                counts.changed += usize::from(changed);
                counts.skipped += usize::from(!changed);
            } else {
                insert_technician(tx, &line.0, &[])?;
                skills.extend(line.1.iter().map(|(skill, level)| holds(line.0.id, skill, *level)));
                counts.added += 1;
            }
        }
        insert_technician_skills(tx, &skills)?;
        Ok(counts)
    })
}

/// Writes what differs of a known technician; its new skills go to `skills`, with the certificates they had.
fn change(
    tx: &mut Tx<'_>,
    (row, levels): &Line,
    (old, old_skills): (&TechnicianRow, &[TechnicianSkill]),
    skills: &mut Vec<TechnicianSkill>,
) -> Result<bool, Error> {
    let mut new = TechnicianRow {
        id: old.id,
        is_active: old.is_active,
        created_at: old.created_at,
        version: old.version,
        ..row.clone()
    };
    let differs = new != *old;
    if differs {
        save_technician(tx, &mut new)?;
    }
    let is_held = |(skill, level): &(String, i32)| old_skills.iter().any(|it| it.skill == *skill && it.level == *level);
    if levels.len() == old_skills.len() && levels.iter().all(is_held) {
        return Ok(differs);
    }
    delete_technician_skills(tx, old.id.0)?;
    skills.extend(levels.iter().map(|(skill, level)| match old_skills.iter().find(|it| it.skill == *skill) {
        Some(held) => TechnicianSkill { level: *level, ..held.clone() },
        None => holds(old.id, skill, *level),
    }));
    Ok(true)
}

fn holds(technician_id: Col<TechnicianId>, skill: &str, level: i32) -> TechnicianSkill {
    TechnicianSkill { technician_id, skill: skill.to_owned(), level, certified_from: None, certified_to: None }
}

fn technician(cells: &mut Cells<'_>, ground: &Ground) -> Option<Line> {
    let code = cells.code("code");
    let agent = cells.known("agent", FaultCode::AgentUnknown, |code| ground.agents.contains_key(code));
    let agent = agent.and_then(|code| ground.agents.get(&code));
    let name_fa = cells.text("name_fa", NAME_CHARS);
    let name_en = cells.optional_text("name_en", NAME_CHARS);
    // A self-employed agent is its own technician and has one telephone.
    let phone = match agent {
        Some(agent) if agent.kind.0 == AgentKind::SelfEmployed && cells.get("phone").is_empty() => {
            Some(agent.phone.clone())
        }
        _ => cells.phone("phone", &ground.region).map(|phone| phone.as_ref().to_owned()),
    };
    let language = cells.choice("language", Language::ALL);
    let skills = skills(cells, ground);
    let is_equipment = |code: &str| ground.catalogue.rows().equipment.iter().any(|piece| piece.code == code);
    let equipment = cells.known_list("equipment", FaultCode::EquipmentUnknown, is_equipment);
    let shift = cells.given("shift").and_then(|_| cells.hours("shift"));
    let row = TechnicianRow {
        id: Col(mint(ground.now)),
        code: code?,
        agent_id: agent?.id,
        name_fa: name_fa?,
        name_en: name_en.unwrap_or_default(),
        phone: phone?,
        language: Col(language?),
        equipment: Json(equipment),
        shift: shift.map(Said),
        is_active: true,
        created_at: At(ground.now),
        version: 1,
    };
    Some((row, skills))
}

/// Reads `skill:level` parts; each that is wrong is one fault.
fn skills(cells: &mut Cells<'_>, ground: &Ground) -> Vec<(String, i32)> {
    let mut skills: Vec<(String, i32)> = Vec::new();
    for part in cells.list("skills") {
        match skill(&part) {
            None => cells.bad("skills", FaultCode::SkillMalformed, part),
            Some((code, _)) if skills.iter().any(|(held, _)| *held == code) => {
                cells.bad("skills", FaultCode::Duplicate, code);
            }
            Some((code, level)) => {
                if !ground.catalogue.rows().skills.iter().any(|skill| skill.code == code) {
                    cells.bad("skills", FaultCode::SkillUnknown, code.clone());
                }
                skills.push((code, level));
            }
        }
    }
    skills
}

fn skill(part: &str) -> Option<(String, i32)> {
    let (code, level) = part.split_once(':')?;
    let level = latin_digits(level.trim()).parse().ok().filter(|level| (1..=4).contains(level))?;
    Some((code.trim().to_owned(), level)).filter(|(code, _)| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::skill;

    #[test]
    fn a_skill_is_a_code_and_a_level_from_1_to_4() {
        assert_eq!(skill("tv:3"), Some(("tv".to_owned(), 3)));
        assert_eq!(skill(" tv : ۴ "), Some(("tv".to_owned(), 4)));
        for wrong in ["", "tv", "tv:", ":3", "tv:0", "tv:5", "tv:x", "tv:3:1"] {
            assert_eq!(skill(wrong), None, "{wrong}");
        }
    }
}
