//! The moment of sending: what an offer's message says is checked once more, and noted when it has left.

use serde_json::json;

use super::telling::compose;
use super::wave::deadline;
use super::{policy_name, taken_from};
use crate::app::case::Case;
use crate::app::journal::{Happening, record};
use crate::app::loads::loads;
use crate::app::offers::go_on;
use crate::app::{Actor, App, Catalogue, Error, Network};
use crate::dispatch::rank::barred;

use crate::domain::eligibility::{Examination, Failed, Needs, examine};
use crate::domain::id::{AgentId, MessageId, OfferId};
use crate::domain::machine::{ActorKind, apply};
use crate::domain::message::{DeliveryState, MessageKind};
use crate::domain::offer::{OfferEvent, OfferMachine, OfferState};
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::Instant;
use crate::store::dispatch::find_round;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::find_job;
use crate::store::messages::{Message, settle_message};
use crate::store::offers::{Offer, find_offer, list_offers, list_offers_in, save_offer};
use crate::store::{At, Col, Conn, Tx};

/// A message that leaves later than this after its time gives its offers a new deadline.
const LATE: chrono::TimeDelta = chrono::TimeDelta::seconds(60);

/// Examines one agent by what the database says of it now.
///
/// # Errors
/// The database.
pub(super) fn examine_now(
    conn: &mut Conn,
    (agent, taken_from): (AgentId, &[AgentId]),
    (catalogue, needs): (&Catalogue, &Needs),
    policy: &DispatchPolicy,
    (case, now): (&Case, Instant),
) -> Result<Examination, Error> {
    let fresh = Network::agent_now(conn, catalogue, (agent, now))?;
    let load = loads(conn, &[agent], (case.job.id.0, now))?.remove(&agent).unwrap_or_default();
    let mut found = examine(&fresh, &load, needs, policy, now);
    found.failed.extend(barred(taken_from, agent));
    Ok(found)
}

/// What is to be done with an offer before its message leaves.
enum Check {
    Keep,
    /// Its agent fails these rules by now.
    Withdraw(Vec<Failed>),
    /// Its deadline counts from now.
    Extend(Instant),
}

/// Makes the message of offers ready: offers whose agents a rule excludes by now are withdrawn, deadlines count from the
/// sending, and what is over is not told. `None` when nothing is left to send.
///
/// # Errors
/// The database.
pub async fn ready_to_send(app: &App, message: Message) -> Result<Option<Message>, Error> {
    if !matches!(message.kind.0, MessageKind::OfferSent | MessageKind::OffersSent) {
        return Ok(Some(message));
    }
    if let Some(original) = message.copy_of {
        return copy_to_send(app, message, original.0).await;
    }
    let (owner, now) = (app.clone(), app.clock.now());
    let looked_at = message.clone();
    let checks = app.db.read(move |conn| Sending { app: &owner, now }.check(conn, &looked_at)).await?;
    let (checks, is_whole) = checks;
    if is_whole && !checks.is_empty() && checks.iter().all(|(_, check)| matches!(check, Check::Keep)) {
        return Ok(Some(message));
    }
    let checks = std::sync::Arc::new(checks);
    let owner = app.clone();
    app.db.write(move |tx| Sending { app: &owner, now }.change(tx, message.clone(), &checks)).await
}

/// The same for offers that another message carries, whose sending has seen to them: told while one of them is open.
async fn copy_to_send(app: &App, mut message: Message, original: MessageId) -> Result<Option<Message>, Error> {
    let read = move |conn: &mut Conn| list_offers_in(conn, original).map_err(Error::from);
    if app.db.read(read).await?.iter().any(|offer| offer.state.0.is_open()) {
        return Ok(Some(message));
    }
    message.state = Col(DeliveryState::Withdrawn);
    (message.leased_by, message.lease_until) = (None, None);
    app.db.write(move |tx| settle_message(tx, &mut message.clone()).map_err(Error::from)).await?;
    Ok(None)
}

struct Sending<'a> {
    app: &'a App,
    now: Instant,
}

impl Sending<'_> {
    /// The offers of the message that are open, and whether they are all of them.
    fn check(&self, conn: &mut Conn, message: &Message) -> Result<(Vec<(OfferId, Check)>, bool), Error> {
        let (network, mut checks) = (self.app.network(), Vec::new());
        let all = list_offers_in(conn, message.id.0)?;
        let open = all.iter().filter(|offer| offer.state.0.is_open());
        for offer in open {
            checks.push((offer.id.0, self.check_offer(conn, &network, (message, offer))?));
        }
        let is_whole = checks.len() == all.len();
        Ok((checks, is_whole))
    }

    fn check_offer(
        &self,
        conn: &mut Conn,
        network: &Network,
        (message, offer): (&Message, &Offer),
    ) -> Result<Check, Error> {
        let Some(agent) = network.agent(offer.agent_id.0) else { return Ok(Check::Withdraw(Vec::new())) };
        let case = Case::load(conn, offer.job_id.0)?;
        let (catalogue, round) = (self.app.catalogue(), find_round(conn, case.job.id.0)?);
        let policy = catalogue.dispatch_policy(policy_name(&case, round.as_ref())).2;
        let taken = taken_from(&list_offers(conn, case.job.id.0)?);
        let found =
            examine_now(conn, (agent.id, &taken), (&catalogue, &case.needs(&catalogue)), &policy, (&case, self.now))?;
        if !found.failed.is_empty() {
            return Ok(Check::Withdraw(found.failed));
        }
        let is_late = self.now - message.next_attempt_at.0 > LATE;
        let until = deadline(agent, self.now, i64::from(offer.answer_minutes));
        Ok(if is_late && until > offer.deadline_at.0 { Check::Extend(until) } else { Check::Keep })
    }

    fn change(
        &self,
        tx: &mut Tx<'_>,
        mut message: Message,
        checks: &[(OfferId, Check)],
    ) -> Result<Option<Message>, Error> {
        for (id, check) in checks {
            let mut offer = find_offer(tx.conn(), *id)?;
            match check {
                Check::Extend(until) if offer.state.0.is_open() && *until > offer.deadline_at.0 => {
                    offer.deadline_at = At(*until);
                    save_offer(tx, &mut offer)?;
                }
                Check::Withdraw(failed) if offer.state.0.is_open() => self.withdraw(tx, &mut offer, failed)?,
                _ => (),
            }
        }
        let left = compose(tx.conn(), &mut message)?;
        if left == 0 {
            message.state = Col(DeliveryState::Withdrawn);
            (message.leased_by, message.lease_until) = (None, None);
        }
        let is_ours = settle_message(tx, &mut message)?;
        tx.after_commit(Signal::Changed { topic: Topic::Message, id: message.id.0.to_string() });
        Ok((is_ours && left > 0).then_some(message))
    }

    fn withdraw(&self, tx: &mut Tx<'_>, offer: &mut Offer, failed: &[Failed]) -> Result<(), Error> {
        let mut case = Case::load(tx.conn(), offer.job_id.0)?;
        let from = offer.state.0;
        offer.state = Col(apply::<OfferMachine>(from, None, OfferEvent::Withdraw, ActorKind::System, &[])?);
        offer.answered_at = Some(At(self.now));
        save_offer(tx, offer)?;
        let happening = Happening::new(Topic::Offer, offer.id.0, OfferEvent::Withdraw.as_str())
            .of(&case.job)
            .states(from.as_str(), offer.state.0.as_str())
            .with(json!({ "agent": offer.agent_id.0, "wave": offer.wave, "failed": failed }));
        record(tx, &Actor::system(), self.now, happening)?;
        go_on(tx, &mut case, self.now)
    }
}

/// The message has left, and with it its offers; one that was answered or taken back meanwhile stays as it is.
///
/// # Errors
/// The database.
pub fn offers_left(tx: &mut Tx<'_>, now: Instant, message: &Message) -> Result<(), Error> {
    for mut offer in list_offers_in(tx.conn(), message.id.0)? {
        let from = offer.state.0;
        if from != OfferState::Queued {
            continue;
        }
        let job = find_job(tx.conn(), offer.job_id.0)?;
        offer.state = Col(apply::<OfferMachine>(from, None, OfferEvent::Send, ActorKind::System, &[])?);
        offer.sent_at = Some(At(now));
        save_offer(tx, &mut offer)?;
        let happening = Happening::new(Topic::Offer, offer.id.0, OfferEvent::Send.as_str()).of(&job);
        record(tx, &Actor::system(), now, happening.states(from.as_str(), offer.state.0.as_str()))?;
    }
    Ok(())
}

/// The message was given up: where nobody else is asked, the jobs look for other agents at once.
///
/// # Errors
/// The database.
pub fn offers_failed(tx: &mut Tx<'_>, now: Instant, message: &Message) -> Result<(), Error> {
    for mut offer in list_offers_in(tx.conn(), message.id.0)? {
        let from = offer.state.0;
        if !from.is_open() {
            continue;
        }
        let mut case = Case::load(tx.conn(), offer.job_id.0)?;
        offer.state = Col(apply::<OfferMachine>(from, None, OfferEvent::FailDelivery, ActorKind::System, &[])?);
        save_offer(tx, &mut offer)?;
        let happening = Happening::new(Topic::Offer, offer.id.0, OfferEvent::FailDelivery.as_str()).of(&case.job);
        record(tx, &Actor::system(), now, happening.states(from.as_str(), offer.state.0.as_str()))?;
        go_on(tx, &mut case, now)?;
    }
    Ok(())
}
