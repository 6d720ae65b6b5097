//! Who calls: customers by telephone or name, with their units, open jobs and last contacts.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Serialize;
use utoipa::ToSchema;

use super::contacts::can_see_customer;
use super::jobs::{JobRow, list_open_of};
use super::preferences::{PreferredLine, preferred};
use crate::domain::access::{Caller, Scope};
use crate::domain::contact::Direction;
use crate::domain::customer::{Channel, ContactClass, CustomerKind};
use crate::domain::id::{CustomerId, InstalledProductId, RequestId, UserId};
use crate::domain::language::Language;
use crate::domain::name::name_key;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::reference::Reference;
use crate::domain::text::{fold, serial_key};
use crate::domain::time::Instant;
use crate::store::contacts::list_contacts;
use crate::store::customers::{Customer, find_customer, list_phones_of, list_products_of};
use crate::store::schema::{addresses, customers, installed_products, phones, request_contacts, service_requests};
use crate::store::{Col, Conn, StoreError};

/// Most customers of one look-up.
const MOST: i64 = 20;
/// Fewest digits that a telephone is sought by.
const FEWEST_DIGITS: usize = 4;
/// Fewest characters that a serial is sought by.
const FEWEST_SERIAL: usize = 5;
const LAST_CONTACTS: i64 = 5;

/// What someone typed to find a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// A whole number, E.164.
    Phone(String),
    /// The last digits of a number, last to first.
    Tail(String),
    /// A part of a name, folded.
    Name(String),
    /// A whole number, E.164, of someone around a case who is not its customer.
    Around(String),
    /// The reference of a request.
    Reference(Reference),
    /// The serial of a unit.
    Serial(String),
}

impl Sought {
    /// Reads digits as a telephone of `region` or the end of one, and anything else as a name.
    #[must_use]
    pub fn read(typed: &str, region: &str) -> Self {
        if let Ok(phone) = Phone::parse(typed, region) {
            return Self::Phone(phone.as_ref().to_owned());
        }
        let folded = fold(typed);
        let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
        let only_digits = folded.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-'));
        if only_digits && digits.len() >= FEWEST_DIGITS {
            return Self::Tail(digits.trim_start_matches('0').chars().rev().collect());
        }
        Self::Name(name_key(typed))
    }

    /// All that a typed text can mean: a reference or a serial, a telephone or the end of one, a part of a name.
    #[must_use]
    pub fn read_all(typed: &str, region: &str) -> Vec<Self> {
        let mut sought: Vec<Self> = Reference::parse(typed).map(Self::Reference).into_iter().collect();
        let serial = serial_key(typed);
        if serial.len() >= FEWEST_SERIAL && serial.bytes().any(|byte| byte.is_ascii_digit()) {
            sought.push(Self::Serial(serial));
        }
        match Self::read(typed, region) {
            Self::Phone(number) => sought.extend([Self::Phone(number.clone()), Self::Around(number)]),
            Self::Name(part) if part.is_empty() => {}
            other => sought.push(other),
        }
        sought
    }
}

/// A customer as an operator sees one while talking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CustomerCard {
    /// The customer.
    pub id: CustomerId,
    /// Person, firm or dealer.
    pub kind: CustomerKind,
    /// Name as told.
    pub name: String,
    /// Language of messages.
    pub language: Language,
    /// How the customer likes to be reached.
    pub preferred_channel: Option<Channel>,
    /// Where letters go.
    pub email: Option<String>,
    /// `vip`, `vulnerable`, `legal`, `debtor`, `threat`.
    pub flags: Vec<String>,
    /// Version, for `If-Match`.
    pub version: i32,
    /// Telephones.
    pub phones: Vec<PhoneLine>,
    /// Technicians whom the customer asks for.
    pub preferred_technicians: Vec<PreferredLine>,
    /// Units known.
    pub installed_products: Vec<Unit>,
    /// Jobs that are still owed, newest first, with the next promised time.
    pub open_jobs: Vec<JobRow>,
    /// The last contacts, newest first.
    pub last_contacts: Vec<ContactLine>,
}

/// One telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhoneLine {
    /// E.164.
    pub number: String,
    /// Kind of line.
    pub kind: PhoneKind,
    /// Whether it gets SMS.
    pub can_sms: bool,
}

/// One unit at a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Unit {
    /// The unit.
    pub id: InstalledProductId,
    /// Code of the category.
    pub category: String,
    /// Code of the brand.
    pub brand: Option<String>,
    /// Code of the model.
    pub model: Option<String>,
    /// Serial.
    pub serial: Option<String>,
    /// What the customer calls it.
    pub label: Option<String>,
    /// `dealer_stock`, `blocked`, `stolen`, `recalled`.
    pub flags: Vec<String>,
    /// Version, for `If-Match`.
    pub version: i32,
    /// Day of purchase.
    #[schema(value_type = Option<String>, format = Date)]
    pub purchased_on: Option<NaiveDate>,
}

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactLine {
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// By what way.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// What it was.
    pub class: ContactClass,
    /// The request that it was about.
    pub request_id: Option<RequestId>,
    /// In words.
    pub summary: String,
}

/// Ids of the customers that fit: those of the scope alone, and those that `maker` made.
///
/// # Errors
/// The database.
pub fn list_ids(
    conn: &mut Conn,
    (scope, maker): (&Scope, Option<UserId>),
    sought: &Sought,
    limit: i64,
) -> Result<Vec<CustomerId>, StoreError> {
    let mut query = customers::table.select(customers::id).order(customers::id.desc()).limit(limit).into_boxed();
    query = match sought {
        Sought::Phone(number) => {
            let of = phones::table.filter(phones::number.eq(number.clone())).select(phones::customer_id);
            query.filter(customers::id.eq_any(of))
        }
        Sought::Tail(reversed) => {
            // ':' follows '9', so the range holds every number that begins with these digits.
            let end = format!("{reversed}:");
            let in_range = phones::reversed.ge(reversed.clone()).and(phones::reversed.lt(end));
            query.filter(customers::id.eq_any(phones::table.filter(in_range).select(phones::customer_id)))
        }
        Sought::Name(part) => {
            let part = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            query.filter(customers::name_key.like(format!("%{part}%")).escape('\\'))
        }
        Sought::Around(number) => {
            // The index holds these rows alone, and a bound value would not show that it serves.
            let others = sql::<Bool>("request_contacts.position > 0");
            let of = request_contacts::table.filter(request_contacts::phone.eq(number.clone())).filter(others);
            let of = service_requests::id.eq_any(of.select(request_contacts::request_id));
            query.filter(customers::id.eq_any(service_requests::table.filter(of).select(service_requests::customer_id)))
        }
        Sought::Reference(reference) => {
            let of = service_requests::table.filter(service_requests::reference.eq(reference.as_ref().to_owned()));
            query.filter(customers::id.eq_any(of.select(service_requests::customer_id)))
        }
        Sought::Serial(serial) => {
            let of = installed_products::table.filter(installed_products::serial_key.eq(serial.clone()));
            query.filter(customers::id.eq_any(of.select(installed_products::customer_id)))
        }
    };
    if let Scope::Provinces(provinces) = scope {
        let here = addresses::table.filter(addresses::province.eq_any(provinces.clone()));
        let here = customers::id.eq_any(here.select(addresses::customer_id));
        query = match maker {
            Some(maker) => query.filter(here.nullable().or(customers::created_by.eq(Col(maker)))),
            None => query.filter(here),
        };
    }
    Ok(query.load::<Col<CustomerId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The customers that fit one meaning or another of what was typed, newest first, at most 20.
///
/// # Errors
/// The database.
pub fn look_up(conn: &mut Conn, caller: &Caller, sought: &[Sought]) -> Result<Vec<CustomerCard>, StoreError> {
    let mut ids = Vec::new();
    for sought in sought {
        ids.extend(list_ids(conn, (&caller.scope, Some(caller.user)), sought, MOST)?);
    }
    let texts: Vec<&str> = ids.iter().map(CustomerId::as_str).collect();
    let query = customers::table.filter(customers::id.eq_any(texts)).order(customers::id.desc()).limit(MOST);
    let found: Vec<Customer> = query.select(Customer::as_select()).load(conn)?;
    found.into_iter().map(|customer| card(conn, &caller.scope, customer)).collect()
}

/// One customer.
///
/// # Errors
/// `NotFound` for a customer that does not exist or is not seen by the caller; the database.
pub fn find_card(conn: &mut Conn, caller: &Caller, id: CustomerId) -> Result<CustomerCard, StoreError> {
    must_see(conn, caller, id)?;
    let customer = find_customer(conn, id)?;
    card(conn, &caller.scope, customer)
}

/// Refuses a customer that the caller does not see.
///
/// # Errors
/// `NotFound`; the database.
pub fn must_see(conn: &mut Conn, caller: &Caller, id: CustomerId) -> Result<(), StoreError> {
    if can_see_customer(conn, caller, id)? { Ok(()) } else { Err(StoreError::NotFound) }
}

/// The units of a customer.
///
/// # Errors
/// The database.
pub fn units_of(conn: &mut Conn, customer: CustomerId) -> Result<Vec<Unit>, StoreError> {
    let units = list_products_of(conn, customer)?.into_iter().map(|row| Unit {
        id: row.id.0,
        category: row.category,
        brand: row.brand,
        model: row.model,
        serial: row.serial,
        label: row.label,
        flags: row.flags.0,
        version: row.version,
        purchased_on: row.purchased_on.map(|day| day.0),
    });
    Ok(units.collect())
}

fn card(conn: &mut Conn, scope: &Scope, customer: Customer) -> Result<CustomerCard, StoreError> {
    let id = customer.id.0;
    let lines = list_phones_of(conn, id)?.into_iter();
    let phones = lines.map(|row| PhoneLine { number: row.number, kind: row.kind.0, can_sms: row.can_sms });
    let phones = phones.collect();
    let installed_products = units_of(conn, id)?;
    let contacts = list_contacts(conn, id, LAST_CONTACTS)?.into_iter().map(|row| ContactLine {
        at: row.started_at.0,
        channel: row.channel.0,
        direction: row.direction.0,
        class: row.class.0,
        request_id: row.request_id.map(|id| id.0),
        summary: row.summary,
    });
    let last_contacts = contacts.collect();
    Ok(CustomerCard {
        id,
        kind: customer.kind.0,
        name: customer.name,
        language: customer.language.0,
        preferred_channel: customer.preferred_channel.map(|channel| channel.0),
        email: customer.email,
        flags: customer.flags.0,
        version: customer.version,
        phones,
        preferred_technicians: preferred(conn, id)?,
        installed_products,
        open_jobs: list_open_of(conn, scope, id)?,
        last_contacts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_a_number_the_end_of_one_or_a_name() {
        assert_eq!(Sought::read("۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR"), Sought::Phone("+989123456789".to_owned()));
        assert_eq!(Sought::read("۶۷۸۹", "IR"), Sought::Tail("9876".to_owned()));
        assert_eq!(Sought::read("كريمي", "IR"), Sought::Name("کریمی".to_owned()));
        assert_eq!(Sought::read("12", "IR"), Sought::Name("12".to_owned()));
        assert_eq!(Sought::read("آقای علی کریمی", "IR"), Sought::Name("علیکریمی".to_owned()));
        let serial = [Sought::Serial("ZR12345678".to_owned()), Sought::Name("zr12345678".to_owned())];
        assert_eq!(Sought::read_all("zr 1234 5678", "IR"), serial);
    }
}
