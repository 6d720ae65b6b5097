//! What was approved is done: the other unit is written down in place of the old one, or the money that was given back.

use serde_json::json;

use super::Who;
use super::given::{Against, Fulfilment, Left, OtherUnit};
use crate::app::Error;
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::workshop::keep_unit;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::InstalledProductId;
use crate::domain::warranty::UnitFlag;
use crate::store::customers::{InstalledProduct, insert_installed_product, save_installed_product};
use crate::store::exchanges::ExchangeCase;
use crate::store::feed::Topic;
use crate::store::workshop::find_unit_in_custody;
use crate::store::{At, Col, Day, Json, Tx};

/// Flags that say how the customer uses a unit or who guarantees it, which another unit in its place shares.
const SHARED: [UnitFlag; 2] = [UnitFlag::ThirdPartyCard, UnitFlag::CommercialUse];

/// Checks what was given and writes it down; the caller saves the case and ends the job.
pub(super) fn fulfil(
    tx: &mut Tx<'_>,
    who: Who<'_>,
    (case, row): (&mut Case, &mut ExchangeCase),
    (said, mut faults): (&Fulfilment, Faults),
) -> Result<(), Error> {
    let (app, _, now) = who;
    let kept = find_unit_in_custody(tx.conn(), case.job.id.0)?;
    let catalogue = app.catalogue();
    let against = Against { catalogue: &catalogue, case, row, now, is_kept: kept.is_some() };
    let other = against.other_unit(tx.conn(), said, &mut faults)?;
    let paid = against.paid_back(said, &mut faults);
    let left = against.left(said, &mut faults);
    let serials = other.as_ref().zip(left.as_ref().and_then(|left| left.serial.as_ref()));
    if faults.is_empty() && serials.is_some_and(|(other, old)| other.serial == *old) {
        faults.add("new_serial", FaultCode::Duplicate);
    }
    let (other, paid, left) = faults.or((other, paid, left))?;
    if let Some(Left { unit, serial, by }) = left {
        (row.old_unit, row.old_serial, row.collected_by) = (Some(Col(unit)), serial, by);
    }
    if let Some(paid) = paid {
        (row.paid_amount, row.paid_method) = (Some(paid.amount), Some(Col(paid.method)));
        (row.paid_trace, row.paid_on) = (paid.trace, Some(Day(paid.on)));
    }
    know_serial(tx, case, row)?;
    if let Some(other) = other {
        row.new_unit_id = Some(Col(put_in_place(tx, who, case, other)?));
    }
    match kept {
        Some(unit) => keep_unit(tx, who, case, unit),
        None => Ok(()),
    }
}

/// A serial that was not known before the unit left is known from now on.
fn know_serial(tx: &mut Tx<'_>, case: &mut Case, row: &ExchangeCase) -> Result<(), Error> {
    if case.unit.serial_key.is_some() || row.old_serial.is_none() {
        return Ok(());
    }
    (case.unit.serial, case.unit.serial_key) = (row.old_serial.clone(), row.old_serial.clone());
    Ok(save_installed_product(tx, &mut case.unit)?)
}

/// Writes the other unit down for the same customer. Its warranty is the rest of that of the first unit in the row, so what
/// proves the dates and who guarantees them goes with it.
fn put_in_place(
    tx: &mut Tx<'_>,
    (app, actor, now): Who<'_>,
    case: &Case,
    other: OtherUnit,
) -> Result<InstalledProductId, Error> {
    let old = &case.unit;
    let id: InstalledProductId = mint(now);
    let flags = SHARED.iter().map(UnitFlag::to_string).filter(|flag| old.flags.0.contains(flag));
    let unit = InstalledProduct {
        id: Col(id),
        customer_id: old.customer_id,
        category: old.category.clone(),
        brand: other.brand,
        model: other.model,
        serial: Some(other.serial.clone()),
        serial_key: Some(other.serial),
        manufactured_on: None,
        purchased_on: None,
        installed_on: Some(Day(app.catalogue().calendar().local_date(now))),
        proof_seen: old.proof_seen,
        flags: Json(flags.collect()),
        created_at: At(now),
        version: 1,
        replaces_id: Some(old.id),
        transferred_on: old.transferred_on,
        proof_kind: old.proof_kind,
        label: old.label.clone(),
        serial_outdoor: None,
        seller: old.seller.clone(),
    };
    insert_installed_product(tx, &unit)?;
    let happening = Happening::new(Topic::Unit, id, "put_in_place").of(&case.job);
    record(tx, actor, now, happening.with(json!({ "replaces": old.id.0 })))?;
    Ok(id)
}
