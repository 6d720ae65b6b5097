//! What the customer hears of a unit in the workshop.

use super::Who;
use crate::app::case::Case;
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::visits::link_of;
use crate::app::{App, Error};
use crate::domain::language::Language;
use crate::domain::message::MessageKind;
use crate::domain::money::Money;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::store::Tx;
use crate::store::workshop::WorkshopUnit;

/// Who has a unit, by name: the agent, or the organisation.
#[must_use]
pub fn keeper_name(app: &App, language: Language, keeper: Keeper) -> String {
    let network = app.network();
    let agent = keeper.agent().and_then(|id| network.agent(id).map(|agent| agent.name_in(language).to_owned()));
    agent.unwrap_or_else(|| app.site.name.clone())
}

fn reference(case: &Case) -> (&'static str, Param) {
    ("reference", Param::Code(case.request.reference.0.to_string()))
}

/// The unit was taken in: its tag, when it is promised, and where the receipt is.
pub(super) fn received(tx: &mut Tx<'_>, now: Instant, case: &Case, unit: &WorkshopUnit) -> Result<(), Error> {
    let params = [
        reference(case),
        ("tag", Param::Code(unit.tag.0.to_string())),
        ("until", Param::Moment(unit.promised_at.0)),
        ("link", link_of(&case.request)),
    ];
    put(tx, now, MessageKind::UnitReceived, (case, unit), &params)
}

/// The unit can be fetched: where, by which code, and what keeping it costs.
pub(super) fn ready(
    tx: &mut Tx<'_>,
    (app, now): (&App, Instant),
    case: &Case,
    unit: &WorkshopUnit,
) -> Result<(), Error> {
    let params = fetching(app, case, unit);
    put(tx, now, MessageKind::UnitReady, (case, unit), &params)
}

/// The unit still waits.
pub(super) fn reminded(tx: &mut Tx<'_>, (app, _, now): Who<'_>, case: &Case, unit: &WorkshopUnit) -> Result<(), Error> {
    let params = fetching(app, case, unit);
    put(tx, now, MessageKind::UnitReminder, (case, unit), &params)
}

/// Nobody has fetched the unit in the time agreed, and what keeping it has cost.
pub(super) fn unclaimed(tx: &mut Tx<'_>, now: Instant, case: &Case, unit: &WorkshopUnit) -> Result<(), Error> {
    let mut params = vec![reference(case), ("link", link_of(&case.request))];
    let cost = unit.kept_for(now);
    if cost.amount > 0 {
        params.push(("fee", Param::Money(cost)));
    }
    put(tx, now, MessageKind::UnitUnclaimed, (case, unit), &params)
}

fn fetching(app: &App, case: &Case, unit: &WorkshopUnit) -> Vec<(&'static str, Param)> {
    let mut params = vec![
        reference(case),
        ("keeper", Param::Text(keeper_name(app, case.request.language.0, unit.place.0))),
        ("handover_code", Param::HandoverCode(unit.id.0)),
        ("link", link_of(&case.request)),
    ];
    if unit.storage_fee > 0
        && let Some(ready) = unit.ready_at
    {
        params.push(("fee", Param::Money(Money::rials(unit.storage_fee))));
        params.push(("until", Param::Moment(unit.storage().free_until(ready.0))));
    }
    params
}

fn put(
    tx: &mut Tx<'_>,
    now: Instant,
    kind: MessageKind,
    (case, unit): (&Case, &WorkshopUnit),
    params: &[(&'static str, Param)],
) -> Result<(), Error> {
    let once = format!("{}:{}", unit.id.0, unit.version);
    put_to_customer(tx, now, kind, (&case.request, About::job(&case.job)), (&once, params))
}
