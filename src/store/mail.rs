//! Whose address a letter is from, and whether it was answered lately.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::customers::Customer;
use super::schema::{customers, inbound_messages, request_contacts, service_requests};
use super::{At, Conn, StoreError, on};
use crate::domain::time::Instant;

diesel::define_sql_function! {
    /// The text in lower case.
    fn lower(text: diesel::sql_types::Nullable<diesel::sql_types::Text>)
        -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}

/// The customers that an address in lower case belongs to: their own, then those around whose cases it stands. Ten at most.
///
/// # Errors
/// The database.
pub fn list_customers_by_email(conn: &mut Conn, address: &str) -> Result<Vec<Customer>, StoreError> {
    let own = customers::table
        .filter(customers::email.is_not_null())
        .filter(lower(customers::email).eq(address))
        .order(customers::id)
        .limit(10);
    let own: Vec<Customer> = on!(conn, |conn| own.select(Customer::as_select()).load(conn))?;
    if !own.is_empty() {
        return Ok(own);
    }
    let of_cases = service_requests::table
        .inner_join(request_contacts::table)
        .filter(request_contacts::email.is_not_null())
        .filter(lower(request_contacts::email).eq(address))
        .select(service_requests::customer_id);
    let around = customers::table.filter(customers::id.eq_any(of_cases)).order(customers::id).limit(10);
    Ok(on!(conn, |conn| around.select(Customer::as_select()).load(conn))?)
}

/// Whether a letter of this sender was answered since a moment: outcome `did`.
///
/// # Errors
/// The database.
pub fn was_answered(conn: &mut Conn, sender: &str, did: &str, since: Instant) -> Result<bool, StoreError> {
    let answered = inbound_messages::table
        .filter(inbound_messages::sender.eq(sender))
        .filter(inbound_messages::received_at.gt(At(since)))
        .filter(inbound_messages::did.eq(did));
    Ok(on!(conn, |conn| diesel::select(exists(answered)).get_result(conn))?)
}
