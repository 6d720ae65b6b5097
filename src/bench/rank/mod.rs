//! Ranking: the index beside the exhaustive evaluation of every agent, and beside `PostGIS` where one is named.

pub mod network;
mod postgis;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::failed;
use super::table::{Line, Report, machine, median};
use crate::cli::Bench;
use crate::dispatch::field::Field;
use crate::dispatch::objective::{Question, Wishes};
use crate::dispatch::rank::rank;
use crate::dispatch::travel::Travel;
use crate::domain::agent::Load;
use crate::domain::eligibility::Needs;
use crate::domain::policy::DispatchPolicy;
use crate::start::Stopped;
use network::{Network, SELECTIVITIES, Selectivity, now};
use postgis::PostGis;

/// Agents that a question is answered with.
const BEST: usize = 20;
/// Agents without `--agents`.
const AGENTS: usize = 100_000;
/// Agents that the exhaustive evaluation looks at for one selectivity, over all of its questions.
const EXAMINED: usize = 10_000_000;
/// Loads that change.
const CHANGES: usize = 200_000;
/// Questions to `PostGIS` a selectivity.
const ASKED_OF_POSTGIS: usize = 200;

/// One selectivity; microseconds, zero where nothing was measured.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The part of the agents that hold what a job needs.
    share: f64,
    /// Half and 99 of a hundred questions were answered within.
    index_us: [f64; 2],
    /// The part of the exhaustive evaluation's answers that the index gave.
    recall: f64,
    /// The median with the whole ledger of the nearest 200.
    ledger_us: f64,
    /// The median of asking every agent.
    exhaustive_us: f64,
    /// The median of `PostGIS` for the nearest by distance alone.
    postgis_us: f64,
}

impl Line for Row {
    const HEAD: &'static [&'static str] =
        &["share", "p50 µs", "p99 µs", "recall", "with ledger µs", "exhaustive µs", "PostGIS µs"];

    fn cells(&self) -> Vec<String> {
        let shown = |figure: f64| if figure > 0.0 { format!("{figure:.0}") } else { String::new() };
        vec![
            format!("{:.1} %", self.share * 100.0),
            format!("{:.1}", self.index_us[0]),
            format!("{:.1}", self.index_us[1]),
            format!("{:.4}", self.recall),
            shown(self.ledger_us),
            shown(self.exhaustive_us),
            shown(self.postgis_us),
        ]
    }

    fn to_json(&self) -> Value {
        let mut row = json!({
            "share": self.share, "median_us": self.index_us[0], "p99_us": self.index_us[1], "recall": self.recall,
            "ledger_median_us": self.ledger_us, "exhaustive_median_us": self.exhaustive_us,
        });
        if self.postgis_us > 0.0 {
            row["postgis_median_us"] = json!(self.postgis_us);
        }
        row
    }
}

/// Measures ranking on a made-up network.
///
/// # Errors
/// A `PostGIS` that fails.
pub fn measure(arguments: &Bench) -> Result<Report<Row>, Stopped> {
    let count = arguments.agents.unwrap_or(AGENTS);
    let mut network = Network::of(count);
    let begun = Instant::now();
    let mut held = network.held();
    let (build_s, bytes) = (begun.elapsed().as_secs_f64(), held.index().bytes());
    let postgis = arguments.database.as_deref().map(|url| PostGis::fill(url, &network)).transpose()?;
    let mut rows = Vec::new();
    for of in SELECTIVITIES {
        let jobs: Vec<Needs> = (0..arguments.queries.max(1)).map(|_| network.job(of)).collect();
        rows.push(ask(&network.field(&held, &HashMap::new()), &network, of, &jobs));
        if let (Some(postgis), Some(row)) = (&postgis, rows.last_mut()) {
            row.postgis_us = postgis.median_us(&jobs[..jobs.len().min(ASKED_OF_POSTGIS)])?;
        }
    }
    let changes: Vec<(usize, Load)> = (0..CHANGES)
        .map(|number| (network.any(count), i32::try_from(number % 5).unwrap_or(0)))
        .map(|(at, open_jobs)| (at, Load { open_jobs, ..Load::default() }))
        .collect();
    let begun = Instant::now();
    for (at, load) in changes {
        held.set(at, &network.agents[at], load);
    }
    let change_ns = begun.elapsed().as_nanos() as f64 / CHANGES as f64;
    let bytes_each = bytes as f64 / count.max(1) as f64;
    let notes = vec![
        format!(
            "index: built in {build_s:.2} s, {bytes_each:.0} bytes an agent, {change_ns:.0} ns to follow a change of load"
        ),
        format!(
            "{} questions a row, half of them with a promised window; the best {BEST} within 120 km",
            arguments.queries
        ),
    ];
    let index = json!({ "build_s": build_s, "bytes_per_agent": bytes_each, "change_ns": change_ns });
    let more = json!({ "agents": count, "index": index });
    Ok(Report { what: "rank", machine: format!("{}, {count} agents", machine()), rows, notes, more })
}

fn ask(field: &Field<'_>, network: &Network, of: Selectivity, jobs: &[Needs]) -> Row {
    let (policy, wishes) = (DispatchPolicy::default(), Wishes::default());
    let question = |needs: &Needs, see: &mut dyn FnMut(&Question<'_>)| {
        let travel = Travel::by_figures(needs, &policy, now());
        let (window, figures) = (TimeDelta::hours(2), &network.figures);
        see(&Question { needs, policy: &policy, wishes: &wishes, figures, window, now: now(), travel: &travel });
    };
    let time = |jobs: &[Needs], run: &dyn Fn(&Question<'_>)| -> Vec<f64> {
        let mut times = Vec::with_capacity(jobs.len());
        for needs in jobs {
            question(needs, &mut |question| {
                let begun = Instant::now();
                run(question);
                times.push(begun.elapsed().as_nanos() as f64 / 1e3);
            });
        }
        times.sort_by(f64::total_cmp);
        times
    };
    let few = &jobs[..jobs.len().min((EXAMINED / field.agents.len().max(1)).max(3))];
    let index_us = time(jobs, &|question| drop(black_box(field.best(question, BEST))));
    let ledger_us = time(&jobs[..jobs.len().min(2_000)], &|question| drop(black_box(rank(question, field))));
    let exhaustive_us = time(few, &|question| drop(black_box(exhaustive(field, question))));
    let (mut found, mut there) = (0, 0);
    for needs in few {
        question(needs, &mut |question| {
            let (best, all) = (field.best(question, BEST), exhaustive(field, question));
            there += all.len();
            found += all.iter().filter(|one| best.iter().any(|other| other.number == one.number)).count();
        });
    }
    Row {
        share: of.share,
        index_us: [median(index_us.clone()), index_us[index_us.len() * 99 / 100]],
        recall: if there == 0 { 1.0 } else { found as f64 / there as f64 },
        ledger_us: median(ledger_us),
        exhaustive_us: median(exhaustive_us),
        postgis_us: 0.0,
    }
}

fn exhaustive(field: &Field<'_>, question: &Question<'_>) -> Vec<crate::dispatch::index::Found> {
    let mut all: Vec<_> = (0..field.agents.len()).filter_map(|number| field.judge(question, number)).collect();
    all.sort();
    all.truncate(BEST);
    all
}
