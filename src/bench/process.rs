//! What a process has used so far, as the kernel tells it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// Kernel ticks in a second: `USER_HZ`, 100 on every Linux that Rust runs on.
const TICK: Duration = Duration::from_millis(10);

/// A process or thread under `/proc`.
pub struct Process(PathBuf);

impl Process {
    /// The process with this id.
    #[must_use]
    pub fn of(pid: u32) -> Self {
        Self(PathBuf::from(format!("/proc/{pid}")))
    }

    /// The thread that asks.
    #[must_use]
    pub fn this_thread() -> Self {
        Self(PathBuf::from("/proc/thread-self"))
    }

    /// CPU time in user and system mode; zero where there is no `/proc`.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        let text = fs::read_to_string(self.0.join("stat")).unwrap_or_default();
        // The name in parentheses may hold spaces; the numbers after it begin with the third field.
        let fields = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
        let ticks: u32 = fields.skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
        TICK * ticks
    }

    /// A line of `status` that is a size, in MiB; zero where there is none.
    #[must_use]
    pub fn mebibytes(&self, name: &str) -> f64 {
        let text = fs::read_to_string(self.0.join("status")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(0.0) / 1024.0
    }
}
