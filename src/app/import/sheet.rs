//! Files as rows of text: CSV, the first sheet of an XLSX workbook, and the features of a `GeoJSON` collection.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};

use super::BadRow;
use crate::domain::fault::FaultCode;

/// Rows of a table at most.
pub const MOST_ROWS: usize = 100_000;
/// Bytes that all parts of a workbook together may unpack to.
const MOST_UNPACKED: u64 = 256 << 20;
/// What a `GeoJSON` collection gives of each feature.
const FEATURE_COLUMNS: [&str; 4] = ["agent", "kind", "radius_m", "geometry"];

/// A table as it was found: the header and the rows that are not empty, every cell trimmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns, in lower case.
    pub(super) header: Vec<String>,
    /// Lines of the file with their cells; as many as the header has.
    pub(super) rows: Vec<(u64, Vec<String>)>,
    /// What could not be read.
    pub(super) bad: Vec<BadRow>,
}

impl Sheet {
    /// Reads a file by the end of its name: `.xlsx`, `.geojson` or `.json`; anything else is CSV.
    #[must_use]
    pub fn read(name: &str, bytes: &[u8]) -> Self {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        match end.as_deref() {
            Some("xlsx") => Self::xlsx(bytes),
            Some("geojson" | "json") => Self::geojson(bytes),
            _ => Self::csv(bytes),
        }
    }

    /// Reads a file by how it begins: a workbook, a `GeoJSON` collection, or else CSV.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if bytes.starts_with(b"PK\x03\x04") {
            Self::xlsx(bytes)
        } else if text.starts_with(b"{") {
            Self::geojson(bytes)
        } else {
            Self::csv(bytes)
        }
    }

    /// Reads CSV by RFC 4180: UTF-8, with or without a byte order mark, commas and a header.
    #[must_use]
    pub fn csv(bytes: &[u8]) -> Self {
        let mut sheet = Self::default();
        if bytes.starts_with(b"PK\x03\x04") || bytes.iter().take(8_192).any(|byte| *byte == 0) {
            sheet.note(1, FaultCode::Malformed, "CSV (UTF-8)");
            return sheet;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                sheet.note(line_of(bytes, error.valid_up_to()), FaultCode::NotUtf8, "");
                return sheet;
            }
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let (mut line, mut counted) = (1, 0);
        for record in reader.records() {
            let Ok(record) = record else { break };
            let at = record.position().map_or(counted, |position| usize::try_from(position.byte()).unwrap_or(counted));
            // A record begins at the end of the line before it when that line ends in two characters or was empty.
            let at = at + text[at..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            line += line_of(&text.as_bytes()[counted..], at - counted) - 1;
            counted = at;
            if !sheet.add(line, record.iter().map(|cell| cell.trim().to_owned()).collect()) {
                break;
            }
        }
        sheet.with_header()
    }

    /// Reads the first sheet of a workbook.
    #[must_use]
    pub fn xlsx(bytes: &[u8]) -> Self {
        let mut sheet = Self::default();
        if is_too_large_unpacked(bytes, MOST_UNPACKED) {
            sheet.note(1, FaultCode::FileTooLarge, &format!("{} MiB", MOST_UNPACKED >> 20));
            return sheet;
        }
        let range = Xlsx::new(Cursor::new(bytes)).ok().and_then(|mut book| book.worksheet_range_at(0)?.ok());
        let Some(range) = range else {
            sheet.note(1, FaultCode::Malformed, "XLSX");
            return sheet;
        };
        let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
        for (line, row) in (first..).zip(range.rows()) {
            if !sheet.add(line, row.iter().map(cell).collect()) {
                break;
            }
        }
        sheet.with_header()
    }

    /// Reads a feature collection; the line of a feature is its number, and its columns are `agent`, `kind` and
    /// `radius_m` of its properties and `geometry`, its geometry as text.
    #[must_use]
    pub fn geojson(bytes: &[u8]) -> Self {
        let mut sheet = Self { header: FEATURE_COLUMNS.map(str::to_owned).into(), ..Self::default() };
        let text = std::str::from_utf8(bytes).unwrap_or_default().trim_start_matches('\u{feff}');
        let Ok(collection) = text.parse::<geojson::FeatureCollection>() else {
            sheet.note(1, FaultCode::Malformed, "GeoJSON FeatureCollection");
            return sheet;
        };
        for (line, feature) in (1..).zip(collection.features) {
            let property = |name: &str| match feature.property(name) {
                Some(serde_json::Value::String(text)) => text.trim().to_owned(),
                Some(serde_json::Value::Null) | None => String::new(),
                Some(value) => value.to_string(),
            };
            let geometry = feature.geometry.as_ref().map(ToString::to_string).unwrap_or_default();
            let cells = vec![property("agent"), property("kind"), property("radius_m"), geometry];
            if !sheet.add(line, cells) {
                break;
            }
        }
        sheet
    }

    /// How many rows there are below the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The text in a column of a row below the header, both counted from 0.
    #[must_use]
    pub fn cell(&self, row: usize, column: &str) -> Option<&str> {
        let at = self.header.iter().position(|name| name == column)?;
        Some(self.rows.get(row)?.1.get(at)?.as_str())
    }

    /// Whether there is nothing below the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Keeps a row unless it is empty; `false` when there are too many.
    fn add(&mut self, line: u64, cells: Vec<String>) -> bool {
        if self.rows.len() > MOST_ROWS {
            self.note(line, FaultCode::TooMany, &MOST_ROWS.to_string());
            return false;
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push((line, cells));
        }
        true
    }

    /// Takes the first row as the header, and every row that has another number of cells as bad.
    fn with_header(mut self) -> Self {
        if self.rows.is_empty() {
            self.note(1, FaultCode::Required, "");
            return self;
        }
        let (_, mut header) = self.rows.remove(0);
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let width = header.len();
        let mut uneven = Vec::new();
        for (line, cells) in &mut self.rows {
            // Programs of tables leave empty cells at the end out, or write more of them than the header has.
            while cells.len() > width && cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            if cells.len() != width {
                uneven.push(*line);
            }
        }
        self.rows.retain(|(_, cells)| cells.len() == width);
        for line in uneven {
            self.note(line, FaultCode::Malformed, &header.join(","));
        }
        self.header = header.iter().map(|name| name.to_lowercase()).collect();
        self
    }

    fn note(&mut self, line: u64, code: FaultCode, about: &str) {
        self.bad.push(BadRow { line, column: String::new(), code, about: about.to_owned() });
    }
}

/// Whether the parts of a workbook unpack to more than is read. They are unpacked for it part by part and thrown away,
/// because what a part says of its own size may be a lie.
fn is_too_large_unpacked(bytes: &[u8], most: u64) -> bool {
    let Ok(mut parts) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = most;
    for at in 0..parts.len() {
        let Ok(part) = parts.by_index(at) else { continue };
        // A part that cannot be unpacked to its end counts as far as it went; the reader refuses it afterwards.
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or_default();
        if unpacked > left {
            return true;
        }
        left -= unpacked;
    }
    false
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    bytes[..at].split(|byte| *byte == b'\n').count() as u64
}

/// A cell as the same text that CSV would hold.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sheet: &Sheet) -> Vec<(u64, Vec<&str>)> {
        sheet.rows.iter().map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect())).collect()
    }

    #[test]
    fn csv_knows_its_lines() {
        for end in ["\n", "\r\n"] {
            let lines = ["\u{feff}Code, NAME ,x", "a,\"one", "two\",", "", "b,\"q\"\"q\",3", ",,", " c , , "];
            let sheet = Sheet::csv(lines.join(end).as_bytes());
            assert_eq!(sheet.header, ["code", "name", "x"]);
            let two = format!("one{end}two");
            let expected = [(2, vec!["a", &two, ""]), (5, vec!["b", "q\"q", "3"]), (7, vec!["c", "", ""])];
            assert_eq!(rows(&sheet), expected);
            assert!(sheet.bad.is_empty());
        }
    }

    #[test]
    fn what_is_no_table_is_told_with_its_line() {
        let first = |sheet: Sheet| sheet.bad.first().map(|bad| (bad.line, bad.code));
        assert_eq!(first(Sheet::csv(b"code,name\na,b\nc,\xff\n")), Some((3, FaultCode::NotUtf8)));
        assert_eq!(first(Sheet::csv(b"PK\x03\x04abc")), Some((1, FaultCode::Malformed)));
        assert_eq!(first(Sheet::csv(b"")), Some((1, FaultCode::Required)));
        assert_eq!(first(Sheet::csv(b"code,name\na,b,c\nd\n")), Some((2, FaultCode::Malformed)));
        assert_eq!(first(Sheet::xlsx(b"PK")), Some((1, FaultCode::Malformed)));
        assert_eq!(first(Sheet::geojson(b"{}")), Some((1, FaultCode::Malformed)));
    }

    #[test]
    fn a_million_rows_are_refused_with_the_limit() {
        let sheet = Sheet::csv(("code,name\n".to_owned() + &"a,b\n".repeat(1_000_000)).as_bytes());
        let bad = sheet.bad.first().unwrap();
        assert_eq!((bad.code, bad.about.as_str()), (FaultCode::TooMany, "100000"));
        assert!(sheet.len() <= MOST_ROWS);
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_not_unpacked() {
        use std::io::Write as _;
        let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b"] {
            book.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            book.write_all(&[0; 6_000]).unwrap();
        }
        let bytes = book.finish().unwrap().into_inner();
        assert!(bytes.len() < 1_000);
        assert!(is_too_large_unpacked(&bytes, 11_999) && !is_too_large_unpacked(&bytes, 12_000));
    }

    #[test]
    fn windows_1256_is_told_by_name() {
        // The Persian word for name in that encoding.
        let sheet = Sheet::csv(b"code,name_fa\nx,\xe4\xc7\xe3\n");
        assert_eq!((sheet.bad[0].line, sheet.bad[0].code), (2, FaultCode::NotUtf8));
    }

    #[test]
    fn features_become_rows() {
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"agent":"a","kind":"overflow",
            "radius_m":5000},"geometry":{"type":"Point","coordinates":[51.0,35.0]}}]}"#;
        let sheet = Sheet::read("areas.GeoJSON", text.as_bytes());
        let point = r#"{"type":"Point","coordinates":[51.0,35.0]}"#;
        assert_eq!(rows(&sheet), [(1, vec!["a", "overflow", "5000", point])]);
        assert_eq!(Sheet::of(format!("\u{feff} {text}").as_bytes()), sheet, "it is known by how it begins");
        assert_eq!(Sheet::of(b"code\n{a}\n"), Sheet::csv(b"code\n{a}\n"));
    }
}
