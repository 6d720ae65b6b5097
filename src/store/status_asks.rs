//! Questions of strangers about where a request stands, each with the code that answers it.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::versioned;
use super::schema::status_asks;
use super::{At, Col, Conn, Day, StoreError, Tx};
use crate::domain::id::{RequestId, StatusAskId};
use crate::domain::time::Instant;

/// A question, with the request that it is about where a code was sent.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = status_asks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct StatusAsk {
    pub id: Col<StatusAskId>,
    pub ticket: String,
    pub request_id: Option<Col<RequestId>>,
    pub phone: Option<String>,
    pub day: Option<Day>,
    pub nth: Option<i32>,
    pub tries: i32,
    pub created_at: At,
    pub expires_at: At,
    pub used_at: Option<At>,
    pub version: i32,
}

versioned!(status_asks, StatusAsk, StatusAskId, insert_status_ask, find_status_ask, save_status_ask);

/// The question of a ticket, by its fingerprint.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_status_ask_of(conn: &mut Conn, ticket: &str) -> Result<StatusAsk, StoreError> {
    Ok(status_asks::table.filter(status_asks::ticket.eq(ticket)).select(StatusAsk::as_select()).first(conn)?)
}

/// Codes that a telephone was sent on a day.
///
/// # Errors
/// The database.
pub fn count_codes_to(conn: &mut Conn, phone: &str, day: NaiveDate) -> Result<i32, StoreError> {
    let query = status_asks::table.filter(status_asks::phone.eq(phone)).filter(status_asks::day.eq(Day(day)));
    let last: Option<Option<i32>> =
        query.order(status_asks::nth.desc()).select(status_asks::nth).first(conn).optional()?;
    Ok(last.flatten().unwrap_or(0))
}

/// Forgets questions older than `before`.
///
/// # Errors
/// The database.
pub fn sweep_status_asks(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    let target = status_asks::table.filter(status_asks::created_at.lt(At(before)));
    Ok(diesel::delete(target).execute(tx.conn())?)
}
