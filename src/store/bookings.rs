//! What accepted jobs take of the capacity, and whom a customer does not want to see.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use super::feed::Signal;
use super::offers::open_visit_states;
use super::rows::insertable;
use super::schema::{addresses, customer_exclusions, job_bookings, jobs, service_requests, visit_jobs, visits};
use super::{At, Col, Conn, Day, Json, StoreError, Tx};
use crate::domain::agent::{Appointment, Booked};
use crate::domain::geo::Position;
use crate::domain::id::{AgentId, CustomerId, ExclusionId, JobId, TechnicianId};
use crate::domain::time::Window;

/// What an accepted job takes of its agent and technician until it ends or leaves them.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = job_bookings)]
pub struct BookingRow {
    pub job_id: Col<JobId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Col<TechnicianId>,
    pub day: Day,
    pub minutes: i32,
    pub equipment: Json<Vec<String>>,
}

insertable!(job_bookings, BookingRow, insert_row);

/// Notes what an accepted job takes.
///
/// # Errors
/// A job that has a booking, or the database.
pub fn insert_booking(tx: &mut Tx<'_>, row: &BookingRow) -> Result<(), StoreError> {
    tx.after_commit(Signal::Load(row.agent_id.0));
    insert_row(tx, row)
}

/// Takes the booking of a job away; whose it was, if there was one.
///
/// # Errors
/// The database.
pub fn delete_booking(tx: &mut Tx<'_>, job: JobId) -> Result<Option<AgentId>, StoreError> {
    let target = job_bookings::table.find(job.as_str());
    let agent: Option<Col<AgentId>> = target.select(job_bookings::agent_id).first(tx.conn()).optional()?;
    let Some(agent) = agent else { return Ok(None) };
    // Another transaction may have been faster between the two statements.
    let rows = diesel::delete(target).execute(tx.conn())?;
    tx.after_commit(Signal::Load(agent.0));
    Ok((rows == 1).then_some(agent.0))
}

/// Open jobs and their minutes by agent, technician and day; of every agent where none are named.
///
/// # Errors
/// The database.
pub fn list_booked(conn: &mut Conn, agents: Option<&[AgentId]>) -> Result<Vec<(AgentId, Booked)>, StoreError> {
    type Line = (Col<AgentId>, Col<TechnicianId>, Day, i64, Option<i64>);
    let key = (job_bookings::agent_id, job_bookings::technician_id, job_bookings::day);
    let columns = (key.0, key.1, key.2, count_star(), sum(job_bookings::minutes));
    let mut query = job_bookings::table.group_by(key).select(columns).into_boxed();
    if let Some(agents) = agents {
        query = query.filter(job_bookings::agent_id.eq_any(agents.iter().map(AgentId::as_str)));
    }
    let lines: Vec<Line> = query.load(conn)?;
    let whole = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
    let booked = lines.into_iter().map(|(agent, technician, day, jobs, minutes)| {
        let (technician, day) = (technician.0, day.0);
        (agent.0, Booked { technician, day, jobs: whole(jobs), minutes: whole(minutes.unwrap_or(0)) })
    });
    Ok(booked.collect())
}

/// Visits that still fill their windows, with the place of each and the shared equipment taken along; of every agent where
/// none are named. A visit for several jobs comes once for each.
///
/// # Errors
/// The database.
pub fn list_appointments(
    conn: &mut Conn,
    agents: Option<&[AgentId]>,
) -> Result<Vec<(AgentId, Appointment)>, StoreError> {
    type Line = ((Col<AgentId>, Col<TechnicianId>, At, At), (f64, f64), Option<Json<Vec<String>>>);
    let work =
        jobs::table.inner_join(service_requests::table.inner_join(addresses::table)).left_join(job_bookings::table);
    let mut query = visits::table
        .inner_join(visit_jobs::table.inner_join(work))
        .filter(visits::state.eq_any(open_visit_states()))
        .select((
            (visits::agent_id, visits::technician_id, visits::window_from, visits::window_to),
            (addresses::lat, addresses::lon),
            job_bookings::equipment.nullable(),
        ))
        .into_boxed();
    if let Some(agents) = agents {
        query = query.filter(visits::agent_id.eq_any(agents.iter().map(AgentId::as_str)));
    }
    let lines: Vec<Line> = query.load(conn)?;
    let appointments = lines.into_iter().map(|((agent, technician, from, to), (lat, lon), equipment)| {
        let window = Window { from: from.0, to: to.0 };
        let equipment = equipment.map(|codes| codes.0).unwrap_or_default();
        (agent.0, Appointment { technician: technician.0, window, position: Position { lat, lon }, equipment })
    });
    Ok(appointments.collect())
}

/// An agent, or one technician, whom a customer does not want to see again.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = customer_exclusions, treat_none_as_default_value = false)]
pub struct ExclusionRow {
    pub id: Col<ExclusionId>,
    pub customer_id: Col<CustomerId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Option<Col<TechnicianId>>,
    pub reason: String,
    pub created_by: Option<String>,
    pub created_at: At,
}

insertable!(customer_exclusions, ExclusionRow, insert_exclusion);

/// Whom a customer does not want to see, in the order in which that was said.
///
/// # Errors
/// The database.
pub fn list_exclusions(conn: &mut Conn, customer: CustomerId) -> Result<Vec<ExclusionRow>, StoreError> {
    let query = customer_exclusions::table.filter(customer_exclusions::customer_id.eq(customer.as_str()));
    Ok(query.order(customer_exclusions::id).select(ExclusionRow::as_select()).load(conn)?)
}

/// Whom the customer of a job does not want to see.
///
/// # Errors
/// The database.
pub fn list_exclusions_for(conn: &mut Conn, job: JobId) -> Result<Vec<(AgentId, Option<TechnicianId>)>, StoreError> {
    let customer = jobs::table.inner_join(service_requests::table).filter(jobs::id.eq(job.as_str()));
    let customer = customer.select(service_requests::customer_id);
    let query = customer_exclusions::table.filter(customer_exclusions::customer_id.eq_any(customer));
    let query = query.select((customer_exclusions::agent_id, customer_exclusions::technician_id));
    let rows: Vec<(Col<AgentId>, Option<Col<TechnicianId>>)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(agent, technician)| (agent.0, technician.map(|it| it.0))).collect())
}

/// Takes an exclusion back; `NotFound` when this customer has none such.
///
/// # Errors
/// `NotFound`, or the database.
pub fn delete_exclusion(tx: &mut Tx<'_>, customer: CustomerId, id: ExclusionId) -> Result<(), StoreError> {
    let target = customer_exclusions::table.find(id.as_str());
    let target = target.filter(customer_exclusions::customer_id.eq(customer.as_str()));
    if diesel::delete(target).execute(tx.conn())? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}
