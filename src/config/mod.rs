//! Settings: a TOML file, each value overridden by an `OSTAKAR_…` variable. The only room that reads the environment.

mod read;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use crate::gateway::mail::{MailboxSettings, SmtpSettings};
use crate::gateway::push::PushSettings;
use crate::gateway::road::RoadSettings;
use crate::gateway::sms::GatewaySettings;

pub use read::{BadSettings, read};

/// Everything that can be set. Times are of the organisation's zone unless they say otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `sqlite:///path` or `postgres://…`; also by `DATABASE_URL`.
    pub database_url: String,
    /// Where the web listens.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Where people reach the web: links in messages begin with it. No slash at the end.
    pub base_url: String,
    /// 64 hexadecimal digits from which all keys are derived. Changing it ends every link and session.
    pub secret: SecretString,
    /// The organisation's name in messages.
    #[serde(default = "default_name")]
    pub name: String,
    /// IANA time zone of the organisation.
    #[serde(default = "default_zone")]
    pub zone: chrono_tz::Tz,
    /// Region of telephone numbers written without a country.
    #[serde(default = "default_region")]
    pub region: String,
    /// Folder of photos and documents.
    #[serde(default = "default_blobs")]
    pub blob_folder: PathBuf,
    /// Peers whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests a second of one caller; 0 for no limit.
    #[serde(default = "default_rate")]
    pub caller_rate: u32,
    /// Whether `/metrics` answers others than this machine.
    #[serde(default)]
    pub open_metrics: bool,
    /// Whether this node runs ticks and sends messages.
    #[serde(default = "yes")]
    pub worker: bool,
    /// Connections of the database: readers on SQLite, all on PostgreSQL.
    pub connections: Option<u32>,
    /// The SMS gateways by name; without one, messages wait in the outbox and `check` says so.
    #[serde(default)]
    pub sms: BTreeMap<String, GatewaySettings>,
    /// The mail server.
    pub mail: Option<SmtpSettings>,
    /// The mailbox that is looked into for letters to us.
    pub mailbox: Option<MailboxSettings>,
    /// Ends the path of the webhook `/hooks/mail/…` of a provider that pushes letters; no webhook without it.
    pub mail_hook_secret: Option<SecretString>,
    /// Who writes to push services; without it browsers are not asked whether they may be woken.
    pub push: Option<PushSettings>,
    /// The source of travel times by road; without one, regional figures serve.
    pub road: Option<RoadSettings>,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn default_name() -> String {
    "ostakar".to_owned()
}

const fn default_zone() -> chrono_tz::Tz {
    chrono_tz::Asia::Tehran
}

fn default_region() -> String {
    "IR".to_owned()
}

fn default_blobs() -> PathBuf {
    PathBuf::from("blobs")
}

const fn default_rate() -> u32 {
    50
}

const fn yes() -> bool {
    true
}

/// The file of this program, to start it once more.
///
/// # Errors
/// The system does not tell.
pub fn this_program() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}

/// Where the system keeps what need not last.
#[must_use]
pub fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}
