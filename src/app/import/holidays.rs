//! Days on which nobody works, everywhere or in one province.

use std::collections::HashSet;

use super::cells::{NAME_CHARS, Table};
use super::{Ground, Write, compare};
use crate::domain::fault::FaultCode;
use crate::store::Day;
use crate::store::catalogue::{Holiday, upsert_holidays};

pub const COLUMNS: &[&str] = &["date", "name_en", "name_fa", "estimated?", "province?"];

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let mut seen = HashSet::new();
    let rows = table.read(|cells| {
        let day = cells.date("date");
        let (english, persian) = (cells.text("name_en", NAME_CHARS), cells.text("name_fa", NAME_CHARS));
        let estimated = if cells.get("estimated").is_empty() { Some(false) } else { cells.flag("estimated") };
        let province = match cells.given("province") {
            None => Some(String::new()),
            Some(name) => {
                let code = ground.catalogue.province(&name).ok_or(FaultCode::ProvinceUnknown);
                cells.take("province", code.map(str::to_owned))
            }
        };
        let (day, province) = (Day(day?), province?);
        if !seen.insert((day, province.clone())) {
            cells.bad("date", FaultCode::Duplicate, day.0.to_string());
        }
        Some(Holiday { day, province, name_en: english?, name_fa: persian?, estimated: estimated? })
    });
    let (rows, counts) = compare(rows, &ground.catalogue.rows().holidays, |row| (row.day, row.province.clone()));
    Box::new(move |tx| Ok(upsert_holidays(tx, &rows).map(|()| counts)?))
}
