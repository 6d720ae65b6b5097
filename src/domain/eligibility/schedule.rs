//! Rules of the time: working hours, leave, full days, and other visits with the way between.

use chrono::TimeDelta;

use super::workload::full_day;
use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::{Appointment, Technician};
use crate::domain::slot::{WITHIN_DAYS, first_free};
use crate::domain::time::{Instant, Window};

/// Two visits nearer than this are at one place, and no way lies between them.
const SAME_PLACE_M: f64 = 50.0;
/// The shortest span that is looked for where nothing was promised.
const SHORTEST_MINUTES: i64 = 30;

/// Somebody works in the window or, where nothing was promised, within three weeks.
pub(super) fn hours(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    let hours = scene.agent.hours_of(technician);
    let from = scene.needs.window.map_or(scene.now, |window| window.from);
    let works = scene.needs.window.map_or_else(
        || hours.next_open(from).is_some_and(|open| open < from + TimeDelta::days(WITHIN_DAYS)),
        |window| hours.business_between(window.from, window.to) > 0,
    );
    (!works).then(|| Failed::new(RuleCode::NotWorking, Figure::new("date", "", from.to_rfc3339())))
}

/// The technician can come in the promised window or, where nothing was promised, at some time within three weeks.
pub(super) fn window(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    if let Some(window) = scene.needs.window {
        return hindrance(scene, technician, window);
    }
    let length = TimeDelta::seconds(scene.needs.duration_s).max(TimeDelta::minutes(SHORTEST_MINUTES));
    if first_window(scene, technician, scene.now, length).is_some() {
        return None;
    }
    let hours = scene.agent.hours_of(technician);
    let busy = |busy: &[Window]| first_free(hours, busy, scene.now, length).is_none();
    let figure = Figure::new("date", "", scene.now.to_rfc3339());
    Some(if busy(&[]) {
        Failed::new(RuleCode::NotWorking, figure)
    } else if busy(&away(scene, technician)) {
        Failed::new(RuleCode::TimeOff, figure)
    } else if !busy(&taken(scene, technician)) {
        full_day(scene, technician, scene.day).unwrap_or(Failed::new(RuleCode::CapacityDayFull, figure))
    } else {
        Failed::new(RuleCode::WindowConflict, figure)
    })
}

/// What hinders a technician from coming in a window, if anything does: leave, a full day, or another visit.
#[must_use]
pub fn hindrance(scene: &Scene<'_>, technician: &Technician, window: Window) -> Option<Failed> {
    if let Some(off) = away(scene, technician).into_iter().find(|off| off.overlaps(window)) {
        let figure = Figure::new("date", off.to.to_rfc3339(), window.from.to_rfc3339());
        return Some(Failed::new(RuleCode::TimeOff, figure));
    }
    let day = scene.agent.hours.local_date(window.from);
    full_day(scene, technician, day).or_else(|| {
        let visit = visits(scene, technician).find(|visit| with_way(scene, visit).overlaps(window))?;
        let figure = Figure::new("date", visit.window.to.to_rfc3339(), window.from.to_rfc3339());
        Some(Failed::new(RuleCode::WindowConflict, figure))
    })
}

/// The first window of `length` at or after `from` in which nothing hinders the technician; `None` when there is none
/// within three weeks.
#[must_use]
pub fn first_window(scene: &Scene<'_>, technician: &Technician, from: Instant, length: TimeDelta) -> Option<Window> {
    let hours = scene.agent.hours_of(technician);
    let mut busy = away(scene, technician);
    busy.extend(taken(scene, technician));
    busy.extend(scene.agent.suspended);
    // Each turn closes one full day, and no more days than these are looked at.
    for _ in 0..=WITHIN_DAYS {
        let window = first_free(hours, &busy, from, length)?;
        let day = scene.agent.hours.local_date(window.from);
        if full_day(scene, technician, day).is_none() {
            return Some(window);
        }
        busy.push(scene.agent.hours.span_of(day)?);
    }
    None
}

fn away(scene: &Scene<'_>, technician: &Technician) -> Vec<Window> {
    scene.agent.time_off_of(technician.id).map(|off| off.window).collect()
}

fn taken(scene: &Scene<'_>, technician: &Technician) -> Vec<Window> {
    visits(scene, technician).map(|visit| with_way(scene, visit)).collect()
}

fn visits<'a>(scene: &Scene<'a>, technician: &Technician) -> impl Iterator<Item = &'a Appointment> {
    let id = technician.id;
    scene.load.visits.iter().filter(move |visit| visit.technician == id)
}

/// The window of a visit with the way to it and from it on both sides, each by the figures of its own hour; windows are
/// half open.
fn with_way(scene: &Scene<'_>, visit: &Appointment) -> Window {
    let metres = visit.position.metres_to(scene.needs.position);
    if metres < SAME_PLACE_M {
        return visit.window;
    }
    let way = |at| TimeDelta::seconds(scene.needs.roads.travel_s(scene.policy, metres, at));
    let Window { from, to } = visit.window;
    Window { from: from - way(from), to: to + way(to) }
}
