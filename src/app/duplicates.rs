//! A request that says again what another one says: it is given up in favour of the original, and both know of each other.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::case::Case;
use super::idempotent::{Key, once};
use super::jobs::give_up;
use super::journal::{Happening, record};
use super::linked::{Names, find_linked};
use super::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::RequestId;
use crate::domain::job::JobState;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Instant;
use crate::store::customers::find_installed_product;
use crate::store::feed::Topic;
use crate::store::jobs::{Job, ServiceRequest, find_request, list_duplicates, list_jobs_of, save_request};
use crate::store::{Col, Conn, StoreError, Tx};

/// The reason with which the jobs of a duplicate end.
const REASON: &str = "DUPLICATE";

/// Of what a request is a duplicate.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DuplicateOf {
    /// Id or reference of the original.
    pub request: String,
}

/// Marks a request as a duplicate and cancels its open jobs. Of two people who mark two requests as duplicates of each
/// other one wins: each saves both.
///
/// # Errors
/// An original that is not known, is the request itself, a duplicate, given up or of another matter; work that has begun;
/// the same key with another body; the database.
pub async fn mark_duplicate(
    app: &App,
    caller: &Caller,
    (id, key): (RequestId, Option<Key>),
    input: DuplicateOf,
) -> Result<(), Error> {
    let (now, caller, db, app) = (app.clock.now(), caller.clone(), app.db.clone(), app.clone());
    db.write(move |tx| {
        let actor = Actor::staff(&caller);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut faults = Faults::default();
            let names = Names { request: Some(&input.request), ..Names::default() };
            let original = find_linked(tx.conn(), &caller, names, &mut faults)?.request;
            let Some(original) = original else { return Err(faults.into()) };
            Marking { app: &app, actor: &actor, now }.mark(tx, id, original)
        })
    })
    .await
}

struct Marking<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: Instant,
}

impl Marking<'_> {
    fn mark(&self, tx: &mut Tx<'_>, id: RequestId, mut original: ServiceRequest) -> Result<(), Error> {
        let mut duplicate = find_request(tx.conn(), id)?;
        match duplicate.duplicate_of {
            Some(of) if of == original.id => return Ok(()),
            Some(_) => return Err(Code::AlreadyDuplicate.into()),
            None => fitting(tx.conn(), &duplicate, &original)?,
        }
        let jobs = list_jobs_of(tx.conn(), id)?;
        let given_up = |job: &Job| job.state.0 == JobState::Cancelled;
        if jobs.iter().any(|job| !given_up(job) && !is_untouched(job)) {
            return Err(Code::DuplicateStarted.into());
        }
        duplicate.duplicate_of = Some(original.id);
        // One order for everybody: of two who save the same two requests the second waits, and then decides anew.
        let mut both = [&mut duplicate, &mut original];
        both.sort_by_key(|request| request.id.0);
        for request in both {
            save_request(tx, request)?;
        }
        for job in jobs.iter().filter(|job| !given_up(job)) {
            self.cancel(tx, job)?;
        }
        self.tell(tx, &duplicate, "marked_duplicate", &original)?;
        self.tell(tx, &original, "got_duplicate", &duplicate)
    }

    fn cancel(&self, tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
        let catalogue = self.app.catalogue();
        let reason = catalogue.reason(ReasonKind::Cancel, REASON);
        let reason = reason.ok_or_else(|| Error::Internal(format!("no reason {REASON}")))?;
        let mut case = Case::load(tx.conn(), job.id.0)?;
        give_up(tx, (self.app, self.actor, self.now), &mut case, reason)
    }

    fn tell(
        &self,
        tx: &mut Tx<'_>,
        request: &ServiceRequest,
        name: &'static str,
        other: &ServiceRequest,
    ) -> Result<(), Error> {
        let detail = json!({ "request": other.id.0, "reference": other.reference.0.to_string() });
        let happening = happened(tx.conn(), request, name)?.with(detail);
        record(tx, self.actor, self.now, happening)
    }
}

/// Whether nobody has come for the job, and nothing is done.
fn is_untouched(job: &Job) -> bool {
    let waits =
        matches!(job.state.0, JobState::Registered | JobState::PendingDispatch | JobState::Assigned | JobState::OnHold);
    waits && job.arrived_at.is_none()
}

/// Notes why `original` cannot be the original of `duplicate`.
fn fitting(conn: &mut Conn, duplicate: &ServiceRequest, original: &ServiceRequest) -> Result<(), Error> {
    let mut faults = Faults::default();
    if duplicate.id == original.id {
        faults.add_about("request", FaultCode::NotAllowed, original.reference.0.to_string());
        return Err(faults.into());
    }
    if let Some(of) = original.duplicate_of {
        let first = find_request(conn, of.0)?.reference.0.to_string();
        faults.add_about("request", FaultCode::DuplicateChain, first);
    }
    if let Some(own) = list_duplicates(conn, duplicate.id.0)?.first() {
        faults.add_about("request", FaultCode::DuplicateOriginal, own.reference.0.to_string());
    }
    if duplicate.customer_id != original.customer_id && !share_a_unit(conn, duplicate, original)? {
        faults.add_about("request", FaultCode::OtherMatter, original.reference.0.to_string());
    }
    if list_jobs_of(conn, original.id.0)?.iter().all(|job| job.state.0 == JobState::Cancelled) {
        faults.add_about("request", FaultCode::RequestCancelled, original.reference.0.to_string());
    }
    Ok(faults.or(())?)
}

/// Whether two requests are about the same unit, or units with the same serial.
fn share_a_unit(conn: &mut Conn, one: &ServiceRequest, other: &ServiceRequest) -> Result<bool, StoreError> {
    let mut units = |request: &ServiceRequest| -> Result<Vec<_>, StoreError> {
        let jobs = list_jobs_of(conn, request.id.0)?;
        jobs.iter().map(|job| find_installed_product(conn, job.installed_product_id.0)).collect()
    };
    let (mine, others) = (units(one)?, units(other)?);
    let same = |unit: &crate::store::customers::InstalledProduct| {
        others.iter().any(|it| it.id == unit.id || (it.serial_key.is_some() && it.serial_key == unit.serial_key))
    };
    Ok(mine.iter().any(same))
}

/// A job of the request is taken up again, so that it is a duplicate no more.
///
/// # Errors
/// The database.
pub(super) fn end_duplicate(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    request: &mut ServiceRequest,
) -> Result<(), Error> {
    let Some(Col(original)) = request.duplicate_of.take() else { return Ok(()) };
    save_request(tx, request)?;
    let happening = happened(tx.conn(), request, "duplicate_ended")?;
    record(tx, actor, now, happening.with(json!({ "request": original })))
}

/// Something that happened to a request, in the course of its first job.
fn happened(conn: &mut Conn, request: &ServiceRequest, name: &'static str) -> Result<Happening, StoreError> {
    let job = list_jobs_of(conn, request.id.0)?.first().map(|job| job.id.0);
    let happening = Happening::new(Topic::Request, request.id.0, name).in_province(&request.province);
    Ok(happening.linked(Some(request.id.0), job))
}
