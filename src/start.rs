//! Composition: from settings to a running product.

use std::fs::File;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use actix_web::{HttpServer, web};
use secrecy::ExposeSecret as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::app::{App, Clock, Error, Gateways, Site, reference};
use crate::config::Settings;
use crate::domain::id::NodeId;
use crate::gateway::blob::Blob;
use crate::gateway::mail::{Mail, Mailbox, Smtp};
use crate::gateway::memory::Outbox;
use crate::gateway::push::Push;
use crate::gateway::road::RoadTimes;
use crate::gateway::sms::Sms;
use crate::security::{Keys, Secret};
use crate::store::{Db, DbOptions, migrate};
use crate::web as site_web;
use crate::web::api::events::Ending;
use crate::web::auth::identify_caller;
use crate::web::frame::{self, Frame, framed};
use crate::web::limit::CallerRate;
use crate::worker::{self, Worker};

/// Why the product does not start.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The settings or the arguments are wrong: exit code 2.
    #[error("{0}")]
    Input(String),
    /// Something failed: exit code 1.
    #[error("{0}")]
    Failed(String),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<crate::store::StoreError> for Stopped {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The right to write a SQLite file: one process at a time has it.
#[derive(Debug)]
pub struct FileHold {
    _locked: Option<File>,
}

impl FileHold {
    /// Takes the right, if the database is a file.
    ///
    /// # Errors
    /// Another process has it: a server is running on this file.
    pub fn take(database_url: &str) -> Result<Self, Stopped> {
        let Some(path) = database_url.strip_prefix("sqlite://") else { return Ok(Self { _locked: None }) };
        let path = PathBuf::from(format!("{path}.lock"));
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| Stopped::Failed(format!("{}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _locked: Some(file) }),
            Err(std::fs::TryLockError::WouldBlock) => Err(Stopped::Failed(
                "database in use: one process writes a SQLite file; stop the running server first, or use PostgreSQL"
                    .to_owned(),
            )),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Opens the database after bringing its tables and reference data up to date.
///
/// # Errors
/// A database that cannot be reached or migrated.
pub async fn open_database(url: &str, connections: Option<u32>, clock: &Clock) -> Result<(Db, NodeId), Stopped> {
    let node: NodeId = crate::app::clock::mint(Clock::System.now());
    let address = url.to_owned();
    let migrated = tokio::task::spawn_blocking(move || migrate::migrate(&address)).await;
    migrated.map_err(|error| Stopped::Failed(error.to_string()))??;
    let mut options = DbOptions { node, ..DbOptions::default() };
    if let Some(connections) = connections {
        (options.readers, options.writers) = (connections, connections);
    }
    let db = Db::open(url, options)?;
    reference::load(&db, clock.now()).await?;
    Ok((db, node))
}

/// The keys of an installation.
///
/// # Errors
/// A secret that is not 64 hexadecimal digits.
pub fn keys(secret: &str) -> Result<Keys, Stopped> {
    let wrong = "secret: expected 64 hexadecimal digits; make one with `openssl rand -hex 32`";
    let secret: Secret = secret.parse().map_err(|_| Stopped::Input(wrong.to_owned()))?;
    Keys::derive(&secret).map_err(|error| Stopped::Failed(error.to_string()))
}

/// The outside world as the settings describe it.
///
/// # Errors
/// Settings of a gateway that cannot be used.
pub fn gateways(settings: &Settings) -> Result<Gateways, Stopped> {
    let input = |what: &str, error: &dyn std::fmt::Display| Stopped::Input(format!("{what}: {error}"));
    let sms = Sms::from_settings(&settings.sms, &settings.base_url).map_err(|error| input("sms", &error))?;
    let mail = match &settings.mail {
        Some(smtp) => Mail::Smtp(Box::new(Smtp::new(smtp).map_err(|error| input("mail", &error))?)),
        None => Mail::Memory(Outbox::default()),
    };
    let mailbox = Mailbox::new(settings.mailbox.as_ref(), settings.mail_hook_secret.as_ref());
    let mailbox = mailbox.map_err(Stopped::Input)?;
    let blob = blob_folder(&settings.blob_folder)?;
    let road = settings.road.as_ref().map(RoadTimes::from_settings).transpose();
    let road = road.map_err(|error| input("road", &error))?;
    let push = Push::from_settings(settings.push.as_ref()).map_err(|error| input("push", &error))?;
    Ok(Gateways { sms, mail, mailbox, push, blob, road })
}

/// Seconds' worth of requests that a caller may make at once.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// Largest photo or document, bytes.
const LARGEST_BLOB: usize = 20 * 1024 * 1024;

/// A folder of photos and documents, made if it is not there.
///
/// # Errors
/// A folder that cannot be made or written.
pub fn blob_folder(path: &Path) -> Result<Blob, Stopped> {
    let wrong = |error: &dyn std::fmt::Display| Stopped::Input(format!("blob_folder: {}: {error}", path.display()));
    std::fs::create_dir_all(path).map_err(|error| wrong(&error))?;
    Blob::folder(path, LARGEST_BLOB).map_err(|error| wrong(&error))
}

/// Stands the product up from its settings.
///
/// # Errors
/// Wrong settings; a database that cannot be reached.
pub async fn open(settings: &Settings, clock: Clock) -> Result<App, Stopped> {
    let keys = keys(settings.secret.expose_secret())?;
    let gateways = gateways(settings)?;
    let database = open_database(&settings.database_url, settings.connections, &clock).await?;
    let site = Site {
        base_url: settings.base_url.trim_end_matches('/').to_owned(),
        name: settings.name.clone(),
        zone: settings.zone,
        region: settings.region.clone(),
    };
    Ok(App::open(database, clock, keys, site, gateways).await?)
}

/// What the web is told beside the product itself.
pub struct Serving {
    /// Where it listens.
    pub listen: std::net::SocketAddr,
    /// The frame's settings.
    pub frame: frame::Settings,
    /// Whether this node runs the worker.
    pub worker: bool,
    /// Sign-ins and phones of the demo, in the demo only.
    pub demo: Option<site_web::demo::Demo>,
}

impl Serving {
    /// As the settings say.
    #[must_use]
    pub fn from_settings(settings: &Settings) -> Self {
        let per_second = NonZeroU32::new(settings.caller_rate);
        let caller_rate = per_second.map(|rate| CallerRate { per_second: rate, burst: rate.saturating_mul(BURST) });
        Self {
            listen: settings.listen,
            frame: frame::Settings {
                https: settings.base_url.starts_with("https://"),
                trusted_proxies: settings.trusted_proxies.clone(),
                caller_rate,
                open_metrics: settings.open_metrics,
            },
            worker: settings.worker,
            demo: None,
        }
    }
}

/// Serves until a signal ends it: requests in flight are answered, the worker finishes, the database is closed.
///
/// # Errors
/// A listener that cannot be opened.
pub async fn serve(app: App, serving: Serving, ready: impl FnOnce(std::net::SocketAddr)) -> Result<(), Stopped> {
    let frame = Frame::new(serving.frame, app.keys.clone(), identify_caller);
    let worker = serving.worker.then(|| worker::start(app.clone()));
    let (shared, demo) = (app.clone(), serving.demo);
    let (end, ending) = watch::channel(false);
    let (asked, streams) = (end.clone(), Ending(ending.clone()));
    let server = HttpServer::new(move || {
        let site = framed(frame.clone()).app_data(web::Data::new(shared.clone()));
        let site = site.app_data(web::Data::new(streams.clone()));
        let demo = demo.clone();
        site.configure(move |config| site_web::routes::routes(config, demo))
    })
    .shutdown_timeout(8)
    .shutdown_signal(async move {
        asked_to_end().await;
        asked.send_replace(true);
    })
    .bind(serving.listen)
    .map_err(|error| Stopped::Failed(format!("{}: {error}", serving.listen)))?;
    let address = server.addrs().first().copied().unwrap_or(serving.listen);
    let running = server.run();
    ready(address);
    // Both end at the same time, since whoever stops a process waits ten seconds for it.
    let web_ends = async {
        let outcome = running.await;
        end.send_replace(true);
        outcome
    };
    let (outcome, ()) = tokio::join!(web_ends, stop_when(ending, worker));
    app.db.close().await;
    Ok(outcome?)
}

/// Ends the worker when the server is asked to end.
async fn stop_when(mut ending: watch::Receiver<bool>, worker: Option<Worker>) {
    // An error says that the server is gone.
    let _ = ending.wait_for(|ending| *ending).await;
    if let Some(worker) = worker {
        worker.stop().await;
    }
}

/// Waits for Ctrl-C or for the TERM of whoever runs the process.
async fn asked_to_end() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut term) => drop(term.recv().await),
            Err(error) => {
                tracing::warn!(%error, "TERM is not heard");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
