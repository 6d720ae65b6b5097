//! Opaque tokens of browser sessions and of refresh: random, kept by the database only as a fingerprint.

use std::fmt;

use chrono::TimeDelta;

use super::{CryptoError, fingerprint, hex, random};

/// A browser session ends this long after the sign-in.
pub const SESSION_FOR: TimeDelta = TimeDelta::hours(12);
/// A browser session ends when nothing was asked for this long.
pub const SESSION_IDLE_FOR: TimeDelta = TimeDelta::hours(2);
/// A refresh token can be used once within this time.
pub const REFRESH_FOR: TimeDelta = TimeDelta::days(30);

/// 32 random bytes as 64 hexadecimal digits: a session cookie or a refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct OpaqueToken(String);

impl OpaqueToken {
    /// A fresh token.
    ///
    /// # Errors
    /// [`CryptoError::Random`].
    pub fn generate() -> Result<Self, CryptoError> {
        Ok(Self(hex(&random::<32>()?)))
    }

    /// Reads a token that a client sent: 64 lower-case hexadecimal digits and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_token.then(|| Self(text.to_owned()))
    }

    /// The token, for the client and nothing else.
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

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpaqueToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_are_read_back_and_never_printed() {
        let token = OpaqueToken::generate().unwrap();
        assert_ne!(token, OpaqueToken::generate().unwrap());
        assert_eq!(OpaqueToken::parse(token.expose()), Some(token.clone()));
        assert_ne!(token.fingerprint(), token.expose());
        assert_eq!(format!("{token:?}"), "OpaqueToken(…)");
        for wrong in ["", "A", &"A".repeat(64), &"0".repeat(65)] {
            assert_eq!(OpaqueToken::parse(wrong), None);
        }
    }
}
