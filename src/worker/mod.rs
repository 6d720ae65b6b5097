//! What happens without being asked: ticks, deliveries, and snapshots that follow the database.
//!
//! Loops sleep by the machine's timers and ask the business clock only what is due, so that they work with a clock
//! that is shifted or stands still.

mod bell;
mod outbox;
mod schedule;
mod snapshots;

use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

use crate::app::App;
use crate::app::ticks::{Tick, run_now};
use crate::store::feed::{Signal, Topic};
use bell::{Bell, Stop};

/// How long what is under way may take to end: less than the ten seconds after which processes are usually killed.
const END_WITHIN: Duration = Duration::from_secs(8);

/// The running loops of this process.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

/// What signals ring.
#[derive(Clone, Default)]
struct Bells {
    outbox: Bell,
    dispatch: Bell,
    catalogue: Bell,
    network: Bell,
}

/// Starts every loop. Must be called inside the Tokio runtime.
#[must_use]
pub fn start(app: App) -> Worker {
    let (stop, stopped) = watch::channel(false);
    let stopped = Stop::from(stopped);
    let bells = Bells::default();
    let mut loops = JoinSet::new();
    // Subscribed before any loop first looks, so that nothing is told in between.
    loops.spawn(listen(app.db.signals(), bells.clone(), stopped.clone()));
    loops.spawn(outbox::deliver(app.clone(), bells.outbox.clone(), stopped.clone()));
    loops.spawn(dispatch(app.clone(), bells.dispatch.clone(), stopped.clone()));
    schedule::start(&mut loops, &app, &stopped);
    loops.spawn(snapshots::follow_catalogue(app.clone(), bells.catalogue.clone(), stopped.clone()));
    loops.spawn(snapshots::follow_network(app, bells.network, stopped));
    Worker { stop, loops }
}

impl Worker {
    /// Lets what is under way end, for eight seconds at most. A message or tick that is cut off then comes again when its
    /// lease lapses.
    pub async fn stop(mut self) {
        // An error only says that every loop has ended.
        let _ = self.stop.send(true);
        let ended = async { while self.loops.join_next().await.is_some() {} };
        if tokio::time::timeout(END_WITHIN, ended).await.is_err() {
            tracing::warn!(loops = self.loops.len(), "the worker was cut off");
            self.loops.shutdown().await;
        }
    }
}

/// Turns signals into bells. A receiver that fell behind acts as if everything had changed.
async fn listen(mut signals: broadcast::Receiver<Signal>, bells: Bells, mut stop: Stop) {
    loop {
        let signal = tokio::select! {
            signal = signals.recv() => signal,
            () = stop.asked() => return,
        };
        match signal {
            Ok(Signal::Outbox) => bells.outbox.ring(),
            Ok(Signal::Dispatch) => bells.dispatch.ring(),
            Ok(Signal::Changed { topic: Topic::Agent, .. }) => bells.network.ring(),
            Ok(Signal::Changed { topic: Topic::Catalog, .. }) => bells.catalogue.ring(),
            Ok(Signal::Changed { .. } | Signal::Load(_) | Signal::Beside(_)) => {}
            Ok(Signal::Resync) | Err(RecvError::Lagged(_)) => {
                bells.catalogue.ring();
                bells.outbox.ring();
                bells.dispatch.ring();
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// Dispatches as soon as something asks for it. Slots are for what time alone makes due: every node hears the signal,
/// and the one whose write comes first gets the job.
async fn dispatch(app: App, bell: Bell, mut stop: Stop) {
    while bell.heard(&mut stop).await {
        if let Err(error) = run_now(&app, Tick::DispatchDue).await {
            tracing::error!(%error, "a signalled dispatch failed");
        }
    }
}
