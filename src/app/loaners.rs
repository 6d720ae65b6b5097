//! Loaners: the register, what is lent for a job with its deposit and day, and what did not come back.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::case::Case;
use super::clock::mint;
use super::idempotent::{Key, once};
use super::jobs::refused;
use super::journal::{Happening, record};
use super::messages::{About, Param, put_to_customer};
use super::owner::Owner;
use super::tasks::{TaskSpec, finish_of_job, put_task};
use super::visits::link_of;
use super::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, LoanerId};
use crate::domain::job::JobEvent;
use crate::domain::machine::{Guard, Machine, Refusal, apply};
use crate::domain::message::MessageKind;
use crate::domain::money::Money;
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_line, clean_text, serial_key};
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{LoanerEvent, LoanerMachine, LoanerState};
use crate::store::feed::Topic;
use crate::store::loaners::{
    Loaner, find_loaner, find_loaner_by_serial, find_loaner_out, insert_loaner, list_loaners_due, save_loaner,
};
use crate::store::network::find_agent;
use crate::store::{At, Col, Conn, Day, Said, StoreError, Tx};

const LINE_CHARS: usize = 80;
const NOTE_CHARS: usize = 500;
/// Above it somebody typed too many noughts.
const MOST_DEPOSIT: i64 = 1_000_000_000_000;
/// Business minutes within which whoever keeps a loaner too long is called.
const CALL_WITHIN: i64 = 120;

/// A unit that can be lent from now on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLoaner {
    /// Its serial.
    pub serial: String,
    /// What it is.
    pub model: String,
    /// Where it stands: `centre` or `agent:ID`; the centre when nothing is said.
    pub place: Option<String>,
}

/// A loaner for the customer of a job.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lending {
    /// Serial of the loaner.
    pub serial: String,
    /// What the customer leaves for it.
    #[schema(value_type = Object, example = json!({ "amount": 5_000_000, "currency": "IRR" }))]
    pub deposit: Money,
    /// The last day on which it is to come back.
    #[schema(value_type = String, format = Date)]
    pub due_on: NaiveDate,
}

/// What happens to a loaner.
#[derive(Debug, Clone)]
pub struct LoanerStep {
    /// `return`, `restock`, `lose` or `find`.
    pub event: LoanerEvent,
    /// Where it stands then; where it stood when nothing is said.
    pub place: Option<String>,
    /// In words; required for what is lost.
    pub note: Option<String>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// The loaner that was added or lent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The loaner.
    pub loaner_id: LoanerId,
}

fn happened(loaner: &Loaner, name: &'static str) -> Happening {
    let detail = json!({
        "place": loaner.place.0, "deposit": Money::rials(loaner.deposit), "due_on": loaner.due_on.map(|day| day.0),
    });
    Happening::new(Topic::Unit, loaner.id.0, name).in_province(&loaner.province).with(detail)
}

/// What is nowhere in particular is everybody's; what is of another province is not there.
fn must_see(caller: &Caller, loaner: &Loaner) -> Result<(), Error> {
    let is_seen = loaner.province.is_empty() || caller.scope.holds(&loaner.province);
    if is_seen { Ok(()) } else { Err(StoreError::NotFound.into()) }
}

fn read_place(text: Option<&str>, faults: &mut Faults) -> Option<Keeper> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let place: Option<Keeper> = text.parse().ok().filter(|place| *place != Keeper::Customer);
    if place.is_none() {
        faults.add_about("place", FaultCode::NotAllowed, "centre, agent:ID");
    }
    place
}

/// The province of a place; that of the organisation is none.
fn province_of(conn: &mut Conn, place: Keeper, faults: &mut Faults) -> Result<String, StoreError> {
    let Some(agent) = place.agent() else { return Ok(String::new()) };
    match find_agent(conn, agent) {
        Ok(agent) => Ok(agent.province),
        Err(StoreError::NotFound) => {
            faults.add("place", FaultCode::AgentUnknown);
            Ok(String::new())
        }
        Err(error) => Err(error),
    }
}

fn line(field: &'static str, text: &str, faults: &mut Faults) -> String {
    let line = faults.take(field, clean_line(text, LINE_CHARS));
    if line.as_ref().is_some_and(String::is_empty) {
        faults.add(field, FaultCode::Required);
    }
    line.unwrap_or_default()
}

/// Adds a loaner to the register.
///
/// # Errors
/// Every faulty value at once; a serial that is there already; the database.
pub async fn add_loaner(app: &App, caller: &Caller, key: Option<Key>, new: NewLoaner) -> Result<Kept, Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let mut checked = Faults::default();
    let (serial, model) = (line("serial", &new.serial, &mut checked), line("model", &new.model, &mut checked));
    let place = read_place(new.place.as_deref(), &mut checked).unwrap_or(Keeper::Centre);
    app.db
        .write(move |tx| {
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let mut faults = checked.clone();
                let province = province_of(tx.conn(), place, &mut faults)?;
                let serial_key = serial_key(&serial);
                if find_loaner_by_serial(tx.conn(), &serial_key)?.is_some() {
                    faults.add_about("serial", FaultCode::Duplicate, serial.clone());
                }
                faults.or(())?;
                let loaner = Loaner {
                    id: Col(mint(now)),
                    serial: serial.clone(),
                    serial_key,
                    model: model.clone(),
                    province,
                    place: Said(place),
                    state: Col(LoanerMachine::INITIAL),
                    job_id: None,
                    deposit: 0,
                    due_on: None,
                    due_at: None,
                    lent_at: None,
                    returned_at: None,
                    note: None,
                    version: 1,
                };
                insert_loaner(tx, &loaner).map_err(StoreError::look_again)?;
                record(tx, &actor, now, happened(&loaner, "loaner_added"))?;
                Ok(Kept { loaner_id: loaner.id.0 })
            })
        })
        .await
}

/// Lends a loaner to the customer of a job.
///
/// # Errors
/// Every faulty value at once; `LoanerOut` for a customer who has one; a loaner that is not in stock; a job that is over; the
/// database.
pub async fn lend_loaner(
    app: &App,
    caller: &Caller,
    (job, key): (JobId, Option<Key>),
    lending: Lending,
) -> Result<Kept, Error> {
    let (now, caller, zone) = (app.clock.now(), caller.clone(), app.site.zone);
    let mut checked = Faults::default();
    let serial = line("serial", &lending.serial, &mut checked);
    if !(0..=MOST_DEPOSIT).contains(&lending.deposit.amount) {
        checked.add_about("deposit.amount", FaultCode::OutOfRange, format!("0–{MOST_DEPOSIT}"));
    }
    if lending.due_on < now.with_timezone(&zone).date_naive() {
        checked.add("due_on", FaultCode::DateInPast);
    }
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let mut faults = checked.clone();
                let case = Case::load(tx.conn(), job)?;
                let found = find_loaner_by_serial(tx.conn(), &serial_key(&serial))?;
                let found = found.filter(|loaner| must_see(&caller, loaner).is_ok());
                if found.is_none() && !serial.is_empty() {
                    faults.add_about("serial", FaultCode::Unknown, serial.clone());
                }
                faults.or(())?;
                if !case.job.state.0.is_open() {
                    return Err(refused(case.job.state.0, JobEvent::TakeIn));
                }
                if find_loaner_out(tx.conn(), job)?.is_some() {
                    return Err(Code::LoanerOut.into());
                }
                let mut loaner = found.ok_or(Code::NotFound)?;
                let from = loaner.state.0;
                loaner.state = Col(apply::<LoanerMachine>(from, None, LoanerEvent::Lend, actor.kind, &[Guard::Until])?);
                (loaner.place, loaner.job_id) = (Said(Keeper::Customer), Some(Col(job)));
                (loaner.deposit, loaner.due_on) = (lending.deposit.amount, Some(Day(lending.due_on)));
                loaner.due_at = day_after(lending.due_on, zone).map(At);
                (loaner.lent_at, loaner.returned_at) = (Some(At(now)), None);
                loaner.province.clone_from(&case.job.province);
                save_loaner(tx, &mut loaner).map_err(StoreError::look_again)?;
                let lent = happened(&loaner, "loaner_lend").of(&case.job);
                record(tx, &actor, now, lent.states(from.as_str(), loaner.state.0.as_str()))?;
                Ok(Kept { loaner_id: loaner.id.0 })
            })
        })
        .await
}

/// The first instant after a day.
fn day_after(day: NaiveDate, zone: chrono_tz::Tz) -> Option<Instant> {
    let next = day.succ_opt()?.and_time(NaiveTime::MIN).and_local_timezone(zone).earliest()?;
    Some(next.to_utc())
}

/// Applies what happens to a loaner.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event that
/// the state does not allow; the database.
pub async fn step_loaner(app: &App, caller: &Caller, id: LoanerId, step: LoanerStep) -> Result<Loaner, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut checked = Faults::default();
    let note = step.note.as_deref().and_then(|note| checked.take("note", clean_text(note, NOTE_CHARS)));
    let note = note.filter(|note| !note.is_empty());
    let place = read_place(step.place.as_deref(), &mut checked);
    if step.event == LoanerEvent::Lend {
        checked.add_about("event", FaultCode::NotAllowed, "return, restock, lose, find");
    }
    app.db
        .write(move |tx| {
            let mut loaner = find_loaner(tx.conn(), id)?;
            must_see(&caller, &loaner)?;
            let mut faults = checked.clone();
            let province = place.map(|place| province_of(tx.conn(), place, &mut faults)).transpose()?;
            faults.or(())?;
            if step.seen.is_some_and(|seen| seen != loaner.version) {
                return Err(Code::PreconditionFailed.into());
            }
            let actor = Actor::staff(&caller);
            let from = loaner.state.0;
            let given: &[Guard] = if note.is_some() { &[Guard::Reason] } else { &[] };
            loaner.state = Col(apply::<LoanerMachine>(from, None, step.event, actor.kind, given).map_err(explain)?);
            let back =
                (loaner.place.0 == Keeper::Customer && loaner.state.0 != LoanerState::Lost).then_some(Keeper::Centre);
            if let Some(to) = place.or(back) {
                (loaner.place, loaner.province) = (Said(to), province.unwrap_or_default());
            }
            loaner.note = note.clone().or(loaner.note.take());
            loaner.due_at = None;
            if step.event == LoanerEvent::Return {
                loaner.returned_at = Some(At(now));
            }
            settle(tx, (&actor, now), &mut loaner, step.event)?;
            save_loaner(tx, &mut loaner)?;
            let name = match step.event {
                LoanerEvent::Return => "loaner_return",
                LoanerEvent::Restock => "loaner_restock",
                LoanerEvent::Lose => "loaner_lose",
                LoanerEvent::Find | LoanerEvent::Lend => "loaner_find",
            };
            record(tx, &actor, now, happened(&loaner, name).states(from.as_str(), loaner.state.0.as_str()))?;
            Ok(loaner)
        })
        .await
}

/// A missing reason is a fault of that field, not of the state.
fn explain(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Missing(_) => {
            let mut faults = Faults::default();
            faults.add("note", FaultCode::Required);
            faults.into()
        }
        refusal => refusal.into(),
    }
}

/// What came back or is gone is called for no more; what can be lent again is nobody's.
fn settle(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    loaner: &mut Loaner,
    event: LoanerEvent,
) -> Result<(), Error> {
    if let Some(job) = loaner.job_id {
        finish_of_job(tx, (actor, now), job.0, TaskKind::LoanerOverdue)?;
    }
    if event == LoanerEvent::Restock {
        (loaner.job_id, loaner.deposit, loaner.due_on, loaner.lent_at) = (None, 0, None, None);
    }
    Ok(())
}

/// Notes loaners whose day has passed: the customer hears of it and an operator calls; how many.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_loaners_due(conn, now, 200).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let owner = app.clone();
        app.db.write(move |tx| note_overdue(tx, (&owner, now), id)).await?;
    }
    Ok(count)
}

fn note_overdue(tx: &mut Tx<'_>, (app, now): (&App, Instant), id: LoanerId) -> Result<(), Error> {
    let mut loaner = find_loaner(tx.conn(), id)?;
    let is_due = loaner.state.0 == LoanerState::Lent && loaner.due_at.is_some_and(|due| due.0 <= now);
    let Some(job) = loaner.job_id.filter(|_| is_due) else { return Ok(()) };
    loaner.due_at = None;
    save_loaner(tx, &mut loaner)?;
    let (case, actor, catalogue) = (Case::load(tx.conn(), job.0)?, Actor::system(), app.catalogue());
    record(tx, &actor, now, happened(&loaner, "loaner_overdue").of(&case.job))?;
    let about = (&case.job, case.request.customer_id.0);
    let due = catalogue.after_business(now, CALL_WITHIN);
    let spec = TaskSpec::of_job(TaskKind::LoanerOverdue, Owner::unit(Role::Operator), about, due);
    put_task(tx, &catalogue, (&actor, now), spec.noted(Some(loaner.serial.clone())))?;
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("serial", Param::Code(loaner.serial.clone())),
        ("link", link_of(&case.request)),
    ];
    let once = format!("{}:{}", loaner.id.0, loaner.version);
    put_to_customer(tx, now, MessageKind::LoanerOverdue, (&case.request, About::job(&case.job)), (&once, &params))
}
