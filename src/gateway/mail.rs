//! Letters over SMTP.

use std::time::{Duration, SystemTime};

use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::SendError;
use super::memory::Outbox;
use crate::domain::id::MessageId;
use crate::domain::time::Instant;

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
    /// When this attempt is made: the Date of the letter.
    pub at: Instant,
}

/// How the connection is kept from listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// TLS is asked for after the greeting; a server that has none gets nothing.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a server on this machine.
    None,
}

/// How the mail server is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Name or address of the server; the certificate must bear it.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from listeners.
    #[serde(default)]
    pub encryption: Encryption,
    /// Name to sign in with; none when the server asks for none.
    pub username: Option<String>,
    /// Password to it; comes from the environment or a file, never from the settings.
    #[serde(skip)]
    pub password: Option<SecretString>,
    /// Whom letters are from, such as `Service <service@example.com>`.
    pub from: String,
    /// Milliseconds to wait for the server at each step.
    #[serde(default = "default_answer_within_ms")]
    pub answer_within_ms: u64,
}

const fn default_answer_within_ms() -> u64 {
    15_000
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// Not an address.
    #[error("from is not a mail address: {0}")]
    From(#[from] lettre::address::AddressError),
    /// No TLS for this name.
    #[error("TLS to the mail server: {0}")]
    Tls(#[from] lettre::transport::smtp::Error),
}

/// A way for letters.
#[derive(Debug, Clone)]
pub enum Mail {
    /// Kept in memory, for tests.
    Memory(Outbox<Letter>),
    /// A mail server.
    Smtp(Box<Smtp>),
}

/// A configured mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
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
}

impl Smtp {
    /// A mail server by its settings. Must be called inside the Tokio runtime, which looks after the connections.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: &SmtpSettings) -> Result<Self, BadSettings> {
        let from: Mailbox = settings.from.parse()?;
        let tls = match settings.encryption {
            Encryption::StartTls => Tls::Required(TlsParameters::new(settings.server.clone())?),
            Encryption::Tls => Tls::Wrapper(TlsParameters::new(settings.server.clone())?),
            Encryption::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(Duration::from_millis(settings.answer_within_ms)));
        if let (Some(username), Some(password)) = (&settings.username, &settings.password) {
            builder = builder.credentials(Credentials::new(username.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    async fn send(&self, letter: &Letter) -> Result<Option<String>, SendError> {
        let (message, message_id) = compose(letter, &self.from)?;
        self.transport.send(message).await.map_err(|error| failed(&error))?;
        Ok(Some(message_id))
    }
}

fn failed(error: &lettre::transport::smtp::Error) -> SendError {
    let said = error.to_string();
    if error.is_permanent() {
        SendError::Never(said)
    } else if error.is_transient() || error.is_client() {
        SendError::Later(said)
    } else {
        SendError::Unclear(said)
    }
}

fn compose(letter: &Letter, from: &Mailbox) -> Result<(Message, String), SendError> {
    let fail = |what: &dyn std::fmt::Display| SendError::Never(what.to_string());
    let to: Address = letter.to.parse().map_err(|error| fail(&error))?;
    let message_id = format!("<{}@{}>", letter.id, from.email.domain());
    let builder = Message::builder()
        .from(from.clone())
        .to(to.into())
        .subject(&letter.subject)
        .date(SystemTime::from(letter.at))
        .message_id(Some(message_id.clone()));
    let text = SinglePart::plain(letter.text.clone());
    let message = match &letter.html {
        None => builder.singlepart(text),
        Some(html) => {
            builder.multipart(MultiPart::alternative().singlepart(text).singlepart(SinglePart::html(html.clone())))
        }
    };
    Ok((message.map_err(|error| fail(&error))?, message_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
            to: "ali@example.com".into(),
            subject: "کار شما".into(),
            text: "سلام".into(),
            html: Some("<p>سلام</p>".into()),
            at: "2026-11-22T08:00:00Z".parse().unwrap(),
        }
    }

    fn composed(letter: &Letter) -> Result<String, SendError> {
        let (message, _) = compose(letter, &"Service <service@example.org>".parse().unwrap())?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    #[test]
    fn a_letter_is_the_same_each_time_but_for_the_boundary() {
        let text = composed(&letter()).unwrap();
        assert!(text.contains("Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@example.org>\r\n"), "{text}");
        assert!(text.contains("Date: Sun, 22 Nov 2026 08:00:00 +0000\r\n"), "{text}");
        assert!(text.contains("multipart/alternative") && text.contains("text/html"), "{text}");
    }

    #[test]
    fn nothing_typed_becomes_a_header() {
        let text = composed(&Letter { subject: "a\r\nBcc: eve@example.com\r\n\r\nb".into(), ..letter() }).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        for to in ["ali@example.com\r\nBcc: eve@example.com", "ali@example.com, eve@example.com", "Ali", ""] {
            assert!(matches!(composed(&Letter { to: to.into(), ..letter() }), Err(SendError::Never(_))), "{to:?}");
        }
    }
}
