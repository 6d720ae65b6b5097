//! The outbox: messages that are due are claimed, rendered, handed to a gateway outside any transaction and settled.
//!
//! A message is never lost: what is claimed and not settled becomes due again when its lease lapses. If the process
//! ends between sending and settling, the message is therefore sent a second time; our message id goes with it as the
//! reference, so that a gateway that keeps references drops the double.

mod follow;
mod gather;
mod letter;
mod report;
mod rules;
mod send;
mod settle;

use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::dispatch::ready_to_send;
use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::id::MessageId;
use crate::domain::message::{DeliveryState, MessageKind};
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::find_job;
use crate::store::messages::{Message, claim_messages, find_message, save_message};
use crate::store::offers::list_offers_in;
use crate::store::{At, Col, StoreError, Tx};

pub use follow::follow_due;
pub use gather::{Gathered, hear_reports};
pub use report::{note_reports, poll_due};
use rules::Rules;
pub use send::MAIL;
use settle::Passed;

/// Transactions that settle at the same time in one pass: one is written while the next fills.
const SETTLING: usize = 2;

/// How messages are taken and sent.
#[derive(Debug, Clone)]
pub struct Pace {
    /// Messages claimed at once.
    pub at_most: u32,
    /// Messages on the way to a gateway at the same time.
    pub at_once: u32,
    /// How long a gateway may take for one message; after that the message counts as perhaps taken and is tried again.
    pub send_within: Duration,
    /// Chooses the jitter of the pauses between attempts.
    pub seed: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { at_most: 50, at_once: 8, send_within: Duration::from_secs(20), seed: 0 }
    }
}

impl Pace {
    /// How long claimed messages are ours: until the last of them has had its time at a gateway, and a minute more.
    fn lease(&self) -> Duration {
        self.send_within * self.at_most.div_ceil(self.at_once.max(1)) + Duration::from_mins(1)
    }
}

/// What became of the messages that one pass has claimed. One whose lease lapsed in between is in none of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Taken by a gateway.
    pub sent: usize,
    /// To be tried again later.
    pub retried: usize,
    /// Given up, for people to see and resend.
    pub dead: usize,
    /// Over before they were sent.
    pub withdrawn: usize,
}

impl Delivered {
    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.sent + self.retried + self.dead + self.withdrawn
    }
}

/// Sends what is due, fifty messages at most.
///
/// # Errors
/// The database, when it cannot even tell what is due.
pub async fn deliver_due(app: &App) -> Result<Delivered, Error> {
    deliver(app, &Pace::default()).await
}

/// Sends what is due at a pace of the caller's choice.
///
/// # Errors
/// The database, when it cannot even tell what is due; a message that cannot be settled stays leased and comes again.
pub async fn deliver(app: &App, pace: &Pace) -> Result<Delivered, Error> {
    let (node, now, limit) = (app.node, app.clock.now(), i64::from(pace.at_most));
    let lease = TimeDelta::from_std(pace.lease()).map_err(|error| Error::Internal(format!("lease: {error}")))?;
    let claimed = app.db.write(move |tx| claim_messages(tx, node, now, lease, limit)).await?;
    if claimed.is_empty() {
        return Ok(Delivered::default());
    }
    let pass = Pass { app, pace, rules: Rules::load(app, &claimed).await?, since: Stopwatch::now() };
    // A place is held until the message is settled: no more than these can be sent again after a crash.
    let at_once = usize::try_from(pace.at_once.max(1)).unwrap_or(1);
    let places = Arc::new(Semaphore::new(at_once));
    let sent = stream::iter(claimed)
        .map(|message| pass.send(Arc::clone(&places), message))
        .buffer_unordered(at_once)
        .ready_chunks(at_once)
        .map(|ended| pass.settle(ended))
        .buffer_unordered(SETTLING);
    let states: Vec<Option<DeliveryState>> = sent.flat_map(stream::iter).collect().await;
    let count = |state| states.iter().filter(|found| **found == Some(state)).count();
    Ok(Delivered {
        sent: count(DeliveryState::Sent) + count(DeliveryState::Delivered) + count(DeliveryState::Undelivered),
        retried: count(DeliveryState::Queued),
        dead: count(DeliveryState::Dead),
        withdrawn: count(DeliveryState::Withdrawn),
    })
}

/// The messages that were claimed together, on their way.
struct Pass<'a> {
    app: &'a App,
    pace: &'a Pace,
    rules: Rules,
    since: Stopwatch,
}

/// How a message's turn ended.
enum Ended {
    /// It is settled; none when it is no longer ours or cannot be settled now.
    Over(Option<DeliveryState>),
    /// It was handed to gateways; its place is free when that is written down.
    Tried(Box<Passed>, Option<OwnedSemaphorePermit>),
}

impl Pass<'_> {
    async fn send(&self, places: Arc<Semaphore>, message: Message) -> Ended {
        let place = places.acquire_owned().await.ok();
        // Slow settling may have eaten the time: whoever takes the message next must not send it beside us.
        if self.since.elapsed() + self.pace.send_within > self.pace.lease() {
            return Ended::Over(None);
        }
        let (app, id) = (self.app, message.id.0);
        if let Some(hold) = self.rules.hold(app, &message) {
            return Ended::Over(or_later(id, rules::keep(app, message, hold).await));
        }
        match ready_to_send(app, message).await {
            Ok(Some(message)) => {
                let tried = send::send(app, self.pace, &message, self.rules.spending()).await;
                Ended::Tried(Box::new((message, tried)), place)
            }
            Ok(None) => Ended::Over(Some(DeliveryState::Withdrawn)),
            Err(error) => Ended::Over(or_later(id, Err(error))),
        }
    }

    /// Settles what was tried: together what only its own rows follow, the rest one by one.
    async fn settle(&self, ended: Vec<Ended>) -> Vec<Option<DeliveryState>> {
        let (mut states, mut together, mut alone, mut places) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for ended in ended {
            match ended {
                Ended::Over(state) => states.push(state),
                Ended::Tried(passed, place) => {
                    let group = if settle::carries_offers(&passed.0) { &mut alone } else { &mut together };
                    group.push(*passed);
                    places.push(place);
                }
            }
        }
        if together.len() > 1 {
            match settle::settle(self.app, self.pace.seed, together.clone()).await {
                Ok(settled) => states.extend(settled),
                // One of them may be what the others suffer from.
                Err(_) => alone.append(&mut together),
            }
        } else {
            alone.append(&mut together);
        }
        for passed in alone {
            let id = passed.0.id.0;
            let settled = settle::settle(self.app, self.pace.seed, vec![passed]).await;
            states.push(or_later(id, settled.map(|states| states.into_iter().flatten().next())));
        }
        states
    }
}

/// What became of a message; none, said in the log, when that could not be written down.
fn or_later(id: MessageId, settled: Result<Option<DeliveryState>, Error>) -> Option<DeliveryState> {
    settled.unwrap_or_else(|error| {
        tracing::error!(message = %id, %error, "a message could not be settled and may be sent again");
        None
    })
}

/// Sends a message that was given up once more, from its first attempt.
///
/// # Errors
/// `NotFound`; `EventNotAllowed` for a message that is not given up, or whose offer nobody can answer any more.
pub async fn resend(app: &App, actor: &Actor, id: MessageId) -> Result<(), Error> {
    let (now, actor) = (app.clock.now(), actor.clone());
    let written = app.db.write(move |tx| -> Result<(), Error> {
        let mut message = find_message(tx.conn(), id)?;
        if message.state.0 != DeliveryState::Dead || !is_answerable(tx, &message)? {
            return Err(Code::EventNotAllowed.into());
        }
        message.state = Col(DeliveryState::Queued);
        message.attempts = 0;
        message.next_attempt_at = At(now);
        save_message(tx, &mut message)?;
        let mut happening = Happening::new(Topic::Message, id, "resend")
            .states(DeliveryState::Dead.as_str(), DeliveryState::Queued.as_str());
        if let Some(job) = message.job_id {
            happening = happening.of(&find_job(tx.conn(), job.0)?);
        }
        record(tx, &actor, now, happening)?;
        tx.after_commit(Signal::Outbox);
        Ok(())
    });
    written.await
}

/// Whether a message that asks for an answer can still get it; a message that asks for none always can.
fn is_answerable(tx: &mut Tx<'_>, message: &Message) -> Result<bool, StoreError> {
    match message.kind.0 {
        MessageKind::OfferSent | MessageKind::OffersSent => {
            Ok(list_offers_in(tx.conn(), message.id.0)?.iter().any(|offer| offer.state.0.is_open()))
        }
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_outlasts_every_message_of_its_pass() {
        let pace = Pace::default();
        assert!(pace.lease() > pace.send_within * (pace.at_most / pace.at_once));
    }
}
