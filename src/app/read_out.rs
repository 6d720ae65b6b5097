//! The record that the summary was read to a customer who gets neither SMS nor letters, and what the customer said to it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::idempotent::{Key, once};
use super::journal::{Happening, record};
use super::{Actor, App, Error};
use crate::domain::id::RequestId;
use crate::store::feed::Topic;
use crate::store::jobs::find_request;

/// What the operator says of the reading.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadOut {
    /// Whether the customer agreed to what was read.
    pub consent: bool,
}

/// What was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Whether the customer agreed.
    pub consent: bool,
}

/// Records that the summary was read out.
///
/// # Errors
/// The same key with another body; `NotFound`; the database.
pub async fn record_read_out(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    request: RequestId,
    told: ReadOut,
) -> Result<Heard, Error> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let request = find_request(tx.conn(), request)?;
                let happening = Happening::new(Topic::Request, request.id.0, "summary_read_out");
                let happening = happening.of_request(request.id.0, &request.province);
                record(tx, &actor, now, happening.with(json!({ "consent": told.consent })))?;
                Ok(Heard { consent: told.consent })
            })
        })
        .await
}
