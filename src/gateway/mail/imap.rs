//! A mailbox that is looked into over IMAP. A letter is marked as seen by whoever took it in, never by reading it.

use std::fmt::{Debug, Display};
use std::sync::Arc;
use std::time::Duration;

use async_imap::{Client, Session};
use futures_util::TryStreamExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::Encryption;
use crate::domain::time::Instant;

/// Bytes of a letter that are fetched; files at its end may be cut off.
pub const MOST_BYTES: usize = 1024 * 1024;

/// How the mailbox is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxSettings {
    /// Name or address of the server; the certificate must bear it.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from listeners.
    #[serde(default)]
    pub encryption: Encryption,
    /// Name to sign in with.
    pub username: String,
    /// Password to it.
    pub password: SecretString,
    /// The folder that is looked into.
    #[serde(default = "default_folder")]
    pub folder: String,
    /// Minutes from one look to the next.
    #[serde(default = "default_every")]
    pub every_minutes: u32,
    /// Milliseconds to wait for the server at each step.
    #[serde(default = "default_answer_within_ms")]
    pub answer_within_ms: u64,
    /// A certificate in PEM that is believed besides those of the system: that of a server of one's own.
    pub certificate: Option<String>,
}

fn default_folder() -> String {
    "INBOX".to_owned()
}

const fn default_every() -> u32 {
    1
}

const fn default_answer_within_ms() -> u64 {
    15_000
}

/// Why a mailbox cannot be looked into. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailboxError {
    /// A setting that cannot work.
    #[error("{0}")]
    Settings(String),
    /// The server is not reached or breaks off.
    #[error("the server is not reached: {0}")]
    Unreachable(String),
    /// The server says no.
    #[error("the server refuses {0}")]
    Refused(String),
    /// The server takes too long.
    #[error("the server does not answer in time")]
    Late,
}

/// A connection, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for T {}
type Wire = Box<dyn Stream>;

/// A mailbox that is set up.
#[derive(Debug)]
pub struct Imap {
    settings: MailboxSettings,
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
}

impl Imap {
    /// A mailbox by its settings.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: &MailboxSettings) -> Result<Self, MailboxError> {
        if settings.every_minutes == 0 {
            return Err(MailboxError::Settings("every_minutes: 0; at least 1".to_owned()));
        }
        let tls = match settings.encryption {
            Encryption::None => None,
            Encryption::StartTls | Encryption::Tls => Some(tls(settings)?),
        };
        Ok(Self { settings: settings.clone(), tls })
    }

    /// Whether it is the minute for a look.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        (now.timestamp() / 60) % i64::from(self.settings.every_minutes) == 0
    }

    /// Where it is, for people.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}, {}", self.settings.server, self.settings.port, self.settings.folder)
    }

    fn within(&self) -> Duration {
        Duration::from_millis(self.settings.answer_within_ms)
    }

    /// Signs in and opens the folder.
    ///
    /// # Errors
    /// The server is not reached, has no TLS, or refuses the sign-in or the folder.
    pub async fn open(&self) -> Result<OpenFolder, MailboxError> {
        let wire = timeout(self.within(), self.connect()).await.map_err(|_| MailboxError::Late)??;
        let mut client = Client::new(wire);
        // Over STARTTLS the greeting came before.
        if self.settings.encryption != Encryption::StartTls {
            timeout(self.within(), greeting(&mut client)).await.map_err(|_| MailboxError::Late)??;
        }
        let (name, password) = (&self.settings.username, self.settings.password.expose_secret());
        let signed_in = timeout(self.within(), client.login(name, password)).await.map_err(|_| MailboxError::Late)?;
        let mut session = signed_in.map_err(|(error, _)| said("the name or the password", &error))?;
        let folder = &self.settings.folder;
        let selected = timeout(self.within(), session.select(folder)).await.map_err(|_| MailboxError::Late)?;
        let selected = selected.map_err(|error| said(&format!("the folder {folder}"), &error))?;
        let validity = selected.uid_validity.unwrap_or_default();
        Ok(OpenFolder { session, validity, within: self.within() })
    }

    async fn connect(&self) -> Result<Wire, MailboxError> {
        let away = |error: std::io::Error| MailboxError::Unreachable(error.to_string());
        let tcp = TcpStream::connect((self.settings.server.as_str(), self.settings.port)).await.map_err(away)?;
        let Some((config, name)) = &self.tls else { return Ok(Box::new(tcp)) };
        let tcp = if self.settings.encryption == Encryption::StartTls {
            let mut client = Client::new(tcp);
            greeting(&mut client).await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None).await;
            asked.map_err(|error| said("TLS", &error))?;
            // What came in clear after the answer goes with the client.
            client.into_inner()
        } else {
            tcp
        };
        let connector = TlsConnector::from(Arc::clone(config));
        Ok(Box::new(connector.connect(name.clone(), tcp).await.map_err(away)?))
    }
}

async fn greeting<T: Stream>(client: &mut Client<T>) -> Result<(), MailboxError> {
    match client.read_response().await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(MailboxError::Unreachable("it hangs up".to_owned())),
        Err(error) => Err(MailboxError::Unreachable(error.to_string())),
    }
}

fn tls(settings: &MailboxSettings) -> Result<(Arc<ClientConfig>, ServerName<'static>), MailboxError> {
    let wrong = |what: &str, error: &dyn Display| MailboxError::Settings(format!("{what}: {error}"));
    let name = ServerName::try_from(settings.server.clone()).map_err(|error| wrong("server", &error))?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = &settings.certificate {
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| wrong("certificate", &error))?;
            roots.add(certificate).map_err(|error| wrong("certificate", &error))?;
        }
    }
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong("encryption", &error))?;
    Ok((Arc::new(config.with_root_certificates(roots).with_no_client_auth()), name))
}

fn said(what: &str, error: &async_imap::error::Error) -> MailboxError {
    use async_imap::error::Error;
    match error {
        Error::No(why) | Error::Bad(why) => MailboxError::Refused(format!("{what}: {why}")),
        error => MailboxError::Unreachable(error.to_string()),
    }
}

/// A folder that is open.
#[derive(Debug)]
pub struct OpenFolder {
    session: Session<Wire>,
    validity: u32,
    within: Duration,
}

impl OpenFolder {
    /// The letters that nobody has taken in, oldest first.
    ///
    /// # Errors
    /// The server breaks off.
    pub async fn unseen(&mut self, at_most: usize) -> Result<Vec<u32>, MailboxError> {
        let found = timeout(self.within, self.session.uid_search("UNSEEN")).await.map_err(|_| MailboxError::Late)?;
        let mut found: Vec<u32> = found.map_err(|error| said("a search", &error))?.into_iter().collect();
        found.sort_unstable();
        found.truncate(at_most);
        Ok(found)
    }

    /// What a letter is called for good: its number and that of the folder's numbering.
    #[must_use]
    pub fn reference(&self, uid: u32) -> String {
        format!("{}:{uid}", self.validity)
    }

    /// The first [`MOST_BYTES`] of a letter; none when it is gone.
    ///
    /// # Errors
    /// The server breaks off.
    pub async fn fetch(&mut self, uid: u32) -> Result<Option<Vec<u8>>, MailboxError> {
        let fetching = async {
            let wanted = format!("(UID BODY.PEEK[]<0.{MOST_BYTES}>)");
            let answers = self.session.uid_fetch(uid.to_string(), wanted).await?;
            answers.try_collect::<Vec<_>>().await
        };
        let answers = timeout(self.within, fetching).await.map_err(|_| MailboxError::Late)?;
        let answers = answers.map_err(|error| said("a letter", &error))?;
        let letter = answers.iter().filter(|answer| answer.uid == Some(uid)).find_map(|answer| answer.body());
        Ok(letter.map(<[u8]>::to_vec))
    }

    /// Marks a letter that was taken in.
    ///
    /// # Errors
    /// The server breaks off; the letter then comes again.
    pub async fn mark_seen(&mut self, uid: u32) -> Result<(), MailboxError> {
        let marking = async {
            let answers = self.session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await?;
            answers.try_collect::<Vec<_>>().await
        };
        let answers = timeout(self.within, marking).await.map_err(|_| MailboxError::Late)?;
        answers.map(drop).map_err(|error| said("a mark", &error))
    }

    /// Signs out.
    pub async fn close(mut self) {
        // The server notices the end of the connection as well.
        let _ = timeout(self.within, self.session.logout()).await;
    }
}
