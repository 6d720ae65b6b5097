//! Authorized repair agents. One that is known by its code keeps its identity, standing and suspension.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::agent::{AgentKind, Setting, Standing};
use crate::domain::fault::FaultCode;
use crate::domain::id::AgentId;
use crate::domain::language::Language;
use crate::domain::text::{fold, latin_digits};
use crate::store::agent_facts::{list_authorizations, list_shared_equipment, set_authorizations, set_shared_equipment};
use crate::store::network::{AgentRow, insert_agent, list_agents, save_agent};
use crate::store::{At, Col, Day, Json, Said, Tx};

pub const COLUMNS: &[&str] = &[
    "code",
    "name_fa",
    "name_en?",
    "kind",
    "setting",
    "phone",
    "email?",
    "language",
    "province",
    "city",
    "lat",
    "lon",
    "grade",
    "contract_from",
    "contract_to",
    "capacity_open",
    "capacity_day",
    "capacity_minutes_day",
    "brands",
    "categories",
    "hours",
    "standing",
    "commission_percent",
    "zone?",
    "authorizations?",
    "equipment?",
];

/// Most jobs of a capacity.
pub const MOST_JOBS: i32 = 500;
/// Five hundred technicians of a full day.
pub const MOST_MINUTES_DAY: i32 = 500 * 1_440;
const EMAIL_CHARS: usize = 254;

/// An agent with what hangs on it; `None` where the file has no such column and what is stored stays.
struct Line {
    row: AgentRow,
    pairs: Option<Vec<(String, String)>>,
    equipment: Option<Vec<(String, i32)>>,
}

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let lines = table.read_unique("code", |cells| {
        let (pairs, equipment) = (pairs(cells, ground), equipment(cells, ground));
        Some(Line { row: agent(cells, ground)?, pairs, equipment })
    });
    Box::new(move |tx| {
        let stored = list_agents(tx.conn())?;
        let stored: HashMap<&str, &AgentRow> = stored.iter().map(|agent| (agent.code.as_str(), agent)).collect();
        let mut counts = Counts::default();
        for line in &lines {
            let Some(old) = stored.get(line.row.code.as_str()) else {
                insert_agent(tx, &line.row, &[])?;
                line.hang(tx, line.row.id)?;
                counts.added += 1;
                continue;
            };
            let mut new = AgentRow {
                id: old.id,
                standing: old.standing,
                suspended_from: old.suspended_from,
                suspended_to: old.suspended_to,
                suspension_reason: old.suspension_reason.clone(),
                created_at: old.created_at,
                version: old.version,
                ..line.row.clone()
            };
            let differs = new != **old;
            if differs {
                save_agent(tx, &mut new)?;
            }
            let hung = line.hang(tx, old.id)?;
            counts.changed += usize::from(differs || hung);
            counts.skipped += usize::from(!differs && !hung);
        }
        Ok(counts)
    })
}

impl Line {
    /// Writes what hangs on the agent, where it differs; whether it did.
    fn hang(&self, tx: &mut Tx<'_>, agent: Col<AgentId>) -> Result<bool, Error> {
        let mut differs = false;
        if let Some(pairs) = &self.pairs {
            let stored = list_authorizations(tx.conn(), Some(agent.0))?;
            let stored: BTreeSet<_> = stored.into_iter().map(|row| (row.brand, row.category)).collect();
            if stored != pairs.iter().cloned().collect() {
                set_authorizations(tx, agent, pairs)?;
                differs = true;
            }
        }
        if let Some(equipment) = &self.equipment {
            let stored = list_shared_equipment(tx.conn(), Some(agent.0))?;
            let stored: BTreeSet<_> = stored.into_iter().map(|row| (row.equipment, row.pieces)).collect();
            if stored != equipment.iter().cloned().collect() {
                set_shared_equipment(tx, agent, equipment)?;
                differs = true;
            }
        }
        Ok(differs)
    }
}

/// Reads `brand:category` parts.
fn pairs(cells: &mut Cells<'_>, ground: &Ground) -> Option<Vec<(String, String)>> {
    if !cells.has("authorizations") {
        return None;
    }
    let mut pairs = BTreeSet::new();
    for part in cells.list("authorizations") {
        let Some((brand, category)) = part.split_once(':') else {
            cells.bad("authorizations", FaultCode::Malformed, "brand:category");
            continue;
        };
        if !ground.catalogue.has_brand(brand) {
            cells.bad("authorizations", FaultCode::BrandUnknown, brand);
        }
        if ground.catalogue.category(category).is_none() {
            cells.bad("authorizations", FaultCode::CategoryUnknown, category);
        }
        pairs.insert((brand.to_owned(), category.to_owned()));
    }
    Some(pairs.into_iter().collect())
}

/// Reads `equipment:pieces` parts.
fn equipment(cells: &mut Cells<'_>, ground: &Ground) -> Option<Vec<(String, i32)>> {
    if !cells.has("equipment") {
        return None;
    }
    let mut equipment = BTreeMap::new();
    for part in cells.list("equipment") {
        let (code, pieces) = part.split_once(':').unwrap_or((&part, "1"));
        let pieces = latin_digits(pieces).parse().ok().filter(|pieces| (1..=MOST_JOBS).contains(pieces));
        let Some(pieces) = pieces else {
            cells.bad("equipment", FaultCode::OutOfRange, format!("1–{MOST_JOBS}"));
            continue;
        };
        if !ground.catalogue.has_equipment(code) {
            cells.bad("equipment", FaultCode::EquipmentUnknown, code);
        }
        if equipment.insert(code.to_owned(), pieces).is_some() {
            cells.bad("equipment", FaultCode::Duplicate, code);
        }
    }
    Some(equipment.into_iter().collect())
}

/// What of an agent the organisation agreed with it.
struct Terms {
    contract: (Day, Day),
    capacity: [i32; 3],
    brands: Vec<String>,
    categories: Vec<String>,
    commission_percent: i32,
}

fn agent(cells: &mut Cells<'_>, ground: &Ground) -> Option<AgentRow> {
    let code = cells.code("code");
    let name_fa = cells.text("name_fa", NAME_CHARS);
    let name_en = cells.optional_text("name_en", NAME_CHARS);
    let kind = cells.choice("kind", AgentKind::ALL);
    let setting = cells.choice("setting", Setting::ALL);
    let standing = cells.choice("standing", Standing::ALL);
    let phone = cells.phone("phone", &ground.region);
    let email = email(cells);
    let language = cells.choice("language", Language::ALL);
    let place = cells.place(ground);
    let position = cells.position();
    let grade = cells.text("grade", 20);
    let terms = terms(cells, ground);
    let zone = match cells.given("zone") {
        None => Some(ground.zone),
        Some(name) => cells.take("zone", name.parse().map_err(|_| FaultCode::ZoneUnknown)),
    };
    let hours = cells.hours("hours");
    let ((province, place), position, terms) = (place?, position?, terms?);
    let (name_fa, name_en) = (name_fa?, name_en.unwrap_or_default());
    let [capacity_open, capacity_day, capacity_minutes_day] = terms.capacity;
    Some(AgentRow {
        id: Col(mint(ground.now)),
        code: code?,
        name_key: fold(&format!("{name_fa} {name_en}")),
        name_fa,
        name_en,
        kind: Col(kind?),
        setting: Col(setting?),
        standing: Col(standing?),
        suspended_from: None,
        suspended_to: None,
        suspension_reason: None,
        phone: phone?.as_ref().to_owned(),
        email,
        language: Col(language?),
        province,
        place,
        lat: position.lat,
        lon: position.lon,
        grade: grade?,
        contract_from: terms.contract.0,
        contract_to: terms.contract.1,
        capacity_open,
        capacity_day,
        capacity_minutes_day,
        brands: Json(terms.brands),
        categories: Json(terms.categories),
        zone: Said(zone?),
        hours: Said(hours?),
        commission_percent: terms.commission_percent,
        created_at: At(ground.now),
        version: 1,
    })
}

fn terms(cells: &mut Cells<'_>, ground: &Ground) -> Option<Terms> {
    let (from, to) = (cells.date("contract_from"), cells.date("contract_to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        cells.bad("contract_to", FaultCode::DateOrder, "");
    }
    let open = cells.number("capacity_open", 1..=MOST_JOBS);
    let day = cells.number("capacity_day", 1..=MOST_JOBS);
    let minutes = cells.number("capacity_minutes_day", 1..=MOST_MINUTES_DAY);
    let catalogue = &ground.catalogue;
    let (is_brand, is_category) =
        (|code: &str| catalogue.has_brand(code), |code: &str| catalogue.category(code).is_some());
    let brands = cells.required("brands").map(|_| cells.known_list("brands", FaultCode::BrandUnknown, is_brand));
    let categories = cells.required("categories");
    let categories = categories.map(|_| cells.known_list("categories", FaultCode::CategoryUnknown, is_category));
    let commission = cells.number("commission_percent", 0..=100);
    Some(Terms {
        contract: (Day(from?), Day(to?)),
        capacity: [open?, day?, minutes?],
        brands: brands?,
        categories: categories?,
        commission_percent: commission?,
    })
}

fn email(cells: &mut Cells<'_>) -> Option<String> {
    let email = cells.optional_text("email", EMAIL_CHARS)?;
    if !is_email(&email) {
        cells.bad("email", FaultCode::Malformed, "name@example.com");
    }
    Some(email)
}

/// Whether a text has the shape of an address; only a letter shows whether it is one.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c == '@');
    is_plain(name) && name.len() <= 64 && host.split('.').count() > 1 && host.split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_have_a_name_and_a_host() {
        assert!(is_email("a.b+c@mail.example.com"));
        for wrong in ["", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b..c", "a@b@c.d"] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
