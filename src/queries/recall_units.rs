//! Units that are called back: the list by state, one unit with its customer, and what the customer sees of a recall.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{
    CustomerId, InstalledProductId, JobId, RecallId, RecallNoticeId, RecallUnitId, RequestId, TaskId,
};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::recall::{RecallUnitEvent, RecallUnitMachine, RecallUnitState};
use crate::domain::time::Instant;
use crate::store::customers::{
    Customer, InstalledProduct, PhoneRow, find_customer, find_installed_product, list_phones_of,
};
use crate::store::jobs::{find_job, find_request};
use crate::store::recalls::{
    Recall, RecallUnit, find_notice_of_task, find_recall, find_recall_notice, list_units_of_customer,
};
use crate::store::schema::{installed_products, recall_units};
use crate::store::{At, Col, Conn, StoreError};

/// A unit that is called back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecallUnitView {
    /// The unit in this recall.
    pub id: RecallUnitId,
    /// The recall.
    pub recall_id: RecallId,
    /// Where it stands.
    pub state: RecallUnitState,
    /// The unit.
    pub installed_product_id: InstalledProductId,
    /// Its customer.
    pub customer_id: CustomerId,
    /// Code of its category.
    pub category: String,
    /// Code of its model.
    pub model: Option<String>,
    /// Its serial.
    pub serial: Option<String>,
    /// Code of the province of its last known address; empty when none is known.
    pub province: String,
    /// The last job that was to correct it.
    pub job_id: Option<JobId>,
    /// When it was found to be concerned.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Instant,
    /// When its customer was told.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub told_at: Option<Instant>,
    /// When its correction was booked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub booked_at: Option<Instant>,
    /// When it was corrected.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub corrected_at: Option<Instant>,
    /// When it was excluded.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub excluded_at: Option<Instant>,
    /// Code of the reason.
    pub exclude_reason: Option<String>,
    /// What staff may do now: `tell`, `book`, `exclude`, `include`.
    pub allowed: Vec<RecallUnitEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// What the list is limited to.
#[derive(Debug, Clone)]
pub struct RecallUnitFilter {
    /// The recall.
    pub recall: RecallId,
    /// States; all when nothing is asked.
    pub states: Vec<RecallUnitState>,
    /// The row after which the page begins.
    pub after: Option<Cursor<RecallUnitId>>,
    /// Rows of the page.
    pub limit: i64,
}

type Found = (RecallUnit, (String, Option<String>, Option<String>));

/// One query for the list and for one unit; a macro because a boxed join has no name.
macro_rules! found {
    ($scope:expr) => {{
        let query = recall_units::table
            .inner_join(installed_products::table)
            .select((
                RecallUnit::as_select(),
                (installed_products::category, installed_products::model, installed_products::serial),
            ))
            .into_boxed();
        match $scope {
            Scope::All => query,
            Scope::Provinces(provinces) => query.filter(recall_units::province.eq_any(provinces.clone())),
        }
    }};
}

/// A page of the units of a recall, those found first at the top.
///
/// # Errors
/// The database.
pub fn list_recall_units(
    conn: &mut Conn,
    scope: &Scope,
    filter: &RecallUnitFilter,
) -> Result<Page<RecallUnitView>, StoreError> {
    let mut query = found!(scope)
        .filter(recall_units::recall_id.eq(filter.recall.to_string()))
        .order((recall_units::found_at, recall_units::id))
        .limit(filter.limit + 1);
    if !filter.states.is_empty() {
        query = query.filter(recall_units::state.eq_any(filter.states.iter().copied().map(Col).collect::<Vec<_>>()));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = recall_units::found_at.eq(At(at)).and(recall_units::id.gt(id.to_string()));
        query = query.filter(recall_units::found_at.gt(At(at)).or(same));
    }
    let cursor = |(unit, _): &Found| Cursor { at: unit.found_at.0, id: unit.id.0 }.to_string();
    let page = Page::cut(query.load(conn)?, filter.limit, cursor);
    Ok(Page { items: page.items.into_iter().map(view).collect(), next_cursor: page.next_cursor })
}

/// One unit of a recall.
///
/// # Errors
/// `NotFound` for a unit of another recall or out of scope; the database.
pub fn recall_unit(
    conn: &mut Conn,
    scope: &Scope,
    (recall, id): (RecallId, RecallUnitId),
) -> Result<RecallUnitView, StoreError> {
    let query = found!(scope)
        .filter(recall_units::id.eq(id.to_string()))
        .filter(recall_units::recall_id.eq(recall.to_string()));
    Ok(view(query.first(conn)?))
}

fn view((unit, (category, model, serial)): Found) -> RecallUnitView {
    use RecallUnitEvent::{Book, Exclude, Include, Tell};
    let mut events = allowed::<RecallUnitMachine>(unit.state.0, ActorKind::Staff);
    events.retain(|event| [Tell, Book, Exclude, Include].contains(event));
    RecallUnitView {
        id: unit.id.0,
        recall_id: unit.recall_id.0,
        state: unit.state.0,
        installed_product_id: unit.installed_product_id.0,
        customer_id: unit.customer_id.0,
        category,
        model,
        serial,
        province: unit.province,
        job_id: unit.job_id.map(|id| id.0),
        found_at: unit.found_at.0,
        told_at: unit.told_at.map(|at| at.0),
        booked_at: unit.booked_at.map(|at| at.0),
        corrected_at: unit.corrected_at.map(|at| at.0),
        excluded_at: unit.excluded_at.map(|at| at.0),
        exclude_reason: unit.exclude_reason,
        allowed: events,
        version: unit.version,
    }
}

/// A unit with whom to call about it.
#[derive(Debug, Clone)]
pub struct RecallCall {
    /// The unit.
    pub unit: RecallUnitView,
    /// What calls it back.
    pub recall: Recall,
    /// Its customer.
    pub customer: Customer,
    /// The customer's telephones.
    pub phones: Vec<PhoneRow>,
    /// Other units of the customer in the recall.
    pub others: Vec<RecallUnit>,
}

/// A unit with whom to call about it.
///
/// # Errors
/// `NotFound` for a unit of another recall or out of scope; the database.
pub fn recall_call(
    conn: &mut Conn,
    scope: &Scope,
    (recall, id): (RecallId, RecallUnitId),
) -> Result<RecallCall, StoreError> {
    let unit = recall_unit(conn, scope, (recall, id))?;
    let mut others = list_units_of_customer(conn, recall, unit.customer_id)?;
    others.retain(|other| other.id.0 != id);
    Ok(RecallCall {
        recall: find_recall(conn, recall)?,
        customer: find_customer(conn, unit.customer_id)?,
        phones: list_phones_of(conn, unit.customer_id)?,
        others,
        unit,
    })
}

/// The unit to begin with when a task asks to call its customer: one that waits for the call, else the first.
///
/// # Errors
/// `NotFound` for a task about something else; the database.
pub fn unit_of_call(conn: &mut Conn, task: TaskId) -> Result<(RecallId, RecallUnitId), StoreError> {
    let notice = find_notice_of_task(conn, task)?;
    let units = list_units_of_customer(conn, notice.recall_id.0, notice.customer_id.0)?;
    let waiting = units.iter().find(|unit| unit.state.0 == RecallUnitState::Unreachable);
    let unit = waiting.or(units.first()).ok_or(StoreError::NotFound)?;
    Ok((unit.recall_id.0, unit.id.0))
}

/// A unit as its customer sees it by the link of a recall.
#[derive(Debug, Clone)]
pub struct NoticeUnit {
    /// The unit in the recall.
    pub row: RecallUnit,
    /// The unit.
    pub unit: InstalledProduct,
    /// The request that corrects it, with the generation of its link.
    pub request: Option<(RequestId, i32)>,
}

/// A recall as a customer sees it who has units in it.
#[derive(Debug, Clone)]
pub struct NoticeFacts {
    /// The recall.
    pub recall: Recall,
    /// The customer.
    pub customer: Customer,
    /// The customer's units.
    pub units: Vec<NoticeUnit>,
}

/// The recall of a customer's link.
///
/// # Errors
/// `NotFound`, or the database.
pub fn notice_facts(conn: &mut Conn, id: RecallNoticeId) -> Result<NoticeFacts, StoreError> {
    let notice = find_recall_notice(conn, id)?;
    let mut units = Vec::new();
    for row in list_units_of_customer(conn, notice.recall_id.0, notice.customer_id.0)? {
        let unit = find_installed_product(conn, row.installed_product_id.0)?;
        let is_booked = matches!(row.state.0, RecallUnitState::Booked | RecallUnitState::Corrected);
        let job = row.job_id.filter(|_| is_booked).map(|job| find_job(conn, job.0)).transpose()?;
        let request = job.map(|job| find_request(conn, job.request_id.0)).transpose()?;
        units.push(NoticeUnit { request: request.map(|it| (it.id.0, it.link_generation)), row, unit });
    }
    Ok(NoticeFacts {
        recall: find_recall(conn, notice.recall_id.0)?,
        customer: find_customer(conn, notice.customer_id.0)?,
        units,
    })
}
