//! Which units a recall concerns: all that are known when it begins, and each that is taken down or corrected later.

use super::settle_flag;
use super::unit::{OTHER_SERIAL, exclude_by_serial, move_row};
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::id::{InstalledProductId, RecallId};
use crate::domain::machine::Machine;
use crate::domain::recall::{RecallState, RecallUnitEvent, RecallUnitMachine, RecallUnitState};
use crate::domain::time::Instant;
use crate::store::customers::{InstalledProduct, find_installed_product, save_installed_product};
use crate::store::feed::Topic;
use crate::store::recalls::{
    Recall, RecallUnit, find_address_of_unit, find_notice_to, find_recall, insert_recall_unit, list_products_between,
    list_recalls_of,
};
use crate::store::{At, Col, StoreError, Tx};

/// Units that one transaction takes at most.
const BATCH: i64 = 100;
/// Batches that are looked through when a recall begins; a tick goes on.
pub(super) const AT_ONCE: usize = 10;

/// Adds the units that a recall concerns and does not have yet, in batches that can be repeated: what is there already is
/// left alone. How many were added.
pub(super) async fn find_units(app: &App, recall: &Recall, most: usize) -> Result<usize, Error> {
    let (id, mut added, mut left) = (recall.id.0, 0, most);
    for range in &recall.ranges.0 {
        let mut after: Option<(String, InstalledProductId)> = None;
        while left > 0 {
            left -= 1;
            let (between, behind) = (range.clone(), after.clone());
            let read = move |conn: &mut _| {
                list_products_between(conn, (id, &between), behind.as_ref(), BATCH).map_err(Error::from)
            };
            let found = app.db.read(read).await?;
            let Some(last) = found.last() else { break };
            after = Some((last.serial_key.clone().unwrap_or_default(), last.id.0));
            let concerned: Vec<InstalledProductId> =
                found.iter().filter(|unit| recall.has(unit)).map(|unit| unit.id.0).collect();
            if !concerned.is_empty() {
                added += add_batch(app, id, concerned).await?;
            }
        }
    }
    Ok(added)
}

async fn add_batch(app: &App, id: RecallId, units: Vec<InstalledProductId>) -> Result<usize, Error> {
    let now = app.clock.now();
    let added = app.db.write(move |tx| -> Result<usize, Error> {
        let recall = find_recall(tx.conn(), id)?;
        let mut added = 0;
        if recall.state.0 != RecallState::Recalled {
            return Ok(added);
        }
        for unit in &units {
            let mut unit = find_installed_product(tx.conn(), *unit)?;
            if recall.has(&unit) && add_unit(tx, (&Actor::system(), now), (&recall, &unit), None)? {
                added += 1;
                if settle_flag(tx.conn(), &mut unit)? {
                    save_installed_product(tx, &mut unit)?;
                }
            }
        }
        Ok(added)
    });
    added.await
}

/// Lets a unit that was taken down or described anew join the recalls that concern it, with its flag. `province` is where it
/// is, if that is told.
///
/// # Errors
/// The database.
pub fn join_recalls(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    who: (&Actor, Instant),
    (unit, province): (&mut InstalledProduct, Option<&str>),
) -> Result<(), Error> {
    let mut is_added = false;
    for recall in catalogue.rows().recalls.iter().filter(|recall| recall.has(unit)) {
        is_added |= add_unit(tx, who, (recall, unit), province)?;
    }
    if is_added && settle_flag(tx.conn(), unit)? {
        save_installed_product(tx, unit)?;
    }
    Ok(())
}

/// The same for a unit whose serial, model or day of manufacture was corrected: it also leaves recalls that no longer concern
/// it, as long as nothing was booked.
///
/// # Errors
/// The database.
pub fn review_unit(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (actor, now): (&Actor, Instant),
    unit: &mut InstalledProduct,
) -> Result<(), Error> {
    for mut row in list_recalls_of(tx.conn(), unit.id.0)? {
        if row.state.0.waits() && !find_recall(tx.conn(), row.recall_id.0)?.has(unit) {
            exclude_by_serial(tx, catalogue, now, &mut row)?;
        }
    }
    join_recalls(tx, catalogue, (actor, now), (unit, None))?;
    if settle_flag(tx.conn(), unit)? {
        save_installed_product(tx, unit)?;
    }
    Ok(())
}

/// Adds a unit to a recall; whether it was not there. One that left it by a serial that was wrong comes back.
fn add_unit(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    (recall, unit): (&Recall, &InstalledProduct),
    province: Option<&str>,
) -> Result<bool, Error> {
    let known = list_recalls_of(tx.conn(), unit.id.0)?.into_iter().find(|row| row.recall_id == recall.id);
    if let Some(mut row) = known {
        let is_back = row.state.0 == RecallUnitState::Excluded && row.exclude_reason.as_deref() == Some(OTHER_SERIAL);
        if is_back {
            move_row(tx, (&Actor::system(), now), &mut row, (RecallUnitEvent::Include, &[]), None)?;
        }
        return Ok(is_back);
    }
    let province = match province {
        Some(province) => province.to_owned(),
        None => {
            find_address_of_unit(tx.conn(), unit.id.0, unit.customer_id.0)?.map(|it| it.province).unwrap_or_default()
        }
    };
    let notice = find_notice_to(tx.conn(), recall.id.0, unit.customer_id.0)?;
    let mut row = RecallUnit {
        id: Col(mint(now)),
        recall_id: recall.id,
        installed_product_id: unit.id,
        customer_id: unit.customer_id,
        province,
        state: Col(RecallUnitMachine::INITIAL),
        notice_id: None,
        job_id: None,
        found_at: At(now),
        told_at: None,
        booked_at: None,
        corrected_at: None,
        excluded_at: None,
        exclude_reason: None,
        version: 1,
    };
    // Another transaction was faster: look again, and find it there.
    insert_recall_unit(tx, &row).map_err(StoreError::look_again)?;
    let happening = Happening::new(Topic::Recall, row.id.0, "found").in_province(&row.province);
    let detail = serde_json::json!({ "recall": recall.id.0, "code": recall.code, "unit": unit.id.0 });
    record(tx, actor, now, happening.with(detail))?;
    // A customer is told once: the link that came with it shows this unit too.
    if let Some(notice) = notice {
        row.notice_id = Some(notice.id);
        let event = if notice.told_at.is_some() { RecallUnitEvent::Tell } else { RecallUnitEvent::Miss };
        move_row(tx, (&Actor::system(), now), &mut row, (event, &[]), None)?;
    }
    Ok(true)
}
