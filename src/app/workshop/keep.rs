//! A unit stays with the organisation: its customer has another one, or the money back.

use super::{Carried, Who, finish, go, pass};
use crate::app::case::Case;
use crate::app::{Actor, Error};
use crate::domain::task::TaskKind;
use crate::domain::workshop::UnitEvent;
use crate::domain::workshop::custody::Keeper;
use crate::store::Tx;
use crate::store::workshop::WorkshopUnit;

/// Keeps a unit for good: from an agent's workshop it passes to the centre, and nobody is reminded to fetch it any more.
///
/// # Errors
/// A state that does not allow it; the database.
pub fn keep_unit(tx: &mut Tx<'_>, who: Who<'_>, case: &Case, mut unit: WorkshopUnit) -> Result<(), Error> {
    let (app, actor, now) = who;
    if unit.place.0 != Keeper::Centre {
        pass(tx, (actor, now), (&mut unit, Keeper::Centre), &Carried::default())?;
    }
    go(tx, (app, &Actor::system(), now), (&case.job, &mut unit), (UnitEvent::Keep, &[]))?;
    for kind in [TaskKind::UnclaimedUnit, TaskKind::HandOverCustody] {
        finish(tx, (actor, now), case, kind)?;
    }
    Ok(())
}
