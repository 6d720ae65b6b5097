//! Who calls: customers by telephone or name, with their units, open jobs and last contacts.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::{JobRow, list_open_of};
use crate::domain::access::Scope;
use crate::domain::contact::Direction;
use crate::domain::customer::{Channel, ContactClass, CustomerKind};
use crate::domain::id::{CustomerId, InstalledProductId, RequestId};
use crate::domain::language::Language;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::text::fold;
use crate::domain::time::Instant;
use crate::store::contacts::list_contacts;
use crate::store::customers::{Customer, list_phones_of, list_products_of};
use crate::store::schema::{addresses, customers, phones};
use crate::store::{Col, Conn, StoreError};

/// Most customers of one look-up.
const MOST: i64 = 20;
/// Fewest digits that a telephone is sought by.
const FEWEST_DIGITS: usize = 4;
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
}

impl Sought {
    /// Reads digits as a telephone of `region` or the end of one, and anything else as a name.
    #[must_use]
    pub fn read(typed: &str, region: &str) -> Self {
        let folded = fold(typed);
        if let Ok(phone) = Phone::parse(typed, region) {
            return Self::Phone(phone.as_ref().to_owned());
        }
        let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
        let only_digits = folded.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-'));
        if only_digits && digits.len() >= FEWEST_DIGITS {
            return Self::Tail(digits.trim_start_matches('0').chars().rev().collect());
        }
        Self::Name(folded)
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
    /// Telephones.
    pub phones: Vec<PhoneLine>,
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

/// Ids of the customers that fit, those of the scope alone.
///
/// # Errors
/// The database.
pub fn list_ids(conn: &mut Conn, scope: &Scope, sought: &Sought, limit: i64) -> Result<Vec<CustomerId>, StoreError> {
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
    };
    if let Scope::Provinces(provinces) = scope {
        let here = addresses::table.filter(addresses::province.eq_any(provinces.clone()));
        query = query.filter(customers::id.eq_any(here.select(addresses::customer_id)));
    }
    Ok(query.load::<Col<CustomerId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The customers that fit, newest first, at most 20.
///
/// # Errors
/// The database.
pub fn look_up(conn: &mut Conn, scope: &Scope, sought: &Sought) -> Result<Vec<CustomerCard>, StoreError> {
    let ids = list_ids(conn, scope, sought, MOST)?;
    let texts: Vec<&str> = ids.iter().map(CustomerId::as_str).collect();
    let query = customers::table.filter(customers::id.eq_any(texts)).order(customers::id.desc());
    let found: Vec<Customer> = query.select(Customer::as_select()).load(conn)?;
    found.into_iter().map(|customer| card(conn, scope, customer)).collect()
}

fn card(conn: &mut Conn, scope: &Scope, customer: Customer) -> Result<CustomerCard, StoreError> {
    let id = customer.id.0;
    let lines = list_phones_of(conn, id)?.into_iter();
    let phones = lines.map(|row| PhoneLine { number: row.number, kind: row.kind.0, can_sms: row.can_sms });
    let phones = phones.collect();
    let units = list_products_of(conn, id)?.into_iter().map(|row| Unit {
        id: row.id.0,
        category: row.category,
        brand: row.brand,
        model: row.model,
        serial: row.serial,
        purchased_on: row.purchased_on.map(|day| day.0),
    });
    let installed_products = units.collect();
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
        phones,
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
    }
}
