//! What a customer who writes to us can mean: the requests that are open, and the job that was done last.

use diesel::prelude::*;

use crate::domain::id::{CustomerId, JobId, RequestId};
use crate::domain::job::JobState;
use crate::domain::reference::Reference;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitState;
use crate::store::jobs::Job;
use crate::store::offers::list_visits;
use crate::store::schema::{installed_products, jobs, ratings, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// Where an open job of a customer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its request.
    pub request: RequestId,
    /// The request's public reference.
    pub reference: Reference,
    /// The job.
    pub job: JobId,
    /// The category of the unit.
    pub category: String,
    /// Where it stands.
    pub state: JobState,
    /// When somebody comes, if that is known.
    pub window: Option<Window>,
}

type Row = (Col<JobId>, Col<JobState>, Col<RequestId>, Col<Reference>, String);

/// The open jobs of some customers, by request, oldest first.
///
/// # Errors
/// The database.
pub fn list_standings(conn: &mut Conn, customers: &[CustomerId]) -> Result<Vec<Standing>, StoreError> {
    let open: Vec<Col<JobState>> = JobState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect();
    let ids: Vec<String> = customers.iter().map(ToString::to_string).collect();
    let query = jobs::table
        .inner_join(service_requests::table.on(service_requests::id.eq(jobs::request_id)))
        .inner_join(installed_products::table.on(installed_products::id.eq(jobs::installed_product_id)))
        .filter(service_requests::customer_id.eq_any(ids))
        .filter(jobs::state.eq_any(open))
        .order((jobs::request_id, jobs::id))
        .select((jobs::id, jobs::state, jobs::request_id, service_requests::reference, installed_products::category));
    let rows: Vec<Row> = query.load(conn)?;
    let mut standings = Vec::with_capacity(rows.len());
    for (job, state, request, reference, category) in rows {
        let ahead = |state| matches!(state, VisitState::Scheduled | VisitState::Confirmed | VisitState::EnRoute);
        let visit = list_visits(conn, job.0)?.into_iter().rfind(|visit| ahead(visit.state.0));
        let window = visit.map(|visit| visit.window());
        standings.push(Standing {
            request: request.0,
            reference: reference.0,
            job: job.0,
            category,
            state: state.0,
            window,
        });
    }
    Ok(standings)
}

/// The job of some customers that was done last, after a moment, and is not rated since.
///
/// # Errors
/// The database.
pub fn find_job_to_rate(conn: &mut Conn, customers: &[CustomerId], since: Instant) -> Result<Option<Job>, StoreError> {
    let ids: Vec<String> = customers.iter().map(ToString::to_string).collect();
    let query = jobs::table
        .inner_join(service_requests::table.on(service_requests::id.eq(jobs::request_id)))
        .left_join(ratings::table.on(ratings::job_id.eq(jobs::id)))
        .filter(service_requests::customer_id.eq_any(ids))
        .filter(jobs::completed_at.ge(At(since)))
        .filter(ratings::job_id.is_null().or(ratings::at.nullable().lt(jobs::completed_at)))
        .order(jobs::completed_at.desc())
        .select(Job::as_select());
    Ok(query.first(conn).optional()?)
}
