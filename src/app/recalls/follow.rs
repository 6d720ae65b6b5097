//! What goes on with recalls by itself: units that were not found yet, customers who were not told yet, calls to be made.

use super::calls::ask_for_calls;
use super::find::find_units;
use super::tell::{miss_failed, tell_customers};
use crate::app::{App, Error};
use crate::store::recalls::list_open_recalls;

/// Batches of units that one pass looks through at most; the next one begins again, and passes over what is there.
const BATCHES: usize = 200;

/// Goes on with every open recall; how much was done. What was interrupted goes on where it ended, because everything that is
/// done is a row of its own.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let mut done = 0;
    for recall in app.db.read(|conn| list_open_recalls(conn).map_err(Error::from)).await? {
        done += find_units(app, &recall, BATCHES).await?;
        done += tell_customers(app, &recall).await?;
        done += miss_failed(app, &recall).await?;
        done += ask_for_calls(app, &recall).await?;
    }
    Ok(done)
}
