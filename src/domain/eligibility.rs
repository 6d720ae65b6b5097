//! The work rules: may this agent do this job? Each rule is one function with a stable code and the figure it found.

use chrono::{NaiveDate, TimeDelta};

use super::agent::{Agent, Load, Standing, Technician};
use super::geo::{AreaKind, Position, Precision};
use super::id::TechnicianId;
use super::policy::DispatchPolicy;
use super::time::{Instant, Window};

/// A rule that an agent can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleCode {
    /// The standing allows no work.
    AgentNotActive,
    /// Suspended now.
    AgentSuspended,
    /// The contract is over or has not begun.
    ContractExpired,
    /// The brand or the category is not in the contract.
    BrandNotAuthorized,
    /// No technician has the skill.
    SkillMissing,
    /// The best technician's level is too low.
    SkillLevelLow,
    /// No technician with the skill has the equipment.
    EquipmentMissing,
    /// The place is in none of the agent's areas.
    AreaOutside,
    /// The place is farther than the policy allows.
    DistanceOverMax,
    /// The agent holds as many open jobs as it may.
    CapacityOpenFull,
    /// Nobody works in the window.
    NotWorking,
    /// Every technician who could come has an accepted visit then.
    WindowConflict,
    /// The agent declined this job a short time ago.
    CooldownDeclined,
}

super::codes!(RuleCode {
    AgentNotActive => "AGENT_NOT_ACTIVE", AgentSuspended => "AGENT_SUSPENDED", ContractExpired => "CONTRACT_EXPIRED",
    BrandNotAuthorized => "BRAND_NOT_AUTHORIZED", SkillMissing => "SKILL_MISSING", SkillLevelLow => "SKILL_LEVEL_LOW",
    EquipmentMissing => "EQUIPMENT_MISSING", AreaOutside => "AREA_OUTSIDE", DistanceOverMax => "DISTANCE_OVER_MAX",
    CapacityOpenFull => "CAPACITY_OPEN_FULL", NotWorking => "NOT_WORKING", WindowConflict => "WINDOW_CONFLICT",
    CooldownDeclined => "COOLDOWN_DECLINED",
});

/// The measure of a rule: what was found, what would have passed, and the unit of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Figure {
    /// `m`, `jobs`, `level`, `date` or `code`.
    pub unit: String,
    /// What was found.
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
    /// Where.
    pub position: Position,
    /// How well the place is known: a vague one only warns.
    pub precision: Precision,
    /// When the customer expects a visit, if a time was promised.
    pub window: Option<Window>,
    /// Working time expected, seconds.
    pub duration_s: i64,
    /// Whether the organisation pays.
    pub warranty: bool,
}

/// A failed rule with its measure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Failed {
    /// The rule.
    pub code: RuleCode,
    /// Its measure.
    pub figure: Figure,
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
}

/// Examines one agent for one job at `now`, by every rule.
#[must_use]
pub fn examine(agent: &Agent, load: &Load, needs: &Needs, policy: &DispatchPolicy, now: Instant) -> Examination {
    let mut failed = Vec::new();
    let distance_m = agent.position.metres_to(needs.position);
    failed.extend(standing(agent, now));
    failed.extend(contract(agent, agent.hours.local_date(now)));
    failed.extend(authorization(agent, needs));
    let technician = match technician(agent, load, needs) {
        Ok(technician) => Some(technician.id),
        Err(failure) => {
            failed.push(failure);
            None
        }
    };
    let mut warnings = Vec::new();
    let (area, outside) = area(agent, needs.position);
    if let Some(failure) = outside {
        if needs.precision <= Precision::Street { failed.push(failure) } else { warnings.push(failure) }
    }
    if distance_m > policy.radius_m {
        let figure = Figure::new("m", distance_m.round(), policy.radius_m.round());
        failed.push(Failed { code: RuleCode::DistanceOverMax, figure });
    }
    if load.open_jobs >= agent.capacity_open {
        let figure = Figure::new("jobs", load.open_jobs, agent.capacity_open);
        failed.push(Failed { code: RuleCode::CapacityOpenFull, figure });
    }
    failed.extend(cooldown(load, policy, now));
    Examination { failed, warnings, technician, distance_m, area }
}

fn standing(agent: &Agent, now: Instant) -> Option<Failed> {
    if agent.may_work_at(now) {
        return None;
    }
    let code = if agent.standing == Standing::Suspended { RuleCode::AgentSuspended } else { RuleCode::AgentNotActive };
    let until = agent.suspended.map_or_else(|| "active".to_owned(), |window| window.to.to_rfc3339());
    Some(Failed { code, figure: Figure::new("code", agent.standing, until) })
}

fn contract(agent: &Agent, today: NaiveDate) -> Option<Failed> {
    let (from, to) = agent.contract;
    let over = today < from || to < today;
    over.then(|| Failed { code: RuleCode::ContractExpired, figure: Figure::new("date", today, format!("{from}/{to}")) })
}

fn authorization(agent: &Agent, needs: &Needs) -> Option<Failed> {
    let unauthorized = match &needs.brand {
        Some(brand) if !agent.brands.contains(brand) => brand,
        _ if !agent.categories.contains(&needs.category) => &needs.category,
        _ => return None,
    };
    let figure = Figure::new("code", "", unauthorized);
    Some(Failed { code: RuleCode::BrandNotAuthorized, figure })
}

/// The best technician, or the rule at which the last hope ended.
fn technician<'a>(agent: &'a Agent, load: &Load, needs: &Needs) -> Result<&'a Technician, Failed> {
    let level = |technician: &Technician| technician.level(&needs.skill);
    let best = agent.technicians.iter().map(level).max().unwrap_or(0);
    let fail = |code, figure| Failed { code, figure };
    if best == 0 {
        return Err(fail(RuleCode::SkillMissing, Figure::new("code", "", &needs.skill)));
    }
    if best < needs.level {
        return Err(fail(RuleCode::SkillLevelLow, Figure::new("level", best, needs.level)));
    }
    let mut able: Vec<&Technician> = agent.technicians.iter().filter(|it| level(it) >= needs.level).collect();
    let equipped = |technician: &&Technician| needs.equipment.iter().all(|it| technician.equipment.contains(it));
    able.retain(equipped);
    if able.is_empty() {
        return Err(fail(RuleCode::EquipmentMissing, Figure::new("code", "", needs.equipment.join(";"))));
    }
    if let Some(window) = needs.window {
        able.retain(|technician| is_working(agent, technician, window));
        if able.is_empty() {
            return Err(fail(RuleCode::NotWorking, Figure::new("date", "", window.from.to_rfc3339())));
        }
        able.retain(|technician| is_free(load, technician.id, window));
        if able.is_empty() {
            return Err(fail(RuleCode::WindowConflict, Figure::new("date", "", window.from.to_rfc3339())));
        }
    }
    let closest = able.into_iter().min_by_key(|technician| (level(technician), visits_of(load, technician.id)));
    closest.ok_or_else(|| fail(RuleCode::SkillMissing, Figure::default()))
}

/// Whether some part of the window is working time.
fn is_working(agent: &Agent, technician: &Technician, window: Window) -> bool {
    technician.shift.as_ref().unwrap_or(&agent.hours).business_between(window.from, window.to) > 0
}

/// Windows are half open, so a visit that ends when the next begins does not conflict.
fn is_free(load: &Load, technician: TechnicianId, window: Window) -> bool {
    load.visits.iter().filter(|(id, _)| *id == technician).all(|(_, visit)| !visit.overlaps(window))
}

fn visits_of(load: &Load, technician: TechnicianId) -> usize {
    load.visits.iter().filter(|(id, _)| *id == technician).count()
}

fn area(agent: &Agent, position: Position) -> (Option<AreaKind>, Option<Failed>) {
    let mut nearest = f64::INFINITY;
    let mut found = None;
    for area in &agent.areas {
        let outside = area.shape.metres_outside(position);
        if outside <= 0.0 && found != Some(AreaKind::Primary) {
            found = Some(area.kind);
        }
        nearest = nearest.min(outside);
    }
    let failed = found.is_none().then(|| Failed {
        code: RuleCode::AreaOutside,
        figure: Figure::new("m", if nearest.is_finite() { nearest.ceil() } else { -1.0 }, 0),
    });
    (found, failed)
}

fn cooldown(load: &Load, policy: &DispatchPolicy, now: Instant) -> Option<Failed> {
    let until = load.declined_at? + TimeDelta::hours(policy.cooldown_hours);
    (now < until).then(|| Failed {
        code: RuleCode::CooldownDeclined,
        figure: Figure::new("date", now.to_rfc3339(), until.to_rfc3339()),
    })
}
