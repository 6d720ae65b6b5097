//! Reading the figures of a report.

use super::{App, Error};
use crate::domain::access::{Caller, Scope};
use crate::queries::work::WorkFilter;
use crate::store::{Conn, StoreError};

/// What a report's query finds within the caller's scope and the filters.
///
/// # Errors
/// The database.
pub async fn figures<T: Send + 'static>(
    app: &App,
    caller: &Caller,
    filter: &WorkFilter,
    query: impl FnOnce(&mut Conn, &Scope, &WorkFilter) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Error> {
    let (scope, filter) = (caller.scope.clone(), filter.clone());
    app.db.read(move |conn| query(conn, &scope, &filter).map_err(Error::from)).await
}
