//! First aid: what callers can check or do at once about a fault.

use std::collections::HashSet;

use super::cells::{Cells, Table};
use super::{Ground, Write, compare};
use crate::domain::fault::FaultCode;
use crate::store::first_aid::{FirstAidRow, upsert_first_aid};

pub const COLUMNS: &[&str] = &["fault", "position", "step_en", "step_fa", "safety?", "used?"];

/// Steps of a fault at most; nobody listens to more.
const MOST_STEPS: i32 = 20;
/// Characters of a step: two lines on a telephone, and read out in one breath.
const STEP_CHARS: usize = 200;

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let mut seen = HashSet::new();
    let rows = table.read(|cells| {
        let row = row(cells, ground)?;
        if !seen.insert((row.fault.clone(), row.position)) {
            cells.bad("position", FaultCode::Duplicate, row.position.to_string());
        }
        Some(row)
    });
    let key = |row: &FirstAidRow| (row.fault.clone(), row.position);
    let (rows, counts) = compare(rows, &ground.catalogue.rows().first_aid, key);
    Box::new(move |tx| Ok(upsert_first_aid(tx, &rows).map(|()| counts)?))
}

fn row(cells: &mut Cells<'_>, ground: &Ground) -> Option<FirstAidRow> {
    let fault = cells.known("fault", FaultCode::FaultUnknown, |code| ground.catalogue.fault(code).is_some());
    let position = cells.number("position", 1..=MOST_STEPS);
    let (step_en, step_fa) = (cells.text("step_en", STEP_CHARS), cells.text("step_fa", STEP_CHARS));
    let is_safety = flag(cells, "safety", false);
    let is_used = flag(cells, "used", true);
    Some(FirstAidRow {
        fault: fault?,
        position: position?,
        step_en: step_en?,
        step_fa: step_fa?,
        is_safety: is_safety?,
        is_used: is_used?,
    })
}

/// A flag that may be left out, and what it is then.
fn flag(cells: &mut Cells<'_>, column: &str, usual: bool) -> Option<bool> {
    if cells.given(column).is_some() { cells.flag(column) } else { Some(usual) }
}
