//! Papers of agents. One that is known by agent, kind and number takes the days of the file.

use std::collections::HashMap;

use super::cells::{Cells, Table};
use super::{Counts, Ground, Write};
use crate::app::clock::mint;
use crate::domain::agent::DocumentKind;
use crate::domain::fault::FaultCode;
use crate::domain::id::AgentId;
use crate::store::agent_facts::{DocumentRow, delete_document, insert_documents, list_documents};
use crate::store::{At, Col, Day};

pub const COLUMNS: &[&str] = &["agent", "kind", "number", "issued_on", "expires_on?"];

/// What tells papers apart.
type Key = (AgentId, DocumentKind, String);

fn key(row: &DocumentRow) -> Key {
    (row.agent_id.0, row.kind.0, row.number.clone())
}

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let mut seen = std::collections::HashSet::new();
    let rows = table.read(|cells| {
        let row = document(cells, ground)?;
        if !seen.insert(key(&row)) {
            cells.bad("number", FaultCode::Duplicate, row.number.clone());
        }
        Some(row)
    });
    Box::new(move |tx| {
        let stored: HashMap<Key, DocumentRow> =
            list_documents(tx.conn(), None)?.into_iter().map(|row| (key(&row), row)).collect();
        let (mut counts, mut new) = (Counts::default(), Vec::new());
        for row in &rows {
            match stored.get(&key(row)) {
                None => counts.added += 1,
                Some(old) if (old.issued_on, old.expires_on) == (row.issued_on, row.expires_on) => {
                    counts.skipped += 1;
                    continue;
                }
                Some(old) => {
                    delete_document(tx, old.id.0)?;
                    counts.changed += 1;
                }
            }
            new.push(row.clone());
        }
        insert_documents(tx, &new)?;
        Ok(counts)
    })
}

fn document(cells: &mut Cells<'_>, ground: &Ground) -> Option<DocumentRow> {
    let agent = cells.known("agent", FaultCode::AgentUnknown, |code| ground.agents.contains_key(code));
    let kind = cells.choice("kind", DocumentKind::ALL);
    let number = cells.text("number", 60);
    let (from, to) = (cells.date("issued_on"), cells.optional_date("expires_on"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        cells.bad("expires_on", FaultCode::DateOrder, "");
    }
    Some(DocumentRow {
        id: Col(mint(ground.now)),
        agent_id: ground.agents.get(&agent?)?.id,
        kind: Col(kind?),
        number: number?,
        issued_on: Day(from?),
        expires_on: to.map(Day),
        created_at: At(ground.now),
    })
}
