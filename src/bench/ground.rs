//! What a bench stands on: a folder that goes afterwards, a seeded database, and the product in this process.

use std::path::{Path, PathBuf};

use crate::app::{App, Clock, Gateways, Site, seed};
use crate::gateway::blob::Blob;
use crate::gateway::mail::{Mail, Mailbox};
use crate::gateway::memory::Outbox;
use crate::gateway::push::Push;
use crate::gateway::sms::Sms;
use crate::security::{Keys, Secret};
use crate::start::{Stopped, open_database};

use super::failed;

/// A temporary folder; it goes with this value.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one.
    ///
    /// # Errors
    /// The disk, or the random source.
    pub fn make() -> Result<Self, Stopped> {
        let name = crate::security::random::<8>().map_err(failed)?;
        let path = crate::config::temporary_folder().join(format!("ostakar-bench-{}", crate::security::hex(&name)));
        std::fs::create_dir(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The address of a SQLite file in it.
    #[must_use]
    pub fn sqlite(&self, name: &str) -> String {
        format!("sqlite://{}", self.0.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "bench folder stays");
        }
    }
}

/// Brings a database up to date, seeds the demo and opens the product on it.
///
/// # Errors
/// The database.
pub async fn open(url: &str) -> Result<App, Stopped> {
    let clock = Clock::System;
    let database = open_database(url, Some(2), &clock).await?;
    seed::demo(&database.0, clock.now()).await?;
    let keys = Keys::derive(&Secret::from([0x42; 32])).map_err(failed)?;
    let site = Site {
        base_url: "http://127.0.0.1".to_owned(),
        name: "ostakar".to_owned(),
        zone: chrono_tz::Tz::Asia__Tehran,
        region: "IR".to_owned(),
    };
    let gateways = Gateways {
        sms: Sms::memory(Outbox::default()),
        mail: Mail::Memory(Outbox::default()),
        mailbox: Mailbox::default(),
        push: Push::Off,
        blob: Blob::memory(1 << 20),
        road: None,
    };
    Ok(App::open(database, clock, keys, site, gateways).await?)
}
