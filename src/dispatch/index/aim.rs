//! A question in the terms of the index: what an agent must have, and the most points that a seat or node can give.

use super::Index;
use super::merit::{Scale, share_of};
use super::seat::{Point, Seats, point, single};
use super::tree::Tree;
use super::word::{Bits, Feature};
use crate::dispatch::objective::{Question, level_share};
use crate::dispatch::travel::Travel;
use crate::domain::geo::{EARTH_M, Precision};

/// Metres by which positions of single precision may lie.
const SLACK_M: f32 = 2.0;

/// The most that an agent can score, and the least that it can be away, metres.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub score: i32,
    pub distance_m: f32,
}

/// A compiled question.
#[derive(Debug)]
pub struct Aim {
    pub(super) features: Vec<Feature>,
    at: Point,
    needed: Bits,
    skill_bit: u32,
    radius_m: f32,
    /// Whether the place must lie in an area; where it is vague, that only warns.
    within_area: bool,
    scale: Scale,
    /// The number of the scale, if the index knows it.
    known: Option<usize>,
    travel: i32,
    level: i32,
    window: i32,
    /// Points for each set of levels, none where no level is enough.
    levels: [Option<i32>; 32],
    /// Share of the travel points lost with each metre; none where that is not known.
    lost_per_m: Option<f64>,
    /// Share of the travel points that the rounding to seconds may give.
    rounding: f64,
}

impl Aim {
    /// `None` when no agent of the index has what is needed.
    pub(crate) fn new(index: &Index, question: &Question<'_>) -> Option<Self> {
        let (needs, policy) = (question.needs, question.policy);
        let features = index.words.needed(needs)?;
        let mut needed = Bits::default();
        for feature in &features {
            needed |= feature.bits();
        }
        let weights = &policy.weights;
        let zero_s = policy.travel_zero_s as f64;
        let lost_per_m = match question.travel {
            Travel::GreatCircle(pace) => Some(pace.detour_factor / pace.speed_m_s / zero_s),
            Travel::Road { .. } => None,
        };
        let scale = Scale::new(policy, needs.warranty, question.figures.network("").accepted > 0);
        Some(Self {
            at: point(needs.position),
            skill_bit: needed.craft.trailing_zeros(),
            needed,
            features,
            radius_m: single(policy.radius_m * 1.000_1 + f64::from(SLACK_M)),
            within_area: needs.precision <= Precision::Street,
            known: index.scales.iter().position(|known| *known == scale),
            scale,
            travel: weights.travel,
            level: weights.level,
            window: weights.window,
            levels: std::array::from_fn(|set| {
                let least = (needs.level.max(1)..=4).find(|level| set & (1 << level) != 0)?;
                Some(share_of(weights.level, level_share(least, needs.level)))
            }),
            lost_per_m: lost_per_m.filter(|_| policy.travel_zero_s > 0),
            rounding: if policy.travel_zero_s > 0 { 0.5 / zero_s } else { 0.0 },
        })
    }

    /// The bound of a node; `None` when none of its agents can do the job.
    pub(super) fn of_node(&self, tree: &Tree, number: usize) -> Option<Bound> {
        let merit = match self.known {
            Some(scale) => i32::from(tree.merit(number, scale)) - 1,
            None => self.scale.most(),
        };
        let node = tree.node(number);
        if merit < 0 || !node.bits.hold(self.needed) {
            return None;
        }
        let mut square = 0.0;
        for axis in 0..3 {
            let away = (node.low[axis] - self.at[axis]).max(self.at[axis] - node.high[axis]).max(0.0);
            square += away * away;
        }
        let distance_m = self.near_enough(square, node.reach)?;
        Some(Bound { score: self.travel(distance_m) + self.level + self.window + merit, distance_m })
    }

    /// The bound of a seat; `None` when its agent cannot do the job.
    pub(super) fn of_seat(&self, seats: &Seats, seat: usize) -> Option<Bound> {
        if !seats.bits[seat].hold(self.needed) {
            return None;
        }
        let point = seats.point[seat];
        let square = (0..3).map(|axis| (point[axis] - self.at[axis]).powi(2)).sum();
        let distance_m = self.near_enough(square, seats.reach[seat])?;
        let craft = seats.craft(seat, self.skill_bit);
        let level = self.levels[usize::from(craft.levels)]?;
        let skill = (craft.first_time_fix, craft.repeat_repair);
        let merit = self.scale.with_skill(seats.record[seat], seats.free[seat], skill)?;
        Some(Bound { score: self.travel(distance_m) + level + self.window + merit, distance_m })
    }

    /// The least metres that a chord of this square leaves; `None` beyond the radius or the reach.
    fn near_enough(&self, square: f32, reach_m: f32) -> Option<f32> {
        let distance_m = shortest(square);
        let is_near = distance_m <= self.radius_m && (!self.within_area || distance_m <= reach_m);
        is_near.then_some(distance_m)
    }

    fn travel(&self, distance_m: f32) -> i32 {
        match self.lost_per_m {
            None => self.travel,
            Some(lost) => share_of(self.travel, 1.0 - f64::from(distance_m) * lost + self.rounding),
        }
    }
}

/// The least metres along the earth between points whose chord on the unit sphere has this square.
pub(super) fn shortest(square: f32) -> f32 {
    (square.sqrt() * single(EARTH_M) * 0.999_999 - SLACK_M).max(0.0)
}
