//! The work rules: may this agent do this job? Each rule is one function with a stable code and the figure it found.

mod contract;
mod craft;
mod customer;
mod place;
mod schedule;
mod workload;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::agent::{Agent, Capacity, Load, Technician};
use super::geo::{AreaKind, Position, Precision};
use super::id::TechnicianId;
use super::language::Language;
use super::policy::DispatchPolicy;
use super::time::{Instant, Window};
use super::travel::Roads;

pub use craft::shared_equipment;
pub use schedule::{first_window, hindrance};

/// A rule that an agent can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleCode {
    /// The standing allows no work.
    AgentNotActive,
    /// Suspended now, or at the time that was promised.
    AgentSuspended,
    /// The contract is over or has not begun.
    ContractExpired,
    /// A paper that the agent needs is missing or has expired.
    DocumentExpired,
    /// The brand, the category or their pair is not in the contract.
    BrandNotAuthorized,
    /// No technician has the skill.
    SkillMissing,
    /// The best technician's level is too low.
    SkillLevelLow,
    /// The certificate of every skilled technician has expired or does not hold yet.
    CertExpired,
    /// No technician with the skill has the equipment, and the agent has none to share.
    EquipmentMissing,
    /// The agent does not hold a part that the policy asks for.
    PartNotHeld,
    /// The place is in none of the agent's areas.
    AreaOutside,
    /// The place is farther than the policy allows.
    DistanceOverMax,
    /// As many open jobs are held as may be.
    CapacityOpenFull,
    /// The day has as many jobs as it may have.
    CapacityDayFull,
    /// The day has too few minutes of work left.
    CapacityHoursFull,
    /// Nobody works in the window.
    NotWorking,
    /// Every technician who works in the window is away.
    TimeOff,
    /// Every technician who could come has an accepted visit then, or too near for the way between.
    WindowConflict,
    /// The agent declined this job a short time ago.
    CooldownDeclined,
    /// The customer does not want to see the agent or its technicians again.
    ExcludedByCustomer,
    /// No technician speaks the customer's language.
    LanguageMissing,
}

super::codes!(RuleCode {
    AgentNotActive => "AGENT_NOT_ACTIVE", AgentSuspended => "AGENT_SUSPENDED", ContractExpired => "CONTRACT_EXPIRED",
    DocumentExpired => "DOCUMENT_EXPIRED", BrandNotAuthorized => "BRAND_NOT_AUTHORIZED",
    SkillMissing => "SKILL_MISSING", SkillLevelLow => "SKILL_LEVEL_LOW", CertExpired => "CERT_EXPIRED",
    EquipmentMissing => "EQUIPMENT_MISSING", PartNotHeld => "PART_NOT_HELD", AreaOutside => "AREA_OUTSIDE",
    DistanceOverMax => "DISTANCE_OVER_MAX", CapacityOpenFull => "CAPACITY_OPEN_FULL",
    CapacityDayFull => "CAPACITY_DAY_FULL", CapacityHoursFull => "CAPACITY_HOURS_FULL", NotWorking => "NOT_WORKING",
    TimeOff => "TIME_OFF", WindowConflict => "WINDOW_CONFLICT", CooldownDeclined => "COOLDOWN_DECLINED",
    ExcludedByCustomer => "EXCLUDED_BY_CUSTOMER", LanguageMissing => "LANGUAGE_MISSING",
});

/// The measure of a rule: what was found, what would have passed, and the unit of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Figure {
    /// `m`, `jobs`, `minutes`, `level`, `date` or `code`.
    pub unit: String,
    /// What was found; empty when nothing is on record.
    pub found: String,
    /// What would have passed.
    pub limit: String,
}

impl Figure {
    fn new(unit: &str, found: impl std::fmt::Display, limit: impl std::fmt::Display) -> Self {
        Self { unit: unit.to_owned(), found: found.to_string(), limit: limit.to_string() }
    }
}

/// What a job asks of an agent.
#[derive(Debug, Clone)]
pub struct Needs {
    /// Brand code, if known.
    pub brand: Option<String>,
    /// Category code.
    pub category: String,
    /// Skill code.
    pub skill: String,
    /// Least level, 1 to 4.
    pub level: u8,
    /// Equipment codes.
    pub equipment: Vec<String>,
    /// The customer's language.
    pub language: Language,
    /// Where.
    pub position: Position,
    /// How well the place is known: a vague one only warns.
    pub precision: Precision,
    /// The roads around the place.
    pub roads: Roads,
    /// When the customer expects a visit, if a time was promised.
    pub window: Option<Window>,
    /// Working time expected, seconds.
    pub duration_s: i64,
    /// Whether the organisation pays.
    pub warranty: bool,
}

impl Needs {
    /// When somebody would set out: for the promised window, else now.
    #[must_use]
    pub fn sets_out_at(&self, now: Instant) -> Instant {
        self.window.map_or(now, |window| window.from)
    }

    /// Working time expected, in minutes begun.
    #[must_use]
    pub fn minutes(&self) -> i32 {
        i32::try_from((self.duration_s.max(0) + 59) / 60).unwrap_or(i32::MAX)
    }
}

/// A failed rule with its measure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Failed {
    /// The rule.
    pub code: RuleCode,
    /// Its measure.
    pub figure: Figure,
}

impl Failed {
    fn new(code: RuleCode, figure: Figure) -> Self {
        Self { code, figure }
    }
}

/// What the rules found about one agent.
#[derive(Debug, Clone)]
pub struct Examination {
    /// Rules failed, in the order of the code list.
    pub failed: Vec<Failed>,
    /// Rules that would have failed had the place been known well.
    pub warnings: Vec<Failed>,
    /// The technician proposed: passes the technician's rules, level closest to what is needed.
    pub technician: Option<TechnicianId>,
    /// Great-circle metres from the agent's base.
    pub distance_m: f64,
    /// Kind of the best area that holds the place.
    pub area: Option<AreaKind>,
    /// The agent's capacity on the day in question, its season included.
    pub capacity: Capacity,
}

/// Everything that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The agent.
    pub agent: &'a Agent,
    /// What it holds now.
    pub load: &'a Load,
    /// What the job asks.
    pub needs: &'a Needs,
    /// The policy.
    pub policy: &'a DispatchPolicy,
    /// Now.
    pub now: Instant,
    day: NaiveDate,
    capacity: Capacity,
    distance_m: f64,
}

impl<'a> Scene<'a> {
    /// One agent before one job; what many rules ask is worked out here, once.
    #[must_use]
    pub fn new(agent: &'a Agent, load: &'a Load, needs: &'a Needs, policy: &'a DispatchPolicy, now: Instant) -> Self {
        let day = agent.hours.local_date(needs.sets_out_at(now));
        let (capacity, distance_m) = (agent.capacity_on(day), agent.position.metres_to(needs.position));
        Self { agent, load, needs, policy, now, day, capacity, distance_m }
    }

    /// The agent's local day in question: that of the promised window, else today.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The agent's capacity on that day.
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }
}

/// Examines one agent for one job at `now`, by every rule.
#[must_use]
pub fn examine(agent: &Agent, load: &Load, needs: &Needs, policy: &DispatchPolicy, now: Instant) -> Examination {
    let scene = Scene::new(agent, load, needs, policy, now);
    let mut failed: Vec<Failed> = AGENT_RULES.iter().filter_map(|rule| rule(&scene)).collect();
    let technician = match technician(&scene) {
        Ok(technician) => Some(technician.id),
        Err(failure) => {
            failed.push(failure);
            None
        }
    };
    let mut warnings = Vec::new();
    let (area, outside) = place::area(&scene);
    if let Some(failure) = outside {
        if needs.precision <= Precision::Street { failed.push(failure) } else { warnings.push(failure) }
    }
    failed.sort_by_key(|failure| failure.code);
    // An agent and all of its technicians may meet the same rule: the agent's figure says it.
    failed.dedup_by_key(|failure| failure.code);
    let Scene { distance_m, capacity, .. } = scene;
    Examination { failed, warnings, technician, distance_m, area, capacity }
}

/// The same as [`examine`] for an agent that passes, `None` for one that does not: ends at the first failure, so that many
/// agents can be asked.
#[must_use]
pub fn pass(agent: &Agent, load: &Load, needs: &Needs, policy: &DispatchPolicy, now: Instant) -> Option<Examination> {
    let scene = Scene::new(agent, load, needs, policy, now);
    if AGENT_RULES.iter().any(|rule| rule(&scene).is_some()) {
        return None;
    }
    let mut warnings = Vec::new();
    let area = place::kind(&scene);
    if area.is_none() {
        if needs.precision <= Precision::Street {
            return None;
        }
        warnings.extend(place::area(&scene).1);
    }
    let technician = Some(technician(&scene).ok()?.id);
    let Scene { distance_m, capacity, .. } = scene;
    Some(Examination { failed: Vec::new(), warnings, technician, distance_m, area, capacity })
}

/// Rules of the agent as a whole.
const AGENT_RULES: [fn(&Scene<'_>) -> Option<Failed>; 11] = [
    contract::standing,
    contract::contract,
    contract::documents,
    contract::authorization,
    craft::parts,
    place::distance,
    workload::open_jobs,
    workload::day,
    workload::minutes,
    customer::cooldown,
    customer::exclusion,
];

type TechnicianRule = fn(&Scene<'_>, &Technician) -> Option<Failed>;

/// Rules of a technician, in the order in which they narrow the choice.
const TECHNICIAN_RULES: [TechnicianRule; 9] = [
    craft::skill,
    craft::level,
    craft::certificate,
    craft::equipment,
    customer::language,
    customer::technician_exclusion,
    workload::technician_open_jobs,
    schedule::hours,
    schedule::window,
];

/// The best technician, or the rule at which the last hope ended.
fn technician<'a>(scene: &Scene<'a>) -> Result<&'a Technician, Failed> {
    let level = |technician: &Technician| technician.level(&scene.needs.skill);
    let mut able: Vec<(u8, &Technician)> = scene.agent.technicians.iter().map(|it| (level(it), it)).collect();
    able.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    for rule in TECHNICIAN_RULES {
        // The most skilled comes first, and so does the figure that is nearest to passing.
        let mut nearest = None;
        able.retain(|(_, technician)| match rule(scene, technician) {
            None => true,
            Some(failure) => {
                nearest.get_or_insert(failure);
                false
            }
        });
        if able.is_empty() {
            return Err(nearest.unwrap_or_else(|| craft::nobody(scene)));
        }
    }
    let visits = |technician: &Technician| scene.load.visits.iter().filter(|it| it.technician == technician.id).count();
    let closest = able.into_iter().min_by_key(|(level, technician)| (*level, visits(technician)));
    closest.map(|(_, technician)| technician).ok_or_else(|| craft::nobody(scene))
}

/// What of the contract or the papers keeps an agent from working on the day in question.
#[must_use]
pub fn lapsed(scene: &Scene<'_>) -> Option<Failed> {
    contract::contract(scene).or_else(|| contract::documents(scene))
}

/// Whether one technician of the agent passes the rules of a technician, and if not the first that fails: for an
/// acceptance that names another than the one proposed.
#[must_use]
pub fn examine_technician(scene: &Scene<'_>, technician: &Technician) -> Option<Failed> {
    TECHNICIAN_RULES.iter().find_map(|rule| rule(scene, technician))
}
