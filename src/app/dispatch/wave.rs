//! One wave: its ledger, its offers and what follows when there is nobody to ask, in one transaction.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;

use super::choose::Chosen;
use super::escalation::Calling;
use super::sending::examine_now;
use super::telling::{Announced, announce};
use super::{Dispatched, Ranked};
use crate::app::clock::mint;
use crate::app::jobs::refused;
use crate::app::journal::{Happening, record};
use crate::app::links::give_link;
use crate::app::offers::accept_by_contract;
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::dispatch::rank::{Candidate, Ledger};
use crate::domain::agent::Agent;
use crate::domain::id::{DecisionId, OfferId};
use crate::domain::job::{JobEvent, JobState};
use crate::domain::link::LinkKind;
use crate::domain::machine::ActorKind;
use crate::domain::offer::OfferState;
use crate::domain::policy::{Place, TierKind};
use crate::domain::time::Instant;
use crate::store::dispatch::{Round, find_round, insert_round, save_round};
use crate::store::feed::Topic;
use crate::store::jobs::{Decision, Job, find_job, find_last_decision, insert_decision, save_job};
use crate::store::offers::{Offer, insert_offer, list_open_offers_to};
use crate::store::{At, Col, Json, Tx};

/// How long a job without a candidate waits before it is looked at again.
const LOOK_AGAIN_MINUTES: i64 = 30;
/// How long it waits when those chosen could no longer be asked as the wave was written.
const SOON_MINUTES: i64 = 1;
/// Minutes to answer an offer that a person makes under a policy without tiers.
const ANSWER_MINUTES: i64 = 30;

pub(super) struct Wave {
    pub app: App,
    pub catalogue: Arc<Catalogue>,
    pub actor: Actor,
    pub now: Instant,
    /// How long the messages wait at least, so that the offers can be taken back unheard.
    pub hold: TimeDelta,
    pub ranked: Ranked,
}

/// What the offers of a wave have in common.
struct Making<'a> {
    chosen: &'a Chosen,
    decision: DecisionId,
    round: i32,
    wave: i32,
    gives: bool,
}

impl Wave {
    /// Makes the offers; `gives` accepts the first at once, as its agent's contract says.
    pub(super) fn send(&self, tx: &mut Tx<'_>, chosen: &Chosen, gives: bool) -> Result<Dispatched, Error> {
        let mut job = find_job(tx.conn(), self.ranked.case.job.id.0)?;
        if job.state.0 != JobState::PendingDispatch {
            return Err(refused(job.state.0, JobEvent::Assign));
        }
        if job.version != self.ranked.case.job.version {
            // Someone else has just dispatched it: theirs stands.
            return Err(Code::Conflict.into());
        }
        let (mut round, is_new) = self.round(tx, &job)?;
        let wave = job.wave + i32::from(!chosen.candidates.is_empty());
        let known = self.known_decision(tx, chosen)?;
        let decision = known.map_or_else(|| self.keep_decision(tx, chosen, wave), Ok)?;
        let making = Making { chosen, decision, round: round.round, wave, gives };
        let mut offers = Vec::with_capacity(chosen.candidates.len());
        for candidate in &chosen.candidates {
            offers.extend(self.offer(tx, candidate, &making)?);
        }
        job.dispatch_at = self.look_again(chosen, !offers.is_empty()).map(At);
        if offers.is_empty() {
            if chosen.candidates.is_empty() {
                self.calling().call(tx, &mut round, &self.ranked.case)?;
            }
        } else {
            job.wave = wave;
            if let Some(Place { tier, waves }) = chosen.place {
                (round.tier, round.tier_waves) = (i32::try_from(tier).unwrap_or(i32::MAX), waves);
            }
        }
        if is_new {
            insert_round(tx, &round)?;
        } else {
            save_round(tx, &mut round)?;
        }
        if known.is_none() {
            self.note(tx, &job, &making, &offers)?;
        }
        save_job(tx, &mut job)?;
        if let (true, Some(offer)) = (gives, offers.first()) {
            accept_by_contract(tx, &self.app, self.now, *offer)?;
        }
        Ok(Dispatched { decision_id: decision, offers })
    }

    fn look_again(&self, chosen: &Chosen, is_offered: bool) -> Option<Instant> {
        let minutes = if chosen.candidates.is_empty() { LOOK_AGAIN_MINUTES } else { SOON_MINUTES };
        (!is_offered).then(|| self.now + TimeDelta::minutes(minutes))
    }

    /// The round of the job, and whether it is its first.
    fn round(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(Round, bool), Error> {
        let begun = |number| Round {
            id: job.id,
            round: number,
            policy: self.ranked.policy.0.clone(),
            tier: 0,
            tier_waves: 0,
            steps: 0,
            escalate_at: None,
            task_id: None,
            version: 1,
        };
        Ok(match find_round(tx.conn(), job.id.0)? {
            None => (begun(1), true),
            // A job that was given back has no wave behind it; one that nobody could be asked for stays in its round.
            Some(round) if job.wave == 0 && round.tier_waves > 0 => {
                (Round { version: round.version, ..begun(round.round + 1) }, false)
            }
            Some(round) => (Round { policy: self.ranked.policy.0.clone(), ..round }, false),
        })
    }

    fn calling(&self) -> Calling<'_> {
        Calling { catalogue: &self.catalogue, actor: &self.actor, now: self.now, policy: &self.ranked.policy.2 }
    }

    fn note(&self, tx: &mut Tx<'_>, job: &Job, making: &Making<'_>, offers: &[OfferId]) -> Result<(), Error> {
        let name = if offers.is_empty() { "no_candidate" } else { "offered" };
        let tier = making.chosen.tier.as_ref().map(|tier| tier.kind);
        let detail = json!({
            "wave": making.wave, "round": making.round, "tier": tier, "decision": making.decision,
            "offers": offers.len(), "policy": self.ranked.policy.0,
        });
        record(tx, &self.actor, self.now, Happening::new(Topic::Job, job.id.0, name).of(job).with(detail))
    }

    /// The last decision, when the product has looked again and still finds nobody for the same reasons: a job that waits
    /// for weeks must not fill the database with one ledger after another.
    fn known_decision(&self, tx: &mut Tx<'_>, chosen: &Chosen) -> Result<Option<DecisionId>, Error> {
        if !chosen.candidates.is_empty() || self.actor.kind != ActorKind::System {
            return Ok(None);
        }
        let last = find_last_decision(tx.conn(), self.ranked.case.job.id.0)?;
        let (policy, version, _) = &self.ranked.policy;
        let last = last.filter(|last| last.policy == *policy && last.policy_version == *version);
        let Some(last) = last else { return Ok(None) };
        let ledger: Ledger =
            serde_json::from_value(last.ledger.0).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(ledger.finds_the_same(&self.ranked.ledger).then_some(last.id.0))
    }

    fn keep_decision(&self, tx: &mut Tx<'_>, chosen: &Chosen, wave: i32) -> Result<DecisionId, Error> {
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
            tier: chosen.tier.as_ref().map(|tier| Col(tier.kind)),
            travel_source: Col(self.ranked.ledger.travel_source),
        };
        insert_decision(tx, &decision)?;
        Ok(decision.id.0)
    }

    /// The offer with its message; none when the database knows by now that the agent may not be asked.
    fn offer(&self, tx: &mut Tx<'_>, candidate: &Candidate, making: &Making<'_>) -> Result<Option<OfferId>, Error> {
        let Some(agent) = self.ranked.network.agent(candidate.agent_id) else { return Ok(None) };
        let (needs, policy) = (&self.ranked.needs, &self.ranked.policy.2);
        let taken_from = &self.ranked.wishes.taken_from;
        let found = examine_now(
            tx.conn(),
            (agent.id, taken_from),
            (&self.catalogue, needs),
            policy,
            (&self.ranked.case, self.now),
        )?;
        if !found.failed.is_empty() {
            return Ok(None);
        }
        let mut announced = Announced::plan(tx, agent, policy, &self.ranked.case, (self.now, self.hold))?;
        if making.gives {
            announced = Announced::apart(announced.at);
        }
        let tier = making.chosen.tier.as_ref();
        let minutes = self.answer_minutes(agent, making.chosen);
        let deadline = deadline(agent, announced.at, minutes);
        let length = TimeDelta::minutes(self.catalogue.care().window_minutes);
        let Some(window) = self.ranked.window(agent, candidate, (deadline, length)) else { return Ok(None) };
        let open = list_open_offers_to(tx.conn(), agent.id)?;
        let is_taken = |number: &i32| open.iter().any(|offer| offer.short_number == *number);
        let short_number = (1..=i32::MAX).find(|number| !is_taken(number)).unwrap_or(1);
        let offer = Offer {
            id: Col(mint(self.now)),
            job_id: self.ranked.case.job.id,
            agent_id: Col(agent.id),
            technician_id: candidate.technician_id.map(Col),
            decision_id: Col(making.decision),
            wave: making.wave,
            is_direct: tier.is_none_or(|tier| tier.kind == TierKind::Direct),
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
            round: making.round,
            tier: tier.map(|tier| Col(tier.kind)),
            answer_minutes: i32::try_from(minutes).unwrap_or(i32::MAX),
            message_id: Some(Col(announced.message)),
            lost_by: None,
            lost_at: None,
        };
        insert_offer(tx, &offer)?;
        give_link(tx, &self.app, self.now, LinkKind::Offer, (offer.id.0.as_str(), offer.link_generation))?;
        if !making.gives {
            announce(tx, announced, agent, (&self.ranked.case, &offer), self.now)?;
        }
        Ok(Some(offer.id.0))
    }

    /// A contract may give other minutes for the duty to accept.
    fn answer_minutes(&self, agent: &Agent, chosen: &Chosen) -> i64 {
        let first = self.ranked.policy.2.tiers.first();
        let of_tier = chosen.tier.as_ref().or(first).map_or(ANSWER_MINUTES, |tier| tier.answer_minutes);
        let is_duty = chosen.tier.as_ref().is_some_and(|tier| tier.kind == TierKind::Direct);
        let of_contract = self.ranked.network.record().answer_minutes(agent.id).filter(|_| is_duty);
        of_contract.unwrap_or(of_tier)
    }
}

/// Business minutes are the agent's own, from the sending on: nobody has to answer at night.
pub(super) fn deadline(agent: &Agent, sent_at: Instant, minutes: i64) -> Instant {
    let in_hours = agent.hours.add_business(sent_at, u32::try_from(minutes).unwrap_or(u32::MAX));
    in_hours.unwrap_or(sent_at + TimeDelta::minutes(minutes))
}
