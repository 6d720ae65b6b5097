//! The two languages that everything a person reads exists in.

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// Persian: right to left, Jalali calendar, Persian digits.
    #[default]
    Fa,
    /// English: left to right, Gregorian calendar.
    En,
}

super::codes!(Language { Fa => "fa", En => "en" });

impl Language {
    /// Value of the `dir` attribute.
    #[must_use]
    pub fn direction(self) -> &'static str {
        match self {
            Self::Fa => "rtl",
            Self::En => "ltr",
        }
    }

    /// The first known language of an `Accept-Language` header, if any is known.
    #[must_use]
    pub fn from_accept(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| part.trim().get(..2)?.to_ascii_lowercase().parse().ok())
    }
}
