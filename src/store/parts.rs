//! The catalogue of parts, what jobs need of it, and old parts that come back.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use std::collections::HashSet;

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::{old_parts, part_lines, part_models, parts};
use super::{At, Col, Conn, Said, StoreError, Tx, on};
use crate::domain::id::{AgentId, JobId, OldPartId, PartLineId, TechnicianId};
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{OldPartState, PartLineState, PartNumber, PartSource};

/// A part of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = parts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Part {
    pub number: Col<PartNumber>,
    pub name_en: String,
    pub name_fa: String,
    pub search_key: String,
    pub price: i64,
    pub is_consumable: bool,
    pub superseded_by: Option<Col<PartNumber>>,
}

/// The part with this number.
///
/// # Errors
/// The database.
pub fn find_part(conn: &mut Conn, number: &PartNumber) -> Result<Option<Part>, StoreError> {
    Ok(parts::table.find(number.as_str()).select(Part::as_select()).first(conn).optional()?)
}

/// Every part, by number.
///
/// # Errors
/// The database.
pub fn list_parts(conn: &mut Conn) -> Result<Vec<Part>, StoreError> {
    Ok(parts::table.order(parts::number).select(Part::as_select()).load(conn)?)
}

/// Adds parts or replaces those with the same number, and what takes their place once all are there.
///
/// # Errors
/// The database.
pub fn upsert_parts(tx: &mut Tx<'_>, rows: &[Part]) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| {
        for row in rows {
            // A part may come before the one that takes its place.
            let alone = Part { superseded_by: None, ..row.clone() };
            let insert = diesel::insert_into(parts::table).values(&alone).on_conflict(parts::number);
            insert.do_update().set(&alone).execute(conn)?;
        }
    });
    rows.iter().filter(|row| row.superseded_by.is_some()).try_for_each(|row| {
        let target = parts::table.find(row.number.0.as_str());
        diesel::update(target).set(parts::superseded_by.eq(row.superseded_by.clone())).execute(tx.conn())?;
        Ok(())
    })
}

/// Notes what is delivered in the place of a part.
///
/// # Errors
/// The database.
pub fn supersede_part(tx: &mut Tx<'_>, old: &PartNumber, new: &PartNumber) -> Result<(), StoreError> {
    let target = parts::table.find(old.as_str());
    diesel::update(target).set(parts::superseded_by.eq(new.as_str())).execute(tx.conn())?;
    Ok(())
}

/// The models that parts fit, as pairs of a part and a model.
///
/// # Errors
/// The database.
pub fn list_part_models(conn: &mut Conn) -> Result<Vec<(Col<PartNumber>, String)>, StoreError> {
    let query = part_models::table.order((part_models::part, part_models::model));
    Ok(query.select((part_models::part, part_models::model)).load(conn)?)
}

/// The models that a part fits; none for one that fits all.
///
/// # Errors
/// The database.
pub fn list_models_of_part(conn: &mut Conn, part: &PartNumber) -> Result<Vec<String>, StoreError> {
    let query = part_models::table.filter(part_models::part.eq(part.as_str())).order(part_models::model);
    Ok(query.select(part_models::model).load(conn)?)
}

/// Replaces the models that a part fits.
///
/// # Errors
/// A model that is unknown, or the database.
pub fn replace_part_models(tx: &mut Tx<'_>, part: &PartNumber, models: &[String]) -> Result<(), StoreError> {
    diesel::delete(part_models::table.filter(part_models::part.eq(part.as_str()))).execute(tx.conn())?;
    for model in models.iter().collect::<HashSet<_>>() {
        let row = (part_models::part.eq(part.as_str()), part_models::model.eq(model));
        diesel::insert_into(part_models::table).values(row).execute(tx.conn())?;
    }
    Ok(())
}

/// A part that a job needs.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = part_lines, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PartLine {
    pub id: Col<PartLineId>,
    pub job_id: Col<JobId>,
    pub province: String,
    pub part: Col<PartNumber>,
    pub quantity: i32,
    pub state: Col<PartLineState>,
    pub source: Option<Col<PartSource>>,
    pub place: Option<Said<StockPlace>>,
    pub eta_at: Option<At>,
    pub first_eta_at: Option<At>,
    pub tracking: Option<String>,
    pub reason: Option<String>,
    pub needed_at: At,
    pub ordered_at: Option<At>,
    pub shipped_at: Option<At>,
    pub received_at: Option<At>,
    pub ended_at: Option<At>,
    pub version: i32,
}

versioned!(part_lines, PartLine, PartLineId, insert_part_line, find_part_line, save_part_line);

/// The parts that a job needs, oldest first.
///
/// # Errors
/// The database.
pub fn list_part_lines(conn: &mut Conn, job: JobId) -> Result<Vec<PartLine>, StoreError> {
    let query = part_lines::table.filter(part_lines::job_id.eq(job.as_str())).order(part_lines::id);
    Ok(query.select(PartLine::as_select()).load(conn)?)
}

/// Which of these jobs a part was fitted on.
///
/// # Errors
/// The database.
pub fn list_jobs_with_fitted(conn: &mut Conn, jobs: &[JobId]) -> Result<HashSet<JobId>, StoreError> {
    if jobs.is_empty() {
        return Ok(HashSet::new());
    }
    let query = part_lines::table
        .filter(part_lines::job_id.eq_any(jobs.iter().map(JobId::as_str)))
        .filter(part_lines::state.eq(Col(PartLineState::Fitted)))
        .select(part_lines::job_id)
        .distinct();
    Ok(query.load::<Col<JobId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// An old part that comes back for a new one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = old_parts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct OldPart {
    pub id: Col<OldPartId>,
    pub line_id: Col<PartLineId>,
    pub job_id: Col<JobId>,
    pub province: String,
    pub part: Col<PartNumber>,
    pub quantity: i32,
    pub state: Col<OldPartState>,
    pub agent_id: Option<Col<AgentId>>,
    pub technician_id: Option<Col<TechnicianId>>,
    pub tracking: Option<String>,
    pub reason: Option<String>,
    pub due_at: At,
    pub returned_at: Option<At>,
    pub decided_at: Option<At>,
    pub version: i32,
}

versioned!(old_parts, OldPart, OldPartId, insert_old_part, find_old_part, save_old_part);

/// The old parts that are owed for a job or came back, oldest first.
///
/// # Errors
/// The database.
pub fn list_old_parts(conn: &mut Conn, job: JobId) -> Result<Vec<OldPart>, StoreError> {
    let query = old_parts::table.filter(old_parts::job_id.eq(job.as_str())).order(old_parts::id);
    Ok(query.select(OldPart::as_select()).load(conn)?)
}
