//! Whom a customer does not want to see again: an agent, or one of its technicians.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, CustomerId, ExclusionId, TechnicianId};
use crate::domain::text::clean_line;
use crate::store::bookings::{ExclusionRow, delete_exclusion, insert_exclusion, list_exclusions};
use crate::store::customers::find_customer;
use crate::store::feed::Topic;
use crate::store::{At, Col};

/// Whom, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExclusion {
    /// The agent.
    pub agent_id: AgentId,
    /// One technician of it; the whole agent if left out.
    pub technician_id: Option<TechnicianId>,
    /// In the customer's words.
    pub reason: String,
}

/// Takes down that a customer does not want to see someone again.
///
/// # Errors
/// Every wrong value at once; `NotFound`; the same key with another body; the database.
pub async fn exclude(
    app: &App,
    caller: &Caller,
    (customer, key): (CustomerId, Option<Key>),
    input: NewExclusion,
) -> Result<ExclusionId, Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let mut faults = Faults::default();
    let network = app.network();
    let agent = network.agent(input.agent_id);
    if agent.is_none() {
        faults.add("agent_id", FaultCode::AgentUnknown);
    }
    let is_its = |id| agent.is_none_or(|agent| agent.technicians.iter().any(|technician| technician.id == id));
    if input.technician_id.is_some_and(|id| !is_its(id)) {
        faults.add("technician_id", FaultCode::Unknown);
    }
    let reason = faults.take("reason", clean_line(&input.reason, 300)).unwrap_or_default();
    if reason.is_empty() {
        faults.add("reason", FaultCode::Required);
    }
    faults.or(())?;
    let row = ExclusionRow {
        id: Col(mint(now)),
        customer_id: Col(customer),
        agent_id: Col(input.agent_id),
        technician_id: input.technician_id.map(Col),
        reason,
        created_by: actor.id.clone(),
        created_at: At(now),
    };
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            find_customer(tx.conn(), customer)?;
            let same = |it: &ExclusionRow| it.agent_id == row.agent_id && it.technician_id == row.technician_id;
            if let Some(known) = list_exclusions(tx.conn(), customer)?.iter().find(|it| same(it)) {
                return Ok(known.id.0);
            }
            insert_exclusion(tx, &row)?;
            let detail = json!({ "customer": customer, "technician": row.technician_id.map(|id| id.0) });
            record(tx, &actor, now, Happening::new(Topic::Agent, row.agent_id.0, "excluded").with(detail))?;
            Ok(row.id.0)
        })
    });
    added.await
}

/// Takes an exclusion back.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn include(app: &App, caller: &Caller, customer: CustomerId, id: ExclusionId) -> Result<(), Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let write = app.db.write(move |tx| {
        let known = list_exclusions(tx.conn(), customer)?.into_iter().find(|it| it.id.0 == id);
        delete_exclusion(tx, customer, id)?;
        let Some(known) = known else { return Ok(()) };
        let happening = Happening::new(Topic::Agent, known.agent_id.0, "included");
        record(tx, &actor, now, happening.with(json!({ "customer": customer })))
    });
    write.await
}
