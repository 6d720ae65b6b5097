//! Proposals to decide otherwise than a verdict, with the names of those who proposed and decided.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::id::{AttachmentId, JobId, ReviewId, UserId};
use crate::domain::time::Instant;
use crate::domain::warranty::{ExclusionCode, ReviewState, WarrantyOutcome};
use crate::store::schema::users;
use crate::store::warranty::{ReviewRow, find_review, list_reviews};
use crate::store::{Col, Conn, StoreError};

/// A proposal to decide otherwise than the verdict, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewView {
    /// The proposal.
    pub id: ReviewId,
    /// The job.
    pub job_id: JobId,
    /// Where it stands.
    pub state: ReviewState,
    /// The job's warranty when it was proposed.
    pub was: WarrantyOutcome,
    /// What it is to be.
    pub outcome: WarrantyOutcome,
    /// Why.
    pub reason: String,
    /// What was found on site.
    pub findings: Vec<ExclusionCode>,
    /// A photo of it.
    pub attachment_id: Option<AttachmentId>,
    /// Who proposed it.
    #[serde(skip)]
    pub proposer: UserId,
    /// Name of who proposed it.
    pub proposed_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Instant,
    /// Name of who decided it.
    pub decided_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
}

/// One proposal.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_review_view(conn: &mut Conn, id: ReviewId) -> Result<ReviewView, StoreError> {
    let row = find_review(conn, id)?;
    views(conn, vec![row])?.pop().ok_or(StoreError::NotFound)
}

/// The proposals about a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_review_views(conn: &mut Conn, job: JobId) -> Result<Vec<ReviewView>, StoreError> {
    let rows = list_reviews(conn, job)?;
    views(conn, rows)
}

/// Rows with the names of their people.
///
/// # Errors
/// The database.
pub fn views(conn: &mut Conn, rows: Vec<ReviewRow>) -> Result<Vec<ReviewView>, StoreError> {
    let people: Vec<Col<UserId>> =
        rows.iter().flat_map(|row| [Some(row.proposed_by), row.decided_by]).flatten().collect();
    let names: Vec<(Col<UserId>, String)> = if people.is_empty() {
        Vec::new()
    } else {
        users::table.filter(users::id.eq_any(people)).select((users::id, users::display_name)).load(conn)?
    };
    let name = |id: Col<UserId>| names.iter().find(|(user, _)| *user == id).map(|(_, name)| name.clone());
    let view = |row: ReviewRow| ReviewView {
        id: row.id.0,
        job_id: row.job_id.0,
        state: row.state.0,
        was: row.was.0,
        outcome: row.outcome.0,
        reason: row.reason,
        findings: row.findings.0,
        attachment_id: row.attachment_id.map(|id| id.0),
        proposer: row.proposed_by.0,
        proposed_by: name(row.proposed_by).unwrap_or_default(),
        proposed_at: row.proposed_at.0,
        decided_by: row.decided_by.and_then(name),
        decided_at: row.decided_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(view).collect())
}
