//! Short messages: one way out, whichever gateway is configured.

pub mod http;
pub mod parts;
pub mod phones;
mod template;

use super::memory::Outbox;
use super::{SendError, Sent};
use crate::domain::id::MessageId;
use crate::domain::time::Instant;

/// One short message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsText {
    /// Our reference; a gateway that keeps it makes a repeated attempt harmless.
    pub id: MessageId,
    /// Telephone in E.164, such as `+989121234567`.
    pub to: String,
    /// What the recipient reads.
    pub text: String,
    /// When this attempt is made.
    pub at: Instant,
}

/// A gateway for short messages.
#[derive(Debug, Clone)]
pub enum Sms {
    /// Kept in memory, for tests.
    Memory(Outbox<SmsText>),
    /// The simulated phones of the demo.
    Phones(phones::Phones),
    /// Any gateway that speaks HTTP.
    Http(Box<http::HttpSms>),
}

impl Sms {
    /// Hands `message` to the gateway. Being taken is not being delivered.
    ///
    /// # Errors
    /// `Retry` when a later attempt may work, also when it is unknown whether the message was taken; `Fail` when
    /// it never will.
    pub async fn send(&self, message: &SmsText) -> Result<Sent, SendError> {
        let parts = parts::measure(&message.text).parts;
        match self {
            Self::Memory(outbox) => {
                let place = outbox.send(message).await?;
                Ok(Sent { gateway: "memory".into(), reference: Some(format!("memory-{place}")), parts })
            }
            Self::Phones(phones) => {
                phones.receive(message);
                Ok(Sent { gateway: "phones".into(), reference: Some(message.id.to_string()), parts })
            }
            Self::Http(http) => {
                let reference = http.send(message).await?;
                Ok(Sent { gateway: http.name().to_owned(), reference, parts })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn counts_the_parts_of_what_was_taken() {
        let message = SmsText {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
            to: "+989121234567".into(),
            text: "کار جدید".repeat(10),
            at: "2026-11-22T08:00:00Z".parse().unwrap(),
        };
        let outbox = Outbox::default();
        let sent = Sms::Memory(outbox.clone()).send(&message).await.unwrap();
        assert_eq!(sent, Sent { gateway: "memory".into(), reference: Some("memory-0".into()), parts: 2 });
        assert_eq!(outbox.take(), [message]);
    }
}
