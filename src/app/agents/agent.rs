//! Agents are made, changed, and led through the steps of joining.

use serde_json::json;

use super::input::{AgentInput, Checking, Values};
use super::{Scoped, agent_row};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::agent::{Standing, StandingEvent, StandingMachine};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::AgentId;
use crate::domain::machine::{Machine as _, apply};
use crate::domain::text::fold;
use crate::domain::time::Instant;
use crate::store::agent_facts::{set_authorizations, set_shared_equipment};
use crate::store::feed::{Signal, Topic};
use crate::store::network::{AgentRow, has_agent_code, insert_agent, save_agent};
use crate::store::{At, Col, Day, Json, Said, Tx};

/// Adds an applicant.
///
/// # Errors
/// Every wrong value at once; a province that the caller does not see; the same key with another body; the database.
pub async fn add_agent(app: &App, caller: &Caller, key: Option<Key>, input: AgentInput) -> Result<AgentId, Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    let mut faults = Faults::default();
    missing(&input, &mut faults);
    let mut checking = Checking { catalogue: &catalogue, region: &app.site.region, faults: &mut faults };
    let values = checking.agent(&input, None);
    let scoped = Scoped::of(caller);
    if values.place.as_ref().is_some_and(|(province, _)| !scoped.holds(province)) {
        faults.add("province", FaultCode::NotAllowed);
    }
    let row = new_row(&input, &values, app.site.zone, now);
    order(row.as_ref(), &mut faults);
    let row = faults.or(row)?.ok_or_else(|| Error::Internal("an agent without a value".to_owned()))?;
    let actor = Actor::staff(caller);
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            if has_agent_code(tx.conn(), &row.code)? {
                let mut faults = Faults::default();
                faults.add_about("code", FaultCode::Duplicate, row.code.clone());
                return Err(faults.into());
            }
            insert_agent(tx, &row, &[])?;
            hang(tx, row.id, &input)?;
            note(tx, (&actor, now), &row, "agent_added")?;
            Ok(row.id.0)
        })
    });
    let added = added.await?;
    app.reload_network().await?;
    Ok(added)
}

/// Changes what is named of an agent on the version that was seen.
///
/// # Errors
/// Every wrong value at once; `NotFound`; `PreconditionFailed`; the database.
pub async fn edit_agent(
    app: &App,
    caller: &Caller,
    (id, seen): (AgentId, i64),
    input: AgentInput,
) -> Result<(), Error> {
    let (now, owner, scoped, actor) = (app.clock.now(), app.clone(), Scoped::of(caller), Actor::staff(caller));
    let edited = app.db.write(move |tx| {
        let mut row = agent_row(tx.conn(), &scoped, id)?;
        if i64::from(row.version) != seen {
            return Err(Code::PreconditionFailed.into());
        }
        let catalogue = owner.catalogue();
        let mut faults = Faults::default();
        if input.code.as_ref().is_some_and(|code| *code != row.code) {
            faults.add("code", FaultCode::NotAllowed);
        }
        let mut checking = Checking { catalogue: &catalogue, region: &owner.site.region, faults: &mut faults };
        let values = checking.agent(&input, Some((&row.province, &row.place)));
        if values.place.as_ref().is_some_and(|(province, _)| !scoped.holds(province)) {
            faults.add("province", FaultCode::NotAllowed);
        }
        put(&mut row, &input, values);
        order(Some(&row), &mut faults);
        faults.or(())?;
        save_agent(tx, &mut row)?;
        hang(tx, row.id, &input)?;
        note(tx, (&actor, now), &row, "agent_changed")
    });
    edited.await?;
    app.reload_network().await
}

/// A step of joining: `submit_documents`, `inspect`, `admit`, `activate`.
///
/// # Errors
/// `NotFound`; an event that the standing does not allow, or one that has a call of its own; `PreconditionFailed`.
pub async fn advance_agent(
    app: &App,
    caller: &Caller,
    (id, seen): (AgentId, Option<i32>),
    event: StandingEvent,
) -> Result<Standing, Error> {
    if matches!(event, StandingEvent::Suspend | StandingEvent::Reinstate | StandingEvent::Terminate) {
        let mut faults = Faults::default();
        faults.add_about("event", FaultCode::NotAllowed, "submit_documents, inspect, admit, activate");
        return Err(faults.into());
    }
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let moved = app.db.write(move |tx| {
        let mut row = agent_row(tx.conn(), &scoped, id)?;
        if seen.is_some_and(|seen| seen != row.version) {
            return Err(Code::PreconditionFailed.into());
        }
        let from = row.standing.0;
        row.standing = Col(apply::<StandingMachine>(from, None, event, actor.kind, &[])?);
        save_agent(tx, &mut row)?;
        let happening = Happening::new(Topic::Agent, id, event.as_str())
            .in_province(&row.province)
            .states(from.as_str(), row.standing.0.as_str());
        record(tx, &actor, now, happening)?;
        Ok::<_, Error>(row.standing.0)
    });
    let standing = moved.await?;
    app.reload_network().await?;
    Ok(standing)
}

fn note(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), row: &AgentRow, name: &'static str) -> Result<(), Error> {
    let happening = Happening::new(Topic::Agent, row.id.0, name).in_province(&row.province);
    record(tx, actor, now, happening.with(json!({ "code": row.code, "version": row.version })))?;
    tx.after_commit(Signal::Changed { topic: Topic::Agent, id: row.id.0.to_string() });
    Ok(())
}

/// Writes the lists that hang on an agent, where they were given.
fn hang(tx: &mut Tx<'_>, agent: Col<AgentId>, input: &AgentInput) -> Result<(), Error> {
    if let Some(pairs) = &input.authorizations {
        let pairs: Vec<_> = pairs.iter().map(|pair| (pair.brand.clone(), pair.category.clone())).collect();
        set_authorizations(tx, agent, &pairs)?;
    }
    if let Some(equipment) = &input.equipment {
        let equipment: Vec<_> = equipment.iter().map(|held| (held.equipment.clone(), held.pieces)).collect();
        set_shared_equipment(tx, agent, &equipment)?;
    }
    Ok(())
}

fn missing(input: &AgentInput, faults: &mut Faults) {
    let given = [
        ("code", input.code.is_some()),
        ("name_fa", input.name_fa.is_some()),
        ("kind", input.kind.is_some()),
        ("setting", input.setting.is_some()),
        ("phone", input.phone.is_some()),
        ("language", input.language.is_some()),
        ("province", input.province.is_some()),
        ("city", input.city.is_some()),
        ("location", input.location.is_some()),
        ("grade", input.grade.is_some()),
        ("contract_from", input.contract_from.is_some()),
        ("contract_to", input.contract_to.is_some()),
        ("capacity", input.capacity.is_some()),
        ("brands", input.brands.is_some()),
        ("categories", input.categories.is_some()),
        ("hours", input.hours.is_some()),
        ("commission_percent", input.commission_percent.is_some()),
    ];
    for (field, _) in given.into_iter().filter(|(_, is_given)| !is_given) {
        faults.add(field, FaultCode::Required);
    }
}

fn order(row: Option<&AgentRow>, faults: &mut Faults) {
    if row.is_some_and(|row| row.contract_to < row.contract_from) {
        faults.add("contract_to", FaultCode::DateOrder);
    }
}

/// The row of a new agent; `None` when a value is missing, which is a fault by then.
fn new_row(input: &AgentInput, values: &Values, zone: chrono_tz::Tz, now: Instant) -> Option<AgentRow> {
    let [code, name_fa, _, grade] = values.lines.clone();
    let (capacity, (province, place), at) = (input.capacity?, values.place.clone()?, input.location?);
    let mut row = AgentRow {
        id: Col(mint(now)),
        code: code?,
        name_fa: name_fa?,
        name_en: String::new(),
        name_key: String::new(),
        kind: Col(input.kind?),
        setting: Col(input.setting?),
        standing: Col(StandingMachine::INITIAL),
        suspended_from: None,
        suspended_to: None,
        suspension_reason: None,
        phone: values.phone.clone()?,
        email: None,
        language: Col(input.language?),
        province,
        place,
        lat: at.lat,
        lon: at.lon,
        grade: grade?,
        contract_from: Day(input.contract_from?),
        contract_to: Day(input.contract_to?),
        capacity_open: capacity.open,
        capacity_day: capacity.day,
        capacity_minutes_day: capacity.minutes_day,
        brands: Json(input.brands.clone()?),
        categories: Json(input.categories.clone()?),
        zone: Said(zone),
        hours: Said(values.hours.clone()?),
        commission_percent: input.commission_percent?,
        created_at: At(now),
        version: 1,
    };
    put(&mut row, input, values.clone());
    Some(row)
}

/// Puts every value that was given into the row.
fn put(row: &mut AgentRow, input: &AgentInput, values: Values) {
    fn set<T>(to: &mut T, given: Option<T>) {
        if let Some(value) = given {
            *to = value;
        }
    }
    let [_, name_fa, name_en, grade] = values.lines;
    set(&mut row.name_fa, name_fa);
    set(&mut row.name_en, name_en);
    row.name_key = fold(&format!("{} {}", row.name_fa, row.name_en));
    set(&mut row.grade, grade);
    set(&mut row.kind, input.kind.map(Col));
    set(&mut row.setting, input.setting.map(Col));
    set(&mut row.phone, values.phone);
    if let Some(email) = values.email {
        row.email = Some(email).filter(|email| !email.is_empty());
    }
    set(&mut row.language, input.language.map(Col));
    if let Some((province, place)) = values.place {
        (row.province, row.place) = (province, place);
    }
    if let Some(at) = input.location {
        (row.lat, row.lon) = (at.lat, at.lon);
    }
    set(&mut row.contract_from, input.contract_from.map(Day));
    set(&mut row.contract_to, input.contract_to.map(Day));
    if let Some(capacity) = input.capacity {
        (row.capacity_open, row.capacity_day) = (capacity.open, capacity.day);
        row.capacity_minutes_day = capacity.minutes_day;
    }
    set(&mut row.brands, input.brands.clone().map(Json));
    set(&mut row.categories, input.categories.clone().map(Json));
    set(&mut row.hours, values.hours.map(Said));
    set(&mut row.zone, values.zone.map(Said));
    set(&mut row.commission_percent, input.commission_percent);
}
