//! Portraits of technicians, for those who look after agents and for whom a technician comes to.

use crate::domain::access::Scope;
use crate::domain::id::{AgentId, RequestId, TechnicianId, VisitId};
use crate::domain::photo::MediaType;
use crate::store::jobs::find_job;
use crate::store::network::{find_agent, find_technician};
use crate::store::offers::{Visit, find_visit, list_jobs_of_visit};
use crate::store::portraits::{PortraitRow, find_portrait};
use crate::store::{Conn, StoreError};

/// Where the bytes of a portrait are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortraitFile {
    /// Whose it is.
    pub technician_id: TechnicianId,
    /// Its form.
    pub media_type: MediaType,
    /// SHA-256 of its bytes, by which they are kept.
    pub blob_hash: String,
}

impl From<PortraitRow> for PortraitFile {
    fn from(row: PortraitRow) -> Self {
        Self { technician_id: row.technician_id.0, media_type: row.media_type.0, blob_hash: row.blob_hash }
    }
}

/// The portrait of a technician whose agent is in scope.
///
/// # Errors
/// `NotFound` also for a technician of another agent; the database.
pub fn portrait_in_scope(
    conn: &mut Conn,
    scope: &Scope,
    (agent, technician): (AgentId, TechnicianId),
) -> Result<PortraitFile, StoreError> {
    let is_own = find_technician(conn, technician)?.agent_id.0 == agent;
    if !is_own || !scope.holds(&find_agent(conn, agent)?.province) {
        return Err(StoreError::NotFound);
    }
    find_portrait(conn, technician)?.map(PortraitFile::from).ok_or(StoreError::NotFound)
}

/// The portrait of who comes on a visit, if it is one of the request's and open.
///
/// # Errors
/// `NotFound`, or the database.
pub fn portrait_of_visit(conn: &mut Conn, request: RequestId, visit: VisitId) -> Result<PortraitFile, StoreError> {
    let visit = find_visit(conn, visit)?;
    for job in list_jobs_of_visit(conn, visit.id.0)? {
        if find_job(conn, job)?.request_id.0 == request {
            return portrait_on(conn, &visit)?.ok_or(StoreError::NotFound);
        }
    }
    Err(StoreError::NotFound)
}

/// The portrait of who comes: none once the visit is over, or where the technician works no more, or for another agent.
pub(super) fn portrait_on(conn: &mut Conn, visit: &Visit) -> Result<Option<PortraitFile>, StoreError> {
    if !visit.state.0.is_open() {
        return Ok(None);
    }
    let technician = find_technician(conn, visit.technician_id.0)?;
    if !technician.is_active || technician.agent_id != visit.agent_id {
        return Ok(None);
    }
    Ok(find_portrait(conn, visit.technician_id.0)?.map(PortraitFile::from))
}
