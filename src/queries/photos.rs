//! The photos of a job with who added them.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::must_see;
use crate::domain::access::Scope;
use crate::domain::id::{AttachmentId, JobId, VisitId};
use crate::domain::machine::ActorKind;
use crate::domain::photo::{MediaType, PhotoKind};
use crate::domain::time::Instant;
use crate::store::offers::list_jobs_of_visit;
use crate::store::photos::{PhotoRow, find_photo, list_photos};
use crate::store::schema::users;
use crate::store::{Conn, StoreError};

/// A photo of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhotoView {
    /// The photo; its bytes are at `/api/v1/photos/{id}`.
    pub id: AttachmentId,
    /// The job.
    pub job_id: Option<JobId>,
    /// What it shows.
    pub kind: PhotoKind,
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: MediaType,
    /// Bytes of the file.
    pub bytes: i64,
    /// The visit on which it was taken.
    pub visit_id: Option<VisitId>,
    /// What kind of actor added it.
    pub actor_kind: ActorKind,
    /// Name of the user who added it.
    pub actor: Option<String>,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

impl From<PhotoRow> for PhotoView {
    fn from(row: PhotoRow) -> Self {
        Self {
            id: row.id.0,
            job_id: row.job_id.map(|id| id.0),
            kind: row.kind.0,
            media_type: row.media_type.0,
            bytes: row.byte_count,
            visit_id: row.visit_id.map(|id| id.0),
            actor_kind: row.added_by_kind.0,
            actor: None,
            created_at: row.created_at.0,
        }
    }
}

/// Where the bytes of a photo are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoFile {
    /// The photo.
    pub id: AttachmentId,
    /// Its form.
    pub media_type: MediaType,
    /// SHA-256 of its bytes, by which they are kept.
    pub blob_hash: String,
}

impl From<PhotoRow> for PhotoFile {
    fn from(row: PhotoRow) -> Self {
        Self { id: row.id.0, media_type: row.media_type.0, blob_hash: row.blob_hash }
    }
}

/// The photos of a job, oldest first.
///
/// # Errors
/// The database.
pub fn photos_of(conn: &mut Conn, job: JobId) -> Result<Vec<PhotoView>, StoreError> {
    let rows = list_photos(conn, job)?;
    let staff: Vec<String> =
        rows.iter().filter(|row| row.added_by_kind.0 == ActorKind::Staff).map(|row| row.added_by.clone()).collect();
    let names: Vec<(String, String)> = if staff.is_empty() {
        Vec::new()
    } else {
        users::table.filter(users::id.eq_any(staff)).select((users::id, users::display_name)).load(conn)?
    };
    let views = rows.into_iter().map(|row| {
        let name = names.iter().find(|(id, _)| *id == row.added_by).map(|(_, name)| name.clone());
        PhotoView { actor: name, ..PhotoView::from(row) }
    });
    Ok(views.collect())
}

/// A photo whose job is in scope.
///
/// # Errors
/// `NotFound`, or the database.
pub fn photo_in_scope(conn: &mut Conn, scope: &Scope, id: AttachmentId) -> Result<PhotoFile, StoreError> {
    let row = find_photo(conn, id)?;
    must_see(conn, scope, row.job_id.ok_or(StoreError::NotFound)?.0)?;
    Ok(row.into())
}

/// A photo of one of the jobs of a visit, and which.
///
/// # Errors
/// `NotFound`, or the database.
pub fn photo_of_visit(conn: &mut Conn, visit: VisitId, id: AttachmentId) -> Result<(JobId, PhotoFile), StoreError> {
    let row = find_photo(conn, id)?;
    let jobs = list_jobs_of_visit(conn, visit)?;
    let job = row.job_id.map(|job| job.0).filter(|job| jobs.contains(job)).ok_or(StoreError::NotFound)?;
    Ok((job, row.into()))
}
