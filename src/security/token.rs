//! Access tokens for programs: signed JWTs (RFC 9068) that live ten minutes.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};

use super::{CryptoError, Keys, hex, random};
use crate::domain::access::Role;
use crate::domain::id::{TokenFamilyId, UserId};
use crate::domain::time::Instant;

/// An access token lives this long.
pub const ACCESS_FOR: TimeDelta = TimeDelta::minutes(10);
/// Clocks of two nodes may differ by this much.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(30);

const TYPE: &str = "at+jwt";
const ISSUER: &str = "ostakar";
const AUDIENCE: &str = "ostakar-api";

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The user.
    pub sub: UserId,
    /// The family of refresh tokens: its revocation ends this token too.
    pub sid: TokenFamilyId,
    /// The role at the time of signing; the caller's present role is read from the database.
    pub role: Role,
    /// Signed at, seconds since 1970.
    pub iat: i64,
    /// Not valid before, seconds since 1970.
    pub nbf: i64,
    /// Not valid from here on, seconds since 1970.
    pub exp: i64,
    /// Who signed.
    pub iss: String,
    /// For whom.
    pub aud: String,
    /// Name of this token: 32 hexadecimal digits.
    pub jti: String,
}

/// Why a token is not accepted; for the log, never for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of ours: shape, algorithm, type, key, signature or claims.
    #[error("the token is not one of ours")]
    Refused,
    /// Its time has passed.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    TooEarly,
}

/// Signs a token for a user.
///
/// # Errors
/// [`CryptoError::Random`] or [`CryptoError::Key`].
pub fn issue(
    keys: &Keys,
    user: UserId,
    family: TokenFamilyId,
    role: Role,
    now: Instant,
) -> Result<String, CryptoError> {
    let claims = Claims {
        sub: user,
        sid: family,
        role,
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: (now + ACCESS_FOR).timestamp(),
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        jti: hex(&random::<16>()?),
    };
    encode(&header(keys), &claims, &keys.signing).map_err(|_| CryptoError::Key)
}

/// Reads a token: `EdDSA` by our key, our type, our claims, valid now.
///
/// # Errors
/// [`TokenError`].
pub fn verify(keys: &Keys, token: &str, now: Instant) -> Result<Claims, TokenError> {
    let header = decode_header(token).map_err(|_| TokenError::Refused)?;
    let brings_a_key = header.jku.is_some() || header.jwk.is_some() || header.x5u.is_some() || header.x5c.is_some();
    let is_ours = header.alg == Algorithm::EdDSA
        && header.typ.as_deref() == Some(TYPE)
        && header.kid.as_deref() == Some(&keys.kid)
        && !brings_a_key;
    if !is_ours {
        return Err(TokenError::Refused);
    }
    let claims = decode::<Claims>(token, &keys.verifying, &rules()).map_err(|_| TokenError::Refused)?.claims;
    if now >= instant(claims.exp)? + LEEWAY {
        return Err(TokenError::Expired);
    }
    if now + LEEWAY < instant(claims.nbf)? {
        return Err(TokenError::TooEarly);
    }
    Ok(claims)
}

fn header(keys: &Keys) -> Header {
    Header { typ: Some(TYPE.to_owned()), kid: Some(keys.kid.clone()), ..Header::new(Algorithm::EdDSA) }
}

fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    // Without this list a token that lacks `aud` or `iss` would pass.
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    // The crate would ask the system's clock; the times are compared with `now` above.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules
}

fn instant(seconds: i64) -> Result<Instant, TokenError> {
    // Far years would overflow the leeway's addition.
    if !(0..=253_402_300_799).contains(&seconds) {
        return Err(TokenError::Refused);
    }
    chrono::DateTime::from_timestamp(seconds, 0).ok_or(TokenError::Refused)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{DecodingKey, EncodingKey};
    use serde_json::{Value, json};

    use super::*;
    use crate::security::Secret;

    fn keys() -> Keys {
        Keys::derive(&Secret::from([9; 32])).unwrap()
    }

    fn now() -> Instant {
        "2026-11-22T09:00:00Z".parse().unwrap()
    }

    fn token(keys: &Keys) -> String {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        issue(keys, id.parse().unwrap(), id.parse().unwrap(), Role::Operator, now()).unwrap()
    }

    fn claims(keys: &Keys) -> Value {
        serde_json::to_value(verify(keys, &token(keys), now()).unwrap()).unwrap()
    }

    fn signed(keys: &Keys, header: &Header, claims: &Value) -> String {
        encode(header, claims, &keys.signing).unwrap()
    }

    #[test]
    fn a_token_lives_ten_minutes() {
        let keys = keys();
        let token = token(&keys);
        assert_eq!(verify(&keys, &token, now()).unwrap().role, Role::Operator);
        assert!(verify(&keys, &token, now() - TimeDelta::seconds(30)).is_ok());
        assert_eq!(verify(&keys, &token, now() - TimeDelta::seconds(31)), Err(TokenError::TooEarly));
        assert!(verify(&keys, &token, now() + ACCESS_FOR + TimeDelta::seconds(29)).is_ok());
        assert_eq!(verify(&keys, &token, now() + ACCESS_FOR + LEEWAY), Err(TokenError::Expired));
    }

    #[test]
    fn forged_headers_are_refused() {
        let keys = keys();
        let claims = claims(&keys);
        let good = header(&keys);
        assert!(verify(&keys, &signed(&keys, &good, &claims), now()).is_ok());
        let header = |change: fn(&mut Header)| {
            let mut header = good.clone();
            change(&mut header);
            signed(&keys, &header, &claims)
        };
        let forged = [
            header(|header| header.typ = Some("JWT".to_owned())),
            header(|header| header.typ = None),
            header(|header| header.kid = None),
            header(|header| header.kid = Some("other".to_owned())),
            header(|header| header.jku = Some("https://example.org/keys".to_owned())),
            header(|header| header.x5u = Some("https://example.org/keys".to_owned())),
        ];
        for token in forged {
            assert_eq!(verify(&keys, &token, now()), Err(TokenError::Refused), "{token}");
        }
    }

    #[test]
    fn no_signature_and_key_confusion_are_refused() {
        let keys = keys();
        let claims = claims(&keys);
        let text = token(&keys);
        let [_, body, signature]: [&str; 3] = text.split('.').collect::<Vec<_>>().try_into().unwrap();
        // {"alg":"none","typ":"at+jwt"}
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
        for token in [format!("{none}.{body}."), format!("{none}.{body}.{signature}"), format!("{none}.{body}")] {
            assert_eq!(verify(&keys, &token, now()), Err(TokenError::Refused));
        }
        let public = keys.verifying.try_get_as_bytes().unwrap();
        let confused = Header { alg: Algorithm::HS256, ..header(&keys) };
        let token = encode(&confused, &claims, &EncodingKey::from_secret(public)).unwrap();
        assert!(
            decode::<Value>(&token, &DecodingKey::from_secret(public), &{
                let mut rules = rules();
                rules.algorithms = vec![Algorithm::HS256];
                rules
            })
            .is_ok()
        );
        assert_eq!(verify(&keys, &token, now()), Err(TokenError::Refused));
        let other = Keys { kid: keys.kid.clone(), ..Keys::derive(&Secret::from([8; 32])).unwrap() };
        assert_eq!(verify(&keys, &signed(&other, &header(&other), &claims), now()), Err(TokenError::Refused));
    }

    #[test]
    fn missing_and_foreign_claims_are_refused() {
        let keys = keys();
        let good = claims(&keys);
        for name in ["sub", "sid", "role", "iat", "nbf", "exp", "iss", "aud", "jti"] {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().remove(name);
            assert_eq!(
                verify(&keys, &signed(&keys, &header(&keys), &claims), now()),
                Err(TokenError::Refused),
                "{name}"
            );
        }
        let changes = [
            ("aud", json!("other")),
            ("aud", json!(["other", AUDIENCE])),
            ("iss", json!("other")),
            ("sub", json!("admin")),
            ("role", json!("root")),
            ("exp", json!("tomorrow")),
            ("exp", json!(i64::MAX)),
            ("nbf", json!(-1)),
            ("extra", json!(true)),
        ];
        for (name, value) in changes {
            let mut claims = good.clone();
            claims[name] = value;
            assert_eq!(
                verify(&keys, &signed(&keys, &header(&keys), &claims), now()),
                Err(TokenError::Refused),
                "{name}"
            );
        }
    }

    #[test]
    fn ten_thousand_bit_flips_are_refused() {
        let keys = keys();
        let good = token(&keys).into_bytes();
        let mut tried = 0;
        for (place, bit) in (0..good.len()).cycle().zip((0..7).cycle()) {
            let mut bytes = good.clone();
            bytes[place] ^= 1 << bit;
            let second = (place * 31 + tried) % bytes.len();
            if tried >= good.len() * 7 && second != place {
                bytes[second] ^= 1 << ((bit + 3) % 7);
            }
            let Ok(text) = String::from_utf8(bytes) else { continue };
            assert!(verify(&keys, &text, now()).is_err(), "{text}");
            tried += 1;
            if tried == 10_000 {
                break;
            }
        }
        for cut in 0..good.len() {
            assert!(verify(&keys, std::str::from_utf8(&good[..cut]).unwrap(), now()).is_err());
        }
    }
}
