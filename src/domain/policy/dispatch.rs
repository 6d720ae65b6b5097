//! How candidates are found, weighed and offered the job, and who is called when nobody takes it.

use chrono_tz::Tz;

use super::tier::{Tier, TierKind, TierWork};
use crate::domain::access::Role;
use crate::domain::calendar::{Calendar, WeekHours};
use crate::domain::job::Priority;
use crate::domain::time::Instant;

/// Most points for each objective; a candidate's points add up to its score.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Short travel.
    pub travel: i32,
    /// Room in the book.
    pub load: i32,
    /// A level close to what is needed, so that experts stay free.
    pub level: i32,
    /// Repairs that hold at the first visit.
    pub first_time_fix: i32,
    /// Few repairs that had to be repeated.
    pub repeat_repair: i32,
    /// Offers that were accepted.
    pub acceptance: i32,
    /// Quick answers.
    pub answer_time: i32,
    /// The customer's preferred or previous technician.
    pub preference: i32,
    /// Less work received than the share of capacity.
    pub fairness: i32,
    /// The promised window, or else an early one.
    pub window: i32,
}

/// Who is called by an escalation step.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalateTo {
    /// Whoever of this role takes it.
    Role(Role),
    /// The person with this name at sign-in.
    User(String),
}

/// A step of the chain that begins when nobody is left to ask.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// Business minutes of the organisation since the step before.
    pub after_minutes: i64,
    /// Who is called.
    pub to: EscalateTo,
    /// Business minutes in which the one called is to act.
    pub due_minutes: i64,
}

/// How candidates are found, weighed and offered the job.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchPolicy {
    /// Farthest great-circle distance of an agent's base, metres.
    pub radius_m: f64,
    /// Most agents that are examined, nearest first.
    pub considered: usize,
    /// Road metres for each metre of great circle, in provinces that no region of the travel policy has.
    pub detour_factor: f64,
    /// Mean speed on the road there, metres a second.
    pub speed_m_s: f64,
    /// Most points for each objective.
    pub weights: Weights,
    /// Travel time in seconds from which travel gives no points.
    pub travel_zero_s: i64,
    /// Mean time to answer in seconds from which answers give no points.
    pub answer_zero_s: i64,
    /// Seconds to the first free window from which it gives no points, where none was promised.
    pub window_zero_s: i64,
    /// The tiers, in order.
    pub tiers: Vec<Tier>,
    /// Hours in which no offer is sent by SMS; it waits for their end, and its deadline counts from there.
    pub quiet_hours: WeekHours,
    /// Priorities whose offers are sent in quiet hours too.
    pub quiet_broken_by: Vec<Priority>,
    /// Hours in which an agent is not asked again for a job that it declined, let lapse or gave back.
    pub cooldown_hours: i64,
    /// Minutes that an offer waits for others to the same agent, so that they go in one message; 0 sends at once.
    pub batch_minutes: i64,
    /// Whether agents whose contract says so get the job without being asked.
    pub allows_auto_accept: bool,
    /// Whether an agent must hold the part that the fault needs.
    pub requires_part: bool,
    /// Who is called when nobody is left to ask, step by step.
    pub escalation: Vec<EscalationStep>,
}

impl Default for DispatchPolicy {
    fn default() -> Self {
        let tier = |kind, work, (agents, waves), answer_minutes| Tier { kind, work, agents, waves, answer_minutes };
        let step = |after_minutes, role, due_minutes| EscalationStep {
            after_minutes,
            to: EscalateTo::Role(role),
            due_minutes,
        };
        Self {
            radius_m: 120_000.0,
            considered: 200,
            detour_factor: 1.35,
            speed_m_s: 8.3,
            weights: Weights {
                travel: 30,
                load: 15,
                level: 8,
                first_time_fix: 10,
                repeat_repair: 5,
                acceptance: 8,
                answer_time: 4,
                preference: 6,
                fairness: 8,
                window: 6,
            },
            travel_zero_s: 5_400,
            answer_zero_s: 3_600,
            window_zero_s: 259_200,
            tiers: vec![
                tier(TierKind::Direct, TierWork::Warranty, (1, 1), 30),
                tier(TierKind::Ranked, TierWork::Any, (1, 5), 30),
                tier(TierKind::Broadcast, TierWork::Any, (10, 1), 60),
            ],
            quiet_hours: WeekHours::daily(21 * 60, 7 * 60),
            quiet_broken_by: vec![Priority::Emergency],
            cooldown_hours: 24,
            batch_minutes: 0,
            allows_auto_accept: true,
            requires_part: false,
            escalation: vec![
                step(0, Role::Dispatcher, 30),
                step(60, Role::Manager, 60),
                step(240, Role::Administrator, 120),
            ],
        }
    }
}

impl DispatchPolicy {
    /// When a message of this priority may leave: `now`, or the end of the quiet hours that hold it.
    #[must_use]
    pub fn may_send_at(&self, zone: Tz, priority: Priority, now: Instant) -> Instant {
        if self.quiet_broken_by.contains(&priority) {
            return now;
        }
        let quiet = Calendar { zone, hours: self.quiet_hours.clone(), closed: std::sync::Arc::default() };
        // Hours that never end would keep every offer: then they are no quiet hours.
        quiet.open_until(now).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn quiet_hours_hold_ordinary_offers_until_they_end() {
        let policy = DispatchPolicy::default();
        let send = |priority, now: &str| policy.may_send_at(Tz::Asia__Tehran, priority, at(now));
        let morning = at("2026-11-23T07:00:00+03:30");
        assert_eq!(send(Priority::Normal, "2026-11-22T20:59:59+03:30"), at("2026-11-22T20:59:59+03:30"));
        assert_eq!(send(Priority::Normal, "2026-11-22T21:00:00+03:30"), morning);
        assert_eq!(send(Priority::High, "2026-11-23T00:00:00+03:30"), morning);
        assert_eq!(send(Priority::Normal, "2026-11-23T07:00:00+03:30"), morning);
        assert_eq!(send(Priority::Emergency, "2026-11-23T03:00:00+03:30"), at("2026-11-23T03:00:00+03:30"));
        let always = DispatchPolicy { quiet_hours: "sat-fri 00:00-24:00".parse().unwrap(), ..policy };
        assert_eq!(always.may_send_at(Tz::Asia__Tehran, Priority::Low, morning), morning);
    }
}
