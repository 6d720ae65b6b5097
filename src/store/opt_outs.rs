//! Numbers whose owners want no short messages.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use std::collections::HashSet;

use diesel::prelude::*;

use super::schema::opt_outs;
use super::{At, Conn, StoreError, Tx, on};

/// A number that gets no messages.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = opt_outs)]
pub struct OptOut {
    pub address: String,
    pub at: At,
}

/// Notes that a number wants no messages; true if it was not noted already.
///
/// # Errors
/// The database.
pub fn put_opt_out(tx: &mut Tx<'_>, row: &OptOut) -> Result<bool, StoreError> {
    let rows = on!(tx.conn(), |conn| diesel::insert_into(opt_outs::table)
        .values(row)
        .on_conflict(opt_outs::address)
        .do_nothing()
        .execute(conn))?;
    Ok(rows == 1)
}

/// Forgets that a number wants no messages; true if it was noted.
///
/// # Errors
/// The database.
pub fn delete_opt_out(tx: &mut Tx<'_>, address: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(opt_outs::table.find(address)).execute(tx.conn())? == 1)
}

/// Those of the addresses that want no messages.
///
/// # Errors
/// The database.
pub fn list_opted_out(conn: &mut Conn, addresses: &[String]) -> Result<HashSet<String>, StoreError> {
    let query = opt_outs::table.filter(opt_outs::address.eq_any(addresses)).select(opt_outs::address);
    Ok(query.load::<String>(conn)?.into_iter().collect())
}
