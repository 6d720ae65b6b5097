//! An agent answers: the first acceptance wins, and what was promised is checked again in the same transaction.

mod answer;
mod withdraw;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::case::Case;
use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::reasons::take_reason;
use super::{Actor, App, Code, Error};
use crate::domain::fault::Faults;
use crate::domain::id::{AgentId, JobId, OfferId, TechnicianId, VisitId};
use crate::domain::job::JobState;
use crate::domain::machine::Guard;
use crate::domain::message::MessageKind;
use crate::domain::offer::{Loss, OfferEvent, OfferState};
use crate::domain::reason::ReasonKind;
use crate::domain::time::{Instant, Window};
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::save_job;
use crate::store::offers::{Offer, find_offer, list_offers, list_offers_past, list_open_offers_to, save_offer};
use crate::store::{At, Col, Tx};
use answer::Answer;

pub use withdraw::{TakenBack, withdraw};

/// What an agent may say with an acceptance.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Who comes; the proposed technician if left out.
    #[schema(value_type = Option<String>)]
    pub technician_id: Option<TechnicianId>,
}

/// What an acceptance made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The job.
    pub job_id: JobId,
    /// The visit.
    pub visit_id: VisitId,
    /// When the technician is expected.
    pub window: Window,
}

/// Takes the job for the offer's agent.
///
/// # Errors
/// `OfferTaken`, `AlreadyAccepted`, `OfferDeclined`, `OfferExpired`, `OfferWithdrawn`, `CapacityFull`, `WindowConflict`,
/// `AgentNotActive`, `ContractExpired`, `DocumentExpired`, `TimeOff`, a technician of another agent, or the database.
pub async fn accept(app: &App, id: OfferId, key: Option<Key>, said: Acceptance) -> Result<Accepted, Error> {
    let (now, network) = (app.clock.now(), app.network());
    let (db, app, actor) = (app.db.clone(), app.clone(), Actor::agent(id));
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            Answer { app: &app, network: &network, actor: &actor, now, by_contract: false }.accept(tx, id, &said)
        })
    })
    .await
}

/// Takes the job in the transaction that made its offer: the agent's contract has answered before it was asked.
///
/// # Errors
/// As [`accept`].
pub fn accept_by_contract(tx: &mut Tx<'_>, app: &App, now: Instant, id: OfferId) -> Result<Accepted, Error> {
    let (network, actor) = (app.network(), Actor::agent(id));
    let answer = Answer { app, network: &network, actor: &actor, now, by_contract: true };
    answer.accept(tx, id, &Acceptance::default())
}

/// Declines an offer for a reason; the job goes on to the next wave.
///
/// # Errors
/// A reason that is not one; an offer that was answered before; the database.
pub async fn decline(app: &App, id: OfferId, key: Option<Key>, reason: String) -> Result<JobId, Error> {
    let (now, network, catalogue) = (app.clock.now(), app.network(), app.catalogue());
    let mut faults = Faults::default();
    let reason = take_reason(&catalogue, ReasonKind::Decline, Some(&reason), &mut faults);
    let Some(reason) = reason else { return Err(faults.into()) };
    let (db, app, actor) = (app.db.clone(), app.clone(), Actor::agent(id));
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut offer = find_offer(tx.conn(), id)?;
            let mut case = Case::load(tx.conn(), offer.job_id.0)?;
            refuse_answered(&offer, now)?;
            let answer = Answer { app: &app, network: &network, actor: &actor, now, by_contract: false };
            offer.decline_reason = Some(reason.code.clone());
            answer.end(tx, &mut offer, OfferEvent::Decline, &[Guard::Reason])?;
            let happening = Happening::new(Topic::Offer, id, OfferEvent::Decline.as_str())
                .of(&case.job)
                .because(Some(&reason))
                .with(json!({ "agent": offer.agent_id.0, "wave": offer.wave }));
            record(tx, &actor, now, happening)?;
            go_on(tx, &mut case, now)?;
            Ok(case.job.id.0)
        })
    })
    .await
}

/// Notes that the agent has opened the page; a GET never does.
///
/// # Errors
/// The database.
pub async fn note_opened(app: &App, id: OfferId) -> Result<(), Error> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let mut offer = find_offer(tx.conn(), id)?;
            if offer.opened_at.is_none() {
                offer.opened_at = Some(At(now));
                save_offer(tx, &mut offer)?;
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Expires offers whose deadline has passed, and lets their jobs go on; how many.
///
/// # Errors
/// The database.
pub async fn expire_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_offers_past(conn, now, 200).map_err(Error::from)).await?;
    let count = due.len();
    let network = app.network();
    for id in due {
        let (app, network) = (app.clone(), network.clone());
        let db = app.db.clone();
        db.write(move |tx| {
            let mut offer = find_offer(tx.conn(), id)?;
            if !offer.state.0.is_open() || now < offer.deadline_at.0 {
                return Ok(());
            }
            let mut case = Case::load(tx.conn(), offer.job_id.0)?;
            let actor = Actor::system();
            Answer { app: &app, network: &network, actor: &actor, now, by_contract: false }.end(
                tx,
                &mut offer,
                OfferEvent::Expire,
                &[],
            )?;
            let happening = Happening::new(Topic::Offer, id, OfferEvent::Expire.as_str()).of(&case.job);
            record(tx, &actor, now, happening.with(json!({ "agent": offer.agent_id.0, "wave": offer.wave })))?;
            go_on(tx, &mut case, now)
        })
        .await?;
    }
    Ok(count)
}

/// A job whose last open offer has ended goes to the next wave.
///
/// # Errors
/// The database.
pub fn go_on(tx: &mut Tx<'_>, case: &mut Case, now: Instant) -> Result<(), Error> {
    let still_open = list_offers(tx.conn(), case.job.id.0)?.iter().any(|offer| offer.state.0.is_open());
    if case.job.state.0 == JobState::PendingDispatch && !still_open {
        case.job.dispatch_at = Some(At(now));
        save_job(tx, &mut case.job)?;
        tx.after_commit(Signal::Dispatch);
    }
    Ok(())
}

/// Ends every open offer of a job.
///
/// # Errors
/// The database.
pub fn withdraw_all(tx: &mut Tx<'_>, app: &App, actor: &Actor, now: Instant, job: JobId) -> Result<(), Error> {
    let network = app.network();
    let answer = Answer { app, network: &network, actor, now, by_contract: false };
    let case = Case::load(tx.conn(), job)?;
    answer.end_others(tx, &case, None, (OfferEvent::Withdraw, MessageKind::OfferWithdrawn))
}

/// Ends every open offer to an agent, and lets their jobs go on; how many.
///
/// # Errors
/// The database.
pub fn withdraw_from(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    agent: AgentId,
) -> Result<usize, Error> {
    let network = app.network();
    let answer = Answer { app, network: &network, actor, now, by_contract: false };
    let open = list_open_offers_to(tx.conn(), agent)?;
    for offer in &open {
        let mut case = Case::load(tx.conn(), offer.job_id.0)?;
        answer.end_one(tx, &case, offer.clone(), (OfferEvent::Withdraw, MessageKind::OfferWithdrawn))?;
        let happening = Happening::new(Topic::Offer, offer.id.0, OfferEvent::Withdraw.as_str()).of(&case.job);
        record(tx, actor, now, happening.with(json!({ "agent": agent, "wave": offer.wave })))?;
        go_on(tx, &mut case, now)?;
    }
    Ok(open.len())
}

/// Notes on the accepted offer that its agent has lost the job: it is not asked again for a while, or not at all.
///
/// # Errors
/// The database.
pub fn note_lost(tx: &mut Tx<'_>, (job, agent): (JobId, AgentId), loss: Loss, now: Instant) -> Result<(), Error> {
    for mut offer in list_offers(tx.conn(), job)? {
        if offer.agent_id.0 == agent && offer.state.0 == OfferState::Accepted && offer.lost_by.is_none() {
            (offer.lost_by, offer.lost_at) = (Some(Col(loss)), Some(At(now)));
            save_offer(tx, &mut offer)?;
        }
    }
    Ok(())
}

/// The code of an offer that can no longer be answered.
fn refuse_answered(offer: &Offer, now: Instant) -> Result<(), Error> {
    let code = match offer.state.0 {
        OfferState::Accepted => Code::AlreadyAccepted,
        OfferState::Declined => Code::OfferDeclined,
        OfferState::Filled => Code::OfferTaken,
        OfferState::Withdrawn => Code::OfferWithdrawn,
        OfferState::Expired | OfferState::Undeliverable => Code::OfferExpired,
        OfferState::Queued | OfferState::Sent if offer.deadline_at.0 <= now => Code::OfferExpired,
        OfferState::Queued | OfferState::Sent => return Ok(()),
    };
    Err(code.into())
}
