//! Letters: out over SMTP, signed by DKIM; in from a mailbox over IMAP or from a provider that pushes them.

pub mod arrived;
pub mod bounce;
pub mod dkim;
pub mod imap;
pub mod smtp;

use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::SendError;
use super::memory::Outbox;
use crate::domain::id::MessageId;
use crate::domain::time::Instant;

pub use dkim::DkimSettings;
pub use imap::{Imap, MailboxSettings};
pub use smtp::{BadSettings, Smtp, SmtpSettings};

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as the reader sees it.
    pub name: String,
    /// Its media type, such as `application/pdf`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// One letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Our reference; the Message-ID is made of it, so that a repeated letter is known as the same.
    pub id: MessageId,
    /// The address, such as `ali@example.com`.
    pub to: String,
    /// The subject: any text.
    pub subject: String,
    /// The text for readers without HTML.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Files that go with it, in order.
    pub attachments: Vec<Attachment>,
    /// Message-ID of the letter that this one answers.
    pub answers: Option<String>,
    /// When this attempt is made: the Date of the letter.
    pub at: Instant,
}

/// How the connection is kept from listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// TLS is asked for after the greeting; a server that has none gets nothing.
    #[default]
    #[serde(alias = "starttls")]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a server on this machine.
    None,
}

/// A way for letters.
#[derive(Debug, Clone)]
pub enum Mail {
    /// Kept in memory, for tests.
    Memory(Outbox<Letter>),
    /// A mail server.
    Smtp(Box<Smtp>),
}

impl Mail {
    /// Hands `letter` over. Being taken is not being delivered.
    ///
    /// # Errors
    /// `Never` for what is no address and when the server refuses for good (5xx); `Later` when it refuses for now (4xx) or
    /// is not reached; `Unclear` when its answer is lost. Returns the Message-ID.
    pub async fn send(&self, letter: &Letter) -> Result<Option<String>, SendError> {
        match self {
            Self::Memory(outbox) => {
                let place = outbox.send(letter).await?;
                Ok(Some(format!("memory-{place}")))
            }
            Self::Smtp(smtp) => smtp.send(letter).await,
        }
    }

    /// Whether an address is the one that our letters are from: what comes from there is never answered.
    #[must_use]
    pub fn is_ours(&self, address: &str) -> bool {
        match self {
            Self::Memory(_) => false,
            Self::Smtp(smtp) => smtp.address().eq_ignore_ascii_case(address),
        }
    }
}

/// Where letters to us come from.
#[derive(Debug, Clone, Default)]
pub struct Mailbox {
    /// A mailbox that is looked into.
    pub imap: Option<Arc<Imap>>,
    /// Ends the path of the webhook of a provider that pushes letters.
    pub hook_secret: Option<SecretString>,
}

/// Characters that a webhook's secret must have at least.
const LEAST_SECRET: usize = 16;

impl Mailbox {
    /// By the settings of the mailbox and of the webhook.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(mailbox: Option<&MailboxSettings>, hook_secret: Option<&SecretString>) -> Result<Self, String> {
        if hook_secret.is_some_and(|secret| secret.expose_secret().len() < LEAST_SECRET) {
            return Err(format!(
                "mail_hook_secret: at least {LEAST_SECRET} characters; make one with `openssl rand -hex 24`"
            ));
        }
        let imap = mailbox.map(|mailbox| Imap::new(mailbox).map(Arc::new)).transpose();
        let imap = imap.map_err(|error| format!("mailbox: {error}"))?;
        Ok(Self { imap, hook_secret: hook_secret.cloned() })
    }

    /// Whether somebody who knows what `is_secret` confirms may push letters to us.
    #[must_use]
    pub fn lets_push(&self, is_secret: impl Fn(&str) -> bool) -> bool {
        self.hook_secret.as_ref().is_some_and(|secret| is_secret(secret.expose_secret()))
    }
}
