//! Codes with their names: skills, equipment, brands and categories.

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Ground, Write, compare};
use crate::domain::fault::FaultCode;
use crate::store::catalogue::{
    Brand, Category, Equipment, Skill, upsert_brands, upsert_categories, upsert_equipment, upsert_skills,
};

pub const COLUMNS: &[&str] = &["code", "name_en", "name_fa"];
pub const CATEGORY_COLUMNS: &[&str] = &["code", "name_en", "name_fa", "skill", "default_duration_minutes"];

/// Minutes of a piece of work at most.
pub const LONGEST_WORK_MINUTES: i32 = 1_440;

/// The code and both names of a row.
pub fn named(cells: &mut Cells<'_>) -> Option<(String, String, String)> {
    let code = cells.code("code");
    let (english, persian) = (cells.text("name_en", NAME_CHARS), cells.text("name_fa", NAME_CHARS));
    Some((code?, english?, persian?))
}

pub fn skills(table: &mut Table, ground: &Ground) -> Write {
    let rows = table
        .read_unique("code", |cells| named(cells).map(|(code, name_en, name_fa)| Skill { code, name_en, name_fa }));
    let (rows, counts) = compare(rows, &ground.catalogue.rows().skills, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_skills(tx, &rows).map(|()| counts)?))
}

pub fn equipment(table: &mut Table, ground: &Ground) -> Write {
    let rows = table
        .read_unique("code", |cells| named(cells).map(|(code, name_en, name_fa)| Equipment { code, name_en, name_fa }));
    let (rows, counts) = compare(rows, &ground.catalogue.rows().equipment, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_equipment(tx, &rows).map(|()| counts)?))
}

pub fn brands(table: &mut Table, ground: &Ground) -> Write {
    let rows = table
        .read_unique("code", |cells| named(cells).map(|(code, name_en, name_fa)| Brand { code, name_en, name_fa }));
    let (rows, counts) = compare(rows, &ground.catalogue.rows().brands, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_brands(tx, &rows).map(|()| counts)?))
}

pub fn categories(table: &mut Table, ground: &Ground) -> Write {
    let known = &ground.catalogue.rows().skills;
    let rows = table.read_unique("code", |cells| {
        let names = named(cells);
        let skill = cells.known("skill", FaultCode::SkillUnknown, |code| known.iter().any(|skill| skill.code == code));
        let minutes = cells.number("default_duration_minutes", 1..=LONGEST_WORK_MINUTES);
        let (code, name_en, name_fa) = names?;
        Some(Category { code, name_en, name_fa, skill: skill?, default_duration_s: minutes? * 60 })
    });
    let (rows, counts) = compare(rows, &ground.catalogue.rows().categories, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_categories(tx, &rows).map(|()| counts)?))
}
