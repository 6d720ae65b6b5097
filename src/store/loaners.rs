//! Units that are lent to customers.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::versioned;
use super::schema::loaners;
use super::{At, Col, Conn, Day, Said, StoreError};
use crate::domain::id::{AgentId, JobId, LoanerId};
use crate::domain::time::Instant;
use crate::domain::workshop::LoanerState;
use crate::domain::workshop::custody::Keeper;

/// A unit that is lent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = loaners, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Loaner {
    pub id: Col<LoanerId>,
    pub serial: String,
    pub serial_key: String,
    pub model: String,
    pub province: String,
    pub place: Said<Keeper>,
    pub state: Col<LoanerState>,
    pub job_id: Option<Col<JobId>>,
    pub deposit: i64,
    pub due_on: Option<Day>,
    pub due_at: Option<At>,
    pub lent_at: Option<At>,
    pub returned_at: Option<At>,
    pub note: Option<String>,
    pub version: i32,
}

versioned!(loaners, Loaner, LoanerId, insert_loaner, find_loaner, save_loaner);

/// The loaner with this serial.
///
/// # Errors
/// The database.
pub fn find_loaner_by_serial(conn: &mut Conn, serial_key: &str) -> Result<Option<Loaner>, StoreError> {
    let query = loaners::table.filter(loaners::serial_key.eq(serial_key)).select(Loaner::as_select());
    Ok(query.first(conn).optional()?)
}

/// The loaners that were lent for a job, by serial.
///
/// # Errors
/// The database.
pub fn list_loaners_of(conn: &mut Conn, job: JobId) -> Result<Vec<Loaner>, StoreError> {
    let query = loaners::table.filter(loaners::job_id.eq(job.as_str())).order(loaners::serial_key);
    Ok(query.select(Loaner::as_select()).load(conn)?)
}

/// The loaner that is with the customer of a job now.
///
/// # Errors
/// The database.
pub fn find_loaner_out(conn: &mut Conn, job: JobId) -> Result<Option<Loaner>, StoreError> {
    Ok(list_loaners_of(conn, job)?.into_iter().find(|loaner| loaner.state.0 == LoanerState::Lent))
}

/// The loaners that an agent has, by serial.
///
/// # Errors
/// The database.
pub fn list_loaners_at(conn: &mut Conn, agent: AgentId) -> Result<Vec<Loaner>, StoreError> {
    let query = loaners::table
        .filter(loaners::place.eq(Keeper::Agent(agent).to_string()))
        .filter(loaners::state.eq_any([LoanerState::InStock, LoanerState::Returned].map(Col)));
    Ok(query.order(loaners::serial_key).select(Loaner::as_select()).load(conn)?)
}

/// Loaners whose day has passed and was not noted yet.
///
/// # Errors
/// The database.
pub fn list_loaners_due(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<LoanerId>, StoreError> {
    let query = loaners::table
        .filter(loaners::due_at.le(At(now)))
        .order((loaners::due_at, loaners::id))
        .limit(limit)
        .select(loaners::id);
    Ok(query.load::<Col<LoanerId>>(conn)?.into_iter().map(|id| id.0).collect())
}
