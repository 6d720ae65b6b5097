//! Whom customers ask for, as answers show it.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::id::{AgentId, CustomerId, TechnicianId};
use crate::domain::time::Instant;
use crate::store::schema::{customer_preferred_technicians as preferred, technicians, users};
use crate::store::{At, Col, Conn, StoreError};

/// A technician whom a customer asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreferredLine {
    /// The technician.
    pub technician_id: TechnicianId,
    /// Name in Persian.
    pub name_fa: String,
    /// Name in English.
    pub name_en: String,
    /// Whose technician it is.
    pub agent_id: AgentId,
    /// Whether the technician still works; who does not gets no points.
    pub is_active: bool,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    pub noted_at: Instant,
    /// Who took it down.
    pub noted_by: Option<String>,
}

/// Whom a customer asks for, in the order in which that was said.
///
/// # Errors
/// The database.
pub fn preferred(conn: &mut Conn, customer: CustomerId) -> Result<Vec<PreferredLine>, StoreError> {
    type Line = ((Col<TechnicianId>, String, String, Col<AgentId>, bool), At, Option<String>);
    let technician =
        (technicians::id, technicians::name_fa, technicians::name_en, technicians::agent_id, technicians::is_active);
    let query = preferred::table
        .inner_join(technicians::table)
        .left_join(users::table.on(preferred::noted_by.eq(users::id.nullable())))
        .filter(preferred::customer_id.eq(customer.as_str()))
        .order((preferred::noted_at, preferred::technician_id))
        .select((technician, preferred::noted_at, users::username.nullable()));
    let line = |((id, name_fa, name_en, agent, is_active), at, noted_by): Line| PreferredLine {
        technician_id: id.0,
        name_fa,
        name_en,
        agent_id: agent.0,
        is_active,
        noted_at: at.0,
        noted_by,
    };
    Ok(query.load::<Line>(conn)?.into_iter().map(line).collect())
}
