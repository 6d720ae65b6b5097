//! What gateways report of messages afterwards, by calling us or when asked. Reports come twice, late and out of order:
//! a message only moves forward.

use chrono::TimeDelta;

use crate::app::{App, Error};
use crate::domain::message::{DeliveryState, Fate};
use crate::domain::time::Instant;
use crate::gateway::sms::{Gateway, Receipts, Report, Subject};
use crate::store::attempts::{Attempt, find_attempt_by, list_attempts, list_attempts_to_poll, note_fate};
use crate::store::feed::{Signal, Topic};
use crate::store::messages::{find_message, save_message};
use crate::store::{At, Col, StoreError, Tx};

/// Gateways know their messages for two days; after that there is nothing to ask.
const ASKED_FOR: TimeDelta = TimeDelta::hours(47);
const SOONEST: TimeDelta = TimeDelta::seconds(20);
const LATEST: TimeDelta = TimeDelta::hours(1);

/// Notes what a gateway reports. Reports of messages that are not known are dropped: they are another installation's.
///
/// # Errors
/// The database.
pub async fn note_reports(app: &App, gateway: &str, reports: Vec<Report>) -> Result<usize, Error> {
    let (now, gateway) = (app.clock.now(), gateway.to_owned());
    let written = app.db.write(move |tx| -> Result<_, Error> {
        let mut noted = 0;
        for report in &reports {
            noted += usize::from(note(tx, now, &gateway, report)?);
        }
        Ok(noted)
    });
    written.await
}

pub(super) fn note(tx: &mut Tx<'_>, now: Instant, gateway: &str, report: &Report) -> Result<bool, Error> {
    let (message, attempt) = match &report.subject {
        Subject::Theirs(reference) => match find_attempt_by(tx.conn(), gateway, reference)? {
            Some(attempt) => (attempt.message_id.0, Some(attempt)),
            None => return Ok(false),
        },
        Subject::Ours(id) => {
            let attempts = list_attempts(tx.conn(), *id)?;
            (*id, attempts.into_iter().rfind(|attempt| attempt.gateway == gateway))
        }
    };
    let mut message = match find_message(tx.conn(), message) {
        Ok(message) => message,
        Err(StoreError::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    if let Some(attempt) = &attempt
        && attempt.fate.is_none_or(|before| is_news(before.0, report.fate))
    {
        let is_final = !matches!(report.fate, Fate::Pending);
        let poll_at = if is_final { None } else { next_poll(attempt, now) };
        note_fate(tx, attempt.id.0, Some((report.fate, now)), poll_at)?;
    }
    let Some(state) = message.state.0.after(report.fate) else { return Ok(true) };
    message.state = Col(state);
    match state {
        DeliveryState::Delivered => {
            message.delivered_at = Some(At(now));
            message.follow_at = None;
            message.gateway.get_or_insert_with(|| gateway.to_owned());
        }
        _ => message.last_error = Some(format!("{}: {}", report.fate, report.word)),
    }
    // Nothing is gained by waiting for a message that is known to have failed.
    if state == DeliveryState::Undelivered && message.follow_at.is_some() {
        message.follow_at = Some(At(now));
    }
    save_message(tx, &mut message)?;
    tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
    Ok(true)
}

/// Whether a report says more than the one before: an arrival ends everything, and "on its way" comes late after any end.
fn is_news(before: Fate, now: Fate) -> bool {
    before != Fate::Delivered && (now != Fate::Pending || before == Fate::Pending)
}

/// Pauses as long as the attempt is old, so that a message is asked after some ten times in two days.
fn next_poll(attempt: &Attempt, now: Instant) -> Option<Instant> {
    let age = now - attempt.at.0;
    attempt.poll_at.filter(|_| age < ASKED_FOR).map(|_| now + age.clamp(SOONEST, LATEST))
}

/// Asks the gateways that do not call us what became of their messages.
///
/// # Errors
/// The database; a gateway that does not answer is asked again by the next tick.
pub async fn poll_due(app: &App) -> Result<usize, Error> {
    let mut noted = 0;
    for gateway in app.gateways.sms.gateways() {
        if gateway.provider.receipts() == Receipts::Polled {
            noted += poll(app, gateway).await?;
        }
    }
    Ok(noted)
}

async fn poll(app: &App, gateway: &Gateway) -> Result<usize, Error> {
    let (name, now) = (gateway.name.clone(), app.clock.now());
    let limit = i64::try_from(gateway.provider.poll_at_most()).unwrap_or(i64::MAX);
    let due = app.db.read(move |conn| list_attempts_to_poll(conn, &name, now, limit).map_err(Error::from)).await?;
    let asked: Vec<String> = due.iter().filter_map(|attempt| attempt.reference.clone()).collect();
    if asked.is_empty() {
        return Ok(0);
    }
    let reports = match gateway.provider.poll(&asked).await {
        Ok(reports) => reports,
        Err(error) => {
            tracing::warn!(gateway = gateway.name, %error, "a gateway does not tell what became of its messages");
            return Ok(0);
        }
    };
    // What the gateway was silent about is asked again later.
    let later = move |tx: &mut Tx<'_>| -> Result<(), Error> {
        for attempt in &due {
            note_fate(tx, attempt.id.0, None, next_poll(attempt, now))?;
        }
        Ok(())
    };
    app.db.write(later).await?;
    note_reports(app, &gateway.name, reports).await
}
