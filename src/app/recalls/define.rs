//! A problem as managers describe it: what is wrong, which units have it, and what is done to them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::happened;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::record;
use crate::app::owner::find_owner;
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{RecallId, UserId};
use crate::domain::machine::Machine;
use crate::domain::recall::{Danger, NotARange, RecallMachine, RecallState, SerialRange};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::recalls::{Recall, find_recall, insert_recall, is_recall_code_taken, save_recall};
use crate::store::{At, Col, Day, Json, Tx};

const CODE_CHARS: usize = 24;
const TITLE_CHARS: usize = 120;
const WORDS_CHARS: usize = 1_000;
const MOST_MODELS: usize = 100;
const MOST_RANGES: usize = 100;
/// Above it somebody typed too many noughts.
const MOST_PRODUCED: i64 = 100_000_000;

/// Serials from one to another, both included.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRange {
    /// The first serial, in any spelling.
    #[schema(example = "ZR00000100")]
    pub from: String,
    /// The last serial: as long, and different in the digits at its end alone. The first one when nothing is said.
    #[schema(example = "ZR00000199")]
    pub to: Option<String>,
}

/// A problem, and which units have it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecall {
    /// What people call it by; nobody else has it.
    #[schema(example = "RC-2026-07")]
    pub code: String,
    /// In a few words.
    #[schema(example = "Door hinge breaks")]
    pub title: String,
    /// Who answers for it; the caller when nothing is said.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    /// Code of the brand.
    pub brand: String,
    /// Codes of the models, all of that brand.
    pub models: Vec<String>,
    /// Serials; required to call units back.
    #[serde(default)]
    pub ranges: Vec<NewRange>,
    /// First day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub made_from: Option<NaiveDate>,
    /// Last day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub made_to: Option<NaiveDate>,
    /// What is wrong, in Persian, as customers will read it.
    pub defect_fa: String,
    /// The same in English.
    pub defect_en: String,
    /// What is done to a unit, in Persian; required to correct or to call back.
    #[serde(default)]
    pub correction_fa: String,
    /// The same in English.
    #[serde(default)]
    pub correction_en: String,
    /// What the defect can do.
    #[schema(value_type = String, example = "serious")]
    pub danger: Danger,
    /// How many such units were made; without it nobody knows how many are reached.
    pub produced: Option<i64>,
}

/// The problem that was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The problem.
    pub recall_id: RecallId,
}

/// A description whose every value is known to be good.
#[derive(Debug, Clone)]
struct Checked {
    new: NewRecall,
    ranges: Vec<SerialRange>,
}

/// Notes a problem.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn note_recall(app: &App, (caller, key): (&Caller, Option<Key>), new: NewRecall) -> Result<Noted, Error> {
    let now = app.clock.now();
    let mut faults = Faults::default();
    let checked = check(&app.catalogue(), new, (app, now), &mut faults);
    let (actor, user) = (Actor::staff(caller), caller.user);
    let noted = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut faults = faults.clone();
            if is_recall_code_taken(tx.conn(), &checked.new.code)? {
                faults.add("code", FaultCode::Duplicate);
            }
            let owner = take_owner(tx, (&checked, user), &mut faults)?;
            faults.or(())?;
            let recall = row((mint(now), now, user), &checked, owner);
            insert_recall(tx, &recall)?;
            record(tx, &actor, now, happened(&recall, "noted"))?;
            Ok(Noted { recall_id: recall.id.0 })
        })
    });
    noted.await
}

/// Describes a problem of the version `seen` anew. A recall that is wider then finds its new units by itself; units that it no
/// longer concerns stay in it until somebody excludes them.
///
/// # Errors
/// Every faulty value at once; `Conflict` for one that is over; `PreconditionFailed`; the database.
pub async fn edit_recall(app: &App, caller: &Caller, (id, seen): (RecallId, i32), new: NewRecall) -> Result<(), Error> {
    let now = app.clock.now();
    let mut faults = Faults::default();
    let checked = check(&app.catalogue(), new, (app, now), &mut faults);
    let actor = Actor::staff(caller);
    let edited = app.db.write(move |tx| -> Result<(), Error> {
        let mut recall = find_recall(tx.conn(), id)?;
        if recall.version != seen {
            return Err(Code::PreconditionFailed.into());
        }
        if !recall.state.0.is_open() {
            return Err(Code::Conflict.into());
        }
        let mut faults = faults.clone();
        if recall.code != checked.new.code && is_recall_code_taken(tx.conn(), &checked.new.code)? {
            faults.add("code", FaultCode::Duplicate);
        }
        let owner = take_owner(tx, (&checked, recall.owner_id.0), &mut faults)?;
        wanted(recall.state.0, &checked, &mut faults);
        faults.or(())?;
        describe(&mut recall, &checked, owner);
        save_recall(tx, &mut recall)?;
        tx.after_commit(Signal::Changed { topic: Topic::Catalog, id: id.to_string() });
        record(tx, &actor, now, happened(&recall, "edited"))
    });
    edited.await?;
    app.reload_catalogue().await
}

/// What a problem has had to say to come where it is, it goes on saying.
fn wanted(state: RecallState, checked: &Checked, faults: &mut Faults) {
    let is_corrected = matches!(state, RecallState::Corrected | RecallState::Recalled);
    let corrections = [("correction_fa", &checked.new.correction_fa), ("correction_en", &checked.new.correction_en)];
    for (field, words) in corrections {
        if is_corrected && words.is_empty() {
            faults.add(field, FaultCode::Required);
        }
    }
    if state == RecallState::Recalled && checked.ranges.is_empty() {
        faults.add("ranges", FaultCode::Required);
    }
}

fn take_owner(tx: &mut Tx<'_>, (checked, usual): (&Checked, UserId), faults: &mut Faults) -> Result<UserId, Error> {
    let Some(named) = checked.new.owner_id.filter(|named| *named != usual) else { return Ok(usual) };
    let owner = find_owner(tx.conn(), (Some(named), None), faults)?;
    Ok(owner.and_then(|owner| owner.id).unwrap_or(usual))
}

fn check(catalogue: &Catalogue, mut new: NewRecall, (app, now): (&App, Instant), faults: &mut Faults) -> Checked {
    new.code = line("code", (&new.code, CODE_CHARS), faults);
    new.title = line("title", (&new.title, TITLE_CHARS), faults);
    for (field, words, is_needed) in [
        ("defect_fa", &mut new.defect_fa, true),
        ("defect_en", &mut new.defect_en, true),
        ("correction_fa", &mut new.correction_fa, false),
        ("correction_en", &mut new.correction_en, false),
    ] {
        let cleaned = clean_text(words, WORDS_CHARS);
        if is_needed && cleaned.as_ref().is_ok_and(String::is_empty) {
            faults.add(field, FaultCode::Required);
        }
        *words = faults.take(field, cleaned).unwrap_or_default();
    }
    new.models = check_models(catalogue, &new, faults);
    if new.ranges.len() > MOST_RANGES {
        faults.add_about("ranges", FaultCode::TooMany, MOST_RANGES.to_string());
    }
    let typed = new.ranges.iter().take(MOST_RANGES).enumerate();
    let ranges = typed.filter_map(|(at, range)| check_range(at, range, faults)).collect();
    let today = app.catalogue().calendar().local_date(now);
    if new.made_from.is_some_and(|day| today < day) {
        faults.add_about("made_from", FaultCode::DateInFuture, today.to_string());
    }
    if new.made_from.zip(new.made_to).is_some_and(|(from, to)| to < from) {
        faults.add("made_to", FaultCode::DateOrder);
    }
    if new.produced.is_some_and(|produced| !(1..=MOST_PRODUCED).contains(&produced)) {
        faults.add_about("produced", FaultCode::OutOfRange, format!("1–{MOST_PRODUCED}"));
    }
    Checked { new, ranges }
}

fn line(field: &'static str, (typed, most): (&str, usize), faults: &mut Faults) -> String {
    let cleaned = clean_line(typed, most);
    if cleaned.as_ref().is_ok_and(String::is_empty) {
        faults.add(field, FaultCode::Required);
    }
    faults.take(field, cleaned).unwrap_or_default()
}

/// The models as the catalogue spells them, each once.
fn check_models(catalogue: &Catalogue, new: &NewRecall, faults: &mut Faults) -> Vec<String> {
    if !catalogue.has_brand(&new.brand) {
        faults.add_about("brand", FaultCode::BrandUnknown, new.brand.clone());
    }
    if new.models.is_empty() {
        faults.add("models", FaultCode::Required);
    }
    if new.models.len() > MOST_MODELS {
        faults.add_about("models", FaultCode::TooMany, MOST_MODELS.to_string());
    }
    let mut models = Vec::new();
    for (at, code) in new.models.iter().take(MOST_MODELS).enumerate() {
        match catalogue.model(code) {
            None => faults.add_about(format!("models.{at}"), FaultCode::ModelUnknown, code.clone()),
            Some(model) if model.brand != new.brand => {
                faults.add_about(format!("models.{at}"), FaultCode::NotAllowed, model.brand.clone());
            }
            Some(model) if models.contains(&model.code) => (),
            Some(model) => models.push(model.code.clone()),
        }
    }
    models
}

fn check_range(at: usize, range: &NewRange, faults: &mut Faults) -> Option<SerialRange> {
    let to = range.to.as_deref().filter(|to| !to.trim().is_empty()).unwrap_or(&range.from);
    let read = SerialRange::new(&range.from, to);
    match &read {
        Ok(_) => (),
        Err(NotARange::Empty) => faults.add(format!("ranges.{at}.from"), FaultCode::Required),
        Err(NotARange::Incomparable) => faults.add(format!("ranges.{at}.to"), FaultCode::RangeIncomparable),
        Err(NotARange::Reversed) => faults.add(format!("ranges.{at}.to"), FaultCode::RangeReversed),
    }
    read.ok()
}

fn row((id, now, user): (RecallId, Instant, UserId), checked: &Checked, owner: UserId) -> Recall {
    let mut recall = Recall {
        id: Col(id),
        code: String::new(),
        title: String::new(),
        owner_id: Col(owner),
        brand: String::new(),
        models: Json(Vec::new()),
        ranges: Json(Vec::new()),
        made_from: None,
        made_to: None,
        defect_fa: String::new(),
        defect_en: String::new(),
        correction_fa: String::new(),
        correction_en: String::new(),
        danger: Col(checked.new.danger),
        produced: None,
        state: Col(RecallMachine::INITIAL),
        noted_at: At(now),
        investigated_at: None,
        corrected_at: None,
        recalled_at: None,
        ended_at: None,
        end_note: None,
        created_by: Some(Col(user)),
        version: 1,
    };
    describe(&mut recall, checked, owner);
    recall
}

fn describe(recall: &mut Recall, checked: &Checked, owner: UserId) {
    let new = checked.new.clone();
    recall.owner_id = Col(owner);
    (recall.code, recall.title, recall.brand) = (new.code, new.title, new.brand);
    recall.models = Json(new.models);
    recall.ranges = Json(checked.ranges.clone());
    (recall.made_from, recall.made_to) = (new.made_from.map(Day), new.made_to.map(Day));
    (recall.defect_fa, recall.defect_en) = (new.defect_fa, new.defect_en);
    (recall.correction_fa, recall.correction_en) = (new.correction_fa, new.correction_en);
    (recall.danger, recall.produced) = (Col(new.danger), new.produced);
}
