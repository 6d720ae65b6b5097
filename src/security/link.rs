//! Codes of links without login, and the short codes that prove arrival, completion and who has a telephone.

use std::fmt;

use aws_lc_rs::hmac;

use super::{Keys, fingerprint};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH: usize = 16;

pub use crate::domain::link::LinkKind;

/// A link's code, itself the credential: 16 characters of base58, 16 · log₂ 58 = 93.7 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkCode(String);

impl LinkCode {
    /// Reads a code from a path: 16 base58 characters and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte))).then(|| Self(text.to_owned()))
    }

    /// The code, for the link in a message and nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database keeps: SHA-256, 64 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.0)
    }
}

impl fmt::Debug for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkCode(…)")
    }
}

/// The code of a link; a new generation revokes the codes before it.
#[must_use]
pub fn code(keys: &Keys, kind: LinkKind, id: &str, generation: u32) -> LinkCode {
    let mut number = first_16(&keys.link, &format!("{kind}\0{id}\0{generation}"));
    let mut text = String::with_capacity(LENGTH);
    // 2^128 is 2^34 times 58^16, so the bias of the remainder is below one in ten thousand million.
    for _ in 0..LENGTH {
        let digit = usize::try_from(number % 58).unwrap_or_default();
        text.push(char::from(ALPHABET[digit]));
        number /= 58;
    }
    LinkCode(text)
}

/// What a short code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The technician is at the customer's door.
    Arrival,
    /// The customer agrees that the work is done.
    Completion,
    /// The customer's own unit is fetched from the workshop.
    Handover,
    /// Whoever asks where a request stands has its telephone.
    Status,
}

crate::domain::codes!(Purpose { Arrival => "arrival", Completion => "completion", Handover => "handover", Status => "status" });

impl Purpose {
    /// A code that anybody can ask for has more digits than one that is told at a door.
    const fn digits(self) -> u32 {
        match self {
            Self::Status => 6,
            Self::Arrival | Self::Completion | Self::Handover => 4,
        }
    }
}

/// The digits that a person is told, 4 or for [`Purpose::Status`] 6; computed when shown, never stored. Attempts must be counted.
#[must_use]
pub fn short_code(keys: &Keys, purpose: Purpose, id: &str) -> String {
    let many = 10_u128.pow(purpose.digits());
    let number = first_16(&keys.short, &format!("{purpose}\0{id}")) % many;
    // The one in front keeps the zeros behind it, and goes.
    (many + number).to_string().split_off(1)
}

/// Whether `typed` (ASCII digits) is the code, compared in constant time.
#[must_use]
pub fn matches(keys: &Keys, purpose: Purpose, id: &str, typed: &str) -> bool {
    super::same(&short_code(keys, purpose, id), typed)
}

fn first_16(key: &hmac::Key, text: &str) -> u128 {
    let tag = hmac::sign(key, text.as_bytes());
    tag.as_ref().iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::security::Secret;

    fn keys() -> Keys {
        Keys::derive(&Secret::from([3; 32])).unwrap()
    }

    #[test]
    fn codes_differ_by_kind_id_and_generation_and_are_read_back() {
        let keys = keys();
        let mut seen = HashSet::new();
        for kind in LinkKind::ALL {
            for id in ["a", "b"] {
                for generation in 0..100 {
                    let code = code(&keys, *kind, id, generation);
                    assert_eq!(LinkCode::parse(code.expose()), Some(code.clone()));
                    assert!(seen.insert(code.fingerprint()));
                }
            }
        }
        assert_eq!(format!("{:?}", code(&keys, LinkKind::Offer, "a", 0)), "LinkCode(…)");
    }

    #[test]
    fn what_is_not_sixteen_base58_characters_is_refused() {
        for wrong in
            ["", "111111111111111", "11111111111111111", "111111111111111_", "111111111111111O", "11111111111111é"]
        {
            assert_eq!(LinkCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn short_codes_have_their_digits_and_differ_by_purpose() {
        let keys = keys();
        let ids: Vec<String> = (0..2_000).map(|id| id.to_string()).collect();
        let arrival: HashSet<String> = ids.iter().map(|id| short_code(&keys, Purpose::Arrival, id)).collect();
        assert!(arrival.len() > 1_700 && arrival.iter().all(|code| code.len() == 4), "{}", arrival.len());
        let same = |id: &&String| matches(&keys, Purpose::Completion, id, &short_code(&keys, Purpose::Arrival, id));
        assert!(ids.iter().filter(same).count() < 5);
        assert!(matches(&keys, Purpose::Arrival, "7", &short_code(&keys, Purpose::Arrival, "7")));
        assert!(!matches(&keys, Purpose::Arrival, "7", ""));
        assert!(ids.iter().all(|id| short_code(&keys, Purpose::Status, id).len() == 6));
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".{0,40}") {
            let _ = LinkCode::parse(&text);
        }
    }
}
