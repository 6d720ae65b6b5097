//! Ranges of serials: the same letters before, and a number at the end that is counted.

use std::fmt;
use std::str::FromStr;

use crate::domain::text::serial_key;

/// Serials from one to another, both included, as they are compared ([`serial_key`]). Both ends have the same length and the
/// same beginning, and differ in the digits at their end alone; so a serial of this form lies between them by number just
/// when it does so by text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SerialRange {
    from: String,
    to: String,
}

/// Why two serials are no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotARange {
    /// One of them is empty.
    #[error("a range has two ends")]
    Empty,
    /// They differ in more than the number at their end.
    #[error("the ends of the range differ in more than the number at the end")]
    Incomparable,
    /// The first is behind the last.
    #[error("the first serial is behind the last")]
    Reversed,
}

impl SerialRange {
    /// The serials between two in any spelling.
    ///
    /// # Errors
    /// Ends that do not compare.
    pub fn new(from: &str, to: &str) -> Result<Self, NotARange> {
        let (from, to) = (serial_key(from), serial_key(to));
        if from.is_empty() || to.is_empty() {
            return Err(NotARange::Empty);
        }
        if from != to && (from.len() != to.len() || head(&from) != head(&to)) {
            return Err(NotARange::Incomparable);
        }
        if to < from { Err(NotARange::Reversed) } else { Ok(Self { from, to }) }
    }

    /// The first serial.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The last serial.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Whether a serial in the form of [`serial_key`] lies in it.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        key.len() == self.from.len()
            && head(key) == head(&self.from)
            && (self.from.as_str()..=self.to.as_str()).contains(&key)
    }
}

fn ends_counted(text: &str) -> bool {
    text.trim_end().chars().next_back().is_some_and(char::is_numeric)
}

/// What stands before the digits at the end.
fn head(key: &str) -> &str {
    key.trim_end_matches(|c: char| c.is_ascii_digit())
}

impl fmt::Display for SerialRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A serial may have a hyphen of its own; three dots never belong to one.
        write!(f, "{}...{}", self.from, self.to)
    }
}

impl FromStr for SerialRange {
    type Err = NotARange;

    /// Reads `ZR100...ZR199`, `ZR100 – ZR199`, `ZR100-ZR199` where neither has a hyphen, or one serial alone.
    fn from_str(text: &str) -> Result<Self, NotARange> {
        let (from, to) = Self::ends(text);
        Self::new(from, to.unwrap_or(from))
    }
}

impl SerialRange {
    /// The ends of a range as it is written, not compared yet; a serial alone has no second one.
    #[must_use]
    pub fn ends(text: &str) -> (&str, Option<&str>) {
        let is_only_one = text.bytes().filter(|byte| *byte == b'-').count() == 1;
        // A hyphen that stands in a serial does not stand between two as long as each other.
        let between_two = |(from, to): &(&str, &str)| is_only_one && from.len() == to.len() && ends_counted(from);
        let ends = ["...", "…", "–", "—", " - "].iter().find_map(|between| text.split_once(between));
        match ends.or_else(|| text.split_once('-').filter(between_two)) {
            Some((from, to)) => (from.trim(), Some(to.trim())),
            None => (text.trim(), None),
        }
    }
}

impl serde::Serialize for SerialRange {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for SerialRange {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_that_do_not_compare_are_no_range() {
        for (from, to, why) in [
            ("", "ZR9", NotARange::Empty),
            ("ZR1", " ", NotARange::Empty),
            ("ZR10", "ZS19", NotARange::Incomparable),
            ("ZR9", "ZR10", NotARange::Incomparable),
            ("ZR10A", "ZR19B", NotARange::Incomparable),
            ("ZR19", "ZR10", NotARange::Reversed),
        ] {
            assert_eq!(SerialRange::new(from, to), Err(why), "{from} {to}");
        }
        let one = SerialRange::new("NK-12B", "nk-12b").unwrap();
        assert!(one.contains("NK-12B") && !one.contains("NK-12C"));
    }

    #[test]
    fn spellings_of_one_range_are_read_as_one() {
        let range = SerialRange::new("ZR00000010", "ZR00000019").unwrap();
        for text in
            ["zr 0000 0010...ZR00000019", "ZR00000010–ZR00000019", "ZR00000010-ZR00000019", "ZR۰۰۰۰۰۰۱۰ … ZR۰۰۰۰۰۰۱۹"]
        {
            assert_eq!(text.parse(), Ok(range.clone()), "{text}");
        }
        assert_eq!(range.to_string().parse(), Ok(range));
        assert_eq!("NK-7 - NK-9".parse(), SerialRange::new("NK-7", "NK-9"));
        assert_eq!("NK-7".parse(), SerialRange::new("NK-7", "NK-7"));
    }

    proptest! {
        #[test]
        fn a_serial_is_in_the_range_when_its_number_is(
            prefix in "[A-Z]{1,3}-?[A-Z]?", other in "[A-Z]{1,3}", width in 1_usize..9,
            numbers in proptest::array::uniform3(0_u64..1_000_000_000),
        ) {
            let most = 10_u64.pow(u32::try_from(width).unwrap());
            let [a, b, number] = numbers.map(|number| number % most);
            let serial = |number: u64| format!("{prefix}{number:0width$}");
            let range = SerialRange::new(&serial(a.min(b)), &serial(a.max(b))).unwrap();
            prop_assert_eq!(range.contains(&serial(number)), (a.min(b)..=a.max(b)).contains(&number));
            prop_assert!(range.contains(&serial(a)) && range.contains(&serial(b)));
            let longer = format!("{prefix}0{number:0width$}");
            prop_assert!(!range.contains(&longer));
            if other != prefix {
                let alien = format!("{other}{a:0width$}");
                prop_assert!(!range.contains(&alien));
            }
        }
    }
}
