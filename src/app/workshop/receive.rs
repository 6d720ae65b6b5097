//! A unit comes into a workshop: brought to the counter, sent, or taken along by the technician.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Carried, LINE_CHARS, NOTE_CHARS, Who, align, check_keeper, finish, happened, read_keeper, tell, write_passing,
};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::jobs::{refused, take_in};
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, JobId, WorkshopUnitId};
use crate::domain::job::{JobEvent, JobKind};
use crate::domain::machine::Machine;
use crate::domain::sla::MilestoneKind;
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::{Instant, to_micros};
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{Carrier, Tag, UnitMachine};
use crate::store::jobs::meet_milestone;
use crate::store::warranty::has_attachment;
use crate::store::workshop::{WorkshopUnit, insert_workshop_unit, is_product_in_custody};
use crate::store::{At, Col, Json, Said, StoreError, Tx};

const MOST_ACCESSORIES: usize = 30;
const MOST_PHOTOS: usize = 12;
const TRACKING_CHARS: usize = 100;

/// A unit that a customer leaves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Whose workshop: `centre` or `agent:ID`; that of the job's agent when nothing is said.
    pub place: Option<String>,
    /// What came with it, a line each.
    #[serde(default)]
    pub accessories: Vec<String>,
    /// How it looks, in words that the customer will read on the receipt.
    pub condition: String,
    /// Photos that are kept already.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub photos: Vec<AttachmentId>,
    /// Who brought it; the customer when nothing is said.
    #[schema(value_type = Option<String>, example = "customer")]
    pub inbound_by: Option<Carrier>,
    /// Number of the consignment; required with a courier.
    pub tracking: Option<String>,
    /// When somebody looks at it; by the policy when nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub queued_until: Option<DateTime<FixedOffset>>,
    /// When it is promised to be ready; by the policy when nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub promised_at: Option<DateTime<FixedOffset>>,
}

/// The unit that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// The unit.
    pub unit_id: WorkshopUnitId,
}

/// Takes a unit into a workshop; its job goes on as the workshop's.
///
/// # Errors
/// Every faulty value at once; `UnitInCustody` for one that is in a workshop already; a job that is over; the database.
pub async fn receive_unit(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    new: NewUnit,
) -> Result<TakenIn, Error> {
    let now = app.clock.now();
    let mut faults = Faults::default();
    let checked = check(app, (&new, now), &mut faults);
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let mut case = Case::load(tx.conn(), job)?;
            if is_product_in_custody(tx.conn(), case.unit.id.0)? {
                return Err(Code::UnitInCustody.into());
            }
            if !case.job.state.0.is_open() {
                return Err(refused(case.job.state.0, JobEvent::TakeIn));
            }
            let keeper = keeper_of(tx, (&case, &checked), faults.clone())?;
            let unit = write(tx, (&app, &actor, now), &mut case, (keeper, &checked))?;
            tell::received(tx, now, &case, &unit)?;
            Ok(TakenIn { unit_id: unit.id.0 })
        })
    })
    .await
}

#[derive(Clone)]
struct Checked {
    place: Option<Keeper>,
    accessories: Vec<String>,
    condition: String,
    photos: Vec<AttachmentId>,
    carried: Carried,
    queued_until: Instant,
    promised_at: Instant,
}

fn check(app: &App, (new, now): (&NewUnit, Instant), faults: &mut Faults) -> Checked {
    let condition = faults.take("condition", clean_text(&new.condition, NOTE_CHARS)).unwrap_or_default();
    if condition.is_empty() && !faults.has("condition") {
        faults.add("condition", FaultCode::Required);
    }
    if new.accessories.len() > MOST_ACCESSORIES {
        faults.add_about("accessories", FaultCode::TooMany, MOST_ACCESSORIES.to_string());
    }
    let lines = new.accessories.iter().enumerate();
    let accessories = lines.filter_map(|(at, line)| {
        faults.take(format!("accessories.{at}"), clean_line(line, LINE_CHARS)).filter(|line| !line.is_empty())
    });
    let accessories = accessories.collect();
    if new.photos.len() > MOST_PHOTOS {
        faults.add_about("photos", FaultCode::TooMany, MOST_PHOTOS.to_string());
    }
    let carrier = new.inbound_by.unwrap_or(Carrier::Customer);
    let tracking = check_tracking(carrier, new.tracking.as_deref(), faults);
    let catalogue = app.catalogue();
    let policy = &catalogue.care().workshop;
    let usual = now + TimeDelta::days(policy.ready_days);
    let promised_at = check_day("promised_at", (new.promised_at, now), faults).unwrap_or(usual);
    let usual = (now + TimeDelta::days(policy.queue_days)).min(promised_at);
    let queued_until = check_day("queued_until", (new.queued_until, now), faults).unwrap_or(usual);
    if queued_until > promised_at {
        faults.add("promised_at", FaultCode::DateOrder);
    }
    Checked {
        place: read_keeper(new.place.as_deref(), faults),
        accessories,
        condition,
        photos: new.photos.clone(),
        carried: Carried { carrier: Some(carrier), tracking, note: None },
        queued_until,
        promised_at,
    }
}

/// The number of a consignment, which only a courier gives, and always does.
pub(super) fn check_tracking(carrier: Carrier, tracking: Option<&str>, faults: &mut Faults) -> Option<String> {
    let line = tracking.and_then(|text| faults.take("tracking", clean_line(text, TRACKING_CHARS)));
    let line = line.filter(|line| !line.is_empty());
    match (carrier, &line) {
        (Carrier::Courier, None) => faults.add("tracking", FaultCode::Required),
        (Carrier::Customer | Carrier::Agent, Some(_)) => {
            faults.add_about("tracking", FaultCode::NotAllowed, Carrier::Courier.as_str());
        }
        _ => (),
    }
    line
}

/// A day to come.
pub(super) fn check_day(
    field: &'static str,
    (day, now): (Option<DateTime<FixedOffset>>, Instant),
    faults: &mut Faults,
) -> Option<Instant> {
    let day = day.map(|day| to_micros(day.to_utc()))?;
    if day <= now {
        faults.add(field, FaultCode::DateInPast);
    }
    Some(day)
}

/// Whose workshop it is, with everything else that is wrong.
fn keeper_of(tx: &mut Tx<'_>, (case, checked): (&Case, &Checked), mut faults: Faults) -> Result<Keeper, Error> {
    for (at, photo) in checked.photos.iter().enumerate() {
        if !has_attachment(tx.conn(), *photo)? {
            faults.add(format!("photos.{at}"), FaultCode::Unknown);
        }
    }
    let keeper = checked.place.or(case.job.agent_id.map(|id| Keeper::Agent(id.0)));
    match keeper {
        Some(keeper) => check_keeper(tx.conn(), keeper, &mut faults)?,
        None if faults.has("place") => (),
        None => faults.add_about("place", FaultCode::Required, "centre, agent:ID"),
    }
    Ok(faults.or(keeper.unwrap_or(Keeper::Centre))?)
}

fn write(
    tx: &mut Tx<'_>,
    (app, actor, now): Who<'_>,
    case: &mut Case,
    (keeper, checked): (Keeper, &Checked),
) -> Result<WorkshopUnit, Error> {
    take_in(tx, (app, actor, now), case, keeper.agent())?;
    let id: WorkshopUnitId = mint(now);
    let catalogue = app.catalogue();
    let policy = &catalogue.care().workshop;
    let mut unit = WorkshopUnit {
        id: Col(id),
        job_id: case.job.id,
        installed_product_id: case.unit.id,
        province: case.job.province.clone(),
        state: Col(UnitMachine::INITIAL),
        place: Said(keeper),
        agent_id: None,
        tag: Col(tag_of(id)),
        accessories: Json(checked.accessories.clone()),
        condition_note: checked.condition.clone(),
        photos: Json(checked.photos.clone()),
        inbound_by: Col(checked.carried.carrier.unwrap_or(Carrier::Customer)),
        inbound_tracking: checked.carried.tracking.clone(),
        outbound_by: None,
        outbound_tracking: None,
        received_at: At(now),
        queued_until: At(checked.queued_until),
        promised_at: At(checked.promised_at),
        diagnosed_at: None,
        ready_at: None,
        outcome: None,
        free_days: i32::try_from(policy.free_days).unwrap_or(i32::MAX),
        // A recall costs the customer nothing, whatever it takes.
        storage_fee: if case.job.kind.0 == JobKind::Recall { 0 } else { policy.storage_fee.amount },
        due_at: None,
        reminded: 0,
        handed_over_at: None,
        handed_over_to: None,
        wrong_codes: 0,
        failed_tests: 0,
        version: 1,
    };
    unit.agent_id = keeper.agent().map(Col);
    // Somebody took it in at the same moment, or the tag is another's: look again.
    insert_workshop_unit(tx, &unit).map_err(StoreError::look_again)?;
    write_passing(tx, (actor, now), (&mut unit, Keeper::Customer), &checked.carried)?;
    record(tx, actor, now, happened(&case.job, &unit, "receive"))?;
    for met in [MilestoneKind::FirstResponse, MilestoneKind::FirstVisit] {
        meet_milestone(tx, case.job.id.0, met, now)?;
    }
    finish(tx, (actor, now), case, TaskKind::PlanNextVisit)?;
    align(tx, (app, now), case, &unit)?;
    Ok(unit)
}

/// A tag of the random part of the id, so that a transaction which runs again gets another.
fn tag_of(id: WorkshopUnitId) -> Tag {
    let digits = id.as_str().chars().rev().filter(char::is_ascii_hexdigit).take(15);
    let number = digits.filter_map(|c| c.to_digit(16)).fold(0_u128, |number, digit| number << 4 | u128::from(digit));
    Tag::from_number(number)
}
