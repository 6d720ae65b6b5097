//! One message on its way: the text is made, and lines and gateways are tried in order until one takes it.

use super::Pace;
use super::letter::letter;
use super::rules::Spending;
use crate::app::{App, Error};
use crate::domain::message::{AttemptOutcome, LineKind, MessageChannel};
use crate::domain::time::Instant;
use crate::gateway::SendError;
use crate::gateway::push::{Browser, NotPushed};
use crate::gateway::sms::{Receipts, Route, Sent, SmsText};
use crate::store::messages::Message;
use crate::store::push::{delete_push_subscription, find_push_subscription};
use crate::store::{StoreError, Tx};

/// The gateway of letters in records.
pub const MAIL: &str = "mail";
/// That of notices to browsers.
pub const PUSH: &str = "push";
/// What stands beside a notice whose browser has ended its subscription.
const GONE: &str = "the browser wants no more notices";
/// Where attempts stand that no gateway was asked for.
const NOBODY: &str = "none";
/// Attempts at one gateway without a clear answer after which another may take the message, at the risk of a double.
const MOST_UNCLEAR: i32 = 3;
/// Characters of a gateway's answer that are kept.
const KEPT: usize = 200;

/// One attempt and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Tried {
    pub(super) gateway: String,
    pub(super) line: String,
    pub(super) at: Instant,
    pub(super) outcome: Result<Sent, SendError>,
    /// Whether the gateway reports what becomes of the message, and how.
    pub(super) receipts: Receipts,
}

impl Tried {
    fn nobody(app: &App, error: SendError) -> Self {
        let at = app.clock.now();
        Self { gateway: NOBODY.to_owned(), line: String::new(), at, outcome: Err(error), receipts: Receipts::None }
    }

    /// The kind of outcome.
    pub(super) fn kind(&self) -> AttemptOutcome {
        match self.outcome {
            Ok(_) => AttemptOutcome::Taken,
            Err(SendError::Later(_)) => AttemptOutcome::Later,
            Err(SendError::Unclear(_)) => AttemptOutcome::Unclear,
            Err(SendError::Elsewhere(_)) => AttemptOutcome::Elsewhere,
            Err(SendError::Never(_)) => AttemptOutcome::Never,
        }
    }
}

/// Tries to send a message; the last attempt says how it ended. There is at least one.
pub(super) async fn send(app: &App, pace: &Pace, message: &Message, spending: &Spending) -> Vec<Tried> {
    let text = app.render(message);
    // A text that lacks its message or a value is worse than none.
    if text.trim().is_empty() || text.contains('⟦') || text.contains("{$") {
        return vec![Tried::nobody(app, SendError::Never("there is no text for this message".to_owned()))];
    }
    match message.channel.0 {
        MessageChannel::Sms => send_sms(app, pace, message, (text, spending)).await,
        MessageChannel::Email => vec![send_letter(app, pace, message, text).await],
        MessageChannel::Push => vec![send_notice(app, pace, message, text).await],
    }
}

async fn send_sms(app: &App, pace: &Pace, message: &Message, (text, spending): (String, &Spending)) -> Vec<Tried> {
    let (id, to, at) = (message.id.0, message.address.clone(), app.clock.now());
    let sms = SmsText { id, to, kind: message.kind.0, values: app.values(message), text, at };
    let mut tried = Vec::new();
    for route in routes(app, message, &sms) {
        if !spending.allows(route.gateway, &sms) {
            let why = format!("{} has spent what it may in an hour", route.gateway.name);
            tried.push(Tried::nobody(app, SendError::Later(why)));
            continue;
        }
        let outcome = match tokio::time::timeout(pace.send_within, route.send(&sms)).await {
            Err(_) => Err(SendError::Unclear("no answer in time".to_owned())),
            Ok(outcome) => outcome.map_err(|error| error.saying(bare(error.said(), &sms.to, &sms.text))),
        };
        let receipts = if route.gateway.reports() { route.gateway.provider.receipts() } else { Receipts::None };
        let (gateway, line) = (route.gateway.name.clone(), route.line.number.clone());
        let attempt = Tried { gateway, line, at: app.clock.now(), outcome, receipts };
        let ends = matches!(attempt.kind(), AttemptOutcome::Taken | AttemptOutcome::Unclear | AttemptOutcome::Never);
        tried.push(attempt);
        if ends {
            break;
        }
    }
    if tried.is_empty() {
        tried.push(Tried::nobody(app, SendError::Later("no gateway is set up for this message".to_owned())));
    }
    // One that may take it later keeps it from being given up because another never will.
    if let Some(at) = tried.iter().rposition(|attempt| attempt.kind() == AttemptOutcome::Later)
        && tried.last().is_some_and(|last| last.kind() == AttemptOutcome::Elsewhere)
    {
        let waits = tried.remove(at);
        tried.push(waits);
    }
    tried
}

/// The lines to try. After a lost answer the gateway that may have the message comes alone, because another could make a
/// double of it; after [`MOST_UNCLEAR`] of them it comes last. A message that is sent again because it did not arrive
/// goes by another line if there is one.
fn routes<'a>(app: &'a App, message: &Message, sms: &SmsText) -> Vec<Route<'a>> {
    let mut routes = app.gateways.sms.routes(sms);
    let Some(last) = message.gateway.as_deref() else { return routes };
    let is_last = |route: &Route<'_>| route.gateway.name == last;
    if message.unclear > 0 && message.unclear < MOST_UNCLEAR && message.followed == 0 && routes.iter().any(is_last) {
        routes.retain(is_last);
    } else if message.unclear > 0 || message.followed > 0 {
        // A recipient who blocks advertising still gets what comes from a line for services.
        routes.sort_by_key(|route| (route.line.kind == LineKind::Advertising, is_last(route)));
    }
    routes
}

async fn send_letter(app: &App, pace: &Pace, message: &Message, text: String) -> Tried {
    let letter = letter(app, message, text, app.clock.now());
    let outcome = match tokio::time::timeout(pace.send_within, app.gateways.mail.send(&letter)).await {
        Err(_) => Err(SendError::Unclear("no answer in time".to_owned())),
        Ok(Ok(reference)) => Ok(Sent { reference, parts: 1, cost: 0 }),
        Ok(Err(error)) => Err(error.saying(bare(error.said(), &message.address, &letter.text))),
    };
    Tried { gateway: MAIL.to_owned(), line: String::new(), at: app.clock.now(), outcome, receipts: Receipts::None }
}

async fn send_notice(app: &App, pace: &Pace, message: &Message, text: String) -> Tried {
    let sending = push_notice(app, message, text);
    let outcome = match tokio::time::timeout(pace.send_within, sending).await {
        // A notice that comes twice replaces itself.
        Err(_) => Err(SendError::Later("no answer in time".to_owned())),
        Ok(outcome) => outcome.map(|()| Sent { reference: None, parts: 1, cost: 0 }),
    };
    Tried { gateway: PUSH.to_owned(), line: String::new(), at: app.clock.now(), outcome, receipts: Receipts::None }
}

async fn push_notice(app: &App, message: &Message, text: String) -> Result<(), SendError> {
    let gone = || SendError::Elsewhere(GONE.to_owned());
    let later = |error: &dyn std::fmt::Display| SendError::Later(error.to_string());
    let id = message.address.clone();
    let kept = match app.db.read(move |conn| find_push_subscription(conn, &id)).await {
        Ok(kept) => kept,
        Err(StoreError::NotFound) => return Err(gone()),
        Err(error) => return Err(later(&error)),
    };
    let subscription = kept.id.0;
    let browser = Browser { endpoint: kept.endpoint, p256dh: kept.p256dh, auth: kept.auth };
    let notice = app.notice(message, browser, &text).map_err(|error| later(&error))?;
    let Some(notice) = notice else { return Err(gone()) };
    match app.gateways.push.send(&notice).await {
        Ok(()) => Ok(()),
        Err(NotPushed::Failed(error)) => Err(error.saying(bare(error.said(), &notice.browser.endpoint, &text))),
        Err(NotPushed::Gone) => {
            let forget = move |tx: &mut Tx<'_>| delete_push_subscription(tx, subscription).map_err(Error::from);
            app.db.write(forget).await.map_err(|error| later(&error))?;
            Err(gone())
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_repeats_neither_address_nor_text() {
        let text = "کد ۴۸۲۱ برای شما https://s.example/o/abc";
        let said = format!("422 +989121234567 09121234567 ۴۸۲۱ \"{text}\" کد ۴۸۲۱ https://s.example/o/abc bad line 12");
        assert_eq!(bare(&said, "+989121234567", text), "422 … … … \"…\" کد … … bad line 12");
        assert_eq!(bare(&"x".repeat(300), "", "").chars().count(), 200);
    }
}
