//! What the work rules ask of an agent besides its contract row: papers, pairs, shared equipment, seasons, leave,
//! suspensions.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{batch_insertable, insertable};
use super::schema::{
    agent_authorizations, agent_documents, agent_equipment, agent_seasons, agent_suspensions, time_off,
};
use super::{At, Col, Conn, Day, Json, StoreError, Tx};
use crate::domain::agent::{DocumentKind, Standing, TimeOffReason};
use crate::domain::id::{AgentId, DocumentId, SeasonId, SuspensionId, TechnicianId, TimeOffId};
use crate::domain::time::Instant;

/// A pair of brand and category that a contract covers.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_authorizations)]
pub struct AuthorizationRow {
    pub agent_id: Col<AgentId>,
    pub brand: String,
    pub category: String,
}

batch_insertable!(agent_authorizations, AuthorizationRow, insert_authorizations);

/// A paper handed in.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_documents, treat_none_as_default_value = false)]
pub struct DocumentRow {
    pub id: Col<DocumentId>,
    pub agent_id: Col<AgentId>,
    pub kind: Col<DocumentKind>,
    pub number: String,
    pub issued_on: Day,
    pub expires_on: Option<Day>,
    pub created_at: At,
}

insertable!(agent_documents, DocumentRow, insert_document);
batch_insertable!(agent_documents, DocumentRow, insert_documents);

/// Equipment that the agent's technicians share.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_equipment)]
pub struct EquipmentRow {
    pub agent_id: Col<AgentId>,
    pub equipment: String,
    pub pieces: i32,
}

batch_insertable!(agent_equipment, EquipmentRow, insert_equipment);

/// A time of another capacity.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_seasons, treat_none_as_default_value = false)]
pub struct SeasonRow {
    pub id: Col<SeasonId>,
    pub agent_id: Col<AgentId>,
    pub from_day: Option<Day>,
    pub to_day: Option<Day>,
    pub months: Json<Vec<u8>>,
    pub percent: Option<i32>,
    pub capacity_open: Option<i32>,
    pub capacity_day: Option<i32>,
    pub capacity_minutes_day: Option<i32>,
}

batch_insertable!(agent_seasons, SeasonRow, insert_seasons);

/// A time without work of an agent or of one of its technicians.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = time_off, treat_none_as_default_value = false)]
pub struct TimeOffRow {
    pub id: Col<TimeOffId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Option<Col<TechnicianId>>,
    pub off_from: At,
    pub off_to: At,
    pub reason: Col<TimeOffReason>,
    pub note: Option<String>,
    pub created_by: Option<String>,
    pub created_at: At,
}

insertable!(time_off, TimeOffRow, insert_time_off);
batch_insertable!(time_off, TimeOffRow, insert_time_offs);

/// A suspension: planned, under way, or over.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = agent_suspensions, treat_none_as_default_value = false)]
pub struct SuspensionRow {
    pub id: Col<SuspensionId>,
    pub agent_id: Col<AgentId>,
    pub suspended_from: At,
    pub suspended_to: Option<At>,
    pub reason: String,
    pub left_standing: Col<Standing>,
    pub created_by: Option<String>,
    pub created_at: At,
    pub began_at: Option<At>,
    pub ended_at: Option<At>,
}

insertable!(agent_suspensions, SuspensionRow, insert_suspension);

/// A list of what one agent has, or of everyone's.
macro_rules! listed {
    ($table:ident, $row:ty, $list:ident, $order:expr) => {
        #[doc = concat!("Rows of `", stringify!($table), "`, of one agent or of all.\n\n# Errors\nThe database.")]
        pub fn $list(conn: &mut Conn, of: Option<AgentId>) -> Result<Vec<$row>, StoreError> {
            let mut query = $table::table.order($order).into_boxed();
            if let Some(agent) = of {
                query = query.filter($table::agent_id.eq(agent.to_string()));
            }
            Ok(query.select(<$row>::as_select()).load(conn)?)
        }
    };
}

listed!(
    agent_authorizations,
    AuthorizationRow,
    list_authorizations,
    (agent_authorizations::agent_id, agent_authorizations::brand, agent_authorizations::category)
);
listed!(agent_documents, DocumentRow, list_documents, agent_documents::id);
listed!(agent_equipment, EquipmentRow, list_shared_equipment, (agent_equipment::agent_id, agent_equipment::equipment));
listed!(agent_seasons, SeasonRow, list_seasons, agent_seasons::id);
listed!(agent_suspensions, SuspensionRow, list_suspensions, agent_suspensions::id);

/// Takes a paper away.
///
/// # Errors
/// The database.
pub fn delete_document(tx: &mut Tx<'_>, id: DocumentId) -> Result<(), StoreError> {
    diesel::delete(agent_documents::table.find(id.as_str())).execute(tx.conn())?;
    Ok(())
}

/// Leave that ends after `after`, of one agent or of all, earliest first.
///
/// # Errors
/// The database.
pub fn list_time_off(conn: &mut Conn, of: Option<AgentId>, after: Instant) -> Result<Vec<TimeOffRow>, StoreError> {
    let mut query = time_off::table.filter(time_off::off_to.gt(At(after))).into_boxed();
    if let Some(agent) = of {
        query = query.filter(time_off::agent_id.eq(agent.to_string()));
    }
    Ok(query.order((time_off::off_from, time_off::id)).select(TimeOffRow::as_select()).load(conn)?)
}

/// Takes a leave back; `NotFound` when this agent has none such.
///
/// # Errors
/// `NotFound`, or the database.
pub fn delete_time_off(tx: &mut Tx<'_>, agent: AgentId, id: TimeOffId) -> Result<(), StoreError> {
    let target = time_off::table.find(id.as_str()).filter(time_off::agent_id.eq(agent.as_str()));
    if diesel::delete(target).execute(tx.conn())? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// A deletion of everything that one agent has in a table.
macro_rules! cleared {
    ($table:ident, $delete:ident) => {
        #[doc = concat!("Takes all rows of `", stringify!($table), "` from an agent.\n\n# Errors\nThe database.")]
        pub fn $delete(tx: &mut Tx<'_>, agent: AgentId) -> Result<(), StoreError> {
            diesel::delete($table::table.filter($table::agent_id.eq(agent.as_str()))).execute(tx.conn())?;
            Ok(())
        }
    };
}

cleared!(agent_authorizations, delete_authorizations);
cleared!(agent_equipment, delete_shared_equipment);
cleared!(agent_seasons, delete_seasons);

/// Gives an agent these pairs of brand and category in place of those that it had.
///
/// # Errors
/// A code that is unknown, or the database.
pub fn set_authorizations(
    tx: &mut Tx<'_>,
    agent_id: Col<AgentId>,
    pairs: &[(String, String)],
) -> Result<(), StoreError> {
    delete_authorizations(tx, agent_id.0)?;
    let row = |(brand, category): &(String, String)| AuthorizationRow {
        agent_id,
        brand: brand.clone(),
        category: category.clone(),
    };
    insert_authorizations(tx, &pairs.iter().map(row).collect::<Vec<_>>())
}

/// Gives an agent this shared equipment in place of what it had.
///
/// # Errors
/// A code that is unknown, or the database.
pub fn set_shared_equipment(
    tx: &mut Tx<'_>,
    agent_id: Col<AgentId>,
    equipment: &[(String, i32)],
) -> Result<(), StoreError> {
    delete_shared_equipment(tx, agent_id.0)?;
    let row = |(code, pieces): &(String, i32)| EquipmentRow { agent_id, equipment: code.clone(), pieces: *pieces };
    insert_equipment(tx, &equipment.iter().map(row).collect::<Vec<_>>())
}

/// The suspension of an agent that is planned or under way.
///
/// # Errors
/// The database.
pub fn find_suspension(conn: &mut Conn, agent: AgentId) -> Result<Option<SuspensionRow>, StoreError> {
    let query = agent_suspensions::table
        .filter(agent_suspensions::agent_id.eq(agent.as_str()))
        .filter(agent_suspensions::ended_at.is_null())
        .order(agent_suspensions::id.desc());
    Ok(query.select(SuspensionRow::as_select()).first(conn).optional()?)
}

/// Notes since when a suspension holds.
///
/// # Errors
/// The database.
pub fn begin_suspension(tx: &mut Tx<'_>, id: SuspensionId, at: Instant) -> Result<(), StoreError> {
    let target = agent_suspensions::table.find(id.as_str());
    diesel::update(target).set(agent_suspensions::began_at.eq(Some(At(at)))).execute(tx.conn())?;
    Ok(())
}

/// Ends the suspensions of an agent that are planned or under way.
///
/// # Errors
/// The database.
pub fn end_suspensions(tx: &mut Tx<'_>, agent: AgentId, at: Instant) -> Result<(), StoreError> {
    let target = agent_suspensions::table
        .filter(agent_suspensions::agent_id.eq(agent.as_str()))
        .filter(agent_suspensions::ended_at.is_null());
    diesel::update(target).set(agent_suspensions::ended_at.eq(Some(At(at)))).execute(tx.conn())?;
    Ok(())
}
