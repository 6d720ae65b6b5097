//! Why not this agent: the rules for any agent of the network, also beyond those that the ledger considers.

use super::{Question, Ranked, rank_job};
use crate::app::{App, Error};
use crate::dispatch::rank::{Candidate, examined};
use crate::domain::agent::Agent;
use crate::domain::eligibility::Failed;
use crate::domain::id::{AgentId, JobId};
use crate::domain::text::fold;

/// Most agents that a part of a name may mean.
const MOST: usize = 10;

/// What the ledger says, or would say, of one agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Which agent.
    pub agent_id: AgentId,
    /// Its code.
    pub code: String,
    /// Its names in Persian and English.
    pub name: [String; 2],
    /// Great-circle metres from its base.
    pub distance_m: i64,
    /// Whether the ledger considers it: within the radius and among the nearest.
    pub is_considered: bool,
    /// Agents of the network that are nearer.
    pub nearer: usize,
    /// Whether it has an open offer of this job.
    pub is_asked: bool,
    /// Every rule it fails.
    pub failed: Vec<Failed>,
    /// Its row among the candidates, if it passes and is considered.
    pub candidate: Option<Candidate>,
}

/// Explains the agents whose id or code is `typed`, or whose name holds it; nearest first, ten at most.
///
/// # Errors
/// `NotFound` for the job; the database.
pub async fn explain_agent(app: &App, job: JobId, typed: &str, policy: Option<&str>) -> Result<Vec<Explained>, Error> {
    let ranked = rank_job(app, job, policy).await?;
    let place = ranked.case.position();
    let mut meant: Vec<&Agent> = named(&ranked, typed);
    meant.sort_by(|a, b| a.position.metres_to(place).total_cmp(&b.position.metres_to(place)));
    meant.truncate(MOST);
    let question = Question {
        needs: &ranked.needs,
        policy: &ranked.policy.2,
        wishes: &ranked.wishes,
        figures: ranked.network.record().figures(),
        window: chrono::TimeDelta::minutes(app.catalogue().care().window_minutes),
        now: ranked.now,
        travel: &ranked.travel,
    };
    let explain = |agent: &&Agent| explained(&ranked, agent, examined(&question, agent, &ranked.load(agent.id)).failed);
    Ok(meant.iter().map(explain).collect())
}

/// By id or code, else by a part of the name.
fn named<'a>(ranked: &'a Ranked, typed: &str) -> Vec<&'a Agent> {
    let key = fold(typed);
    let exact: Vec<&Agent> =
        ranked.network.agents().filter(|agent| agent.id.as_str() == typed.trim() || fold(&agent.code) == key).collect();
    if !exact.is_empty() || key.is_empty() {
        return exact;
    }
    ranked.network.agents().filter(|agent| agent.name.iter().any(|name| fold(name).contains(&key))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "distances on the globe are far below 2^52")]
fn explained(ranked: &Ranked, agent: &Agent, failed: Vec<Failed>) -> Explained {
    let (ledger, place) = (&ranked.ledger, ranked.case.position());
    let candidate = ledger.eligible.iter().find(|candidate| candidate.agent_id == agent.id).cloned();
    let distance = agent.position.metres_to(place);
    Explained {
        agent_id: agent.id,
        code: agent.code.clone(),
        name: agent.name.clone(),
        distance_m: distance.round() as i64,
        is_considered: candidate.is_some() || ledger.excluded.iter().any(|it| it.agent_id == agent.id),
        nearer: ranked.network.agents().filter(|other| other.position.metres_to(place) < distance).count(),
        is_asked: ranked.offers.iter().any(|offer| offer.agent_id.0 == agent.id && offer.state.0.is_open()),
        failed,
        candidate,
    }
}
