//! Every key of an installation, derived from its one secret.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::{hkdf, hmac, signature};
use jsonwebtoken::{DecodingKey, EncodingKey};
use signature::KeyPair;

use super::vapid::VapidKey;
use super::{CryptoError, fingerprint, hex, random};

/// The one secret of an installation: 32 random bytes, written as 64 hexadecimal digits.
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a secret: expected 64 hexadecimal digits")]
pub struct NotASecret;

impl Secret {
    /// A fresh secret.
    ///
    /// # Errors
    /// [`CryptoError::Random`].
    pub fn generate() -> Result<Self, CryptoError> {
        random().map(Self)
    }

    /// The 64 hexadecimal digits, to be written into the configuration and nowhere else.
    #[must_use]
    pub fn expose(&self) -> String {
        hex(&self.0)
    }
}

impl From<[u8; 32]> for Secret {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let digits: Option<Vec<u8>> =
            text.trim().chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
        let bytes: Vec<u8> = digits
            .ok_or(NotASecret)?
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half))
            .collect();
        if text.trim().len() != 64 {
            return Err(NotASecret);
        }
        bytes.try_into().map(Self).map_err(|_| NotASecret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The keys, each for one purpose.
#[derive(Clone)]
pub struct Keys {
    /// HMAC key of link codes.
    pub(super) link: hmac::Key,
    /// HMAC key of the 4-digit arrival and completion codes.
    pub(super) short: hmac::Key,
    /// HMAC key of the tokens in forms.
    pub(super) form: hmac::Key,
    /// HMAC key of the marks of browsers that belong to those who do the work.
    pub(super) mark: hmac::Key,
    /// Ed25519 key that signs access tokens.
    pub(super) signing: EncodingKey,
    /// Its public half.
    pub(super) verifying: DecodingKey,
    /// Name of the signing key: the first 16 hexadecimal digits of the SHA-256 of its public half.
    pub(super) kid: String,
    /// The pair by which push services know us.
    pub(super) vapid: VapidKey,
}

impl Keys {
    /// Derives all keys by HKDF-SHA-256 (RFC 5869), one info text each.
    ///
    /// # Errors
    /// [`CryptoError::Key`], which no 32 bytes cause.
    pub fn derive(secret: &Secret) -> Result<Self, CryptoError> {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"ostakar keys 1").extract(&secret.0);
        let pair = signature::Ed25519KeyPair::from_seed_unchecked(&expand(&root, b"access token signing")?)
            .map_err(|_| CryptoError::Key)?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| CryptoError::Key)?;
        let public = pair.public_key().as_ref();
        Ok(Self {
            link: hmac::Key::new(hmac::HMAC_SHA256, &expand(&root, b"link codes")?),
            short: hmac::Key::new(hmac::HMAC_SHA256, &expand(&root, b"short codes")?),
            form: hmac::Key::new(hmac::HMAC_SHA256, &expand(&root, b"form tokens")?),
            mark: hmac::Key::new(hmac::HMAC_SHA256, &expand(&root, b"work marks")?),
            signing: EncodingKey::from_ed_der(pkcs8.as_ref()),
            verifying: DecodingKey::from_ed_der(public),
            kid: fingerprint(public)[..16].to_owned(),
            vapid: vapid(&root)?,
        })
    }

    /// The token that a form of this session must carry: HMAC of the session token, 64 hexadecimal digits.
    #[must_use]
    pub fn form_token(&self, session: &str) -> String {
        hex(hmac::sign(&self.form, session.as_bytes()).as_ref())
    }

    /// What a browser carries that opened a link of this agent: HMAC of the agent's id, 64 hexadecimal digits, so that it
    /// names nobody to whom it does not belong.
    #[must_use]
    pub fn work_mark(&self, agent: &str) -> String {
        hex(hmac::sign(&self.mark, agent.as_bytes()).as_ref())
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// One text in four thousand million gives no key of this curve; the next one then does.
fn vapid(root: &hkdf::Prk) -> Result<VapidKey, CryptoError> {
    let infos: [&[u8]; 3] = [b"web push 1", b"web push 2", b"web push 3"];
    let keys = infos.into_iter().map(|info| VapidKey::from_scalar(&expand(root, info)?));
    keys.reduce(Result::or).unwrap_or(Err(CryptoError::Key))
}

fn expand(root: &hkdf::Prk, info: &[u8]) -> Result<[u8; 32], CryptoError> {
    let mut key = [0; 32];
    root.expand(&[info], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(&mut key)).map_err(|_| CryptoError::Key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_secret_gives_the_same_keys_and_another_gives_others() {
        let one = Keys::derive(&Secret::from([1; 32])).unwrap();
        assert_eq!(one.kid, Keys::derive(&Secret::from([1; 32])).unwrap().kid);
        assert_ne!(one.kid, Keys::derive(&Secret::from([2; 32])).unwrap().kid);
        assert_ne!(one.form_token("a"), one.form_token("b"));
        assert_ne!(one.work_mark("a"), one.work_mark("b"));
        assert_ne!(one.work_mark("a"), one.form_token("a"));
    }

    #[test]
    fn a_secret_is_read_back_and_never_printed() {
        let secret = Secret::generate().unwrap();
        assert_eq!(secret.expose().parse::<Secret>().unwrap().0, secret.0);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        for wrong in ["", "00", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64), &"0".repeat(66)] {
            assert_eq!(wrong.parse::<Secret>().err(), Some(NotASecret), "{wrong}");
        }
        let keys = format!("{:?}", Keys::derive(&Secret::from([7; 32])).unwrap());
        assert!(keys.starts_with("Keys { kid: ") && keys.ends_with(", .. }"), "{keys}");
    }
}
