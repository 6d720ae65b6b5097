//! Whom a customer asks for: a technician of any agent.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{CustomerId, TechnicianId};
use crate::store::bookings::list_exclusions;
use crate::store::customers::find_customer;
use crate::store::feed::Topic;
use crate::store::network::{TechnicianRow, find_technician};
use crate::store::preferences::{PreferredRow, delete_preferred, insert_preferred, list_preferred};
use crate::store::{At, Col, StoreError, Tx};

/// Most technicians that one customer asks for.
const MOST: usize = 10;

/// Whom the customer asks for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPreference {
    /// The technician.
    #[schema(value_type = String)]
    pub technician_id: TechnicianId,
}

/// Takes down that a customer asks for a technician. Said twice, it stands once.
///
/// # Errors
/// A technician that does not exist or works no more, or whom the customer does not want to see; `NotFound`; the same key
/// with another body; the database.
pub async fn prefer(
    app: &App,
    caller: &Caller,
    (customer, key): (CustomerId, Option<Key>),
    input: NewPreference,
) -> Result<(), Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            find_customer(tx.conn(), customer)?;
            let known = list_preferred(tx.conn(), customer)?;
            if known.iter().any(|row| row.technician_id.0 == input.technician_id) {
                return Ok(());
            }
            let technician = wanted(tx, customer, (input.technician_id, known.len()))?;
            let row = PreferredRow {
                customer_id: Col(customer),
                technician_id: Col(input.technician_id),
                noted_by: actor.id.clone(),
                noted_at: At(now),
            };
            // Another operator was faster: look again, and find it said.
            insert_preferred(tx, &row).map_err(StoreError::look_again)?;
            let detail = json!({ "technician": input.technician_id, "agent": technician.agent_id.0 });
            record(tx, &actor, now, Happening::new(Topic::Customer, customer, "preferred").with(detail))
        })
    });
    added.await
}

/// The technician, if a customer with so many wishes may ask for this one.
fn wanted(tx: &mut Tx<'_>, customer: CustomerId, (id, wishes): (TechnicianId, usize)) -> Result<TechnicianRow, Error> {
    let mut faults = Faults::default();
    let technician = match find_technician(tx.conn(), id) {
        Ok(technician) if technician.is_active => technician,
        Ok(_) | Err(StoreError::NotFound) => {
            faults.add_about("technician_id", FaultCode::TechnicianUnknown, id.to_string());
            return Err(faults.into());
        }
        Err(error) => return Err(error.into()),
    };
    let is_refused = list_exclusions(tx.conn(), customer)?
        .iter()
        .any(|row| row.agent_id == technician.agent_id && row.technician_id.is_none_or(|refused| refused.0 == id));
    if is_refused {
        faults.add_about("technician_id", FaultCode::NotAllowed, "exclusions");
    }
    if wishes >= MOST {
        faults.add_about("technician_id", FaultCode::TooMany, MOST.to_string());
    }
    Ok(faults.or(technician)?)
}

/// Takes a wish back.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn forget_preference(
    app: &App,
    caller: &Caller,
    customer: CustomerId,
    technician: TechnicianId,
) -> Result<(), Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let write = app.db.write(move |tx| {
        delete_preferred(tx, customer, technician)?;
        let happening = Happening::new(Topic::Customer, customer, "preference_ended");
        record(tx, &actor, now, happening.with(json!({ "technician": technician })))
    });
    write.await
}
