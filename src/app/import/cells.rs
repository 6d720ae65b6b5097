//! The cells of a row as values; each notes its own fault and the reading goes on.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::moments::{date, moment};
use super::sheet::Sheet;
use super::{BadRow, Ground};
use crate::domain::fault::FaultCode;
use crate::domain::geo::Position;
use crate::domain::hours::WeekHours;
use crate::domain::phone::Phone;
use crate::domain::text::{clean_line, latin_digits};
use crate::domain::time::Instant;

/// Characters of a code at most.
const CODE_CHARS: usize = 64;
/// Characters of a name at most.
pub const NAME_CHARS: usize = 200;

/// A table whose columns are known.
pub struct Table {
    sheet: Sheet,
    columns: HashMap<String, usize>,
    is_readable: bool,
}

impl Table {
    /// Checks the header: a column that is unknown, missing or there twice is a fault of line 1, and no row is read.
    pub fn new(mut sheet: Sheet, columns: &[&str]) -> Self {
        let mut faults = Vec::new();
        let mut note = |column: &str, code| {
            faults.push(BadRow { line: 1, column: column.to_owned(), code, about: column.to_owned() });
        };
        let mut found = HashMap::new();
        for (at, name) in sheet.header.iter().enumerate() {
            if !columns.iter().any(|column| column.trim_end_matches('?') == name) {
                note(name, FaultCode::UnknownField);
            } else if found.insert(name.clone(), at).is_some() {
                note(name, FaultCode::Duplicate);
            }
        }
        let is_missing = |column: &&&str| !sheet.header.is_empty() && !found.contains_key(**column);
        for column in columns.iter().filter(|column| !column.ends_with('?')).filter(is_missing) {
            note(column, FaultCode::MissingField);
        }
        let is_readable = faults.is_empty();
        sheet.bad.append(&mut faults);
        Self { sheet, columns: found, is_readable }
    }

    /// The good rows; the faults of the others are kept.
    pub fn read<T>(&mut self, mut row: impl FnMut(&mut Cells<'_>) -> Option<T>) -> Vec<T> {
        let mut values = Vec::with_capacity(self.sheet.rows.len());
        for (line, cells) in self.sheet.rows.iter().filter(|_| self.is_readable) {
            let mut cells = Cells { columns: &self.columns, line: *line, texts: cells, bad: Vec::new() };
            match row(&mut cells) {
                Some(value) if cells.bad.is_empty() => values.push(value),
                _ => self.sheet.bad.append(&mut cells.bad),
            }
        }
        values
    }

    /// The good rows, no two with the same text in `column`.
    pub fn read_unique<T>(&mut self, column: &'static str, mut row: impl FnMut(&mut Cells<'_>) -> Option<T>) -> Vec<T> {
        let mut seen = HashSet::new();
        self.read(|cells| {
            let key = cells.get(column).to_owned();
            if !key.is_empty() && !seen.insert(key.clone()) {
                cells.bad(column, FaultCode::Duplicate, key);
            }
            row(cells)
        })
    }

    /// Every fault, by line.
    pub fn into_bad(mut self) -> Vec<BadRow> {
        self.sheet.bad.sort_by_key(|bad| bad.line);
        self.sheet.bad
    }
}

/// One row. What gives `None` has noted why, except for an optional cell that is empty; a row with a note is dropped
/// whole, so that its other values do not matter.
pub struct Cells<'a> {
    columns: &'a HashMap<String, usize>,
    line: u64,
    texts: &'a [String],
    bad: Vec<BadRow>,
}

impl Cells<'_> {
    /// The text of a cell; empty when the file has no such column.
    pub fn get(&self, column: &str) -> &str {
        self.columns.get(column).map_or("", |at| self.texts[*at].as_str())
    }

    /// Whether the file has the column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Notes a fault.
    pub fn bad(&mut self, column: &str, code: FaultCode, about: impl Into<String>) {
        self.bad.push(BadRow { line: self.line, column: column.to_owned(), code, about: about.into() });
    }

    /// Unwraps a result, noting its fault with the cell's text.
    pub fn take<T>(&mut self, column: &str, result: Result<T, FaultCode>) -> Option<T> {
        match result {
            Ok(value) => return Some(value),
            // Of what cannot be read, the message shows the form and not the value.
            Err(FaultCode::Malformed) => self.bad(column, FaultCode::Malformed, ""),
            Err(code) => self.bad(column, code, self.get(column).to_owned()),
        }
        None
    }

    /// The cell's text if there is any; nothing is noted.
    pub fn given(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The cell's text; an empty cell is a fault.
    pub fn required(&mut self, column: &str) -> Option<String> {
        let text = self.given(column);
        if text.is_none() {
            self.bad(column, FaultCode::Required, "");
        }
        text
    }

    /// A line of text, `max` characters at most.
    pub fn text(&mut self, column: &str, max: usize) -> Option<String> {
        let text = self.required(column)?;
        self.line(column, &text, max)
    }

    /// A line of text that may be left out.
    pub fn optional_text(&mut self, column: &str, max: usize) -> Option<String> {
        let text = self.given(column)?;
        self.line(column, &text, max)
    }

    fn line(&mut self, column: &str, text: &str, max: usize) -> Option<String> {
        match clean_line(text, max) {
            Err(FaultCode::TooLong) => {
                self.bad(column, FaultCode::TooLong, max.to_string());
                None
            }
            other => self.take(column, other),
        }
    }

    /// A code of the organisation.
    pub fn code(&mut self, column: &str) -> Option<String> {
        self.text(column, CODE_CHARS)
    }

    /// One of the codes that the program knows.
    pub fn choice<T: FromStr + AsRef<str>>(&mut self, column: &str, all: &[T]) -> Option<T> {
        let text = self.required(column)?.to_lowercase();
        let choice = text.parse().ok();
        if choice.is_none() {
            let allowed: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
            self.bad(column, FaultCode::NotAllowed, allowed.join(", "));
        }
        choice
    }

    /// A code that must be known; `code` is noted when it is not.
    pub fn known(&mut self, column: &str, code: FaultCode, is_known: impl Fn(&str) -> bool) -> Option<String> {
        let text = self.required(column)?;
        self.if_known(column, text, code, is_known)
    }

    /// A code that may be left out and otherwise must be known.
    pub fn optional_known(&mut self, column: &str, code: FaultCode, is_known: impl Fn(&str) -> bool) -> Option<String> {
        let text = self.given(column)?;
        self.if_known(column, text, code, is_known)
    }

    fn if_known(
        &mut self,
        column: &str,
        text: String,
        code: FaultCode,
        is_known: impl Fn(&str) -> bool,
    ) -> Option<String> {
        if is_known(&text) {
            return Some(text);
        }
        self.bad(column, code, text);
        None
    }

    /// The parts of a list separated by `;`.
    pub fn list(&self, column: &str) -> Vec<String> {
        let parts = self.get(column).split(';').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    }

    /// A list of codes that must each be known; one fault for each that is not.
    pub fn known_list(&mut self, column: &str, code: FaultCode, is_known: impl Fn(&str) -> bool) -> Vec<String> {
        let list = self.list(column);
        for unknown in list.iter().filter(|part| !is_known(part)) {
            self.bad(column, code, unknown.clone());
        }
        list
    }

    /// A whole number within a range.
    pub fn number(&mut self, column: &str, range: RangeInclusive<i32>) -> Option<i32> {
        let text = self.required(column)?;
        let Ok(number) = latin_digits(&text).parse::<i64>() else {
            self.bad(column, FaultCode::Malformed, range.start().to_string());
            return None;
        };
        let number = i32::try_from(number).ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.bad(column, FaultCode::OutOfRange, format!("{}–{}", range.start(), range.end()));
        }
        number
    }

    /// A number with a decimal point.
    pub fn decimal(&mut self, column: &str) -> Option<f64> {
        let text = self.required(column)?;
        let number = latin_digits(&text).replace('٫', ".").parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.bad(column, FaultCode::Malformed, "35.7");
        }
        number
    }

    /// `true` or `false`, also as 1 or 0 and yes or no.
    pub fn flag(&mut self, column: &str) -> Option<bool> {
        let text = self.required(column)?;
        match latin_digits(&text).to_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => {
                self.bad(column, FaultCode::NotAllowed, "true, false");
                None
            }
        }
    }

    /// A date: `2026-11-22` or, of the Jalali calendar, `1405/09/01`, in any digits.
    pub fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let text = self.required(column)?;
        let date = date(&text);
        if date.is_none() {
            self.bad(column, FaultCode::Malformed, "2026-11-22, 1405-09-01");
        }
        date
    }

    /// A date that may be left out.
    pub fn optional_date(&mut self, column: &str) -> Option<NaiveDate> {
        self.given(column).and_then(|_| self.date(column))
    }

    /// A whole number within a range that may be left out.
    pub fn optional_number(&mut self, column: &str, range: RangeInclusive<i32>) -> Option<i32> {
        self.given(column).and_then(|_| self.number(column, range))
    }

    /// A moment on the clocks of `zone`: a date, with or without the time of the day. Without it, the midnight before the
    /// date or, for an end, the one after it.
    pub fn moment(&mut self, column: &str, zone: Tz, is_end: bool) -> Option<Instant> {
        let text = self.required(column)?;
        let at = moment(&text, zone, is_end);
        if at.is_none() {
            self.bad(column, FaultCode::Malformed, "2026-11-22 14:30, 1405/09/01");
        }
        at
    }

    /// A telephone number.
    pub fn phone(&mut self, column: &str, region: &str) -> Option<Phone> {
        let text = self.required(column)?;
        self.take(column, Phone::parse(&text, region))
    }

    /// Working hours of a week with at least one open span.
    pub fn hours(&mut self, column: &str) -> Option<WeekHours> {
        let text = self.required(column)?;
        let hours = text.parse::<WeekHours>().and_then(|hours| {
            let is_open = hours.days().iter().any(|day| !day.is_empty());
            is_open.then_some(hours).ok_or(FaultCode::HoursMalformed)
        });
        self.take(column, hours)
    }

    /// The position in the columns `lat` and `lon`.
    pub fn position(&mut self) -> Option<Position> {
        let (lat, lon) = (self.decimal("lat"), self.decimal("lon"));
        let position = Position { lat: lat?, lon: lon? };
        let faults = position.faults();
        for (column, code) in &faults {
            self.bad(column, *code, self.get(column).to_owned());
        }
        faults.is_empty().then_some(position)
    }

    /// The codes of the province and of a place in it, from the columns `province` and `city`, each a code or a name.
    pub fn place(&mut self, ground: &Ground) -> Option<(String, String)> {
        let province = self.required("province").and_then(|name| {
            let province = ground.catalogue.province(&name).ok_or(FaultCode::ProvinceUnknown);
            self.take("province", province.map(str::to_owned))
        });
        let city = self.required("city")?;
        let place = ground.catalogue.place(&city, Some(province.as_ref()?)).ok_or(FaultCode::PlaceUnknown);
        let place = self.take("city", place.map(|place| place.code.clone()))?;
        Some((province?, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_notes_its_own_fault() {
        let sheet = Sheet::csv("a,b,c,d\nx,۱۲,1405/1/1,maybe\n,99,soon,yes\n".as_bytes());
        let mut table = Table::new(sheet, &["a", "b", "c", "d", "e?"]);
        let rows = table.read(|cells| {
            let (a, b) = (cells.text("a", 5), cells.number("b", 1..=20));
            let (c, d) = (cells.date("c"), cells.flag("d"));
            Some((a?, b?, c?, d?))
        });
        assert_eq!(rows, []);
        let bad: Vec<_> = table.into_bad().into_iter().map(|bad| (bad.line, bad.column, bad.code)).collect();
        let expected = [
            (2, "d", FaultCode::NotAllowed),
            (3, "a", FaultCode::Required),
            (3, "b", FaultCode::OutOfRange),
            (3, "c", FaultCode::Malformed),
        ];
        assert_eq!(bad, expected.map(|(line, column, code)| (line, column.to_owned(), code)));
    }

    #[test]
    fn a_wrong_header_is_a_fault_of_line_1() {
        let mut table = Table::new(Sheet::csv(b"a,x,A\n1,2,3\n"), &["a", "b"]);
        assert_eq!(table.read(|_| Some(())), []);
        let bad: Vec<_> = table.into_bad().into_iter().map(|bad| (bad.line, bad.column, bad.code)).collect();
        let expected = [("x", FaultCode::UnknownField), ("a", FaultCode::Duplicate), ("b", FaultCode::MissingField)];
        assert_eq!(bad, expected.map(|(column, code)| (1, column.to_owned(), code)));
    }
}
