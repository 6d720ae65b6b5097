//! The objectives: each gives a share from 0 to 1 of the points that the policy has for it.
//!
//! Points are whole: weight × share, rounded half away from zero. A score is the sum of the points shown, so it always
//! adds up exactly.

mod customer;
mod record;
mod road;
mod work;

use std::fmt;

use chrono::TimeDelta;

use super::figures::{Figures, Own};
use super::travel::Travel;
use crate::domain::agent::{Agent, Load, Technician};
use crate::domain::eligibility::{Examination, Needs};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::policy::{DispatchPolicy, Weights};
use crate::domain::time::Instant;

pub(in crate::dispatch) use record::{acceptance_share, first_time_fix_share, mean_answer_s, repeat_repair_share};
pub(in crate::dispatch) use work::{fair, level_share};

/// What points are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Objective {
    /// Short travel.
    Travel,
    /// Room in the book.
    Load,
    /// A level close to what is needed.
    Level,
    /// Repairs that hold at the first visit, by skill.
    FirstTimeFix,
    /// Few repairs that had to be repeated.
    RepeatRepair,
    /// Offers that were accepted.
    Acceptance,
    /// Quick answers.
    AnswerTime,
    /// The customer's preferred or previous technician.
    Preference,
    /// Less work received than the share of capacity.
    Fairness,
    /// The promised window, or else an early one.
    Window,
}

crate::domain::codes!(Objective {
    Travel => "travel", Load => "load", Level => "level", FirstTimeFix => "first_time_fix",
    RepeatRepair => "repeat_repair", Acceptance => "acceptance", AnswerTime => "answer_time",
    Preference => "preference", Fairness => "fairness", Window => "window",
});

/// Points for one objective; the points of a candidate add up to its score.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Points {
    /// What for.
    pub objective: Objective,
    /// How many.
    pub points: i32,
    /// The figure behind them, such as seconds of travel or `held/capacity`; the unit is the objective's.
    pub figure: String,
}

/// Whom the customer knows.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Technicians that the customer asked for, with their agents.
    pub preferred: Vec<(AgentId, TechnicianId)>,
    /// Who came to this customer before and finished the work.
    pub previous: Vec<(AgentId, TechnicianId)>,
    /// The agent of the repair that this one repeats, and whether it should come again.
    pub repeated: Option<(AgentId, bool)>,
    /// Agents from which the organisation took this job away; they do not get it again.
    pub taken_from: Vec<AgentId>,
}

impl Wishes {
    /// Whether the customer asked for this technician.
    #[must_use]
    pub fn prefers(&self, technician: TechnicianId) -> bool {
        self.preferred.iter().any(|(_, preferred)| *preferred == technician)
    }

    /// The agents that may have points for being known.
    pub(super) fn named(&self) -> impl Iterator<Item = AgentId> + '_ {
        let known = self.preferred.iter().chain(&self.previous).map(|(agent, _)| *agent);
        known.chain(self.repeated.map(|(agent, _)| agent))
    }
}

/// All that is the same for every agent of one ranking.
pub struct Question<'a> {
    /// What the job asks for.
    pub needs: &'a Needs,
    /// The policy.
    pub policy: &'a DispatchPolicy,
    /// Whom the customer knows.
    pub wishes: &'a Wishes,
    /// The record of the network.
    pub figures: &'a Figures,
    /// Length of a window, where none was promised.
    pub window: TimeDelta,
    /// When it is asked.
    pub now: Instant,
    /// The travel times.
    pub travel: &'a Travel,
}

/// One agent that passes, before the question.
pub(super) struct Standing<'a> {
    question: &'a Question<'a>,
    agent: &'a Agent,
    load: &'a Load,
    found: &'a Examination,
    own: &'a Own,
}

impl<'a> Standing<'a> {
    pub(super) fn new(
        question: &'a Question<'a>,
        (agent, load): (&'a Agent, &'a Load),
        found: &'a Examination,
    ) -> Self {
        Self { question, agent, load, found, own: question.figures.of(agent.id) }
    }

    /// Expected travel time of the agent, seconds.
    pub(super) fn travel_s(&self) -> Option<i64> {
        self.question.travel.seconds(self.agent.id, self.found.distance_m)
    }

    /// The technician proposed.
    fn technician(&self) -> Option<&Technician> {
        let id = self.found.technician?;
        self.agent.technicians.iter().find(|technician| technician.id == id)
    }
}

/// How much of an objective's points, and the figure behind it.
type Share = (f64, Reading);

/// The figure behind points; written out only where somebody reads it.
enum Reading {
    Nothing,
    Count(i64),
    Of(i64, i64),
    Part(i64, f64),
    Percent(f64),
    Word(&'static str),
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Count(count) => write!(f, "{count}"),
            Self::Of(held, most) => write!(f, "{held}/{most}"),
            Self::Part(held, just) => write!(f, "{held}/{just:.1}"),
            Self::Percent(share) => write!(f, "{:.1}%", share * 100.0),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// The points of an agent, objective by objective, in the order of the code list. Objectives without weight are left out.
pub(super) fn points(standing: &Standing<'_>) -> Vec<Points> {
    let weigh = |objective: &Objective| {
        let weight = weight(&standing.question.policy.weights, *objective);
        (weight != 0).then(|| {
            let (share, figure) = share(standing, *objective);
            Points { objective: *objective, points: whole(weight, share), figure: figure.to_string() }
        })
    };
    Objective::ALL.iter().filter_map(weigh).collect()
}

/// The sum of the points of an agent.
pub(super) fn score(standing: &Standing<'_>) -> i32 {
    let weigh = |objective: &Objective| {
        let weight = weight(&standing.question.policy.weights, *objective);
        if weight == 0 { 0 } else { whole(weight, share(standing, *objective).0) }
    };
    Objective::ALL.iter().map(weigh).sum()
}

fn weight(weights: &Weights, objective: Objective) -> i32 {
    match objective {
        Objective::Travel => weights.travel,
        Objective::Load => weights.load,
        Objective::Level => weights.level,
        Objective::FirstTimeFix => weights.first_time_fix,
        Objective::RepeatRepair => weights.repeat_repair,
        Objective::Acceptance => weights.acceptance,
        Objective::AnswerTime => weights.answer_time,
        Objective::Preference => weights.preference,
        Objective::Fairness => weights.fairness,
        Objective::Window => weights.window,
    }
}

fn share(standing: &Standing<'_>, objective: Objective) -> Share {
    match objective {
        Objective::Travel => road::travel(standing),
        Objective::Load => work::load(standing),
        Objective::Level => work::level(standing),
        Objective::FirstTimeFix => record::first_time_fix(standing),
        Objective::RepeatRepair => record::repeat_repair(standing),
        Objective::Acceptance => record::acceptance(standing),
        Objective::AnswerTime => record::answer_time(standing),
        Objective::Preference => customer::preference(standing),
        Objective::Fairness => work::fairness(standing),
        Objective::Window => road::window(standing),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share of an i32 is an i32")]
fn whole(weight: i32, share: f64) -> i32 {
    (f64::from(weight) * share.clamp(0.0, 1.0)).round() as i32
}

/// 1 at 0, falling in a straight line to 0 at `zero_at` and beyond.
#[expect(clippy::cast_precision_loss, reason = "seconds and counts are far below 2^52")]
fn falling(value: i64, zero_at: i64) -> f64 {
    if zero_at <= 0 { 0.0 } else { (1.0 - value as f64 / zero_at as f64).clamp(0.0, 1.0) }
}
