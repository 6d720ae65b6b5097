//! What wakes a loop and what ends it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};

/// Wakes one loop. Rung while the loop is busy it is heard once when the loop looks again.
#[derive(Debug, Clone, Default)]
pub(super) struct Bell(Arc<Notify>);

impl Bell {
    /// Rings.
    pub(super) fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits for the bell; false when the loop is to end.
    pub(super) async fn heard(&self, stop: &mut Stop) -> bool {
        tokio::select! {
            biased;
            () = stop.asked() => false,
            () = self.0.notified() => true,
        }
    }

    /// Waits for the bell, `at_most` so long; false when the loop is to end.
    pub(super) async fn heard_within(&self, at_most: Duration, stop: &mut Stop) -> bool {
        tokio::time::timeout(at_most, self.heard(stop)).await.unwrap_or(true)
    }
}

/// Tells loops to end.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl From<watch::Receiver<bool>> for Stop {
    fn from(receiver: watch::Receiver<bool>) -> Self {
        Self(receiver)
    }
}

impl Stop {
    /// Waits until loops are to end, also when the worker was dropped.
    pub(super) async fn asked(&mut self) {
        // An error says that the worker is gone.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
