//! Models of products.

use super::cells::Table;
use super::names::named;
use super::{Ground, Write, compare};
use crate::domain::fault::FaultCode;
use crate::domain::serial::SerialPattern;
use crate::store::catalogue::{ProductModel, upsert_models};

pub const COLUMNS: &[&str] = &["code", "brand", "category", "name_en", "name_fa", "serial_pattern?"];

const PATTERN_CHARS: usize = 200;

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let catalogue = &ground.catalogue;
    let rows = table.read_unique("code", |cells| {
        let names = named(cells);
        let brand = cells.known("brand", FaultCode::BrandUnknown, |code| catalogue.has_brand(code));
        let category = cells.known("category", FaultCode::CategoryUnknown, |code| catalogue.category(code).is_some());
        let serial_pattern = cells.optional_text("serial_pattern", PATTERN_CHARS);
        if let Some(pattern) = &serial_pattern
            && SerialPattern::parse(pattern).is_none()
        {
            cells.bad("serial_pattern", FaultCode::PatternInvalid, pattern.clone());
        }
        let (code, name_en, name_fa) = names?;
        let (brand, category) = (brand?, category?);
        Some(ProductModel { code, brand, category, name_en, name_fa, serial_pattern })
    });
    let (rows, counts) = compare(rows, &catalogue.rows().models, |row| row.code.clone());
    Box::new(move |tx| Ok(upsert_models(tx, &rows).map(|()| counts)?))
}
