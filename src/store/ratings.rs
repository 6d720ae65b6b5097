//! What customers thought of jobs.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::ratings;
use super::{At, Col, Conn, StoreError, Tx, on};
use crate::domain::customer::Channel;
use crate::domain::id::JobId;
use crate::domain::time::Instant;

/// What a customer thought of a job.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = ratings, treat_none_as_default_value = false)]
pub struct Rating {
    pub job_id: Col<JobId>,
    pub score: i32,
    pub comment: Option<String>,
    pub channel: Col<Channel>,
    pub at: At,
    pub is_void: bool,
}

/// Keeps a rating; false when the job was rated before.
///
/// # Errors
/// The database.
pub fn put_rating(tx: &mut Tx<'_>, row: &Rating) -> Result<bool, StoreError> {
    let rows = on!(tx.conn(), |conn| diesel::insert_into(ratings::table)
        .values(row)
        .on_conflict(ratings::job_id)
        .do_nothing()
        .execute(conn))?;
    Ok(rows == 1)
}

/// Forgets the rating of a job if it was given before a moment.
///
/// # Errors
/// The database.
pub fn delete_rating_before(tx: &mut Tx<'_>, job: JobId, before: Instant) -> Result<(), StoreError> {
    let target = ratings::table.filter(ratings::job_id.eq(job.as_str()));
    diesel::delete(target.filter(ratings::at.lt(At(before)))).execute(tx.conn())?;
    Ok(())
}

/// The rating of a job.
///
/// # Errors
/// The database.
pub fn find_rating(conn: &mut Conn, job: JobId) -> Result<Option<Rating>, StoreError> {
    Ok(ratings::table.find(job.as_str()).select(Rating::as_select()).first(conn).optional()?)
}
