//! What the last 90 days say of an agent, and how far that is to be believed.

use std::collections::HashMap;

use crate::domain::id::AgentId;

/// Days that the figures look back.
pub const WINDOW_DAYS: i64 = 90;
/// Days in which a new repair of the same unit takes a first-time fix back.
pub const FIX_HOLDS_DAYS: i64 = 30;
/// Cases that the network's mean counts for beside an agent's own.
const PRIOR_CASES: f64 = 10.0;
/// The share where nobody has any case yet: the same for all, so that it decides nothing.
const UNKNOWN: f64 = 0.5;

/// Counts of one agent, of one skill or of all its work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Repair jobs with an arrival.
    pub repairs: i64,
    /// Of these, fixed at the first arrival without a repeat in 30 days.
    pub fixed: i64,
    /// Completed repair jobs.
    pub completed: i64,
    /// Of these, repeated within the policy's days.
    pub repeats: i64,
    /// Offers that count: delivered, neither filled nor withdrawn.
    pub offers: i64,
    /// Of these, accepted and not given back.
    pub accepted: i64,
    /// Seconds from sending to answering, of the accepted together.
    pub answer_s: i64,
    /// Warranty jobs received.
    pub received_warranty: i64,
    /// Paid jobs received.
    pub received_paid: i64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.repairs += other.repairs;
        self.fixed += other.fixed;
        self.completed += other.completed;
        self.repeats += other.repeats;
        self.offers += other.offers;
        self.accepted += other.accepted;
        self.answer_s += other.answer_s;
        self.received_warranty += other.received_warranty;
        self.received_paid += other.received_paid;
    }
}

impl Tally {
    const NONE: Self = Self {
        repairs: 0,
        fixed: 0,
        completed: 0,
        repeats: 0,
        offers: 0,
        accepted: 0,
        answer_s: 0,
        received_warranty: 0,
        received_paid: 0,
    };

    /// Jobs received that the organisation pays, or the others.
    #[must_use]
    pub fn received(&self, is_warranty: bool) -> i64 {
        if is_warranty { self.received_warranty } else { self.received_paid }
    }
}

/// The record of the whole network.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    agents: HashMap<AgentId, Own>,
    network: HashMap<String, Tally>,
}

/// The record of one agent.
#[derive(Debug, Clone, Default)]
pub struct Own {
    all: Tally,
    skills: Vec<(String, Tally)>,
    /// Warranty and paid jobs that would be its share of those of its province.
    just: [f64; 2],
}

impl Own {
    const NONE: &'static Self = &Self { all: Tally::NONE, skills: Vec::new(), just: [0.0; 2] };

    /// The counts in a skill; the empty skill is all of its work.
    #[must_use]
    pub fn of(&self, skill: &str) -> Tally {
        if skill.is_empty() {
            return self.all;
        }
        self.skills.iter().find(|(of, _)| of == skill).map(|(_, tally)| *tally).unwrap_or_default()
    }

    /// The jobs that would be the agent's just part; 0 where its province has received none.
    #[must_use]
    pub fn just_part(&self, is_warranty: bool) -> f64 {
        self.just[usize::from(!is_warranty)]
    }
}

/// An agent among those of its province.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'a> {
    /// Which agent.
    pub agent: AgentId,
    /// Code of its province.
    pub province: &'a str,
    /// Open jobs that its contract allows.
    pub capacity: i32,
}

impl Figures {
    /// Adds what is known of an agent in a skill; the empty skill is all of its work.
    pub fn add(&mut self, agent: AgentId, skill: &str, tally: Tally) {
        let own = self.agents.entry(agent).or_default();
        match own.skills.iter_mut().find(|(of, _)| of == skill) {
            _ if skill.is_empty() => own.all += tally,
            Some((_, known)) => *known += tally,
            None => own.skills.push((skill.to_owned(), tally)),
        }
        *self.network.entry(skill.to_owned()).or_default() += tally;
    }

    /// The record of an agent; empty where nothing is known.
    #[must_use]
    pub fn of(&self, agent: AgentId) -> &Own {
        self.agents.get(&agent).unwrap_or(Own::NONE)
    }

    /// Works out each agent's just part: by its capacity, of what the agents of its province have received together. To be
    /// called once everything is added.
    #[expect(clippy::cast_precision_loss, reason = "counts of 90 days are far below 2^52")]
    pub fn share_out(&mut self, network: &[Neighbour<'_>]) {
        let mut provinces: HashMap<&str, (i64, Tally)> = HashMap::new();
        for one in network {
            let (capacity, received) = provinces.entry(one.province).or_default();
            *capacity += i64::from(one.capacity.max(0));
            *received += self.of(one.agent).all;
        }
        for one in network {
            let (all, received) = provinces[one.province];
            let share = if all > 0 { f64::from(one.capacity.max(0)) / all as f64 } else { 0.0 };
            self.agents.entry(one.agent).or_default().just =
                [true, false].map(|is_warranty| received.received(is_warranty) as f64 * share);
        }
    }

    /// The counts of the whole network in a skill.
    #[must_use]
    pub fn network(&self, skill: &str) -> Tally {
        self.network.get(skill).copied().unwrap_or_default()
    }
}

/// A share of an agent's cases, drawn towards the network's by as much as the cases are few:
/// `(hits + 10 · mean) ÷ (cases + 10)`, where `mean` is the network's own share (the m-estimate of B. Cestnik, "Estimating
/// probabilities: a crucial task in machine learning", 1990). One half where nobody has a case.
#[must_use]
pub fn shrunk((hits, cases): (i64, i64), (all_hits, all_cases): (i64, i64)) -> f64 {
    shrunk_mean((hits, cases), (all_hits, all_cases)).unwrap_or(UNKNOWN).clamp(0.0, 1.0)
}

/// The same for a mean, such as seconds an answer; `None` where nobody has a case.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of 90 days are far below 2^52")]
pub fn shrunk_mean((sum, cases): (i64, i64), (all_sum, all_cases): (i64, i64)) -> Option<f64> {
    if all_cases <= 0 {
        return None;
    }
    let mean = all_sum as f64 / all_cases as f64;
    Some((sum as f64 + PRIOR_CASES * mean) / (cases as f64 + PRIOR_CASES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cases_say_little_and_many_say_much() {
        let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
        let network = (800, 1000);
        close(shrunk((0, 0), network), 0.8);
        close(shrunk((1, 1), network), 9.0 / 11.0);
        close(shrunk((0, 1), network), 8.0 / 11.0);
        close(shrunk((450, 990), network), 0.458);
        close(shrunk((3, 3), (0, 0)), 0.5);
        assert_eq!(shrunk_mean((0, 0), (0, 0)), None);
        close(shrunk_mean((600, 10), (9_000, 10)).unwrap(), 480.0);
    }

    #[test]
    fn the_network_is_the_sum_of_its_agents() {
        let mut figures = Figures::default();
        let (one, other) = (AgentId::from(uuid::Uuid::from_u128(1)), AgentId::from(uuid::Uuid::from_u128(2)));
        figures.add(one, "", Tally { offers: 4, accepted: 3, ..Tally::default() });
        figures.add(other, "", Tally { offers: 6, accepted: 1, ..Tally::default() });
        assert_eq!((figures.network("").offers, figures.network("").accepted), (10, 4));
        assert_eq!(figures.of(one).of("").accepted, 3);
        assert_eq!(figures.of(one).of("cooling"), Tally::default());
    }
}
