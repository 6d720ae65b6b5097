//! What a candidate would bring: room in the book, the next free time, the skill, and whether its contract answers for it.

use chrono::TimeDelta;

use super::Ranked;
use crate::dispatch::rank::Candidate;
use crate::domain::agent::{Agent, Technician};
use crate::domain::eligibility::{Scene, first_window};
use crate::domain::id::TechnicianId;
use crate::domain::time::{Instant, Window};
use crate::store::offers::Offer;

/// A candidate beyond its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Open jobs that it holds, and how many it may hold on the day in question.
    pub open: (i32, i32),
    /// When it would come: the promised window, else the first that its technician has free after the way.
    pub window: Option<Window>,
    /// Code of the skill that the job asks for, with the technician's level.
    pub skill: (String, u8),
    /// Whether it has an open offer of this job.
    pub is_asked: bool,
    /// Whether it gets the job without being asked.
    pub gives: bool,
}

impl Ranked {
    /// What a candidate would bring, with windows of `length` where none was promised; none for an agent that is no part of
    /// the network any more.
    #[must_use]
    pub fn outlook(&self, candidate: &Candidate, length: TimeDelta) -> Option<Outlook> {
        let agent = self.network.agent(candidate.agent_id)?;
        let load = self.load(agent.id);
        let scene = Scene::new(agent, &load, &self.needs, &self.policy.2, self.now);
        let skill = &self.needs.skill;
        let level = technician(agent, candidate.technician_id).map_or(0, |technician| technician.level(skill));
        let is_asked = |offer: &Offer| offer.agent_id.0 == agent.id && offer.state.0.is_open();
        Some(Outlook {
            open: (load.open_jobs, scene.capacity().open),
            window: self.window(agent, candidate, (self.now, length)),
            skill: (skill.clone(), level),
            is_asked: self.offers.iter().any(is_asked),
            gives: self.gives_to(agent.id),
        })
    }

    /// The window promised at intake, else the first that the proposed technician has free after `from` and the way.
    pub(super) fn window(
        &self,
        agent: &Agent,
        candidate: &Candidate,
        (from, length): (Instant, TimeDelta),
    ) -> Option<Window> {
        if let Some(promised) = self.case.promised() {
            return Some(promised);
        }
        let technician = technician(agent, candidate.technician_id)?;
        let (needs, policy, load) = (&self.needs, &self.policy.2, self.load(agent.id));
        let scene = Scene::new(agent, &load, needs, policy, self.now);
        let from = from + TimeDelta::seconds(candidate.travel_s.unwrap_or(policy.travel_zero_s));
        first_window(&scene, technician, from, length)
    }
}

fn technician(agent: &Agent, id: Option<TechnicianId>) -> Option<&Technician> {
    agent.technicians.iter().find(|it| Some(it.id) == id)
}
