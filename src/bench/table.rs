//! What a bench found, as a table for people and as one JSON object for programs.

use std::fmt;

use serde_json::{Value, json};

/// One line of a table.
pub trait Line {
    /// What stands above the columns; the first is the name of the line.
    const HEAD: &'static [&'static str];

    /// The figures as people read them.
    fn cells(&self) -> Vec<String>;

    /// The figures as programs read them.
    fn to_json(&self) -> Value;
}

/// One line of a load; zero where a figure does not apply.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What was measured.
    pub name: String,
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// The median of the rounds.
    pub per_second: f64,
    /// Half, 95 and 99 of a hundred were answered within, ms; the median of the rounds.
    pub percentiles_ms: [f64; 3],
    /// CPU time of the measured process for one, µs.
    pub cpu_us: f64,
    /// Memory before the load and at its peak, MiB.
    pub rss_mib: [f64; 2],
    /// From the start of the process to ready, ms.
    pub start_ms: f64,
    /// Rows written for one.
    pub rows_each: f64,
    /// The rate of every round.
    pub rounds: Vec<f64>,
}

/// Everything that was measured in one run.
#[derive(Debug, Clone)]
pub struct Report<R = Row> {
    /// What.
    pub what: &'static str,
    /// The processor, its cores, the memory.
    pub machine: String,
    /// The figures.
    pub rows: Vec<R>,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// Figures of the whole, for programs; an object.
    pub more: Value,
}

impl<R: Line> Report<R> {
    /// One object, with `rows`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(Line::to_json).collect();
        let mut whole = json!({ "what": self.what, "machine": self.machine, "rows": rows, "notes": self.notes });
        for (name, value) in self.more.as_object().into_iter().flatten() {
            whole[name] = value.clone();
        }
        whole
    }
}

impl Line for Row {
    const HEAD: &'static [&'static str] =
        &["", "/s", "p50 ms", "p95 ms", "p99 ms", "CPU µs", "idle MiB", "peak MiB", "start ms", "rows", "rounds /s"];

    fn cells(&self) -> Vec<String> {
        let shown =
            |figure: f64, digits: usize| if figure > 0.0 { format!("{figure:.digits$}") } else { String::new() };
        let rounds: Vec<String> = self.rounds.iter().map(|rate| format!("{rate:.0}")).collect();
        vec![
            format!("{}, {}", self.database, self.name),
            shown(self.per_second, 0),
            shown(self.percentiles_ms[0], 1),
            shown(self.percentiles_ms[1], 1),
            shown(self.percentiles_ms[2], 1),
            shown(self.cpu_us, 0),
            shown(self.rss_mib[0], 0),
            shown(self.rss_mib[1], 0),
            shown(self.start_ms, 0),
            shown(self.rows_each, 1),
            rounds.join(" "),
        ]
    }

    fn to_json(&self) -> Value {
        let mut row = json!({ "name": self.name, "database": self.database });
        let figures = [
            ("per_second", self.per_second),
            ("p50_ms", self.percentiles_ms[0]),
            ("p95_ms", self.percentiles_ms[1]),
            ("p99_ms", self.percentiles_ms[2]),
            ("cpu_us_per_request", self.cpu_us),
            ("idle_rss_mib", self.rss_mib[0]),
            ("peak_rss_mib", self.rss_mib[1]),
            ("start_to_ready_ms", self.start_ms),
            ("rows_per_request", self.rows_each),
        ];
        for (name, figure) in figures.into_iter().filter(|(_, figure)| *figure > 0.0) {
            row[name] = json!((figure * 10.0).round() / 10.0);
        }
        row["rounds_per_second"] = self.rounds.iter().map(|rate| rate.round()).collect();
        row
    }
}

impl<R: Line> fmt::Display for Report<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<Vec<String>> = vec![R::HEAD.iter().map(|&head| head.to_owned()).collect()];
        lines.extend(self.rows.iter().map(Line::cells));
        let widths: Vec<usize> =
            (0..R::HEAD.len()).map(|at| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0)).collect();
        writeln!(f, "{} · {}\n", self.what, self.machine)?;
        for (number, line) in lines.iter().enumerate() {
            let padded = line.iter().zip(&widths).enumerate().map(|(at, (cell, width))| match at {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            writeln!(f, "| {} |", padded.collect::<Vec<_>>().join(" | "))?;
            if number == 0 {
                let rule = widths.iter().enumerate().map(|(at, width)| match at {
                    0 => "-".repeat(*width),
                    _ => format!("{}:", "-".repeat(width.saturating_sub(1))),
                });
                writeln!(f, "| {} |", rule.collect::<Vec<_>>().join(" | "))?;
            }
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

/// The middle one; zero of nothing.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}

/// The processor, its cores and the memory, in a line.
#[must_use]
pub fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let (cpus, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let of = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let kib: f64 = of(&memory, "MemTotal").split(' ').next().and_then(|kib| kib.parse().ok()).unwrap_or(0.0);
    format!("{} × {}, {:.0} GiB", cores, of(&cpus, "model name"), kib / 1_048_576.0)
}
