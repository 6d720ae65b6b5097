//! What an agent's contract says of offers: whether jobs are its own without asking, and how long its duty to answer is.

use serde_json::json;

use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::AgentId;
use crate::store::Col;
use crate::store::dispatch::{OfferTerms, find_offer_terms, insert_offer_terms, save_offer_terms};
use crate::store::feed::Topic;
use crate::store::network::find_agent;

/// Business minutes that a contract may give for an answer.
const ANSWER_MINUTES: std::ops::RangeInclusive<i32> = 1..=10_000;

/// The terms of an agent for offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Whether jobs are its own without asking.
    pub auto_accepts: bool,
    /// Business minutes to answer a direct assignment; none leaves it to the policy.
    pub answer_minutes: Option<i32>,
    /// Version, 0 while nothing was ever set.
    pub version: i32,
}

impl From<Option<OfferTerms>> for Terms {
    fn from(row: Option<OfferTerms>) -> Self {
        row.map_or(Self { auto_accepts: false, answer_minutes: None, version: 0 }, |row| Self {
            auto_accepts: row.auto_accepts,
            answer_minutes: row.answer_minutes,
            version: row.version,
        })
    }
}

/// The terms of an agent.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn find_terms(app: &App, agent: AgentId) -> Result<Terms, Error> {
    let read = move |conn: &mut _| {
        find_agent(conn, agent)?;
        Ok::<_, Error>(find_offer_terms(conn, agent)?.into())
    };
    app.db.read(read).await
}

/// Sets the terms if they still have the version of `terms`.
///
/// # Errors
/// Wrong values; `PreconditionFailed` for an old version; `NotFound`; the database.
pub async fn set_terms(app: &App, actor: Actor, agent: AgentId, terms: Terms) -> Result<Terms, Error> {
    let mut faults = Faults::default();
    if terms.answer_minutes.is_some_and(|minutes| !ANSWER_MINUTES.contains(&minutes)) {
        faults.add_about("answer_minutes", FaultCode::OutOfRange, "1–10000".to_owned());
    }
    faults.or(())?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            find_agent(tx.conn(), agent)?;
            let stored = find_offer_terms(tx.conn(), agent)?;
            if stored.as_ref().map_or(0, |row| row.version) != terms.version {
                return Err(Code::PreconditionFailed.into());
            }
            let Terms { auto_accepts, answer_minutes, version } = terms;
            let mut row = OfferTerms { id: Col(agent), auto_accepts, answer_minutes, version: version.max(1) };
            if stored.is_some() {
                save_offer_terms(tx, &mut row)?
            } else {
                insert_offer_terms(tx, &row)?
            }
            let happening = Happening::new(Topic::Agent, agent, "offer_terms_set");
            let detail = json!({ "auto_accepts": auto_accepts, "answer_minutes": answer_minutes });
            record(tx, &actor, now, happening.with(detail))?;
            Ok(Some(row).into())
        })
        .await
}
