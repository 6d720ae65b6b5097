//! Finds which unit a report is about, or makes it.

use super::check::Item;
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::id::{CustomerId, InstalledProductId};
use crate::domain::time::Instant;
use crate::store::customers::{
    InstalledProduct, insert_installed_product, list_products_by_serial, list_products_of, save_installed_product,
};
use crate::store::{At, Col, Day, Json, StoreError, Tx};

/// The unit of an item, with whether another customer has one with the same serial.
pub struct Unit {
    /// The unit.
    pub product: InstalledProduct,
    /// Another customer has this serial.
    pub elsewhere: bool,
    /// This report made it.
    pub is_new: bool,
    /// Units known before this report whose jobs may be the same matter: those with this serial, whoever has them; else
    /// those of the customer in this category that contradict nothing.
    pub related: Vec<InstalledProductId>,
}

/// The unit with the same serial, else the customer's only unit of the same category that contradicts nothing; else a
/// new one. What the report adds to a known unit is kept. Nobody asks for the units of a customer who `has_none` yet.
///
/// # Errors
/// The database.
pub fn find_or_make_unit(
    tx: &mut Tx<'_>,
    now: Instant,
    (customer, has_none): (CustomerId, bool),
    item: &Item,
) -> Result<Unit, Error> {
    let facts = &item.unit;
    let with_serial = match &facts.serial {
        Some(serial) => list_products_by_serial(tx.conn(), serial)?,
        None => Vec::new(),
    };
    let elsewhere = with_serial.iter().any(|product| product.customer_id.0 != customer);
    let mut related: Vec<InstalledProductId> = with_serial.iter().map(|product| product.id.0).collect();
    let mut found = with_serial.into_iter().find(|product| product.customer_id.0 == customer);
    if found.is_none() && !has_none {
        let agrees = |known: &Option<String>, told: &Option<String>| known.is_none() || told.is_none() || known == told;
        let mut same: Vec<InstalledProduct> = list_products_of(tx.conn(), customer)?;
        same.retain(|product| {
            product.category == facts.category
                && agrees(&product.brand, &facts.brand)
                && agrees(&product.model, &facts.model)
                && agrees(&product.serial_key, &facts.serial)
        });
        related.extend(same.iter().map(|product| product.id.0));
        if same.len() == 1 {
            found = same.pop();
        }
    }
    if let Some(mut product) = found {
        complete(tx, &mut product, item)?;
        return Ok(Unit { product, elsewhere, related, is_new: false });
    }
    let product = InstalledProduct {
        id: Col(mint(now)),
        customer_id: Col(customer),
        category: facts.category.clone(),
        brand: facts.brand.clone(),
        model: facts.model.clone(),
        serial: facts.serial.clone(),
        serial_key: facts.serial.clone(),
        manufactured_on: facts.manufactured_on.map(Day),
        purchased_on: facts.purchased_on.map(Day),
        installed_on: facts.installed_on.map(Day),
        proof_seen: facts.proof_seen,
        flags: Json(facts.flags.iter().map(ToString::to_string).collect()),
        created_at: At(now),
        version: 1,
        replaces_id: None,
        transferred_on: None,
        proof_kind: item.proof.map(Col),
    };
    insert_installed_product(tx, &product)?;
    Ok(Unit { product, elsewhere, related, is_new: true })
}

fn complete(tx: &mut Tx<'_>, product: &mut InstalledProduct, item: &Item) -> Result<(), StoreError> {
    let facts = &item.unit;
    let mut is_changed = false;
    is_changed |= fill(&mut product.brand, facts.brand.clone());
    is_changed |= fill(&mut product.model, facts.model.clone());
    is_changed |= fill(&mut product.serial, facts.serial.clone());
    is_changed |= fill(&mut product.serial_key, facts.serial.clone());
    is_changed |= fill(&mut product.manufactured_on, facts.manufactured_on.map(Day));
    is_changed |= fill(&mut product.purchased_on, facts.purchased_on.map(Day));
    is_changed |= fill(&mut product.installed_on, facts.installed_on.map(Day));
    is_changed |= fill(&mut product.proof_kind, item.proof.map(Col));
    if facts.proof_seen && !product.proof_seen {
        (product.proof_seen, is_changed) = (true, true);
    }
    for flag in &facts.flags {
        if !product.flags.0.iter().any(|known| known == flag.as_str()) {
            product.flags.0.push(flag.to_string());
            is_changed = true;
        }
    }
    if is_changed { save_installed_product(tx, product) } else { Ok(()) }
}

/// Keeps what is told of what is not known yet; whether it was.
fn fill<T>(known: &mut Option<T>, told: Option<T>) -> bool {
    let is_news = known.is_none() && told.is_some();
    if is_news {
        *known = told;
    }
    is_news
}
