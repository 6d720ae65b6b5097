//! Cases of exchange and refund: the list by age, those of a job, one case, each with what its reader may do.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::names::{Names, Wanted, find_names};
use super::page::{Cursor, Page};
use crate::domain::access::{Caller, Scope};
use crate::domain::exchange::{ExchangeEvent, ExchangeState, OldUnit, Remedy, open_to};
use crate::domain::id::{AttachmentId, ExchangeId, InstalledProductId, JobId, UserId};
use crate::domain::money::Money;
use crate::domain::payment::PaymentMethod;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::store::exchanges::ExchangeCase;
use crate::store::schema::{exchange_cases, installed_products, jobs, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// A case of exchange or refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExchangeView {
    /// The case.
    pub id: ExchangeId,
    /// Its job.
    pub job_id: JobId,
    /// The request's reference.
    #[schema(value_type = String, example = "12345674")]
    pub reference: String,
    /// Code of the province.
    pub province: String,
    /// Where it stands.
    pub state: ExchangeState,
    /// What is asked for.
    pub remedy: Remedy,
    /// The money that is asked for, of a refund.
    #[schema(value_type = Option<Object>)]
    pub amount: Option<Money>,
    /// Code of the reason.
    #[schema(example = "NOT_REPAIRABLE")]
    pub reason: String,
    /// Why, in words.
    pub note: String,
    /// Photos of the job that show it.
    pub photos: Vec<AttachmentId>,
    /// Name of who asked.
    pub asked_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Instant,
    /// What was asked for as evidence the last time.
    pub question: Option<String>,
    /// What was said to it.
    pub answer: Option<String>,
    /// Name of who approved it technically.
    pub technical_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub technical_at: Option<Instant>,
    /// In which words.
    pub technical_note: Option<String>,
    /// Name of who approved it commercially.
    pub approved_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub approved_at: Option<Instant>,
    /// In which words.
    pub approved_note: Option<String>,
    /// Name of who fulfilled, turned down or withdrew it; nobody where the job ended otherwise.
    pub ended_by: Option<String>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// In which words.
    pub ended_note: Option<String>,
    /// The unit that came in place of the old one.
    pub new_unit_id: Option<InstalledProductId>,
    /// Its serial.
    pub new_serial: Option<String>,
    /// What became of the old unit.
    pub old_unit: Option<OldUnit>,
    /// Serial of the old unit.
    pub old_serial: Option<String>,
    /// Who fetched it.
    pub collected_by: Option<String>,
    /// The money that was given back.
    #[schema(value_type = Option<Object>)]
    pub paid: Option<Money>,
    /// How it was paid.
    pub method: Option<PaymentMethod>,
    /// The number that proves the payment.
    pub trace: Option<String>,
    /// The day on which it was paid.
    #[schema(value_type = Option<String>, format = Date)]
    pub paid_on: Option<NaiveDate>,
    /// What the caller may let happen to it now.
    pub allowed: Vec<ExchangeEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// What the list is limited to.
#[derive(Debug, Clone)]
pub struct ExchangeFilter {
    /// States; those of cases that are not over when nothing is asked.
    pub states: Vec<ExchangeState>,
    /// The row after which the page begins.
    pub after: Option<Cursor<ExchangeId>>,
    /// Rows of the page.
    pub limit: i64,
}

type Found = (ExchangeCase, Col<Reference>);

/// One query for the list, for a job and for one case; a macro because a boxed join has no name.
macro_rules! found {
    ($scope:expr) => {{
        let query = exchange_cases::table
            .inner_join(jobs::table.inner_join(service_requests::table))
            .select((ExchangeCase::as_select(), service_requests::reference))
            .into_boxed();
        match $scope {
            Scope::All => query,
            Scope::Provinces(provinces) => query.filter(exchange_cases::province.eq_any(provinces.clone())),
        }
    }};
}

/// A page of cases, those that wait longest first.
///
/// # Errors
/// The database.
pub fn list_exchanges(
    conn: &mut Conn,
    caller: &Caller,
    filter: &ExchangeFilter,
) -> Result<Page<ExchangeView>, StoreError> {
    let open = ExchangeState::ALL.iter().copied().filter(|state| state.is_open());
    let states: Vec<_> = if filter.states.is_empty() { open.collect() } else { filter.states.clone() };
    let states: Vec<_> = states.into_iter().map(Col).collect();
    let mut query = found!(&caller.scope)
        .filter(exchange_cases::state.eq_any(states))
        .order((exchange_cases::asked_at, exchange_cases::id))
        .limit(filter.limit + 1);
    if let Some(Cursor { at, id }) = filter.after {
        let same = exchange_cases::asked_at.eq(At(at)).and(exchange_cases::id.gt(id.to_string()));
        query = query.filter(exchange_cases::asked_at.gt(At(at)).or(same));
    }
    let found: Vec<Found> = query.load(conn)?;
    let cursor = |(row, _): &Found| Cursor { at: row.asked_at.0, id: row.id.0 }.to_string();
    let page = Page::cut(found, filter.limit, cursor);
    Ok(Page { items: views(conn, caller, page.items)?, next_cursor: page.next_cursor })
}

/// The cases of a job, oldest first.
///
/// # Errors
/// The database.
pub fn exchanges_of_job(conn: &mut Conn, caller: &Caller, job: JobId) -> Result<Vec<ExchangeView>, StoreError> {
    let of_job = exchange_cases::job_id.eq(job.to_string());
    let found: Vec<Found> = found!(&caller.scope).filter(of_job).order(exchange_cases::id).load(conn)?;
    views(conn, caller, found)
}

/// One case.
///
/// # Errors
/// `NotFound` for one that does not exist or is out of scope; the database.
pub fn exchange_view(conn: &mut Conn, caller: &Caller, id: ExchangeId) -> Result<ExchangeView, StoreError> {
    let found: Found = found!(&caller.scope).filter(exchange_cases::id.eq(id.to_string())).first(conn)?;
    views(conn, caller, vec![found])?.pop().ok_or(StoreError::NotFound)
}

fn views(conn: &mut Conn, caller: &Caller, found: Vec<Found>) -> Result<Vec<ExchangeView>, StoreError> {
    let people = found.iter().flat_map(|(row, _)| {
        let others = [row.technical_by, row.approved_by, row.ended_by];
        others.into_iter().flatten().chain([row.asked_by]).map(|user| user.0)
    });
    let names = find_names(conn, &Wanted { people: people.collect(), ..Wanted::default() })?;
    let units: Vec<_> = found.iter().filter_map(|(row, _)| row.new_unit_id).collect();
    let serials = serials_of(conn, units)?;
    Ok(found.into_iter().map(|(row, reference)| view(caller, (row, reference), &names, &serials)).collect())
}

type Serials = HashMap<InstalledProductId, String>;

fn serials_of(conn: &mut Conn, units: Vec<Col<InstalledProductId>>) -> Result<Serials, StoreError> {
    if units.is_empty() {
        return Ok(Serials::default());
    }
    let query = installed_products::table.filter(installed_products::id.eq_any(units));
    let query = query.select((installed_products::id, installed_products::serial));
    let found: Vec<(Col<InstalledProductId>, Option<String>)> = query.load(conn)?;
    Ok(found.into_iter().filter_map(|(id, serial)| Some((id.0, serial?))).collect())
}

fn view(caller: &Caller, (row, reference): Found, names: &Names, serials: &Serials) -> ExchangeView {
    let name = |user: Col<UserId>| names.people.get(&user.0).cloned();
    let new_unit = row.new_unit_id.map(|id| id.0);
    ExchangeView {
        id: row.id.0,
        job_id: row.job_id.0,
        reference: reference.0.to_string(),
        state: row.state.0,
        remedy: row.remedy.0,
        amount: row.amount(),
        allowed: open_to(caller, (row.state.0, row.remedy.0), row.hands()),
        reason: row.cause,
        note: row.asked_note,
        photos: row.photos.0,
        asked_by: name(row.asked_by).unwrap_or_default(),
        asked_at: row.asked_at.0,
        question: row.question,
        answer: row.answer,
        technical_by: row.technical_by.and_then(name),
        technical_at: row.technical_at.map(|at| at.0),
        technical_note: row.technical_note,
        approved_by: row.approved_by.and_then(name),
        approved_at: row.approved_at.map(|at| at.0),
        approved_note: row.approved_note,
        ended_by: row.ended_by.and_then(name),
        ended_at: row.ended_at.map(|at| at.0),
        ended_note: row.ended_note,
        new_unit_id: new_unit,
        new_serial: new_unit.and_then(|id| serials.get(&id).cloned()),
        old_unit: row.old_unit.map(|it| it.0),
        old_serial: row.old_serial,
        collected_by: row.collected_by,
        paid: row.paid_amount.map(Money::rials),
        method: row.paid_method.map(|it| it.0),
        trace: row.paid_trace,
        paid_on: row.paid_on.map(|day| day.0),
        province: row.province,
        version: row.version,
    }
}
