//! An offer is taken back by whoever dispatches: unheard if its message has not begun to leave.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::answer::Answer;
use crate::app::case::Case;
use crate::app::dispatch::untell;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Error};
use crate::domain::id::{JobId, OfferId};
use crate::domain::job::JobState;
use crate::domain::message::MessageKind;
use crate::domain::offer::OfferEvent;
use crate::domain::time::Instant;
use crate::store::feed::Topic;
use crate::store::jobs::save_job;
use crate::store::offers::{find_offer, list_offers};
use crate::store::{At, Tx};

/// How long a job waits for whoever took its last offer back to decide anew, before the product goes on by itself.
const THINK: TimeDelta = TimeDelta::minutes(5);

/// What became of an offer that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Its job.
    pub job_id: JobId,
    /// Whether its message had begun to leave, so that the agent is told that the offer is over.
    pub was_told: bool,
}

/// Takes an open offer back.
///
/// # Errors
/// `NotFound`; an offer that is not open any more; the same key on another offer; the database.
pub async fn withdraw(app: &App, (actor, key): (Actor, Option<Key>), id: OfferId) -> Result<TakenBack, Error> {
    let (now, network) = (app.clock.now(), app.network());
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut offer = find_offer(tx.conn(), id)?;
            let mut case = Case::load(tx.conn(), offer.job_id.0)?;
            let from = offer.state.0;
            let answer = Answer { app: &app, network: &network, actor: &actor, now, by_contract: false };
            answer.end(tx, &mut offer, OfferEvent::Withdraw, &[])?;
            let was_told = !untell(tx, &offer)?;
            if was_told {
                answer.tell_ended(tx, &case, &offer, MessageKind::OfferWithdrawn)?;
            }
            let happening = Happening::new(Topic::Offer, id, OfferEvent::Withdraw.as_str())
                .of(&case.job)
                .states(from.as_str(), offer.state.0.as_str())
                .with(json!({ "agent": offer.agent_id.0, "wave": offer.wave, "told": was_told }));
            record(tx, &actor, now, happening)?;
            wait(tx, &mut case, now)?;
            Ok(TakenBack { job_id: case.job.id.0, was_told })
        })
    })
    .await
}

/// A job without an open offer is left to the person for a while, and never without a date.
fn wait(tx: &mut Tx<'_>, case: &mut Case, now: Instant) -> Result<(), Error> {
    let is_asked = list_offers(tx.conn(), case.job.id.0)?.iter().any(|offer| offer.state.0.is_open());
    if case.job.state.0 == JobState::PendingDispatch && !is_asked {
        case.job.dispatch_at = Some(At(now + THINK));
        save_job(tx, &mut case.job)?;
    }
    Ok(())
}
