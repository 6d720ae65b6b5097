//! Loaners: the register, and what was lent for a job.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::Page;
use crate::domain::access::Scope;
use crate::domain::id::{JobId, LoanerId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::money::Money;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{LoanerEvent, LoanerMachine, LoanerState};
use crate::store::loaners::{Loaner, find_loaner};
use crate::store::schema::loaners;
use crate::store::{Col, Conn, StoreError};

/// A loaner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LoanerView {
    /// The loaner.
    pub id: LoanerId,
    /// Its serial.
    pub serial: String,
    /// What it is.
    pub model: String,
    /// Where it is: `centre`, `agent:ID` or `customer`.
    pub place: Keeper,
    /// Where it stands.
    pub state: LoanerState,
    /// The job that it was lent for last.
    pub job_id: Option<JobId>,
    /// What the customer left for it.
    #[schema(value_type = Object)]
    pub deposit: Money,
    /// The last day on which it is to come back.
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<NaiveDate>,
    /// When it was lent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub lent_at: Option<Instant>,
    /// When it came back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub returned_at: Option<Instant>,
    /// In words.
    pub note: Option<String>,
    /// What may happen to it now.
    pub allowed: Vec<LoanerEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

impl From<Loaner> for LoanerView {
    fn from(row: Loaner) -> Self {
        Self {
            id: row.id.0,
            serial: row.serial,
            model: row.model,
            place: row.place.0,
            state: row.state.0,
            job_id: row.job_id.map(|id| id.0),
            deposit: Money::rials(row.deposit),
            due_on: row.due_on.map(|day| day.0),
            lent_at: row.lent_at.map(|at| at.0),
            returned_at: row.returned_at.map(|at| at.0),
            note: row.note,
            allowed: allowed::<LoanerMachine>(row.state.0, ActorKind::Staff),
            version: row.version,
        }
    }
}

/// One loaner.
///
/// # Errors
/// `NotFound`, or the database.
pub fn loaner_view(conn: &mut Conn, id: LoanerId) -> Result<LoanerView, StoreError> {
    Ok(find_loaner(conn, id)?.into())
}

/// What the register is limited to.
#[derive(Debug, Clone, Default)]
pub struct LoanerFilter {
    /// States; all when nothing is asked.
    pub states: Vec<LoanerState>,
    /// The key of a serial.
    pub serial_key: Option<String>,
    /// The job that it was lent for.
    pub job: Option<JobId>,
    /// The key of the serial after which the page begins.
    pub after: Option<String>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of the register, by serial. What stands in the organisation's own store is seen by everybody.
///
/// # Errors
/// The database.
pub fn list_loaners(conn: &mut Conn, scope: &Scope, filter: &LoanerFilter) -> Result<Page<LoanerView>, StoreError> {
    let mut query =
        loaners::table.order(loaners::serial_key).limit(filter.limit + 1).select(Loaner::as_select()).into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(loaners::province.eq("").or(loaners::province.eq_any(provinces.clone())));
    }
    if !filter.states.is_empty() {
        query = query.filter(loaners::state.eq_any(filter.states.iter().copied().map(Col).collect::<Vec<_>>()));
    }
    if let Some(key) = &filter.serial_key {
        query = query.filter(loaners::serial_key.eq(key.clone()));
    }
    if let Some(job) = filter.job {
        query = query.filter(loaners::job_id.eq(job.to_string()));
    }
    if let Some(after) = &filter.after {
        query = query.filter(loaners::serial_key.gt(after.clone()));
    }
    let page = Page::cut(query.load(conn)?, filter.limit, |row: &Loaner| row.serial_key.clone());
    Ok(Page { items: page.items.into_iter().map(LoanerView::from).collect(), next_cursor: page.next_cursor })
}
