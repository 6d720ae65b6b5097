//! DKIM signatures (RFC 6376) with Ed25519 (RFC 8463).

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::message::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::HeaderName;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

/// What stands before the 32 bytes of an Ed25519 key in PKCS#8 as OpenSSL writes it.
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// What is signed besides the words and files: whatever a relay must not be able to change. The type of the whole is not among
/// it, because lettre counts it to the parts, where its signer does not look.
const SIGNED: [&str; 8] =
    ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted", "MIME-Version"];

/// Whose signature letters bear.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DkimSettings {
    /// The domain that signs: that of `from`, or one above it.
    pub domain: String,
    /// Which of its keys: the public one stands in DNS at `selector._domainkey.domain`.
    pub selector: String,
    /// The Ed25519 private key as `openssl genpkey -algorithm ed25519` writes it.
    pub private_key: SecretString,
}

/// A key that signs.
#[derive(Debug)]
pub struct Signer {
    config: DkimConfig,
    record: String,
}

/// A private key that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 private key; make one with `openssl genpkey -algorithm ed25519`")]
pub struct BadKey;

impl Signer {
    /// A signer by its settings.
    ///
    /// # Errors
    /// A private key that is none.
    pub fn new(settings: &DkimSettings) -> Result<Self, BadKey> {
        let seed = seed(settings.private_key.expose_secret()).ok_or(BadKey)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| BadKey)?;
        let public = STANDARD.encode(pair.public_key().as_ref());
        let record =
            format!("{}._domainkey.{} TXT \"v=DKIM1; k=ed25519; p={public}\"", settings.selector, settings.domain);
        let key = DkimSigningKey::new(&STANDARD.encode(&seed), DkimSigningAlgorithm::Ed25519).map_err(|_| BadKey)?;
        let relaxed = DkimCanonicalizationType::Relaxed;
        let headers = SIGNED.map(HeaderName::new_from_ascii_str).to_vec();
        let canonicalization = DkimCanonicalization { header: relaxed, body: relaxed };
        let (selector, domain) = (settings.selector.clone(), settings.domain.clone());
        Ok(Self { config: DkimConfig::new(selector, domain, key, headers, canonicalization), record })
    }

    /// Signs a letter.
    pub fn sign(&self, message: &mut Message) {
        message.sign(&self.config);
    }

    /// The line that must stand in DNS for others to verify the signature.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }
}

/// The 32 bytes of the key in a PEM file, with or without its frame.
fn seed(text: &str) -> Option<Vec<u8>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    let bytes = STANDARD.decode(lines.collect::<String>()).ok()?;
    let seed = bytes.strip_prefix(&PKCS8).unwrap_or(&bytes);
    (seed.len() == 32).then(|| seed.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    // The key of RFC 8032, 7.1, test 1.
    const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    const PEM: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    fn signer(key: &str) -> Result<Signer, BadKey> {
        let private_key = SecretString::from(key);
        Signer::new(&DkimSettings { domain: "example.org".into(), selector: "s1".into(), private_key })
    }

    #[test]
    fn the_key_of_openssl_and_its_bare_bytes_are_the_same_key() {
        let record =
            "s1._domainkey.example.org TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";
        assert_eq!(signer(SEED).unwrap().record(), record);
        assert_eq!(signer(PEM).unwrap().record(), record);
        for wrong in ["", "secret", "MC4CAQAwBQYDK2VwBCIEIJ1h"] {
            assert_eq!(signer(wrong).err(), Some(BadKey), "{wrong:?}");
        }
    }
}
