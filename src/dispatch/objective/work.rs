//! Objectives of the work itself: room in the book, the level that is needed, a fair part of the work.

use super::{Reading, Share, Standing, falling};

/// Levels above the need from which an expert gives no points.
const LEVEL_ZERO: i64 = 3;

/// Load: 1 with an empty book, 0 at full capacity; open jobs ÷ open jobs allowed.
pub(super) fn load(standing: &Standing<'_>) -> Share {
    let (held, capacity) = (standing.load.open_jobs, standing.found.capacity.open);
    (falling(i64::from(held), i64::from(capacity)), Reading::Of(held.into(), capacity.into()))
}

/// Level: 1 for a technician of the level needed, a third less for each level above, so that experts stay free.
pub(super) fn level(standing: &Standing<'_>) -> Share {
    let needs = standing.question.needs;
    let held = standing.technician().map_or(0, |technician| technician.level(&needs.skill));
    (level_share(held, needs.level), Reading::Of(held.into(), needs.level.into()))
}

/// The share of a technician of this level where that one is needed.
pub(in crate::dispatch) fn level_share(held: u8, needed: u8) -> f64 {
    falling((i64::from(held) - i64::from(needed)).max(0), LEVEL_ZERO)
}

/// Fairness: jobs received in 90 days against the share of capacity, warranty and paid work apart. With
/// `ratio = (received ÷ received in the agent's province) ÷ (capacity ÷ capacity in the province)` the share is
/// `1 − ratio ÷ 2`: 1 for an agent that got nothing, one half for its just part, 0 from twice that on. While nobody of the
/// province has received anything, one half for all.
pub(super) fn fairness(standing: &Standing<'_>) -> Share {
    let (own, is_warranty) = (standing.own, standing.question.needs.warranty);
    let (received, just) = (own.of("").received(is_warranty), own.just_part(is_warranty));
    (fair(received, just), Reading::Part(received, just))
}

/// The share of an agent that received so many jobs of those that would have been its just part.
#[expect(clippy::cast_precision_loss, reason = "counts of 90 days are far below 2^52")]
pub(in crate::dispatch) fn fair(received: i64, just: f64) -> f64 {
    if just > 0.0 { 1.0 - received as f64 / just / 2.0 } else { 0.5 }
}
