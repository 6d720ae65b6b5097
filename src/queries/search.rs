//! Customers as a search lists them: a line each, by three queries whatever is found.

use std::collections::HashMap;

use diesel::prelude::*;

use super::customers::{Sought, list_ids};
use crate::domain::access::Caller;
use crate::domain::id::CustomerId;
use crate::store::schema::{addresses, customers, phones};
use crate::store::{Col, Conn, StoreError};

/// A customer that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The customer.
    pub id: CustomerId,
    /// Name as told; empty when none was.
    pub name: String,
    /// The first telephone, E.164.
    pub phone: Option<String>,
    /// Code of the place of the newest address.
    pub place: Option<String>,
}

/// The customers that fit one meaning or another of what was typed, newest first, within what the caller may see.
///
/// # Errors
/// The database.
pub fn find_hits(conn: &mut Conn, caller: &Caller, sought: &[Sought], most: i64) -> Result<Vec<Hit>, StoreError> {
    let mut ids: Vec<CustomerId> = Vec::new();
    for meaning in sought {
        ids.extend(list_ids(conn, (&caller.scope, Some(caller.user)), meaning, most)?);
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let texts: Vec<&str> = ids.iter().map(CustomerId::as_str).collect();
    let query = customers::table.filter(customers::id.eq_any(&texts)).order(customers::id.desc()).limit(most);
    let found: Vec<(Col<CustomerId>, String)> = query.select((customers::id, customers::name)).load(conn)?;
    let query = phones::table.filter(phones::customer_id.eq_any(&texts)).order(phones::id.desc());
    let numbers: Vec<(Col<CustomerId>, String)> = query.select((phones::customer_id, phones::number)).load(conn)?;
    let query = addresses::table.filter(addresses::customer_id.eq_any(&texts)).order(addresses::id);
    let places: Vec<(Col<CustomerId>, String)> = query.select((addresses::customer_id, addresses::place)).load(conn)?;
    // The last row of a customer wins: the oldest telephone, the newest address.
    let by_customer = |rows: Vec<(Col<CustomerId>, String)>| -> HashMap<CustomerId, String> {
        rows.into_iter().map(|(id, value)| (id.0, value)).collect()
    };
    let (mut numbers, mut places) = (by_customer(numbers), by_customer(places));
    let hits = found.into_iter().map(|(Col(id), name)| Hit {
        id,
        name,
        phone: numbers.remove(&id),
        place: places.remove(&id),
    });
    Ok(hits.collect())
}
