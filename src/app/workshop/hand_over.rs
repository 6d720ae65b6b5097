//! A unit is fetched: the code proves who may have it, and the work ends.

use super::step::Said;
use super::{Who, finish, go, pass};
use crate::app::case::Case;
use crate::app::jobs::{Move, move_job, release_capacity, wait};
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::payments::watch;
use crate::app::verdicts::freeze_at_end;
use crate::app::visits::link_of;
use crate::app::{Actor, App, Error};
use crate::domain::job::{JobEvent, JobState, Outcome};
use crate::domain::machine::Guard;
use crate::domain::message::MessageKind;
use crate::domain::sla::MilestoneKind;
use crate::domain::task::TaskKind;
use crate::domain::text::latin_digits;
use crate::domain::workshop::UnitEvent;
use crate::domain::workshop::custody::Keeper;
use crate::security::link::{Purpose, matches};
use crate::store::jobs::meet_milestone;
use crate::store::workshop::{WorkshopUnit, save_workshop_unit};
use crate::store::{At, Col, Tx};

/// Wrong codes after which a unit's code is no longer tried; words that prove who fetches it still count.
const MOST_WRONG_CODES: i32 = 5;

/// Counts a wrong code; `true` when the code is right or none was given.
pub(super) fn code_is_right(
    tx: &mut Tx<'_>,
    app: &App,
    (unit, said): (&mut WorkshopUnit, &Said),
) -> Result<bool, Error> {
    let Some(typed) = said.code.as_deref().filter(|_| unit.state.0.is_waiting_to_be_fetched()) else { return Ok(true) };
    if unit.wrong_codes >= MOST_WRONG_CODES {
        return Err(Error::TooMany { retry_after_s: 900 });
    }
    if matches(&app.keys, Purpose::Handover, unit.id.0.as_str(), &latin_digits(typed)) {
        return Ok(true);
    }
    unit.wrong_codes += 1;
    save_workshop_unit(tx, unit)?;
    Ok(false)
}

/// Hands the unit over and completes its job: verified by the customer's code, else by what follows later.
pub(super) fn hand_over(
    tx: &mut Tx<'_>,
    who: Who<'_>,
    (case, unit): (&mut Case, &mut WorkshopUnit),
    said: &Said,
) -> Result<(), Error> {
    let (app, actor, now) = who;
    let is_proved = said.code.is_some() || said.carried.note.is_some();
    let given: &[Guard] = if is_proved { &[Guard::HandoverCode] } else { &[] };
    pass(tx, (actor, now), (&mut *unit, Keeper::Customer), &said.carried)?;
    (unit.outbound_by, unit.outbound_tracking) = (said.carried.carrier.map(Col), said.carried.tracking.clone());
    unit.handed_over_to.clone_from(&said.taker);
    unit.wrong_codes = 0;
    go(tx, who, (&case.job, &mut *unit), (UnitEvent::HandOver, given))?;
    for kind in [TaskKind::UnclaimedUnit, TaskKind::HandOverCustody] {
        finish(tx, (actor, now), case, kind)?;
    }
    if case.job.state.0 == JobState::OnHold {
        wait(tx, (app, &Actor::system(), now), case, None)?;
    }
    complete(tx, who, (case, unit), said.code.is_some())
}

fn complete(
    tx: &mut Tx<'_>,
    (app, actor, now): Who<'_>,
    (case, unit): (&mut Case, &WorkshopUnit),
    is_by_code: bool,
) -> Result<(), Error> {
    freeze_at_end(tx, &app.catalogue(), now, case)?;
    case.job.outcome = Some(unit.outcome.unwrap_or(Col(Outcome::usual(case.job.kind.0))));
    case.job.completed_at = Some(At(now));
    let done = Move { event: JobEvent::Complete, guards: &[Guard::Outcome], reason: None, until: None };
    move_job(tx, (actor, now), &mut case.job, &done)?;
    if is_by_code {
        case.job.verified_at = Some(At(now));
        let by_customer = Actor::customer(case.request.id.0);
        let verified = Move { event: JobEvent::Verify, guards: &[], reason: None, until: None };
        move_job(tx, (&by_customer, now), &mut case.job, &verified)?;
    }
    release_capacity(tx, &case.job)?;
    meet_milestone(tx, case.job.id.0, MilestoneKind::Resolution, now)?;
    watch(tx, (app, actor, now), case)?;
    let request = &case.request;
    let params = [("reference", Param::Code(request.reference.0.to_string())), ("link", link_of(request))];
    let about = About::job(&case.job);
    put_to_customer(tx, now, MessageKind::JobCompleted, (request, about), (unit.id.0.as_str(), &params))
}
