//! Photos of jobs: the rows beside the files.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::attachments;
use super::{At, Col, Conn, StoreError};
use crate::domain::id::{AttachmentId, JobId, VisitId};
use crate::domain::machine::ActorKind;
use crate::domain::photo::{MediaType, PhotoKind};

/// A photo. Its file has the name `blob_hash`.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
pub struct PhotoRow {
    pub id: Col<AttachmentId>,
    pub blob_hash: String,
    pub media_type: Col<MediaType>,
    pub byte_count: i64,
    pub kind: Col<PhotoKind>,
    pub job_id: Option<Col<JobId>>,
    pub visit_id: Option<Col<VisitId>>,
    pub added_by: String,
    pub created_at: At,
    pub added_by_kind: Col<ActorKind>,
}

insertable!(attachments, PhotoRow, insert_photo);

/// The photos of a job, oldest first.
///
/// # Errors
/// The database.
pub fn list_photos(conn: &mut Conn, job: JobId) -> Result<Vec<PhotoRow>, StoreError> {
    let query = attachments::table.filter(attachments::job_id.eq(job.as_str())).order(attachments::id);
    Ok(query.select(PhotoRow::as_select()).load(conn)?)
}

/// The photo with this id.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_photo(conn: &mut Conn, id: AttachmentId) -> Result<PhotoRow, StoreError> {
    Ok(attachments::table.find(id.as_str()).select(PhotoRow::as_select()).first(conn)?)
}

/// Whether a job has the photo with this id.
///
/// # Errors
/// The database.
pub fn has_photo(conn: &mut Conn, job: JobId, id: AttachmentId) -> Result<bool, StoreError> {
    let found = attachments::table.filter(attachments::id.eq(id.as_str())).filter(attachments::job_id.eq(job.as_str()));
    let found: i64 = found.count().get_result(conn)?;
    Ok(found > 0)
}
