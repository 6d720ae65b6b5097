//! Rules of the capacity, in three forms at once: open jobs, jobs a day, working minutes a day.

use chrono::NaiveDate;

use super::{Failed, Figure, RuleCode, Scene};
use crate::domain::agent::Technician;

/// The agent holds fewer open jobs than it may.
pub(super) fn open_jobs(scene: &Scene<'_>) -> Option<Failed> {
    full_open(scene.load.open_jobs, scene.capacity.open)
}

/// The technician holds fewer open jobs than the own limit.
pub(super) fn technician_open_jobs(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    full_open(scene.load.open_of(technician.id), technician.limits.open?)
}

fn full_open(held: i32, most: i32) -> Option<Failed> {
    (held >= most).then(|| Failed::new(RuleCode::CapacityOpenFull, Figure::new("jobs", held, most)))
}

/// The promised day has room for one more job of the agent.
pub(super) fn day(scene: &Scene<'_>) -> Option<Failed> {
    scene.needs.window.and_then(|_| agent_day(scene, scene.day))
}

/// The promised day has enough minutes left for the job.
pub(super) fn minutes(scene: &Scene<'_>) -> Option<Failed> {
    scene.needs.window.and_then(|_| agent_minutes(scene, scene.day))
}

/// The first form of capacity that a day no longer has for the job, of the agent or of the technician.
pub(super) fn full_day(scene: &Scene<'_>, technician: &Technician, day: NaiveDate) -> Option<Failed> {
    let (jobs, minutes) = scene.load.on(day, Some(technician.id));
    let limits = technician.limits;
    agent_day(scene, day)
        .or_else(|| agent_minutes(scene, day))
        .or_else(|| limits.day.and_then(|most| too_many(jobs, most)))
        .or_else(|| limits.minutes_day.and_then(|most| too_long(minutes, scene.needs.minutes(), most)))
}

fn agent_day(scene: &Scene<'_>, day: NaiveDate) -> Option<Failed> {
    too_many(scene.load.on(day, None).0, scene.agent.capacity_on(day).day)
}

fn agent_minutes(scene: &Scene<'_>, day: NaiveDate) -> Option<Failed> {
    too_long(scene.load.on(day, None).1, scene.needs.minutes(), scene.agent.capacity_on(day).minutes_day)
}

fn too_many(jobs: i32, most: i32) -> Option<Failed> {
    (jobs >= most).then(|| Failed::new(RuleCode::CapacityDayFull, Figure::new("jobs", jobs, most)))
}

fn too_long(held: i32, more: i32, most: i32) -> Option<Failed> {
    let would_be = held.saturating_add(more);
    (would_be > most).then(|| Failed::new(RuleCode::CapacityHoursFull, Figure::new("minutes", would_be, most)))
}
