//! Letters over SMTP.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment as FilePart, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::dkim::{BadKey, DkimSettings, Signer};
use super::{Attachment, Encryption, Letter};
use crate::gateway::SendError;

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
    /// Password to it.
    pub password: Option<SecretString>,
    /// Whom letters are from, such as `Service <service@example.com>`.
    pub from: String,
    /// Milliseconds to wait for the server at each step.
    #[serde(default = "default_answer_within_ms")]
    pub answer_within_ms: u64,
    /// Whose signature letters bear.
    pub dkim: Option<DkimSettings>,
    /// A certificate in PEM that is believed besides those of the system: that of a server of one's own.
    pub certificate: Option<String>,
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
    /// No key.
    #[error("dkim.private_key: {0}")]
    Dkim(#[from] BadKey),
    /// A name or password alone.
    #[error("username and password: set both or none")]
    Credentials,
}

/// A configured mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    signer: Option<Arc<Signer>>,
}

impl Smtp {
    /// A mail server by its settings. Must be called inside the Tokio runtime, which looks after the connections.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: &SmtpSettings) -> Result<Self, BadSettings> {
        let from: Mailbox = settings.from.parse()?;
        let tls = match settings.encryption {
            Encryption::StartTls => Tls::Required(tls_parameters(settings)?),
            Encryption::Tls => Tls::Wrapper(tls_parameters(settings)?),
            Encryption::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(Duration::from_millis(settings.answer_within_ms)));
        match (&settings.username, &settings.password) {
            (Some(username), Some(password)) => {
                let credentials = Credentials::new(username.clone(), password.expose_secret().to_owned());
                builder = builder.credentials(credentials);
            }
            (None, None) => {}
            _ => return Err(BadSettings::Credentials),
        }
        let signer = settings.dkim.as_ref().map(Signer::new).transpose()?.map(Arc::new);
        Ok(Self { transport: builder.build(), from, signer })
    }

    /// The address that letters are from.
    #[must_use]
    pub fn address(&self) -> &str {
        self.from.email.as_ref()
    }

    /// The line that must stand in DNS for our signatures to be believed.
    #[must_use]
    pub fn dns_record(&self) -> Option<&str> {
        self.signer.as_ref().map(|signer| signer.record())
    }

    /// Asks the server whether it would take letters.
    ///
    /// # Errors
    /// What is wrong: no connection, no TLS, a password that is refused.
    pub async fn greet(&self) -> Result<(), String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("the server does not answer as a mail server does".to_owned()),
            Err(error) => Err(whole(&error)),
        }
    }

    pub(super) async fn send(&self, letter: &Letter) -> Result<Option<String>, SendError> {
        let (mut message, message_id) = compose(letter, &self.from)?;
        if let Some(signer) = &self.signer {
            signer.sign(&mut message);
        }
        self.transport.send(message).await.map_err(|error| failed(&error))?;
        Ok(Some(message_id))
    }
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters, lettre::transport::smtp::Error> {
    let mut builder = TlsParameters::builder(settings.server.clone());
    if let Some(pem) = &settings.certificate {
        builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
    }
    builder.build()
}

/// An error with its causes, on one line.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut at = error.source();
    while let Some(cause) = at {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        at = cause.source();
    }
    text
}

/// How lettre tells, in words alone, that it had no connection, or none that is safe: nothing has left.
const NOT_CONNECTED: &str = "Connection error";

fn failed(error: &lettre::transport::smtp::Error) -> SendError {
    let said = error.to_string();
    if error.is_permanent() {
        SendError::Never(said)
    } else if error.is_transient() || error.is_client() || said.starts_with(NOT_CONNECTED) {
        SendError::Later(said)
    } else {
        SendError::Unclear(said)
    }
}

fn compose(letter: &Letter, from: &Mailbox) -> Result<(Message, String), SendError> {
    let fail = |what: &dyn std::fmt::Display| SendError::Never(what.to_string());
    let to: Address = letter.to.parse().map_err(|error| fail(&error))?;
    let message_id = format!("<{}@{}>", letter.id, from.email.domain());
    let mut builder = Message::builder()
        .from(from.clone())
        .to(to.into())
        .subject(&letter.subject)
        .date(SystemTime::from(letter.at))
        .message_id(Some(message_id.clone()));
    // Machines that answer by themselves must not answer us (RFC 3834).
    builder = match &letter.answers {
        None => builder.header(AutoSubmitted("auto-generated".to_owned())),
        Some(answered) => builder
            .header(AutoSubmitted("auto-replied".to_owned()))
            .in_reply_to(answered.clone())
            .references(answered.clone()),
    };
    let text = SinglePart::plain(letter.text.clone());
    let html = letter.html.clone().map(SinglePart::html);
    let message = match (html, letter.attachments.is_empty()) {
        (None, true) => builder.singlepart(text),
        (Some(html), true) => builder.multipart(MultiPart::alternative().singlepart(text).singlepart(html)),
        (html, false) => {
            let mixed = match html {
                None => MultiPart::mixed().singlepart(text),
                Some(html) => MultiPart::mixed().multipart(MultiPart::alternative().singlepart(text).singlepart(html)),
            };
            builder.multipart(attach(mixed, &letter.attachments)?)
        }
    };
    Ok((message.map_err(|error| fail(&error))?, message_id))
}

fn attach(mixed: MultiPart, attachments: &[Attachment]) -> Result<MultiPart, SendError> {
    attachments.iter().try_fold(mixed, |mixed, file| {
        let media_type = ContentType::parse(&file.media_type)
            .map_err(|_| SendError::Never(format!("{} is not a media type", file.media_type)))?;
        Ok(mixed.singlepart(FilePart::new(file.name.clone()).body(file.bytes.clone(), media_type)))
    })
}

/// Says that no person wrote the letter.
#[derive(Debug, Clone)]
struct AutoSubmitted(String);

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
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
            attachments: Vec::new(),
            answers: None,
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
