//! A complaint that is really a service request is turned into one (M27), with the link kept both ways.

use super::ComplaintChange;
use super::change::Changing;
use super::step::Ground;
use crate::app::idempotent::Key;
use crate::app::intake::{NewRequest, Registered, register_request_and};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::complaint::ComplaintEvent;
use crate::domain::fault::Faults;
use crate::domain::id::ComplaintId;
use crate::store::complaints::find_complaint;

/// Takes the request down for the complainant and decides the complaint as explained, in one transaction; it is closed
/// when the complainant has heard so.
///
/// # Errors
/// Every faulty value of the request at once; those of any other change of a complaint.
pub async fn turn_into_request(
    app: &App,
    caller: &Caller,
    (id, key): (ComplaintId, Option<Key>),
    mut request: NewRequest,
    note: Option<String>,
) -> Result<Registered, Error> {
    let complaint = app.db.read(move |conn| find_complaint(conn, id).map_err(Error::from)).await?;
    request.customer_id = Some(complaint.customer_id.0);
    let (now, catalogue, caller) = (app.clock.now(), app.catalogue(), caller.clone());
    let actor = Actor::staff(&caller);
    let change = ComplaintChange { note, ..ComplaintChange::bare(ComplaintEvent::TurnIntoRequest) };
    register_request_and(app, (actor.clone(), key), request, move |tx, made| {
        let ground = Ground { catalogue: &catalogue, actor: &actor, now };
        let changing = Changing { caller: &caller, ground, change: &change };
        changing.apply(tx, (id, Some(made)), Faults::default())
    })
    .await
}
