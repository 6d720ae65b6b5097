//! What became of a message that was claimed: every attempt is kept, and the message moves on if it is still ours.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::TimeDelta;

use super::send::Tried;
use crate::app::clock::mint;
use crate::app::dispatch::{offers_failed, offers_left};
use crate::app::push::put_copies;
use crate::app::{App, Error};
use crate::domain::id::MessageId;
use crate::domain::message::{AttemptOutcome, DeliveryState, Fate, MessageChannel, MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::gateway::sms::Receipts;
use crate::store::attempts::{Attempt, insert_attempt};
use crate::store::feed::{Signal, Topic};
use crate::store::messages::{Message, find_message, save_message};
use crate::store::{At, Col, Tx};

/// Attempts after which a message is given up: a day of them.
const ATTEMPTS: i32 = 300;
/// The same for a notice to a browser, whose news is old after a quarter of an hour.
const NOTICE_ATTEMPTS: i32 = 7;
const FIRST_PAUSE_S: i64 = 10;
const LONGEST_PAUSE_S: i64 = 5 * 60;
/// When a gateway is first asked what became of a message.
const FIRST_POLL: TimeDelta = TimeDelta::seconds(20);

/// A message that was claimed, and every attempt that was made since.
pub(super) type Passed = (Message, Vec<Tried>);

/// Notes the attempts and moves the messages on, in one transaction; none for one whose lease has lapsed and that another node
/// has.
pub(super) async fn settle(app: &App, seed: u64, mut passed: Vec<Passed>) -> Result<Vec<Option<DeliveryState>>, Error> {
    let now = app.clock.now();
    for (message, tried) in &passed {
        for attempt in tried {
            if let Err(error) = &attempt.outcome {
                let (id, kind, attempts) = (message.id.0, message.kind.0, message.attempts);
                tracing::warn!(message = %id, %kind, attempts, gateway = attempt.gateway, %error, "a message was not sent");
            }
        }
    }
    let settling = Settling { seed, now, arrive_within: app.catalogue().messaging().arrive_within() };
    // All who change several messages do so in the order of their ids: nobody waits for who waits for him.
    passed.sort_unstable_by(|(one, _), (other, _)| one.id.0.as_str().cmp(other.id.0.as_str()));
    let written = app.db.write(move |tx| -> Result<Vec<_>, Error> {
        passed.iter().map(|(message, tried)| settling.one(tx, message, tried)).collect()
    });
    written.await
}

#[derive(Clone, Copy)]
struct Settling {
    seed: u64,
    now: Instant,
    arrive_within: TimeDelta,
}

impl Settling {
    fn one(self, tx: &mut Tx<'_>, message: &Message, tried: &[Tried]) -> Result<Option<DeliveryState>, Error> {
        // A report may have come before the gateway's answer, so the message is read anew.
        let mut fresh = find_message(tx.conn(), message.id.0)?;
        for attempt in tried {
            let mut row = row(message, attempt, self.now);
            row.fate = fate(&fresh, attempt).map(Col);
            row.fate_at = row.fate.map(|_| At(self.now));
            insert_attempt(tx, &row)?;
        }
        if fresh.leased_by != message.leased_by || fresh.attempts != message.attempts {
            return Ok(None);
        }
        let Some(last) = tried.last() else { return Ok(None) };
        move_on(&mut fresh, last, (self.seed, self.now));
        follow(&mut fresh, last.receipts, self.arrive_within);
        save_message(tx, &mut fresh)?;
        if fresh.attempts == 1 && fresh.followed == 0 {
            put_copies(tx, self.now, &fresh)?;
        }
        if carries_offers(&fresh) {
            tell_offers(tx, self.now, &fresh)?;
        }
        tx.after_commit(Signal::Changed { topic: Topic::Message, id: fresh.id.0.to_string() });
        Ok(Some(fresh.state.0))
    }
}

/// Whether offers follow the message: then its transaction takes rows of other use-cases, and is better one of its own.
pub(super) fn carries_offers(message: &Message) -> bool {
    matches!(message.kind.0, MessageKind::OfferSent | MessageKind::OffersSent)
}

pub(super) fn tell_offers(tx: &mut Tx<'_>, now: Instant, message: &Message) -> Result<(), Error> {
    match message.state.0 {
        DeliveryState::Sent | DeliveryState::Delivered => offers_left(tx, now, message),
        DeliveryState::Dead | DeliveryState::Undelivered => offers_failed(tx, now, message),
        DeliveryState::Queued | DeliveryState::Withdrawn => Ok(()),
    }
}

fn row(message: &Message, attempt: &Tried, now: Instant) -> Attempt {
    let taken = attempt.outcome.as_ref().ok();
    let is_polled = attempt.receipts == Receipts::Polled && taken.is_some();
    Attempt {
        id: Col(mint(now)),
        message_id: message.id,
        gateway: attempt.gateway.clone(),
        line: attempt.line.clone(),
        at: At(attempt.at),
        outcome: Col(attempt.kind()),
        reference: taken.and_then(|sent| sent.reference.clone()),
        parts: taken.and_then(|sent| i32::try_from(sent.parts).ok()),
        cost: taken.map(|sent| sent.cost),
        said: attempt.outcome.as_ref().err().map(|error| error.said().to_owned()),
        fate: None,
        fate_at: None,
        poll_at: is_polled.then(|| At(now + FIRST_POLL)),
    }
}

/// What was reported of an attempt before it was written down, where no earlier one can be meant.
fn fate(message: &Message, attempt: &Tried) -> Option<Fate> {
    let is_only = message.attempts == 1 && message.followed == 0;
    match message.state.0 {
        _ if !is_only || attempt.outcome.is_err() => None,
        DeliveryState::Delivered => Some(Fate::Delivered),
        DeliveryState::Undelivered => Some(Fate::Undelivered),
        _ => None,
    }
}

/// What the last attempt makes of the message.
fn move_on(message: &mut Message, last: &Tried, (seed, now): (u64, Instant)) {
    (message.leased_by, message.lease_until) = (None, None);
    match &last.outcome {
        Ok(sent) => {
            if message.state.0 == DeliveryState::Queued {
                message.state = Col(DeliveryState::Sent);
            }
            message.gateway = Some(last.gateway.clone());
            message.gateway_reference.clone_from(&sent.reference);
            message.parts = i32::try_from(sent.parts).ok();
            message.cost = Some(message.cost.unwrap_or(0) + sent.cost);
            message.sent_at = Some(At(now));
            message.last_error = None;
        }
        // Delivered, as a report says that came before the answer was given up.
        Err(_) if message.state.0 != DeliveryState::Queued => {}
        Err(error) => {
            message.last_error = Some(error.to_string());
            if last.kind() == AttemptOutcome::Unclear {
                message.unclear += 1;
                message.gateway = Some(last.gateway.clone());
            }
            let is_hopeless = matches!(last.kind(), AttemptOutcome::Never | AttemptOutcome::Elsewhere);
            let is_notice = message.channel.0 == MessageChannel::Push;
            if is_hopeless || message.attempts >= if is_notice { NOTICE_ATTEMPTS } else { ATTEMPTS } {
                // A notice only says once more what stands in a message or in the bell: nobody has to see to it.
                message.state = Col(if is_notice { DeliveryState::Withdrawn } else { DeliveryState::Dead });
            } else {
                message.next_attempt_at = At(now + pause(seed, message.id.0, message.attempts));
            }
        }
    }
}

/// Agents and technicians must get what they are told: somebody looks after a message that has not arrived in time, be it
/// that no gateway takes it or that the one that took it does not report it delivered.
fn follow(message: &mut Message, receipts: Receipts, arrive_within: TimeDelta) {
    let must_arrive = matches!(message.recipient_kind.0, RecipientKind::Agent | RecipientKind::Technician)
        && message.channel.0 != MessageChannel::Push;
    let is_over = match message.state.0 {
        DeliveryState::Queued | DeliveryState::Undelivered | DeliveryState::Dead => false,
        DeliveryState::Sent => receipts == Receipts::None,
        DeliveryState::Delivered | DeliveryState::Withdrawn => true,
    };
    if !must_arrive || is_over {
        message.follow_at = None;
    } else if message.follow_at.is_none() {
        message.follow_at = message.sent_at.or(Some(message.created_at)).map(|at| At(at.0 + arrive_within));
    }
}

/// The pause after attempt `n`: 10 s · 2^(n−1), five minutes at most, 20 % more or less, so that what failed together
/// does not come back together.
fn pause(seed: u64, id: MessageId, attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(16);
    let longest = LONGEST_PAUSE_S.min(FIRST_PAUSE_S << doublings) * 1000;
    let mut hasher = DefaultHasher::new();
    (seed, id.as_str(), attempt).hash(&mut hasher);
    let share = i64::try_from(hasher.finish() % 401).unwrap_or(200);
    TimeDelta::milliseconds(longest * (800 + share) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> MessageId {
        "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap()
    }

    #[test]
    fn pauses_double_up_to_five_minutes_and_spread_by_a_fifth() {
        for (attempt, seconds) in [(1, 10), (2, 20), (3, 40), (6, 300), (9, 300), (30, 300)] {
            let pauses: Vec<i64> = (0..500).map(|seed| pause(seed, id(), attempt).num_milliseconds()).collect();
            assert!(pauses.iter().all(|ms| (800 * seconds..=1200 * seconds).contains(ms)), "{attempt}");
            let spread = pauses.iter().max().unwrap() - pauses.iter().min().unwrap();
            assert!(spread > 350 * seconds, "{attempt}: {spread}");
            assert_eq!(pause(7, id(), attempt), pause(7, id(), attempt));
        }
    }
}
