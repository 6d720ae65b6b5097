//! Rules of the place: areas and distance.

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::Area;
use crate::domain::geo::AreaKind;

/// The base is near enough.
pub(super) fn distance(scene: &Scene<'_>) -> Option<Failed> {
    let (found, limit) = (scene.distance_m, scene.policy.radius_m);
    (found > limit).then(|| Failed::new(RuleCode::DistanceOverMax, Figure::new("m", found.round(), limit.round())))
}

/// The kind of the best area that holds the place, if any does.
pub(super) fn kind(scene: &Scene<'_>) -> Option<AreaKind> {
    let holding = scene.agent.areas.iter().filter(|area| area.shape.holds(scene.needs.position));
    holding.map(|area| area.kind).min_by_key(|kind| *kind != AreaKind::Primary)
}

/// The kind of the best area that holds the place, and the failure when none does; an agent without areas is outside.
pub(super) fn area(scene: &Scene<'_>) -> (Option<AreaKind>, Option<Failed>) {
    let found = kind(scene);
    let failed = found.is_none().then(|| {
        let outside = |area: &Area| area.shape.metres_outside(scene.needs.position);
        let nearest = scene.agent.areas.iter().map(outside).fold(f64::INFINITY, f64::min);
        let metres = if nearest.is_finite() { nearest.ceil().to_string() } else { String::new() };
        Failed::new(RuleCode::AreaOutside, Figure::new("m", metres, 0))
    });
    (found, failed)
}
