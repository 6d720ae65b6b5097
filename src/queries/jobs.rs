//! Jobs: the list with its filters, and one job with everything that belongs to it.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::customers::{Sought, list_ids};
use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, CustomerId, JobId, RequestId, TechnicianId};
use crate::domain::job::{JobKind, JobState, Outcome, Priority};
use crate::domain::reference::Reference;
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::WarrantyOutcome;
use crate::store::jobs::Job;
use crate::store::offers::list_visits;
use crate::store::schema::{addresses, customers, installed_products, jobs, milestones, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// Most customers that a search for jobs looks through.
const MOST_CUSTOMERS: i64 = 200;

/// A span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// First instant after.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
}

impl From<Window> for Span {
    fn from(window: Window) -> Self {
        Self { from: window.from, to: window.to }
    }
}

/// A job in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobRow {
    /// The job.
    pub id: JobId,
    /// Its request.
    pub request_id: RequestId,
    /// The request's reference.
    #[schema(value_type = String, example = "12345674")]
    pub reference: String,
    /// What is to be done.
    pub kind: JobKind,
    /// Where it stands.
    pub status: JobState,
    /// How pressing it is.
    pub priority: Priority,
    /// The verdict's outcome.
    pub warranty: WarrantyOutcome,
    /// Code of the unit's category.
    pub category: String,
    /// Code of the unit's brand.
    pub brand: Option<String>,
    /// Code of the fault.
    pub fault: Option<String>,
    /// Code of the province.
    pub province: String,
    /// Code of the place.
    pub city: String,
    /// Name of the customer, for those who may see it.
    pub customer_name: Option<String>,
    /// The agent that holds it.
    pub agent_id: Option<AgentId>,
    /// The technician.
    pub technician_id: Option<TechnicianId>,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub registered_at: Instant,
    /// When the work was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub completed_at: Option<Instant>,
    /// The time that the customer was promised next.
    pub promised: Option<Span>,
    /// When the next milestone that is not met is due.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub due_at: Option<Instant>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// What a list of jobs is limited to.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// States; none means all.
    pub states: Vec<JobState>,
    /// The agent that holds it.
    pub agent: Option<AgentId>,
    /// A reference, or a customer.
    pub q: Option<Query>,
    /// The row after which the page begins.
    pub after: Option<Cursor>,
    /// Rows of the page.
    pub limit: i64,
}

/// What someone typed to find a job.
#[derive(Debug, Clone)]
pub enum Query {
    /// A whole reference.
    Reference(Reference),
    /// A customer.
    Customer(Sought),
}

impl Query {
    /// Reads eight digits with a right check digit as a reference, anything else as a customer.
    #[must_use]
    pub fn read(typed: &str, region: &str) -> Self {
        Reference::parse(typed).map_or_else(|| Self::Customer(Sought::read(typed, region)), Self::Reference)
    }
}

type Found = (Job, Col<Reference>, (Option<At>, Option<At>), (String, Option<String>), String, String);

/// One query for every list of jobs; a macro because a boxed join has no name.
macro_rules! found {
    () => {
        jobs::table
            .inner_join(service_requests::table.inner_join(customers::table).inner_join(addresses::table))
            .inner_join(installed_products::table)
            .select((
                Job::as_select(),
                service_requests::reference,
                (service_requests::window_from, service_requests::window_to),
                (installed_products::category, installed_products::brand),
                addresses::place,
                customers::name,
            ))
            .order((jobs::registered_at.desc(), jobs::id.desc()))
            .into_boxed()
    };
}
macro_rules! within {
    ($query:expr, $scope:expr) => {
        match $scope {
            Scope::All => $query,
            Scope::Provinces(provinces) => $query.filter(jobs::province.eq_any(provinces.clone())),
        }
    };
}

/// A page of jobs, newest first.
///
/// # Errors
/// The database.
pub fn list_jobs(conn: &mut Conn, scope: &Scope, filter: &JobFilter) -> Result<Page<JobRow>, StoreError> {
    let mut query = within!(found!(), scope).limit(filter.limit + 1);
    if !filter.states.is_empty() {
        let states: Vec<Col<JobState>> = filter.states.iter().copied().map(Col).collect();
        query = query.filter(jobs::state.eq_any(states));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(jobs::agent_id.eq(agent.to_string()));
    }
    match &filter.q {
        Some(Query::Reference(reference)) => {
            query = query.filter(service_requests::reference.eq(reference.to_string()));
        }
        Some(Query::Customer(sought)) => {
            let ids = list_ids(conn, scope, sought, MOST_CUSTOMERS)?;
            query = query.filter(service_requests::customer_id.eq_any(ids.into_iter().map(Col).collect::<Vec<_>>()));
        }
        None => (),
    }
    if let Some(Cursor { at, id }) = filter.after {
        let later = jobs::registered_at.lt(At(at));
        query = query.filter(later.or(jobs::registered_at.eq(At(at)).and(jobs::id.lt(id.to_string()))));
    }
    let mut found: Vec<Found> = query.load(conn)?;
    let limit = usize::try_from(filter.limit).unwrap_or_default();
    let is_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|(job, ..)| Cursor { at: job.registered_at.0, id: job.id.0 }.to_string());
    let items = rows(conn, found)?;
    Ok(Page { items, next_cursor: last.filter(|_| is_more) })
}

/// The open jobs of a customer, newest first.
///
/// # Errors
/// The database.
pub fn list_open_of(conn: &mut Conn, scope: &Scope, customer: CustomerId) -> Result<Vec<JobRow>, StoreError> {
    let open: Vec<Col<JobState>> = JobState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect();
    let query = within!(found!(), scope).filter(jobs::state.eq_any(open));
    let found = query.filter(service_requests::customer_id.eq(customer.to_string())).load(conn)?;
    rows(conn, found)
}

/// The jobs of a request, oldest first.
///
/// # Errors
/// The database.
pub fn list_of_request(conn: &mut Conn, scope: &Scope, request: RequestId) -> Result<Vec<JobRow>, StoreError> {
    let query = within!(found!(), scope).filter(jobs::request_id.eq(request.to_string()));
    let mut found: Vec<Found> = query.load(conn)?;
    found.reverse();
    rows(conn, found)
}

/// One job in the form of the list.
///
/// # Errors
/// `NotFound` for a job that does not exist or is out of scope; the database.
pub fn find_row(conn: &mut Conn, scope: &Scope, id: JobId) -> Result<JobRow, StoreError> {
    let found: Found = within!(found!(), scope).filter(jobs::id.eq(id.to_string())).first(conn)?;
    rows(conn, vec![found])?.pop().ok_or(StoreError::NotFound)
}

/// Whether the caller may see a job at all.
///
/// # Errors
/// `NotFound` for a job that does not exist or is out of scope; the database.
pub fn must_see(conn: &mut Conn, scope: &Scope, id: JobId) -> Result<(), StoreError> {
    let province: String = jobs::table.find(id.as_str()).select(jobs::province).first(conn)?;
    match scope {
        Scope::Provinces(provinces) if !provinces.contains(&province) => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

fn rows(conn: &mut Conn, found: Vec<Found>) -> Result<Vec<JobRow>, StoreError> {
    let ids: Vec<Col<JobId>> = found.iter().map(|(job, ..)| job.id).collect();
    let unmet = milestones::table.filter(milestones::job_id.eq_any(ids)).filter(milestones::met_at.is_null());
    let due: Vec<(Col<JobId>, At)> =
        unmet.order(milestones::due_at).select((milestones::job_id, milestones::due_at)).load(conn)?;
    found
        .into_iter()
        .map(|found| {
            let first_due = due.iter().find(|(job, _)| *job == found.0.id).map(|(_, at)| at.0);
            let visits = list_visits(conn, found.0.id.0)?;
            let visit = visits.iter().rev().find(|visit| visit.state.0.is_open()).map(|visit| visit.window().into());
            Ok(row(found, visit, first_due))
        })
        .collect()
}

fn row((job, reference, asked, unit, city, name): Found, visit: Option<Span>, due_at: Option<Instant>) -> JobRow {
    let is_open = job.state.0.is_open();
    let asked = asked.0.zip(asked.1).map(|(from, to)| Span { from: from.0, to: to.0 });
    JobRow {
        id: job.id.0,
        request_id: job.request_id.0,
        reference: reference.0.to_string(),
        kind: job.kind.0,
        status: job.state.0,
        priority: job.priority.0,
        warranty: job.warranty.0,
        category: unit.0,
        brand: unit.1,
        fault: job.fault,
        province: job.province,
        city,
        customer_name: Some(name),
        agent_id: job.agent_id.map(|id| id.0),
        technician_id: job.technician_id.map(|id| id.0),
        registered_at: job.registered_at.0,
        completed_at: job.completed_at.map(|at| at.0),
        promised: visit.or(asked).filter(|_| is_open),
        due_at: due_at.filter(|_| is_open),
        outcome: job.outcome.map(|outcome| outcome.0),
        version: job.version,
    }
}
