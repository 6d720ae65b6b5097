//! Technicians whom a customer asked for.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::{customer_preferred_technicians as preferred, technicians};
use super::{At, Col, Conn, StoreError, Tx};
use crate::domain::id::{AgentId, CustomerId, TechnicianId};

/// One technician whom a customer asked for.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = preferred, treat_none_as_default_value = false)]
pub struct PreferredRow {
    pub customer_id: Col<CustomerId>,
    pub technician_id: Col<TechnicianId>,
    pub noted_by: Option<String>,
    pub noted_at: At,
}

insertable!(customer_preferred_technicians, PreferredRow, insert_preferred);

/// Whom a customer asked for, in the order in which that was said.
///
/// # Errors
/// The database.
pub fn list_preferred(conn: &mut Conn, customer: CustomerId) -> Result<Vec<PreferredRow>, StoreError> {
    let query = preferred::table.filter(preferred::customer_id.eq(customer.as_str()));
    let query = query.order((preferred::noted_at, preferred::technician_id));
    Ok(query.select(PreferredRow::as_select()).load(conn)?)
}

/// The technicians whom a customer asked for and who still work, with their agents.
///
/// # Errors
/// The database.
pub fn list_preferred_at_work(
    conn: &mut Conn,
    customer: CustomerId,
) -> Result<Vec<(AgentId, TechnicianId)>, StoreError> {
    let query = preferred::table.inner_join(technicians::table).filter(technicians::is_active);
    let query = query.filter(preferred::customer_id.eq(customer.as_str()));
    let rows: Vec<(Col<AgentId>, Col<TechnicianId>)> =
        query.select((technicians::agent_id, preferred::technician_id)).load(conn)?;
    Ok(rows.into_iter().map(|(agent, technician)| (agent.0, technician.0)).collect())
}

/// Takes a wish back; `NotFound` when this customer has none such.
///
/// # Errors
/// `NotFound`, or the database.
pub fn delete_preferred(tx: &mut Tx<'_>, customer: CustomerId, technician: TechnicianId) -> Result<(), StoreError> {
    let target = preferred::table.find((customer.as_str(), technician.as_str()));
    if diesel::delete(target).execute(tx.conn())? == 1 { Ok(()) } else { Err(StoreError::NotFound) }
}
