//! The code on the tag of a unit: short enough to be said, with a digit that finds slips.

use std::fmt;
use std::str::FromStr;

use crate::domain::reference::check_digit;
use crate::domain::text;

/// Numbers that a tag can have before its check digit.
const NUMBERS: u128 = 10_000_000;

/// `W`, seven digits and a Damm digit, such as `W12345674`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag([u8; 9]);

/// Why a text is no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a tag: expected W and eight digits whose check digit is right")]
pub struct NotATag;

impl Tag {
    /// The tag of a number; only its last seven digits count.
    #[must_use]
    pub fn from_number(number: u128) -> Self {
        let mut rest = number % NUMBERS;
        let mut digits = [0_u8; 7];
        for digit in digits.iter_mut().rev() {
            *digit = u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Self::of(digits, check_digit(&digits))
    }

    fn of(digits: [u8; 7], last: u8) -> Self {
        let mut text = [b'W'; 9];
        for (at, digit) in digits.iter().chain([&last]).enumerate() {
            text[at + 1] = b'0' + digit;
        }
        Self(text)
    }

    /// Reads what a person types or a scanner reads: any digits, with or without the letter, with spaces and hyphens.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let folded = text::fold(input);
        let bare = folded.trim().trim_start_matches(['w', 'W']);
        let read = |c: char| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
        let digits: Option<Vec<u8>> = bare.chars().filter(|c| !matches!(c, ' ' | '-' | '‐' | '–')).map(read).collect();
        let all: [u8; 8] = digits?.try_into().ok()?;
        let [first @ .., last] = all;
        // Running the check digit through the same table gives 0 for an undamaged tag.
        (check_digit(&all) == 0).then(|| Self::of(first, last))
    }

    /// The letter and the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Tag {
    type Err = NotATag;
    fn from_str(text: &str) -> Result<Self, NotATag> {
        Self::parse(text).ok_or(NotATag)
    }
}

impl AsRef<str> for Tag {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_people_write_it_and_finds_slips() {
        for number in (0..10_000_000).step_by(99_991) {
            let tag = Tag::from_number(number);
            assert_eq!(tag.as_str().parse(), Ok(tag));
            assert_eq!(Tag::parse(&tag.as_str()[1..]), Some(tag), "without its letter");
            for place in 1..9 {
                let mut wrong = tag.0;
                wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10;
                assert_eq!(Tag::parse(std::str::from_utf8(&wrong).unwrap()), None);
            }
        }
        let tag = Tag::from_number(42);
        let persian: String =
            tag.as_str()[1..].chars().map(|c| char::from_u32('۰' as u32 + c.to_digit(10).unwrap()).unwrap()).collect();
        assert_eq!(Tag::parse(&format!("w {}-{persian}", "")), Some(tag));
        for wrong in ["", "W", "W123", "X12345674", "W1234567x"] {
            assert_eq!(Tag::parse(wrong), None, "{wrong}");
        }
    }
}
