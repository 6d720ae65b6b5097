//! What all open jobs wait for, by age.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, JobId, PartLineId};
use crate::domain::job::JobState;
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{PartLineState, PartNumber, PartSource};
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::store::parts::{Part, PartLine};
use crate::store::schema::{jobs, part_lines, parts, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// A part that an open job waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaitingPart {
    /// The line.
    pub line_id: PartLineId,
    /// The job.
    pub job_id: JobId,
    /// The request's reference.
    #[schema(value_type = String, example = "12345674")]
    pub reference: String,
    /// Where the job stands.
    pub job_status: JobState,
    /// Code of the province.
    pub province: String,
    /// The agent that holds the job.
    pub agent_id: Option<AgentId>,
    /// The part.
    pub part: PartNumber,
    /// Its English name.
    pub name_en: String,
    /// Its Persian name.
    pub name_fa: String,
    /// How many.
    pub quantity: i32,
    /// Where it stands.
    pub state: PartLineState,
    /// Where it comes from.
    pub source: Option<PartSource>,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub needed_at: Instant,
    /// Whole seconds since then.
    pub age_s: i64,
    /// When it arrives.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub eta_at: Option<Instant>,
    /// When it was to arrive as first told.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_eta_at: Option<Instant>,
    /// Whether the day on which it was to arrive has passed.
    pub is_late: bool,
    /// Number of the consignment.
    pub tracking: Option<String>,
}

/// What the list of parts waited for is limited to.
#[derive(Debug, Clone)]
pub struct WaitingFilter {
    /// The agent that holds the job.
    pub agent: Option<AgentId>,
    /// Code of the province.
    pub province: Option<String>,
    /// Only those whose day has passed.
    pub late: bool,
    /// The instant as of which it is asked.
    pub now: Instant,
    /// The row after which the page begins.
    pub after: Option<Cursor<PartLineId>>,
    /// Rows of the page.
    pub limit: i64,
}

type Waiting = (PartLine, Part, Col<JobState>, Option<Col<AgentId>>, Col<Reference>);

/// A page of what open jobs wait for, longest waiting first: what nobody has ordered yet, what is on order or on the way,
/// and what the centre keeps for a job and has not sent.
///
/// # Errors
/// The database.
pub fn list_waiting(conn: &mut Conn, scope: &Scope, filter: &WaitingFilter) -> Result<Page<WaitingPart>, StoreError> {
    let waited = [PartLineState::Needed, PartLineState::Ordered, PartLineState::Shipped].map(Col);
    let open = JobState::ALL.iter().copied().filter(|state| state.is_open()).map(Col);
    let at_centre = part_lines::state
        .eq(Col(PartLineState::Reserved))
        .and(part_lines::place.is_not_null())
        .and(part_lines::place.assume_not_null().eq(StockPlace::Centre.to_string()));
    let mut query = part_lines::table
        .inner_join(parts::table)
        .inner_join(jobs::table.inner_join(service_requests::table))
        .filter(part_lines::state.eq_any(waited).or(at_centre))
        .filter(jobs::state.eq_any(open.collect::<Vec<_>>()))
        .order((part_lines::needed_at, part_lines::id))
        .limit(filter.limit + 1)
        .select((PartLine::as_select(), Part::as_select(), jobs::state, jobs::agent_id, service_requests::reference))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(part_lines::province.eq_any(provinces.clone()));
    }
    if let Some(province) = &filter.province {
        query = query.filter(part_lines::province.eq(province.clone()));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(jobs::agent_id.eq(agent.to_string()));
    }
    if filter.late {
        query = query.filter(part_lines::eta_at.le(At(filter.now)));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = part_lines::needed_at.eq(At(at)).and(part_lines::id.gt(id.to_string()));
        query = query.filter(part_lines::needed_at.gt(At(at)).or(same));
    }
    let found: Vec<Waiting> = query.load(conn)?;
    let cursor = |row: &Waiting| Cursor { at: row.0.needed_at.0, id: row.0.id.0 }.to_string();
    let page = Page::cut(found, filter.limit, cursor);
    let items = page.items.into_iter().map(|row| waiting(row, filter.now)).collect();
    Ok(Page { items, next_cursor: page.next_cursor })
}

fn waiting((line, part, job_status, agent, reference): Waiting, now: Instant) -> WaitingPart {
    WaitingPart {
        line_id: line.id.0,
        job_id: line.job_id.0,
        reference: reference.0.to_string(),
        job_status: job_status.0,
        province: line.province,
        agent_id: agent.map(|id| id.0),
        part: line.part.0,
        name_en: part.name_en,
        name_fa: part.name_fa,
        quantity: line.quantity,
        state: line.state.0,
        source: line.source.map(|it| it.0),
        needed_at: line.needed_at.0,
        age_s: (now - line.needed_at.0).num_seconds(),
        is_late: line.eta_at.is_some_and(|eta| eta.0 <= now),
        eta_at: line.eta_at.map(|at| at.0),
        first_eta_at: line.first_eta_at.map(|at| at.0),
        tracking: line.tracking,
    }
}
