//! Authorized repair agents. One that is known by its code keeps its identity, standing and suspension.

use std::collections::HashMap;

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::clock::mint;
use crate::domain::agent::{AgentKind, Setting, Standing};
use crate::domain::customer::is_email;
use crate::domain::fault::FaultCode;
use crate::domain::language::Language;
use crate::domain::text::fold;
use crate::store::network::{AgentRow, insert_agent, list_agents, save_agent};
use crate::store::{At, Col, Day, Json, Said};

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
];

const MOST_JOBS: i32 = 500;
/// Five hundred technicians of a full day.
const MOST_MINUTES_DAY: i32 = 500 * 1_440;
const EMAIL_CHARS: usize = 254;

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let rows = table.read_unique("code", |cells| agent(cells, ground));
    Box::new(move |tx| {
        let stored = list_agents(tx.conn())?;
        let stored: HashMap<&str, &AgentRow> = stored.iter().map(|agent| (agent.code.as_str(), agent)).collect();
        let mut counts = Counts::default();
        for row in &rows {
            let Some(old) = stored.get(row.code.as_str()) else {
                insert_agent(tx, row, &[])?;
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
                ..row.clone()
            };
            if new == **old {
                counts.skipped += 1;
            } else {
                save_agent(tx, &mut new)?;
                counts.changed += 1;
            }
        }
        Ok(counts)
    })
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
