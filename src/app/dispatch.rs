//! Dispatch: ranks the network for a job, keeps the ledger with the decision, and offers the job in waves.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::case::Case;
use super::clock::mint;
use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::links::give_link;
use super::messages::{About, Param, Recipient, put};
use super::network::loads;
use super::{Actor, App, Catalogue, Code, Error, Network};
use crate::dispatch::rank::{Candidate, Ledger, rank};
use crate::domain::access::Role;
use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::{Scene, first_window};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, DecisionId, JobId, OfferId};
use crate::domain::job::{JobState, Priority};
use crate::domain::link::LinkKind;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::offer::OfferState;
use crate::domain::policy::{DispatchPolicy, TierKind};
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::{Instant, Window};
use crate::store::feed::Topic;
use crate::store::jobs::{Decision, find_job, insert_decision, list_jobs_to_dispatch, save_job};
use crate::store::journal::{Task, insert_task, list_tasks_of};
use crate::store::offers::{Offer, insert_offer, list_offers, list_open_offers_to};
use crate::store::{At, Col, Json, Tx};

/// How long a job without a candidate waits before it is looked at again.
const LOOK_AGAIN_MINUTES: i64 = 30;

/// What a dispatch did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dispatched {
    /// The stored ledger.
    pub decision_id: DecisionId,
    /// The offers sent; none when nobody passes the rules.
    pub offers: Vec<OfferId>,
}

/// A job ranked against the network as it stands.
pub struct Ranked {
    /// The job.
    pub case: Case,
    /// Its offers so far.
    pub offers: Vec<Offer>,
    /// What the agents hold.
    pub loads: std::collections::HashMap<AgentId, Load>,
    /// The policy with its name and version.
    pub policy: (String, i32, DispatchPolicy),
    /// Every agent considered.
    pub ledger: Ledger,
}

/// Ranks the network for a job without deciding anything.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn rank_job(app: &App, id: JobId, policy: Option<&str>) -> Result<Ranked, Error> {
    let (catalogue, network) = (app.catalogue(), app.network());
    let case = app.db.read(move |conn| Case::load(conn, id).map_err(Error::from)).await?;
    let usual = if case.job.priority.0 == Priority::Emergency { "emergency" } else { "balanced" };
    let policy = catalogue.dispatch_policy(policy.unwrap_or(usual));
    let near = app.agents_near(case.position(), policy.2.radius_m);
    let read = move |conn: &mut crate::store::Conn| Ok::<_, Error>((loads(conn, &near, id)?, list_offers(conn, id)?));
    let (loads, offers) = app.db.read(read).await?;
    let ledger = rank(&case.needs(&catalogue), network.agents(), &loads, &policy.2, app.clock.now());
    Ok(Ranked { case, offers, loads, policy, ledger })
}

/// Sends the next wave now: warranty work first to the area's primary agent, else the best candidates that have not been
/// asked. When nobody is left, a dispatcher gets a task and the job is looked at again later.
///
/// # Errors
/// `NotFound`; a job that does not wait for dispatch; the database.
pub async fn dispatch_job(app: &App, actor: Actor, id: JobId, policy: Option<&str>) -> Result<Dispatched, Error> {
    dispatch_once(app, (actor, None), id, policy).await
}

/// [`dispatch_job`] on behalf of a request with a key.
///
/// # Errors
/// As [`dispatch_job`]; a policy that is not known; the same key with another body.
pub async fn dispatch_once(
    app: &App,
    who: (Actor, Option<Key>),
    id: JobId,
    policy: Option<&str>,
) -> Result<Dispatched, Error> {
    if let Some(name) = policy.filter(|name| !app.catalogue().has_dispatch_policy(name)) {
        let mut faults = Faults::default();
        faults.add_about("policy", FaultCode::Unknown, name.to_owned());
        return Err(faults.into());
    }
    let ranked = rank_job(app, id, policy).await?;
    let chosen = choose(&ranked);
    let is_direct = ranked.case.job.wave == 0 && chosen.len() == 1 && chosen[0].area == Some(AreaKind::Primary);
    send_wave(app, who, ranked, Ok(chosen), is_direct).await
}

/// Offers a job to one agent that passes the rules, whatever its rank.
///
/// # Errors
/// `NotFound`; `NotEligible` with the rules in the stored ledger; a job that does not wait for dispatch; the database.
pub async fn offer_job(app: &App, actor: Actor, id: JobId, agent: AgentId) -> Result<Dispatched, Error> {
    offer_once(app, (actor, None), id, agent).await
}

/// [`offer_job`] on behalf of a request with a key.
///
/// # Errors
/// As [`offer_job`]; the same key with another body.
pub async fn offer_once(app: &App, who: (Actor, Option<Key>), id: JobId, agent: AgentId) -> Result<Dispatched, Error> {
    if app.network().agent(agent).is_none() {
        return Err(Code::NotFound.into());
    }
    let ranked = rank_job(app, id, None).await?;
    let asked = ranked.offers.iter().any(|offer| offer.agent_id.0 == agent && offer.state.0.is_open());
    let candidate = ranked.ledger.eligible.iter().find(|candidate| candidate.agent_id == agent).cloned();
    // A repeat under the same key finds the offer open, and must get the first answer instead of this refusal.
    let chosen = candidate.filter(|_| !asked).map(|candidate| vec![candidate]).ok_or(Code::NotEligible);
    send_wave(app, who, ranked, chosen, true).await
}

/// Dispatches every job whose time has come; how many were looked at.
///
/// # Errors
/// The database. A job that cannot be dispatched does not keep the others from it.
pub async fn dispatch_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_jobs_to_dispatch(conn, now, 100).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        match dispatch_job(app, Actor::system(), id, None).await {
            // Another node, or a person, was faster.
            Ok(_) | Err(Error::Machine(_) | Error::Refused(Code::Conflict)) => (),
            Err(error) => tracing::error!(job = %id, %error, "dispatch failed"),
        }
    }
    Ok(count)
}

fn choose(ranked: &Ranked) -> Vec<Candidate> {
    let (_, _, policy) = &ranked.policy;
    let is_asked = |agent: AgentId| ranked.offers.iter().any(|it| it.agent_id.0 == agent && it.state.0.is_open());
    let mut free = ranked.ledger.eligible.iter().filter(|candidate| !is_asked(candidate.agent_id));
    let job = &ranked.case.job;
    let (is_warranty, sent) = (ranked.case.is_warranty(), usize::try_from(job.wave).unwrap_or(0));
    let tiers = policy.tiers.iter().filter(|tier| tier.takes(is_warranty));
    let mut waves = tiers.flat_map(|tier| std::iter::repeat_n(tier, usize::try_from(tier.waves).unwrap_or(0)));
    let Some(tier) = waves.nth(sent) else { return Vec::new() };
    if tier.kind == TierKind::Direct {
        let primary = free.clone().find(|candidate| candidate.area == Some(AreaKind::Primary));
        if let Some(primary) = primary {
            return vec![primary.clone()];
        }
    }
    free.by_ref().take(tier.agents).cloned().collect()
}

async fn send_wave(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    ranked: Ranked,
    chosen: Result<Vec<Candidate>, Code>,
    is_direct: bool,
) -> Result<Dispatched, Error> {
    let now = app.clock.now();
    let wave =
        Wave { app: app.clone(), catalogue: app.catalogue(), network: app.network(), actor, now, ranked, is_direct };
    app.db
        .write(move |tx| {
            once(tx, (&wave.actor, key.as_ref()), now, |tx| wave.send(tx, chosen.as_ref().map_err(|code| *code)?))
        })
        .await
}

struct Wave {
    app: App,
    catalogue: std::sync::Arc<Catalogue>,
    network: std::sync::Arc<Network>,
    actor: Actor,
    now: Instant,
    ranked: Ranked,
    is_direct: bool,
}

impl Wave {
    fn send(&self, tx: &mut Tx<'_>, chosen: &[Candidate]) -> Result<Dispatched, Error> {
        let mut job = find_job(tx.conn(), self.ranked.case.job.id.0)?;
        if job.state.0 != JobState::PendingDispatch {
            return Err(super::jobs::refused(job.state.0, crate::domain::job::JobEvent::Assign));
        }
        if job.version != self.ranked.case.job.version {
            // Someone else has just dispatched it: theirs stands.
            return Err(Code::Conflict.into());
        }
        job.wave += i32::from(!chosen.is_empty());
        let decision = self.keep_decision(tx, job.wave)?;
        let mut offers = Vec::with_capacity(chosen.len());
        for candidate in chosen {
            offers.extend(self.offer(tx, candidate, decision, job.wave)?);
        }
        job.dispatch_at = None;
        if offers.is_empty() {
            job.dispatch_at = Some(At(self.now + TimeDelta::minutes(LOOK_AGAIN_MINUTES)));
            self.call_dispatcher(tx)?;
        }
        let happening = Happening::new(
            Topic::Job,
            job.id.0,
            if offers.is_empty() { "no_candidate" } else { "offered" },
        )
        .of(&job)
        .with(
            json!({ "wave": job.wave, "decision": decision, "offers": offers.len(), "policy": self.ranked.policy.0 }),
        );
        record(tx, &self.actor, self.now, happening)?;
        save_job(tx, &mut job)?;
        Ok(Dispatched { decision_id: decision, offers })
    }

    fn keep_decision(&self, tx: &mut Tx<'_>, wave: i32) -> Result<DecisionId, Error> {
        let ledger = serde_json::to_value(&self.ranked.ledger).map_err(|error| Error::Internal(error.to_string()))?;
        let decision = Decision {
            id: Col(mint(self.now)),
            job_id: self.ranked.case.job.id,
            policy: self.ranked.policy.0.clone(),
            policy_version: self.ranked.policy.1,
            wave,
            ledger: Json(ledger),
            made_by: self.actor.principal(),
            created_at: At(self.now),
        };
        insert_decision(tx, &decision)?;
        Ok(decision.id.0)
    }

    fn offer(
        &self,
        tx: &mut Tx<'_>,
        candidate: &Candidate,
        decision: DecisionId,
        wave: i32,
    ) -> Result<Option<OfferId>, Error> {
        let Some(agent) = self.network.agent(candidate.agent_id) else { return Ok(None) };
        let deadline = self.deadline(agent);
        let Some(window) = self.window(agent, candidate, deadline) else { return Ok(None) };
        let open = list_open_offers_to(tx.conn(), agent.id)?;
        let is_taken = |number: &i32| open.iter().any(|offer| offer.short_number == *number);
        let short_number = (1..=i32::MAX).find(|number| !is_taken(number)).unwrap_or(1);
        let offer = Offer {
            id: Col(mint(self.now)),
            job_id: self.ranked.case.job.id,
            agent_id: Col(agent.id),
            technician_id: candidate.technician_id.map(Col),
            decision_id: Col(decision),
            wave,
            is_direct: self.is_direct,
            short_number,
            state: Col(OfferState::Queued),
            deadline_at: At(deadline),
            sent_at: None,
            opened_at: None,
            answered_at: None,
            decline_reason: None,
            proposed_from: Some(At(window.from)),
            proposed_to: Some(At(window.to)),
            link_generation: 1,
            created_at: At(self.now),
            version: 1,
        };
        insert_offer(tx, &offer)?;
        give_link(tx, &self.app, self.now, LinkKind::Offer, (offer.id.0.as_str(), offer.link_generation))?;
        self.tell_agent(tx, agent, &offer, window)?;
        Ok(Some(offer.id.0))
    }

    /// Business minutes are the agent's own: nobody has to answer at night.
    fn deadline(&self, agent: &Agent) -> Instant {
        let minutes = self.ranked.policy.2.tiers.first().map_or(30, |tier| tier.answer_minutes);
        let in_hours = agent.hours.add_business(self.now, u32::try_from(minutes).unwrap_or(u32::MAX));
        in_hours.unwrap_or(self.now + TimeDelta::minutes(minutes))
    }

    /// The window promised at intake, else the first that the proposed technician has free after the deadline and travel.
    fn window(&self, agent: &Agent, candidate: &Candidate, deadline: Instant) -> Option<Window> {
        if let Some(promised) = self.ranked.case.promised() {
            return Some(promised);
        }
        let technician = agent.technicians.iter().find(|it| Some(it.id) == candidate.technician_id)?;
        let (empty, needs) = (Load::default(), self.ranked.case.needs(&self.catalogue));
        let load = self.ranked.loads.get(&agent.id).unwrap_or(&empty);
        let policy = &self.ranked.policy.2;
        let scene = Scene { agent, load, needs: &needs, policy, now: self.now };
        let from = deadline + TimeDelta::seconds(candidate.travel_s);
        first_window(&scene, technician, from, TimeDelta::minutes(self.catalogue.care().window_minutes))
    }

    /// Before acceptance the agent sees the area and the fault, never the name, telephone or full address.
    fn tell_agent(&self, tx: &mut Tx<'_>, agent: &Agent, offer: &Offer, window: Window) -> Result<(), Error> {
        let case = &self.ranked.case;
        let to = Recipient {
            kind: RecipientKind::Agent,
            id: agent.id.to_string(),
            phone: agent.phone.clone(),
            language: agent.language,
        };
        let mut params = vec![
            ("short_number", Param::Number(i64::from(offer.short_number))),
            ("category", Param::Category(case.unit.category.clone())),
            ("place", Param::Place(case.address.place.clone())),
            ("window", Param::Window(window)),
            ("deadline", Param::Moment(offer.deadline_at.0)),
            ("link", Param::Link(LinkKind::Offer, offer.id.0.to_string(), offer.link_generation)),
            ("fault", case.job.fault.clone().map_or(Param::Text(String::new()), Param::Fault)),
        ];
        if let Some(part) = &case.address.neighbourhood {
            params.push(("neighbourhood", Param::Text(part.clone())));
        }
        let about = About { offer: Some(offer.id.0), ..About::job(&case.job) };
        put(tx, self.now, MessageKind::OfferSent, (&to, about), (offer.id.0.as_str(), &params))
    }

    /// One open task a job, however often nobody is found.
    fn call_dispatcher(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let job = &self.ranked.case.job;
        let open = list_tasks_of(tx.conn(), job.id.0)?;
        if open.iter().any(|task| task.kind.0 == TaskKind::FindAgent && task.state.0 != TaskState::Done) {
            return Ok(());
        }
        let (catalogue, request) = (&self.catalogue, &self.ranked.case.request);
        let due = catalogue.calendar().next_open(self.now).unwrap_or(self.now);
        let task = Task {
            id: Col(mint(self.now)),
            kind: Col(TaskKind::FindAgent),
            state: Col(TaskState::Open),
            owner_id: None,
            owner_role: Col(Role::Dispatcher),
            province: job.province.clone(),
            customer_id: Some(request.customer_id),
            request_id: Some(request.id),
            job_id: Some(job.id),
            note: None,
            due_at: At(due),
            created_at: At(self.now),
            done_at: None,
            version: 1,
        };
        insert_task(tx, &task)?;
        let happening = Happening::new(Topic::Job, job.id.0, "dispatcher_called").of(job);
        record(tx, &self.actor, self.now, happening.with(json!({ "task": task.id.0 })))
    }
}
