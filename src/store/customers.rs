//! Customers, telephones, addresses and installed products.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{BATCH, batch_insertable, insertable, versioned};
use super::schema::{addresses, customers, installed_products, phones};
use super::{At, Col, Conn, Day, Json, StoreError, Tx, on};
use crate::domain::address::AddressParts;
use crate::domain::customer::{Channel, ConfirmedBy, CustomerKind};
use crate::domain::geo::Precision;
use crate::domain::id::{AddressId, CustomerId, InstalledProductId, PhoneId, UserId};
use crate::domain::language::Language;
use crate::domain::phone::PhoneKind;
use crate::domain::warranty::ProofKind;

/// A person, firm or dealer.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = customers, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Customer {
    pub id: Col<CustomerId>,
    pub kind: Col<CustomerKind>,
    pub name: String,
    pub name_key: String,
    pub language: Col<Language>,
    pub segment: Option<String>,
    pub flags: Json<Vec<String>>,
    pub created_at: At,
    pub version: i32,
    pub email: Option<String>,
    pub preferred_channel: Option<Col<Channel>>,
    pub created_by: Option<Col<UserId>>,
}

versioned!(customers, Customer, CustomerId, insert_customer, find_customer, save_customer);

/// One telephone of a customer.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = phones, treat_none_as_default_value = false)]
pub struct PhoneRow {
    pub id: Col<PhoneId>,
    pub customer_id: Col<CustomerId>,
    pub number: String,
    pub name_key: String,
    pub reversed: String,
    pub kind: Col<PhoneKind>,
    pub can_sms: bool,
    pub created_at: At,
}

insertable!(phones, PhoneRow, insert_phone);
batch_insertable!(customers, Customer, insert_customers);
batch_insertable!(phones, PhoneRow, insert_phones);

/// The pairs of number and folded name that are stored of these numbers.
///
/// # Errors
/// The database.
pub fn list_known_phones(conn: &mut Conn, numbers: &[&str]) -> Result<Vec<(String, String)>, StoreError> {
    let mut known = Vec::new();
    for part in numbers.chunks(BATCH) {
        let query = phones::table.filter(phones::number.eq_any(part));
        known.extend(query.select((phones::number, phones::name_key)).load::<(String, String)>(conn)?);
    }
    Ok(known)
}

/// The customers that are reached by this number; a shared telephone has several.
///
/// # Errors
/// The database.
pub fn list_customers_at(conn: &mut Conn, number: &str) -> Result<Vec<Customer>, StoreError> {
    let query = customers::table.inner_join(phones::table).filter(phones::number.eq(number)).order(customers::id);
    Ok(on!(conn, |conn| query.select(Customer::as_select()).load(conn))?)
}

/// The telephones of a customer.
///
/// # Errors
/// The database.
pub fn list_phones_of(conn: &mut Conn, customer: CustomerId) -> Result<Vec<PhoneRow>, StoreError> {
    let query = phones::table.filter(phones::customer_id.eq(customer.as_str())).order(phones::id);
    Ok(query.select(PhoneRow::as_select()).load(conn)?)
}

/// Gives the telephones that stand under a customer's old folded name the new one.
///
/// # Errors
/// `Unique` when another customer of that name has one of the telephones, or the database.
pub fn save_phone_names(tx: &mut Tx<'_>, customer: CustomerId, (old, new): (&str, &str)) -> Result<(), StoreError> {
    let of = phones::customer_id.eq(customer.as_str()).and(phones::name_key.eq(old));
    diesel::update(phones::table.filter(of)).set(phones::name_key.eq(new)).execute(tx.conn())?;
    Ok(())
}

/// One address of a customer, with how well its position is known.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = addresses, treat_none_as_default_value = false)]
pub struct AddressRow {
    pub id: Col<AddressId>,
    pub customer_id: Col<CustomerId>,
    pub province: String,
    pub place: String,
    pub neighbourhood: Option<String>,
    pub street: Option<String>,
    pub alley: Option<String>,
    pub number: Option<String>,
    pub floor: Option<String>,
    pub unit: Option<String>,
    pub postal_code: Option<String>,
    pub landmark: Option<String>,
    pub line: Option<String>,
    pub lat: f64,
    pub lon: f64,
    pub precision_level: Col<Precision>,
    pub confirmed_by: Col<ConfirmedBy>,
    pub created_at: At,
    pub street_key: Option<String>,
}

impl AddressRow {
    /// Its parts below the town, but for those that its line names.
    #[must_use]
    pub fn parts(&self) -> AddressParts {
        let it = self.clone();
        let parts = AddressParts {
            street: it.street,
            alley: it.alley,
            number: it.number,
            floor: it.floor,
            unit: it.unit,
            neighbourhood: it.neighbourhood,
            postal_code: it.postal_code,
            landmark: it.landmark,
        };
        parts.beside(it.line.as_deref())
    }

    /// What is said below its town, in order and nothing twice.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        self.parts().said(self.line.as_deref())
    }
}

insertable!(addresses, AddressRow, insert_address);
batch_insertable!(addresses, AddressRow, insert_addresses);

/// The address with this id.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_address(conn: &mut Conn, id: AddressId) -> Result<AddressRow, StoreError> {
    Ok(addresses::table.find(id.as_str()).select(AddressRow::as_select()).first(conn)?)
}

/// The newest address of a customer.
///
/// # Errors
/// The database.
pub fn find_last_address(conn: &mut Conn, customer: CustomerId) -> Result<Option<AddressRow>, StoreError> {
    let query = addresses::table.filter(addresses::customer_id.eq(customer.as_str())).order(addresses::id.desc());
    Ok(query.select(AddressRow::as_select()).first(conn).optional()?)
}

/// Addresses on a street of a place whose position someone confirmed, newest first.
///
/// # Errors
/// The database.
pub fn list_addresses_on(
    conn: &mut Conn,
    place: &str,
    street_key: &str,
    limit: i64,
) -> Result<Vec<AddressRow>, StoreError> {
    let on = addresses::place.eq(place).and(addresses::street_key.eq(street_key));
    let query = addresses::table.filter(on).order(addresses::id.desc()).limit(limit);
    Ok(query.select(AddressRow::as_select()).load(conn)?)
}

/// One unit at a customer; at first perhaps only its category is known.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = installed_products, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct InstalledProduct {
    pub id: Col<InstalledProductId>,
    pub customer_id: Col<CustomerId>,
    pub category: String,
    pub brand: Option<String>,
    pub model: Option<String>,
    pub serial: Option<String>,
    pub serial_key: Option<String>,
    pub manufactured_on: Option<Day>,
    pub purchased_on: Option<Day>,
    pub installed_on: Option<Day>,
    pub proof_seen: bool,
    pub flags: Json<Vec<String>>,
    pub created_at: At,
    pub version: i32,
    pub replaces_id: Option<Col<InstalledProductId>>,
    pub transferred_on: Option<Day>,
    pub proof_kind: Option<Col<ProofKind>>,
    pub label: Option<String>,
    pub serial_outdoor: Option<String>,
    pub seller: Option<String>,
}

versioned!(
    installed_products,
    InstalledProduct,
    InstalledProductId,
    insert_installed_product,
    find_installed_product,
    save_installed_product
);

/// The units with this serial, whoever has them.
///
/// # Errors
/// The database.
pub fn list_products_by_serial(conn: &mut Conn, serial_key: &str) -> Result<Vec<InstalledProduct>, StoreError> {
    let query = installed_products::table.filter(installed_products::serial_key.eq(serial_key));
    let query = query.order(installed_products::id);
    Ok(on!(conn, |conn| query.select(InstalledProduct::as_select()).load(conn))?)
}

/// The units of a customer.
///
/// # Errors
/// The database.
pub fn list_products_of(conn: &mut Conn, customer: CustomerId) -> Result<Vec<InstalledProduct>, StoreError> {
    let query = installed_products::table.filter(installed_products::customer_id.eq(customer.as_str()));
    let query = query.order(installed_products::id);
    Ok(on!(conn, |conn| query.select(InstalledProduct::as_select()).load(conn))?)
}
