//! Policies that managers edit: each kind, code and version is a row that is never changed.

use super::job::Priority;

/// Which policy a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// How candidates are found, weighed and offered the job.
    Dispatch,
    /// Targets of the service level.
    ServiceLevel,
    /// What a warranty grants.
    Warranty,
    /// Deadlines of complaints.
    Complaint,
    /// Reminders and escalation of tasks.
    Task,
}

super::codes!(PolicyKind {
    Dispatch => "dispatch", ServiceLevel => "service_level", Warranty => "warranty",
    Complaint => "complaint", Task => "task",
});

/// How candidates are found, weighed and offered the job.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchPolicy {
    /// Farthest great-circle distance of an agent's base, metres.
    pub radius_m: f64,
    /// Most agents that are examined, nearest first.
    pub considered: usize,
    /// Points for being there at once; they fall to 0 at `travel_zero_s`.
    pub travel_points: i32,
    /// Travel time in seconds from which no points are given.
    pub travel_zero_s: i64,
    /// Points for an empty book; they fall to 0 at full capacity.
    pub load_points: i32,
    /// Road metres for each metre of great circle.
    pub detour_factor: f64,
    /// Mean speed on the road, metres a second.
    pub speed_m_s: f64,
    /// Whether warranty work goes to the area's primary agent first.
    pub primary_first: bool,
    /// Business minutes in which an agent must answer.
    pub answer_minutes: i64,
    /// Agents asked at the same time in a wave.
    pub wave_size: usize,
    /// Waves before a dispatcher is called.
    pub waves: i32,
    /// Hours in which an agent is not asked again after declining.
    pub cooldown_hours: i64,
    /// Days after the end in which a job may be taken up again.
    pub reopen_days: i64,
    /// Hours without objection after which a completed job counts as verified.
    pub verify_hours: i64,
    /// Days within which a new repair of the same unit counts as a repeat.
    pub repeat_days: i64,
    /// Length of a promised window, minutes.
    pub window_minutes: i64,
    /// Grace in minutes after a visit's window before nobody is taken to have come.
    pub absence_grace_minutes: i64,
}

impl Default for DispatchPolicy {
    fn default() -> Self {
        Self {
            radius_m: 120_000.0,
            considered: 200,
            travel_points: 60,
            travel_zero_s: 5_400,
            load_points: 40,
            detour_factor: 1.35,
            speed_m_s: 8.3,
            primary_first: true,
            answer_minutes: 30,
            wave_size: 1,
            waves: 5,
            cooldown_hours: 24,
            reopen_days: 7,
            verify_hours: 48,
            repeat_days: 90,
            window_minutes: 120,
            absence_grace_minutes: 60,
        }
    }
}

/// Business minutes from the report to each milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// To the first response: an agent has accepted.
    pub first_response: i64,
    /// To the first arrival.
    pub first_visit: i64,
    /// To the end of the work.
    pub resolution: i64,
}

/// Targets of the service level by priority; a working day of the default calendar has 600 minutes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevelPolicy {
    /// Danger to people or goods.
    pub emergency: Targets,
    /// Before ordinary work.
    pub high: Targets,
    /// Ordinary work.
    pub normal: Targets,
    /// When there is room.
    pub low: Targets,
}

impl Default for ServiceLevelPolicy {
    fn default() -> Self {
        let targets = |first_response, first_visit, resolution| Targets { first_response, first_visit, resolution };
        Self {
            emergency: targets(30, 240, 600),
            high: targets(60, 600, 1_200),
            normal: targets(90, 1_200, 1_800),
            low: targets(240, 1_800, 3_000),
        }
    }
}

impl ServiceLevelPolicy {
    /// The targets for a priority.
    #[must_use]
    pub fn targets(&self, priority: Priority) -> Targets {
        match priority {
            Priority::Emergency => self.emergency,
            Priority::High => self.high,
            Priority::Normal => self.normal,
            Priority::Low => self.low,
        }
    }
}
