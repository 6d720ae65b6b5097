//! Technicians of an agent are added and changed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::input::{Checking, MOST_JOBS};
use super::{Scoped, agent_row};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::network::{
    AgentRow, TechnicianRow, TechnicianSkill, delete_technician_skills, find_technician, has_technician_code,
    insert_technician, insert_technician_skills, save_technician,
};
use crate::store::{At, Col, Day, Json, Said, Tx};

const MINUTES_DAY: i32 = 1_440;

/// A skill with its level and certificate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSkill {
    /// Code of the skill.
    pub skill: String,
    /// Level, 1 to 4.
    pub level: i32,
    /// First day of the certificate.
    #[schema(value_type = Option<String>, format = Date)]
    pub certified_from: Option<NaiveDate>,
    /// Last day of the certificate.
    #[schema(value_type = Option<String>, format = Date)]
    pub certified_to: Option<NaiveDate>,
}

/// What a technician is made or changed with. A new one needs `code`, `name_fa`, `phone` and `language`; a change names what
/// changes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnicianInput {
    /// Code in the organisation; never changed.
    pub code: Option<String>,
    /// Name in Persian.
    pub name_fa: Option<String>,
    /// Name in English.
    pub name_en: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Language of messages.
    pub language: Option<Language>,
    /// Languages spoken besides.
    pub languages: Option<Vec<Language>>,
    /// Skills, all of them.
    pub skills: Option<Vec<NewSkill>>,
    /// Codes of the equipment carried.
    pub equipment: Option<Vec<String>>,
    /// Own shift; empty takes it away.
    pub shift: Option<String>,
    /// Most open jobs; 0 leaves it to the agent's capacity.
    pub capacity_open: Option<i32>,
    /// Most jobs a day; 0 leaves it to the agent's capacity.
    pub capacity_day: Option<i32>,
    /// Most minutes of work a day; 0 leaves it to the agent's capacity.
    pub capacity_minutes_day: Option<i32>,
    /// Whether the technician works.
    pub is_active: Option<bool>,
}

/// Adds a technician to an agent that the caller sees.
///
/// # Errors
/// Every wrong value at once; `NotFound`; the same key with another body; the database.
pub async fn add_technician(
    app: &App,
    caller: &Caller,
    (agent, key): (AgentId, Option<Key>),
    input: TechnicianInput,
) -> Result<TechnicianId, Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let mut faults = Faults::default();
    let needed = [
        ("code", input.code.is_some()),
        ("name_fa", input.name_fa.is_some()),
        ("phone", input.phone.is_some()),
        ("language", input.language.is_some()),
    ];
    for (field, _) in needed.into_iter().filter(|(_, is_given)| !is_given) {
        faults.add(field, FaultCode::Required);
    }
    let mut row = TechnicianRow {
        id: Col(mint(now)),
        code: input.code.clone().unwrap_or_default(),
        agent_id: Col(agent),
        name_fa: String::new(),
        name_en: String::new(),
        phone: String::new(),
        language: Col(input.language.unwrap_or_default()),
        equipment: Json(Vec::new()),
        shift: None,
        is_active: true,
        created_at: At(now),
        version: 1,
        languages: Json(Vec::new()),
        capacity_open: None,
        capacity_day: None,
        capacity_minutes_day: None,
    };
    put(app, &mut row, &input, &mut faults);
    faults.or(())?;
    let skills = skills_of(row.id, input.skills.as_deref().unwrap_or_default());
    let added = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let of = agent_row(tx.conn(), &scoped, agent)?;
            if has_technician_code(tx.conn(), &row.code)? {
                let mut faults = Faults::default();
                faults.add_about("code", FaultCode::Duplicate, row.code.clone());
                return Err(faults.into());
            }
            insert_technician(tx, &row, &[])?;
            insert_technician_skills(tx, &skills)?;
            note(tx, (&actor, now), &of, (&row, "technician_added"))?;
            Ok(row.id.0)
        })
    });
    let added = added.await?;
    app.reload_network().await?;
    Ok(added)
}

/// Changes what is named of a technician on the version that was seen; the agent.
///
/// # Errors
/// Every wrong value at once; `NotFound`; `PreconditionFailed`; the database.
pub async fn edit_technician(
    app: &App,
    caller: &Caller,
    (id, seen): (TechnicianId, i64),
    input: TechnicianInput,
) -> Result<AgentId, Error> {
    let (now, owner, scoped, actor) = (app.clock.now(), app.clone(), Scoped::of(caller), Actor::staff(caller));
    let edited = app.db.write(move |tx| {
        let mut row = find_technician(tx.conn(), id)?;
        let of = agent_row(tx.conn(), &scoped, row.agent_id.0)?;
        if i64::from(row.version) != seen {
            return Err(Code::PreconditionFailed.into());
        }
        let mut faults = Faults::default();
        if input.code.as_ref().is_some_and(|code| *code != row.code) {
            faults.add("code", FaultCode::NotAllowed);
        }
        put(&owner, &mut row, &input, &mut faults);
        faults.or(())?;
        save_technician(tx, &mut row)?;
        if let Some(skills) = &input.skills {
            delete_technician_skills(tx, id)?;
            insert_technician_skills(tx, &skills_of(row.id, skills))?;
        }
        note(tx, (&actor, now), &of, (&row, "technician_changed"))?;
        Ok::<_, Error>(of.id.0)
    });
    let agent = edited.await?;
    app.reload_network().await?;
    Ok(agent)
}

fn note(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    of: &AgentRow,
    (row, name): (&TechnicianRow, &'static str),
) -> Result<(), Error> {
    let happening = Happening::new(Topic::Agent, of.id.0, name).in_province(&of.province);
    record(tx, actor, now, happening.with(json!({ "technician": row.id.0, "version": row.version })))?;
    tx.after_commit(Signal::Changed { topic: Topic::Agent, id: of.id.0.to_string() });
    Ok(())
}

fn skills_of(technician_id: Col<TechnicianId>, skills: &[NewSkill]) -> Vec<TechnicianSkill> {
    let row = |held: &NewSkill| TechnicianSkill {
        technician_id,
        skill: held.skill.clone(),
        level: held.level,
        certified_from: held.certified_from.map(Day),
        certified_to: held.certified_to.map(Day),
    };
    skills.iter().map(row).collect()
}

/// Checks what was given and puts it into the row.
fn put(app: &App, row: &mut TechnicianRow, input: &TechnicianInput, faults: &mut Faults) {
    let catalogue = app.catalogue();
    skills(&catalogue, input, faults);
    let mut checking = Checking { catalogue: &catalogue, region: &app.site.region, faults };
    for (field, given, to) in
        [("name_fa", &input.name_fa, &mut row.name_fa), ("name_en", &input.name_en, &mut row.name_en)]
    {
        if let Some(name) = checking.line(field, given.as_deref(), 200) {
            *to = name;
        }
    }
    if let Some(phone) = checking.phone(input.phone.as_deref()) {
        row.phone = phone;
    }
    if let Some(language) = input.language {
        row.language = Col(language);
    }
    if let Some(equipment) = &input.equipment {
        checking.codes("equipment", equipment, FaultCode::EquipmentUnknown, |code| catalogue.has_equipment(code));
        row.equipment = Json(equipment.clone());
    }
    match input.shift.as_deref() {
        Some("") => row.shift = None,
        text => row.shift = checking.hours("shift", text).map(Said).or(row.shift.take()),
    }
    let limits = [
        ("capacity_open", input.capacity_open, MOST_JOBS, &mut row.capacity_open),
        ("capacity_day", input.capacity_day, MOST_JOBS, &mut row.capacity_day),
        ("capacity_minutes_day", input.capacity_minutes_day, MINUTES_DAY, &mut row.capacity_minutes_day),
    ];
    for (field, given, most, to) in limits {
        let Some(limit) = given else { continue };
        checking.range(field, limit, 0..=most);
        *to = (limit > 0).then_some(limit);
    }
    if let Some(languages) = &input.languages {
        row.languages = Json(languages.clone());
    }
    if let Some(is_active) = input.is_active {
        row.is_active = is_active;
    }
}

fn skills(catalogue: &crate::app::Catalogue, input: &TechnicianInput, faults: &mut Faults) {
    let skills = input.skills.as_deref().unwrap_or_default();
    for (at, held) in skills.iter().enumerate() {
        if !catalogue.has_skill(&held.skill) {
            faults.add_about(format!("skills.{at}.skill"), FaultCode::SkillUnknown, held.skill.clone());
        }
        if skills[..at].iter().any(|other| other.skill == held.skill) {
            faults.add_about(format!("skills.{at}.skill"), FaultCode::Duplicate, held.skill.clone());
        }
        if !(1..=4).contains(&held.level) {
            faults.add_about(format!("skills.{at}.level"), FaultCode::OutOfRange, "1–4");
        }
        if held.certified_from.zip(held.certified_to).is_some_and(|(from, to)| to < from) {
            faults.add(format!("skills.{at}.certified_to"), FaultCode::DateOrder);
        }
    }
}
