//! Old parts that agents owe, by the day on which they are due.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use super::parts::{OldPartView, old_part_view};
use crate::domain::access::Scope;
use crate::domain::id::{AgentId, OldPartId};
use crate::domain::part::OldPartState;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::store::parts::{OldPart, Part};
use crate::store::schema::{jobs, old_parts, parts, service_requests};
use crate::store::{At, Col, Conn, StoreError};

/// An old part with the case that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedPart {
    /// The old part.
    #[serde(flatten)]
    pub old: OldPartView,
    /// The request's reference.
    #[schema(value_type = String, example = "12345674")]
    pub reference: String,
    /// English name of the part.
    pub name_en: String,
    /// Persian name of the part.
    pub name_fa: String,
    /// Whether it is owed and the day on which it was due has passed.
    pub is_late: bool,
}

/// What the list of old parts is limited to.
#[derive(Debug, Clone)]
pub struct OwedFilter {
    /// States; those that are not decided when nothing is asked.
    pub states: Vec<OldPartState>,
    /// The agent that owes it.
    pub agent: Option<AgentId>,
    /// The instant as of which it is asked.
    pub now: Instant,
    /// The row after which the page begins.
    pub after: Option<Cursor<OldPartId>>,
    /// Rows of the page.
    pub limit: i64,
}

type Owed = (OldPart, Part, Col<Reference>);

/// A page of old parts, soonest due first.
///
/// # Errors
/// The database.
pub fn list_owed(conn: &mut Conn, scope: &Scope, filter: &OwedFilter) -> Result<Page<OwedPart>, StoreError> {
    let undecided = [OldPartState::OldPartDue, OldPartState::Returned];
    let states = if filter.states.is_empty() { &undecided[..] } else { &filter.states[..] };
    let states: Vec<Col<OldPartState>> = states.iter().copied().map(Col).collect();
    let mut query = old_parts::table
        .inner_join(parts::table)
        .inner_join(jobs::table.inner_join(service_requests::table))
        .filter(old_parts::state.eq_any(states))
        .order((old_parts::due_at, old_parts::id))
        .limit(filter.limit + 1)
        .select((OldPart::as_select(), Part::as_select(), service_requests::reference))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(old_parts::province.eq_any(provinces.clone()));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(old_parts::agent_id.eq(agent.to_string()));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = old_parts::due_at.eq(At(at)).and(old_parts::id.gt(id.to_string()));
        query = query.filter(old_parts::due_at.gt(At(at)).or(same));
    }
    let found: Vec<Owed> = query.load(conn)?;
    let page = Page::cut(found, filter.limit, |(old, ..): &Owed| Cursor { at: old.due_at.0, id: old.id.0 }.to_string());
    let view = |(old, part, reference): Owed| OwedPart {
        is_late: old.state.0 == OldPartState::OldPartDue && old.due_at.0 <= filter.now,
        reference: reference.0.to_string(),
        name_en: part.name_en,
        name_fa: part.name_fa,
        old: old_part_view(old),
    };
    Ok(Page { items: page.items.into_iter().map(view).collect(), next_cursor: page.next_cursor })
}
