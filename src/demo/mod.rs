//! The demo: the main job with nothing installed. Embedded SQLite, a seeded network, simulated phones.

mod history;
mod player;
mod prices;
mod story;
mod words;

use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use crate::app::{App, Clock, Gateways, Site, seed};
use crate::cli;
use crate::config::temporary_folder;
use crate::domain::id::NodeId;
use crate::domain::time::Instant;
use crate::gateway::blob::Blob;
use crate::gateway::mail::{Mail, Mailbox};
use crate::gateway::memory::Outbox;
use crate::gateway::push::Push;
use crate::gateway::sms::Sms;
use crate::gateway::sms::phones::Phones;
use crate::security::{Keys, Secret};
use crate::start::{FileHold, Serving, Stopped, blob_folder, open_database, serve};
use crate::store::{Db, journal::last_event_at};
use crate::web::demo::Demo;
use crate::web::frame;

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Tehran;
/// Messages that a simulated phone keeps.
const KEPT: usize = 50;

/// Plays the story, fills history, and serves unless `--once`.
///
/// # Errors
/// A folder that cannot be used, a listener that cannot be opened, or a step of the story that failed.
pub async fn run(arguments: cli::Demo) -> Result<(), Stopped> {
    crate::commands::log_to_stderr("warn");
    let (folder, _temporary) = folder(arguments.data.as_deref())?;
    let ground = Ground::open(&folder, &arguments).await?;
    let today = ground.first_day().await?;
    let stage = ground.app(Clock::standing_at(today), format!("http://{}", arguments.listen)).await?;
    prices::set(&stage).await?;
    let history_from = working_days_before(&stage, today, arguments.days + 1);
    if arguments.days > 0 {
        let player = ground.player(&stage, history_from);
        history::fill(&player, arguments.days).await?;
    }
    let story_day = working_days_before(&stage, today, 1);
    let player = ground.player(&stage, story_day);
    story::tell(&player, arguments.language).await?;
    if arguments.once {
        ground.db.close().await;
        return Ok(());
    }
    let app = ground.app(Clock::starting_at(today), format!("http://{}", arguments.listen)).await?;
    let users = seed::demo_users();
    let serving = Serving {
        listen: arguments.listen,
        frame: frame::Settings { https: false, trusted_proxies: Vec::new(), caller_rate: None, open_metrics: false },
        worker: true,
        demo: Some(Demo { users: users.clone() }),
    };
    let language = arguments.language;
    serve(app, serving, move |address| words::tell_address(language, address, &users)).await
}

/// A folder, and what removes it at the end if it is a temporary one.
fn folder(named: Option<&Path>) -> Result<(PathBuf, Option<Temporary>), Stopped> {
    if let Some(path) = named {
        std::fs::create_dir_all(path)?;
        return Ok((std::path::absolute(path)?, None));
    }
    let made = crate::security::random::<8>().map_err(|error| Stopped::Failed(error.to_string()))?;
    let path = temporary_folder().join(format!("ostakar-demo-{}", crate::security::hex(&made)));
    std::fs::create_dir(&path)?;
    Ok((path.clone(), Some(Temporary(path))))
}

struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), %error, "demo folder stays");
        }
    }
}

/// What every stage of the demo stands on.
struct Ground {
    db: Db,
    node: NodeId,
    keys: Keys,
    phones: Phones,
    blob: Blob,
    _hold: FileHold,
}

impl Ground {
    async fn open(folder: &Path, arguments: &cli::Demo) -> Result<Self, Stopped> {
        let url = format!("sqlite://{}", folder.join("ostakar.db").display());
        let hold = FileHold::take(&url)?;
        let keys = Keys::derive(&secret(folder)?).map_err(|error| Stopped::Failed(error.to_string()))?;
        let now = Clock::System.now();
        let (db, node) = open_database(&url, None, &Clock::standing_at(now)).await?;
        words::tell_seeding(arguments.language);
        seed::demo(&db, now).await?;
        let blob = blob_folder(&folder.join("blobs"))?;
        Ok(Self { db, node, keys, phones: Phones::new(KEPT), blob, _hold: hold })
    }

    async fn app(&self, clock: Clock, base_url: String) -> Result<App, Stopped> {
        let site = Site { base_url, name: "ostakar".to_owned(), zone: ZONE, region: "IR".to_owned() };
        let gateways = Gateways {
            sms: Sms::phones(self.phones.clone()),
            mail: Mail::Memory(Outbox::default()),
            mailbox: Mailbox::default(),
            push: Push::Off,
            blob: self.blob.clone(),
            road: None,
        };
        Ok(App::open((self.db.clone(), self.node), clock, self.keys.clone(), site, gateways).await?)
    }

    fn player(&self, stage: &App, from: Instant) -> player::Player {
        if let Clock::Manual(micros) = &stage.clock {
            micros.store(from.timestamp_micros(), std::sync::atomic::Ordering::SeqCst);
        }
        player::Player { app: stage.clone(), phones: self.phones.clone() }
    }

    /// 09:00 in Tehran on the first working day that is neither past nor before what the folder already holds.
    async fn first_day(&self) -> Result<Instant, Stopped> {
        let now = Clock::System.now();
        let last = self.db.read(|conn| last_event_at(conn).map_err(Stopped::from)).await?;
        let today = now.with_timezone(&ZONE).date_naive();
        let after_last = last.map(|at| at.with_timezone(&ZONE).date_naive() + TimeDelta::days(2));
        let mut day = after_last.map_or(today, |after| after.max(today));
        while day.weekday() == chrono::Weekday::Fri || day.weekday() == chrono::Weekday::Thu {
            day += TimeDelta::days(1);
        }
        nine_o_clock(day)
    }
}

fn nine_o_clock(day: NaiveDate) -> Result<Instant, Stopped> {
    let nine = day.and_hms_opt(9, 0, 0).and_then(|at| at.and_local_timezone(ZONE).earliest());
    Ok(nine.ok_or_else(|| Stopped::Failed(format!("no 09:00 on {day}")))?.to_utc())
}

/// 09:00 so many working days before.
fn working_days_before(app: &App, at: Instant, days: u32) -> Instant {
    let catalogue = app.catalogue();
    let (mut at, mut left) = (at, days);
    while left > 0 {
        at -= TimeDelta::days(1);
        let full = catalogue.calendar().business_between(at, at + TimeDelta::hours(8)) == 8 * 3_600;
        left -= u32::from(full);
    }
    at
}

/// The folder's own secret: links given out by one run open in the next.
fn secret(folder: &Path) -> Result<Secret, Stopped> {
    let path = folder.join("secret");
    if let Ok(text) = std::fs::read_to_string(&path) {
        let wrong = |_| Stopped::Input(format!("{}: expected 64 hexadecimal digits", path.display()));
        return text.trim().parse().map_err(wrong);
    }
    let secret = Secret::generate().map_err(|error| Stopped::Failed(error.to_string()))?;
    std::fs::write(&path, secret.expose())?;
    Ok(secret)
}
