//! Finds who calls and which unit it is about, or makes them; never merges two people silently.

use super::people::Person;
use super::place::Place;
use crate::app::Error;
use crate::app::clock::mint;
use crate::domain::customer::{ContactRole, CustomerKind};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Precision;
use crate::domain::id::{AddressId, CustomerId, UserId};
use crate::domain::language::Language;
use crate::domain::time::Instant;
use crate::store::customers::{
    AddressRow, Customer, PhoneRow, find_customer, insert_address, insert_customer, insert_phone, list_customers_at,
};
use crate::store::{At, Col, Json, StoreError, Tx};

/// Whose request it is, and who else is reached by the same telephone.
pub struct Known {
    /// The customer of the request.
    pub customer: Customer,
    /// This report made the customer.
    pub is_new: bool,
    /// Others at the same telephone: the operator decides whether they are the same person.
    pub candidates: Vec<Customer>,
}

/// What a report says of its customer besides name and telephone.
#[derive(Default)]
pub struct Said {
    /// Who it is.
    pub customer_id: Option<CustomerId>,
    /// What a new customer is.
    pub kind: Option<CustomerKind>,
    /// Language of a new customer.
    pub language: Language,
    /// The user who takes it down.
    pub by: Option<UserId>,
}

/// The same telephone and the same folded name are the same customer; one who gives no name is the only customer of the
/// telephone, if there is only one. `customer_id` says who it is and wins.
///
/// # Errors
/// `customer_id` that does not exist, or the database.
pub fn find_or_make(tx: &mut Tx<'_>, now: Instant, people: &[Person], said: &Said) -> Result<Known, Error> {
    let Some(first) = people.first() else { return Err(Error::Internal("a report without a person".to_owned())) };
    let mut at_phone = list_customers_at(tx.conn(), first.phone.as_ref())?;
    if let Some(named) = said.customer_id {
        let customer = named_customer(tx, named)?;
        // A namesake at this telephone keeps it: one telephone and one name are one customer.
        if !at_phone.iter().any(|other| other.id.0 == named || other.name_key == customer.name_key) {
            add_phone(tx, now, named, &customer.name_key, first)?;
        }
        return Ok(Known { customer, is_new: false, candidates: Vec::new() });
    }
    if let Some(at) = known_among(&at_phone, first) {
        return Ok(Known { customer: at_phone.swap_remove(at), is_new: false, candidates: Vec::new() });
    }
    let usual = if first.role == ContactRole::Dealer { CustomerKind::Dealer } else { CustomerKind::Person };
    let customer = Customer {
        id: Col(mint(now)),
        kind: Col(said.kind.unwrap_or(usual)),
        name: first.name.clone(),
        name_key: first.name_key.clone(),
        language: Col(said.language),
        segment: None,
        flags: Json(Vec::new()),
        created_at: At(now),
        version: 1,
        email: first.email.clone(),
        preferred_channel: None,
        created_by: said.by.map(Col),
    };
    insert_customer(tx, &customer)?;
    add_phone(tx, now, customer.id.0, &first.name_key, first)?;
    Ok(Known { customer, is_new: true, candidates: at_phone })
}

/// Which of the customers at a telephone somebody is.
pub(super) fn known_among(at_phone: &[Customer], person: &Person) -> Option<usize> {
    let same = at_phone.iter().position(|customer| customer.name_key == person.name_key);
    same.or_else(|| (person.name_key.is_empty() && at_phone.len() == 1).then_some(0))
}

fn named_customer(tx: &mut Tx<'_>, named: CustomerId) -> Result<Customer, Error> {
    find_customer(tx.conn(), named).map_err(|error| match error {
        StoreError::NotFound => {
            let mut faults = Faults::default();
            faults.add("customer_id", FaultCode::CustomerUnknown);
            Error::Invalid(faults)
        }
        error => error.into(),
    })
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
    insert_phone(tx, &row).map_err(StoreError::look_again)
}

/// Keeps the address of a request.
///
/// # Errors
/// The database.
pub fn add_address(tx: &mut Tx<'_>, now: Instant, customer: CustomerId, place: &Place) -> Result<AddressId, Error> {
    let parts = place.parts.clone();
    let is_confirmed = place.precision == Precision::Pin;
    let row = AddressRow {
        id: Col(mint(now)),
        customer_id: Col(customer),
        province: place.province.clone(),
        place: place.place.clone(),
        neighbourhood: parts.neighbourhood,
        street: parts.street,
        alley: parts.alley,
        number: parts.number,
        floor: parts.floor,
        unit: parts.unit,
        postal_code: parts.postal_code,
        landmark: parts.landmark,
        line: place.line.clone(),
        lat: place.position.lat,
        lon: place.position.lon,
        precision_level: Col(place.precision),
        confirmed_by: Col(place.confirmed_by),
        created_at: At(now),
        street_key: place.street_key.clone().filter(|_| is_confirmed),
    };
    insert_address(tx, &row)?;
    Ok(row.id.0)
}
