//! Leave of agents and technicians. The same leave of the same person is known already.

use std::collections::HashSet;

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::clock::mint;
use crate::domain::agent::TimeOffReason;
use crate::domain::fault::FaultCode;
use crate::domain::time::Instant;
use crate::store::agent_facts::{TimeOffRow, insert_time_offs, list_time_off};
use crate::store::{At, Col};

pub const COLUMNS: &[&str] = &["agent", "technician?", "from", "to", "reason", "note?"];

fn key(row: &TimeOffRow) -> (String, String, Instant, Instant) {
    let technician = row.technician_id.map(|id| id.0.to_string()).unwrap_or_default();
    (row.agent_id.0.to_string(), technician, row.off_from.0, row.off_to.0)
}

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let mut seen = HashSet::new();
    let rows = table.read(|cells| {
        let row = time_off(cells, ground)?;
        if !seen.insert(key(&row)) {
            cells.bad("from", FaultCode::Duplicate, cells.get("from").to_owned());
        }
        Some(row)
    });
    Box::new(move |tx| {
        let known: HashSet<_> = list_time_off(tx.conn(), None, Instant::UNIX_EPOCH)?.iter().map(key).collect();
        let new: Vec<TimeOffRow> = rows.iter().filter(|row| !known.contains(&key(row))).cloned().collect();
        insert_time_offs(tx, &new)?;
        Ok(Counts { added: new.len(), changed: 0, skipped: rows.len() - new.len() })
    })
}

fn time_off(cells: &mut Cells<'_>, ground: &Ground) -> Option<TimeOffRow> {
    let agent = cells.known("agent", FaultCode::AgentUnknown, |code| ground.agents.contains_key(code));
    let agent = agent.and_then(|code| ground.agents.get(&code));
    let of_agent = |code: &str| {
        let technician = ground.technicians.get(code);
        technician.is_some_and(|row| agent.is_none_or(|agent| row.agent_id == agent.id))
    };
    let technician = cells.optional_known("technician", FaultCode::Unknown, of_agent);
    let zone = agent.map_or(ground.zone, |agent| agent.zone.0);
    let (from, to) = (cells.moment("from", zone, false), cells.moment("to", zone, true));
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        cells.bad("to", FaultCode::WindowEndsBeforeStart, "");
    }
    let reason = cells.choice("reason", TimeOffReason::ALL);
    let note = cells.optional_text("note", NAME_CHARS);
    Some(TimeOffRow {
        id: Col(mint(ground.now)),
        agent_id: agent?.id,
        technician_id: technician.and_then(|code| ground.technicians.get(&code)).map(|row| row.id),
        off_from: At(from?),
        off_to: At(to?),
        reason: Col(reason?),
        note,
        created_by: None,
        created_at: At(ground.now),
    })
}
