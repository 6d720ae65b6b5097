//! The network as one ranking sees it: who there is, what each holds, and the index that finds the best of them.

use std::collections::HashMap;

use super::figures::Figures;
use super::index::{Aim, Found, Index, Nearby};
use super::objective::{Question, Standing, score};
use super::rank::{asked_for, barred};
use crate::domain::agent::{Agent, Load};
use crate::domain::eligibility::pass;
use crate::domain::id::AgentId;
use crate::domain::policy::DispatchPolicy;

/// What agents hold, and the index that follows it; both in the order of the network's agents.
#[derive(Debug, Default)]
pub struct Held {
    loads: Vec<Load>,
    index: Index,
}

impl Held {
    /// From the loads that are known; an agent that is not among them holds nothing.
    #[must_use]
    pub fn new(
        agents: &[Agent],
        mut loads: HashMap<AgentId, Load>,
        figures: &Figures,
        policies: &[DispatchPolicy],
    ) -> Self {
        let loads: Vec<Load> = agents.iter().map(|agent| loads.remove(&agent.id).unwrap_or_default()).collect();
        let index = Index::new(agents, &loads, figures, policies);
        Self { loads, index }
    }

    /// Notes what an agent holds now.
    pub fn set(&mut self, number: usize, agent: &Agent, load: Load) {
        self.index.set_load(number, agent, &load);
        if let Some(held) = self.loads.get_mut(number) {
            *held = load;
        }
    }

    /// What an agent holds.
    #[must_use]
    pub fn load(&self, number: usize) -> &Load {
        &self.loads[number]
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }
}

/// The network as one ranking sees it.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// Every agent.
    pub agents: &'a [Agent],
    /// The place of each in `agents`.
    pub by_id: &'a HashMap<AgentId, usize>,
    /// What they hold.
    pub held: &'a Held,
    /// What some of them hold for this question instead: at least as much as in `held`.
    pub instead: &'a HashMap<AgentId, Load>,
}

impl<'a> Field<'a> {
    /// What an agent holds for this question.
    #[must_use]
    pub fn load(&self, number: usize) -> &'a Load {
        let own = self.agents.get(number).and_then(|agent| self.instead.get(&agent.id));
        own.unwrap_or_else(|| self.held.load(number))
    }

    /// The `most` best agents within the policy's radius that pass every rule: by score, then by distance, then by id. The
    /// same ones as if every agent were examined.
    #[must_use]
    pub fn best(&self, question: &Question<'_>, most: usize) -> Vec<Found> {
        let Some(aim) = Aim::new(&self.held.index, question) else { return Vec::new() };
        let mut named: Vec<usize> = question.wishes.named().filter_map(|id| self.by_id.get(&id).copied()).collect();
        named.sort_unstable();
        named.dedup();
        self.held.index.best(&aim, (most, &named), |number| self.judge(question, number))
    }

    /// What an agent scores, if it passes.
    #[must_use]
    pub fn judge(&self, question: &Question<'_>, number: usize) -> Option<Found> {
        let (agent, load) = (&self.agents[number], self.load(number));
        if barred(&question.wishes.taken_from, agent.id).is_some() {
            return None;
        }
        let mut found = pass(agent, load, question.needs, question.policy, question.now)?;
        found.technician = asked_for(question, agent, load).or(found.technician);
        let score = score(&Standing::new(question, (agent, load), &found));
        let (number, distance_m) = (u32::try_from(number).ok()?, super::rank::whole(found.distance_m));
        Some(Found { number, score, distance_m, id: agent.id })
    }

    /// The agents nearest to the place of a question.
    #[must_use]
    pub fn nearest(&self, question: &Question<'_>, most: usize) -> Vec<Nearby> {
        self.held.index.nearest(self.agents, question.needs.position, most)
    }
}
