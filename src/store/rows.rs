//! What every table file shares: guarded saves and the macro that gives a table its insert and save.

use super::StoreError;

/// One row must have been written; none means that another transaction changed it first, so this one runs again and
/// decides on what it then finds.
pub(crate) fn saved(rows: usize, table: &str) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Again(format!("{table} changed meanwhile"))) }
}

/// Rows of one statement: SQLite binds 32,766 values at most, and the widest table has 31 columns.
pub(crate) const BATCH: usize = 500;

/// `insert` for a row type.
macro_rules! insertable {
    ($table:ident, $row:ty, $insert:ident) => {
        #[doc = concat!("Adds a row to `", stringify!($table), "`.\n\n# Errors\nA unique rule, or the database.")]
        pub fn $insert(tx: &mut $crate::store::Tx<'_>, row: &$row) -> Result<(), $crate::store::StoreError> {
            use diesel::RunQueryDsl as _;
            let table = $crate::store::schema::$table::table;
            // The enum of connections would collect the binds twice, each in a box.
            $crate::store::on!(tx.conn(), |conn| diesel::insert_into(table).values(row).execute(conn))?;
            Ok(())
        }
    };
}

/// An insert of many rows at once, for a row type with `treat_none_as_default_value = false`: of any other, diesel makes
/// a statement a row for SQLite, in a transaction of its own.
macro_rules! batch_insertable {
    ($table:ident, $row:ty, $insert:ident) => {
        #[doc = concat!("Adds rows to `", stringify!($table), "`, many in one statement.")]
        #[doc = "\n\n# Errors\nA unique rule, a reference to something unknown, or the database."]
        pub fn $insert(tx: &mut $crate::store::Tx<'_>, rows: &[$row]) -> Result<(), $crate::store::StoreError> {
            use diesel::RunQueryDsl as _;
            let table = $crate::store::schema::$table::table;
            for part in rows.chunks($crate::store::rows::BATCH) {
                $crate::store::on!(tx.conn(), |conn| diesel::insert_into(table).values(part).execute(conn))?;
            }
            Ok(())
        }
    };
}

/// `insert`, `find` and a `save` guarded by the version, for a row type with `id` and `version`.
macro_rules! versioned {
    ($table:ident, $row:ty, $id:ty, $insert:ident, $find:ident, $save:ident) => {
        $crate::store::rows::insertable!($table, $row, $insert);

        #[doc = concat!("The row of `", stringify!($table), "` with this id.\n\n# Errors\n`NotFound`, or the database.")]
        pub fn $find(conn: &mut $crate::store::Conn, id: $id) -> Result<$row, $crate::store::StoreError> {
            use diesel::{QueryDsl as _, RunQueryDsl as _, SelectableHelper as _};
            let query = $crate::store::schema::$table::table.find(id.as_str()).select(<$row>::as_select());
            Ok(query.first(conn)?)
        }

        #[doc = concat!("Writes a changed row of `", stringify!($table), "` if nobody else did since it was read.")]
        #[doc = "\n\n# Errors\n`Again` when it was changed meanwhile, or the database."]
        pub fn $save(tx: &mut $crate::store::Tx<'_>, row: &mut $row) -> Result<(), $crate::store::StoreError> {
            use diesel::{ExpressionMethods as _, QueryDsl as _, RunQueryDsl as _};
            let read_version = row.version;
            row.version += 1;
            let target = $crate::store::schema::$table::table
                .filter($crate::store::schema::$table::id.eq(row.id.0.as_str()))
                .filter($crate::store::schema::$table::version.eq(read_version));
            let rows = diesel::update(target).set(&*row).execute(tx.conn())?;
            $crate::store::rows::saved(rows, stringify!($table))
        }
    };
}

pub(crate) use {batch_insertable, insertable, versioned};
