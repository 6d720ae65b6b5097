//! What a contact, a task or a complaint is about: found by what was named, within what the caller may see.

use super::Error;
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, CustomerId, JobId};
use crate::domain::reference::Reference;
use crate::queries::complaints::can_see;
use crate::queries::contacts::{can_see_customer, province_of_customer};
use crate::store::complaints::{Complaint, find_complaint};
use crate::store::jobs::{Job, ServiceRequest, find_job, find_request, find_request_by_reference};
use crate::store::{Conn, StoreError};

/// What was named.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'a> {
    /// The customer.
    pub customer: Option<CustomerId>,
    /// Id or reference of the request.
    pub request: Option<&'a str>,
    /// The job.
    pub job: Option<JobId>,
    /// The complaint.
    pub complaint: Option<ComplaintId>,
}

/// What was found; a job brings its request, a request its customer.
#[derive(Debug, Clone, Default)]
pub struct Linked {
    /// The customer.
    pub customer: Option<CustomerId>,
    /// The request.
    pub request: Option<ServiceRequest>,
    /// The job.
    pub job: Option<Job>,
    /// The complaint.
    pub complaint: Option<Complaint>,
    /// Where it is; empty when nobody knows.
    pub province: String,
}

/// Finds what was named. What does not exist, is out of the caller's scope or does not belong together is noted among the
/// faults.
///
/// # Errors
/// The database.
pub fn find_linked(conn: &mut Conn, caller: &Caller, names: Names<'_>, faults: &mut Faults) -> Result<Linked, Error> {
    let mut found = Linked::default();
    if let Some(id) = names.complaint {
        found.complaint = seen(find_complaint(conn, id), |it| can_see(caller, it))?;
        noted(found.complaint.is_some(), "complaint", FaultCode::ComplaintUnknown, faults);
    }
    if let Some(id) = names.job {
        found.job = seen(find_job(conn, id), |job| caller.scope.holds(&job.province))?;
        noted(found.job.is_some(), "job", FaultCode::JobUnknown, faults);
    }
    if let Some(name) = names.request {
        let read = match (name.parse(), Reference::parse(name)) {
            (Ok(id), _) => find_request(conn, id),
            (Err(_), Some(reference)) => find_request_by_reference(conn, &reference),
            (Err(_), None) => Err(StoreError::NotFound),
        };
        found.request = seen(read, |request| caller.scope.holds(&request.province))?;
        noted(found.request.is_some(), "request", FaultCode::RequestUnknown, faults);
    }
    if let Some(id) = names.customer {
        let is_seen = can_see_customer(conn, caller, id)?;
        noted(is_seen, "customer_id", FaultCode::CustomerUnknown, faults);
        found.customer = is_seen.then_some(id);
    }
    complete(conn, found, faults)
}

/// Fills in what follows from the rest, and notes what contradicts it.
fn complete(conn: &mut Conn, mut found: Linked, faults: &mut Faults) -> Result<Linked, Error> {
    if let Some(job) = &found.job {
        match &found.request {
            None => found.request = Some(find_request(conn, job.request_id.0)?),
            Some(request) => noted(request.id == job.request_id, "job", FaultCode::NotAllowed, faults),
        }
    }
    let of_request = found.request.as_ref().map(|request| request.customer_id.0);
    let of_complaint = found.complaint.as_ref().map(|complaint| complaint.customer_id.0);
    let first = found.customer.or(of_request).or(of_complaint);
    noted(of_request.is_none_or(|of| Some(of) == first), "request", FaultCode::NotAllowed, faults);
    noted(of_complaint.is_none_or(|of| Some(of) == first), "complaint", FaultCode::NotAllowed, faults);
    found.customer = first;
    let known = found.request.as_ref().map(|request| request.province.clone());
    let known = known.or_else(|| found.complaint.as_ref().map(|complaint| complaint.province.clone()));
    found.province = match (known, first) {
        (Some(province), _) => province,
        (None, Some(customer)) => province_of_customer(conn, customer)?,
        (None, None) => String::new(),
    };
    Ok(found)
}

fn seen<T>(read: Result<T, StoreError>, can: impl Fn(&T) -> bool) -> Result<Option<T>, StoreError> {
    match read {
        Ok(row) => Ok(Some(row).filter(can)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn noted(holds: bool, field: &'static str, code: FaultCode, faults: &mut Faults) {
    if !holds {
        faults.add(field, code);
    }
}
