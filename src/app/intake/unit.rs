//! Finds which unit a report is about, or makes it.

use super::answer::LikeUnit;
use super::check::Item;
use super::input::{NewProduct, NewRequest};
use crate::app::clock::mint;
use crate::app::{App, Catalogue, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{CustomerId, InstalledProductId};
use crate::domain::phone::Phone;
use crate::domain::text::fold;
use crate::domain::time::Instant;
use crate::store::customers::{
    InstalledProduct, find_installed_product, insert_installed_product, list_phones_of, list_products_by_serial,
    list_products_of, save_installed_product,
};
use crate::store::{At, Col, Conn, Day, Json, StoreError, Tx};

/// Like units that a warning names at most: a dealer may have a hundred.
const MOST_LIKE: usize = 20;

/// The unit of an item, with whether another customer has one with the same serial.
pub struct Unit {
    /// The unit.
    pub product: InstalledProduct,
    /// Another customer has this serial.
    pub elsewhere: bool,
    /// This report made it.
    pub is_new: bool,
    /// The report says something of it that was not known yet.
    pub has_news: bool,
    /// Units known before this report whose jobs may be the same matter: the one named, those with this serial, whoever has
    /// them; else those of the customer in this category that contradict nothing.
    pub related: Vec<InstalledProductId>,
    /// The like units of the customer, where the report does not say which of them it is.
    pub like: Vec<LikeUnit>,
}

/// Fills in what is known of the units that a report names by their ids, so that the rest of it can be checked. Nothing is
/// told of a unit of somebody who is not around the case; it is refused when the customer is known.
///
/// # Errors
/// The database.
pub async fn name_units(app: &App, input: &mut NewRequest) -> Result<(), Error> {
    let ids: Vec<InstalledProductId> = input.items.iter().filter_map(|item| item.product.unit_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let phones = input.contacts.iter().filter_map(|it| Phone::parse(&it.phone, &app.site.region).ok());
    let around = (input.customer_id, phones.map(|phone| phone.as_ref().to_owned()).collect::<Vec<_>>());
    let read = move |conn: &mut Conn| {
        let mut known = Vec::with_capacity(ids.len());
        for id in ids {
            let unit = known_unit(conn, id)?;
            known.push(theirs(conn, unit, &around)?);
        }
        Ok::<_, Error>(known)
    };
    let known = app.db.read(read).await?;
    let named = input.items.iter_mut().map(|item| &mut item.product).filter(|product| product.unit_id.is_some());
    for (product, unit) in named.zip(known) {
        if let Some(unit) = unit {
            fill_in(product, unit, &app.catalogue());
        }
    }
    Ok(())
}

fn known_unit(conn: &mut Conn, id: InstalledProductId) -> Result<Option<InstalledProduct>, Error> {
    match find_installed_product(conn, id) {
        Err(StoreError::NotFound) => Ok(None),
        found => Ok(Some(found?)),
    }
}

/// The unit, if its customer is named by the report or has one of the telephones in it.
fn theirs(
    conn: &mut Conn,
    unit: Option<InstalledProduct>,
    (customer, phones): &(Option<CustomerId>, Vec<String>),
) -> Result<Option<InstalledProduct>, Error> {
    let Some(unit) = unit else { return Ok(None) };
    let of = unit.customer_id.0;
    let is_theirs =
        *customer == Some(of) || list_phones_of(conn, of)?.iter().any(|phone| phones.contains(&phone.number));
    Ok(Some(unit).filter(|_| is_theirs))
}

fn fill_in(product: &mut NewProduct, unit: InstalledProduct, catalogue: &Catalogue) {
    let model = unit.model.filter(|model| catalogue.model(model).is_some());
    product.category.get_or_insert(unit.category);
    product.brand = product.brand.take().or(unit.brand);
    product.serial = product.serial.take().or(unit.serial);
    product.purchased_on = product.purchased_on.or(unit.purchased_on.map(|day| day.0));
    product.model_code = product.model_code.take().or(model);
}

/// The unit that the report names; else the one with the same serial; else the customer's only unit of the same category
/// that contradicts nothing, by its label if the report has one; else a new one. What the report adds to a known unit is
/// kept. Nobody asks for the units of a customer who `has_none` yet.
///
/// # Errors
/// A unit named that is none of the customer's, or is said to be another one; the database.
pub fn find_or_make_unit(
    tx: &mut Tx<'_>,
    now: Instant,
    (customer, has_none): (CustomerId, bool),
    (at, item): (usize, &Item),
) -> Result<Unit, Error> {
    let mut unit = match_unit(tx.conn(), now, (Some(customer), has_none), (at, item))?;
    if unit.is_new {
        insert_installed_product(tx, &unit.product)?;
    } else if unit.has_news {
        save_installed_product(tx, &mut unit.product)?;
    }
    Ok(unit)
}

/// The unit as [`find_or_make_unit`] would leave it, without keeping anything. A customer who is not known has none.
///
/// # Errors
/// As for [`find_or_make_unit`].
pub fn match_unit(
    conn: &mut Conn,
    now: Instant,
    (customer, has_none): (Option<CustomerId>, bool),
    (at, item): (usize, &Item),
) -> Result<Unit, Error> {
    let facts = &item.unit;
    let with_serial = match &facts.serial {
        Some(serial) => list_products_by_serial(conn, serial)?,
        None => Vec::new(),
    };
    let is_theirs = |product: &InstalledProduct| Some(product.customer_id.0) == customer;
    let elsewhere = with_serial.iter().any(|product| !is_theirs(product));
    let mut related: Vec<InstalledProductId> = with_serial.iter().map(|product| product.id.0).collect();
    let mut like = Vec::new();
    let mut found = match (item.unit_id, customer) {
        (Some(id), Some(customer)) => Some(named(conn, customer, id, (at, item))?),
        _ => with_serial.into_iter().find(is_theirs),
    };
    if let Some(named) = found.as_ref().filter(|unit| !related.contains(&unit.id.0)) {
        related.push(named.id.0);
    }
    if let (None, false, Some(customer)) = (&found, has_none, customer) {
        let mut same = fitting(list_products_of(conn, customer)?, item);
        related.extend(same.iter().map(|product| product.id.0));
        if same.len() == 1 {
            found = same.pop();
        } else if facts.serial.is_none() && item.label.is_none() {
            like = same.into_iter().take(MOST_LIKE).map(LikeUnit::from).collect();
        }
    }
    let is_new = found.is_none();
    let mut product = found.unwrap_or_else(|| made(now, customer.unwrap_or_else(|| mint(now)), item));
    let has_news = !is_new && complete(&mut product, item);
    Ok(Unit { product, elsewhere, is_new, has_news, related, like })
}

/// The customer's units that the item can be, but for those that another one came in place of. A label that one of them has
/// says which.
fn fitting(mut units: Vec<InstalledProduct>, item: &Item) -> Vec<InstalledProduct> {
    let facts = &item.unit;
    let replaced: Vec<_> = units.iter().filter_map(|unit| unit.replaces_id).collect();
    let agrees = |known: &Option<String>, told: &Option<String>| known.is_none() || told.is_none() || known == told;
    let label = item.label.as_deref().map(fold);
    let known_as = |unit: &InstalledProduct| unit.label.as_deref().map(fold);
    units.retain(|product| {
        product.category == facts.category
            && !replaced.contains(&product.id)
            && agrees(&product.brand, &facts.brand)
            && agrees(&product.model, &facts.model)
            && agrees(&product.serial_key, &facts.serial)
            && agrees(&known_as(product), &label)
    });
    if label.is_some() && units.iter().any(|unit| known_as(unit) == label) {
        units.retain(|unit| known_as(unit) == label);
    }
    units
}

/// The unit that the report names, if it is the customer's and what the report says is no other unit.
fn named(
    conn: &mut Conn,
    customer: CustomerId,
    id: InstalledProductId,
    (at, item): (usize, &Item),
) -> Result<InstalledProduct, Error> {
    let mut faults = Faults::default();
    let unit = known_unit(conn, id)?.filter(|unit| unit.customer_id.0 == customer);
    let Some(unit) = unit else {
        faults.add_about(format!("items.{at}.product.unit_id"), FaultCode::UnitUnknown, id.to_string());
        return Err(faults.into());
    };
    let told = [
        ("category", Some(&unit.category), Some(&item.unit.category)),
        ("serial", unit.serial_key.as_ref(), item.unit.serial.as_ref()),
        ("model_code", unit.model.as_ref(), item.unit.model.as_ref()),
        ("brand", unit.brand.as_ref(), item.unit.brand.as_ref()),
    ];
    for (field, known, told) in told {
        if let Some((known, _)) = known.zip(told).filter(|(known, told)| known != told) {
            faults.add_about(format!("items.{at}.product.{field}"), FaultCode::NotAllowed, known.clone());
        }
    }
    Ok(faults.or(unit)?)
}

impl From<InstalledProduct> for LikeUnit {
    fn from(unit: InstalledProduct) -> Self {
        Self { id: unit.id.0, label: unit.label, model: unit.model, serial: unit.serial }
    }
}

fn made(now: Instant, customer: CustomerId, item: &Item) -> InstalledProduct {
    let facts = &item.unit;
    InstalledProduct {
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
        label: item.label.clone(),
        serial_outdoor: None,
        seller: item.seller.clone(),
    }
}

/// Takes over what the report adds to a known unit; whether it adds something.
fn complete(product: &mut InstalledProduct, item: &Item) -> bool {
    let facts = &item.unit;
    let mut is_changed = false;
    is_changed |= fill(&mut product.brand, facts.brand.clone());
    is_changed |= fill(&mut product.model, facts.model.clone());
    is_changed |= fill(&mut product.serial, facts.serial.clone());
    is_changed |= fill(&mut product.serial_key, facts.serial.clone());
    is_changed |= fill(&mut product.manufactured_on, facts.manufactured_on.map(Day));
    is_changed |= fill(&mut product.purchased_on, facts.purchased_on.map(Day));
    is_changed |= fill(&mut product.installed_on, facts.installed_on.map(Day));
    is_changed |= fill(&mut product.label, item.label.clone());
    is_changed |= fill(&mut product.seller, item.seller.clone());
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
    is_changed
}

/// Keeps what is told of what is not known yet; whether it was.
fn fill<T>(known: &mut Option<T>, told: Option<T>) -> bool {
    let is_news = known.is_none() && told.is_some();
    if is_news {
        *known = told;
    }
    is_news
}
