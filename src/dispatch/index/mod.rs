//! The network as an index: finds the best agents for a job without asking each.
//!
//! Every agent has a seat: what a job may ask of it as bits, how far its areas reach, and the most that each objective can
//! give it. Seats lie in the order of a bucket tree over the globe whose nodes carry the union of the bits, the widest reach
//! and, for the weights of each policy, the highest merit below them, so that a node bounds the score of all of its agents.
//! The search opens the node with the highest bound first (best first: G. Hjaltason, H. Samet, "Distance browsing in spatial
//! databases", ACM TODS 24, 1999) and asks the rules themselves only for agents whose bound could still win. What few agents
//! have gets a tree of its own.

mod aim;
mod merit;
mod search;
mod seat;
mod tree;
mod word;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub(super) use aim::Aim;
pub use search::{Found, Nearby};

use super::figures::Figures;
use crate::domain::agent::{Agent, Load};
use crate::domain::geo::EARTH_M;
use crate::domain::policy::DispatchPolicy;
use merit::Scale;
use seat::{Seats, free};
use tree::Tree;
use word::{Feature, Words};

/// Below this many agents one tree is as good as several.
const FEW: usize = 2_048;
/// A feature of less than one agent in so many has a tree of its own.
const RARE: usize = 8;

/// The index of a network; agents are named by their place in the list that it was built from.
#[derive(Debug, Default)]
pub struct Index {
    words: Words,
    scales: Vec<Scale>,
    seats: Seats,
    tree: Tree,
    rare: HashMap<Feature, Tree>,
    /// The seat of each agent.
    seat_of: Vec<u32>,
}

impl Index {
    /// Builds it; `loads` are in the order of `agents`, and a missing one is empty. Questions under the weights of one of the
    /// `policies` are answered fastest.
    #[must_use]
    pub fn new(agents: &[Agent], loads: &[Load], figures: &Figures, policies: &[DispatchPolicy]) -> Self {
        let are_answers_known = figures.network("").accepted > 0;
        let mut scales: Vec<Scale> = Vec::new();
        for policy in policies {
            for scale in [true, false].map(|is_warranty| Scale::new(policy, is_warranty, are_answers_known)) {
                if !scales.contains(&scale) {
                    scales.push(scale);
                }
            }
        }
        let (mut words, mut seats) = (Words::default(), Seats::with_capacity(agents.len()));
        let mut features = Vec::with_capacity(agents.len());
        for (number, agent) in agents.iter().enumerate() {
            features.push(seats.push((to_u32(number), agent), loads.get(number), figures, &mut words));
        }
        let order = tree::order(in_points(&seats, policies.first().unwrap_or(&DispatchPolicy::default()), &scales));
        let seats = seats.in_order(&order);
        let mut holders: HashMap<Feature, Vec<u32>> = HashMap::new();
        let mut seat_of = vec![0; agents.len()];
        for (seat, number) in order.iter().enumerate() {
            seat_of[*number as usize] = to_u32(seat);
            for feature in &features[*number as usize] {
                holders.entry(*feature).or_default().push(to_u32(seat));
            }
        }
        let tree = Tree::new(None, &seats, &scales);
        let is_rare = |held: &Vec<u32>| agents.len() >= FEW && held.len() * RARE < agents.len();
        let own = |(feature, held): (Feature, Vec<u32>)| (feature, Tree::new(Some(held), &seats, &scales));
        let rare = holders.into_iter().filter(|(_, held)| is_rare(held)).map(own).collect();
        Self { words, scales, seats, tree, rare, seat_of }
    }

    /// Notes what an agent holds now.
    pub fn set_load(&mut self, number: usize, agent: &Agent, load: &Load) {
        let Some(seat) = self.seat_of.get(number).map(|seat| *seat as usize) else { return };
        let (record, fresh) = (self.seats.record[seat], free(agent, load));
        let held = std::mem::replace(&mut self.seats.free[seat], fresh);
        if held == fresh {
            return;
        }
        let bits = self.seats.bits[seat];
        let rare = self.rare.iter_mut().filter(|(feature, _)| bits.hold(feature.bits())).map(|(_, tree)| tree);
        for tree in rare.chain([&mut self.tree]) {
            for (at, scale) in self.scales.iter().enumerate() {
                tree.follow(seat, merit::kept(scale.of(record, held)), (at, *scale), &self.seats);
            }
        }
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let trees = self.rare.values().map(Tree::bytes).sum::<usize>();
        self.seats.bytes() + self.tree.bytes() + trees + self.seat_of.len() * 4
    }

    /// The tree to search for a question: that of what it needs and fewest have.
    fn tree_for(&self, aim: &Aim) -> &Tree {
        let rare = aim.features.iter().filter_map(|feature| self.rare.get(feature));
        rare.min_by_key(|tree| tree.len()).unwrap_or(&self.tree)
    }
}

/// Places and merits of the seats, a unit being a point of the score under a policy.
fn in_points(seats: &Seats, policy: &DispatchPolicy, scales: &[Scale]) -> Vec<([f32; 4], u32)> {
    let zero_m = policy.travel_zero_s.max(1) as f64 * policy.speed_m_s / policy.detour_factor;
    let points = seat::single(EARTH_M * f64::from(policy.weights.travel.max(1)) / zero_m);
    let merit = |seat| scales.first().map_or(0.0, |scale| f32::from(merit::of_seat(*scale, seats, seat)));
    let place =
        |(seat, [x, y, z]): (usize, &seat::Point)| ([x * points, y * points, z * points, merit(seat)], to_u32(seat));
    seats.point.iter().enumerate().map(place).collect()
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
