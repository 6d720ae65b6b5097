//! What keeps a message back: quiet hours, an hour that is full, a recipient who wants none, a gateway that has spent enough.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::app::{App, Error};
use crate::domain::message::{DeliveryState, MessageChannel, MessageKind, RecipientKind};
use crate::domain::time::Instant;
use crate::gateway::sms::parts::measure;
use crate::gateway::sms::{Gateway, Noted, SmsText};
use crate::store::attempts::{count_sent_since, spent_since};
use crate::store::feed::{Signal, Topic};
use crate::store::messages::{Message, settle_message};
use crate::store::opt_outs::list_opted_out;
use crate::store::{At, Col};

const HOUR: TimeDelta = TimeDelta::hours(1);
/// How long a message waits whose recipient has had as many as an hour may bring.
const FULL_HOUR: TimeDelta = TimeDelta::minutes(10);
/// What stands beside a message that its recipient did not want.
const OPTED_OUT: &str = "the recipient wants no messages";

/// Why a message does not leave now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// Not before this moment.
    Until(Instant),
    /// Not at all: its recipient wants no messages.
    OptedOut,
}

/// What the gateways had spent as a pass began.
#[derive(Debug, Default)]
pub(super) struct Spending(HashMap<String, Noted>);

impl Spending {
    /// Takes what a message costs out of the gateway's budget; false when it is spent.
    pub(super) fn allows(&self, gateway: &Gateway, sms: &SmsText) -> bool {
        let noted = self.0.get(&gateway.name).copied().unwrap_or(Noted { spent: 0, at: sms.at });
        gateway.budget.take(gateway.price(measure(&sms.text).parts), sms.at, noted)
    }
}

/// What is known of the recipients and gateways of one pass.
#[derive(Debug)]
pub(super) struct Rules {
    opted_out: HashSet<String>,
    last_hour: Mutex<HashMap<String, u32>>,
    spending: Spending,
}

impl Rules {
    /// Reads what the messages of a pass need.
    pub(super) async fn load(app: &App, messages: &[Message]) -> Result<Self, Error> {
        let now = app.clock.now();
        let addresses: HashSet<&str> = messages.iter().map(|message| message.address.as_str()).collect();
        let addresses: Vec<String> = addresses.into_iter().map(str::to_owned).collect();
        let limited = app.gateways.sms.gateways().iter().filter(|gateway| gateway.budget.is_limited());
        let limited: Vec<String> = limited.map(|gateway| gateway.name.clone()).collect();
        let read = move |conn: &mut _| -> Result<_, Error> {
            let last_hour = count_sent_since(conn, &addresses, now - HOUR)?;
            let mut spending = Spending::default();
            for gateway in limited {
                let spent = spent_since(conn, &gateway, now - HOUR)?;
                spending.0.insert(gateway, Noted { spent, at: now });
            }
            Ok((list_opted_out(conn, &addresses)?, last_hour, spending))
        };
        let (opted_out, last_hour, spending) = app.db.read(read).await?;
        Ok(Self { opted_out, last_hour: Mutex::new(last_hour), spending })
    }

    /// What the gateways may still spend.
    pub(super) fn spending(&self) -> &Spending {
        &self.spending
    }

    /// Whether and why the message waits; one that does not is counted into its recipient's hour.
    pub(super) fn hold(&self, app: &App, message: &Message) -> Option<Hold> {
        let (now, kind, to) = (app.clock.now(), message.kind.0, message.recipient_kind.0);
        if message.channel.0 != MessageChannel::Sms {
            return None;
        }
        // It was asked for a moment ago, and is of no use later; how many there are is ruled where it is asked.
        if kind == MessageKind::StatusCode {
            return None;
        }
        // Whoever writes to us is answered once more, so that they know that they are heard.
        if to == RecipientKind::Customer && kind != MessageKind::Reply && self.opted_out.contains(&message.address) {
            return Some(Hold::OptedOut);
        }
        let catalogue = app.catalogue();
        let policy = catalogue.messaging();
        let leave = policy.leave_at((to, kind), now, app.site.zone);
        if leave > now {
            return Some(Hold::Until(leave));
        }
        let mut last_hour = self.last_hour.lock().unwrap_or_else(PoisonError::into_inner);
        let had = last_hour.entry(message.address.clone()).or_default();
        if policy.is_over_limit(kind, *had) {
            return Some(Hold::Until(now + FULL_HOUR));
        }
        *had += 1;
        None
    }
}

/// Puts a message back that does not leave now; none when it is no longer ours.
pub(super) async fn keep(app: &App, mut message: Message, hold: Hold) -> Result<Option<DeliveryState>, Error> {
    (message.leased_by, message.lease_until) = (None, None);
    match hold {
        Hold::Until(at) => {
            message.attempts -= 1;
            message.next_attempt_at = At(at);
        }
        Hold::OptedOut => {
            message.state = Col(DeliveryState::Withdrawn);
            message.last_error = Some(OPTED_OUT.to_owned());
        }
    }
    let written = app.db.write(move |tx| -> Result<_, Error> {
        let mut message = message.clone();
        if !settle_message(tx, &mut message)? {
            return Ok(None);
        }
        tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
        Ok(Some(message.state.0))
    });
    written.await
}
