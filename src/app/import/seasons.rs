//! Times of another capacity. The seasons of a file take the place of all seasons of the agents that it names.

use std::collections::BTreeMap;

use super::cells::{Cells, Table};
use super::{Counts, Ground, Write};
use crate::app::agents::season::{MOST_PERCENT, NewSeason};
use crate::app::clock::mint;
use crate::domain::fault::FaultCode;
use crate::domain::id::AgentId;
use crate::domain::text::latin_digits;
use crate::store::Col;
use crate::store::agent_facts::{SeasonRow, delete_seasons, insert_seasons, list_seasons};

pub const COLUMNS: &[&str] =
    &["agent", "from?", "to?", "months?", "percent?", "capacity_open?", "capacity_day?", "capacity_minutes_day?"];

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let rows = table.read(|cells| season(cells, ground));
    let mut by_agent: BTreeMap<AgentId, Vec<SeasonRow>> = BTreeMap::new();
    for row in rows {
        by_agent.entry(row.agent_id.0).or_default().push(row);
    }
    Box::new(move |tx| {
        let (mut counts, mut new) = (Counts::default(), Vec::new());
        for (agent, seasons) in &by_agent {
            let stored = list_seasons(tx.conn(), Some(*agent))?;
            let same = |(old, new): (&SeasonRow, &SeasonRow)| SeasonRow { id: old.id, ..new.clone() } == *old;
            if stored.is_empty() {
                counts.added += seasons.len();
            } else if stored.len() == seasons.len() && stored.iter().zip(seasons).all(same) {
                counts.skipped += seasons.len();
                continue;
            } else {
                counts.changed += seasons.len();
                delete_seasons(tx, *agent)?;
            }
            new.extend_from_slice(seasons);
        }
        insert_seasons(tx, &new)?;
        Ok(counts)
    })
}

fn season(cells: &mut Cells<'_>, ground: &Ground) -> Option<SeasonRow> {
    let agent = cells.known("agent", FaultCode::AgentUnknown, |code| ground.agents.contains_key(code));
    let mut months = Vec::new();
    for part in cells.list("months") {
        match latin_digits(&part).parse() {
            Ok(month) => months.push(month),
            Err(_) => cells.bad("months", FaultCode::OutOfRange, "1–12"),
        }
    }
    let most = super::agents::MOST_JOBS;
    let season = NewSeason {
        from: cells.optional_date("from"),
        to: cells.optional_date("to"),
        months,
        percent: cells.optional_number("percent", 0..=MOST_PERCENT),
        capacity_open: cells.optional_number("capacity_open", 0..=most),
        capacity_day: cells.optional_number("capacity_day", 0..=most),
        capacity_minutes_day: cells.optional_number("capacity_minutes_day", 0..=super::agents::MOST_MINUTES_DAY),
    };
    for (column, code, about) in season.faults() {
        cells.bad(column, code, about);
    }
    Some(season.into_row(Col(mint(ground.now)), ground.agents.get(&agent?)?.id))
}
