//! Agents: the list and one agent with its technicians and areas.

use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::agent_facts::{self as facts, DocumentLine, PairLine, PiecesLine, SeasonLine, TimeOffLine};
use super::requests::Point;
use crate::domain::access::Scope;
use crate::domain::agent::{AgentKind, Capacity, Setting, Standing};
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, AreaId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::text::fold;
use crate::domain::time::Instant;
use crate::store::network::{AgentRow, list_loads, load_network};
use crate::store::schema::{agent_loads, agents};
use crate::store::{Col, Conn, StoreError};

/// An agent in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgentLine {
    /// The agent.
    pub id: AgentId,
    /// Code in the organisation.
    pub code: String,
    /// Name in Persian.
    pub name_fa: String,
    /// Name in English.
    pub name_en: String,
    /// What it is.
    pub kind: AgentKind,
    /// Where it works.
    pub setting: Setting,
    /// Where it stands.
    pub standing: Standing,
    /// Beginning of a suspension.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub suspended_from: Option<Instant>,
    /// End of a suspension.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub suspended_to: Option<Instant>,
    /// Code of the province.
    pub province: String,
    /// Code of the place.
    pub city: String,
    /// Position of the base.
    pub location: Point,
    /// Dispatch telephone, E.164.
    pub phone: String,
    /// Language of messages.
    pub language: Language,
    /// Grade.
    pub grade: String,
    /// Open jobs held.
    pub open_jobs: i32,
    /// Most open jobs at once.
    pub capacity_open: i32,
    /// Codes of the brands authorized.
    pub brands: Vec<String>,
    /// Codes of the categories authorized.
    pub categories: Vec<String>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// One agent with its technicians and areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgentDetail {
    /// As in lists.
    #[serde(flatten)]
    pub line: AgentLine,
    /// First day of the contract.
    #[schema(value_type = String, format = Date)]
    pub contract_from: NaiveDate,
    /// Last day of the contract.
    #[schema(value_type = String, format = Date)]
    pub contract_to: NaiveDate,
    /// Working hours.
    pub hours: String,
    /// Time zone of the hours.
    pub zone: String,
    /// Capacity outside the seasons.
    pub capacity: Capacity,
    /// Commission of paid work, percent.
    pub commission_percent: i32,
    /// Pairs of brand and category authorized, where not every pair of the two lists is.
    pub authorizations: Vec<PairLine>,
    /// Equipment that the technicians share.
    pub equipment: Vec<PiecesLine>,
    /// Papers handed in.
    pub documents: Vec<DocumentLine>,
    /// Times of another capacity.
    pub seasons: Vec<SeasonLine>,
    /// Leave that is not over.
    pub time_off: Vec<TimeOffLine>,
    /// Technicians that work.
    pub technicians: Vec<TechnicianLine>,
    /// Service areas.
    pub areas: Vec<AreaLine>,
}

/// A technician.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TechnicianLine {
    /// The technician.
    pub id: TechnicianId,
    /// Code.
    pub code: String,
    /// Name in Persian.
    pub name_fa: String,
    /// Name in English.
    pub name_en: String,
    /// Telephone, E.164.
    pub phone: String,
    /// Language of messages.
    pub language: Language,
    /// Languages spoken besides.
    pub languages: Vec<Language>,
    /// Codes of the equipment carried.
    pub equipment: Vec<String>,
    /// Own shift, where it differs from the agent's hours.
    pub shift: Option<String>,
    /// Most open jobs, where the agent's capacity does not decide alone.
    pub capacity_open: Option<i32>,
    /// Most jobs a day.
    pub capacity_day: Option<i32>,
    /// Most minutes of work a day.
    pub capacity_minutes_day: Option<i32>,
    /// Skills with their levels.
    pub skills: Vec<SkillLine>,
    /// Whether the technician works.
    pub is_active: bool,
    /// Whether there is a portrait, at `/api/v1/agents/{id}/technicians/{technician}/portrait`.
    pub has_portrait: bool,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// A skill held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkillLine {
    /// Code of the skill.
    pub skill: String,
    /// Level, 1 to 4.
    pub level: i32,
    /// First day of the certificate.
    #[schema(value_type = Option<String>, format = Date)]
    pub certified_from: Option<NaiveDate>,
    /// Last day of the certificate.
    #[schema(value_type = Option<String>, format = Date)]
    pub certified_to: Option<NaiveDate>,
}

/// A service area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaLine {
    /// The area.
    pub id: AreaId,
    /// Own or helping out.
    pub kind: AreaKind,
    /// `GeoJSON` geometry.
    pub geometry: serde_json::Value,
    /// Radius around a point, metres.
    pub radius_m: Option<f64>,
}

/// What a list of agents is limited to.
#[derive(Debug, Clone, Default)]
pub struct AgentFilter {
    /// Where it stands.
    pub standing: Option<Standing>,
    /// Code of a province.
    pub province: Option<String>,
    /// A code, or a part of a name.
    pub q: Option<String>,
    /// The code after which the page begins.
    pub after: Option<String>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of agents by code; the second value is the code of the last one when there are more.
///
/// # Errors
/// The database.
pub fn list_agents(conn: &mut Conn, scope: &Scope, filter: &AgentFilter) -> Result<super::Page<AgentLine>, StoreError> {
    let mut query = agents::table
        .inner_join(agent_loads::table)
        .select((AgentRow::as_select(), agent_loads::open_jobs))
        .order(agents::code)
        .limit(filter.limit + 1)
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(agents::province.eq_any(provinces.clone()));
    }
    if let Some(standing) = filter.standing {
        query = query.filter(agents::standing.eq(Col(standing)));
    }
    if let Some(province) = &filter.province {
        query = query.filter(agents::province.eq(province.clone()));
    }
    if let Some(q) = &filter.q {
        let part = fold(q).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let named = agents::name_key.like(format!("%{part}%")).escape('\\');
        query = query.filter(named.or(agents::code.eq(q.clone())));
    }
    if let Some(after) = &filter.after {
        query = query.filter(agents::code.gt(after.clone()));
    }
    let mut found: Vec<(AgentRow, i32)> = query.load(conn)?;
    let limit = usize::try_from(filter.limit).unwrap_or_default();
    let is_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|(row, _)| row.code.clone()).filter(|_| is_more);
    let items = found.into_iter().map(|(row, open_jobs)| line(row, open_jobs)).collect();
    Ok(super::Page { items, next_cursor: last })
}

/// The agents that a caller sees.
///
/// # Errors
/// The database.
pub fn list_agents_in(conn: &mut Conn, scope: &Scope) -> Result<HashSet<AgentId>, StoreError> {
    let mut query = agents::table.select(agents::id).into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(agents::province.eq_any(provinces.clone()));
    }
    Ok(query.load::<Col<AgentId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// One agent.
///
/// # Errors
/// `NotFound` for an agent that does not exist or is out of scope; the database.
pub fn find_detail(conn: &mut Conn, scope: &Scope, id: AgentId, now: Instant) -> Result<AgentDetail, StoreError> {
    let mut rows = load_network(conn, Some(id), now)?;
    let row = rows.agents.pop().ok_or(StoreError::NotFound)?;
    if !scope.holds(&row.province) {
        return Err(StoreError::NotFound);
    }
    let open_jobs = list_loads(conn, Some(&[id]))?.first().map_or(0, |(_, open)| *open);
    Ok(AgentDetail {
        contract_from: row.contract_from.0,
        contract_to: row.contract_to.0,
        hours: row.hours.0.to_string(),
        zone: row.zone.0.to_string(),
        capacity: Capacity { open: row.capacity_open, day: row.capacity_day, minutes_day: row.capacity_minutes_day },
        commission_percent: row.commission_percent,
        line: line(row, open_jobs),
        authorizations: facts::pairs(rows.authorizations),
        equipment: facts::equipment(rows.equipment),
        documents: facts::documents(rows.documents),
        seasons: facts::seasons(rows.seasons),
        time_off: facts::time_off(rows.time_off),
        technicians: facts::technicians(conn, rows.technicians, &rows.skills)?,
        areas: facts::areas(rows.areas),
    })
}

/// Names of every agent, Persian and English, for reports.
///
/// # Errors
/// The database.
pub fn list_names(conn: &mut Conn) -> Result<Vec<(AgentId, String, String)>, StoreError> {
    let rows: Vec<(Col<AgentId>, String, String)> =
        agents::table.select((agents::id, agents::name_fa, agents::name_en)).load(conn)?;
    Ok(rows.into_iter().map(|(id, fa, en)| (id.0, fa, en)).collect())
}

fn line(row: AgentRow, open_jobs: i32) -> AgentLine {
    AgentLine {
        id: row.id.0,
        code: row.code,
        name_fa: row.name_fa,
        name_en: row.name_en,
        kind: row.kind.0,
        setting: row.setting.0,
        standing: row.standing.0,
        suspended_from: row.suspended_from.map(|at| at.0),
        suspended_to: row.suspended_to.map(|at| at.0),
        province: row.province,
        city: row.place,
        location: Point { lat: row.lat, lon: row.lon },
        phone: row.phone,
        language: row.language.0,
        grade: row.grade,
        open_jobs,
        capacity_open: row.capacity_open,
        brands: row.brands.0,
        categories: row.categories.0,
        version: row.version,
    }
}
