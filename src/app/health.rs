//! Whether this process can work.

use super::{App, Code, Error};
use crate::store::migrate::is_current;

/// Whether the database answers and has the schema of this program.
///
/// # Errors
/// `Unavailable`, or the database.
pub async fn ready(app: &App) -> Result<(), Error> {
    let current = app.db.read(|conn| is_current(conn).map_err(Error::from)).await?;
    if current { Ok(()) } else { Err(Code::Unavailable.into()) }
}
