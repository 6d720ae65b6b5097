//! Moves the write-ahead log into the SQLite file beside the writer, so that commits do not wait for it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use diesel::connection::SimpleConnection;

use super::conn::{Conn, Place, Role};
use super::error::StoreError;

/// Between two rounds: what is written meanwhile often lands on the same pages, which are then moved once.
const PAUSE: Duration = Duration::from_millis(100);

/// The thread that does it; it ends with this value.
pub(super) struct Checkpointer {
    bell: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Opens a connection and starts the thread.
    pub(super) fn start(place: &Place) -> Result<Self, StoreError> {
        let conn = place.connect(Role::Upkeep)?;
        let (bell, rung) = sync_channel(1);
        let thread = thread::Builder::new()
            .name("sqlite-upkeep".into())
            .spawn(move || serve(conn, &rung))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { bell: Some(bell), thread: Some(thread) })
    }

    /// Something was committed.
    pub(super) fn ring(&self) {
        // A full channel means that a round is due already.
        let _ = self.bell.as_ref().map(|bell| bell.try_send(()));
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.bell = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(mut conn: Conn, rung: &Receiver<()>) {
    while rung.recv().is_ok() {
        if let Err(error) = conn.batch_execute("PRAGMA wal_checkpoint(PASSIVE)") {
            tracing::warn!(%error, "the log was not moved into the database file");
        }
        thread::sleep(PAUSE);
    }
}
