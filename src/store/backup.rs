//! A consistent copy of a SQLite database while it is in use.

use std::path::PathBuf;

use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use super::conn::{Conn, Role};
use super::pool::blocking;
use super::{Db, StoreError};

/// Writes a compact copy to `file`, which must not exist yet; durable when this returns.
///
/// # Errors
/// [`StoreError::Other`] when the file exists, cannot be written or the database is PostgreSQL (use `pg_dump`),
/// [`StoreError::Full`] when there is no room; nothing is left behind then.
pub async fn backup(db: &Db, file: impl Into<PathBuf>) -> Result<(), StoreError> {
    let (place, file) = (db.place().clone(), file.into());
    blocking(move || {
        let Conn::Sqlite(mut conn) = place.connect(Role::Upkeep)? else {
            return Err(StoreError::Other("a PostgreSQL database is saved with pg_dump".into()));
        };
        let Some(path) = file.to_str() else {
            return Err(StoreError::Other("the name of the backup is not UTF-8".into()));
        };
        // Creating the file here makes the refusal to overwrite exact; SQLite fills an empty file.
        std::fs::File::create_new(&file).map_err(|error| StoreError::Other(format!("{path}: {error}")))?;
        let copied = diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(path).execute(&mut conn);
        let saved = copied.map_err(StoreError::from).and_then(|_| {
            let copy = std::fs::File::open(&file).and_then(|copy| copy.sync_all());
            copy.map_err(|error| StoreError::Full(format!("{path}: {error}")))
        });
        if saved.is_err() {
            let _ = std::fs::remove_file(&file);
        }
        saved
    })
    .await
}
