//! Numbers of parts, and the chain of parts that stand in the place of one another.

use std::fmt;
use std::str::FromStr;

use crate::domain::fault::FaultCode;
use crate::domain::text::fold_compact;

/// Characters of a number at most.
const MOST_CHARS: usize = 40;

/// The number of a part as it is kept and compared: Latin digits, capitals, one kind of dash, no spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct PartNumber(String);

impl PartNumber {
    /// Reads a number as people type it: in any digits, letters of any case, any dash, with or without spaces.
    ///
    /// # Errors
    /// `Required` for an empty text, `TooLong`, and `Malformed` for anything but letters, digits, dashes, dots and
    /// underscores.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let plain: String = fold_compact(text).chars().map(one_dash).collect::<String>().to_ascii_uppercase();
        if plain.is_empty() {
            return Err(FaultCode::Required);
        }
        if plain.chars().count() > MOST_CHARS {
            return Err(FaultCode::TooLong);
        }
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let is_named = plain.chars().any(|c| c.is_ascii_alphanumeric());
        if is_named && plain.chars().all(is_allowed) { Ok(Self(plain)) } else { Err(FaultCode::Malformed) }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn one_dash(c: char) -> char {
    if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}') { '-' } else { c }
}

/// A text that is no number of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a part: expected letters, digits, dashes, dots and underscores")]
pub struct NotANumber;

impl FromStr for PartNumber {
    type Err = NotANumber;
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Self::parse(text).map_err(|_| NotANumber)
    }
}

impl AsRef<str> for PartNumber {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PartNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for PartNumber {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl utoipa::PartialSchema for PartNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::domain::text_schema(None)
    }
}

impl utoipa::ToSchema for PartNumber {}

/// Parts that stand in the place of one another in a round, so that none of them can be ordered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} comes back to itself")]
pub struct Round(pub PartNumber);

/// The part that is delivered today for `number`: itself, or the end of the chain of those that took its place. `next`
/// tells what took the place of one.
///
/// # Errors
/// A chain that comes back to a part that it has passed.
pub fn successor(number: &PartNumber, next: impl Fn(&PartNumber) -> Option<PartNumber>) -> Result<PartNumber, Round> {
    let mut passed = vec![number.clone()];
    let mut now = number.clone();
    while let Some(then) = next(&now) {
        if passed.contains(&then) {
            return Err(Round(then));
        }
        passed.push(then.clone());
        now = then;
    }
    Ok(now)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> PartNumber {
        PartNumber::parse(text).unwrap()
    }

    #[test]
    fn one_number_has_many_spellings() {
        for spelling in ["wp-1042", " WP-۱۰۴۲ ", "WP‑١٠٤٢", "wp – 10 42", "ＷＰ－1042"] {
            assert_eq!(number(spelling).as_str(), "WP-1042", "{spelling}");
        }
        assert_eq!(PartNumber::parse(" \u{200c}"), Err(FaultCode::Required));
        assert_eq!(PartNumber::parse(&"9".repeat(41)), Err(FaultCode::TooLong));
        for wrong in ["WP/1", "پمپ", "--", "A+B", "a\u{202e}b/"] {
            assert_eq!(PartNumber::parse(wrong), Err(FaultCode::Malformed), "{wrong}");
        }
    }

    #[test]
    fn a_chain_ends_with_what_is_delivered_and_a_round_is_found() {
        let chain = HashMap::from([(number("A"), number("B")), (number("B"), number("C"))]);
        let next = |it: &PartNumber| chain.get(it).cloned();
        for from in ["A", "B", "C"] {
            assert_eq!(successor(&number(from), next), Ok(number("C")));
        }
        assert_eq!(successor(&number("other"), next), Ok(number("OTHER")));
        let round = |it: &PartNumber| Some(if *it == number("A") { number("B") } else { number("A") });
        assert_eq!(successor(&number("A"), round), Err(Round(number("A"))));
        assert!(successor(&number("C"), |_| Some(number("C"))).is_err());
    }

    proptest! {
        #[test]
        fn a_kept_number_is_read_as_itself(text in "\\PC{0,50}") {
            if let Ok(read) = PartNumber::parse(&text) {
                prop_assert_eq!(PartNumber::parse(read.as_str()), Ok(read));
            }
        }

        #[test]
        fn every_chain_ends_or_is_called_a_round(steps in proptest::collection::vec(0_usize..12, 12)) {
            let at = |index: usize| number(&format!("P{index}"));
            let next = |it: &PartNumber| (0..12).find(|index| at(*index) == *it).map(|index| at(steps[index]));
            let bounded = |it: &PartNumber| next(it).filter(|then| then > it);
            prop_assert!(successor(&at(0), next).is_err());
            prop_assert!(successor(&at(0), bounded).is_ok());
        }
    }
}
