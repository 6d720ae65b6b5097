//! Jobs as lists show them, and which of them a caller may see.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

pub use super::job_list::{JobFilter, Query, list_jobs};
use super::standing::{HolderView, StandingView, list_standings};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, CustomerId, InstalledProductId, JobId, RequestId, TechnicianId};
use crate::domain::job::{JobKind, JobState, Outcome, Priority};
use crate::domain::reason::DelayOwner;
use crate::domain::reference::Reference;
use crate::domain::standing::NextStep;
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::WarrantyOutcome;
use crate::store::jobs::Job;
use crate::store::schema::{addresses, customers, installed_products, jobs, milestones, service_requests};
use crate::store::{At, Col, Conn, Json, StoreError};

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
    /// What the customer calls the unit.
    pub unit_label: Option<String>,
    /// Code of the fault.
    pub fault: Option<String>,
    /// Code of the province.
    pub province: String,
    /// Code of the place.
    pub city: String,
    /// Name of the customer, for those who may see it.
    pub customer_name: Option<String>,
    /// What is to be known of the customer, for those who may see customers: `vip`, `vulnerable`, `legal`, `debtor`, `threat`.
    pub customer_flags: Vec<String>,
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
    /// Who holds it; nobody once no work is owed.
    pub holder: Option<HolderView>,
    /// What happens next.
    pub next_step: Option<NextStep>,
    /// When that happens, at the latest.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_at: Option<Instant>,
    /// Who its time belongs to now; none once no work is owed.
    pub delay_owner: Option<DelayOwner>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Version, for `If-Match`.
    pub version: i32,
}

impl JobRow {
    /// Leaves out whose it is.
    pub fn hide_customer(&mut self) {
        (self.customer_name, self.customer_flags) = (None, Vec::new());
    }
}

type Found = (Job, Col<Reference>, (Option<At>, Option<At>), UnitName, String, Called);
/// Name and flags of a customer.
type Called = (String, Json<Vec<String>>);
type UnitName = (String, Option<String>, Option<String>);

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
                (installed_products::category, installed_products::brand, installed_products::label),
                addresses::place,
                (customers::name, customers::flags),
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

/// These jobs, newest first.
///
/// # Errors
/// The database.
pub(super) fn list_rows(conn: &mut Conn, ids: Vec<Col<JobId>>) -> Result<Vec<JobRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = found!().filter(jobs::id.eq_any(ids)).load(conn)?;
    rows(conn, found)
}

/// These jobs in the order in which they are named; those that do not exist are left out.
///
/// # Errors
/// The database.
pub fn list_rows_of(conn: &mut Conn, ids: &[JobId]) -> Result<Vec<JobRow>, StoreError> {
    let mut rows = list_rows(conn, ids.iter().copied().map(Col).collect())?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
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

/// The jobs of a unit, newest first, without their customer.
///
/// # Errors
/// The database.
pub fn list_of_unit(conn: &mut Conn, scope: &Scope, unit: InstalledProductId) -> Result<Vec<JobRow>, StoreError> {
    let query = within!(found!(), scope).filter(jobs::installed_product_id.eq(unit.to_string()));
    let found = query.load(conn)?;
    let mut rows = rows(conn, found)?;
    for row in &mut rows {
        row.hide_customer();
    }
    Ok(rows)
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
    if scope.holds(&province) { Ok(()) } else { Err(StoreError::NotFound) }
}

fn rows(conn: &mut Conn, found: Vec<Found>) -> Result<Vec<JobRow>, StoreError> {
    let ids: Vec<Col<JobId>> = found.iter().map(|(job, ..)| job.id).collect();
    let unmet = milestones::table.filter(milestones::job_id.eq_any(ids)).filter(milestones::met_at.is_null());
    let due: Vec<(Col<JobId>, At)> =
        unmet.order(milestones::due_at).select((milestones::job_id, milestones::due_at)).load(conn)?;
    let all: Vec<Job> = found.iter().map(|(job, ..)| job.clone()).collect();
    let mut standings = list_standings(conn, &all)?;
    let row = |found: Found| {
        let id = found.0.id;
        let first_due = due.iter().find(|(job, _)| *job == id).map(|(_, at)| at.0);
        row(found, standings.remove(&id.0).unwrap_or_default(), first_due)
    };
    Ok(found.into_iter().map(row).collect())
}

fn row(
    (job, reference, asked, unit, city, customer): Found,
    standing: StandingView,
    due_at: Option<Instant>,
) -> JobRow {
    let is_open = job.state.0.is_open();
    let asked = asked.0.zip(asked.1).map(|(from, to)| Span { from: from.0, to: to.0 });
    let (next_step, next_at) = standing.next.unzip();
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
        unit_label: unit.2,
        fault: job.fault,
        province: job.province,
        city,
        customer_name: Some(customer.0),
        customer_flags: customer.1.0,
        agent_id: job.agent_id.map(|id| id.0),
        technician_id: job.technician_id.map(|id| id.0),
        registered_at: job.registered_at.0,
        completed_at: job.completed_at.map(|at| at.0),
        promised: standing.visit.or(asked).filter(|_| is_open),
        due_at: due_at.filter(|_| is_open),
        holder: standing.holder,
        next_step,
        next_at,
        delay_owner: standing.owner,
        outcome: job.outcome.map(|outcome| outcome.0),
        version: job.version,
    }
}
