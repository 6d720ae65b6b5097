//! Policy replay: a past period played again under a policy, capacity or wave size that is not in force yet.
//!
//! An event-driven simulation (the next-event time advance of A. Law, "Simulation Modeling and Analysis"): reports come as
//! they came, agents are ranked and asked by the very rules, objectives and tiers of dispatch, and answer as they answered
//! then. An agent that was not asked then answers by its record: yes with its acceptance rate, after a time drawn around its
//! mean. What is drawn hangs on job and agent alone, so two policies meet the same people (common random numbers).

mod measure;
mod people;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use chrono::TimeDelta;

use super::field::{Field, Held};
use super::figures::Figures;
use super::index::Found;
use super::objective::{Question, Wishes};
use super::travel::Travel;
use crate::domain::agent::{Agent, Appointment, Booked, Load, Season, SeasonCapacity};
use crate::domain::eligibility::{Needs, Scene, first_window, pass};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, JobId};
use crate::domain::job::Priority;
use crate::domain::policy::{DispatchPolicy, Place, Tier, TierKind};
use crate::domain::time::{Instant, Window};
use measure::Tally;
pub use measure::{Outcome, Then};
use people::{Answer, answer};

/// How often a job that nobody took is looked at again.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);
/// A job that nobody took for so long counts as untaken.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(3);
/// Candidates ranked beside those that were asked before.
const RANKED: usize = 60;

/// A job as it was reported, and what is known of its course.
#[derive(Debug, Clone)]
pub struct PastJob {
    /// Which.
    pub id: JobId,
    /// What it asked for.
    pub needs: Needs,
    /// How urgent it was.
    pub priority: Priority,
    /// When it was reported.
    pub reported_at: Instant,
    /// Until when an agent should have accepted.
    pub accept_by: Instant,
    /// Seconds from the acceptance to the end of the work, as they were or as is usual.
    pub work_s: i64,
    /// What agents answered then: yes or no, after so many seconds.
    pub answers: HashMap<AgentId, (bool, i64)>,
}

/// What is played.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The policy.
    pub policy: &'a DispatchPolicy,
    /// Capacity of every agent, in percent of the contract's.
    pub capacity_percent: i32,
    /// Length of a window, where none was promised.
    pub window: TimeDelta,
}

/// The network that plays.
#[derive(Clone, Copy)]
pub struct Cast<'a> {
    /// Every agent, as of now.
    pub agents: &'a [Agent],
    /// Their record.
    pub figures: &'a Figures,
    /// The zone of quiet hours.
    pub zone: chrono_tz::Tz,
}

/// Plays the jobs under a plan. The books are empty at the beginning. `jobs` are in the order of their reports.
#[must_use]
pub fn replay(jobs: &[PastJob], cast: Cast<'_>, plan: Plan<'_>) -> Outcome {
    let agents: Vec<Agent> = cast.agents.iter().map(|agent| with_capacity(agent, plan.capacity_percent)).collect();
    let by_id = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
    let held = Held::new(&agents, HashMap::new(), cast.figures, std::slice::from_ref(plan.policy));
    let courses = jobs.iter().map(|_| Course::default()).collect();
    let tally = Tally::new(agents.len());
    let mut stage =
        Play { jobs, cast, plan, agents: &agents, by_id: &by_id, held, courses, events: BinaryHeap::new(), tally };
    for (job, past) in jobs.iter().enumerate() {
        stage.at(past.reported_at, What::Dispatch(job));
    }
    while let Some(Reverse((now, _, what))) = stage.events.pop() {
        stage.happen(now, what);
    }
    let capacity: Vec<i32> = agents.iter().map(|agent| agent.capacity.open).collect();
    stage.tally.outcome(jobs, &capacity, plan.policy.detour_factor)
}

fn with_capacity(agent: &Agent, percent: i32) -> Agent {
    let part = |capacity| SeasonCapacity::Percent(percent).of(capacity);
    let season = |season: &Season| match season.capacity {
        // A percentage is one of the contract's capacity, which is changed itself.
        SeasonCapacity::Percent(_) => season.clone(),
        SeasonCapacity::Own(own) => Season { capacity: SeasonCapacity::Own(part(own)), ..season.clone() },
    };
    let seasons = agent.seasons.iter().map(season).collect();
    Agent { capacity: part(agent.capacity), seasons, ..agent.clone() }
}

/// What happens, by the numbers of jobs and agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Work ends before anything else of the same moment, so that its place is free.
    End(usize),
    Answer {
        job: usize,
        agent: usize,
        wave: u32,
        accepts: bool,
    },
    Deadline {
        job: usize,
        wave: u32,
    },
    Dispatch(usize),
}

/// Where a job stands in the play.
#[derive(Default)]
struct Course {
    place: Place,
    wave: u32,
    /// Agents whose answer is awaited.
    open: BTreeSet<usize>,
    /// When agents said no, or nothing.
    refused: HashMap<AgentId, Instant>,
    /// Who has it, and the visit that it takes.
    taken_by: Option<(usize, Appointment)>,
}

struct Play<'a> {
    jobs: &'a [PastJob],
    cast: Cast<'a>,
    plan: Plan<'a>,
    agents: &'a [Agent],
    by_id: &'a HashMap<AgentId, usize>,
    held: Held,
    courses: Vec<Course>,
    /// By time, then in the order in which they were planned.
    events: BinaryHeap<Reverse<(Instant, u64, What)>>,
    tally: Tally,
}

impl Play<'_> {
    fn at(&mut self, time: Instant, what: What) {
        self.tally.events += 1;
        self.events.push(Reverse((time, self.tally.events, what)));
    }

    fn happen(&mut self, now: Instant, what: What) {
        match what {
            What::End(job) => self.end(job),
            What::Dispatch(job) => self.dispatch(now, job),
            What::Answer { job, agent, wave, accepts } => {
                let course = &mut self.courses[job];
                let is_awaited = course.wave == wave && course.open.remove(&agent) && course.taken_by.is_none();
                if !is_awaited {
                    return;
                }
                let is_last = course.open.is_empty();
                if !(accepts && self.take(now, job, agent)) {
                    self.courses[job].refused.insert(self.agents[agent].id, now);
                    if is_last {
                        self.dispatch(now, job);
                    }
                }
            }
            What::Deadline { job, wave } => {
                let course = &mut self.courses[job];
                if course.wave == wave && course.taken_by.is_none() && !course.open.is_empty() {
                    let silent = std::mem::take(&mut course.open);
                    course.refused.extend(silent.into_iter().map(|agent| (self.agents[agent].id, now)));
                    self.dispatch(now, job);
                }
            }
        }
    }

    /// Asks the next wave, or looks again later.
    fn dispatch(&mut self, now: Instant, job: usize) {
        let past = &self.jobs[job];
        if now - past.reported_at > GIVE_UP_AFTER {
            return;
        }
        let chosen = self.choose(now, job);
        let Some((place, answer_minutes, chosen)) = chosen else {
            self.at(now + LOOK_AGAIN, What::Dispatch(job));
            return;
        };
        let sent_at = self.plan.policy.may_send_at(self.cast.zone, past.priority, now);
        let course = &mut self.courses[job];
        course.place = place;
        course.wave += 1;
        course.open = chosen.iter().map(|found| found.number as usize).collect();
        let wave = course.wave;
        let mut last = sent_at;
        for found in chosen {
            let agent = &self.agents[found.number as usize];
            let minutes = u32::try_from(answer_minutes).unwrap_or(u32::MAX);
            let deadline = agent.hours.add_business(sent_at, minutes).unwrap_or(sent_at);
            last = last.max(deadline);
            let Answer { accepts, after } = answer(past, agent.id, self.cast.figures);
            let when = sent_at + after;
            if when < deadline {
                self.at(when, What::Answer { job, agent: found.number as usize, wave, accepts });
            }
            self.tally.offers += 1;
        }
        self.at(last, What::Deadline { job, wave });
    }

    /// The place in the tiers, the minutes to answer, and whom the next wave asks.
    fn choose(&self, now: Instant, job: usize) -> Option<(Place, i64, Vec<Found>)> {
        let (past, course, policy) = (&self.jobs[job], &self.courses[job], self.plan.policy);
        let instead = course.refused.iter().filter_map(|(agent, at)| {
            let load = self.held.load(*self.by_id.get(agent)?);
            Some((*agent, Load { declined_at: Some(*at), ..load.clone() }))
        });
        let instead: HashMap<AgentId, Load> = instead.collect();
        let field = Field { agents: self.agents, by_id: self.by_id, held: &self.held, instead: &instead };
        let (travel, wishes) = (Travel::by_figures(&past.needs, policy, now), Wishes::default());
        let question = Question {
            needs: &past.needs,
            policy,
            wishes: &wishes,
            figures: self.cast.figures,
            window: self.plan.window,
            now,
            travel: &travel,
        };
        let most = policy.tiers.iter().map(|tier| tier.agents).max().unwrap_or(1).max(RANKED);
        let best = field.best(&question, most);
        let is_primary = |found: &Found| {
            let areas = &self.agents[found.number as usize].areas;
            areas.iter().any(|area| area.kind == AreaKind::Primary && area.shape.holds(past.needs.position))
        };
        let (tiers, is_warranty) = (&policy.tiers, past.needs.warranty);
        let of_tier = |tier: &Tier| tier.pick(best.iter().copied(), is_primary);
        if let Some((tier, chosen, place)) = course.place.ask(tiers, is_warranty, of_tier) {
            return Some((place, tier.answer_minutes, chosen));
        }
        // Nobody is left: as in dispatch, the last tier asks only whoever was never asked before.
        let last = tiers.iter().rev().find(|tier| tier.takes(is_warranty) && tier.kind != TierKind::Direct)?;
        let fresh = best.iter().copied().filter(|found| !course.refused.contains_key(&found.id));
        let chosen = last.pick(fresh, is_primary);
        (!chosen.is_empty()).then_some((course.place, last.answer_minutes, chosen))
    }

    /// Gives the job to an agent, if it still passes; what it holds grows by the job until that ends.
    fn take(&mut self, now: Instant, job: usize, number: usize) -> bool {
        let (past, agent, policy) = (&self.jobs[job], &self.agents[number], self.plan.policy);
        let load = self.held.load(number);
        let Some(found) = pass(agent, load, &past.needs, policy, now) else { return false };
        let Some(technician) = agent.technicians.iter().find(|it| Some(it.id) == found.technician) else {
            return false;
        };
        let scene = Scene::new(agent, load, &past.needs, policy, now);
        let promised = past.needs.window.or_else(|| first_window(&scene, technician, now, self.plan.window));
        let window = promised.unwrap_or(Window { from: now, to: now + self.plan.window });
        let booked = Booked {
            technician: technician.id,
            day: agent.hours.local_date(window.from),
            jobs: 1,
            minutes: past.needs.minutes(),
        };
        let visit = Appointment {
            technician: technician.id,
            window,
            position: past.needs.position,
            equipment: crate::domain::eligibility::shared_equipment(&scene, technician),
        };
        let mut load = load.clone();
        load.keep(booked, visit.clone());
        self.held.set(number, agent, load);
        self.tally.peak(self.held.load(number).open_jobs);
        self.courses[job].taken_by = Some((number, visit));
        self.courses[job].open.clear();
        self.tally.take(job, (number, found.distance_m), now);
        self.at(now + TimeDelta::seconds(past.work_s.max(60)), What::End(job));
        true
    }

    fn end(&mut self, job: usize) {
        let Some((number, taken)) = &self.courses[job].taken_by else { return };
        let mut load = self.held.load(*number).clone();
        if let Some(at) = load.visits.iter().position(|visit| visit == taken) {
            load.visits.remove(at);
            load.booked.remove(at);
            load.open_jobs -= 1;
        }
        self.held.set(*number, &self.agents[*number], load);
    }
}
