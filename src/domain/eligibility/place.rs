//! Rules of the place: areas, distance, and the way between two places.

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::geo::AreaKind;
use crate::domain::policy::DispatchPolicy;

/// Expected travel time in seconds over a great-circle distance in metres: distance × detour factor ÷ speed.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "distances and times on the globe are far below 2^52")]
pub fn travel_s(distance_m: f64, policy: &DispatchPolicy) -> i64 {
    (distance_m * policy.detour_factor / policy.speed_m_s).round() as i64
}

/// The base is near enough.
pub(super) fn distance(scene: &Scene<'_>) -> Option<Failed> {
    let (found, limit) = (scene.agent.position.metres_to(scene.needs.position), scene.policy.radius_m);
    (found > limit).then(|| Failed::new(RuleCode::DistanceOverMax, Figure::new("m", found.round(), limit.round())))
}

/// The kind of the best area that holds the place, and the failure when none does; an agent without areas is outside.
pub(super) fn area(scene: &Scene<'_>) -> (Option<AreaKind>, Option<Failed>) {
    let mut nearest = f64::INFINITY;
    let mut found = None;
    for area in &scene.agent.areas {
        let outside = area.shape.metres_outside(scene.needs.position);
        if outside <= 0.0 && found != Some(AreaKind::Primary) {
            found = Some(area.kind);
        }
        nearest = nearest.min(outside);
    }
    let failed = found.is_none().then(|| {
        let metres = if nearest.is_finite() { nearest.ceil().to_string() } else { String::new() };
        Failed::new(RuleCode::AreaOutside, Figure::new("m", metres, 0))
    });
    (found, failed)
}
