//! The gateways that are known: each has its own wire format, and all answer the same questions.

use secrecy::SecretString;
use serde::Deserialize;

use super::ghasedak::{self, Ghasedak, GhasedakSettings};
use super::http::{HttpSettings, HttpSms};
use super::kannel::{Kannel, KannelSettings};
use super::kavenegar::{self, Kavenegar, KavenegarSettings};
use super::meli_payamak::{self, MeliPayamak, MeliPayamakSettings};
use super::phones::Phones;
use super::sms_ir::{self, SmsIr, SmsIrSettings};
use super::twilio::{Twilio, TwilioSettings};
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
    /// Kannel.
    Kannel(KannelSettings),
    /// Kavenegar.
    Kavenegar(KavenegarSettings),
    /// Melli Payamak or Fara Payamak.
    MeliPayamak(MeliPayamakSettings),
    /// SMS.ir.
    SmsIr(SmsIrSettings),
    /// Ghasedak.
    Ghasedak(GhasedakSettings),
    /// Twilio.
    Twilio(TwilioSettings),
}

impl ProviderSettings {
    /// The provider by its settings; `secret` is the key or password there, `hook` the address of our webhook without its
    /// last segment.
    ///
    /// # Errors
    /// The first setting that cannot work, without showing the secret.
    pub fn build(self, secret: Option<SecretString>, hook: Option<String>) -> Result<Provider, String> {
        let hook = hook.map(SecretString::from);
        Ok(match self {
            Self::Http(settings) => {
                let http = HttpSms::new(settings, secret).map_err(|error| error.to_string())?;
                Provider::Http(Box::new(http))
            }
            Self::Kannel(settings) => Provider::Kannel(Box::new(Kannel::new(settings, secret, hook)?)),
            Self::Kavenegar(settings) => Provider::Kavenegar(Box::new(Kavenegar::new(settings, secret)?)),
            Self::MeliPayamak(settings) => Provider::MeliPayamak(Box::new(MeliPayamak::new(settings, secret)?)),
            Self::SmsIr(settings) => Provider::SmsIr(Box::new(SmsIr::new(settings, secret)?)),
            Self::Ghasedak(settings) => Provider::Ghasedak(Box::new(Ghasedak::new(settings, secret)?)),
            Self::Twilio(settings) => Provider::Twilio(Box::new(Twilio::new(settings, secret, hook)?)),
        })
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
    /// Kannel.
    Kannel(Box<Kannel>),
    /// Kavenegar.
    Kavenegar(Box<Kavenegar>),
    /// Melli Payamak or Fara Payamak.
    MeliPayamak(Box<MeliPayamak>),
    /// SMS.ir.
    SmsIr(Box<SmsIr>),
    /// Ghasedak.
    Ghasedak(Box<Ghasedak>),
    /// Twilio.
    Twilio(Box<Twilio>),
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
            Self::Kannel(kannel) => kannel.send(line, message).await,
            Self::Kavenegar(kavenegar) => kavenegar.send(line, message).await,
            Self::MeliPayamak(meli) => meli.send(line, message).await,
            Self::SmsIr(sms_ir) => sms_ir.send(line, message).await,
            Self::Ghasedak(ghasedak) => ghasedak.send(line, message).await,
            Self::Twilio(twilio) => twilio.send(line, message).await,
        }
    }

    /// How it reports what became of a message.
    #[must_use]
    pub fn receipts(&self) -> Receipts {
        match self {
            Self::Memory(outbox) if outbox.reports() => Receipts::Called,
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) => Receipts::None,
            Self::Kannel(_) | Self::Twilio(_) => Receipts::Called,
            Self::Kavenegar(_) | Self::MeliPayamak(_) | Self::SmsIr(_) | Self::Ghasedak(_) => Receipts::Polled,
        }
    }

    /// Whether a message with a known reference of ours is taken only once.
    #[must_use]
    pub fn recognises(&self) -> bool {
        match self {
            Self::Phones(_) => true,
            Self::Http(http) => http.recognises(),
            Self::Kavenegar(kavenegar) => kavenegar.recognises(),
            Self::Memory(_)
            | Self::Kannel(_)
            | Self::MeliPayamak(_)
            | Self::SmsIr(_)
            | Self::Ghasedak(_)
            | Self::Twilio(_) => false,
        }
    }

    /// Most messages that [`Self::poll`] asks for at once.
    #[must_use]
    pub const fn poll_at_most(&self) -> usize {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) | Self::Kannel(_) | Self::Twilio(_) => 0,
            Self::Kavenegar(_) => kavenegar::POLL_AT_MOST,
            Self::MeliPayamak(_) => meli_payamak::POLL_AT_MOST,
            Self::SmsIr(_) => sms_ir::POLL_AT_MOST,
            Self::Ghasedak(_) => ghasedak::POLL_AT_MOST,
        }
    }

    /// Asks what became of messages by the gateway's own references.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn poll(&self, references: &[String]) -> Result<Vec<Report>, SendError> {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) | Self::Kannel(_) | Self::Twilio(_) => Ok(Vec::new()),
            Self::Kavenegar(kavenegar) => kavenegar.poll(references).await,
            Self::MeliPayamak(meli) => meli.poll(references).await,
            Self::SmsIr(sms_ir) => sms_ir.poll(references).await,
            Self::Ghasedak(ghasedak) => ghasedak.poll(references).await,
        }
    }

    /// Asks for messages from telephones. Some gateways show each only once, so none may be dropped.
    ///
    /// # Errors
    /// What the answer, or its absence, means.
    pub async fn fetch(&self, line: &str) -> Result<Vec<Incoming>, SendError> {
        match self {
            Self::Memory(_) | Self::Phones(_) | Self::Http(_) | Self::Kannel(_) | Self::Twilio(_) => Ok(Vec::new()),
            Self::Kavenegar(kavenegar) => kavenegar.fetch(line).await,
            Self::MeliPayamak(meli) => meli.fetch(line).await,
            Self::SmsIr(sms_ir) => sms_ir.fetch(line).await,
            Self::Ghasedak(ghasedak) => ghasedak.fetch(line).await,
        }
    }

    /// Reads a call that the gateway makes to us.
    ///
    /// # Errors
    /// A call that is not signed as it must be, or cannot be read.
    pub fn hear(&self, call: &Call<'_>) -> Result<Told, BadCall> {
        match self {
            Self::Kannel(kannel) => kannel.hear(call),
            Self::Twilio(twilio) => twilio.hear(call),
            Self::Memory(_)
            | Self::Phones(_)
            | Self::Http(_)
            | Self::Kavenegar(_)
            | Self::MeliPayamak(_)
            | Self::SmsIr(_)
            | Self::Ghasedak(_) => Err(BadCall::Unknown),
        }
    }
}
