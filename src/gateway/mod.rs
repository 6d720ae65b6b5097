//! The outside world: short messages, mail, files and travel times, each an enum with a variant in memory for tests.

pub mod blob;
pub mod mail;
pub mod memory;
pub mod road;
pub mod sms;

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may have been taken or not, or was refused for now: a later attempt may work.
    #[error("not sent for now: {0}")]
    Retry(String),
    /// It will never be taken as it is.
    #[error("cannot be sent: {0}")]
    Fail(String),
}

/// A message that a gateway took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Name of the gateway, as configured.
    pub gateway: String,
    /// The gateway's own reference, by which it reports delivery.
    pub reference: Option<String>,
    /// Parts that are paid for: SMS parts, 1 for a letter.
    pub parts: u32,
}
