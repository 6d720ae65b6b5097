//! An agent answers: the first acceptance wins, and what was promised is checked again in the same transaction.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::arranged::tell_both_sides;
use super::capacity::Seat;
use super::case::Case;
use super::clock::mint;
use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::links::give_link;
use super::messages::{About, Param, Recipient, put};
use super::{Actor, App, Code, Error, Network};
use crate::domain::agent::{Agent, Technician};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, JobId, OfferId, TechnicianId, VisitId};
use crate::domain::job::{JobEvent, JobMachine, JobState};
use crate::domain::link::LinkKind;
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::offer::{OfferEvent, OfferMachine, OfferState};
use crate::domain::reason::ReasonKind;
use crate::domain::sla::MilestoneKind;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{meet_milestone, save_job};
use crate::store::offers::{
    Offer, Visit, VisitJob, find_offer, insert_visit, insert_visit_job, list_offers, list_offers_past,
    list_open_offers_to, save_offer,
};
use crate::store::{At, Col, Tx};

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
/// `AgentNotActive`, a technician of another agent, or the database.
pub async fn accept(app: &App, id: OfferId, key: Option<Key>, said: Acceptance) -> Result<Accepted, Error> {
    let (now, network) = (app.clock.now(), app.network());
    let (db, app, actor) = (app.db.clone(), app.clone(), Actor::agent(id));
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            Answer { app: &app, network: &network, actor: &actor, now }.accept(tx, id, &said)
        })
    })
    .await
}

/// Declines an offer for a reason; the job goes on to the next wave.
///
/// # Errors
/// A reason that is not one; an offer that was answered before; the database.
pub async fn decline(app: &App, id: OfferId, key: Option<Key>, reason: String) -> Result<JobId, Error> {
    let (now, network, catalogue) = (app.clock.now(), app.network(), app.catalogue());
    let Some(reason) = catalogue.reason(ReasonKind::Decline, &reason).cloned() else {
        let mut faults = Faults::default();
        let known: Vec<&str> = catalogue.reasons(ReasonKind::Decline).iter().map(|it| it.code.as_str()).collect();
        faults.add_about("reason", FaultCode::ReasonUnknown, known.join(", "));
        return Err(faults.into());
    };
    let (db, app, actor) = (app.db.clone(), app.clone(), Actor::agent(id));
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut offer = find_offer(tx.conn(), id)?;
            let mut case = Case::load(tx.conn(), offer.job_id.0)?;
            refuse_answered(&offer, now)?;
            let answer = Answer { app: &app, network: &network, actor: &actor, now };
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
            Answer { app: &app, network: &network, actor: &actor, now }.end(tx, &mut offer, OfferEvent::Expire, &[])?;
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
    let answer = Answer { app, network: &network, actor, now };
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
    let answer = Answer { app, network: &network, actor, now };
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

struct Answer<'a> {
    app: &'a App,
    network: &'a Network,
    actor: &'a Actor,
    now: Instant,
}

impl Answer<'_> {
    fn accept(&self, tx: &mut Tx<'_>, id: OfferId, said: &Acceptance) -> Result<Accepted, Error> {
        let now = self.now;
        let mut offer = find_offer(tx.conn(), id)?;
        refuse_answered(&offer, now)?;
        let mut case = Case::load(tx.conn(), offer.job_id.0)?;
        if case.job.state.0 != JobState::PendingDispatch {
            // Whoever took the job since has settled this offer too: it may have been this very agent.
            refuse_answered(&find_offer(tx.conn(), id)?, now)?;
            return Err(Code::OfferTaken.into());
        }
        let agent = self.network.agent(offer.agent_id.0).ok_or(Code::AgentNotActive)?;
        let technician = technician(agent, &offer, said)?;
        let given: &[Guard] = if now < offer.deadline_at.0 { &[Guard::BeforeDeadline] } else { &[] };
        // Lock order: job, agent, technician. The job's row decides who was first.
        let from = case.job.state.0;
        case.job.state = Col(apply::<JobMachine>(from, None, JobEvent::Assign, ActorKind::Agent, &[])?);
        case.job.agent_id = Some(offer.agent_id);
        case.job.technician_id = Some(Col(technician.id));
        case.job.assigned_at = Some(At(now));
        case.job.dispatch_at = None;
        save_job(tx, &mut case.job)?;
        let window = self.book(tx, &case, (agent, technician), &offer)?;
        offer.technician_id = Some(Col(technician.id));
        offer.answered_at = Some(At(now));
        self.end(tx, &mut offer, OfferEvent::Accept, given)?;
        self.end_others(tx, &case, Some(id), (OfferEvent::Fill, MessageKind::OfferFilled))?;
        let visit = self.add_visit(tx, &offer, technician, window)?;
        insert_visit_job(tx, &VisitJob { visit_id: visit.id, job_id: case.job.id })?;
        meet_milestone(tx, case.job.id.0, MilestoneKind::FirstResponse, now)?;
        let happening = Happening::new(Topic::Job, case.job.id.0, JobEvent::Assign.as_str())
            .of(&case.job)
            .states(from.as_str(), case.job.state.0.as_str())
            .with(json!({ "offer": id, "agent": agent.id, "technician": technician.id, "visit": visit.id.0, "window": window }));
        record(tx, self.actor, now, happening)?;
        tell_both_sides(tx, now, (&case, &visit), (agent, technician))?;
        Ok(Accepted { job_id: case.job.id.0, visit_id: visit.id.0, window })
    }

    /// Takes the capacity, and gives the offered window or, where nothing was promised, the next free one.
    fn book(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        (agent, technician): (&Agent, &Technician),
        offer: &Offer,
    ) -> Result<Window, Error> {
        let offered = offer.proposed_from.zip(offer.proposed_to).map(|(from, to)| Window { from: from.0, to: to.0 });
        let offered = offered.ok_or_else(|| Error::Internal("offer without a window".to_owned()))?;
        let catalogue = self.app.catalogue();
        let (_, _, policy) = catalogue.dispatch_policy("balanced");
        let needs = case.needs(&catalogue);
        let seat = Seat { agent, technician, needs: &needs, policy: &policy, now: self.now };
        seat.book(tx, case.job.id.0, offered, case.promised().is_none())
    }

    fn add_visit(
        &self,
        tx: &mut Tx<'_>,
        offer: &Offer,
        technician: &Technician,
        window: Window,
    ) -> Result<Visit, Error> {
        let visit = Visit {
            id: Col(mint(self.now)),
            agent_id: offer.agent_id,
            technician_id: Col(technician.id),
            offer_id: Some(offer.id),
            state: Col(VisitState::Scheduled),
            window_from: At(window.from),
            window_to: At(window.to),
            first_from: At(window.from),
            first_to: At(window.to),
            set_out_at: None,
            arrived_at: None,
            began_at: None,
            ended_at: None,
            end_reason: None,
            note: None,
            wrong_codes: 0,
            link_generation: 1,
            created_at: At(self.now),
            version: 1,
        };
        insert_visit(tx, &visit)?;
        give_link(tx, self.app, self.now, LinkKind::Visit, (visit.id.0.as_str(), visit.link_generation))?;
        Ok(visit)
    }

    fn end(&self, tx: &mut Tx<'_>, offer: &mut Offer, event: OfferEvent, given: &[Guard]) -> Result<(), Error> {
        let who =
            if matches!(event, OfferEvent::Fill | OfferEvent::Expire) { ActorKind::System } else { self.actor.kind };
        offer.state = Col(apply::<OfferMachine>(offer.state.0, None, event, who, given)?);
        offer.answered_at = offer.answered_at.or(Some(At(self.now)));
        save_offer(tx, offer)?;
        tx.after_commit(Signal::Changed { topic: Topic::Offer, id: offer.id.0.to_string() });
        Ok(())
    }

    /// Ends the other open offers of a job and tells their agents.
    fn end_others(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        except: Option<OfferId>,
        (event, kind): (OfferEvent, MessageKind),
    ) -> Result<(), Error> {
        for offer in list_offers(tx.conn(), case.job.id.0)? {
            if Some(offer.id.0) != except && offer.state.0.is_open() {
                self.end_one(tx, case, offer, (event, kind))?;
            }
        }
        Ok(())
    }

    /// Ends an open offer, and tells its agent if that one had heard of it.
    fn end_one(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        mut offer: Offer,
        (event, kind): (OfferEvent, MessageKind),
    ) -> Result<(), Error> {
        let was_told = offer.state.0 == OfferState::Sent;
        self.end(tx, &mut offer, event, &[])?;
        let Some(agent) = self.network.agent(offer.agent_id.0).filter(|_| was_told) else { return Ok(()) };
        let to = Recipient {
            kind: RecipientKind::Agent,
            id: agent.id.to_string(),
            phone: agent.phone.clone(),
            language: agent.language,
        };
        let params = [
            ("short_number", Param::Number(i64::from(offer.short_number))),
            ("category", Param::Category(case.unit.category.clone())),
        ];
        let about = About { offer: Some(offer.id.0), ..About::job(&case.job) };
        put(tx, self.now, kind, (&to, about), (offer.id.0.as_str(), &params))
    }
}

fn technician<'a>(agent: &'a Agent, offer: &Offer, said: &Acceptance) -> Result<&'a Technician, Error> {
    let wanted = said.technician_id.or(offer.technician_id.map(|id| id.0));
    let found = agent.technicians.iter().find(|technician| Some(technician.id) == wanted);
    found.ok_or_else(|| {
        let mut faults = Faults::default();
        faults.add("technician_id", FaultCode::Unknown);
        faults.into()
    })
}
