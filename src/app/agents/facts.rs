//! Papers, leave and seasons of an agent.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::season::NewSeason;
use super::unmet::ask_to_move;
use super::{Scoped, agent_row};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::agent::{DocumentKind, TimeOffReason};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, DocumentId, TechnicianId, TimeOffId};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Window, to_micros};
use crate::store::agent_facts::{
    DocumentRow, SeasonRow, TimeOffRow, delete_seasons, delete_time_off, insert_document, insert_seasons,
    insert_time_off, list_documents,
};
use crate::store::feed::{Signal, Topic};
use crate::store::network::{AgentRow, find_technician, save_agent};
use crate::store::offers::{Whose, list_visits_within};
use crate::store::{At, Col, Day, Tx};

/// A paper handed in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// Which paper.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// First day on which it holds.
    #[schema(value_type = String, format = Date)]
    pub issued_on: NaiveDate,
    /// Last day on which it holds; none when it does not expire.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<NaiveDate>,
}

/// A time without work.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTimeOff {
    /// Whose; the whole agent's if left out.
    pub technician_id: Option<TechnicianId>,
    /// First instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Instant,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    pub to: Instant,
    /// Why.
    pub reason: TimeOffReason,
    /// Words.
    pub note: Option<String>,
}

/// Adds a paper.
///
/// # Errors
/// Every wrong value at once; `NotFound`; the same key with another body; the database.
pub async fn add_document(
    app: &App,
    caller: &Caller,
    (agent, key): (AgentId, Option<Key>),
    input: NewDocument,
) -> Result<DocumentId, Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let mut faults = Faults::default();
    let number = faults.take("number", clean_line(&input.number, 60)).unwrap_or_default();
    if number.is_empty() && faults.is_empty() {
        faults.add("number", FaultCode::Required);
    }
    if input.expires_on.is_some_and(|last| last < input.issued_on) {
        faults.add("expires_on", FaultCode::DateOrder);
    }
    faults.or(())?;
    let row = DocumentRow {
        id: Col(mint(now)),
        agent_id: Col(agent),
        kind: Col(input.kind),
        number,
        issued_on: Day(input.issued_on),
        expires_on: input.expires_on.map(Day),
        created_at: At(now),
    };
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let of = agent_row(tx.conn(), &scoped, agent)?;
            let same = |it: &DocumentRow| it.kind == row.kind && it.number == row.number;
            if list_documents(tx.conn(), Some(agent))?.iter().any(same) {
                let mut faults = Faults::default();
                faults.add_about("number", FaultCode::Duplicate, row.number.clone());
                return Err(faults.into());
            }
            insert_document(tx, &row)?;
            let detail =
                json!({ "document": row.id.0, "kind": row.kind.0, "expires_on": row.expires_on.map(|it| it.0) });
            note(tx, (&actor, now), &of, ("document_added", detail))?;
            Ok(row.id.0)
        })
    });
    let added = added.await?;
    app.reload_network().await?;
    Ok(added)
}

/// Adds a leave. Visits that are promised in it stay until a dispatcher has agreed on another time with each customer: each is
/// a task.
///
/// # Errors
/// Every wrong value at once; `NotFound`; the same key with another body; the database.
pub async fn add_time_off(
    app: &App,
    caller: &Caller,
    (agent, key): (AgentId, Option<Key>),
    input: NewTimeOff,
) -> Result<TimeOffId, Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let mut faults = Faults::default();
    if input.to <= input.from {
        faults.add("to", FaultCode::WindowEndsBeforeStart);
    } else if input.to <= now {
        faults.add("to", FaultCode::WindowInPast);
    }
    let note_of = input.note.as_deref().and_then(|text| faults.take("note", clean_line(text, 200)));
    faults.or(())?;
    let row = TimeOffRow {
        id: Col(mint(now)),
        agent_id: Col(agent),
        technician_id: input.technician_id.map(Col),
        off_from: At(to_micros(input.from)),
        off_to: At(to_micros(input.to)),
        reason: Col(input.reason),
        note: note_of.filter(|text| !text.is_empty()),
        created_by: actor.id.clone(),
        created_at: At(now),
    };
    let owned = app.clone();
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let of = agent_row(tx.conn(), &scoped, agent)?;
            if let Some(technician) = row.technician_id {
                let found = find_technician(tx.conn(), technician.0);
                if !found.is_ok_and(|found| found.agent_id.0 == agent) {
                    let mut faults = Faults::default();
                    faults.add("technician_id", FaultCode::Unknown);
                    return Err(faults.into());
                }
            }
            insert_time_off(tx, &row)?;
            let of_whom = row.technician_id.map_or(Whose::Agent(agent), |id| Whose::Technician(id.0));
            let window = Window { from: row.off_from.0, to: row.off_to.0 };
            let promised = list_visits_within(tx.conn(), window, &of_whom)?;
            ask_to_move(tx, (&owned, &actor, now), &promised, "time_off")?;
            let detail =
                json!({ "time_off": row.id.0, "technician": row.technician_id.map(|id| id.0), "reason": row.reason.0 });
            note(tx, (&actor, now), &of, ("time_off_added", detail))?;
            Ok(row.id.0)
        })
    });
    let added = added.await?;
    app.reload_network().await?;
    Ok(added)
}

/// Takes a leave back.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn cancel_time_off(app: &App, caller: &Caller, agent: AgentId, id: TimeOffId) -> Result<(), Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let cancelled = app.db.write(move |tx| {
        let of = agent_row(tx.conn(), &scoped, agent)?;
        delete_time_off(tx, agent, id)?;
        note(tx, (&actor, now), &of, ("time_off_cancelled", json!({ "time_off": id })))
    });
    cancelled.await?;
    app.reload_network().await
}

/// Gives an agent these seasons in place of those that it had, on the version that was seen.
///
/// # Errors
/// Every wrong value at once; `NotFound`; `PreconditionFailed`; the database.
pub async fn set_seasons(
    app: &App,
    caller: &Caller,
    (agent, seen): (AgentId, i64),
    input: Vec<NewSeason>,
) -> Result<(), Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let mut faults = Faults::default();
    for (at, season) in input.iter().enumerate() {
        for (field, code, about) in season.faults() {
            faults.add_about(format!("seasons.{at}.{field}"), code, about);
        }
    }
    faults.or(())?;
    let rows = input.into_iter().map(|season| season.into_row(Col(mint(now)), Col(agent)));
    let rows: Vec<SeasonRow> = rows.collect();
    let set = app.db.write(move |tx| {
        let mut of = agent_row(tx.conn(), &scoped, agent)?;
        if i64::from(of.version) != seen {
            return Err(Code::PreconditionFailed.into());
        }
        save_agent(tx, &mut of)?;
        delete_seasons(tx, agent)?;
        insert_seasons(tx, &rows)?;
        note(tx, (&actor, now), &of, ("seasons_set", json!({ "seasons": rows.len() })))
    });
    set.await?;
    app.reload_network().await
}

/// Notes what happened to an agent, and tells every node.
///
/// # Errors
/// The database.
pub(super) fn note(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    of: &AgentRow,
    (name, detail): (&'static str, Value),
) -> Result<(), Error> {
    let happening = Happening::new(Topic::Agent, of.id.0, name).in_province(&of.province);
    record(tx, actor, now, happening.with(detail))?;
    tx.after_commit(Signal::Changed { topic: Topic::Agent, id: of.id.0.to_string() });
    Ok(())
}
