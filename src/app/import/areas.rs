//! Where agents work. The areas of a file take the place of all areas of the agents that it names.

use std::collections::BTreeMap;

use super::cells::{Cells, Table};
use super::{Counts, Ground, Write};
use crate::app::clock::mint;
use crate::domain::fault::FaultCode;
use crate::domain::geo::{AreaKind, Shape};
use crate::domain::id::AgentId;
use crate::store::Col;
use crate::store::network::{AreaRow, delete_areas, insert_areas, list_areas};

pub const COLUMNS: &[&str] = &["agent", "kind", "radius_m?", "geometry"];

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let rows = table.read(|cells| area(cells, ground));
    let mut by_agent: BTreeMap<AgentId, Vec<AreaRow>> = BTreeMap::new();
    for row in rows {
        by_agent.entry(row.agent_id.0).or_default().push(row);
    }
    Box::new(move |tx| {
        let mut counts = Counts::default();
        let mut new = Vec::new();
        for (agent, areas) in &by_agent {
            let stored = list_areas(tx.conn(), *agent)?;
            if stored.is_empty() {
                counts.added += areas.len();
            } else if is_same(&stored, areas) {
                counts.skipped += areas.len();
                continue;
            } else {
                counts.changed += areas.len();
                delete_areas(tx, *agent)?;
            }
            new.extend_from_slice(areas);
        }
        insert_areas(tx, &new)?;
        Ok(counts)
    })
}

/// Whether two lists of areas differ in nothing but their ids.
fn is_same(stored: &[AreaRow], areas: &[AreaRow]) -> bool {
    let same = |(old, new): (&AreaRow, &AreaRow)| AreaRow { id: old.id, ..new.clone() } == *old;
    stored.len() == areas.len() && stored.iter().zip(areas).all(same)
}

fn area(cells: &mut Cells<'_>, ground: &Ground) -> Option<AreaRow> {
    let agent = cells.known("agent", FaultCode::AgentUnknown, |code| ground.agents.contains_key(code));
    let kind = cells.choice("kind", AreaKind::ALL);
    let radius_m = cells.given("radius_m").and_then(|_| cells.decimal("radius_m"));
    let geometry = cells.required("geometry").and_then(|text| {
        let geometry = text.parse::<geojson::Geometry>();
        if geometry.is_err() {
            cells.bad("geometry", FaultCode::Malformed, "GeoJSON");
        }
        geometry.ok()
    });
    let geometry = geometry?;
    if let Err(code) = Shape::from_geojson(&geometry, radius_m) {
        // Only the radius of a circle can be out of range.
        let column = if code == FaultCode::OutOfRange { "radius_m" } else { "geometry" };
        cells.bad(column, code, if code == FaultCode::OutOfRange { "1–500000" } else { "" });
    }
    Some(AreaRow {
        id: Col(mint(ground.now)),
        agent_id: ground.agents.get(&agent?)?.id,
        kind: Col(kind?),
        geometry: geometry.to_string(),
        radius_m,
    })
}
