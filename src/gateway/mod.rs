//! The outside world: short messages, mail, files and travel times, each an enum with a variant in memory for tests.

pub mod blob;
mod breaker;
pub mod mail;
pub mod memory;
pub mod push;
pub mod road;
pub mod sms;

/// Why a message was not taken. What a gateway said stands in it, never a secret of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It was not taken and a later attempt may work, or another gateway at once: busy, no credit, no connection.
    #[error("not sent for now: {0}")]
    Later(String),
    /// It may have been taken or not: the answer was lost, late or unreadable.
    #[error("perhaps sent: {0}")]
    Unclear(String),
    /// This gateway or line will never take it, another may: no links here, no such template, blocked by the recipient.
    #[error("not by this gateway: {0}")]
    Elsewhere(String),
    /// Nobody will take it as it is.
    #[error("cannot be sent: {0}")]
    Never(String),
}

impl SendError {
    /// What was said, without what follows from it.
    #[must_use]
    pub fn said(&self) -> &str {
        let (Self::Later(said) | Self::Unclear(said) | Self::Elsewhere(said) | Self::Never(said)) = self;
        said
    }

    /// The same with other words.
    #[must_use]
    pub fn saying(&self, said: String) -> Self {
        match self {
            Self::Later(_) => Self::Later(said),
            Self::Unclear(_) => Self::Unclear(said),
            Self::Elsewhere(_) => Self::Elsewhere(said),
            Self::Never(_) => Self::Never(said),
        }
    }
}
