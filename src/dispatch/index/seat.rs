//! What the index keeps of each agent: bits, reach, and the most that each objective can give, as columns.

use super::word::{Bits, Words};
use crate::dispatch::figures::{Figures, Own};
use crate::dispatch::objective;
use crate::domain::agent::{Agent, Load};
use crate::domain::geo::Position;

/// Seconds that one step of a mean time to answer stands for.
pub(super) const ANSWER_STEP_S: i64 = 16;

/// A position as a point of the unit sphere: no poles, no date line.
pub(super) type Point = [f32; 3];

/// The most that objectives can give, in 255ths, in the best of the agent's skills; the mean time to answer in steps, rounded
/// down.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Record {
    pub first_time_fix: u8,
    pub repeat_repair: u8,
    pub fair_warranty: u8,
    pub fair_paid: u8,
    pub acceptance: u8,
    pub answer: u16,
}

/// A skill of an agent: the levels of its technicians as bits, and what the record gives in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Craft {
    pub levels: u8,
    pub first_time_fix: u8,
    pub repeat_repair: u8,
}

impl Craft {
    /// The most of both.
    fn merge(&mut self, other: Self) {
        self.levels |= other.levels;
        self.first_time_fix = self.first_time_fix.max(other.first_time_fix);
        self.repeat_repair = self.repeat_repair.max(other.repeat_repair);
    }
}

/// The columns, one row a seat.
#[derive(Debug, Default)]
pub(super) struct Seats {
    /// Which agent.
    pub number: Vec<u32>,
    pub point: Vec<Point>,
    pub bits: Vec<Bits>,
    /// Metres to the farthest place of any area.
    pub reach: Vec<f32>,
    /// The free part of the open jobs allowed; 0 when full, or when the agent gets no work at all.
    pub free: Vec<u8>,
    pub record: Vec<Record>,
    /// Where the crafts of a seat begin; they end where those of the next begin.
    crafts_at: Vec<u32>,
    /// One for each bit of `craft`, in the order of the bits.
    crafts: Vec<Craft>,
}

impl Seats {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            number: Vec::with_capacity(count),
            point: Vec::with_capacity(count),
            bits: Vec::with_capacity(count),
            reach: Vec::with_capacity(count),
            free: Vec::with_capacity(count),
            record: Vec::with_capacity(count),
            crafts_at: Vec::with_capacity(count),
            crafts: Vec::new(),
        }
    }

    /// Adds an agent and says what it has.
    pub(super) fn push(
        &mut self,
        (number, agent): (u32, &Agent),
        load: Option<&Load>,
        figures: &Figures,
        words: &mut Words,
    ) -> Vec<super::Feature> {
        let features = words.learn_of(agent);
        let mut bits = Bits::default();
        for feature in &features {
            bits |= feature.bits();
        }
        self.crafts_at.push(super::to_u32(self.crafts.len()));
        let own = figures.of(agent.id);
        let crafts = crafts((agent, own), figures, words);
        self.record.push(record(own, figures, &crafts));
        self.crafts.extend(crafts);
        let reach = agent.areas.iter().map(|area| area.shape.reach_from(agent.position)).fold(-1.0, f64::max);
        self.number.push(number);
        self.point.push(point(agent.position));
        self.bits.push(bits);
        // Wider by what the rounding of positions and distances may take away.
        self.reach.push(if reach < 0.0 { -1.0 } else { single(reach * 1.000_1 + 2.0) });
        self.free.push(load.map_or_else(|| free(agent, &Load::default()), |load| free(agent, load)));
        features
    }

    /// The same rows in another order.
    pub(super) fn in_order(&self, order: &[u32]) -> Self {
        let mut seats = Self::with_capacity(order.len());
        seats.crafts.reserve(self.crafts.len());
        for from in order.iter().map(|from| *from as usize) {
            seats.number.push(self.number[from]);
            seats.point.push(self.point[from]);
            seats.bits.push(self.bits[from]);
            seats.reach.push(self.reach[from]);
            seats.free.push(self.free[from]);
            seats.record.push(self.record[from]);
            seats.crafts_at.push(super::to_u32(seats.crafts.len()));
            let end = self.crafts_at.get(from + 1).map_or(self.crafts.len(), |at| *at as usize);
            seats.crafts.extend(&self.crafts[self.crafts_at[from] as usize..end]);
        }
        seats
    }

    /// What a seat has in the skill of this bit.
    pub(super) fn craft(&self, seat: usize, bit: u32) -> Craft {
        let before = (self.bits[seat].craft & ((1_u64 << bit) - 1)).count_ones();
        self.crafts[(self.crafts_at[seat] + before) as usize]
    }

    pub(super) fn bytes(&self) -> usize {
        let row = size_of::<(u32, Point, Bits, f32, u32)>() + size_of::<u8>() + size_of::<Record>();
        self.number.len() * row + self.crafts.len() * size_of::<Craft>()
    }
}

/// The free part of what the agent may hold at best, whatever the season.
pub(super) fn free(agent: &Agent, load: &Load) -> u8 {
    if !agent.standing.is_in_the_network() {
        return 0;
    }
    let seasons = agent.seasons.iter().map(|season| season.capacity.of(agent.capacity).open);
    let most = seasons.chain([agent.capacity.open]).max().unwrap_or(0);
    if load.open_jobs >= most { 0 } else { at_most(1.0 - f64::from(load.open_jobs) / f64::from(most)).max(1) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the steps")]
fn record(own: &Own, figures: &Figures, crafts: &[Craft]) -> Record {
    let fair = |is_warranty| at_most(objective::fair(own.of("").received(is_warranty), own.just_part(is_warranty)));
    let answer_s = objective::mean_answer_s(figures, own).unwrap_or(0);
    let mut best = Craft::default();
    for craft in crafts {
        best.merge(*craft);
    }
    Record {
        first_time_fix: best.first_time_fix,
        repeat_repair: best.repeat_repair,
        fair_warranty: fair(true),
        fair_paid: fair(false),
        acceptance: at_most(objective::acceptance_share(figures, own)),
        answer: (answer_s / ANSWER_STEP_S).clamp(0, i64::from(u16::MAX)) as u16,
    }
}

/// The crafts of an agent in the order of their bits.
fn crafts((agent, own): (&Agent, &Own), figures: &Figures, words: &mut Words) -> Vec<Craft> {
    let mut found: Vec<(u32, Craft)> = Vec::new();
    for skill in agent.technicians.iter().flat_map(|technician| &technician.skills) {
        let bit = words.skill(&skill.code).bits().craft.trailing_zeros();
        let craft = Craft {
            levels: 1 << skill.level.clamp(1, 4),
            first_time_fix: at_most(objective::first_time_fix_share(figures, own, &skill.code)),
            repeat_repair: at_most(objective::repeat_repair_share(figures, own, &skill.code)),
        };
        match found.iter_mut().find(|(known, _)| *known == bit) {
            Some((_, known)) => known.merge(craft),
            None => found.push((bit, craft)),
        }
    }
    found.sort_unstable_by_key(|(bit, _)| *bit);
    found.into_iter().map(|(_, craft)| craft).collect()
}

/// The least 255th that is above a share, so that rounding never takes points away; 255 for the whole.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 255 is a byte")]
pub(super) fn at_most(share: f64) -> u8 {
    if share <= 0.0 { 0 } else { (share * 255.0 + 1.0).min(255.0) as u8 }
}

/// A position on the unit sphere.
pub(super) fn point(position: Position) -> Point {
    let (lat, lon) = (position.lat.to_radians(), position.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()].map(single)
}

#[expect(clippy::cast_possible_truncation, reason = "rounding is reckoned with where distances are compared")]
pub(super) fn single(number: f64) -> f32 {
    number as f32
}
