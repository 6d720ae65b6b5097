//! What staff say of a unit in the workshop.

use chrono::{DateTime, FixedOffset};

use super::receive::{check_day, check_tracking};
use super::{Carried, NOTE_CHARS, Who, align, check_keeper, fault, finish, go, hand_over, pass, read_keeper, tell};
use crate::app::case::Case;
use crate::app::jobs::release_capacity;
use crate::app::parts::free_lines;
use crate::app::quotes::drop_quotes;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::WorkshopUnitId;
use crate::domain::job::Outcome;
use crate::domain::machine::Guard;
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{Carrier, UnitEvent, UnitState};
use crate::store::jobs::save_job;
use crate::store::workshop::{WorkshopUnit, find_workshop_unit};
use crate::store::{At, Col, StoreError, Tx};

const NAME_CHARS: usize = 120;

/// What is said of a unit.
#[derive(Debug, Clone)]
pub struct UnitStep {
    /// The event.
    pub event: UnitEvent,
    /// How it ends; required to give it back, the usual one of the job's kind for a repair that holds.
    pub outcome: Option<Outcome>,
    /// In words: why it failed or moved; how it was proved who fetches it, where there is no code.
    pub note: Option<String>,
    /// The customer's four digits, to hand it over.
    pub code: Option<String>,
    /// Who fetches it, to hand it over.
    pub taker: Option<String>,
    /// Where it goes.
    pub place: Option<String>,
    /// Who carries it.
    pub carrier: Option<Carrier>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// Another day on which it is promised to be ready.
    pub promised_at: Option<DateTime<FixedOffset>>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// What was said, with everything that is wrong with it noted.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) event: UnitEvent,
    pub(super) outcome: Option<Outcome>,
    pub(super) code: Option<String>,
    pub(super) taker: Option<String>,
    pub(super) carried: Carried,
    place: Option<Keeper>,
    promised_at: Option<Instant>,
}

/// What a step led to; a wrong code must be counted, so it is no failure of the transaction.
enum Told {
    Done(Box<WorkshopUnit>),
    WrongCode,
}

/// Applies what staff say of a unit.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event that
/// the state does not allow; a missing or wrong code; the database.
pub async fn step_unit(app: &App, caller: &Caller, id: WorkshopUnitId, step: UnitStep) -> Result<WorkshopUnit, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let said = check(&step, now, &mut faults);
    let (db, app) = (app.db.clone(), app.clone());
    let told = db.write(move |tx| {
        let mut unit = find_workshop_unit(tx.conn(), id)?;
        if !caller.scope.holds(&unit.province) {
            return Err(Error::Store(StoreError::NotFound));
        }
        if step.seen.is_some_and(|seen| seen != unit.version) {
            return Err(Code::PreconditionFailed.into());
        }
        let mut faults = faults.clone();
        if let (UnitEvent::Move, Some(place)) = (said.event, said.place) {
            check_keeper(tx.conn(), place, &mut faults)?;
        }
        faults.or(())?;
        if said.event == UnitEvent::HandOver && !hand_over::code_is_right(tx, &app, (&mut unit, &said))? {
            return Ok(Told::WrongCode);
        }
        let mut case = Case::load(tx.conn(), unit.job_id.0)?;
        let actor = Actor::staff(&caller);
        apply(tx, (&app, &actor, now), (&mut case, &mut unit), &said)?;
        Ok(Told::Done(Box::new(unit)))
    });
    match told.await? {
        Told::Done(unit) => Ok(*unit),
        Told::WrongCode => Err(fault("code", FaultCode::CodeWrong)),
    }
}

fn check(step: &UnitStep, now: Instant, faults: &mut Faults) -> Said {
    let note = step.note.as_deref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    let taker = step.taker.as_deref().and_then(|name| faults.take("taker", clean_line(name, NAME_CHARS)));
    let moves = matches!(step.event, UnitEvent::Move | UnitEvent::HandOver);
    let carrier = step.carrier.filter(|_| moves);
    let tracking = match (carrier, moves) {
        (Some(carrier), true) => check_tracking(carrier, step.tracking.as_deref(), faults),
        _ => None,
    };
    let place = read_keeper(step.place.as_deref(), faults);
    if step.event == UnitEvent::Move && place.is_none() && !faults.has("place") {
        faults.add_about("place", FaultCode::Required, "centre, agent:ID");
    }
    let outcomes = step.event.outcomes();
    if step.outcome.is_some_and(|outcome| !outcomes.contains(&outcome)) {
        let codes: Vec<&str> = outcomes.iter().map(|it| it.as_str()).collect();
        faults.add_about("outcome", FaultCode::NotAllowed, codes.join(", "));
    }
    let promised_at = check_day("promised_at", (step.promised_at, now), faults);
    Said {
        event: step.event,
        outcome: step.outcome,
        code: step.code.as_deref().map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned),
        taker: taker.filter(|name| !name.is_empty()),
        carried: Carried { carrier, tracking, note: note.filter(|note| !note.is_empty()) },
        place,
        promised_at,
    }
}

fn apply(
    tx: &mut Tx<'_>,
    who: Who<'_>,
    (case, unit): (&mut Case, &mut WorkshopUnit),
    said: &Said,
) -> Result<(), Error> {
    let (app, actor, now) = who;
    if said.event == UnitEvent::HandOver {
        return hand_over::hand_over(tx, who, (case, unit), said);
    }
    let from = unit.state.0;
    let mut given = Vec::new();
    if said.carried.note.is_some() {
        given.push(Guard::Reason);
    }
    if !said.event.outcomes().is_empty() {
        let usual = (said.event == UnitEvent::Finish).then(|| Outcome::usual(case.job.kind.0));
        unit.outcome = said.outcome.or(usual).map(Col);
        given.extend(unit.outcome.map(|_| Guard::Outcome));
    }
    if let Some(promised) = said.promised_at {
        unit.promised_at = At(promised);
    }
    if said.event == UnitEvent::Move {
        move_to(tx, who, (&mut *case, &mut *unit), said)?;
    }
    go(tx, who, (&case.job, &mut *unit), (said.event, &given))?;
    if from == UnitState::WaitingQuote && said.event == UnitEvent::GiveBack {
        drop_quotes(tx, (app, actor, now), case)?;
    }
    align(tx, (app, now), case, unit)?;
    let is_ready_now = unit.state.0 == UnitState::Ready && from != UnitState::Ready;
    if is_ready_now { tell::ready(tx, (app, now), case, unit) } else { Ok(()) }
}

/// The unit goes to another workshop, and its job with it; whoever had it keeps nothing for it.
fn move_to(
    tx: &mut Tx<'_>,
    (_, actor, now): Who<'_>,
    (case, unit): (&mut Case, &mut WorkshopUnit),
    said: &Said,
) -> Result<(), Error> {
    let Some(to) = said.place else { return Err(fault("place", FaultCode::Required)) };
    if to == unit.place.0 {
        return Err(fault("place", FaultCode::NotAllowed));
    }
    pass(tx, (actor, now), (&mut *unit, to), &said.carried)?;
    if case.job.agent_id != unit.agent_id {
        free_lines(tx, now, &case.job)?;
        release_capacity(tx, &case.job)?;
        (case.job.agent_id, case.job.technician_id) = (unit.agent_id, None);
        save_job(tx, &mut case.job)?;
    }
    finish(tx, (actor, now), case, TaskKind::HandOverCustody)
}
