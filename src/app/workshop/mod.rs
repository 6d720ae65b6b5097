//! The workshop: a unit is taken in, repaired or given back, fetched or not, and always has one keeper.

mod align;
mod follow;
mod hand_over;
mod keep;
mod price;
mod receipt;
mod receive;
mod step;
mod tell;

pub use align::align;
pub use follow::follow_due;
pub use keep::keep_unit;
pub use price::{price_declined, price_goes_out, price_settled};
pub use receipt::{UnitReceipt, unit_receipt, unit_receipt_words};
pub use receive::{NewUnit, TakenIn, receive_unit};
pub use step::{UnitStep, step_unit};
pub use tell::keeper_name;

use serde_json::json;

use super::case::Case;
use super::clock::mint;
use super::journal::{Happening, record};
use super::{Actor, App, Error};
use crate::domain::agent::{AgentKind, Setting, Standing};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::job::Outcome;
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::policy::WorkshopPolicy;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{Carrier, UnitEvent, UnitMachine};
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::network::find_agent;
use crate::store::workshop::{UnitPassing, WorkshopUnit, insert_unit_passing, save_workshop_unit};
use crate::store::{At, Col, Conn, Said, StoreError, Tx};

/// By what, by whom and when.
type Who<'a> = (&'a App, &'a Actor, Instant);

/// Characters of a line about a unit at most.
const LINE_CHARS: usize = 120;
/// Characters of words about a unit at most.
const NOTE_CHARS: usize = 1_000;

fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}

/// Something that happened to a unit in the workshop.
fn happened(job: &Job, unit: &WorkshopUnit, name: &'static str) -> Happening {
    let detail = json!({
        "place": unit.place.0, "promised_at": unit.promised_at.0, "outcome": unit.outcome.map(|it| it.0),
        "failed_tests": unit.failed_tests, "reminded": unit.reminded,
    });
    Happening::new(Topic::Unit, unit.id.0, name).of(job).with(detail)
}

/// A missing outcome, reason or code is a fault of that field, not of the state.
fn explain(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Missing(Guard::HandoverCode) => fault("code", FaultCode::Required),
        Refusal::Missing(Guard::Outcome) => fault("outcome", FaultCode::Required),
        Refusal::Missing(_) => fault("note", FaultCode::Required),
        refusal => refusal.into(),
    }
}

/// Applies an event to a unit and writes the new state with its time and what happened.
fn go(
    tx: &mut Tx<'_>,
    (app, actor, now): Who<'_>,
    (job, unit): (&Job, &mut WorkshopUnit),
    (event, given): (UnitEvent, &[Guard]),
) -> Result<(), Error> {
    let from = unit.state.0;
    let to = apply::<UnitMachine>(from, None, event, actor.kind, given).map_err(explain)?;
    unit.state = Col(to);
    let catalogue = app.catalogue();
    let policy = &catalogue.care().workshop;
    match event {
        UnitEvent::Diagnose => unit.diagnosed_at = unit.diagnosed_at.or(Some(At(now))),
        UnitEvent::FailTest => unit.failed_tests += 1,
        UnitEvent::Finish | UnitEvent::GiveBack => {
            unit.ready_at = Some(At(now));
            unit.due_at = Some(At(next_due(policy, now, now)));
        }
        UnitEvent::LeaveUnclaimed => unit.due_at = Some(At(now + chrono::TimeDelta::days(policy.unclaimed_days))),
        UnitEvent::HandOver => (unit.handed_over_at, unit.due_at) = (Some(At(now)), None),
        UnitEvent::Keep => unit.due_at = None,
        _ => (),
    }
    save_workshop_unit(tx, unit)?;
    record(tx, actor, now, happened(job, unit, event.as_str()).states(from.as_str(), to.as_str()))
}

/// When time does something next to a unit that can be fetched since `ready_at`: the next reminder, or the end of the time
/// in which it is to be fetched. What was missed is not made up for.
fn next_due(policy: &WorkshopPolicy, ready_at: Instant, now: Instant) -> Instant {
    let ends = ready_at + chrono::TimeDelta::days(policy.unclaimed_days);
    let days = policy.remind_days.iter().map(|days| ready_at + chrono::TimeDelta::days(*days));
    days.filter(|at| *at > now).chain([ends]).min().unwrap_or(ends)
}

/// Whether the unit ends without the repair that its price was for.
#[must_use]
pub fn is_unrepaired(unit: &WorkshopUnit) -> bool {
    let unrepaired = [Outcome::ReturnedUnrepaired, Outcome::Uneconomical, Outcome::QuoteDeclined];
    unit.outcome.is_some_and(|outcome| unrepaired.contains(&outcome.0))
}

/// Who carries a unit from a keeper to the next, with the number of the consignment.
#[derive(Debug, Clone, Default)]
struct Carried {
    carrier: Option<Carrier>,
    tracking: Option<String>,
    note: Option<String>,
}

/// Writes down that a unit went to another keeper; the caller saves the unit.
fn pass(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (unit, to): (&mut WorkshopUnit, Keeper),
    carried: &Carried,
) -> Result<(), Error> {
    let from = std::mem::replace(&mut unit.place, Said(to));
    write_passing(tx, (actor, now), (unit, from.0), carried)
}

fn write_passing(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (unit, from): (&mut WorkshopUnit, Keeper),
    carried: &Carried,
) -> Result<(), Error> {
    unit.agent_id = unit.place.0.agent().map(Col);
    let passing = UnitPassing {
        id: Col(mint(now)),
        unit_id: unit.id,
        at: At(now),
        from_keeper: Said(from),
        to_keeper: unit.place,
        carrier: carried.carrier.map(Col),
        tracking: carried.tracking.clone(),
        note: carried.note.clone(),
        actor_kind: Col(actor.kind),
        actor_id: actor.id.clone(),
    };
    Ok(insert_unit_passing(tx, &passing)?)
}

/// The workshop that is named: the centre, or an agent with a workshop or an own branch that may work.
fn check_keeper(conn: &mut Conn, named: Keeper, faults: &mut Faults) -> Result<(), Error> {
    let Some(id) = named.agent() else {
        if named == Keeper::Customer {
            faults.add_about("place", FaultCode::NotAllowed, "centre, agent:ID");
        }
        return Ok(());
    };
    let agent = match find_agent(conn, id) {
        Ok(agent) => agent,
        Err(StoreError::NotFound) => {
            faults.add("place", FaultCode::AgentUnknown);
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let has_workshop = agent.setting.0 == Setting::Workshop || agent.kind.0 == AgentKind::Branch;
    let may_work = matches!(agent.standing.0, Standing::Active | Standing::Probation);
    if !has_workshop || !may_work {
        faults.add("place", FaultCode::NotAllowed);
    }
    Ok(())
}

/// A keeper as people write one.
fn read_keeper(text: Option<&str>, faults: &mut Faults) -> Option<Keeper> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let keeper = text.parse().ok();
    if keeper.is_none() {
        faults.add_about("place", FaultCode::Unknown, text.to_owned());
    }
    keeper
}

/// Ends what is left of one kind of tasks about the unit's job.
fn finish(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    case: &Case,
    kind: crate::domain::task::TaskKind,
) -> Result<(), Error> {
    super::tasks::finish_of_job(tx, (actor, now), case.job.id.0, kind)
}
