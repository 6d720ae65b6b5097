//! Passwords: Argon2id with the cost that OWASP names, and the rule for new ones.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::{CryptoError, random};
use crate::domain::fault::FaultCode;

/// Memory of one hash, in KiB (19 MiB); with two passes and one lane about 20 ms of one core.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Fewest characters of a new password.
pub const SHORTEST: usize = 12;
/// Most characters of a password: longer ones would only cost time.
pub const LONGEST: usize = 256;

/// The PHC text of a password under a fresh salt.
///
/// # Errors
/// [`CryptoError::Random`] or [`CryptoError::Hash`].
pub fn hash(password: &str) -> Result<String, CryptoError> {
    let salt: [u8; 16] = random()?;
    hash_with_salt(password, &salt)
}

/// Whether the password is the one of this PHC text; `false` for a text that cannot be read.
#[must_use]
pub fn verify(password: &str, phc: &str) -> bool {
    password.len() <= LONGEST * 4 && cost().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), phc).is_ok())
}

/// Costs what [`verify`] costs and is never true: for user names that do not exist.
#[must_use]
pub fn verify_dummy(password: &str) -> bool {
    let hashed = hash_with_salt(password, b"ostakar no user.");
    // The hash must be looked at, or the compiler could leave the work out.
    hashed.is_ok_and(|phc| phc.is_empty())
}

/// The rule for a new password: 12 to 256 characters, more than one of them different, and not the user name.
///
/// # Errors
/// [`FaultCode::PasswordTooWeak`] or [`FaultCode::TooLong`].
pub fn check_rule(password: &str, username: &str) -> Result<(), FaultCode> {
    let length = password.chars().count();
    let mut characters = password.chars();
    let first = characters.next();
    if length > LONGEST {
        return Err(FaultCode::TooLong);
    }
    let is_username = password.trim().to_lowercase() == username.trim().to_lowercase();
    if length < SHORTEST || is_username || characters.all(|next| Some(next) == first) {
        return Err(FaultCode::PasswordTooWeak);
    }
    Ok(())
}

fn hash_with_salt(password: &str, salt: &[u8]) -> Result<String, CryptoError> {
    let phc = cost()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| CryptoError::Hash)?;
    Ok(phc.to_string())
}

fn cost() -> Result<Argon2<'static>, CryptoError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| CryptoError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_is_accepted() {
        let phc = hash("درستِ اسبِ باتری").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify("درستِ اسبِ باتری", &phc));
        assert!(!verify("درست اسب باتری", &phc));
        assert!(!verify("x", "not a hash") && !verify("x", ""));
        assert_ne!(phc, hash("درستِ اسبِ باتری").unwrap());
        assert!(!verify_dummy("درستِ اسبِ باتری"));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "Operator.One1"] {
            assert_eq!(check_rule(weak, "operator.one1"), Err(FaultCode::PasswordTooWeak), "{weak}");
        }
        assert_eq!(check_rule(&"ab".repeat(129), "x"), Err(FaultCode::TooLong));
        assert_eq!(check_rule("گذرواژهٔ بلند", "x"), Ok(()));
    }
}
