//! The count of the last 90 days: made anew from offers, arrivals and repeats, so that running it twice changes nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::TimeDelta;

use crate::app::{App, Error};
use crate::dispatch::figures::{FIX_HOLDS_DAYS, Tally, WINDOW_DAYS};
use crate::domain::id::{AgentId, JobId};
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::dispatch::{
    AgentFigures, PastOffer, PastRepair, delete_agent_figures, insert_agent_figures, list_agent_figures, list_arrivals,
    list_past_offers, list_past_repairs, list_repeats,
};
use crate::store::feed::{Signal, Topic};
use crate::store::{Col, Conn};

/// Rows read at once, so that memory stays small however long the history is.
const PAGE: i64 = 5_000;
/// Agents whose counts change in one transaction.
const AGENTS_A_WRITE: usize = 200;

/// Counts anew and stores what changed; how many agents changed.
///
/// # Errors
/// The database.
pub async fn count_figures(app: &App) -> Result<usize, Error> {
    let (now, repeat_days) = (app.clock.now(), app.catalogue().care().repeat_days);
    let read = move |conn: &mut Conn| {
        let mut count = Count { now, repeat_days, ..Count::default() };
        count.offers(conn)?;
        count.repairs(conn)?;
        Ok::<_, Error>((count.rows(), list_agent_figures(conn)?))
    };
    let (fresh, stored) = app.db.read(read).await?;
    let changed = changed(&fresh, &stored);
    let count = changed.len();
    for agents in changed.chunks(AGENTS_A_WRITE) {
        let agents = agents.to_vec();
        let of: HashSet<AgentId> = agents.iter().copied().collect();
        let rows: Vec<AgentFigures> = fresh.iter().filter(|row| of.contains(&row.agent_id.0)).cloned().collect();
        app.db
            .write(move |tx| {
                delete_agent_figures(tx, &agents)?;
                insert_agent_figures(tx, &rows)?;
                tx.after_commit(Signal::Changed { topic: Topic::Agent, id: "figures".to_owned() });
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(count)
}

/// Agents whose rows differ from those stored.
fn changed(fresh: &[AgentFigures], stored: &[AgentFigures]) -> Vec<AgentId> {
    let by_agent = |rows: &[AgentFigures]| {
        let mut agents: BTreeMap<AgentId, Vec<AgentFigures>> = BTreeMap::new();
        for row in rows {
            agents.entry(row.agent_id.0).or_default().push(row.clone());
        }
        agents
    };
    let (fresh, stored) = (by_agent(fresh), by_agent(stored));
    let all: std::collections::BTreeSet<AgentId> = fresh.keys().chain(stored.keys()).copied().collect();
    all.into_iter().filter(|agent| fresh.get(agent) != stored.get(agent)).collect()
}

#[derive(Default)]
struct Count {
    now: Instant,
    repeat_days: i64,
    tallies: BTreeMap<(AgentId, String), Tally>,
}

impl Count {
    fn since(&self) -> Instant {
        self.now - TimeDelta::days(WINDOW_DAYS)
    }

    fn add(&mut self, agent: AgentId, skill: &str, tally: Tally) {
        *self.tallies.entry((agent, skill.to_owned())).or_default() += tally;
    }

    fn offers(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let page = list_past_offers(conn, self.since(), &after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id.0.to_string();
            for offer in page {
                self.add(offer.agent_id.0, "", of_offer(&offer));
            }
        }
    }

    fn repairs(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let mut repeats: HashMap<JobId, Instant> = HashMap::new();
        for (job, at) in list_repeats(conn, self.since())? {
            let first = repeats.entry(job).or_insert(at);
            *first = at.min(*first);
        }
        let mut after = String::new();
        loop {
            let page = list_past_repairs(conn, self.since(), &after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id.0.to_string();
            let ids: Vec<JobId> = page.iter().map(|repair| repair.id.0).collect();
            let mut arrivals: HashMap<JobId, usize> = HashMap::new();
            for part in ids.chunks(500) {
                for job in list_arrivals(conn, part)? {
                    *arrivals.entry(job).or_default() += 1;
                }
            }
            for repair in page {
                let arrived = arrivals.get(&repair.id.0).copied().unwrap_or(0);
                let repeated = repeats.get(&repair.id.0).copied();
                let tally = of_repair(&repair, (arrived, repeated), self.repeat_days);
                let Some(agent) = repair.agent_id else { continue };
                self.add(agent.0, "", tally);
                if let Some(skill) = &repair.skill {
                    self.add(agent.0, skill, tally);
                }
            }
        }
    }

    fn rows(self) -> Vec<AgentFigures> {
        let row = |((agent, skill), tally): ((AgentId, String), Tally)| AgentFigures {
            agent_id: Col(agent),
            skill,
            repairs: tally.repairs,
            fixed: tally.fixed,
            completed: tally.completed,
            repeats: tally.repeats,
            offers: tally.offers,
            accepted: tally.accepted,
            answer_s: tally.answer_s,
            received_warranty: tally.received_warranty,
            received_paid: tally.received_paid,
        };
        self.tallies.into_iter().map(row).collect()
    }
}

/// An offer that was filled, withdrawn, never left or is still open says nothing of its agent; a job given back counts as
/// received but not as accepted.
fn of_offer(offer: &PastOffer) -> Tally {
    let state = offer.state.0;
    let counts = matches!(state, OfferState::Accepted | OfferState::Declined | OfferState::Expired);
    let is_kept = state == OfferState::Accepted && offer.lost_by.is_none();
    let sent_and_answered = offer.sent_at.zip(offer.answered_at).filter(|_| is_kept);
    let is_warranty = matches!(
        offer.warranty.0,
        WarrantyOutcome::InWarranty | WarrantyOutcome::Partial | WarrantyOutcome::Provisional
    );
    let is_received = state == OfferState::Accepted;
    Tally {
        offers: i64::from(counts),
        accepted: i64::from(is_kept),
        answer_s: sent_and_answered.map_or(0, |(sent, answered)| (answered.0 - sent.0).num_seconds().max(0)),
        received_warranty: i64::from(is_received && is_warranty),
        received_paid: i64::from(is_received && !is_warranty),
        ..Tally::default()
    }
}

fn of_repair(repair: &PastRepair, (arrived, repeated): (usize, Option<Instant>), repeat_days: i64) -> Tally {
    let is_completed = repair.completed_at.is_some();
    let within = |days: i64| {
        repair.completed_at.zip(repeated).is_some_and(|(done, repeated)| repeated - done.0 <= TimeDelta::days(days))
    };
    let is_fixed = is_completed
        && arrived == 1
        && repair.outcome.is_some_and(|outcome| outcome.0 == crate::domain::job::Outcome::Repaired)
        && !within(FIX_HOLDS_DAYS);
    Tally {
        repairs: 1,
        fixed: i64::from(is_fixed),
        completed: i64::from(is_completed),
        repeats: i64::from(is_completed && within(repeat_days)),
        ..Tally::default()
    }
}
