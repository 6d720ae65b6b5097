//! The key by which push services know this installation, and what it signs: VAPID, RFC 8292.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use super::{CryptoError, Keys};
use crate::domain::time::Instant;

/// A signature lives this long; push services refuse more than a day.
const LIVES_FOR: TimeDelta = TimeDelta::hours(12);

/// A pair on the curve P-256.
#[derive(Clone)]
pub(super) struct VapidKey {
    signing: EncodingKey,
    public: String,
}

impl VapidKey {
    /// The pair whose private half is `scalar`.
    ///
    /// # Errors
    /// [`CryptoError::Key`] for zero and for what is not below the order of the curve.
    pub(super) fn from_scalar(scalar: &[u8; 32]) -> Result<Self, CryptoError> {
        let private = PrivateKey::from_private_key(&ECDH_P256, scalar).map_err(|_| CryptoError::Key)?;
        let public = private.compute_public_key().map_err(|_| CryptoError::Key)?;
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, public.as_ref());
        let pkcs8 = pair.map_err(|_| CryptoError::Key)?.to_pkcs8v1().map_err(|_| CryptoError::Key)?;
        Ok(Self { signing: EncodingKey::from_ec_der(pkcs8.as_ref()), public: URL_SAFE_NO_PAD.encode(public.as_ref()) })
    }
}

#[derive(serde::Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl Keys {
    /// What a browser is told to whom it subscribes: the public half, 65 bytes in base64url without padding.
    #[must_use]
    pub fn push_key(&self) -> &str {
        &self.vapid.public
    }

    /// The `Authorization` of a message to a push service: `audience` is its origin, such as `https://push.example`, `contact`
    /// a `mailto:` or `https:` address of whoever runs this installation.
    ///
    /// # Errors
    /// [`CryptoError::Key`].
    pub fn push_authorization(&self, audience: &str, contact: &str, now: Instant) -> Result<String, CryptoError> {
        let claims = Claims { aud: audience, exp: (now + LIVES_FOR).timestamp(), sub: contact };
        let token = encode(&Header::new(Algorithm::ES256), &claims, &self.vapid.signing);
        let token = token.map_err(|_| CryptoError::Key)?;
        Ok(format!("vapid t={token}, k={}", self.vapid.public))
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, Validation, decode};
    use serde_json::Value;

    use super::*;
    use crate::security::Secret;

    #[test]
    fn a_push_service_can_verify_what_is_signed() {
        let keys = Keys::derive(&Secret::from([5; 32])).unwrap();
        let public = URL_SAFE_NO_PAD.decode(keys.push_key()).unwrap();
        assert_eq!((public.len(), public[0]), (65, 4));
        let now: Instant = "2026-11-22T09:00:00Z".parse().unwrap();
        let signed = keys.push_authorization("https://push.example", "mailto:it@example.com", now).unwrap();
        let (token, key) = signed.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(key, keys.push_key());
        let mut rules = Validation::new(Algorithm::ES256);
        rules.set_audience(&["https://push.example"]);
        rules.validate_exp = false;
        let claims = decode::<Value>(token, &DecodingKey::from_ec_der(&public), &rules).unwrap().claims;
        assert_eq!(claims["sub"], "mailto:it@example.com");
        assert_eq!(claims["exp"], now.timestamp() + 12 * 3600);
    }

    #[test]
    fn what_is_no_scalar_is_no_key() {
        assert!(VapidKey::from_scalar(&[0; 32]).is_err());
        assert!(VapidKey::from_scalar(&[255; 32]).is_err());
    }
}
