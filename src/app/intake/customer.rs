//! Finds who calls and which unit it is about, or makes them; never merges two people silently.

use super::check::{Item, Person, Place};
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::customer::CustomerKind;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AddressId, CustomerId};
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::store::customers::{
    AddressRow, Customer, InstalledProduct, PhoneRow, find_customer, insert_address, insert_customer,
    insert_installed_product, insert_phone, list_customers_at, list_products_by_serial, list_products_of,
    save_installed_product,
};
use crate::store::{At, Col, Day, Json, StoreError, Tx};

/// Who calls, and who else is reached by the same telephone.
pub struct Known {
    /// The customer of the request.
    pub customer: CustomerId,
    /// This report made the customer.
    pub is_new: bool,
    /// Others at the same telephone: the operator decides whether they are the same person.
    pub candidates: Vec<Customer>,
}

/// The same telephone and the same folded name are the same customer; a caller who gives no name is the only customer of
/// the telephone, if there is only one. `named` says who it is and wins.
///
/// # Errors
/// `customer_id` that does not exist, or the database.
pub fn find_or_make(
    tx: &mut Tx<'_>,
    now: Instant,
    people: &[Person],
    named: Option<CustomerId>,
    language: Language,
) -> Result<Known, Error> {
    let Some(caller) = people.first() else { return Err(Error::Internal("a report without a person".to_owned())) };
    let mut at_phone = list_customers_at(tx.conn(), caller.phone.as_ref())?;
    if let Some(named) = named {
        let found = find_customer(tx.conn(), named);
        let found = found.map_err(|error| match error {
            StoreError::NotFound => {
                let mut faults = Faults::default();
                faults.add("customer_id", FaultCode::CustomerUnknown);
                Error::Invalid(faults)
            }
            error => error.into(),
        })?;
        if !at_phone.iter().any(|customer| customer.id.0 == named) {
            add_phone(tx, now, named, &found.name_key, caller)?;
        }
        return Ok(Known { customer: named, is_new: false, candidates: Vec::new() });
    }
    let same = at_phone.iter().position(|customer| customer.name_key == caller.name_key);
    let only = (caller.name_key.is_empty() && at_phone.len() == 1).then_some(0);
    if let Some(at) = same.or(only) {
        let customer = at_phone.swap_remove(at).id.0;
        return Ok(Known { customer, is_new: false, candidates: Vec::new() });
    }
    let customer = Customer {
        id: Col(mint(now)),
        kind: Col(CustomerKind::Person),
        name: caller.name.clone(),
        name_key: caller.name_key.clone(),
        language: Col(language),
        segment: None,
        flags: Json(Vec::new()),
        created_at: At(now),
        version: 1,
    };
    insert_customer(tx, &customer)?;
    add_phone(tx, now, customer.id.0, &caller.name_key, caller)?;
    Ok(Known { customer: customer.id.0, is_new: true, candidates: at_phone })
}

/// Two operators who take down the same new caller at once: the second runs again and finds the first's customer.
fn add_phone(
    tx: &mut Tx<'_>,
    now: Instant,
    customer: CustomerId,
    name_key: &str,
    person: &Person,
) -> Result<(), StoreError> {
    let row = PhoneRow {
        id: Col(mint(now)),
        customer_id: Col(customer),
        number: person.phone.as_ref().to_owned(),
        name_key: name_key.to_owned(),
        reversed: person.phone.reversed(),
        kind: Col(person.kind),
        can_sms: person.can_sms,
        created_at: At(now),
    };
    insert_phone(tx, &row).map_err(|error| match error {
        StoreError::Unique(what) => StoreError::Again(what),
        error => error,
    })
}

/// Keeps the address of a request.
///
/// # Errors
/// The database.
pub fn add_address(tx: &mut Tx<'_>, now: Instant, customer: CustomerId, place: &Place) -> Result<AddressId, Error> {
    let [street, number, unit, neighbourhood, postal_code, landmark, line] = place.parts.clone();
    let row = AddressRow {
        id: Col(mint(now)),
        customer_id: Col(customer),
        province: place.province.clone(),
        place: place.place.clone(),
        neighbourhood,
        street,
        alley: None,
        number,
        floor: None,
        unit,
        postal_code,
        landmark,
        line,
        lat: place.position.lat,
        lon: place.position.lon,
        precision_level: Col(place.precision),
        confirmed_by: Col(place.confirmed_by),
        created_at: At(now),
    };
    insert_address(tx, &row)?;
    Ok(row.id.0)
}

/// The unit of an item, with whether another customer has one with the same serial.
pub struct Unit {
    /// The unit.
    pub product: InstalledProduct,
    /// Another customer has this serial.
    pub elsewhere: bool,
    /// It was known before this report.
    pub known: bool,
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
        if same.len() == 1 {
            found = same.pop();
        }
    }
    if let Some(mut product) = found {
        complete(tx, &mut product, item)?;
        return Ok(Unit { product, elsewhere, known: true });
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
    Ok(Unit { product, elsewhere, known: false })
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
