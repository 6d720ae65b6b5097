//! What callers can check or do at once about a fault.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::first_aid;
use super::{Conn, StoreError, Tx, on};

/// A step, in both languages.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = first_aid)]
pub struct FirstAidRow {
    pub fault: String,
    pub position: i32,
    pub step_en: String,
    pub step_fa: String,
    pub is_safety: bool,
    pub is_used: bool,
}

/// Adds steps to `first_aid` or replaces those with the same key.
///
/// # Errors
/// A fault that is unknown, or the database.
pub fn upsert_first_aid(tx: &mut Tx<'_>, rows: &[FirstAidRow]) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| {
        for row in rows {
            diesel::insert_into(first_aid::table)
                .values(row)
                .on_conflict((first_aid::fault, first_aid::position))
                .do_update()
                .set(row)
                .execute(conn)?;
        }
    });
    Ok(())
}

/// Every step, safety first, then in the order in which it is said.
///
/// # Errors
/// The database.
pub fn list_first_aid(conn: &mut Conn) -> Result<Vec<FirstAidRow>, StoreError> {
    let query = first_aid::table.order((first_aid::fault, first_aid::is_safety.desc(), first_aid::position));
    Ok(query.select(FirstAidRow::as_select()).load(conn)?)
}
