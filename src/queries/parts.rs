//! Parts: the catalogue, and what a job needs and owes.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::Page;
use crate::domain::id::{AgentId, JobId, OldPartId, PartLineId, TechnicianId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::money::Money;
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{
    OldPartEvent, OldPartMachine, OldPartState, PartLineEvent, PartLineMachine, PartLineState, PartNumber, PartSource,
};
use crate::domain::text::fold_compact;
use crate::domain::time::Instant;
use crate::store::parts::{OldPart, Part, PartLine, find_part, list_old_parts, list_part_lines};
use crate::store::schema::{part_models, parts};
use crate::store::{At, Col, Conn, StoreError};

/// A part of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartView {
    /// Its number.
    pub number: PartNumber,
    /// English name.
    pub name_en: String,
    /// Persian name.
    pub name_fa: String,
    /// Price of a piece.
    pub price: Money,
    /// Whether it is used up, so that no old one comes back.
    pub is_consumable: bool,
    /// The part that is delivered in its place.
    pub superseded_by: Option<PartNumber>,
    /// The parts whose place it takes.
    pub supersedes: Vec<PartNumber>,
    /// Codes of the models that it fits; none for one that fits all.
    pub models: Vec<String>,
}

/// What the list of parts is limited to.
#[derive(Debug, Clone, Default)]
pub struct PartFilter {
    /// Part of a number or of a name, in any spelling.
    pub q: Option<String>,
    /// The model that it must fit.
    pub model: Option<String>,
    /// The number after which the page begins.
    pub after: Option<PartNumber>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of the catalogue, by number.
///
/// # Errors
/// The database.
pub fn list_catalogue(conn: &mut Conn, filter: &PartFilter) -> Result<Page<PartView>, StoreError> {
    let mut query = parts::table.order(parts::number).limit(filter.limit + 1).select(Part::as_select()).into_boxed();
    if let Some(q) = filter.q.as_deref().map(|q| fold_compact(q).replace('%', "")).filter(|q| !q.is_empty()) {
        query = query.filter(parts::search_key.like(format!("%{q}%")));
    }
    if let Some(model) = &filter.model {
        let fitting = part_models::table.filter(part_models::model.eq(model.clone())).select(part_models::part);
        let limited = part_models::table.select(part_models::part);
        query = query.filter(parts::number.eq_any(fitting).or(parts::number.ne_all(limited)));
    }
    if let Some(after) = &filter.after {
        query = query.filter(parts::number.gt(after.to_string()));
    }
    let page = Page::cut(query.load(conn)?, filter.limit, |part: &Part| part.number.0.to_string());
    Ok(Page { items: views(conn, page.items)?, next_cursor: page.next_cursor })
}

/// One part.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_in_catalogue(conn: &mut Conn, number: &PartNumber) -> Result<PartView, StoreError> {
    let part = find_part(conn, number)?.ok_or(StoreError::NotFound)?;
    views(conn, vec![part])?.pop().ok_or(StoreError::NotFound)
}

fn views(conn: &mut Conn, found: Vec<Part>) -> Result<Vec<PartView>, StoreError> {
    let numbers: Vec<&str> = found.iter().map(|part| part.number.0.as_str()).collect();
    let fits = part_models::table.filter(part_models::part.eq_any(numbers.clone())).order(part_models::model);
    let fits: Vec<(Col<PartNumber>, String)> = fits.select((part_models::part, part_models::model)).load(conn)?;
    let olds = parts::table.filter(parts::superseded_by.eq_any(numbers)).order(parts::number);
    let olds: Vec<(Option<Col<PartNumber>>, Col<PartNumber>)> =
        olds.select((parts::superseded_by, parts::number)).load(conn)?;
    let view = |part: Part| PartView {
        models: fits.iter().filter(|(number, _)| *number == part.number).map(|(_, model)| model.clone()).collect(),
        supersedes: (olds.iter().filter(|(by, _)| by.as_ref() == Some(&part.number)))
            .map(|(_, old)| old.0.clone())
            .collect(),
        number: part.number.0,
        name_en: part.name_en,
        name_fa: part.name_fa,
        price: Money::rials(part.price),
        is_consumable: part.is_consumable,
        superseded_by: part.superseded_by.map(|by| by.0),
    };
    Ok(found.into_iter().map(view).collect())
}

/// A part that a job needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartLineView {
    /// The line.
    pub id: PartLineId,
    /// The job.
    pub job_id: JobId,
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
    /// Where it is kept or was fitted: `centre`, `agent:ID`, `van:ID`, `transit` or `job:ID`.
    pub place: Option<StockPlace>,
    /// When it arrives.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub eta_at: Option<Instant>,
    /// When it was to arrive as first told.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub first_eta_at: Option<Instant>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// The last reason given.
    pub reason: Option<String>,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub needed_at: Instant,
    /// When it was ordered.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ordered_at: Option<Instant>,
    /// When it was sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub shipped_at: Option<Instant>,
    /// When it arrived.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Instant>,
    /// When it was fitted, sent back or given up.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Instant>,
    /// What may happen to it.
    pub allowed: Vec<PartLineEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// An old part that comes back for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OldPartView {
    /// The old part.
    pub id: OldPartId,
    /// The line of the new one.
    pub line_id: PartLineId,
    /// The job.
    pub job_id: JobId,
    /// The part that was fitted.
    pub part: PartNumber,
    /// How many.
    pub quantity: i32,
    /// Where it stands.
    pub state: OldPartState,
    /// The agent that owes it.
    pub agent_id: Option<AgentId>,
    /// The technician who took it out.
    pub technician_id: Option<TechnicianId>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// Why it was rejected or is asked for again.
    pub reason: Option<String>,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Instant,
    /// When it came back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub returned_at: Option<Instant>,
    /// When it was accepted or rejected.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    /// What may happen to it.
    pub allowed: Vec<OldPartEvent>,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// The parts of a job, and the old ones that it owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobParts {
    /// What it needs, oldest first.
    pub lines: Vec<PartLineView>,
    /// What comes back, oldest first.
    pub old_parts: Vec<OldPartView>,
}

/// The parts of a job.
///
/// # Errors
/// The database.
pub fn parts_of_job(conn: &mut Conn, job: JobId) -> Result<JobParts, StoreError> {
    let lines = list_part_lines(conn, job)?;
    let numbers: Vec<&str> = lines.iter().map(|line| line.part.0.as_str()).collect();
    let named = parts::table.filter(parts::number.eq_any(numbers)).select(Part::as_select()).load(conn)?;
    let named: HashMap<PartNumber, Part> = named.into_iter().map(|part: Part| (part.number.0.clone(), part)).collect();
    let lines = lines.into_iter().map(|line| line_view(named.get(&line.part.0), line)).collect();
    Ok(JobParts { lines, old_parts: list_old_parts(conn, job)?.into_iter().map(old_part_view).collect() })
}

/// A line as it is shown, with the name of its part.
#[must_use]
pub fn line_view(part: Option<&Part>, line: PartLine) -> PartLineView {
    let at = |at: Option<At>| at.map(|at| at.0);
    PartLineView {
        id: line.id.0,
        job_id: line.job_id.0,
        part: line.part.0,
        name_en: part.map(|it| it.name_en.clone()).unwrap_or_default(),
        name_fa: part.map(|it| it.name_fa.clone()).unwrap_or_default(),
        quantity: line.quantity,
        state: line.state.0,
        source: line.source.map(|it| it.0),
        place: line.place.map(|it| it.0),
        eta_at: at(line.eta_at),
        first_eta_at: at(line.first_eta_at),
        tracking: line.tracking,
        reason: line.reason,
        needed_at: line.needed_at.0,
        ordered_at: at(line.ordered_at),
        shipped_at: at(line.shipped_at),
        received_at: at(line.received_at),
        ended_at: at(line.ended_at),
        allowed: allowed::<PartLineMachine>(line.state.0, ActorKind::Staff),
        version: line.version,
    }
}

/// An old part as it is shown.
#[must_use]
pub fn old_part_view(old: OldPart) -> OldPartView {
    OldPartView {
        id: old.id.0,
        line_id: old.line_id.0,
        job_id: old.job_id.0,
        part: old.part.0,
        quantity: old.quantity,
        state: old.state.0,
        agent_id: old.agent_id.map(|it| it.0),
        technician_id: old.technician_id.map(|it| it.0),
        tracking: old.tracking,
        reason: old.reason,
        due_at: old.due_at.0,
        returned_at: old.returned_at.map(|at| at.0),
        decided_at: old.decided_at.map(|at| at.0),
        allowed: allowed::<OldPartMachine>(old.state.0, ActorKind::Staff),
        version: old.version,
    }
}
