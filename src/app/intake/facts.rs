//! What the verdict rests on.

use super::check::Item;
use super::unit::Unit;
use crate::app::Catalogue;
use crate::domain::warranty::UnitFacts;
use crate::store::customers::InstalledProduct;

/// What the verdict rests on: the unit as known now, and what this report says of it.
#[must_use]
pub fn facts(unit: &Unit, item: &Item) -> UnitFacts {
    UnitFacts { serial_fits: item.unit.serial_fits, serial_elsewhere: unit.elsewhere, ..known(&unit.product) }
}

/// What the verdict at completion rests on: the unit as it is known then.
#[must_use]
pub fn facts_at_end(catalogue: &Catalogue, product: &InstalledProduct) -> UnitFacts {
    let model = product.model.as_deref().and_then(|code| catalogue.model(code));
    let serial_fits =
        model.zip(product.serial.as_deref()).and_then(|(model, serial)| catalogue.serial_fits(model, serial));
    UnitFacts { serial_fits, ..known(product) }
}

fn known(product: &InstalledProduct) -> UnitFacts {
    UnitFacts {
        brand: product.brand.clone(),
        category: product.category.clone(),
        model: product.model.clone(),
        serial: product.serial.clone(),
        serial_fits: None,
        serial_elsewhere: false,
        blocked: product.flags.0.iter().any(|flag| flag == "blocked" || flag == "stolen"),
        manufactured_on: product.manufactured_on.map(|day| day.0),
        purchased_on: product.purchased_on.map(|day| day.0),
        installed_on: product.installed_on.map(|day| day.0),
        proof_seen: product.proof_seen,
    }
}
