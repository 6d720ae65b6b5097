//! The bucket tree: nodes over seats in spatial order, halved until a leaf has 32 or fewer.
//!
//! The shape follows from the count alone: node `k` has the children `2k` and `2k + 1`, and node `i` of level `l` holds the
//! seats from `count · i ÷ 2^l` on. So nodes need no pointers, and a tree over some of the seats keeps their order.

use std::ops::Range;

use super::merit::{self, Scale};
use super::seat::{Point, Seats};
use super::word::Bits;

/// Most seats of a leaf.
const LEAF: usize = 32;

/// What bounds every agent of a node, whatever the policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub low: Point,
    pub high: Point,
    pub reach: f32,
    pub bits: Bits,
}

impl Default for Node {
    fn default() -> Self {
        Self { low: [f32::INFINITY; 3], high: [f32::NEG_INFINITY; 3], bits: Bits::default(), reach: -1.0 }
    }
}

impl Node {
    fn add(&mut self, other: &Self) {
        for axis in 0..3 {
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
        self.bits |= other.bits;
        self.reach = self.reach.max(other.reach);
    }
}

/// A tree over all seats, or over some.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Its seats in their order; all of them where none are named.
    members: Option<Vec<u32>>,
    count: usize,
    depth: u32,
    /// By number, the root is 1.
    nodes: Vec<Node>,
    /// The highest merit below each node, by scale.
    merits: Vec<Vec<u16>>,
}

impl Tree {
    pub(super) fn new(members: Option<Vec<u32>>, seats: &Seats, scales: &[Scale]) -> Self {
        let count = members.as_ref().map_or(seats.number.len(), Vec::len);
        let depth = depth(count);
        let nodes = vec![Node::default(); 2 << depth];
        let mut tree = Self { members, count, depth, nodes, merits: Vec::new() };
        for number in (1..2_usize << depth).rev() {
            let mut node = Node::default();
            if tree.is_leaf(number) {
                for seat in tree.seats_of(number) {
                    let (low, high) = (seats.point[seat], seats.point[seat]);
                    node.add(&Node { low, high, reach: seats.reach[seat], bits: seats.bits[seat] });
                }
            } else {
                node.add(&tree.nodes[2 * number]);
                node.add(&tree.nodes[2 * number + 1]);
            }
            tree.nodes[number] = node;
        }
        tree.merits = scales.iter().map(|scale| tree.merits_by(*scale, seats)).collect();
        tree
    }

    fn merits_by(&self, scale: Scale, seats: &Seats) -> Vec<u16> {
        let mut merits = vec![0; self.nodes.len()];
        for number in (1..self.nodes.len()).rev() {
            merits[number] = if self.is_leaf(number) {
                self.seats_of(number).map(|seat| merit::of_seat(scale, seats, seat)).max().unwrap_or(0)
            } else {
                merits[2 * number].max(merits[2 * number + 1])
            };
        }
        merits
    }

    /// Seats in it.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn node(&self, number: usize) -> &Node {
        &self.nodes[number]
    }

    /// The highest merit below a node as it is kept, by the number of a scale.
    pub(super) fn merit(&self, number: usize, scale: usize) -> u16 {
        self.merits[scale][number]
    }

    pub(super) fn is_leaf(&self, number: usize) -> bool {
        number >= 1 << self.depth
    }

    /// The seats of a leaf.
    pub(super) fn seats_of(&self, leaf: usize) -> impl Iterator<Item = usize> + '_ {
        range(self.count, leaf).map(|at| self.members.as_ref().map_or(at, |members| members[at] as usize))
    }

    /// Follows a seat of the tree whose merit by a scale was `before`.
    pub(super) fn follow(&mut self, seat: usize, before: u16, (number, scale): (usize, Scale), seats: &Seats) {
        let after = merit::of_seat(scale, seats, seat);
        let Some(leaf) = self.leaf_of(seat) else { return };
        let highest = self.merits[number][leaf];
        let fresh = if after >= highest {
            after
        } else if before < highest {
            return;
        } else {
            self.seats_of(leaf).map(|seat| merit::of_seat(scale, seats, seat)).max().unwrap_or(0)
        };
        let merits = &mut self.merits[number];
        let (mut node, mut fresh) = (leaf, fresh);
        while std::mem::replace(&mut merits[node], fresh) != fresh && node > 1 {
            node /= 2;
            fresh = merits[2 * node].max(merits[2 * node + 1]);
        }
    }

    fn leaf_of(&self, seat: usize) -> Option<usize> {
        let at = match &self.members {
            None => seat,
            Some(members) => members.binary_search(&super::to_u32(seat)).ok()?,
        };
        Some((1 << self.depth) + (((at + 1) << self.depth) - 1) / self.count)
    }

    pub(super) fn bytes(&self) -> usize {
        let node = size_of::<Node>() + self.merits.len() * size_of::<u16>();
        self.nodes.len() * node + self.members.as_ref().map_or(0, |members| members.len() * 4)
    }
}

/// The order of seats for things with three places and a merit, all in points: cut in two across the widest side until a leaf
/// is reached (J. Bentley, "Multidimensional binary search trees used for associative searching", CACM 18, 1975). Merit is a
/// side like the others, so that the good and the less good of one quarter part as well.
pub(super) fn order(mut things: Vec<([f32; 4], u32)>) -> Vec<u32> {
    let (count, depth) = (things.len(), depth(things.len()));
    for number in 1..1_usize << depth {
        let (whole, left) = (range(count, number), range(count, 2 * number));
        let part = &mut things[whole.clone()];
        let side = widest(part);
        part.select_nth_unstable_by(left.end - whole.start, |a, b| a.0[side].total_cmp(&b.0[side]));
    }
    things.into_iter().map(|(_, number)| number).collect()
}

fn widest(part: &[([f32; 4], u32)]) -> usize {
    let (mut low, mut high) = ([f32::INFINITY; 4], [f32::NEG_INFINITY; 4]);
    for (place, _) in part {
        for side in 0..4 {
            low[side] = low[side].min(place[side]);
            high[side] = high[side].max(place[side]);
        }
    }
    (0..4).max_by(|a, b| (high[*a] - low[*a]).total_cmp(&(high[*b] - low[*b]))).unwrap_or(0)
}

fn depth(count: usize) -> u32 {
    count.div_ceil(LEAF).next_power_of_two().trailing_zeros()
}

fn range(count: usize, number: usize) -> Range<usize> {
    let level = number.ilog2();
    let at = number - (1 << level);
    (count * at) >> level..(count * (at + 1)) >> level
}
