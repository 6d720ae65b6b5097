//! What verdicts rest on beside the unit itself: contracts, official queries, earlier repairs; and reviews of verdicts.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{attachments, jobs, official_queries, verdict_reviews, warranty_activations, warranty_extensions};
use super::{At, Col, Conn, Day, Json, StoreError};
use crate::domain::id::{AttachmentId, ExtensionId, InstalledProductId, JobId, QueryId, ReviewId, UserId};
use crate::domain::job::JobKind;
use crate::domain::warranty::{Cover, ExclusionCode, QueryResult, ReviewState, WarrantyOutcome};

/// Jobs of a unit that are looked through for earlier repairs, newest first.
const MOST_REPAIRS: i64 = 50;

/// A contract that extends the warranty of a unit.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = warranty_extensions, treat_none_as_default_value = false)]
pub struct ExtensionRow {
    pub id: Col<ExtensionId>,
    pub installed_product_id: Col<InstalledProductId>,
    pub contract: String,
    pub starts_on: Day,
    pub ends_on: Day,
    pub parts_percent: i32,
    pub labour_percent: i32,
    pub travel_percent: i32,
    pub created_by: Option<Col<UserId>>,
    pub created_at: At,
}

impl ExtensionRow {
    /// The share covered in percent.
    #[must_use]
    pub fn percents(&self) -> Cover {
        Cover {
            parts: self.parts_percent.unsigned_abs(),
            labour: self.labour_percent.unsigned_abs(),
            travel: self.travel_percent.unsigned_abs(),
        }
    }
}

insertable!(warranty_extensions, ExtensionRow, insert_extension);

/// The contracts of a unit, oldest first.
///
/// # Errors
/// The database.
pub fn list_extensions(conn: &mut Conn, unit: InstalledProductId) -> Result<Vec<ExtensionRow>, StoreError> {
    let query = warranty_extensions::table.filter(warranty_extensions::installed_product_id.eq(unit.as_str()));
    Ok(query.order(warranty_extensions::id).select(ExtensionRow::as_select()).load(conn)?)
}

/// An official query about a unit.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = official_queries, treat_none_as_default_value = false)]
pub struct OfficialQueryRow {
    pub id: Col<QueryId>,
    pub installed_product_id: Col<InstalledProductId>,
    pub result: Col<QueryResult>,
    pub checked_on: Day,
    pub attachment_id: Option<Col<AttachmentId>>,
    pub note: Option<String>,
    pub created_by: Option<Col<UserId>>,
    pub created_at: At,
}

insertable!(official_queries, OfficialQueryRow, insert_official_query);

/// The official queries about a unit, oldest first.
///
/// # Errors
/// The database.
pub fn list_official_queries(conn: &mut Conn, unit: InstalledProductId) -> Result<Vec<OfficialQueryRow>, StoreError> {
    let query = official_queries::table.filter(official_queries::installed_product_id.eq(unit.as_str()));
    Ok(query.order(official_queries::id).select(OfficialQueryRow::as_select()).load(conn)?)
}

/// A completed repair: job, when it was taken down and done, its fault.
pub type Repair = (Col<JobId>, At, Option<At>, Option<String>);

/// The completed repairs of a unit, newest first.
///
/// # Errors
/// The database.
pub fn list_repairs(conn: &mut Conn, unit: InstalledProductId) -> Result<Vec<Repair>, StoreError> {
    let query = jobs::table
        .filter(jobs::installed_product_id.eq(unit.as_str()))
        .filter(jobs::kind.eq(Col(JobKind::Repair)))
        .filter(jobs::completed_at.is_not_null())
        .order(jobs::id.desc())
        .limit(MOST_REPAIRS);
    Ok(query.select((jobs::id, jobs::registered_at, jobs::completed_at, jobs::fault)).load(conn)?)
}

/// A proposal to decide otherwise than a verdict, and what became of it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = verdict_reviews, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ReviewRow {
    pub id: Col<ReviewId>,
    pub job_id: Col<JobId>,
    pub state: Col<ReviewState>,
    pub outcome: Col<WarrantyOutcome>,
    pub reason: String,
    pub findings: Json<Vec<ExclusionCode>>,
    pub attachment_id: Option<Col<AttachmentId>>,
    pub was: Col<WarrantyOutcome>,
    pub proposed_by: Col<UserId>,
    pub proposed_at: At,
    pub decided_by: Option<Col<UserId>>,
    pub decided_at: Option<At>,
    pub version: i32,
}

versioned!(verdict_reviews, ReviewRow, ReviewId, insert_review, find_review, save_review);

/// The reviews of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_reviews(conn: &mut Conn, job: JobId) -> Result<Vec<ReviewRow>, StoreError> {
    let query = verdict_reviews::table.filter(verdict_reviews::job_id.eq(job.as_str()));
    Ok(query.order(verdict_reviews::id).select(ReviewRow::as_select()).load(conn)?)
}

/// Whether a photo or document with this id is kept.
///
/// # Errors
/// The database.
pub fn has_attachment(conn: &mut Conn, id: AttachmentId) -> Result<bool, StoreError> {
    let found: i64 = attachments::table.filter(attachments::id.eq(id.as_str())).count().get_result(conn)?;
    Ok(found > 0)
}

/// The warranty of a unit that began when it was installed; the id is the unit's.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = warranty_activations, treat_none_as_default_value = false)]
pub struct ActivationRow {
    pub id: Col<InstalledProductId>,
    pub job_id: Col<JobId>,
    pub policy: String,
    pub policy_version: i32,
    pub starts_on: Day,
    pub months: Json<Cover>,
    pub parts_until: Option<Day>,
    pub labour_until: Option<Day>,
    pub travel_until: Option<Day>,
    pub created_at: At,
}

insertable!(warranty_activations, ActivationRow, insert_activation);

/// When the warranty of a unit began with its installation, if it did.
///
/// # Errors
/// The database.
pub fn find_activation(conn: &mut Conn, unit: InstalledProductId) -> Result<Option<ActivationRow>, StoreError> {
    let query = warranty_activations::table.find(unit.as_str()).select(ActivationRow::as_select());
    Ok(query.first(conn).optional()?)
}
