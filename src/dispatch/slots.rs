//! Windows that can be promised: the earliest in which somebody who may do the work is free.

use chrono::TimeDelta;

use super::objective::Question;
use super::rank::Candidate;
use crate::domain::agent::{Agent, Load, Technician};
use crate::domain::calendar::Calendar;
use crate::domain::eligibility::{Needs, Scene, examine, examine_technician, hindrance};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::time::{Instant, Window};

/// A window that can be promised, with who would come.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The window.
    pub window: Window,
    /// The best agent that is free then.
    pub agent_id: AgentId,
    /// Its technician.
    pub technician_id: TechnicianId,
    /// The agent's score in the ranking.
    pub score: i32,
    /// Expected travel time, seconds; none where the road source knows no way.
    pub travel_s: Option<i64>,
    /// Agents that are free then.
    pub free: usize,
}

/// An agent that may do the work, with what it holds and the earliest that it can be there.
pub struct Contender<'a> {
    /// Its row of the ledger.
    pub candidate: &'a Candidate,
    /// The agent.
    pub agent: &'a Agent,
    /// What it holds.
    pub load: Load,
    /// After the time to answer and the way.
    pub earliest: Instant,
}

impl Contender<'_> {
    /// The technician who is free for the whole of a window, if the agent can take the work then.
    #[must_use]
    pub fn free_in(&self, question: &Question<'_>, window: Window) -> Option<TechnicianId> {
        if window.from < self.earliest {
            return None;
        }
        free_in((self.agent, &self.load), question, window)
    }
}

/// The technician of an agent who is free for the whole of a window: passes every rule with the window as promised, and
/// works throughout; of several one whom the customer asked for, then the one whose level is closest to what is needed, then
/// the one with fewer visits.
#[must_use]
pub fn free_in((agent, load): (&Agent, &Load), question: &Question<'_>, window: Window) -> Option<TechnicianId> {
    let needs = Needs { window: Some(window), ..question.needs.clone() };
    let scene = Scene::new(agent, load, &needs, question.policy, question.now);
    if !examine(agent, load, &needs, question.policy, question.now).failed.is_empty() {
        return None;
    }
    let whole = (window.to - window.from).num_seconds();
    let works = |it: &&Technician| agent.hours_of(it).business_between(window.from, window.to) == whole;
    let visits = |it: &Technician| load.visits.iter().filter(|visit| visit.technician == it.id).count();
    let able = agent.technicians.iter().filter(works).filter(|it| examine_technician(&scene, it).is_none());
    let is_stranger = |it: &Technician| !question.wishes.prefers(it.id);
    able.min_by_key(|it| (is_stranger(it), it.level(&needs.skill), visits(it))).map(|it| it.id)
}

/// How far windows are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// Where to begin.
    pub from: Instant,
    /// Days to look at.
    pub days: u32,
    /// Most windows to find.
    pub limit: usize,
}

/// Orders contenders as they are asked: by rank, but work of the warranty goes to an agent whose primary area holds the place
/// before it goes to a better score.
pub fn in_order(question: &Question<'_>, contenders: &mut [Contender<'_>]) {
    let is_primary = |it: &Contender<'_>| question.needs.warranty && it.candidate.area == Some(AreaKind::Primary);
    contenders.sort_by_key(|it| (!is_primary(it), it.candidate.rank));
}

/// The earliest windows in which somebody is free, in order of time, each with the first of the contenders who is. Windows of
/// the question's length lie side by side from midnight of the organisation's day, so that everybody names the same ones.
#[must_use]
pub fn find_slots(
    question: &Question<'_>,
    contenders: &[Contender<'_>],
    calendar: &Calendar,
    search: Search,
) -> Vec<Slot> {
    let mut slots = Vec::new();
    for window in windows(calendar, question.window, search) {
        let free: Vec<(&Candidate, TechnicianId)> =
            contenders.iter().filter_map(|it| Some((it.candidate, it.free_in(question, window)?))).collect();
        if let Some((best, technician_id)) = free.first() {
            let (agent_id, score, travel_s) = (best.agent_id, best.score, best.travel_s);
            slots.push(Slot { window, agent_id, technician_id: *technician_id, score, travel_s, free: free.len() });
        }
        if slots.len() == search.limit {
            break;
        }
    }
    slots
}

/// The windows in which one technician who has the job already can come, in order of time: those that everybody names, wholly
/// in the technician's hours, met by nothing that is held.
#[must_use]
pub fn free_times(
    scene: &Scene<'_>,
    technician: &Technician,
    (calendar, length): (&Calendar, TimeDelta),
    search: Search,
) -> Vec<Window> {
    let hours = scene.agent.hours_of(technician);
    let is_free = |window: &Window| {
        let works = hours.business_between(window.from, window.to) == length.num_seconds();
        let is_suspended = scene.agent.suspended.is_some_and(|suspended| suspended.overlaps(*window));
        works && !is_suspended && hindrance(scene, technician, *window).is_none()
    };
    windows(calendar, length, search).filter(is_free).take(search.limit).collect()
}

fn windows(calendar: &Calendar, length: TimeDelta, search: Search) -> impl Iterator<Item = Window> {
    let days = std::iter::successors(Some(calendar.local_date(search.from)), chrono::NaiveDate::succ_opt);
    let spans = days.take(search.days as usize).filter_map(|day| calendar.span_of(day));
    spans
        .flat_map(move |day| {
            let starts = std::iter::successors(Some(day.from), move |start| Some(*start + length));
            starts.take_while(move |start| length > TimeDelta::zero() && *start + length <= day.to)
        })
        .map(move |start| Window { from: start, to: start + length })
        .filter(move |window| search.from <= window.from)
}
