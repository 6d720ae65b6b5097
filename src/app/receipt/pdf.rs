//! The receipt as a PDF: A4, from right to left for Persian.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

use super::script::{Face, Run};
use super::{Mark, ReceiptWords};
use crate::app::Error;
use crate::domain::language::Language;

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 56.0;
const TEXT: f32 = PAGE.0 - 2.0 * MARGIN;
const LEADING: f32 = 1.7;
const PLAIN: f32 = 10.5;
const SMALL: f32 = 9.0;
const LARGE: f32 = 18.0;
/// Side of a code that machines read: about 4 cm.
const MARK: f32 = 113.0;
const INK: (u8, u8, u8) = (28, 32, 38);
const GREY: (u8, u8, u8) = (96, 104, 116);

/// The receipt as a file.
///
/// # Errors
/// The font or the file cannot be made.
pub fn receipt_pdf(words: &ReceiptWords) -> Result<Vec<u8>, Error> {
    let broken = |what: &str| Error::Internal(format!("receipt: {what}"));
    let face = Face::load().ok_or_else(|| broken("the font cannot be read"))?;
    let mut sheet = Sheet { face: &face, is_rtl: words.language == Language::Fa, pages: vec![Vec::new()], y: MARGIN };
    sheet.write(words);
    let Sheet { pages, .. } = sheet;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(words.title.clone()).language(words.language.as_str().to_owned()));
    for page in pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| broken("the page has no size"))?;
        let mut open = document.start_page_with(settings);
        let mut surface = open.surface();
        for drawn in page {
            drawn.paint(&mut surface, &face);
        }
        surface.finish();
        open.finish();
    }
    document.finish().map_err(|error| broken(&format!("{error:?}")))
}

enum Drawn {
    Run { x: f32, y: f32, size: f32, ink: (u8, u8, u8), run: Run },
    Rule { y: f32 },
    Block { x: f32, y: f32, width: f32, height: f32 },
}

impl Drawn {
    fn paint(&self, surface: &mut Surface<'_>, face: &Face) {
        match self {
            Self::Run { x, y, size, ink, run } => {
                surface.set_fill(Some(fill(*ink)));
                surface.draw_glyphs(Point::from_xy(*x, *y), &run.glyphs, face.font.clone(), &run.text, *size, false);
            }
            Self::Rule { y } => {
                block(surface, Rect::from_xywh(MARGIN, *y, TEXT, 0.6), GREY);
            }
            Self::Block { x, y, width, height } => block(surface, Rect::from_xywh(*x, *y, *width, *height), INK),
        }
    }
}

fn block(surface: &mut Surface<'_>, rect: Option<Rect>, ink: (u8, u8, u8)) {
    let mut path = PathBuilder::new();
    if let Some(rect) = rect {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(ink)));
        surface.draw_path(&path);
    }
}

fn fill((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

/// Where a text stands in its line: its beginning and width in points from the edge where reading begins.
#[derive(Clone, Copy)]
struct Column {
    from: f32,
    width: f32,
    is_at_end: bool,
}

const WHOLE: Column = Column { from: 0.0, width: TEXT, is_at_end: false };
const LABEL: Column = Column { from: 0.0, width: 130.0, is_at_end: false };
const VALUE: Column = Column { from: 140.0, width: TEXT - 140.0, is_at_end: false };
const SUM_LABEL: Column = Column { from: 0.0, width: TEXT - 150.0, is_at_end: false };
const SUM: Column = Column { from: TEXT - 140.0, width: 140.0, is_at_end: true };
const LINE: [Column; 4] = [
    Column { from: 0.0, width: 200.0, is_at_end: false },
    Column { from: 205.0, width: 45.0, is_at_end: true },
    Column { from: 255.0, width: 110.0, is_at_end: true },
    Column { from: 370.0, width: TEXT - 370.0, is_at_end: true },
];

struct Sheet<'a> {
    face: &'a Face,
    is_rtl: bool,
    pages: Vec<Vec<Drawn>>,
    y: f32,
}

impl Sheet<'_> {
    fn write(&mut self, words: &ReceiptWords) {
        self.row((SMALL, GREY), &[(WHOLE, &words.organisation)]);
        self.row((LARGE, INK), &[(WHOLE, &words.title)]);
        self.rule();
        for (label, value) in &words.facts {
            self.labelled((LABEL, label), (VALUE, value));
        }
        self.rule();
        if !words.lines.is_empty() {
            self.table(&words.heads, (SMALL, GREY));
            for line in &words.lines {
                self.table(line, (PLAIN, INK));
            }
            self.rule();
        }
        for (label, sum) in &words.sums {
            self.labelled((SUM_LABEL, label), (SUM, sum));
        }
        if !words.sums.is_empty() {
            self.rule();
        }
        for (label, sum) in &words.payments {
            self.labelled((SUM_LABEL, label), (SUM, sum));
        }
        if !words.guarantees.is_empty() {
            self.rule();
        }
        for guarantee in &words.guarantees {
            self.row((PLAIN, INK), &[(WHOLE, guarantee)]);
        }
        if let Some(mark) = &words.mark {
            self.mark(mark);
        }
    }

    /// The code at the edge where reading begins, with light around it.
    fn mark(&mut self, mark: &Mark) {
        let modules = f32::from(mark.side());
        let module = MARK / modules;
        self.make_room(MARK + PLAIN * LEADING);
        let top = self.y + PLAIN;
        let left = if self.is_rtl { PAGE.0 - MARGIN - MARK } else { MARGIN };
        for (row, from, length) in mark.runs() {
            let (x, y) = (left + f32::from(from) * module, top + f32::from(row) * module);
            self.put(Drawn::Block { x, y, width: f32::from(length) * module, height: module });
        }
        self.y = top + MARK;
    }

    fn table(&mut self, cells: &[String; 4], look: (f32, (u8, u8, u8))) {
        let cells: Vec<(Column, &str)> = LINE.into_iter().zip(cells.iter().map(String::as_str)).collect();
        self.row(look, &cells);
    }

    fn labelled(&mut self, (at, label): (Column, &str), (to, value): (Column, &str)) {
        self.row((PLAIN, INK), &[(at, label), (to, value)]);
    }

    fn rule(&mut self) {
        self.make_room(PLAIN * LEADING);
        let y = self.y + PLAIN * 0.5;
        self.put(Drawn::Rule { y });
        self.y += PLAIN * LEADING;
    }

    /// Texts beside each other, each wrapped in its own column.
    fn row(&mut self, (size, ink): (f32, (u8, u8, u8)), cells: &[(Column, &str)]) {
        let wrapped: Vec<(Column, Vec<String>)> =
            cells.iter().map(|(column, text)| (*column, self.wrap(text, column.width / size))).collect();
        let most = wrapped.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        for at in 0..most {
            self.make_room(size * LEADING);
            let y = self.y + size;
            for (column, lines) in &wrapped {
                if let Some(text) = lines.get(at) {
                    self.line((y, size, ink), *column, text);
                }
            }
            self.y += size * LEADING;
        }
    }

    fn line(&mut self, (y, size, ink): (f32, f32, (u8, u8, u8)), column: Column, text: &str) {
        let runs = self.face.runs(text, self.is_rtl);
        let width: f32 = runs.iter().map(|run| run.width * size).sum();
        let room = (column.width - width).max(0.0);
        let from = column.from + if column.is_at_end { room } else { 0.0 };
        let mut x = if self.is_rtl { PAGE.0 - MARGIN - from - width } else { MARGIN + from };
        for run in runs {
            let next = x + run.width * size;
            self.put(Drawn::Run { x, y, size, ink, run });
            x = next;
        }
    }

    /// The text in lines of at most this many ems; a word that is longer stands alone.
    fn wrap(&self, text: &str, most: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            if let Some(line) = lines.last_mut() {
                let longer = format!("{line} {word}");
                if self.face.width(&longer, self.is_rtl) <= most {
                    *line = longer;
                    continue;
                }
            }
            lines.push(word.to_owned());
        }
        lines
    }

    fn make_room(&mut self, height: f32) {
        if self.y + height > PAGE.1 - MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn put(&mut self, drawn: Drawn) {
        if let Some(page) = self.pages.last_mut() {
            page.push(drawn);
        }
    }
}
