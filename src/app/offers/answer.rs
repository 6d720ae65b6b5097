//! The answer to an offer in its transaction: what an acceptance takes, makes and ends.

use serde_json::json;

use super::{Acceptance, Accepted, refuse_answered};
use crate::app::arranged::tell_both_sides;
use crate::app::capacity::Seat;
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::dispatch::end_escalation;
use crate::app::journal::{Happening, record};
use crate::app::links::give_link;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::{Actor, App, Code, Error, Network};
use crate::domain::agent::{Agent, Technician};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, OfferId, TechnicianId};
use crate::domain::job::{JobEvent, JobMachine, JobState};
use crate::domain::link::LinkKind;
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::offer::{OfferEvent, OfferMachine, OfferState};
use crate::domain::sla::MilestoneKind;
use crate::domain::time::{Instant, Window};
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{list_jobs_of, meet_milestone, save_job};
use crate::store::offers::{
    Offer, Visit, VisitJob, find_offer, insert_visit, insert_visit_job, list_offers, list_visits, save_offer,
    save_visit,
};
use crate::store::{At, Col, Tx};

pub(super) struct Answer<'a> {
    pub app: &'a App,
    pub network: &'a Network,
    pub actor: &'a Actor,
    pub now: Instant,
    /// Whether the agent's contract answers for it.
    pub by_contract: bool,
}

impl Answer<'_> {
    pub fn accept(&self, tx: &mut Tx<'_>, id: OfferId, said: &Acceptance) -> Result<Accepted, Error> {
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
        let beside = visit_beside(tx, &case, (agent.id, technician.id))?;
        let window = self.book(tx, &case, (agent, technician), (&offer, beside.as_ref()))?;
        offer.technician_id = Some(Col(technician.id));
        offer.answered_at = Some(At(now));
        self.end(tx, &mut offer, OfferEvent::Accept, given)?;
        self.end_others(tx, &case, Some(id), (OfferEvent::Fill, MessageKind::OfferFilled))?;
        let visit = match beside.filter(|visit| visit.window() == window) {
            Some(mut visit) => {
                // Guarded: whoever ends or begins it now decides anew on a visit with more work.
                save_visit(tx, &mut visit)?;
                visit
            }
            None => self.add_visit(tx, &offer, technician, window)?,
        };
        insert_visit_job(tx, &VisitJob { visit_id: visit.id, job_id: case.job.id })?;
        meet_milestone(tx, case.job.id.0, MilestoneKind::FirstResponse, now)?;
        let happening = Happening::new(Topic::Job, case.job.id.0, JobEvent::Assign.as_str())
            .of(&case.job)
            .states(from.as_str(), case.job.state.0.as_str())
            .with(json!({
                "offer": id, "agent": agent.id, "technician": technician.id, "visit": visit.id.0, "window": window,
                "by_contract": self.by_contract,
            }));
        record(tx, self.actor, now, happening)?;
        end_escalation(tx, case.job.id.0, now)?;
        tell_both_sides(tx, now, (&case, &visit), (agent, technician))?;
        if self.by_contract {
            self.app.tell_assigned(tx, (agent, &case), (&offer, window), now)?;
        }
        Ok(Accepted { job_id: case.job.id.0, visit_id: visit.id.0, window })
    }

    /// Takes the capacity, and gives the offered window or, where nothing was promised, the next free one.
    fn book(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        (agent, technician): (&Agent, &Technician),
        (offer, beside): (&Offer, Option<&Visit>),
    ) -> Result<Window, Error> {
        let offered = offer.proposed_from.zip(offer.proposed_to).map(|(from, to)| Window { from: from.0, to: to.0 });
        let offered = offered.ok_or_else(|| Error::Internal("offer without a window".to_owned()))?;
        let catalogue = self.app.catalogue();
        let (_, _, policy) = catalogue.dispatch_policy("balanced");
        let needs = case.needs(&catalogue);
        let seat = Seat {
            agent: agent.id,
            technician: technician.id,
            needs: &needs,
            catalogue: &catalogue,
            policy: &policy,
            now: self.now,
            moved: None,
            beside: beside.map(Visit::window),
        };
        seat.book(tx, case.job.id.0, offered, case.promised().is_none())
    }

    fn add_visit(
        &self,
        tx: &mut Tx<'_>,
        offer: &Offer,
        technician: &Technician,
        window: Window,
    ) -> Result<Visit, Error> {
        let who = (offer.agent_id.0, technician.id);
        let visit = Visit { offer_id: Some(offer.id), ..Visit::planned(mint(self.now), who, window, self.now) };
        insert_visit(tx, &visit)?;
        give_link(tx, self.app, self.now, LinkKind::Visit, (visit.id.0.as_str(), visit.link_generation))?;
        Ok(visit)
    }

    pub fn end(&self, tx: &mut Tx<'_>, offer: &mut Offer, event: OfferEvent, given: &[Guard]) -> Result<(), Error> {
        let who =
            if matches!(event, OfferEvent::Fill | OfferEvent::Expire) { ActorKind::System } else { self.actor.kind };
        offer.state = Col(apply::<OfferMachine>(offer.state.0, None, event, who, given)?);
        offer.answered_at = offer.answered_at.or(Some(At(self.now)));
        save_offer(tx, offer)?;
        tx.after_commit(Signal::Changed { topic: Topic::Offer, id: offer.id.0.to_string() });
        Ok(())
    }

    /// Ends the other open offers of a job and tells their agents.
    pub fn end_others(
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
    pub fn end_one(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        mut offer: Offer,
        (event, kind): (OfferEvent, MessageKind),
    ) -> Result<(), Error> {
        let was_told = offer.state.0 == OfferState::Sent;
        self.end(tx, &mut offer, event, &[])?;
        if was_told { self.tell_ended(tx, case, &offer, kind) } else { Ok(()) }
    }

    /// Tells the agent of an offer that it is over.
    pub fn tell_ended(&self, tx: &mut Tx<'_>, case: &Case, offer: &Offer, kind: MessageKind) -> Result<(), Error> {
        let Some(agent) = self.network.agent(offer.agent_id.0) else { return Ok(()) };
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

/// The visit on which the same technician comes to the same customer anyway, if nobody has set out to it yet.
fn visit_beside(
    tx: &mut Tx<'_>,
    case: &Case,
    (agent, technician): (AgentId, TechnicianId),
) -> Result<Option<Visit>, Error> {
    for job in list_jobs_of(tx.conn(), case.request.id.0)? {
        let is_other = job.id != case.job.id && job.agent_id.is_some_and(|held| held.0 == agent);
        if !is_other {
            continue;
        }
        let ahead = list_visits(tx.conn(), job.id.0)?.into_iter().find(|visit| {
            visit.state.0.is_movable() && visit.agent_id.0 == agent && visit.technician_id.0 == technician
        });
        if ahead.is_some() {
            return Ok(ahead);
        }
    }
    Ok(None)
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
