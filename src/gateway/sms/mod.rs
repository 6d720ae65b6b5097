//! Short messages: several gateways and lines behind one seam, tried in the order that the settings give.

pub mod approved;
mod budget;
pub mod ghasedak;
pub mod http;
pub mod kannel;
pub mod kavenegar;
pub mod meli_payamak;
pub mod parts;
pub mod phones;
mod provider;
mod report;
mod route;
pub mod sms_ir;
mod template;
pub mod twilio;
pub mod web;

use secrecy::{ExposeSecret as _, SecretString};

use crate::domain::id::MessageId;
use crate::domain::message::MessageKind;
use crate::domain::time::Instant;

pub use budget::Noted;
pub use provider::{Provider, ProviderSettings, Receipts, Taken};
use report::OneByOne;
pub use report::{BadCall, Call, Incoming, Report, Subject, Told, Topic};
pub use route::{BadGateway, Gateway, GatewaySettings, Line, Route, Sent, Sms};

/// One short message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsText {
    /// Our reference; a gateway that keeps it makes a repeated attempt harmless.
    pub id: MessageId,
    /// Telephone in E.164, such as `+989121234567`.
    pub to: String,
    /// What it tells; gateways that demand approved templates have one a kind.
    pub kind: MessageKind,
    /// What the recipient reads.
    pub text: String,
    /// The values that the text names, by the name of its variable, as the recipient reads them.
    pub values: Vec<(String, String)>,
    /// When this attempt is made.
    pub at: Instant,
}

impl SmsText {
    /// The value of a variable.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The address of our webhook for a gateway, without its last segment.
fn hook_address(base: &str, gateway: &str, secret: &SecretString) -> String {
    format!("{base}/hooks/sms/{gateway}/{}", template::percent_encoded(secret.expose_secret()))
}

#[cfg(test)]
mod tests;
