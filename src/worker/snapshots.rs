//! The snapshots of `App` follow the database: read anew a moment after something of theirs has changed.

use std::time::Duration;

use super::bell::{Bell, Stop};
use crate::app::App;

/// Changes come in bunches: one reading answers all of this time.
const DEBOUNCE: Duration = Duration::from_millis(50);
/// The pause after a reading that failed.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Reads the reference data anew, and with it the network.
pub(super) async fn follow_catalogue(app: App, bell: Bell, mut stop: Stop) {
    while settled(&bell, &mut stop).await {
        if let Err(error) = app.reload_catalogue().await {
            later(&bell, &error).await;
        }
    }
}

/// Reads the network anew.
pub(super) async fn follow_network(app: App, bell: Bell, mut stop: Stop) {
    while settled(&bell, &mut stop).await {
        if let Err(error) = app.reload_network().await {
            later(&bell, &error).await;
        }
    }
}

async fn settled(bell: &Bell, stop: &mut Stop) -> bool {
    let heard = bell.heard(stop).await;
    if heard {
        tokio::time::sleep(DEBOUNCE).await;
    }
    heard
}

async fn later(bell: &Bell, error: &crate::app::Error) {
    tracing::error!(%error, "a snapshot could not be read anew");
    tokio::time::sleep(AGAIN_AFTER).await;
    bell.ring();
}
