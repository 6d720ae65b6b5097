//! Portraits of technicians: the rows beside the files.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use std::collections::HashSet;

use diesel::prelude::*;

use super::schema::{attachments, technician_portraits};
use super::{At, Col, Conn, StoreError, Tx, on};
use crate::domain::id::TechnicianId;
use crate::domain::photo::MediaType;

/// A portrait. Its file has the name `blob_hash`.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = technician_portraits, treat_none_as_default_value = false)]
pub struct PortraitRow {
    pub technician_id: Col<TechnicianId>,
    pub blob_hash: String,
    pub media_type: Col<MediaType>,
    pub byte_count: i64,
    pub created_at: At,
}

/// The portrait of a technician, if there is one.
///
/// # Errors
/// The database.
pub fn find_portrait(conn: &mut Conn, of: TechnicianId) -> Result<Option<PortraitRow>, StoreError> {
    let query = technician_portraits::table.find(of.as_str()).select(PortraitRow::as_select());
    Ok(query.first(conn).optional()?)
}

/// Those of the technicians who have a portrait.
///
/// # Errors
/// The database.
pub fn list_portrayed(conn: &mut Conn, of: &[TechnicianId]) -> Result<HashSet<TechnicianId>, StoreError> {
    let query = technician_portraits::table
        .filter(technician_portraits::technician_id.eq_any(of.iter().map(TechnicianId::as_str)))
        .select(technician_portraits::technician_id);
    Ok(query.load::<Col<TechnicianId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Gives a technician this portrait in place of the one before.
///
/// # Errors
/// The database.
pub fn put_portrait(tx: &mut Tx<'_>, row: &PortraitRow) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| {
        let insert = diesel::insert_into(technician_portraits::table).values(row);
        insert.on_conflict(technician_portraits::technician_id).do_update().set(row).execute(conn)?;
    });
    Ok(())
}

/// Takes the portrait from a technician.
///
/// # Errors
/// The database.
pub fn delete_portrait(tx: &mut Tx<'_>, of: TechnicianId) -> Result<(), StoreError> {
    diesel::delete(technician_portraits::table.find(of.as_str())).execute(tx.conn())?;
    Ok(())
}

/// Whether a portrait or a photo of a job is this file.
///
/// # Errors
/// The database.
pub fn has_picture(conn: &mut Conn, blob_hash: &str) -> Result<bool, StoreError> {
    let portraits = technician_portraits::table.filter(technician_portraits::blob_hash.eq(blob_hash));
    let photos = attachments::table.filter(attachments::blob_hash.eq(blob_hash));
    let (portraits, photos): (i64, i64) = (portraits.count().get_result(conn)?, photos.count().get_result(conn)?);
    Ok(portraits + photos > 0)
}
