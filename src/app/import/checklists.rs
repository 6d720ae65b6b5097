//! Checklists: what each kind of work is asked on site, by category or for all categories.

use std::collections::HashSet;

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Ground, Write, compare};
use crate::domain::checklist::AnswerForm;
use crate::domain::fault::FaultCode;
use crate::domain::job::JobKind;
use crate::domain::photo::PhotoKind;
use crate::store::Col;
use crate::store::checklists::{ChecklistRow, upsert_checklists};

pub const COLUMNS: &[&str] = &[
    "category",
    "kind",
    "code",
    "position",
    "name_en",
    "name_fa",
    "form",
    "unit?",
    "least?",
    "most?",
    "photo?",
    "expected?",
    "required",
    "used?",
];

/// Items of a list at most, and characters of a unit.
const MOST_ITEMS: i32 = 200;
const UNIT_CHARS: usize = 20;

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let mut seen = HashSet::new();
    let rows = table.read(|cells| {
        let row = row(cells, ground)?;
        if !seen.insert((row.category.clone(), row.kind.0, row.code.clone())) {
            cells.bad("code", FaultCode::Duplicate, row.code.clone());
        }
        Some(row)
    });
    let key = |row: &ChecklistRow| (row.category.clone(), row.kind.0, row.code.clone());
    let (rows, counts) = compare(rows, &ground.catalogue.rows().checklists, key);
    Box::new(move |tx| Ok(upsert_checklists(tx, &rows).map(|()| counts)?))
}

fn row(cells: &mut Cells<'_>, ground: &Ground) -> Option<ChecklistRow> {
    let is_category = |code: &str| ground.catalogue.category(code).is_some();
    let category = cells.optional_known("category", FaultCode::CategoryUnknown, is_category);
    let kind = cells.choice("kind", JobKind::ALL);
    let code = code(cells);
    let position = cells.number("position", 1..=MOST_ITEMS);
    let (name_en, name_fa) = (cells.text("name_en", NAME_CHARS), cells.text("name_fa", NAME_CHARS));
    let form = cells.choice("form", AnswerForm::ALL);
    let unit = cells.optional_text("unit", UNIT_CHARS);
    let (least, most) = (bound(cells, "least"), bound(cells, "most"));
    if let (Some(least), Some(most)) = (least, most)
        && most < least
    {
        cells.bad("most", FaultCode::OutOfRange, format!("{least}–"));
    }
    let photo = if form == Some(AnswerForm::Photo) {
        cells.choice("photo", PhotoKind::ALL)
    } else {
        unfit(cells, "photo");
        None
    };
    let expected = expected(cells, form);
    if form.is_some_and(|form| form != AnswerForm::Number) {
        for column in ["unit", "least", "most"] {
            unfit(cells, column);
        }
    }
    let is_required = cells.flag("required");
    let is_used = if cells.given("used").is_some() { cells.flag("used") } else { Some(true) };
    Some(ChecklistRow {
        category: category.unwrap_or_default(),
        kind: Col(kind?),
        code: code?,
        position: position?,
        form: Col(form?),
        unit,
        least,
        most,
        photo: photo.map(Col),
        expected,
        is_required: is_required?,
        name_en: name_en?,
        name_fa: name_fa?,
        is_used: is_used?,
    })
}

/// A code that is part of a field's name.
fn code(cells: &mut Cells<'_>) -> Option<String> {
    let code = cells.code("code")?;
    if code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        return Some(code);
    }
    cells.bad("code", FaultCode::Malformed, "voltage");
    None
}

fn bound(cells: &mut Cells<'_>, column: &str) -> Option<f64> {
    cells.given(column).and_then(|_| cells.decimal(column))
}

/// What only another form of answer has.
fn unfit(cells: &mut Cells<'_>, column: &str) {
    if let Some(given) = cells.given(column) {
        cells.bad(column, FaultCode::NotAllowed, given);
    }
}

fn expected(cells: &mut Cells<'_>, form: Option<AnswerForm>) -> Option<String> {
    let expected = cells.given("expected")?.to_lowercase();
    let fits = form == Some(AnswerForm::YesNo) && ["yes", "no"].contains(&expected.as_str());
    if !fits {
        cells.bad("expected", FaultCode::NotAllowed, "yes, no");
    }
    fits.then_some(expected)
}
