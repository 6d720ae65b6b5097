//! The gateways that are known: each has its own wire format, and all answer the same questions.

use secrecy::SecretString;
use serde::Deserialize;

use super::http::{HttpSettings, HttpSms};
use super::phones::Phones;
use super::{BadCall, Call, Incoming, Report, SmsText, Told};
use crate::gateway::SendError;
use crate::gateway::memory::Outbox;

/// What a gateway said as it took a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Its own reference, by which it reports what became of the message.
    pub reference: Option<String>,
    /// What it charges, in the unit of the account, if it says so.
    pub cost: Option<i64>,
}

/// How a gateway reports what became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipts {
    /// It does not.
    None,
    /// It calls us.
    Called,
    /// It answers when asked.
    Polled,
}

/// How a gateway is reached: one table a provider, such as `[sms.main.provider.kannel]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderSettings {
    /// Any gateway that speaks HTTP.
    Http(HttpSettings),
}

impl ProviderSettings {
    /// The provider by its settings; `secret` is the key or password there, `hook` the address of our webhook without its
    /// last segment.
    ///
    /// # Errors
    /// The first setting that cannot work, without showing the secret.
    pub fn build(self, secret: Option<SecretString>, _hook: Option<String>) -> Result<Provider, String> {
        match self {
            Self::Http(settings) => {
                let http = HttpSms::new(settings, secret).map_err(|error| error.to_string())?;
                Ok(Provider::Http(Box::new(http)))
            }
        }
    }
}

/// A gateway's way of speaking.
#[derive(Debug, Clone)]
pub enum Provider {
    /// Kept in memory, for tests.
    Memory(Outbox<SmsText>),
    /// The simulated phones of the demo.
    Phones(Phones),
    /// Any gateway that speaks HTTP.
    Http(Box<HttpSms>),
}

impl Provider {
    /// Hands `message` over from `line`. Being taken is not being delivered.
    ///
    /// # Errors
    /// What the answer, or its absence, means; see [`SendError`].
    pub async fn send(&self, line: &str, message: &SmsText) -> Result<Taken, SendError> {
        match self {
            Self::Memory(outbox) => {
                let place = outbox.send(message).await?;
                Ok(Taken { reference: Some(format!("memory-{place}")), cost: None })
            }
            Self::Phones(phones) => {
                phones.receive(message);
                Ok(Taken { reference: Some(message.id.to_string()), cost: None })
            }
            Self::Http(http) => Ok(Taken { reference: http.send(line, message).await?, cost: None }),
        }
    }

    /// How it reports what became of a message.
    #[must_use]
    pub const fn receipts(&self) -> Receipts {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => Receipts::None,
        }
    }

    /// Whether a message with a known reference of ours is taken only once.
    #[must_use]
    pub const fn recognises(&self) -> bool {
        match self {
            Self::Memory(_) => false,
            Self::Phones(_) => true,
            Self::Http(http) => http.recognises(),
        }
    }

    /// Most messages that [`Self::poll`] asks for at once.
    #[must_use]
    pub const fn poll_at_most(&self) -> usize {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => 0,
        }
    }

    /// Asks what became of messages by the gateway's own references.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn poll(&self, _references: &[String]) -> Result<Vec<Report>, SendError> {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => Ok(Vec::new()),
        }
    }

    /// Asks for messages from telephones. Some gateways show each only once, so none may be dropped.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, _line: &str) -> Result<Vec<Incoming>, SendError> {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => Ok(Vec::new()),
        }
    }

    /// Reads a call that the gateway makes to us.
    ///
    /// # Errors
    /// A call that is not signed as it must be, or cannot be read.
    pub fn hear(&self, _call: &Call<'_>) -> Result<Told, BadCall> {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => Err(BadCall::Unknown),
        }
    }
}
