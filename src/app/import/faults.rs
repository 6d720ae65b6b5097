//! Faults that customers report, and what it takes to mend them.

use super::cells::Table;
use super::names::{LONGEST_WORK_MINUTES, named};
use super::{Ground, Write, compare};
use crate::domain::fault::FaultCode;
use crate::store::Json;
use crate::store::catalogue::{FaultRow, upsert_faults};

pub const COLUMNS: &[&str] =
    &["code", "category", "group", "name_en", "name_fa", "duration_minutes", "skill", "skill_level", "equipment?"];

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let catalogue = &ground.catalogue;
    let stored = catalogue.rows();
    let rows = table.read_unique("code", |cells| {
        let names = named(cells);
        let category = cells.known("category", FaultCode::CategoryUnknown, |code| catalogue.category(code).is_some());
        let group = cells.code("group");
        let minutes = cells.number("duration_minutes", 1..=LONGEST_WORK_MINUTES);
        let is_skill = |code: &str| stored.skills.iter().any(|skill| skill.code == code);
        let skill = cells.known("skill", FaultCode::SkillUnknown, is_skill);
        let level = cells.number("skill_level", 1..=4);
        let is_equipment = |code: &str| stored.equipment.iter().any(|piece| piece.code == code);
        let equipment = cells.known_list("equipment", FaultCode::EquipmentUnknown, is_equipment);
        let (code, name_en, name_fa) = names?;
        Some(FaultRow {
            code,
            category: category?,
            fault_group: group?,
            name_en,
            name_fa,
            duration_s: minutes? * 60,
            skill: skill?,
            skill_level: level?,
            equipment: Json(equipment),
        })
    });
    let (rows, counts) = compare(rows, &stored.faults, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_faults(tx, &rows).map(|()| counts)?))
}
