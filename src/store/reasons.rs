//! Which reasons people may still give.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::reason_switches;
use super::{Col, Conn, StoreError, Tx, on};
use crate::domain::reason::ReasonKind;

/// Whether a reason may be given.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reason_switches)]
pub struct ReasonSwitch {
    pub kind: Col<ReasonKind>,
    pub code: String,
    pub is_active: bool,
}

/// Sets whether a reason may be given.
///
/// # Errors
/// The database.
pub fn save_reason_switch(tx: &mut Tx<'_>, row: &ReasonSwitch) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| diesel::insert_into(reason_switches::table)
        .values(row)
        .on_conflict((reason_switches::kind, reason_switches::code))
        .do_update()
        .set(row)
        .execute(conn))?;
    Ok(())
}

/// Every reason that was ever switched.
///
/// # Errors
/// The database.
pub fn list_reason_switches(conn: &mut Conn) -> Result<Vec<ReasonSwitch>, StoreError> {
    Ok(reason_switches::table.select(ReasonSwitch::as_select()).load(conn)?)
}
