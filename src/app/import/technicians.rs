//! Technicians with their skills. One that is known by its code keeps its identity; its skills are replaced.

use std::collections::HashMap;

use super::agents::MOST_JOBS;
use super::cells::{Cells, NAME_CHARS, Table};
use super::moments::date;
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::agent::{AgentKind, Certificate};
use crate::domain::fault::FaultCode;
use crate::domain::id::TechnicianId;
use crate::domain::language::Language;
use crate::domain::text::latin_digits;
use crate::store::network::{
    TechnicianRow, TechnicianSkill, delete_technician_skills, insert_technician, insert_technician_skills,
    list_technician_skills, list_technicians, save_technician,
};
use crate::store::{At, Col, Day, Json, Said, Tx};

pub const COLUMNS: &[&str] = &[
    "code",
    "agent",
    "name_fa",
    "name_en?",
    "phone?",
    "language",
    "skills?",
    "equipment?",
    "shift?",
    "languages?",
    "capacity_open?",
    "capacity_day?",
    "capacity_minutes_day?",
];

/// A technician and the skills; one without a certificate keeps the stored one.
type Line = (TechnicianRow, Vec<Held>);
/// Minutes of a day.
const MINUTES_DAY: i32 = 1_440;

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
                skills.extend(line.1.iter().map(|held| held.row(line.0.id, None)));
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
    let old_of = |held: &Held| old_skills.iter().find(|it| it.skill == held.skill);
    let new_skills: Vec<TechnicianSkill> = levels.iter().map(|held| held.row(old.id, old_of(held))).collect();
    if new_skills.len() == old_skills.len() && new_skills.iter().all(|skill| old_skills.contains(skill)) {
        return Ok(differs);
    }
    delete_technician_skills(tx, old.id.0)?;
    skills.extend(new_skills);
    Ok(true)
}

/// A skill as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    skill: String,
    level: i32,
    certificate: Option<Certificate>,
}

impl Held {
    fn row(&self, technician_id: Col<TechnicianId>, old: Option<&TechnicianSkill>) -> TechnicianSkill {
        let (from, to) = match self.certificate {
            Some(given) => (given.from.map(Day), given.to.map(Day)),
            None => (old.and_then(|it| it.certified_from), old.and_then(|it| it.certified_to)),
        };
        let skill = self.skill.clone();
        TechnicianSkill { technician_id, skill, level: self.level, certified_from: from, certified_to: to }
    }
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
    let is_equipment = |code: &str| ground.catalogue.has_equipment(code);
    let equipment = cells.known_list("equipment", FaultCode::EquipmentUnknown, is_equipment);
    let shift = cells.given("shift").and_then(|_| cells.hours("shift"));
    let is_language = |code: &str| code.parse::<Language>().is_ok();
    let languages = cells.known_list("languages", FaultCode::Unknown, is_language);
    let languages = languages.iter().filter_map(|code| code.parse().ok()).collect();
    let capacity_open = cells.optional_number("capacity_open", 1..=MOST_JOBS);
    let capacity_day = cells.optional_number("capacity_day", 1..=MOST_JOBS);
    let capacity_minutes_day = cells.optional_number("capacity_minutes_day", 1..=MINUTES_DAY);
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
        languages: Json(languages),
        capacity_open,
        capacity_day,
        capacity_minutes_day,
    };
    Some((row, skills))
}

/// Reads `skill:level` and `skill:level:from..to` parts; each that is wrong is one fault.
fn skills(cells: &mut Cells<'_>, ground: &Ground) -> Vec<Held> {
    let mut skills: Vec<Held> = Vec::new();
    for part in cells.list("skills") {
        match skill(&part) {
            None => cells.bad("skills", FaultCode::SkillMalformed, part),
            Some(held) if skills.iter().any(|it| it.skill == held.skill) => {
                cells.bad("skills", FaultCode::Duplicate, held.skill);
            }
            Some(held) => {
                if !ground.catalogue.has_skill(&held.skill) {
                    cells.bad("skills", FaultCode::SkillUnknown, held.skill.clone());
                }
                if held.certificate.is_some_and(|it| it.from.zip(it.to).is_some_and(|(from, to)| to < from)) {
                    cells.bad("skills", FaultCode::DateOrder, held.skill.clone());
                }
                skills.push(held);
            }
        }
    }
    skills
}

fn skill(part: &str) -> Option<Held> {
    let (code, rest) = part.split_once(':')?;
    let (level, days) = rest.split_once(':').map_or((rest, None), |(level, days)| (level, Some(days)));
    let level = latin_digits(level.trim()).parse().ok().filter(|level| (1..=4).contains(level))?;
    let skill = Some(code.trim().to_owned()).filter(|code| !code.is_empty())?;
    let certificate = match days {
        None => None,
        Some(days) => Some(certificate(days)?),
    };
    Some(Held { skill, level, certificate })
}

/// Reads `from..to`; either side may be left out.
fn certificate(days: &str) -> Option<Certificate> {
    let (from, to) = days.trim().split_once("..")?;
    let read = |text: &str| match text.trim() {
        "" => Some(None),
        text => date(text).map(Some),
    };
    Some(Certificate { from: read(from)?, to: read(to)? })
}

#[cfg(test)]
mod tests {
    use super::{Held, skill};

    #[test]
    fn a_skill_is_a_code_and_a_level_from_1_to_4() {
        let of = |level| Some(Held { skill: "tv".to_owned(), level, certificate: None });
        assert_eq!(skill("tv:3"), of(3));
        assert_eq!(skill(" tv : ۴ "), of(4));
        for wrong in ["", "tv", "tv:", ":3", "tv:0", "tv:5", "tv:x", "tv:3:1", "tv:3:2026-01-01", "tv:3:x..y"] {
            assert_eq!(skill(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn m12_a_certificate_has_its_days_in_either_calendar() {
        let held = skill("gas:3:1404/01/01..2027-03-20").unwrap().certificate.unwrap();
        assert_eq!((held.from, held.to), ("2025-03-21".parse().ok(), "2027-03-20".parse().ok()));
        let held = skill("gas:3:..2027-03-20").unwrap().certificate.unwrap();
        assert_eq!((held.from, held.to), (None, "2027-03-20".parse().ok()));
    }
}
