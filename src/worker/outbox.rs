//! The delivery of messages: as soon as one is written, when the next is due, and every five seconds.

use std::time::Duration;

use tokio::task::JoinSet;

use super::bell::{Bell, Stop};
use crate::app::outbox::deliver_due;
use crate::app::{App, Error};
use crate::store::messages::next_message_at;

/// A look into the outbox after this time even if nobody rings.
const AT_LEAST_EVERY: Duration = Duration::from_secs(5);
/// The shortest sleep without a bell, when a message is due that another node is about to claim.
const AT_MOST_EVERY: Duration = Duration::from_millis(200);
/// Passes at the same time: while one waits for a gateway that hangs, the next sends what came after.
const PASSES: usize = 4;

/// Delivers until the loop is to end; passes under way are waited for.
pub(super) async fn deliver(app: App, bell: Bell, mut stop: Stop) {
    let mut passes = JoinSet::new();
    loop {
        while let Some(ended) = passes.try_join_next() {
            report(ended);
        }
        if passes.len() < PASSES {
            passes.spawn(empty(app.clone()));
        }
        let sleep = until_next(&app).await;
        if !bell.heard_within(sleep, &mut stop).await {
            break;
        }
    }
    while let Some(ended) = passes.join_next().await {
        report(ended);
    }
}

/// Sends until nothing more is due.
async fn empty(app: App) -> Result<(), Error> {
    while deliver_due(&app).await?.total() > 0 {}
    Ok(())
}

fn report(pass: Result<Result<(), Error>, tokio::task::JoinError>) {
    match pass {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "messages could not be delivered"),
        Err(error) => tracing::error!(%error, "a delivery broke off; its messages come again"),
    }
}

async fn until_next(app: &App) -> Duration {
    let next = app.db.read(next_message_at).await.ok().flatten();
    let wait = next.map(|at| (at - app.clock.now()).to_std().unwrap_or_default());
    wait.unwrap_or(AT_LEAST_EVERY).clamp(AT_MOST_EVERY, AT_LEAST_EVERY)
}
