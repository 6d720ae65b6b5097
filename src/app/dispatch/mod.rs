//! Dispatch: ranks the network for a job, keeps the ledger with the decision, and offers the job tier by tier.

mod choose;
mod escalation;
mod figures;
mod outlook;
mod record;
mod sending;
mod telling;
mod terms;
mod travel;
mod wave;
mod why;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::idempotent::{Key, once};
use super::loads::instead;
use super::{Actor, App, Code, Error, Network};
use crate::dispatch::rank::{Ledger, Question, Wishes, rank};
use crate::dispatch::travel::Travel;
use crate::domain::agent::Load;
use crate::domain::eligibility::{Needs, Scene, examine_technician};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, DecisionId, JobId, OfferId, TechnicianId};
use crate::domain::job::Priority;
use crate::domain::machine::ActorKind;
use crate::domain::offer::Loss;
use crate::domain::policy::{DispatchPolicy, Place, RepeatAgent};
use crate::domain::time::Instant;
use crate::store::Conn;
use crate::store::dispatch::{Round, find_round, list_served};
use crate::store::jobs::{find_job, list_jobs_to_dispatch};
use crate::store::offers::{Offer, list_offers};
use crate::store::preferences::list_preferred_at_work;
use crate::store::slots::find_slot_hold_of;
use choose::{Chosen, choose};
use travel::by_road;
use wave::Wave;

pub use escalation::{end_escalation, escalate_due};
pub use figures::count_figures;
pub use outlook::Outlook;
pub use record::Record;
pub use sending::{offers_failed, offers_left, ready_to_send};
pub use telling::untell;
pub use terms::{Terms, find_terms, set_terms};
pub use why::{Explained, explain_agent};

/// How long the message of an offer made by hand on the board waits, so that the offer can be taken back unheard.
pub const UNDO: TimeDelta = TimeDelta::seconds(10);

/// An offer that a person makes looking at a page.
#[derive(Debug, Clone, Copy)]
pub struct ByHand {
    /// To whom.
    pub agent: AgentId,
    /// Version of the job on the page; none where it does not matter.
    pub seen: Option<i32>,
    /// How long its message waits at least.
    pub hold: TimeDelta,
}

/// What a dispatch did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dispatched {
    /// The stored ledger.
    pub decision_id: DecisionId,
    /// The offers made; none when nobody passes the rules.
    pub offers: Vec<OfferId>,
}

/// A job ranked against the network as it stands.
pub struct Ranked {
    /// The job.
    pub case: Case,
    /// Its offers so far.
    pub offers: Vec<Offer>,
    /// The policy with its name and version.
    pub policy: (String, i32, DispatchPolicy),
    /// Every agent considered.
    pub ledger: Ledger,
    /// Who is kept free for the window that the customer was promised.
    kept: Option<(AgentId, TechnicianId)>,
    round: Option<Round>,
    wishes: Wishes,
    needs: Needs,
    now: Instant,
    network: Arc<Network>,
    /// What some agents hold for this job instead of what the network knows.
    instead: HashMap<AgentId, Load>,
    travel: Travel,
}

impl Ranked {
    /// Where the job stands in the order of tiers; a job that was given back begins anew.
    fn place(&self) -> Place {
        let round = self.round.as_ref().filter(|_| self.case.job.wave > 0);
        round.map_or_else(Place::default, |round| Place {
            tier: usize::try_from(round.tier).unwrap_or(usize::MAX),
            waves: round.tier_waves,
        })
    }

    /// Number of the round that the next wave belongs to.
    fn number(&self) -> i32 {
        let begins = self.case.job.wave == 0;
        self.round.as_ref().map_or(1, |round| round.round + i32::from(begins))
    }

    /// What an agent holds for this job.
    fn load(&self, agent: AgentId) -> Load {
        self.instead.get(&agent).cloned().unwrap_or_else(|| self.network.held_by(agent))
    }

    /// Whether a technician of an agent passes the rules of a technician.
    fn is_able(&self, agent: AgentId, technician: TechnicianId) -> bool {
        let Some(agent) = self.network.agent(agent) else { return false };
        let load = self.load(agent.id);
        let scene = Scene::new(agent, &load, &self.needs, &self.policy.2, self.now);
        let technician = agent.technicians.iter().find(|it| it.id == technician);
        technician.is_some_and(|technician| examine_technician(&scene, technician).is_none())
    }

    /// Whether the agent gets the job without being asked.
    fn gives_to(&self, agent: AgentId) -> bool {
        self.policy.2.allows_auto_accept && self.network.record().auto_accepts(agent)
    }
}

/// Ranks the network for a job without deciding anything; by the policy named, that of the round, or the usual one.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn rank_job(app: &App, id: JobId, policy: Option<&str>) -> Result<Ranked, Error> {
    let (catalogue, network, now) = (app.catalogue(), app.network_now().await?, app.clock.now());
    let as_known = Arc::clone(&network);
    let read = move |conn: &mut Conn| {
        let case = Case::load(conn, id)?;
        let round = find_round(conn, id)?;
        let offers = list_offers(conn, id)?;
        let customer = case.request.customer_id.0;
        let known = (list_preferred_at_work(conn, customer)?, list_served(conn, customer)?);
        let earlier = case.job.repeat_of.map(|earlier| find_job(conn, earlier.0)).transpose()?;
        let kept = find_slot_hold_of(conn, id, now)?.map(|hold| (hold.agent_id.0, hold.technician_id.0));
        let instead = instead(conn, &as_known, (id, now))?;
        Ok::<_, Error>((case, round, (offers, instead), (known, kept), earlier))
    };
    let (case, round, (offers, instead), (known, kept), earlier) = app.db.read(read).await?;
    let policy = catalogue.dispatch_policy(policy.unwrap_or_else(|| policy_name(&case, round.as_ref())));
    let repeated = earlier.and_then(|job| job.agent_id).map(|agent| agent.0);
    let repeated = repeated.filter(|_| catalogue.care().repeat_agent != RepeatAgent::Any);
    let wishes = Wishes {
        preferred: known.0,
        previous: known.1,
        repeated: repeated.map(|agent| (agent, catalogue.care().repeat_agent == RepeatAgent::Same)),
        taken_from: taken_from(&offers),
    };
    let needs = case.needs(&catalogue);
    let mut travel = Travel::by_figures(&needs, &policy.2, now);
    let question = Question {
        needs: &needs,
        policy: &policy.2,
        wishes: &wishes,
        figures: network.record().figures(),
        window: TimeDelta::minutes(catalogue.care().window_minutes),
        now,
        travel: &travel,
    };
    let mut ledger = network.ranked(&instead, |field| rank(&question, field));
    // Who passes the rules does not hang on the way from the base: so only those are timed, and ranked once more.
    if let Some(road) = by_road(app, &network, &question, &ledger).await {
        ledger = network.ranked(&instead, |field| rank(&Question { travel: &road, ..question }, field));
        travel = road;
    }
    Ok(Ranked { case, offers, policy, ledger, kept, round, wishes, needs, now, network, instead, travel })
}

/// Agents from which the organisation took the job away.
fn taken_from(offers: &[Offer]) -> Vec<AgentId> {
    let taken = offers.iter().filter(|offer| offer.lost_by.map(|loss| loss.0) == Some(Loss::Reassign));
    taken.map(|offer| offer.agent_id.0).collect()
}

/// Name of the policy by which a job goes on.
fn policy_name<'a>(case: &Case, round: Option<&'a Round>) -> &'a str {
    let usual = if case.job.priority.0 == Priority::Emergency { "emergency" } else { "balanced" };
    round.filter(|_| case.job.wave > 0).map_or(usual, |round| round.policy.as_str())
}

/// Sends the next wave now, by the tiers of the policy. When nobody is left, people are called step by step and the job is
/// looked at again later.
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
    let chosen = choose(&ranked, who.0.kind == ActorKind::Staff);
    send_wave(app, who, (ranked, TimeDelta::zero()), Ok(chosen)).await
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
    offer_by_hand(app, who, id, ByHand { agent, seen: None, hold: TimeDelta::zero() }).await
}

/// [`offer_once`] by somebody who looks at the job on a page, and who can take it back before its message leaves.
///
/// # Errors
/// As [`offer_once`]; `Conflict` when the job is not as it was seen.
pub async fn offer_by_hand(
    app: &App,
    who: (Actor, Option<Key>),
    id: JobId,
    asked: ByHand,
) -> Result<Dispatched, Error> {
    let ByHand { agent, seen, hold } = asked;
    if app.network().agent(agent).is_none() {
        return Err(Code::NotFound.into());
    }
    let ranked = rank_job(app, id, None).await?;
    let is_asked = ranked.offers.iter().any(|offer| offer.agent_id.0 == agent && offer.state.0.is_open());
    let candidate = ranked.ledger.eligible.iter().find(|candidate| candidate.agent_id == agent).cloned();
    // A repeat under the same key finds the offer open, and must get the first answer instead of a refusal.
    let chosen = if seen.is_some_and(|seen| seen != ranked.case.job.version) {
        Err(Code::Conflict)
    } else {
        candidate
            .filter(|_| !is_asked)
            .map(|candidate| Chosen { candidates: vec![candidate], ..Chosen::default() })
            .ok_or(Code::NotEligible)
    };
    send_wave(app, who, (ranked, hold), chosen).await
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

async fn send_wave(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    (ranked, hold): (Ranked, TimeDelta),
    chosen: Result<Chosen, Code>,
) -> Result<Dispatched, Error> {
    let best = chosen.as_ref().ok().and_then(|it| it.candidates.first());
    let gives = best.is_some_and(|best| ranked.gives_to(best.agent_id));
    let now = app.clock.now();
    let wave = Arc::new(Wave { app: app.clone(), catalogue: app.catalogue(), actor, now, hold, ranked });
    let write = |gives: bool| {
        let (wave, key, chosen) = (wave.clone(), key.clone(), chosen.clone());
        app.db.write(move |tx| {
            let actor = wave.actor.clone();
            once(tx, (&actor, key.as_ref()), now, |tx| wave.send(tx, chosen.as_ref().map_err(|code| *code)?, gives))
        })
    };
    match write(gives).await {
        // What the contract gives without asking is asked for when the agent cannot take it as it stands.
        Err(Error::Refused(code)) if gives && code.is_of_an_agent() => write(false).await,
        done => done,
    }
}
