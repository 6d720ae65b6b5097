//! Text in glyphs: runs of one direction in the order in which they are seen, each shaped by the font.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};

/// The font of the pages, as PDF readers take it.
const FONT: &[u8] = include_bytes!("../../../static/vazirmatn.ttf");

/// The font, for drawing and for shaping.
pub(super) struct Face {
    pub(super) font: Font,
    shaper: rustybuzz::Face<'static>,
    em: f32,
}

/// Text of one direction.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub(super) width: f32,
}

impl Face {
    /// The embedded font; none if it cannot be read.
    pub(super) fn load() -> Option<Self> {
        let font = Font::new(FONT.into(), 0)?;
        let shaper = rustybuzz::Face::from_slice(FONT, 0)?;
        let em = f32::from(u16::try_from(shaper.units_per_em()).ok()?);
        Some(Self { font, shaper, em })
    }

    /// The runs of a line from left to right, in a paragraph of this direction.
    pub(super) fn runs(&self, text: &str, is_rtl: bool) -> Vec<Run> {
        let level = if is_rtl { Level::rtl() } else { Level::ltr() };
        let info = BidiInfo::new(text, Some(level));
        let mut runs = Vec::new();
        for paragraph in &info.paragraphs {
            let (levels, ranges) = info.visual_runs(paragraph, paragraph.range.clone());
            for range in ranges {
                let is_rtl = levels.get(range.start).is_some_and(Level::is_rtl);
                runs.extend(text.get(range).map(|part| self.shape(part, is_rtl)));
            }
        }
        runs
    }

    /// Width of a line in ems.
    pub(super) fn width(&self, text: &str, is_rtl: bool) -> f32 {
        self.runs(text, is_rtl).iter().map(|run| run.width).sum()
    }

    fn shape(&self, text: &str, is_rtl: bool) -> Run {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = rustybuzz::shape(&self.shaper, &[], buffer);
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| offset(info.cluster)).collect();
        starts.sort_unstable();
        starts.dedup();
        let end_of = |start: usize| starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, at)| {
            let start = offset(info.cluster);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                self.ems(at.x_advance),
                self.ems(at.x_offset),
                self.ems(at.y_offset),
                self.ems(at.y_advance),
                start..end_of(start),
                None,
            )
        });
        let glyphs: Vec<KrillaGlyph> = glyphs.collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Run { text: text.to_owned(), glyphs, width }
    }

    /// A font's units are below 2^15, which every float holds exactly.
    fn ems(&self, units: i32) -> f32 {
        f32::from(i16::try_from(units).unwrap_or(0)) / self.em
    }
}

fn offset(cluster: u32) -> usize {
    usize::try_from(cluster).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_and_digit_has_its_glyph() {
        let face = Face::load().unwrap();
        for text in [
            "رسید تعمیر ماشین لباسشویی گچپژ",
            "۱۲٬۵۰۰٬۰۰۰ ریال",
            "Receipt ABCxyz 0123456789 · – ٪ %",
            "12345674-1",
            "قطعه · \u{2068}پمپ 30W\u{2069} · \u{2068}P-100\u{2069} × ۲",
        ] {
            for is_rtl in [false, true] {
                let runs = face.runs(text, is_rtl);
                let missing = runs.iter().flat_map(|run| &run.glyphs).filter(|glyph| glyph.glyph_id.to_u32() == 0);
                assert_eq!(missing.count(), 0, "{text}");
                assert_eq!(runs.iter().map(|run| run.text.len()).sum::<usize>(), text.len());
            }
        }
    }

    #[test]
    fn letters_join_and_numbers_run_from_left_to_right() {
        let face = Face::load().unwrap();
        let ids = |text: &str| -> Vec<u32> {
            face.runs(text, true).iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.glyph_id.to_u32()).collect()
        };
        let (alone, joined) = (ids("ب"), ids("ببب"));
        assert!(joined.iter().any(|glyph| !alone.contains(glyph)), "a joined letter has another form");
        let runs = face.runs("شماره 123", true);
        assert_eq!(
            runs.first().map(|run| run.text.as_str()),
            Some("123"),
            "the number stands to the left of its label"
        );
        let ascending: Vec<usize> = runs[0].glyphs.iter().map(|glyph| glyph.text_range.start).collect();
        assert!(ascending.is_sorted());
    }
}
