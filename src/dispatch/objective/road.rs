//! Objectives of place and time: how long the way is, and how soon somebody comes.

use super::{Reading, Share, Standing, falling};
use crate::domain::eligibility::{Scene, first_window};

/// Travel time: 1 at no travel, 0 from `travel_zero_s` on or where the road source knows no way. Without a road source time
/// is great circle × detour factor ÷ speed (detour factors of road networks: R. Ballou et al., "Selected country circuity
/// factors for road travel distance estimation", Transportation Research A 36, 2002).
pub(super) fn travel(standing: &Standing<'_>) -> Share {
    let Some(travel_s) = standing.travel_s() else { return (0.0, Reading::Nothing) };
    (falling(travel_s, standing.question.policy.travel_zero_s), Reading::Count(travel_s))
}

/// Window: of a promised one the part that lies in the technician's working time; where none was promised, 1 for a window
/// that begins at once, 0 from `window_zero_s` on or without one.
#[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^52")]
pub(super) fn window(standing: &Standing<'_>) -> Share {
    let question = standing.question;
    let Some(technician) = standing.technician() else { return (0.0, Reading::Nothing) };
    let shift = standing.agent.hours_of(technician);
    if let Some(promised) = question.needs.window {
        let (open, whole) =
            (shift.business_between(promised.from, promised.to), (promised.to - promised.from).num_seconds());
        let share = if whole > 0 { open as f64 / whole as f64 } else { 0.0 };
        return (share, Reading::Count(open));
    }
    let travel_s = standing.travel_s().unwrap_or(question.policy.travel_zero_s);
    let from = question.now + chrono::TimeDelta::seconds(travel_s);
    let scene = Scene::new(standing.agent, standing.load, question.needs, question.policy, question.now);
    match first_window(&scene, technician, from, question.window) {
        Some(free) => {
            let wait_s = (free.from - question.now).num_seconds();
            (falling(wait_s, question.policy.window_zero_s), Reading::Count(wait_s))
        }
        None => (0.0, Reading::Nothing),
    }
}
