//! A report as a table: CSV, and a workbook for people.

use actix_web::HttpResponse;
use actix_web::http::header;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::app::Error;
use crate::domain::language::Language;
use crate::web::error::{Answer, Problem};

/// Media type of a workbook.
pub const XLSX_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Width of a column of a workbook, characters.
const WIDTH: f64 = 16.0;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words or a code.
    Text(String),
    /// A number of things.
    Count(u64),
    /// A span.
    Seconds(Option<i64>),
    /// A share of 1.
    Share(Option<f64>),
    /// An arithmetic mean.
    Mean(Option<f64>),
}

/// A table.
pub struct Sheet {
    /// Name of the file, without its ending.
    pub name: &'static str,
    /// Decides on which side a workbook begins.
    pub language: Language,
    /// Titles of the columns.
    pub titles: Vec<String>,
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How the figures are made.
    pub note: String,
}

impl Sheet {
    /// As comma-separated values.
    ///
    /// # Errors
    /// Never in practice: it is written to memory.
    pub fn csv(&self) -> Answer {
        let broken = |error: String| Problem(Error::Internal(error));
        let mut to = csv::Writer::from_writer(Vec::new());
        to.write_record(&self.titles).map_err(|error| broken(error.to_string()))?;
        for row in &self.rows {
            to.write_record(row.iter().map(written)).map_err(|error| broken(error.to_string()))?;
        }
        let bytes = to.into_inner().map_err(|error| broken(error.to_string()))?;
        Ok(self.file("text/csv; charset=utf-8", "csv", bytes))
    }

    /// As a workbook: the table, and a second page with the rule.
    ///
    /// # Errors
    /// A table that is too large for a workbook.
    pub fn xlsx(&self) -> Answer {
        let bytes = self.workbook().map_err(|error| Problem(Error::Internal(error.to_string())))?;
        Ok(self.file(XLSX_TYPE, "xlsx", bytes))
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold().set_text_wrap();
        let share = Format::new().set_num_format("0.0%");
        let mean = Format::new().set_num_format("0.00");
        let is_rtl = self.language == Language::Fa;
        let table = book.add_worksheet().set_right_to_left(is_rtl).set_freeze_panes(1, 1)?;
        for (at, title) in (0_u16..).zip(&self.titles) {
            table.write_with_format(0, at, title, &bold)?.set_column_width(at, WIDTH)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (at, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Text(text) => table.write_string(line, at, text)?,
                    Cell::Count(count) => table.write_number(line, at, *count as f64)?,
                    Cell::Seconds(Some(seconds)) => table.write_number(line, at, *seconds as f64)?,
                    Cell::Share(Some(part)) => table.write_number_with_format(line, at, *part, &share)?,
                    Cell::Mean(Some(figure)) => table.write_number_with_format(line, at, *figure, &mean)?,
                    Cell::Seconds(None) | Cell::Share(None) | Cell::Mean(None) => continue,
                };
            }
        }
        let note = Format::new().set_text_wrap();
        let page = book.add_worksheet().set_right_to_left(is_rtl);
        page.set_column_width(0, 100.0)?.write_string_with_format(0, 0, &self.note, &note)?;
        book.save_to_buffer()
    }

    fn file(&self, kind: &str, ending: &str, bytes: Vec<u8>) -> HttpResponse {
        let name = format!("attachment; filename=\"{}.{ending}\"", self.name);
        HttpResponse::Ok().content_type(kind).insert_header((header::CONTENT_DISPOSITION, name)).body(bytes)
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => defused(text),
        Cell::Count(count) => count.to_string(),
        Cell::Seconds(seconds) => seconds.map(|it| it.to_string()).unwrap_or_default(),
        Cell::Share(figure) | Cell::Mean(figure) => figure.map(|it| it.to_string()).unwrap_or_default(),
    }
}

/// A text that a spreadsheet would take for a formula, made a plain text (OWASP, "CSV Injection").
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_a_text() {
        assert_eq!(defused("=1+1"), "'=1+1");
        assert_eq!(defused("\tx"), "'\tx");
        assert_eq!(defused("تهران"), "تهران");
        assert_eq!(written(&Cell::Seconds(Some(-5))), "-5", "a number stays one");
    }
}
