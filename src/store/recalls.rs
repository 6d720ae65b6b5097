//! Problem records, the units that they call back, and what customers were told of them.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::customers::{AddressRow, InstalledProduct, find_last_address};
use super::rows::{insertable, versioned};
use super::schema::{
    addresses, installed_products, jobs, messages, recall_cases, recall_notices, recall_units, recalls,
    service_requests, tasks,
};
use super::{At, Col, Conn, Day, Json, StoreError, Tx};
use crate::domain::id::{
    CustomerId, InstalledProductId, JobId, MessageId, RecallId, RecallNoticeId, RecallUnitId, TaskId, UserId,
};
use crate::domain::message::DeliveryState;
use crate::domain::recall::{Concerned, Danger, Known, RecallState, RecallUnitState, SerialRange};
use crate::domain::task::TaskState;

/// Open recalls that are kept at hand; there are never many.
const MOST_OPEN: i64 = 500;

/// A problem record.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recalls, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Recall {
    pub id: Col<RecallId>,
    pub code: String,
    pub title: String,
    pub owner_id: Col<UserId>,
    pub brand: String,
    pub models: Json<Vec<String>>,
    pub ranges: Json<Vec<SerialRange>>,
    pub made_from: Option<Day>,
    pub made_to: Option<Day>,
    pub defect_fa: String,
    pub defect_en: String,
    pub correction_fa: String,
    pub correction_en: String,
    pub danger: Col<Danger>,
    pub produced: Option<i64>,
    pub state: Col<RecallState>,
    pub noted_at: At,
    pub investigated_at: Option<At>,
    pub corrected_at: Option<At>,
    pub recalled_at: Option<At>,
    pub ended_at: Option<At>,
    pub end_note: Option<String>,
    pub created_by: Option<Col<UserId>>,
    pub version: i32,
}

versioned!(recalls, Recall, RecallId, insert_recall, find_recall, save_recall);

impl Recall {
    /// Which units it concerns.
    #[must_use]
    pub fn concerned(&self) -> Concerned {
        Concerned {
            brand: self.brand.clone(),
            models: self.models.0.clone(),
            ranges: self.ranges.0.clone(),
            made_from: self.made_from.map(|day| day.0),
            made_to: self.made_to.map(|day| day.0),
        }
    }

    /// Whether it concerns a unit.
    #[must_use]
    pub fn has(&self, unit: &InstalledProduct) -> bool {
        let Some(serial) = unit.serial_key.as_deref() else { return false };
        self.ranges.0.iter().any(|range| range.contains(serial)) && self.concerned().has(known(unit))
    }
}

/// What a recall asks of a unit.
fn known(unit: &InstalledProduct) -> Known<'_> {
    Known {
        brand: unit.brand.as_deref(),
        model: unit.model.as_deref(),
        serial: unit.serial_key.as_deref(),
        manufactured_on: unit.manufactured_on.map(|day| day.0),
    }
}

/// The recalls that call units back now, oldest first.
///
/// # Errors
/// The database.
pub fn list_open_recalls(conn: &mut Conn) -> Result<Vec<Recall>, StoreError> {
    let query = recalls::table.filter(recalls::state.eq(Col(RecallState::Recalled))).order(recalls::id);
    Ok(query.limit(MOST_OPEN).select(Recall::as_select()).load(conn)?)
}

/// Whether another problem record has this code.
///
/// # Errors
/// The database.
pub fn is_recall_code_taken(conn: &mut Conn, code: &str) -> Result<bool, StoreError> {
    Ok(recalls::table.filter(recalls::code.eq(code)).count().get_result::<i64>(conn)? > 0)
}

/// What one customer was told of one recall.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recall_notices, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RecallNotice {
    pub id: Col<RecallNoticeId>,
    pub recall_id: Col<RecallId>,
    pub customer_id: Col<CustomerId>,
    pub province: String,
    pub message_id: Option<Col<MessageId>>,
    pub told_at: Option<At>,
    pub missed_at: Option<At>,
    pub task_id: Option<Col<TaskId>>,
    pub link_generation: i32,
    pub created_at: At,
    pub version: i32,
}

versioned!(recall_notices, RecallNotice, RecallNoticeId, insert_recall_notice, find_recall_notice, save_recall_notice);

/// What a customer was told of a recall, if anything was tried.
///
/// # Errors
/// The database.
pub fn find_notice_to(
    conn: &mut Conn,
    recall: RecallId,
    customer: CustomerId,
) -> Result<Option<RecallNotice>, StoreError> {
    let query = recall_notices::table
        .filter(recall_notices::recall_id.eq(recall.as_str()))
        .filter(recall_notices::customer_id.eq(customer.as_str()));
    Ok(query.select(RecallNotice::as_select()).first(conn).optional()?)
}

/// The notice whose customer a task asks to call.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_notice_of_task(conn: &mut Conn, task: TaskId) -> Result<RecallNotice, StoreError> {
    let query = recall_notices::table.filter(recall_notices::task_id.eq(task.as_str()));
    Ok(query.select(RecallNotice::as_select()).first(conn)?)
}

/// Notices of a recall whose message will not arrive and of which that is not noted yet.
///
/// # Errors
/// The database.
pub fn list_notices_failed(conn: &mut Conn, recall: RecallId, limit: i64) -> Result<Vec<RecallNoticeId>, StoreError> {
    let failed = [DeliveryState::Dead, DeliveryState::Undelivered, DeliveryState::Withdrawn].map(Col);
    let query = recall_notices::table
        .inner_join(messages::table)
        .filter(recall_notices::recall_id.eq(recall.as_str()))
        .filter(recall_notices::missed_at.is_null())
        .filter(messages::state.eq_any(failed))
        .order(recall_notices::id)
        .limit(limit)
        .select(recall_notices::id);
    Ok(query.load::<Col<RecallNoticeId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Notices of a recall that no message delivers and that nobody is asked to call about yet, the longest missed first.
///
/// # Errors
/// The database.
pub fn list_notices_to_call(conn: &mut Conn, recall: RecallId, limit: i64) -> Result<Vec<RecallNoticeId>, StoreError> {
    let query = recall_notices::table
        .filter(recall_notices::recall_id.eq(recall.as_str()))
        .filter(recall_notices::missed_at.is_not_null())
        .filter(recall_notices::told_at.is_null())
        .filter(recall_notices::task_id.is_null())
        .order((recall_notices::missed_at, recall_notices::id))
        .limit(limit)
        .select(recall_notices::id);
    Ok(query.load::<Col<RecallNoticeId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Open tasks of a recall to call its customers.
///
/// # Errors
/// The database.
pub fn count_open_calls(conn: &mut Conn, recall: RecallId) -> Result<i64, StoreError> {
    let query = recall_notices::table
        .inner_join(tasks::table)
        .filter(recall_notices::recall_id.eq(recall.as_str()))
        .filter(tasks::state.ne(Col(TaskState::Done)));
    Ok(query.count().get_result(conn)?)
}

/// A unit that is called back.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = recall_units, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RecallUnit {
    pub id: Col<RecallUnitId>,
    pub recall_id: Col<RecallId>,
    pub installed_product_id: Col<InstalledProductId>,
    pub customer_id: Col<CustomerId>,
    pub province: String,
    pub state: Col<RecallUnitState>,
    pub notice_id: Option<Col<RecallNoticeId>>,
    pub job_id: Option<Col<JobId>>,
    pub found_at: At,
    pub told_at: Option<At>,
    pub booked_at: Option<At>,
    pub corrected_at: Option<At>,
    pub excluded_at: Option<At>,
    pub exclude_reason: Option<String>,
    pub version: i32,
}

versioned!(recall_units, RecallUnit, RecallUnitId, insert_recall_unit, find_recall_unit, save_recall_unit);

/// Whatever calls a unit of a customer back or has done so, oldest first.
///
/// # Errors
/// The database.
pub fn list_recalls_of(conn: &mut Conn, product: InstalledProductId) -> Result<Vec<RecallUnit>, StoreError> {
    let query = recall_units::table.filter(recall_units::installed_product_id.eq(product.as_str()));
    Ok(query.order(recall_units::id).select(RecallUnit::as_select()).load(conn)?)
}

/// The units that a job is or was to correct.
///
/// # Errors
/// The database.
pub fn list_units_of_job(conn: &mut Conn, job: JobId) -> Result<Vec<RecallUnit>, StoreError> {
    let query = recall_units::table.filter(recall_units::job_id.eq(job.as_str()));
    Ok(query.order(recall_units::id).select(RecallUnit::as_select()).load(conn)?)
}

/// The units of a customer in a recall, oldest first.
///
/// # Errors
/// The database.
pub fn list_units_of_customer(
    conn: &mut Conn,
    recall: RecallId,
    customer: CustomerId,
) -> Result<Vec<RecallUnit>, StoreError> {
    let query = recall_units::table
        .filter(recall_units::recall_id.eq(recall.as_str()))
        .filter(recall_units::customer_id.eq(customer.as_str()));
    Ok(query.order(recall_units::id).select(RecallUnit::as_select()).load(conn)?)
}

/// Customers of a recall who have a unit of which they were not told yet.
///
/// # Errors
/// The database.
pub fn list_customers_to_tell(conn: &mut Conn, recall: RecallId, limit: i64) -> Result<Vec<CustomerId>, StoreError> {
    let query = recall_units::table
        .filter(recall_units::recall_id.eq(recall.as_str()))
        .filter(recall_units::state.eq(Col(RecallUnitState::Found)))
        .order(recall_units::customer_id)
        .limit(limit)
        .select(recall_units::customer_id)
        .distinct();
    Ok(query.load::<Col<CustomerId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// Units whose serial lies between the ends of a range and that a recall does not have yet, by serial and id, behind `after`.
/// The database compares as its language does; whether a unit is concerned says [`Recall::has`].
///
/// # Errors
/// The database.
pub fn list_products_between(
    conn: &mut Conn,
    (recall, range): (RecallId, &SerialRange),
    after: Option<&(String, InstalledProductId)>,
    limit: i64,
) -> Result<Vec<InstalledProduct>, StoreError> {
    let known = recall_units::table
        .filter(recall_units::recall_id.eq(recall.to_string()))
        .filter(recall_units::installed_product_id.eq(installed_products::id));
    let mut query = installed_products::table
        .filter(installed_products::serial_key.ge(range.from().to_owned()))
        .filter(installed_products::serial_key.le(range.to().to_owned()))
        .filter(not(exists(known)))
        .order((installed_products::serial_key, installed_products::id))
        .limit(limit)
        .select(InstalledProduct::as_select())
        .into_boxed();
    if let Some((serial, id)) = after {
        let same = installed_products::serial_key.eq(serial.clone()).and(installed_products::id.gt(id.to_string()));
        query = query.filter(installed_products::serial_key.gt(serial.clone()).or(same));
    }
    Ok(query.load(conn)?)
}

/// Where a unit was last worked on, else the newest address of its customer.
///
/// # Errors
/// The database.
pub fn find_address_of_unit(
    conn: &mut Conn,
    product: InstalledProductId,
    customer: CustomerId,
) -> Result<Option<AddressRow>, StoreError> {
    let of_work = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .filter(jobs::installed_product_id.eq(product.as_str()))
        .filter(service_requests::customer_id.eq(customer.as_str()))
        .order((jobs::registered_at.desc(), jobs::id.desc()))
        .select(AddressRow::as_select());
    if let Some(address) = of_work.first(conn).optional()? {
        return Ok(Some(address));
    }
    find_last_address(conn, customer)
}

/// A job that showed the problem.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = recall_cases, treat_none_as_default_value = false)]
pub struct RecallCase {
    pub recall_id: Col<RecallId>,
    pub job_id: Col<JobId>,
    pub linked_by: Option<Col<UserId>>,
    pub linked_at: At,
}

insertable!(recall_cases, RecallCase, insert_recall_case);

/// The cases of a problem, in the order in which they were linked.
///
/// # Errors
/// The database.
pub fn list_recall_cases(conn: &mut Conn, recall: RecallId) -> Result<Vec<RecallCase>, StoreError> {
    let query = recall_cases::table.filter(recall_cases::recall_id.eq(recall.as_str()));
    Ok(query.order((recall_cases::linked_at, recall_cases::job_id)).select(RecallCase::as_select()).load(conn)?)
}

/// Takes a case off a problem; false when it was none of it.
///
/// # Errors
/// The database.
pub fn delete_recall_case(tx: &mut Tx<'_>, recall: RecallId, job: JobId) -> Result<bool, StoreError> {
    let target = recall_cases::table
        .filter(recall_cases::recall_id.eq(recall.as_str()))
        .filter(recall_cases::job_id.eq(job.as_str()));
    Ok(diesel::delete(target).execute(tx.conn())? > 0)
}
