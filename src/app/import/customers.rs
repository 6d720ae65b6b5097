//! Customers with a telephone and perhaps an address. One telephone and one folded name are one customer.

use std::collections::HashSet;

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::clock::mint;
use crate::domain::address::{parse_line, street_key};
use crate::domain::customer::{ConfirmedBy, CustomerKind};
use crate::domain::geo::{Position, Precision};
use crate::domain::id::CustomerId;
use crate::domain::language::Language;
use crate::domain::name::name_key;
use crate::domain::phone::{Phone, PhoneKind};
use crate::store::customers::{
    AddressRow, Customer, PhoneRow, insert_addresses, insert_customers, insert_phones, list_known_phones,
};
use crate::store::{At, Col, Json};

pub const COLUMNS: &[&str] = &["name", "phone", "kind?", "language?", "province?", "city?", "street?", "lat?", "lon?"];

/// Characters of a line of an address at most.
const STREET_CHARS: usize = 300;

/// A customer, how to reach it, and where it is.
#[derive(Clone)]
struct Line {
    customer: Customer,
    phone: PhoneRow,
    address: Option<AddressRow>,
}

pub fn read(table: &mut Table, ground: &Ground) -> Write {
    let lines = table.read(|cells| customer(cells, ground));
    Box::new(move |tx| {
        let numbers: Vec<&str> = lines.iter().map(|line| line.phone.number.as_str()).collect();
        let mut known: HashSet<(String, String)> = list_known_phones(tx.conn(), &numbers)?.into_iter().collect();
        let mut is_new = |line: &&Line| known.insert((line.phone.number.clone(), line.phone.name_key.clone()));
        let new: Vec<Line> = lines.iter().filter(|line| is_new(line)).cloned().collect();
        let customers: Vec<_> = new.iter().map(|line| line.customer.clone()).collect();
        let phones: Vec<_> = new.iter().map(|line| line.phone.clone()).collect();
        let addresses: Vec<_> = new.iter().filter_map(|line| line.address.clone()).collect();
        insert_customers(tx, &customers)?;
        insert_phones(tx, &phones)?;
        insert_addresses(tx, &addresses)?;
        Ok(Counts { added: new.len(), changed: 0, skipped: lines.len() - new.len() })
    })
}

fn customer(cells: &mut Cells<'_>, ground: &Ground) -> Option<Line> {
    let name = cells.text("name", NAME_CHARS);
    let phone = cells.phone("phone", &ground.region);
    let kind = match cells.given("kind") {
        None => phone.as_ref().map(Phone::kind),
        Some(_) => cells.choice("kind", PhoneKind::ALL),
    };
    let language = match cells.given("language") {
        None => Some(Language::default()),
        Some(_) => cells.choice("language", Language::ALL),
    };
    let id = Col(mint(ground.now));
    let address = address(cells, ground, id);
    let (name, phone, kind) = (name?, phone?, kind?);
    let name_key = name_key(&name);
    Some(Line {
        phone: PhoneRow {
            id: Col(mint(ground.now)),
            customer_id: id,
            number: phone.as_ref().to_owned(),
            name_key: name_key.clone(),
            reversed: phone.reversed(),
            kind: Col(kind),
            can_sms: kind == PhoneKind::Mobile,
            created_at: At(ground.now),
        },
        customer: Customer {
            id,
            kind: Col(CustomerKind::Person),
            name,
            name_key,
            language: Col(language?),
            segment: None,
            flags: Json(Vec::new()),
            created_at: At(ground.now),
            version: 1,
            email: None,
            preferred_channel: None,
            created_by: None,
        },
        address,
    })
}

/// The address if any of its cells is given.
fn address(cells: &mut Cells<'_>, ground: &Ground, customer_id: Col<CustomerId>) -> Option<AddressRow> {
    let is_given = |cells: &Cells<'_>, columns: &[&str]| columns.iter().any(|column| !cells.get(column).is_empty());
    if !is_given(cells, &["province", "city", "street", "lat", "lon"]) {
        return None;
    }
    let place = cells.place(ground);
    let street = cells.optional_text("street", STREET_CHARS);
    let pin = if is_given(cells, &["lat", "lon"]) { cells.position() } else { None };
    let (province, place) = place?;
    let (position, precision_level, confirmed_by) = if let Some(pin) = pin {
        (pin, Precision::Pin, ConfirmedBy::Operator)
    } else {
        let city = ground.catalogue.place(&place, Some(&province))?;
        (Position { lat: city.lat, lon: city.lon }, Precision::City, ConfirmedBy::Gazetteer)
    };
    let is_pinned = precision_level == Precision::Pin;
    let key = street.as_deref().and_then(|line| street_key(parse_line(line).street.as_deref().unwrap_or(line)));
    Some(AddressRow {
        id: Col(mint(ground.now)),
        customer_id,
        province,
        place,
        neighbourhood: None,
        street,
        alley: None,
        number: None,
        floor: None,
        unit: None,
        postal_code: None,
        landmark: None,
        line: None,
        lat: position.lat,
        lon: position.lon,
        precision_level: Col(precision_level),
        confirmed_by: Col(confirmed_by),
        created_at: At(ground.now),
        street_key: key.filter(|_| is_pinned),
    })
}
