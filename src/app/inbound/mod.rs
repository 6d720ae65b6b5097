//! What telephones send to us: the technician's visit and the customer's wishes by SMS alone. A message is kept before it is
//! acted on, once by the gateway's reference, and acted on later if the process ends in between.

mod call;
mod customer;
mod fetch;
mod inbox;
mod mail;
mod quote;
mod reply;
mod technician;

use chrono::TimeDelta;
use serde::Serialize;

use super::clock::mint;
use super::{App, Code, Error};
use crate::domain::agent::Agent;
use crate::domain::id::{ContactId, InboundId, JobId};
use crate::domain::message::{CustomerOrder, TechnicianOrder};
use crate::domain::phone::Phone;
use crate::domain::text::clean_text;
use crate::gateway::sms::parts::measure;
use crate::store::customers::list_customers_at;
use crate::store::inbound::{Inbound, Outcome, list_unheard, note_heard, put_inbound};
use crate::store::{At, Col};

pub use crate::gateway::sms::Incoming;
pub use call::{Called, hear_call};
pub use fetch::fetch_sms;
pub use mail::{fetch_mail, receive_letter, receive_pushed};

/// Longest message that is kept, characters.
const TEXT_CHARS: usize = 2_000;
/// How long a message may be under way before another run acts on it.
const ACTED_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// What became of an SMS.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Whether it was understood and done.
    pub handled: bool,
    /// What was done, such as `accepted`, `arrived`, `status` or `rated`.
    pub did: Option<&'static str>,
    /// The code of the refusal.
    pub error: Option<&'static str>,
    #[serde(skip)]
    contact: Option<ContactId>,
    #[serde(skip)]
    job: Option<JobId>,
}

impl Heard {
    fn did(what: &'static str) -> Self {
        Self { handled: true, did: Some(what), ..Self::default() }
    }

    fn refused(code: Code) -> Self {
        Self { error: Some(code.as_str()), ..Self::default() }
    }

    fn about(mut self, job: JobId) -> Self {
        self.job = Some(job);
        self
    }
}

/// A message whose sender is known by number.
#[derive(Debug, Clone)]
struct Letter {
    id: InboundId,
    phone: Phone,
    text: String,
}

/// Keeps a message and does what it asks for; one that is known already changes nothing.
///
/// # Errors
/// The database.
pub async fn receive(app: &App, gateway: &str, incoming: Incoming) -> Result<Heard, Error> {
    let now = app.clock.now();
    let kept = Inbound {
        id: Col(mint(now)),
        gateway: gateway.to_owned(),
        reference: incoming.reference,
        sender: Phone::parse(&incoming.from, &app.site.region).map_or(incoming.from, |phone| phone.to_string()),
        line: incoming.to,
        text: incoming.text.chars().take(TEXT_CHARS).collect(),
        received_at: At(now),
        heard_at: None,
        did: None,
        error: None,
        contact_id: None,
        job_id: None,
    };
    let row = kept.clone();
    if !app.db.write(move |tx| put_inbound(tx, &row).map_err(Error::from)).await? {
        return Ok(Heard::did("known"));
    }
    act(app, kept).await
}

/// The same for a gateway of our own, whose messages have no reference: each call is another message.
///
/// # Errors
/// The database.
pub async fn receive_own(app: &App, gateway: &str, (from, text): (&str, String)) -> Result<Heard, Error> {
    let reference: InboundId = mint(app.clock.now());
    let (reference, from) = (reference.to_string(), from.to_owned());
    receive(app, gateway, Incoming { reference, from, to: String::new(), text, at: None }).await
}

/// Acts on messages that were kept by a process that ended before it could; how many.
///
/// # Errors
/// The database.
pub async fn hear_left(app: &App) -> Result<usize, Error> {
    let before = app.clock.now() - ACTED_WITHIN;
    let left = app.db.read(move |conn| list_unheard(conn, before, 100).map_err(Error::from)).await?;
    let count = left.len();
    for kept in left {
        act(app, kept).await?;
    }
    Ok(count)
}

async fn act(app: &App, kept: Inbound) -> Result<Heard, Error> {
    let heard = hear(app, kept.id.0, &kept.sender, &kept.text).await?;
    let outcome = Outcome {
        did: heard.did.map(str::to_owned),
        error: heard.error.map(str::to_owned),
        contact: heard.contact,
        job: heard.job,
    };
    let (id, now) = (kept.id.0, app.clock.now());
    app.db.write(move |tx| note_heard(tx, id, now, &outcome).map_err(Error::from)).await?;
    Ok(heard)
}

/// Does what a message asks for, by the same use-cases as the links, and answers it.
async fn hear(app: &App, id: InboundId, sender: &str, text: &str) -> Result<Heard, Error> {
    // Names instead of numbers are advertisers, who cannot be answered.
    let Ok(phone) = Phone::parse(sender, &app.site.region) else { return Ok(Heard::refused(Code::Invalid)) };
    let text = clean_text(text, TEXT_CHARS).unwrap_or_default();
    if text.is_empty() {
        return Ok(Heard::refused(Code::Invalid));
    }
    let letter = Letter { id, phone, text };
    let (order, wish) = (TechnicianOrder::read(&letter.text), CustomerOrder::read(&letter.text));
    let agent = agent_at(app, letter.phone.as_ref());
    let number = letter.phone.to_string();
    let customers = app.db.read(move |conn| list_customers_at(conn, &number).map_err(Error::from)).await?;
    if let (Some(agent), Some(order)) = (&agent, &order) {
        // A technician's own washing machine breaks down too: a lone digit may be a rating.
        let may_be_wish = wish.is_some() && !customers.is_empty();
        if !may_be_wish || technician::has_offer(app, agent).await? {
            return technician::obey(app, &letter, agent, order).await;
        }
    }
    if let Some(wish) = &wish
        && (!customers.is_empty() || agent.is_none())
    {
        return customer::obey(app, &letter, &customers, wish).await;
    }
    inbox::keep(app, &letter, agent.as_ref(), &customers).await
}

/// The agent that has this telephone, or whose technician has it.
fn agent_at(app: &App, number: &str) -> Option<Agent> {
    app.network().agents().find(|agent| agent.has_phone(number)).cloned()
}

/// How many parts a text costs.
#[must_use]
pub fn parts_of(text: &str) -> u32 {
    measure(text).parts
}
