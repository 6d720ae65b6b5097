//! The address of a request was wrong: the right one takes its place, and whoever is to go there hears of it.

use serde_json::json;

use super::customer::add_address;
use super::input::NewAddress;
use super::place::place;
use super::position::remembered;
use crate::app::arranged::tell_technician;
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::offers::withdraw_all;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::Faults;
use crate::domain::id::RequestId;
use crate::domain::job::JobState;
use crate::domain::message::MessageKind;
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{find_request, list_jobs_of, save_job, save_request};
use crate::store::offers::{list_visits, save_visit};
use crate::store::{At, Col, Tx};

/// Puts the right address in the place of a request's wrong one; the wrong one stays on record. Offers of jobs that wait for an
/// agent are withdrawn, and the jobs are dispatched anew; technicians with a visit ahead get the address.
///
/// # Errors
/// Every wrong value at once; `Conflict` when nothing of the request is open; the database.
pub async fn correct_address(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: RequestId,
    input: NewAddress,
) -> Result<RequestId, Error> {
    let (catalogue, now) = (app.catalogue(), app.clock.now());
    let mut faults = Faults::default();
    let right = place(&input, &catalogue, &mut faults);
    // The address is the whole body here, not a part of it.
    for fault in &mut faults.0 {
        fault.field = fault.field.strip_prefix("address.").map(str::to_owned).map_or(fault.field.clone(), Into::into);
    }
    let Some(right) = right.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
    let owner = app.clone();
    let corrected = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut request = find_request(tx.conn(), id)?;
            let jobs = list_jobs_of(tx.conn(), id)?;
            if !jobs.iter().any(|job| job.state.0.is_open()) {
                return Err(Code::Conflict.into());
            }
            let was = request.address_id.0;
            let right = remembered(tx.conn(), Some(request.customer_id.0), &right)?;
            request.address_id = Col(add_address(tx, now, request.customer_id.0, &right)?);
            request.province.clone_from(&right.province);
            save_request(tx, &mut request)?;
            for mut job in jobs.into_iter().filter(|job| job.state.0.is_open()) {
                job.province.clone_from(&right.province);
                let waits = job.state.0 == JobState::PendingDispatch;
                job.dispatch_at = if waits { Some(At(now)) } else { job.dispatch_at };
                save_job(tx, &mut job)?;
                let detail = json!({ "was": was, "address": request.address_id.0, "place": right.place });
                let happening = Happening::new(Topic::Job, job.id.0, "address_corrected").of(&job).with(detail);
                record(tx, &actor, now, happening)?;
                if waits {
                    withdraw_all(tx, &owner, &actor, now, job.id.0)?;
                    tx.after_commit(Signal::Dispatch);
                }
                let case = Case::load(tx.conn(), job.id.0)?;
                tell(tx, (&owner, now), &case)?;
            }
            Ok(id)
        })
    });
    corrected.await
}

/// Whoever has a visit ahead gets the right address; the window stands.
fn tell(tx: &mut Tx<'_>, (app, now): (&App, Instant), case: &Case) -> Result<(), Error> {
    let network = app.network();
    for mut visit in list_visits(tx.conn(), case.job.id.0)?.into_iter().filter(|visit| visit.is_before(None)) {
        // The message is about another state of the visit than the one before.
        save_visit(tx, &mut visit)?;
        let agent = network.agent(visit.agent_id.0);
        let technician = agent.and_then(|agent| agent.technicians.iter().find(|it| it.id == visit.technician_id.0));
        if let Some(technician) = technician {
            tell_technician(tx, now, MessageKind::VisitAssigned, (case, &visit), technician)?;
        }
    }
    Ok(())
}
