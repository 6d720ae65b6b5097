//! The bell: a person has read the news of its tasks.

use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::time::Instant;
use crate::store::push::put_bell_seen;

/// Notes that the caller has read all news up to `until`, which is never later than now.
///
/// # Errors
/// The database.
pub async fn mark_seen(app: &App, caller: &Caller, until: Option<Instant>) -> Result<(), Error> {
    let (user, now) = (caller.user, app.clock.now());
    let until = until.unwrap_or(now).min(now);
    app.db.write(move |tx| put_bell_seen(tx, user, until).map_err(Error::from)).await
}
