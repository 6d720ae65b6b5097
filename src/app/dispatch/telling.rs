//! How an agent hears of offers: when, and which of them in one message.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::messages::{About, Param, Recipient, put_at};
use crate::app::{App, Error};
use crate::domain::agent::Agent;
use crate::domain::id::MessageId;
use crate::domain::link::LinkKind;
use crate::domain::message::{DeliveryState, MessageKind, RecipientKind};
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::{Instant, Window};
use crate::store::feed::{Signal, Topic};
use crate::store::messages::{Message, find_message, find_waiting_offers, save_message};
use crate::store::offers::{Offer, list_offers_in};
use crate::store::{Col, Conn, Json, Tx};

/// Most offers in one message: five with their links take about eight parts.
const MOST_IN_ONE: usize = 5;

/// When and with what an offer is told.
pub(super) struct Announced {
    /// When the message leaves.
    pub at: Instant,
    /// The message.
    pub message: MessageId,
    /// A message that waits and takes the offer along.
    joins: Option<Message>,
}

impl Announced {
    /// At once, or with others at the end of the batching window and of quiet hours; in any case after `hold`.
    pub(super) fn plan(
        tx: &mut Tx<'_>,
        agent: &Agent,
        policy: &DispatchPolicy,
        case: &Case,
        (now, hold): (Instant, TimeDelta),
    ) -> Result<Self, Error> {
        let (priority, soonest) = (case.job.priority.0, now + hold);
        let breaks_quiet = policy.quiet_broken_by.contains(&priority);
        let batch = if breaks_quiet { TimeDelta::zero() } else { TimeDelta::minutes(policy.batch_minutes) };
        let at = policy.may_send_at(agent.hours.zone, priority, now + batch.max(hold));
        if at <= soonest {
            return Ok(Self::apart(soonest));
        }
        // An offer that waits for nothing else joins whatever leaves before it would.
        let waiting = find_waiting_offers(tx.conn(), &agent.phone, soonest)?.filter(|it| it.next_attempt_at.0 <= at);
        match waiting {
            Some(lead) if list_offers_in(tx.conn(), lead.id.0)?.len() < MOST_IN_ONE => {
                Ok(Self { at: lead.next_attempt_at.0, message: lead.id.0, joins: Some(lead) })
            }
            _ => Ok(Self::apart(at)),
        }
    }

    /// In a message of its own.
    pub(super) fn apart(at: Instant) -> Self {
        Self { at, message: mint(at), joins: None }
    }
}

/// Puts the offer into its message.
pub(super) fn announce(
    tx: &mut Tx<'_>,
    announced: Announced,
    agent: &Agent,
    (case, offer): (&Case, &Offer),
    now: Instant,
) -> Result<(), Error> {
    if let Some(mut lead) = announced.joins {
        // Whoever has begun to send it has changed its version, and this offer then looks for another message.
        compose(tx.conn(), &mut lead)?;
        return Ok(save_message(tx, &mut lead)?);
    }
    let params = values(case, offer);
    let params: Vec<(&str, Param)> = params.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let about = About { offer: Some(offer.id.0), id: Some(announced.message), ..About::job(&case.job) };
    let once = offer.id.0.to_string();
    put_at(tx, (now, announced.at), MessageKind::OfferSent, (&office(agent), about), (&once, &params))
}

/// The dispatch telephone.
pub(super) fn office(agent: &Agent) -> Recipient {
    Recipient {
        kind: RecipientKind::Agent,
        id: agent.id.to_string(),
        phone: agent.phone.clone(),
        language: agent.language,
    }
}

/// Words of a message for the offers that it carries and that can still be answered; how many they are.
///
/// # Errors
/// The database.
pub(super) fn compose(conn: &mut Conn, message: &mut Message) -> Result<usize, Error> {
    let open = list_offers_in(conn, message.id.0)?.into_iter().filter(|offer| offer.state.0.is_open());
    let mut told = Vec::new();
    for offer in open {
        told.push(values(&Case::load(conn, offer.job_id.0)?, &offer));
    }
    let count = told.len();
    let (kind, params) = match (told.pop(), told.is_empty()) {
        (None, _) => return Ok(0),
        (Some(only), true) => (MessageKind::OfferSent, only),
        (Some(last), false) => {
            told.push(last);
            let number = Param::Number(i64::try_from(count).unwrap_or(i64::MAX));
            let named = [("count".to_owned(), number), ("offers".to_owned(), Param::Offers(told))];
            (MessageKind::OffersSent, BTreeMap::from(named))
        }
    };
    message.kind.0 = kind;
    message.params = Json(serde_json::to_value(params).map_err(|error| Error::Internal(format!("offer: {error}")))?);
    Ok(count)
}

/// Takes an offer that has ended out of its message; whether nobody had begun to send that, so that it is never heard of.
///
/// # Errors
/// The database.
pub fn untell(tx: &mut Tx<'_>, offer: &Offer) -> Result<bool, Error> {
    let Some(id) = offer.message_id else { return Ok(false) };
    let mut message = find_message(tx.conn(), id.0)?;
    if message.state.0 != DeliveryState::Queued || message.attempts > 0 {
        return Ok(false);
    }
    if compose(tx.conn(), &mut message)? == 0 {
        message.state = Col(DeliveryState::Withdrawn);
    }
    // Whoever claims it meanwhile has changed its version, and then it counts as begun.
    save_message(tx, &mut message)?;
    tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
    Ok(true)
}

/// What an agent may know before acceptance: the area and the fault, never the name, telephone or full address.
fn values(case: &Case, offer: &Offer) -> BTreeMap<String, Param> {
    let mut values = vec![
        ("short_number", Param::Number(i64::from(offer.short_number))),
        ("category", Param::Category(case.unit.category.clone())),
        ("place", Param::Place(case.address.place.clone())),
        ("deadline", Param::Moment(offer.deadline_at.0)),
        ("link", Param::Link(LinkKind::Offer, offer.id.0.to_string(), offer.link_generation)),
        ("fault", case.job.fault.clone().map_or(Param::Text(String::new()), Param::Fault)),
    ];
    if let Some((from, to)) = offer.proposed_from.zip(offer.proposed_to) {
        values.push(("window", Param::Window(Window { from: from.0, to: to.0 })));
    }
    if let Some(part) = &case.address.neighbourhood {
        values.push(("neighbourhood", Param::Text(part.clone())));
    }
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl App {
    /// Tells the agent's office of a job that is its own by contract; not in quiet hours.
    ///
    /// # Errors
    /// The database.
    pub(in crate::app) fn tell_assigned(
        &self,
        tx: &mut Tx<'_>,
        (agent, case): (&Agent, &Case),
        (offer, window): (&Offer, Window),
        now: Instant,
    ) -> Result<(), Error> {
        let policy = self.catalogue().dispatch_policy("balanced").2;
        let at = policy.may_send_at(agent.hours.zone, case.job.priority.0, now);
        let mut params = values(case, offer);
        params.insert("window".to_owned(), Param::Window(window));
        let params: Vec<(&str, Param)> = params.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let about = About { offer: Some(offer.id.0), id: offer.message_id.map(|id| id.0), ..About::job(&case.job) };
        let once = offer.id.0.to_string();
        put_at(tx, (now, at), MessageKind::JobAssigned, (&office(agent), about), (&once, &params))
    }
}
