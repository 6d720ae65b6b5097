//! Agents, their areas and load, and technicians.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::agent_facts::{
    AuthorizationRow, DocumentRow, EquipmentRow, SeasonRow, TimeOffRow, list_authorizations, list_documents,
    list_seasons, list_shared_equipment, list_time_off,
};
use super::feed::Signal;
use super::rows::{batch_insertable, insertable, versioned};
use super::schema::{agent_areas, agent_loads, agents, technician_loads, technician_skills, technicians};
use super::{At, Col, Conn, Day, Json, Said, StoreError, Tx};
use crate::domain::agent::{AgentKind, Setting, Standing};
use crate::domain::calendar::WeekHours;
use crate::domain::geo::AreaKind;
use crate::domain::id::{AgentId, AreaId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::time::Instant;

/// An authorized repair agent.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agents, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AgentRow {
    pub id: Col<AgentId>,
    pub code: String,
    pub name_fa: String,
    pub name_en: String,
    pub name_key: String,
    pub kind: Col<AgentKind>,
    pub setting: Col<Setting>,
    pub standing: Col<Standing>,
    pub suspended_from: Option<At>,
    pub suspended_to: Option<At>,
    pub suspension_reason: Option<String>,
    pub phone: String,
    pub email: Option<String>,
    pub language: Col<Language>,
    pub province: String,
    pub place: String,
    pub lat: f64,
    pub lon: f64,
    pub grade: String,
    pub contract_from: Day,
    pub contract_to: Day,
    pub capacity_open: i32,
    pub capacity_day: i32,
    pub capacity_minutes_day: i32,
    pub brands: Json<Vec<String>>,
    pub categories: Json<Vec<String>>,
    pub zone: Said<chrono_tz::Tz>,
    pub hours: Said<WeekHours>,
    pub commission_percent: i32,
    pub created_at: At,
    pub version: i32,
}

versioned!(agents, AgentRow, AgentId, insert_agent_row, find_agent, save_agent);

/// What every acceptance changes of an agent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_loads)]
pub struct AgentLoad {
    pub agent_id: Col<AgentId>,
    pub open_jobs: i32,
    pub received: i64,
}

/// A service area.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_areas, treat_none_as_default_value = false)]
pub struct AreaRow {
    pub id: Col<AreaId>,
    pub agent_id: Col<AgentId>,
    pub kind: Col<AreaKind>,
    pub geometry: String,
    pub radius_m: Option<f64>,
}

insertable!(agent_areas, AreaRow, insert_area);

/// A technician of an agent.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = technicians, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct TechnicianRow {
    pub id: Col<TechnicianId>,
    pub code: String,
    pub agent_id: Col<AgentId>,
    pub name_fa: String,
    pub name_en: String,
    pub phone: String,
    pub language: Col<Language>,
    pub equipment: Json<Vec<String>>,
    pub shift: Option<Said<WeekHours>>,
    pub is_active: bool,
    pub created_at: At,
    pub version: i32,
    pub languages: Json<Vec<Language>>,
    pub capacity_open: Option<i32>,
    pub capacity_day: Option<i32>,
    pub capacity_minutes_day: Option<i32>,
}

versioned!(technicians, TechnicianRow, TechnicianId, insert_technician_row, find_technician, save_technician);

/// A skill that a technician holds.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = technician_skills, treat_none_as_default_value = false)]
pub struct TechnicianSkill {
    pub technician_id: Col<TechnicianId>,
    pub skill: String,
    pub level: i32,
    pub certified_from: Option<Day>,
    pub certified_to: Option<Day>,
}

insertable!(technician_skills, TechnicianSkill, insert_technician_skill);

/// Adds an agent with its areas and an empty load.
///
/// # Errors
/// A code that is taken, or the database.
pub fn insert_agent(tx: &mut Tx<'_>, agent: &AgentRow, areas: &[AreaRow]) -> Result<(), StoreError> {
    insert_agent_row(tx, agent)?;
    let load = AgentLoad { agent_id: agent.id, open_jobs: 0, received: 0 };
    diesel::insert_into(agent_loads::table).values(&load).execute(tx.conn())?;
    areas.iter().try_for_each(|area| insert_area(tx, area))
}

/// Adds a technician with skills.
///
/// # Errors
/// A code that is taken, or the database.
pub fn insert_technician(
    tx: &mut Tx<'_>,
    technician: &TechnicianRow,
    skills: &[TechnicianSkill],
) -> Result<(), StoreError> {
    insert_technician_row(tx, technician)?;
    let load = (technician_loads::technician_id.eq(technician.id.0.as_str()), technician_loads::visits.eq(0_i64));
    diesel::insert_into(technician_loads::table).values(load).execute(tx.conn())?;
    skills.iter().try_for_each(|skill| insert_technician_skill(tx, skill))
}

/// Everything of the network, or of some agents, in a read a table.
pub struct NetworkRows {
    /// The agents.
    pub agents: Vec<AgentRow>,
    /// Their areas.
    pub areas: Vec<AreaRow>,
    /// Their technicians that work.
    pub technicians: Vec<TechnicianRow>,
    /// The technicians' skills.
    pub skills: Vec<TechnicianSkill>,
    /// Papers handed in.
    pub documents: Vec<DocumentRow>,
    /// Pairs of brand and category, for agents whose contract lists them.
    pub authorizations: Vec<AuthorizationRow>,
    /// Shared equipment.
    pub equipment: Vec<EquipmentRow>,
    /// Times of another capacity.
    pub seasons: Vec<SeasonRow>,
    /// Leave that is not over.
    pub time_off: Vec<TimeOffRow>,
}

/// Loads the network with the leave that ends after `now`; `only` limits it to one agent.
///
/// # Errors
/// The database.
pub fn load_network(conn: &mut Conn, only: Option<AgentId>, now: Instant) -> Result<NetworkRows, StoreError> {
    let (mut agent_query, mut area_query) = (agents::table.into_boxed(), agent_areas::table.into_boxed());
    let mut technician_query = technicians::table.filter(technicians::is_active.eq(true)).into_boxed();
    let mut skill_query = technician_skills::table.inner_join(technicians::table).into_boxed();
    if let Some(agent) = &only {
        agent_query = agent_query.filter(agents::id.eq(agent.as_str()));
        area_query = area_query.filter(agent_areas::agent_id.eq(agent.as_str()));
        technician_query = technician_query.filter(technicians::agent_id.eq(agent.as_str()));
        skill_query = skill_query.filter(technicians::agent_id.eq(agent.as_str()));
    }
    Ok(NetworkRows {
        agents: agent_query.order(agents::code).select(AgentRow::as_select()).load(conn)?,
        areas: area_query.order(agent_areas::id).select(AreaRow::as_select()).load(conn)?,
        technicians: technician_query.order(technicians::code).select(TechnicianRow::as_select()).load(conn)?,
        skills: skill_query.select(TechnicianSkill::as_select()).load(conn)?,
        documents: list_documents(conn, only)?,
        authorizations: list_authorizations(conn, only)?,
        equipment: list_shared_equipment(conn, only)?,
        seasons: list_seasons(conn, only)?,
        time_off: list_time_off(conn, only, now)?,
    })
}

/// Open jobs by agent; of every agent where none are named.
///
/// # Errors
/// The database.
pub fn list_loads(conn: &mut Conn, of: Option<&[AgentId]>) -> Result<Vec<(AgentId, i32)>, StoreError> {
    let mut query = agent_loads::table.into_boxed();
    if let Some(of) = of {
        query = query.filter(agent_loads::agent_id.eq_any(of.iter().map(AgentId::as_str)));
    }
    let rows: Vec<AgentLoad> = query.select(AgentLoad::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.agent_id.0, row.open_jobs)).collect())
}

/// Counts one more open job and makes this transaction the only one that changes what the agent holds until it ends.
///
/// # Errors
/// `NotFound`, or the database.
pub fn take_capacity(tx: &mut Tx<'_>, agent: AgentId) -> Result<(), StoreError> {
    let target = agent_loads::table.filter(agent_loads::agent_id.eq(agent.as_str()));
    let change =
        (agent_loads::open_jobs.eq(agent_loads::open_jobs + 1), agent_loads::received.eq(agent_loads::received + 1));
    let rows = diesel::update(target).set(change).execute(tx.conn())?;
    tx.after_commit(Signal::Load(agent));
    if rows == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Counts one open job less.
///
/// # Errors
/// The database.
pub fn free_capacity(tx: &mut Tx<'_>, agent: AgentId) -> Result<(), StoreError> {
    let target =
        agent_loads::table.filter(agent_loads::agent_id.eq(agent.as_str())).filter(agent_loads::open_jobs.gt(0));
    let rows = diesel::update(target).set(agent_loads::open_jobs.eq(agent_loads::open_jobs - 1)).execute(tx.conn())?;
    tx.after_commit(Signal::Load(agent));
    super::rows::saved(rows, "agent_loads")
}

/// Makes this transaction the only one that changes what the agent holds until it ends.
///
/// # Errors
/// `NotFound`, or the database.
pub fn lock_agent(tx: &mut Tx<'_>, agent: AgentId) -> Result<(), StoreError> {
    let target = agent_loads::table.filter(agent_loads::agent_id.eq(agent.as_str()));
    let rows = diesel::update(target).set(agent_loads::received.eq(agent_loads::received)).execute(tx.conn())?;
    if rows == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Agents whose planned suspension has begun, or whose suspension is over at `now`.
///
/// # Errors
/// The database.
pub fn list_suspensions_due(conn: &mut Conn, now: Instant) -> Result<Vec<AgentId>, StoreError> {
    let begins = agents::standing.eq_any([Col(Standing::Active), Col(Standing::Probation)]);
    let begins = begins.and(agents::suspended_from.le(At(now)));
    let ends = agents::standing.eq(Col(Standing::Suspended)).and(agents::suspended_to.le(At(now)));
    let query = agents::table.filter(agents::suspended_from.is_not_null());
    let query = query.filter(begins.or(ends)).order(agents::id).select(agents::id);
    Ok(query.load::<Col<AgentId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Whether an agent has this code.
///
/// # Errors
/// The database.
pub fn has_agent_code(conn: &mut Conn, code: &str) -> Result<bool, StoreError> {
    Ok(agents::table.filter(agents::code.eq(code)).count().get_result::<i64>(conn)? > 0)
}

/// Whether a technician has this code.
///
/// # Errors
/// The database.
pub fn has_technician_code(conn: &mut Conn, code: &str) -> Result<bool, StoreError> {
    Ok(technicians::table.filter(technicians::code.eq(code)).count().get_result::<i64>(conn)? > 0)
}

/// Every agent, as stored.
///
/// # Errors
/// The database.
pub fn list_agents(conn: &mut Conn) -> Result<Vec<AgentRow>, StoreError> {
    Ok(agents::table.order(agents::code).select(AgentRow::as_select()).load(conn)?)
}

/// Every technician, also those who work no more.
///
/// # Errors
/// The database.
pub fn list_technicians(conn: &mut Conn) -> Result<Vec<TechnicianRow>, StoreError> {
    Ok(technicians::table.order(technicians::code).select(TechnicianRow::as_select()).load(conn)?)
}

/// The technicians of an agent with their skills, also those who work no more.
///
/// # Errors
/// The database.
pub fn list_technicians_of(
    conn: &mut Conn,
    agent: AgentId,
) -> Result<(Vec<TechnicianRow>, Vec<TechnicianSkill>), StoreError> {
    let of = technicians::agent_id.eq(agent.as_str());
    let rows = technicians::table.filter(of).order(technicians::code).select(TechnicianRow::as_select()).load(conn)?;
    let skills = technician_skills::table.inner_join(technicians::table).filter(of);
    Ok((rows, skills.select(TechnicianSkill::as_select()).load(conn)?))
}

/// Every skill that a technician holds.
///
/// # Errors
/// The database.
pub fn list_technician_skills(conn: &mut Conn) -> Result<Vec<TechnicianSkill>, StoreError> {
    Ok(technician_skills::table.select(TechnicianSkill::as_select()).load(conn)?)
}

/// The areas of an agent, in the order of their ids.
///
/// # Errors
/// The database.
pub fn list_areas(conn: &mut Conn, agent: AgentId) -> Result<Vec<AreaRow>, StoreError> {
    let query = agent_areas::table.filter(agent_areas::agent_id.eq(agent.as_str()));
    Ok(query.order(agent_areas::id).select(AreaRow::as_select()).load(conn)?)
}

/// Takes all areas from an agent.
///
/// # Errors
/// The database.
pub fn delete_areas(tx: &mut Tx<'_>, agent: AgentId) -> Result<(), StoreError> {
    diesel::delete(agent_areas::table.filter(agent_areas::agent_id.eq(agent.as_str()))).execute(tx.conn())?;
    Ok(())
}

/// Takes all skills from a technician.
///
/// # Errors
/// The database.
pub fn delete_technician_skills(tx: &mut Tx<'_>, technician: TechnicianId) -> Result<(), StoreError> {
    let target = technician_skills::table.filter(technician_skills::technician_id.eq(technician.as_str()));
    diesel::delete(target).execute(tx.conn())?;
    Ok(())
}

batch_insertable!(agent_areas, AreaRow, insert_areas);
batch_insertable!(technician_skills, TechnicianSkill, insert_technician_skills);
