//! Merit: the most points of an agent that hang neither on the place nor on the skill, under the weights of one policy.

use super::seat::{ANSWER_STEP_S, Record, Seats};
use crate::domain::policy::DispatchPolicy;

/// The weights that merit rests on, for work that the organisation pays or for other work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    load: i32,
    first_time_fix: i32,
    repeat_repair: i32,
    acceptance: i32,
    answer_time: i32,
    fairness: i32,
    answer_zero_s: i64,
    is_warranty: bool,
    are_answers_known: bool,
}

impl Scale {
    pub(super) fn new(policy: &DispatchPolicy, is_warranty: bool, are_answers_known: bool) -> Self {
        let weights = &policy.weights;
        Self {
            load: weights.load,
            first_time_fix: weights.first_time_fix,
            repeat_repair: weights.repeat_repair,
            acceptance: weights.acceptance,
            answer_time: weights.answer_time,
            fairness: weights.fairness,
            answer_zero_s: policy.answer_zero_s,
            is_warranty,
            are_answers_known,
        }
    }

    /// The most that anybody can have.
    pub(super) fn most(self) -> i32 {
        self.load + self.first_time_fix + self.repeat_repair + self.acceptance + self.answer_time + self.fairness
    }

    /// The merit of a seat with so much free, by its best skill; `None` where nothing is free.
    pub(super) fn of(self, record: Record, free: u8) -> Option<i32> {
        self.with_skill(record, free, (record.first_time_fix, record.repeat_repair))
    }

    /// The same by one of its skills.
    pub(super) fn with_skill(self, record: Record, free: u8, (first_time_fix, repeat_repair): (u8, u8)) -> Option<i32> {
        let fair = if self.is_warranty { record.fair_warranty } else { record.fair_paid };
        let points = || {
            part(self.load, free)
                + part(self.first_time_fix, first_time_fix)
                + part(self.repeat_repair, repeat_repair)
                + part(self.acceptance, record.acceptance)
                + part(self.fairness, fair)
                + self.answer(record.answer)
        };
        (free > 0).then(points)
    }

    fn answer(self, steps: u16) -> i32 {
        if !self.are_answers_known {
            return part(self.answer_time, 128);
        }
        let mean_s = i64::from(steps) * ANSWER_STEP_S;
        if mean_s >= self.answer_zero_s {
            return 0;
        }
        share_of(self.answer_time, 1.0 - mean_s as f64 / self.answer_zero_s as f64)
    }
}

/// Merit as nodes keep it: 0 where nobody can do anything, else one more than the points.
pub(super) fn kept(merit: Option<i32>) -> u16 {
    merit.map_or(0, |points| u16::try_from(points + 1).unwrap_or(u16::MAX))
}

/// The merit of a seat as nodes keep it.
pub(super) fn of_seat(scale: Scale, seats: &Seats, seat: usize) -> u16 {
    kept(scale.of(seats.record[seat], seats.free[seat]))
}

/// The most points of a weight for a share in 255ths, rounded as points are.
fn part(weight: i32, share: u8) -> i32 {
    (2 * weight * i32::from(share) + 255) / 510
}

/// The most points of a weight for a share; a hair more than rounding gives.
#[expect(clippy::cast_possible_truncation, reason = "weights are small")]
pub(super) fn share_of(weight: i32, share: f64) -> i32 {
    (f64::from(weight) * share.clamp(0.0, 1.0) + 0.500_001) as i32
}
