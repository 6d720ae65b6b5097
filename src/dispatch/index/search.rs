//! The search: the node or seat with the highest bound first, until no bound can win any more.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::aim::{Aim, Bound, shortest};
use super::seat::{Point, point};
use super::{Index, tree::Tree};
use crate::domain::agent::Agent;
use crate::domain::geo::Position;
use crate::domain::id::AgentId;

/// An agent that passes, as exactly as the ledger has it: the highest score is the best, ties go by distance, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its place in the network.
    pub number: u32,
    /// The score.
    pub score: i32,
    /// Whole metres from its base.
    pub distance_m: i64,
    /// Which agent.
    pub id: AgentId,
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        let best_first = other.score.cmp(&self.score);
        best_first.then(self.distance_m.cmp(&other.distance_m)).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An agent near a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearby {
    /// Great-circle metres from its base.
    pub distance_m: f64,
    /// Its place in the network.
    pub number: usize,
}

/// What is still to be looked at: nodes, and seats beyond them.
struct Open {
    bound: Bound,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Node(u32),
    Seat(u32),
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.score.cmp(&other.bound.score).then(other.bound.distance_m.total_cmp(&self.bound.distance_m))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

/// The best so far.
struct Best {
    most: usize,
    found: Vec<Found>,
}

impl Best {
    fn take(&mut self, found: Found) {
        let at = self.found.partition_point(|other| other < &found);
        if at < self.most {
            self.found.insert(at, found);
            self.found.truncate(self.most);
        }
    }

    /// Whether nothing within this bound can be among the best.
    #[expect(clippy::cast_possible_truncation, reason = "metres on the globe")]
    fn beats(&self, bound: Bound) -> bool {
        let Some(last) = self.found.last().filter(|_| self.found.len() == self.most) else { return false };
        bound.score < last.score || (bound.score == last.score && bound.distance_m as i64 > last.distance_m)
    }
}

impl Index {
    /// The `most` best agents for a question. `judge` says what an agent scores, or that it does not pass; it is asked only
    /// for agents that could be among the best, and for those `named`, whom the bounds do not cover.
    pub(crate) fn best(
        &self,
        aim: &Aim,
        (most, named): (usize, &[usize]),
        mut judge: impl FnMut(usize) -> Option<Found>,
    ) -> Vec<Found> {
        let mut best = Best { most, found: Vec::with_capacity(most + 1) };
        if most == 0 {
            return best.found;
        }
        named.iter().filter_map(|number| judge(*number)).for_each(|found| best.take(found));
        let tree = self.tree_for(aim);
        let mut open = BinaryHeap::with_capacity(256);
        let push = |open: &mut BinaryHeap<Open>, bound, what| open.push(Open { bound, what });
        if let Some(bound) = aim.of_node(tree, 1) {
            push(&mut open, bound, What::Node(1));
        }
        while let Some(Open { what, .. }) = open.pop().filter(|next| !best.beats(next.bound)) {
            match what {
                What::Seat(seat) => {
                    let number = self.seats.number[seat as usize] as usize;
                    if !named.contains(&number)
                        && let Some(found) = judge(number)
                    {
                        best.take(found);
                    }
                }
                What::Node(node) if tree.is_leaf(node as usize) => {
                    for seat in tree.seats_of(node as usize) {
                        let bound = aim.of_seat(&self.seats, seat).filter(|bound| !best.beats(*bound));
                        if let Some(bound) = bound {
                            push(&mut open, bound, What::Seat(super::to_u32(seat)));
                        }
                    }
                }
                What::Node(node) => {
                    for child in [2 * node, 2 * node + 1] {
                        let bound = aim.of_node(tree, child as usize).filter(|bound| !best.beats(*bound));
                        if let Some(bound) = bound {
                            push(&mut open, bound, What::Node(child));
                        }
                    }
                }
            }
        }
        best.found
    }

    /// The `most` agents whose bases are nearest to a place; nearest first, ties by id.
    #[must_use]
    pub fn nearest(&self, agents: &[Agent], place: Position, most: usize) -> Vec<Nearby> {
        let at = point(place);
        let mut open: BinaryHeap<Open> = BinaryHeap::with_capacity(256);
        let mut near: Vec<Nearby> = Vec::with_capacity(most + 1);
        let is_before = |a: &Nearby, b: &Nearby| {
            let by_distance = a.distance_m.total_cmp(&b.distance_m);
            by_distance.then_with(|| agents[a.number].id.cmp(&agents[b.number].id)) == Ordering::Less
        };
        let bound = |distance_m| Bound { score: 0, distance_m };
        if !agents.is_empty() && most > 0 {
            open.push(Open { bound: bound(0.0), what: What::Node(1) });
        }
        while let Some(Open { bound: reached, what: What::Node(node) }) = open.pop() {
            let is_full = near.len() == most;
            if is_full && near.last().is_some_and(|last| f64::from(reached.distance_m) > last.distance_m) {
                break;
            }
            if !self.tree.is_leaf(node as usize) {
                let children = [2 * node, 2 * node + 1];
                open.extend(children.map(|child| {
                    let distance_m = away(&self.tree, child as usize, at);
                    Open { bound: bound(distance_m), what: What::Node(child) }
                }));
                continue;
            }
            for seat in self.tree.seats_of(node as usize) {
                let least_m = f64::from(apart(self.seats.point[seat], at));
                if near.len() == most && near.last().is_some_and(|last| least_m > last.distance_m) {
                    continue;
                }
                let number = self.seats.number[seat] as usize;
                let one = Nearby { distance_m: agents[number].position.metres_to(place), number };
                let place = near.partition_point(|other| is_before(other, &one));
                if place < most {
                    near.insert(place, one);
                    near.truncate(most);
                }
            }
        }
        near
    }
}

/// The least metres between two points.
fn apart(one: Point, other: Point) -> f32 {
    shortest((0..3).map(|axis| (one[axis] - other[axis]).powi(2)).sum())
}

/// The least metres from a point to a node.
fn away(tree: &Tree, number: usize, at: Point) -> f32 {
    let node = tree.node(number);
    let gap = |axis: usize| (node.low[axis] - at[axis]).max(at[axis] - node.high[axis]).max(0.0);
    shortest((0..3).map(|axis| gap(axis).powi(2)).sum())
}
