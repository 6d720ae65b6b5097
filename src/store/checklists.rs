//! What kinds of work are asked on site, and what jobs were asked, as they were asked it, with the answers.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::{checklist_items, job_checklists};
use super::{At, Col, Conn, Json, StoreError, Tx, on};
use crate::domain::checklist::{AnswerForm, Answers, ChecklistItem};
use crate::domain::id::JobId;
use crate::domain::job::JobKind;
use crate::domain::photo::PhotoKind;

/// An item of what a kind of work is asked on site; an empty category is every category.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = checklist_items, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ChecklistRow {
    pub category: String,
    pub kind: Col<JobKind>,
    pub code: String,
    pub position: i32,
    pub form: Col<AnswerForm>,
    pub unit: Option<String>,
    pub least: Option<f64>,
    pub most: Option<f64>,
    pub photo: Option<Col<PhotoKind>>,
    pub expected: Option<String>,
    pub is_required: bool,
    pub name_en: String,
    pub name_fa: String,
    pub is_used: bool,
}

/// Adds items to `checklist_items` or replaces those with the same key.
///
/// # Errors
/// The database.
pub fn upsert_checklists(tx: &mut Tx<'_>, rows: &[ChecklistRow]) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| {
        for row in rows {
            diesel::insert_into(checklist_items::table)
                .values(row)
                .on_conflict((checklist_items::category, checklist_items::kind, checklist_items::code))
                .do_update()
                .set(row)
                .execute(conn)?;
        }
    });
    Ok(())
}

/// Every item, in the order in which it is asked.
///
/// # Errors
/// The database.
pub fn list_checklist_items(conn: &mut Conn) -> Result<Vec<ChecklistRow>, StoreError> {
    let query = checklist_items::table.order((checklist_items::position, checklist_items::code));
    Ok(query.select(ChecklistRow::as_select()).load(conn)?)
}

impl From<&ChecklistRow> for ChecklistItem {
    fn from(row: &ChecklistRow) -> Self {
        Self {
            code: row.code.clone(),
            form: row.form.0,
            name_en: row.name_en.clone(),
            name_fa: row.name_fa.clone(),
            unit: row.unit.clone(),
            least: row.least,
            most: row.most,
            photo: row.photo.map(|kind| kind.0),
            expected: row.expected.clone(),
            is_required: row.is_required,
        }
    }
}

/// The checklist of a job; the id is the job's.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = job_checklists)]
pub struct JobChecklist {
    pub id: Col<JobId>,
    pub items: Json<Vec<ChecklistItem>>,
    pub answers: Json<Answers>,
    pub created_at: At,
    pub version: i32,
}

versioned!(job_checklists, JobChecklist, JobId, insert_job_checklist, find_job_checklist, save_job_checklist);

/// The checklist of a job, if it was asked anything yet.
///
/// # Errors
/// The database.
pub fn job_checklist(conn: &mut Conn, job: JobId) -> Result<Option<JobChecklist>, StoreError> {
    match find_job_checklist(conn, job) {
        Err(StoreError::NotFound) => Ok(None),
        found => Ok(Some(found?)),
    }
}
