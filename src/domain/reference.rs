//! The public reference of a request: eight digits that a customer can say on the telephone.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::text;

/// How many serials there are; a serial is below this.
pub const SERIALS: u32 = 10_000_000;

/// Seven digits that do not tell how many requests there are, and a Damm check digit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference([u8; 8]);

/// Why a text is not a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reference: expected eight digits whose check digit is right")]
pub struct NotAReference;

impl Reference {
    /// The reference of the `serial`-th request; serials are taken modulo [`SERIALS`], and no two below it share one.
    #[must_use]
    pub fn from_serial(serial: u32) -> Self {
        let mut rest = scatter(serial % SERIALS);
        let mut digits = [0; 8];
        for digit in digits[..7].iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits[7] = check_digit(&digits[..7]);
        Self(digits.map(|digit| b'0' + digit))
    }

    /// Reads what a person says or types: Latin, Persian or Arabic digits, with spaces and hyphens anywhere.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let mut digits = [0; 8];
        let mut count = 0;
        for c in text::fold(input).chars().filter(|c| !matches!(c, ' ' | '-' | '‐' | '–')) {
            *digits.get_mut(count)? = u8::try_from(c.to_digit(10)?).ok()?;
            count += 1;
        }
        // Running the check digit through the same table gives 0 for an undamaged reference.
        (count == 8 && check_digit(&digits) == 0).then(|| Self(digits.map(|digit| b'0' + digit)))
    }

    /// The eight ASCII digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII digits are ever stored, so the fallback is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// A bijection of `0..SERIALS` onto itself: a balanced Feistel network over 24 bits, walked until it lands inside
/// (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002). It hides the order; it is no secret.
fn scatter(serial: u32) -> u32 {
    const KEYS: [u32; 6] = [0x9E37_79B9, 0x7F4A_7C15, 0xF39C_C060, 0x5CED_C834, 0x1082_276B, 0xF3A2_7251];
    let mut value = serial;
    loop {
        let (mut left, mut right) = (value >> 12, value & 0xFFF);
        for key in KEYS {
            let mixed = (right ^ key).wrapping_mul(0x85EB_CA6B);
            (left, right) = (right, left ^ ((mixed ^ (mixed >> 15)) & 0xFFF));
        }
        value = (left << 12) | right;
        if value < SERIALS {
            return value;
        }
    }
}

/// Damm's check digit: finds every wrong digit and every swap of neighbours (H. M. Damm, "Total anti-symmetrische
/// Quasigruppen", 2004, the quasigroup of order 10).
pub(super) fn check_digit(digits: &[u8]) -> u8 {
    const QUASIGROUP: [[u8; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits.iter().fold(0, |interim, digit| QUASIGROUP[usize::from(interim)][usize::from(*digit)])
}

impl FromStr for Reference {
    type Err = NotAReference;
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        Self::parse(text).ok_or(NotAReference)
    }
}

impl AsRef<str> for Reference {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.as_str())
    }
}

impl serde::Serialize for Reference {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_serials_share_a_reference() {
        let serials = (0..200_000).chain(SERIALS - 200_000..SERIALS);
        let seen: HashSet<_> = serials.map(Reference::from_serial).collect();
        assert_eq!(seen.len(), 400_000);
        assert!((0..1000).all(|serial| Reference::from_serial(serial) != Reference::from_serial(serial + 1)));
    }

    #[test]
    fn neighbours_are_far_apart() {
        let value = |serial| Reference::from_serial(serial).as_str()[..7].parse::<i64>().unwrap();
        let near = (0..1000).filter(|serial| (value(*serial) - value(serial + 1)).abs() < 1000).count();
        assert!(near < 10, "{near} of 1000");
    }

    #[test]
    fn every_wrong_digit_and_swap_is_refused() {
        for serial in (0..SERIALS).step_by(100_003) {
            let right = Reference::from_serial(serial);
            assert_eq!(Reference::parse(right.as_str()), Some(right));
            for place in 0..8 {
                for digit in b'0'..=b'9' {
                    let mut wrong = right.0;
                    wrong[place] = digit;
                    let read = Reference::parse(std::str::from_utf8(&wrong).unwrap());
                    assert_eq!(read, (wrong == right.0).then_some(right));
                }
                let mut swapped = right.0;
                swapped.swap(place, (place + 1).min(7));
                let read = Reference::parse(std::str::from_utf8(&swapped).unwrap());
                assert_eq!(read, (swapped == right.0).then_some(right));
            }
        }
    }

    #[test]
    fn people_may_write_it_in_their_way() {
        let reference = Reference::from_serial(42);
        let text = reference.as_str();
        let persian: String =
            text.chars().map(|c| char::from_u32('۰' as u32 + c.to_digit(10).unwrap()).unwrap()).collect();
        assert_eq!(Reference::parse(&persian), Some(reference));
        assert_eq!(Reference::parse(&format!(" {} {}-{} ", &text[..2], &text[2..5], &text[5..])), Some(reference));
        assert_eq!(Reference::parse(&text[1..]), None);
        assert_eq!(Reference::parse(&format!("{text}0")), None);
        assert_eq!(Reference::parse("1234567x"), None);
        assert_eq!(serde_json::from_str::<Reference>(&format!("\"{text}\"")).unwrap(), reference);
    }
}
