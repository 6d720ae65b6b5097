//! Intake through HTTP beside its floor, in turns, so that both meet the same machine.

use std::time::{Duration, Instant};

use super::failed;
use super::ground::{self, Folder};
use super::load::{self, Load};
use super::original::{self, copy};
use super::pgbench::Pgbench;
use super::process::Process;
use super::server::Server;
use super::table::{Report, Row, machine, median};
use crate::app::{Actor, App, Clock, Error};
use crate::cli::Bench;
use crate::domain::machine::ActorKind;
use crate::start::Stopped;
use crate::store::floor::{Floor, IntakeRows, count_rows};
use crate::store::people::find_user_by_name;
use crate::store::{Db, DbOptions};

/// Turns of product and floor.
const ROUNDS: usize = 3;
/// Most requests of a turn, so that none outlives its access token of ten minutes.
const MOST_OF_A_ROUND: usize = 50_000;
/// One in so many requests is sent before the clock runs.
const WARM_UP: usize = 20;
/// Intakes that share a commit in the floor: what the product's writer shares at most.
const SHARED: usize = 64;
/// What an intake is answered by.
const CREATED: u16 = 201;
/// pgbench opens no more connections than a PostgreSQL with its usual settings gives.
const MOST_CLIENTS: u32 = 80;

/// Measures intake on a fresh SQLite file, or on the PostgreSQL that is named.
///
/// # Errors
/// A step that fails; an answer that is not 201.
pub async fn measure(arguments: &Bench) -> Result<Report, Stopped> {
    let folder = Folder::make()?;
    let url = match &arguments.database {
        Some(url) if url.starts_with("sqlite") => {
            let mend = "--database: on SQLite a bench makes its own file; leave it out, or name a PostgreSQL";
            return Err(Stopped::Input(mend.to_owned()));
        }
        Some(url) => url.clone(),
        None => folder.sqlite("ostakar.db"),
    };
    let stage = Stage::prepare(folder, url, arguments).await?;
    tokio::task::spawn_blocking(move || stage.play()).await.map_err(failed)?
}

/// What the turns are played on.
struct Stage {
    folder: Folder,
    url: String,
    app: App,
    original: IntakeRows,
    reports: Vec<load::Report>,
    clients: u32,
    runtime: tokio::runtime::Handle,
}

/// The rates of the floor, beside CPU time for one where it is known.
#[derive(Default)]
struct Below {
    shared: Vec<(f64, Duration)>,
    single: Vec<(f64, Duration)>,
    pgbench: Vec<f64>,
}

impl Stage {
    async fn prepare(folder: Folder, url: String, arguments: &Bench) -> Result<Self, Stopped> {
        // A SQLite file belongs to the server alone: the floor, and the product in this process, have another one.
        let app = if url.starts_with("sqlite") {
            ground::open(&url).await?.db.close().await;
            ground::open(&folder.sqlite("floor.db")).await?
        } else {
            ground::open(&url).await?
        };
        let begun = app.clock.now().timestamp().unsigned_abs();
        let (tag, first) = (format!("{begun:x}"), begun % 1_000_000);
        let count = u64::from(arguments.queries.max(100));
        let report = |k| load::report(&app, &tag, first + k);
        let reports = (1..=count).map(report).collect::<Result<Vec<_>, _>>()?;
        let operator = app.db.read(|conn| find_user_by_name(conn, "operator").map_err(Error::from)).await?;
        let actor = Actor { kind: ActorKind::Staff, id: Some(operator.id.0.to_string()) };
        let original = original::take(&app, actor, &report(0)?).await?;
        let runtime = tokio::runtime::Handle::current();
        let clients = arguments.clients.clamp(1, MOST_CLIENTS);
        Ok(Self { folder, url, app, original, reports, clients, runtime })
    }

    fn play(self) -> Result<Report, Stopped> {
        let is_embedded = self.app.db.is_embedded();
        let pgbench = if is_embedded { None } else { Pgbench::prepare(self.folder.path(), &self.url, &self.original)? };
        let server = Server::start(self.folder.path(), &self.url, false)?;
        let mut below = Below::default();
        let mut copies = 0;
        let mut product = self.through_http((&server, &self.url), ("intake through HTTP", ROUNDS), |took, count| {
            if let Some(pgbench) = &pgbench {
                below.pgbench.push(pgbench.run(self.clients, took)?);
            } else if is_embedded {
                below.shared.push(self.floor(count, SHARED, &mut copies)?);
                below.single.push(self.floor(count.div_ceil(10), 1, &mut copies)?);
            }
            Ok(())
        })?;
        drop(server);
        product.database = if is_embedded { "sqlite" } else { "postgres" };
        let notes = notes(&product, &below, self.clients);
        let mut rows = vec![product];
        rows.extend(below.rows(is_embedded));
        if is_embedded {
            rows.push(self.with_worker()?);
        }
        self.runtime.block_on(self.app.db.close());
        Ok(Report { what: "intake", machine: machine(), rows, notes, more: serde_json::Value::Null })
    }

    /// The product's row; `between` is played after each turn.
    fn through_http(
        &self,
        (server, url): (&Server, &str),
        (name, rounds): (&str, usize),
        mut between: impl FnMut(Duration, usize) -> Result<(), Stopped>,
    ) -> Result<Row, Stopped> {
        let (warm_up, timed) = self.reports.split_at(self.reports.len() / WARM_UP);
        load::send(server.address(), &load::requests(warm_up, &server.sign_in()?), (self.clients, CREATED))?;
        let before = self.rows(url)?;
        let (mut loads, mut cpu): (Vec<Load>, _) = (Vec::new(), Duration::ZERO);
        for part in timed.chunks(timed.len().div_ceil(rounds).min(MOST_OF_A_ROUND)) {
            let requests = load::requests(part, &server.sign_in()?);
            let used = server.process().cpu();
            let load = load::send(server.address(), &requests, (self.clients, CREATED))?;
            cpu += server.process().cpu().saturating_sub(used);
            between(load.took, part.len())?;
            loads.push(load);
        }
        let written = self.rows(url)? - before;
        let count = timed.len() as f64;
        let percentile = |percent| median(loads.iter().map(|load| load.percentile_ms(percent)).collect());
        let rounds: Vec<f64> = loads.iter().map(Load::per_second).collect();
        Ok(Row {
            name: name.to_owned(),
            per_second: median(rounds.clone()),
            percentiles_ms: [percentile(50), percentile(95), percentile(99)],
            cpu_us: cpu.as_secs_f64() * 1e6 / count,
            rss_mib: [server.idle_mib, server.process().mebibytes("VmHWM")],
            start_ms: server.start.as_secs_f64() * 1e3,
            // The floor of PostgreSQL writes to the same tables.
            rows_each: if self.app.db.is_embedded() { written as f64 / count } else { 0.0 },
            rounds,
            ..Row::default()
        })
    }

    fn rows(&self, url: &str) -> Result<i64, Stopped> {
        let url = url.to_owned();
        self.runtime.block_on(async {
            let db = Db::open(&url, DbOptions { readers: 1, writers: 1, ..DbOptions::default() })?;
            let rows = db.read(count_rows).await;
            db.close().await;
            Ok(rows?)
        })
    }

    /// The rate of the same statements on one thread, with CPU time for one.
    fn floor(&self, count: usize, shared: usize, copies: &mut u32) -> Result<(f64, Duration), Stopped> {
        let now = Clock::System.now();
        let rows: Vec<IntakeRows> = (0..count)
            .map(|_| {
                *copies += 1;
                copy(&self.original, now, *copies)
            })
            .collect();
        let mut floor = Floor::open(&self.folder.sqlite("floor.db"))?;
        let (thread, begun) = (Process::this_thread(), Instant::now());
        let used = thread.cpu();
        rows.chunks(shared).try_for_each(|rows| floor.write(rows))?;
        let each = thread.cpu().saturating_sub(used) / u32::try_from(count).unwrap_or(u32::MAX);
        Ok((count as f64 / begun.elapsed().as_secs_f64(), each))
    }

    /// The same load on a file of its own while the worker dispatches what comes in.
    fn with_worker(&self) -> Result<Row, Stopped> {
        let url = self.folder.sqlite("worker.db");
        self.runtime.block_on(async {
            ground::open(&url).await?.db.close().await;
            Ok::<_, Stopped>(())
        })?;
        let server = Server::start(self.folder.path(), &url, true)?;
        let row = self.through_http((&server, &url), ("the same with the worker dispatching", 1), |_, _| Ok(()))?;
        Ok(Row { database: "sqlite", rows_each: 0.0, ..row })
    }
}

impl Below {
    fn rows(&self, is_embedded: bool) -> Vec<Row> {
        let row = |name: &str, figures: &[(f64, Duration)]| Row {
            name: name.to_owned(),
            database: "sqlite",
            per_second: rate(figures),
            cpu_us: median(figures.iter().map(|(_, cpu)| cpu.as_secs_f64() * 1e6).collect()),
            rounds: figures.iter().map(|(rate, _)| *rate).collect(),
            ..Row::default()
        };
        if is_embedded {
            return vec![
                row("floor: the same statements, 64 intakes a commit", &self.shared),
                row("floor: the same statements, one intake a commit", &self.single),
            ];
        }
        let name = match self.pgbench.as_slice() {
            [] => "floor: pgbench is not installed",
            _ => "floor: pgbench, the same statements",
        };
        let per_second = median(self.pgbench.clone());
        vec![Row {
            name: name.to_owned(),
            database: "postgres",
            per_second,
            rounds: self.pgbench.clone(),
            ..Row::default()
        }]
    }
}

fn rate(figures: &[(f64, Duration)]) -> f64 {
    median(figures.iter().map(|(rate, _)| *rate).collect())
}

/// The figures beside their targets.
fn notes(product: &Row, below: &Below, clients: u32) -> Vec<String> {
    let share = |floor: f64| if floor > 0.0 { product.per_second * 100.0 / floor } else { 0.0 };
    let (rate, p95, cpu) = (product.per_second, product.percentiles_ms[1], product.cpu_us);
    vec![match product.database {
        "sqlite" => format!(
            "{clients} clients: {:.0} % of the floor (target 60), {rate:.0} a second (target 1500), p95 {p95:.1} ms (target 40)",
            share(self::rate(&below.shared))
        ),
        _ => format!(
            "{clients} clients: {:.0} % of pgbench (target 70), CPU {:.2} ms for one (target 1)",
            share(median(below.pgbench.clone())),
            cpu / 1e3
        ),
    }]
}
