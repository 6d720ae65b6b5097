//! What hangs on an agent, as answers show it.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::agents::{AreaLine, SkillLine, TechnicianLine};
use crate::domain::agent::{DocumentKind, TimeOffReason};
use crate::domain::id::{AgentId, CustomerId, DocumentId, ExclusionId, SeasonId, TechnicianId, TimeOffId};
use crate::domain::time::Instant;
use crate::store::agent_facts::{AuthorizationRow, DocumentRow, EquipmentRow, SeasonRow, TimeOffRow};
use crate::store::bookings::list_exclusions;
use crate::store::catalogue::{Holiday, list_holidays};
use crate::store::network::{AreaRow, TechnicianRow, TechnicianSkill, list_technicians_of};
use crate::store::portraits::list_portrayed;
use crate::store::{Conn, Day, StoreError};

/// A pair of brand and category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PairLine {
    /// Code of the brand.
    pub brand: String,
    /// Code of the category.
    pub category: String,
}

/// Equipment that technicians share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PiecesLine {
    /// Code of the equipment.
    pub equipment: String,
    /// How many pieces.
    pub pieces: i32,
}

/// A paper handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DocumentLine {
    /// The paper.
    pub id: DocumentId,
    /// Which it is.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// First day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub issued_on: NaiveDate,
    /// Last day on which it holds.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<NaiveDate>,
}

/// A time of another capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeasonLine {
    /// The season.
    pub id: SeasonId,
    /// First day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<NaiveDate>,
    /// Jalali months.
    pub months: Vec<u8>,
    /// Percent of the contract's capacity.
    pub percent: Option<i32>,
    /// Open jobs at once.
    pub capacity_open: Option<i32>,
    /// Jobs a day.
    pub capacity_day: Option<i32>,
    /// Minutes of work a day.
    pub capacity_minutes_day: Option<i32>,
}

/// A time without work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TimeOffLine {
    /// The leave.
    pub id: TimeOffId,
    /// Whose; none when the whole agent is away.
    pub technician_id: Option<TechnicianId>,
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
    /// Why.
    pub reason: TimeOffReason,
    /// Words.
    pub note: Option<String>,
}

/// A closed day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosureLine {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// Code of the province; none for everywhere.
    pub province: Option<String>,
    /// Why, in Persian.
    pub name_fa: String,
    /// Why, in English.
    pub name_en: String,
    /// Whether the date rests on the moon and may move.
    pub estimated: bool,
}

impl From<Holiday> for ClosureLine {
    fn from(row: Holiday) -> Self {
        let province = Some(row.province).filter(|province| !province.is_empty());
        Self { day: row.day.0, province, name_fa: row.name_fa, name_en: row.name_en, estimated: row.estimated }
    }
}

/// Whom a customer does not want to see again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExclusionLine {
    /// The exclusion.
    pub id: ExclusionId,
    /// The agent.
    pub agent_id: AgentId,
    /// One technician of it; none for the whole agent.
    pub technician_id: Option<TechnicianId>,
    /// In the customer's words.
    pub reason: String,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

/// Whom a customer does not want to see again.
///
/// # Errors
/// The database.
pub fn exclusions(conn: &mut Conn, customer: CustomerId) -> Result<Vec<ExclusionLine>, StoreError> {
    let line = |row: crate::store::bookings::ExclusionRow| ExclusionLine {
        id: row.id.0,
        agent_id: row.agent_id.0,
        technician_id: row.technician_id.map(|id| id.0),
        reason: row.reason,
        created_at: row.created_at.0,
    };
    Ok(list_exclusions(conn, customer)?.into_iter().map(line).collect())
}

/// The technicians of an agent, also those who work no more, by code.
///
/// # Errors
/// The database.
pub fn list_technicians(conn: &mut Conn, agent: AgentId) -> Result<Vec<TechnicianLine>, StoreError> {
    let (rows, skills) = list_technicians_of(conn, agent)?;
    technicians(conn, rows, &skills)
}

/// The closed days from `from` to `to`.
///
/// # Errors
/// The database.
pub fn closures(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<Vec<ClosureLine>, StoreError> {
    Ok(list_holidays(conn, Day(from), Day(to))?.into_iter().map(ClosureLine::from).collect())
}

pub(super) fn pairs(rows: Vec<AuthorizationRow>) -> Vec<PairLine> {
    rows.into_iter().map(|row| PairLine { brand: row.brand, category: row.category }).collect()
}

pub(super) fn equipment(rows: Vec<EquipmentRow>) -> Vec<PiecesLine> {
    rows.into_iter().map(|row| PiecesLine { equipment: row.equipment, pieces: row.pieces }).collect()
}

pub(super) fn documents(rows: Vec<DocumentRow>) -> Vec<DocumentLine> {
    let line = |row: DocumentRow| DocumentLine {
        id: row.id.0,
        kind: row.kind.0,
        number: row.number,
        issued_on: row.issued_on.0,
        expires_on: row.expires_on.map(|day| day.0),
    };
    rows.into_iter().map(line).collect()
}

pub(super) fn seasons(rows: Vec<SeasonRow>) -> Vec<SeasonLine> {
    let line = |row: SeasonRow| SeasonLine {
        id: row.id.0,
        from: row.from_day.map(|day| day.0),
        to: row.to_day.map(|day| day.0),
        months: row.months.0,
        percent: row.percent,
        capacity_open: row.capacity_open,
        capacity_day: row.capacity_day,
        capacity_minutes_day: row.capacity_minutes_day,
    };
    rows.into_iter().map(line).collect()
}

pub(super) fn time_off(rows: Vec<TimeOffRow>) -> Vec<TimeOffLine> {
    let line = |row: TimeOffRow| TimeOffLine {
        id: row.id.0,
        technician_id: row.technician_id.map(|id| id.0),
        from: row.off_from.0,
        to: row.off_to.0,
        reason: row.reason.0,
        note: row.note,
    };
    rows.into_iter().map(line).collect()
}

pub(super) fn technicians(
    conn: &mut Conn,
    rows: Vec<TechnicianRow>,
    skills: &[TechnicianSkill],
) -> Result<Vec<TechnicianLine>, StoreError> {
    let ids: Vec<TechnicianId> = rows.iter().map(|row| row.id.0).collect();
    let portrayed = list_portrayed(conn, &ids)?;
    let held = |of: TechnicianId| {
        let of_technician = skills.iter().filter(move |skill| skill.technician_id.0 == of);
        let line = |skill: &TechnicianSkill| SkillLine {
            skill: skill.skill.clone(),
            level: skill.level,
            certified_from: skill.certified_from.map(|day| day.0),
            certified_to: skill.certified_to.map(|day| day.0),
        };
        of_technician.map(line).collect()
    };
    let line = |row: TechnicianRow| TechnicianLine {
        skills: held(row.id.0),
        id: row.id.0,
        code: row.code,
        name_fa: row.name_fa,
        name_en: row.name_en,
        phone: row.phone,
        language: row.language.0,
        languages: row.languages.0,
        equipment: row.equipment.0,
        shift: row.shift.map(|hours| hours.0.to_string()),
        capacity_open: row.capacity_open,
        capacity_day: row.capacity_day,
        capacity_minutes_day: row.capacity_minutes_day,
        is_active: row.is_active,
        has_portrait: portrayed.contains(&row.id.0),
        version: row.version,
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(super) fn areas(rows: Vec<AreaRow>) -> Vec<AreaLine> {
    let line = |row: AreaRow| AreaLine {
        id: row.id.0,
        kind: row.kind.0,
        geometry: serde_json::from_str(&row.geometry).unwrap_or_default(),
        radius_m: row.radius_m,
    };
    rows.into_iter().map(line).collect()
}
