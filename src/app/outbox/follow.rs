//! Messages to agents and technicians that have not arrived in time: the next gateway takes over, then a letter, then the
//! dispatchers, who call.

use chrono::TimeDelta;

use super::settle::tell_offers;
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::access::Role;
use crate::domain::id::{AgentId, MessageId};
use crate::domain::message::{DeliveryState, MessageChannel, MessageKind, RecipientKind};
use crate::domain::policy::Takeover;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::gateway::sms::SmsText;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{find_job, find_request};
use crate::store::messages::{Message, find_message, list_messages_to_follow, put_message, save_message};
use crate::store::network::{find_agent, find_technician};
use crate::store::offers::list_offers_in;
use crate::store::{At, Col, StoreError, Tx};

/// Messages that one pass takes at most; the next takes the rest.
const AT_MOST: i64 = 200;
/// How long the dispatchers have to call.
const CALL_WITHIN: TimeDelta = TimeDelta::minutes(15);

/// Lets the next way take over for messages that have not arrived in time; how many were looked at.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_messages_to_follow(conn, now, AT_MOST).map_err(Error::from)).await?;
    for id in &due {
        let (owner, id) = (app.clone(), *id);
        app.db.write(move |tx| Follower { app: &owner, catalogue: &owner.catalogue(), now }.follow(tx, id)).await?;
    }
    Ok(due.len())
}

struct Follower<'a> {
    app: &'a App,
    catalogue: &'a Catalogue,
    now: Instant,
}

impl Follower<'_> {
    fn follow(&self, tx: &mut Tx<'_>, id: MessageId) -> Result<(), Error> {
        let mut message = find_message(tx.conn(), id)?;
        // It arrived, or another node was faster.
        if message.follow_at.is_none_or(|at| at.0 > self.now) {
            return Ok(());
        }
        let policy = self.catalogue.messaging();
        let mut did = None;
        if !is_over(tx, &message)? {
            let done = usize::try_from(message.followed).unwrap_or(usize::MAX);
            for way in policy.takeover.iter().skip(done) {
                message.followed += 1;
                if self.take_over(tx, &mut message, *way)? {
                    did = Some(*way);
                    break;
                }
            }
        }
        let ways_left = usize::try_from(message.followed).is_ok_and(|done| done < policy.takeover.len());
        let goes_on = did.is_some() && ways_left;
        message.follow_at = goes_on.then(|| At(self.now + policy.arrive_within()));
        save_message(tx, &mut message)?;
        tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
        let Some(way) = did else { return Ok(()) };
        let mut happening = Happening::new(Topic::Message, id, "take_over").with(serde_json::json!({ "way": way }));
        if let Some(job) = message.job_id {
            happening = happening.of(&find_job(tx.conn(), job.0)?);
        }
        record(tx, &Actor::system(), self.now, happening)?;
        // A letter may be read tomorrow: the next agent should not wait for it.
        if way != Takeover::Gateway && message.state.0 == DeliveryState::Undelivered {
            tell_offers(tx, self.now, &message)?;
        }
        Ok(())
    }

    /// Whether this way could take over.
    fn take_over(&self, tx: &mut Tx<'_>, message: &mut Message, way: Takeover) -> Result<bool, Error> {
        match way {
            Takeover::Gateway => Ok(self.by_another_gateway(tx, message)),
            Takeover::Email => self.by_letter(tx, message),
            Takeover::Call => self.by_call(tx, message).map(|()| true),
        }
    }

    fn by_another_gateway(&self, tx: &mut Tx<'_>, message: &mut Message) -> bool {
        // One that waits tries every gateway by itself.
        if message.channel.0 != MessageChannel::Sms || message.state.0 == DeliveryState::Queued {
            return false;
        }
        let sms = SmsText {
            id: message.id.0,
            to: message.address.clone(),
            kind: message.kind.0,
            text: String::new(),
            values: Vec::new(),
            at: self.now,
        };
        if self.app.gateways.sms.count_lines(&sms) < 2 {
            return false;
        }
        message.state = Col(DeliveryState::Queued);
        message.attempts = 0;
        message.next_attempt_at = At(self.now);
        tx.after_commit(Signal::Outbox);
        true
    }

    fn by_letter(&self, tx: &mut Tx<'_>, message: &Message) -> Result<bool, Error> {
        let Some(agent) = agent_of(tx, message)? else { return Ok(false) };
        let Some(email) = find_agent(tx.conn(), agent)?.email.filter(|email| *email != message.address) else {
            return Ok(false);
        };
        let letter = message.copy((mint(self.now), self.now), email, format!("letter:{}", message.id.0));
        put_message(tx, &letter)?;
        Ok(true)
    }

    fn by_call(&self, tx: &mut Tx<'_>, message: &Message) -> Result<(), Error> {
        let due_at = self.now + CALL_WITHIN;
        let owner = Owner::unit(Role::Dispatcher);
        let mut spec = match message.job_id {
            Some(job) => {
                let job = find_job(tx.conn(), job.0)?;
                let customer = find_request(tx.conn(), job.request_id.0)?.customer_id.0;
                TaskSpec::of_job(TaskKind::CallRecipient, owner, (&job, customer), due_at)
            }
            None => TaskSpec::bare(TaskKind::CallRecipient, owner, "", due_at),
        };
        let name = match agent_of(tx, message)? {
            Some(agent) => find_agent(tx.conn(), agent)?.name_fa,
            None => String::new(),
        };
        spec.note = Some(format!("{name} \u{200e}{}", message.address).trim().to_owned());
        put_task(tx, self.catalogue, (&Actor::system(), self.now), spec).map(drop)
    }
}

/// The agent that the message is for, or whose technician it is for.
fn agent_of(tx: &mut Tx<'_>, message: &Message) -> Result<Option<AgentId>, StoreError> {
    let agent = match message.recipient_kind.0 {
        RecipientKind::Agent => message.recipient_id.parse().ok(),
        RecipientKind::Technician => match message.recipient_id.parse() {
            Ok(technician) => Some(find_technician(tx.conn(), technician)?.agent_id.0),
            Err(_) => None,
        },
        RecipientKind::Customer | RecipientKind::Staff => None,
    };
    Ok(agent)
}

/// Whether nobody waits for the message any more: its offers are answered or over.
fn is_over(tx: &mut Tx<'_>, message: &Message) -> Result<bool, StoreError> {
    Ok(match message.kind.0 {
        MessageKind::OfferSent | MessageKind::OffersSent => {
            list_offers_in(tx.conn(), message.id.0)?.iter().all(|offer| !offer.state.0.is_open())
        }
        MessageKind::OfferFilled | MessageKind::OfferWithdrawn | MessageKind::Reply => true,
        _ => false,
    })
}
