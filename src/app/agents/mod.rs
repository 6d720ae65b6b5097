//! The network: what staff do to agents, technicians and what belongs to them.

pub mod agent;
pub mod area;
pub mod closure;
pub mod custody;
pub mod exclusion;
pub mod facts;
pub mod input;
pub mod papers;
pub mod portrait;
pub mod preference;
pub mod season;
pub mod suspension;
pub mod technician;
mod unmet;

use super::{App, Code, Error};
use crate::domain::access::{Caller, Scope};
use crate::domain::id::AgentId;
use crate::store::Conn;
use crate::store::network::{AgentRow, find_agent};

/// Which agents a caller sees.
#[derive(Debug, Clone)]
pub struct Scoped(pub Scope);

impl Scoped {
    /// Those of the caller's provinces.
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        Self(caller.scope.clone())
    }

    /// Whether agents of a province are among them.
    #[must_use]
    pub fn holds(&self, province: &str) -> bool {
        self.0.holds(province)
    }
}

/// The agent with this id, if the caller sees it.
///
/// # Errors
/// `NotFound`, or the database.
pub fn agent_row(conn: &mut Conn, scoped: &Scoped, id: AgentId) -> Result<AgentRow, Error> {
    let row = find_agent(conn, id)?;
    if scoped.holds(&row.province) { Ok(row) } else { Err(Code::NotFound.into()) }
}

/// The id itself, if the caller sees the agent.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn visible_agent(app: &App, scoped: &Scoped, id: AgentId) -> Result<AgentId, Error> {
    let scoped = scoped.clone();
    app.db.read(move |conn| agent_row(conn, &scoped, id).map(|row| row.id.0)).await
}
