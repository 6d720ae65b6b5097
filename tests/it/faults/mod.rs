//! Faults brought upon the product as it runs: a log of what was acknowledged, and a checker after.
//!
//! `OSTAKAR_ROUNDS=100 cargo test --test it -- faults --nocapture` runs so many rounds; without it a few. The name
//! `OSTAKAR_FAULT_ROUNDS` is understood as well.

mod fdatasync;
mod gateway;
mod kill;
mod kill_sender;
mod messaging;
mod postgres_crash;
mod term;
mod two_nodes;

use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};

/// Servers under load one at a time: two of them on two cores would measure each other.
async fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::const_new(());
    ALONE.lock().await
}

/// Rounds of a test: as many as the environment asks for, else the usual few.
fn rounds(usual: u32) -> u32 {
    let asked = std::env::var("OSTAKAR_ROUNDS").or_else(|_| std::env::var("OSTAKAR_FAULT_ROUNDS")).ok();
    asked.map_or(usual, |asked| asked.parse().expect("OSTAKAR_ROUNDS is a number"))
}

/// The start to `/readyz` may take so long; 3 s are asked of the release build on two idle cores.
const READY_WITHIN: Duration = Duration::from_secs(15);
