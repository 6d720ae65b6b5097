//! The outbox: messages a second to a gateway in memory, and through a running Kannel with a report of each, beside what that
//! Kannel gives when it is asked directly; in turns, so that all meet the same machine.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;

use super::failed;
use super::ground::{self, Folder};
use super::kannel::Kannel;
use super::process::Process;
use super::server::Server;
use super::table::{Report, Row, machine, median};
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::outbox::hear_reports;
use crate::app::{App, Clock, Error};
use crate::cli::Bench;
use crate::domain::language::Language;
use crate::domain::message::{Fate, MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::gateway::memory::Outbox;
use crate::gateway::sms::{self, Provider, SmsText, Subject};
use crate::start::Stopped;
use crate::store::floor::{Course, course};
use crate::store::{Db, DbOptions};
use crate::worker;

/// Turns of each row.
const ROUNDS: usize = 3;
/// Messages that are written in one transaction.
const WRITTEN: usize = 1_000;
/// Reports that are noted at the same time, as a gateway's connections would bring them.
const REPORTED: usize = 32;
const LOOK: Duration = Duration::from_millis(50);
/// Nothing has moved for so long: something is lost.
const STALLED: Duration = Duration::from_secs(30);
/// Messages a second to Kannel with reports that are asked for.
const TARGET: f64 = 600.0;

/// Measures on a fresh SQLite file, or on the PostgreSQL that is named; there also two processes together.
///
/// # Errors
/// A step that fails; a message that is lost or taken twice.
pub async fn measure(arguments: &Bench) -> Result<Report, Stopped> {
    let kannel = arguments.kannel.as_deref().map(|url| Kannel::at(url, arguments.clients)).transpose()?;
    let stage = Stage::prepare(arguments, kannel).await?;
    let mut rows = stage.to_memory().await?;
    if stage.kannel.is_some() {
        rows.extend(tokio::task::spawn_blocking(move || stage.through_kannel()).await.map_err(failed)??);
    }
    let notes = notes(&rows);
    Ok(Report { what: "outbox", machine: machine(), rows, notes, more: serde_json::Value::Null })
}

struct Stage {
    folder: Folder,
    url: String,
    app: App,
    kannel: Option<Kannel>,
    count: usize,
    runtime: tokio::runtime::Handle,
}

/// One turn.
#[derive(Debug, Clone, Copy)]
struct Turn {
    per_second: f64,
    cpu_us: f64,
    rss_mib: f64,
}

impl Stage {
    async fn prepare(arguments: &Bench, kannel: Option<Kannel>) -> Result<Self, Stopped> {
        let folder = Folder::make()?;
        let url = arguments.database.clone().unwrap_or_else(|| folder.sqlite("memory.db"));
        let app = ground::open(&url).await?;
        let count = usize::try_from(arguments.queries).unwrap_or(usize::MAX).div_ceil(ROUNDS).max(100);
        Ok(Self { folder, url, app, kannel, count, runtime: tokio::runtime::Handle::current() })
    }

    fn database(&self) -> &'static str {
        if self.app.db.is_embedded() { "sqlite" } else { "postgres" }
    }

    async fn to_memory(&self) -> Result<Vec<Row>, Stopped> {
        let (mut sent, mut reported) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            sent.push(self.memory_turn(false).await?);
            reported.push(self.memory_turn(true).await?);
        }
        Ok(vec![
            row("to memory", self.database(), &sent),
            row("to memory, each reported delivered", self.database(), &reported),
        ])
    }

    async fn memory_turn(&self, with_reports: bool) -> Result<Turn, Stopped> {
        let gateway = self.app.gateways.sms.gateway("memory").ok_or_else(|| failed("no gateway in memory"))?;
        let Provider::Memory(outbox) = &gateway.provider else { return Err(failed("no gateway in memory")) };
        drop(outbox.take());
        let since = write(&self.app.db, self.count).await?;
        let process = Process::of(std::process::id());
        let used = process.cpu();
        let worker = worker::start(self.app.clone());
        let reporter = with_reports.then(|| tokio::spawn(report_all(self.app.clone(), outbox.clone())));
        let ended = wait(&self.app.db, since, with_reports).await;
        if let Some(reporter) = reporter {
            reporter.abort();
        }
        worker.stop().await;
        self.turn(&ended?, with_reports, process.cpu().saturating_sub(used), process.mebibytes("VmHWM"))
    }

    fn turn(&self, course: &Course, with_reports: bool, cpu: Duration, rss_mib: f64) -> Result<Turn, Stopped> {
        let wanted = i64::try_from(self.count).map_err(failed)?;
        if (course.written, course.taken) != (wanted, wanted) {
            return Err(failed(format!("of {wanted} messages, gateways took {}", course.taken)));
        }
        let last = if with_reports { course.last_delivered } else { course.last_sent };
        let took = (last - course.first_sent).to_std().map_err(failed)?;
        let count = self.count as f64;
        Ok(Turn { per_second: count / took.as_secs_f64(), cpu_us: cpu.as_secs_f64() * 1e6 / count, rss_mib })
    }

    /// Blocks.
    fn through_kannel(self) -> Result<Vec<Row>, Stopped> {
        let Some(kannel) = &self.kannel else { return Ok(Vec::new()) };
        let database = self.database();
        let url = if self.app.db.is_embedded() { self.folder.sqlite("kannel.db") } else { self.url.clone() };
        self.runtime.block_on(async {
            ground::open(&url).await?.db.close().await;
            Ok::<_, Stopped>(())
        })?;
        let (mut direct, mut alone, mut together) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            direct.push(Turn { per_second: kannel.direct(self.count)?, cpu_us: 0.0, rss_mib: 0.0 });
            alone.push(self.kannel_turn(kannel, &url, 1)?);
            if !self.app.db.is_embedded() {
                together.push(self.kannel_turn(kannel, &url, 2)?);
            }
        }
        let mut rows = vec![
            row("Kannel asked directly, each reported delivered", database, &direct),
            row("to Kannel, each reported delivered", database, &alone),
        ];
        if !together.is_empty() {
            rows.push(row("to Kannel by two processes, each reported delivered", database, &together));
        }
        self.runtime.block_on(self.app.db.close());
        Ok(rows)
    }

    fn kannel_turn(&self, kannel: &Kannel, url: &str, processes: usize) -> Result<Turn, Stopped> {
        let open = || Db::open(url, DbOptions { readers: 1, writers: 1, ..DbOptions::default() });
        let since = self.runtime.block_on(async {
            let db = open()?;
            let since = write(&db, self.count).await;
            db.close().await;
            since
        })?;
        let settings = kannel.settings();
        let start = |_| Server::start_with(self.folder.path(), url, true, &settings);
        let servers = (0..processes).map(start).collect::<Result<Vec<_>, _>>()?;
        let course = self.runtime.block_on(async {
            let db = open()?;
            let course = wait(&db, since, true).await;
            db.close().await;
            course
        })?;
        let cpu = servers.iter().map(|server| server.process().cpu()).sum();
        let rss = servers.iter().map(|server| server.process().mebibytes("VmHWM")).fold(0.0, f64::max);
        self.turn(&course, true, cpu, rss)
    }
}

/// Writes messages to as many telephones; the moment before.
async fn write(db: &Db, count: usize) -> Result<Instant, Stopped> {
    let begun = Clock::System.now();
    let tag = begun.timestamp_micros();
    for first in (0..count).step_by(WRITTEN) {
        let written = db.write(move |tx| -> Result<(), Error> {
            for number in first..count.min(first + WRITTEN) {
                let to = Recipient {
                    kind: RecipientKind::Agent,
                    id: "bench".to_owned(),
                    phone: format!("+98912{number:07}"),
                    language: Language::Fa,
                };
                let category = Param::Category("dishwasher".to_owned());
                let params = [("short_number", Param::Number(7)), ("category", category)];
                let once = format!("bench-{tag}");
                put(tx, begun, MessageKind::OfferFilled, (&to, About::default()), (&once, &params))?;
            }
            Ok(())
        });
        written.await?;
    }
    Ok(begun)
}

/// Waits until every message written since a moment has left, and is delivered where that is reported.
async fn wait(db: &Db, since: Instant, with_reports: bool) -> Result<Course, Stopped> {
    let (mut before, mut moved) = ((0, 0), std::time::Instant::now());
    loop {
        let course = db.read(move |conn| course(conn, since)).await?;
        let now = (course.sent, course.delivered);
        let done = if with_reports { course.delivered } else { course.sent };
        if done == course.written {
            return Ok(course);
        }
        if now != before {
            (before, moved) = (now, std::time::Instant::now());
        }
        if moved.elapsed() > STALLED {
            return Err(failed(format!("of {} messages {} left, {} arrived", course.written, now.0, now.1)));
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Reports what the gateway takes as delivered, one by one.
async fn report_all(app: App, outbox: Outbox<SmsText>) {
    loop {
        let taken = stream::iter(outbox.take());
        let told = taken.for_each_concurrent(REPORTED, |message| {
            let report = sms::Report { subject: Subject::Ours(message.id), fate: Fate::Delivered, word: String::new() };
            let app = app.clone();
            async move {
                // A report that is not noted shows as a message that never arrives.
                if let Err(error) = hear_reports(&app, "memory", vec![report]).await {
                    tracing::warn!(%error, "a report is lost");
                }
            }
        });
        told.await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

fn row(name: &str, database: &'static str, turns: &[Turn]) -> Row {
    let rounds: Vec<f64> = turns.iter().map(|turn| turn.per_second).collect();
    Row {
        name: name.to_owned(),
        database,
        per_second: median(rounds.clone()),
        cpu_us: median(turns.iter().map(|turn| turn.cpu_us).collect()),
        rss_mib: [0.0, turns.iter().map(|turn| turn.rss_mib).fold(0.0, f64::max)],
        rounds,
        ..Row::default()
    }
}

/// The figures beside their target.
fn notes(rows: &[Row]) -> Vec<String> {
    let rate = |name: &str| rows.iter().find(|row| row.name.starts_with(name)).map(|row| row.per_second);
    let (Some(product), Some(direct)) = (rate("to Kannel, "), rate("Kannel asked")) else { return Vec::new() };
    let share = product * 100.0 / direct;
    vec![format!("to Kannel: {product:.0} a second (target {TARGET}), {share:.0} % of Kannel asked directly")]
}
