//! The outbox: messages that are due are claimed, rendered, handed to a gateway outside any transaction and settled.
//!
//! A message is never lost: what is claimed and not settled becomes due again when its lease lapses. If the process
//! ends between sending and settling, the message is therefore sent a second time; our message id goes with it as the
//! reference, so that a gateway that keeps references drops the double.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant as Stopwatch};

use chrono::TimeDelta;
use futures_util::StreamExt as _;
use futures_util::stream;

use super::dispatch::{offers_failed, offers_left, ready_to_send};
use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::id::MessageId;
use crate::domain::message::{DeliveryState, MessageChannel, MessageKind};
use crate::domain::time::Instant;
use crate::gateway::mail::Letter;
use crate::gateway::sms::SmsText;
use crate::gateway::{SendError, Sent};
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::find_job;
use crate::store::messages::{Message, claim_messages, find_message, save_message, settle_message};
use crate::store::offers::list_offers_in;
use crate::store::{At, Col, StoreError, Tx};

/// Attempts after which a message is given up.
const ATTEMPTS: i32 = 8;
const FIRST_PAUSE_S: i64 = 10;
const LONGEST_PAUSE_S: i64 = 30 * 60;
/// Characters of a gateway's answer that are kept.
const KEPT: usize = 200;

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
    let since = Stopwatch::now();
    let passed = stream::iter(claimed)
        .map(|message| pass(app, pace, since, message))
        .buffer_unordered(usize::try_from(pace.at_once.max(1)).unwrap_or(1));
    let states: Vec<Option<DeliveryState>> = passed.collect().await;
    let count = |state| states.iter().filter(|found| **found == Some(state)).count();
    Ok(Delivered {
        sent: count(DeliveryState::Sent),
        retried: count(DeliveryState::Queued),
        dead: count(DeliveryState::Dead),
        withdrawn: count(DeliveryState::Withdrawn),
    })
}

/// Sends and settles one message; none when it is no longer ours or cannot be settled now.
async fn pass(app: &App, pace: &Pace, since: Stopwatch, message: Message) -> Option<DeliveryState> {
    // Slow settling may have eaten the time: whoever takes the message next must not send it beside us.
    if since.elapsed() + pace.send_within > pace.lease() {
        return None;
    }
    let id = message.id.0;
    let message = match ready_to_send(app, message).await {
        Ok(Some(message)) => message,
        Ok(None) => return Some(DeliveryState::Withdrawn),
        Err(error) => {
            tracing::error!(message = %id, %error, "a message could not be made ready and comes again");
            return None;
        }
    };
    let outcome = send(app, pace, &message).await;
    match settle(app, pace.seed, message, outcome).await {
        Ok(state) => state,
        Err(error) => {
            tracing::error!(message = %id, %error, "a message could not be settled and may be sent again");
            None
        }
    }
}

async fn send(app: &App, pace: &Pace, message: &Message) -> Result<Sent, SendError> {
    let text = app.render(message);
    // A text that lacks its message or a value is worse than none.
    if text.trim().is_empty() || text.contains('⟦') || text.contains("{$") {
        return Err(SendError::Fail("there is no text for this message".to_owned()));
    }
    let (id, to, at) = (message.id.0, message.address.clone(), app.clock.now());
    let sending = async {
        match message.channel.0 {
            MessageChannel::Sms => app.gateways.sms.send(&SmsText { id, to, text: text.clone(), at }).await,
            MessageChannel::Email => {
                let letter = Letter { id, to, subject: app.site.name.clone(), text: text.clone(), html: None, at };
                app.gateways.mail.send(&letter).await
            }
        }
    };
    match tokio::time::timeout(pace.send_within, sending).await {
        Err(_) => Err(SendError::Retry("no answer in time".to_owned())),
        Ok(Ok(sent)) => Ok(sent),
        Ok(Err(SendError::Retry(what))) => Err(SendError::Retry(bare(&what, &message.address, &text))),
        Ok(Err(SendError::Fail(what))) => Err(SendError::Fail(bare(&what, &message.address, &text))),
    }
}

/// What a gateway said, without the address, the words of the text or any longer number that it may have repeated.
fn bare(what: &str, address: &str, text: &str) -> String {
    let mut secrets: Vec<&str> = text.split_whitespace().filter(|word| word.chars().count() > 3).collect();
    secrets.extend([text, address].into_iter().filter(|secret| !secret.is_empty()));
    secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
    let bare = secrets.into_iter().fold(what.to_owned(), |bare, secret| bare.replace(secret, "…"));
    let mut kept = String::new();
    for part in bare.split_inclusive(|c: char| !c.is_numeric()) {
        let rest = part.trim_start_matches(char::is_numeric);
        let is_long = part.chars().count() - rest.chars().count() > 3;
        kept.extend(if is_long { ["…", rest] } else { [part, ""] });
    }
    kept.chars().take(KEPT).collect()
}

async fn settle(
    app: &App,
    seed: u64,
    message: Message,
    outcome: Result<Sent, SendError>,
) -> Result<Option<DeliveryState>, Error> {
    let now = app.clock.now();
    if let Err(error) = &outcome {
        let (id, kind, attempts) = (message.id.0, message.kind.0, message.attempts);
        tracing::warn!(message = %id, %kind, attempts, %error, "a message was not sent");
    }
    let settled = settled(message, outcome, seed, now);
    let written = app.db.write(move |tx| -> Result<_, Error> {
        let mut message = settled.clone();
        if !settle_message(tx, &mut message)? {
            return Ok(None);
        }
        if matches!(message.kind.0, MessageKind::OfferSent | MessageKind::OffersSent) {
            match message.state.0 {
                DeliveryState::Sent => offers_left(tx, now, &message)?,
                DeliveryState::Dead => offers_failed(tx, now, &message)?,
                DeliveryState::Queued | DeliveryState::Delivered | DeliveryState::Withdrawn => {}
            }
        }
        tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
        Ok(Some(message.state.0))
    });
    written.await
}

fn settled(mut message: Message, outcome: Result<Sent, SendError>, seed: u64, now: Instant) -> Message {
    (message.leased_by, message.lease_until) = (None, None);
    let error = match outcome {
        Ok(sent) => {
            message.state = Col(DeliveryState::Sent);
            message.gateway = Some(sent.gateway);
            message.gateway_reference = sent.reference;
            message.parts = i32::try_from(sent.parts).ok();
            message.sent_at = Some(At(now));
            message.last_error = None;
            return message;
        }
        Err(error) => error,
    };
    message.last_error = Some(error.to_string());
    if matches!(error, SendError::Fail(_)) || message.attempts >= ATTEMPTS {
        message.state = Col(DeliveryState::Dead);
    } else {
        message.next_attempt_at = At(now + pause(seed, message.id.0, message.attempts));
    }
    message
}

/// The pause after attempt `n`: 10 s · 2^(n−1), half an hour at most, 20 % more or less, so that what failed together
/// does not come back together.
fn pause(seed: u64, id: MessageId, attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(16);
    let longest = LONGEST_PAUSE_S.min(FIRST_PAUSE_S << doublings) * 1000;
    let mut hasher = DefaultHasher::new();
    (seed, id.as_str(), attempt).hash(&mut hasher);
    let share = i64::try_from(hasher.finish() % 401).unwrap_or(200);
    TimeDelta::milliseconds(longest * (800 + share) / 1000)
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

    fn id() -> MessageId {
        "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap()
    }

    #[test]
    fn pauses_double_up_to_half_an_hour_and_spread_by_a_fifth() {
        for (attempt, seconds) in [(1, 10), (2, 20), (3, 40), (7, 640), (9, 1800), (30, 1800)] {
            let pauses: Vec<i64> = (0..500).map(|seed| pause(seed, id(), attempt).num_milliseconds()).collect();
            assert!(pauses.iter().all(|ms| (800 * seconds..=1200 * seconds).contains(ms)), "{attempt}");
            let spread = pauses.iter().max().unwrap() - pauses.iter().min().unwrap();
            assert!(spread > 350 * seconds, "{attempt}: {spread}");
            assert_eq!(pause(7, id(), attempt), pause(7, id(), attempt));
        }
    }

    #[test]
    fn a_lease_outlasts_every_message_of_its_pass() {
        let pace = Pace::default();
        assert!(pace.lease() > pace.send_within * (pace.at_most / pace.at_once));
    }

    #[test]
    fn an_error_repeats_neither_address_nor_text() {
        let text = "کد ۴۸۲۱ برای شما https://s.example/o/abc";
        let said = format!("422 +989121234567 09121234567 ۴۸۲۱ \"{text}\" کد ۴۸۲۱ https://s.example/o/abc bad line 12");
        assert_eq!(bare(&said, "+989121234567", text), "422 … … … \"…\" کد … … bad line 12");
        assert_eq!(bare(&"x".repeat(300), "", "").chars().count(), 200);
    }
}
