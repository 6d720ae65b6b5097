//! Keys, codes, passwords and tokens. Pure: keys and the time are parameters.

pub mod keys;
pub mod link;
pub mod password;
pub mod session;
pub mod token;
mod vapid;

pub use keys::{Keys, Secret};

/// A failure of the cryptographic library, not of anyone's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// The random source of the operating system failed.
    #[error("the random source failed")]
    Random,
    /// A key could not be derived, read or used.
    #[error("a key cannot be used")]
    Key,
    /// A password could not be hashed.
    #[error("a password cannot be hashed")]
    Hash,
}

/// Lower-case hexadecimal digits of `bytes`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

/// SHA-256 as 64 hexadecimal digits: what the database keeps of a credential, and of a body for idempotency.
#[must_use]
pub fn fingerprint(bytes: impl AsRef<[u8]>) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes.as_ref()).as_ref())
}

/// Compares in a time that does not depend on where the two differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(left.as_bytes(), right.as_bytes()).is_ok()
}

/// `N` bytes of the operating system's random source.
///
/// # Errors
/// [`CryptoError::Random`].
pub fn random<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| CryptoError::Random)?;
    Ok(bytes)
}
