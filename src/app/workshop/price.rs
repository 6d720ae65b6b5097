//! What the price of the work does to a unit in the workshop.

use super::align::waits_for_workshop;
use super::{Who, align, go, tell};
use crate::app::case::Case;
use crate::app::jobs::wait;
use crate::app::{Actor, Error};
use crate::domain::job::Outcome;
use crate::domain::machine::{ActorKind, Guard, allowed};
use crate::domain::quote::QuoteEvent;
use crate::domain::workshop::{UnitEvent, UnitMachine};
use crate::store::workshop::{WorkshopUnit, find_unit_in_custody};
use crate::store::{Col, Tx};

fn can(unit: &WorkshopUnit, event: UnitEvent) -> bool {
    allowed::<UnitMachine>(unit.state.0, ActorKind::System).contains(&event)
}

/// The price goes to the customer: the unit waits for the answer, and its job no longer for the workshop.
///
/// # Errors
/// The database.
pub fn price_goes_out(tx: &mut Tx<'_>, (app, _, now): Who<'_>, case: &mut Case) -> Result<(), Error> {
    let Some(mut unit) = find_unit_in_custody(tx.conn(), case.job.id.0)? else { return Ok(()) };
    if !can(&unit, UnitEvent::AskPrice) {
        return Ok(());
    }
    let who = (app, &Actor::system(), now);
    go(tx, who, (&case.job, &mut unit), (UnitEvent::AskPrice, &[]))?;
    if waits_for_workshop(case) { wait(tx, who, case, None) } else { Ok(()) }
}

/// The customer has agreed, an earlier price stands, or nobody answered: the work on the unit goes on.
///
/// # Errors
/// The database.
pub fn price_settled(tx: &mut Tx<'_>, (app, _, now): Who<'_>, case: &mut Case, how: QuoteEvent) -> Result<(), Error> {
    let Some(mut unit) = find_unit_in_custody(tx.conn(), case.job.id.0)? else { return Ok(()) };
    let event = if how == QuoteEvent::Expire { UnitEvent::PriceLapsed } else { UnitEvent::Repair };
    if !can(&unit, event) {
        return Ok(());
    }
    go(tx, (app, &Actor::system(), now), (&case.job, &mut unit), (event, &[]))?;
    align(tx, (app, now), case, &unit)
}

/// The customer has declined: the unit can be fetched as it came. Whether there was such a unit; the job ends when it is
/// handed over, and not before.
///
/// # Errors
/// The database.
pub fn price_declined(tx: &mut Tx<'_>, (app, _, now): Who<'_>, case: &mut Case) -> Result<bool, Error> {
    let Some(mut unit) = find_unit_in_custody(tx.conn(), case.job.id.0)? else { return Ok(false) };
    if !can(&unit, UnitEvent::GiveBack) {
        return Ok(true);
    }
    unit.outcome = Some(Col(Outcome::QuoteDeclined));
    let who = (app, &Actor::system(), now);
    go(tx, who, (&case.job, &mut unit), (UnitEvent::GiveBack, &[Guard::Outcome]))?;
    align(tx, (app, now), case, &unit)?;
    tell::ready(tx, (app, now), case, &unit)?;
    Ok(true)
}
