//! Objectives of the work itself: room in the book, the level that is needed, a fair part of the work.

use super::{Share, Standing, falling};

/// Levels above the need from which an expert gives no points.
const LEVEL_ZERO: i64 = 3;

/// Load: 1 with an empty book, 0 at full capacity; open jobs ÷ open jobs allowed.
pub(super) fn load(standing: &Standing<'_>) -> Share {
    let (held, capacity) = (standing.load.open_jobs, standing.found.capacity.open);
    (falling(i64::from(held), i64::from(capacity)), format!("{held}/{capacity}"))
}

/// Level: 1 for a technician of the level needed, a third less for each level above, so that experts stay free.
pub(super) fn level(standing: &Standing<'_>) -> Share {
    let needs = standing.question.needs;
    let held = standing.technician().map_or(0, |technician| technician.level(&needs.skill));
    let above = i64::from(held) - i64::from(needs.level);
    (falling(above.max(0), LEVEL_ZERO), format!("{held}/{}", needs.level))
}

/// Fairness: jobs received in 90 days against the share of capacity, warranty and paid work apart. With
/// `ratio = (received ÷ received by all that pass) ÷ (capacity ÷ capacity of all that pass)` the share is
/// `1 − ratio ÷ 2`: 1 for an agent that got nothing, one half for its just part, 0 from twice that on. While nobody has
/// received anything, one half for all.
#[expect(clippy::cast_precision_loss, reason = "counts of 90 days are far below 2^52")]
pub(super) fn fairness(standing: &Standing<'_>) -> Share {
    let question = standing.question;
    let received = question.figures.of(standing.agent.id, "").received(question.needs.warranty);
    let (crowd, capacity) = (standing.crowd, i64::from(standing.found.capacity.open));
    if crowd.received <= 0 || crowd.capacity <= 0 || capacity <= 0 {
        return (0.5, format!("{received}/0"));
    }
    let just = crowd.received as f64 * capacity as f64 / crowd.capacity as f64;
    (1.0 - received as f64 / just / 2.0, format!("{received}/{just:.1}"))
}
