//! A code that machines read, on paper and on screens.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules that a reader needs around the code.
const QUIET: u16 = 4;

/// A QR code as its modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it says.
    pub text: String,
    side: u16,
    dark: Vec<bool>,
}

impl Mark {
    /// The code of a text; none for one that is too long.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let side = u16::try_from(code.width()).ok()?;
        let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { text: text.to_owned(), side, dark })
    }

    /// Modules of a side, without the light around.
    #[must_use]
    pub fn side(&self) -> u16 {
        self.side
    }

    /// Rows of dark modules that touch: the row, where they begin, how many.
    #[must_use]
    pub fn runs(&self) -> Vec<(u16, u16, u16)> {
        let mut runs: Vec<(u16, u16, u16)> = Vec::new();
        for (at, _) in self.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let at = u16::try_from(at).unwrap_or_default();
            let (row, column) = (at / self.side, at % self.side);
            match runs.last_mut() {
                Some((of, from, length)) if *of == row && *from + *length == column => *length += 1,
                _ => runs.push((row, column, 1)),
            }
        }
        runs
    }

    /// The side of the drawing with the light around.
    #[must_use]
    pub fn box_side(&self) -> u16 {
        self.side + 2 * QUIET
    }

    /// The outline of an SVG path, in a box of [`Self::box_side`].
    #[must_use]
    pub fn outline(&self) -> String {
        let mut outline = String::new();
        for (row, from, length) in self.runs() {
            let _ = write!(outline, "M{} {}h{length}v1h-{length}z", from + QUIET, row + QUIET);
        }
        outline
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_all_its_dark_modules() {
        let mark = Mark::of("https://s.example/workshop?tag=W12345674").unwrap();
        let runs = mark.runs();
        assert!(runs.contains(&(0, 0, 7)) && runs.contains(&(0, mark.side() - 7, 7)));
        assert!(runs.contains(&(mark.side() - 1, 0, 7)));
        let dark: usize = runs.iter().map(|(_, _, length)| usize::from(*length)).sum();
        assert_eq!(dark, mark.dark.iter().filter(|dark| **dark).count());
        assert!(mark.outline().starts_with("M4 4h7v1h-7z") && mark.box_side() == mark.side() + 8);
        assert_eq!(Mark::of(&"x".repeat(5_000)), None);
    }
}
