//! Checks the people around a case, and says who of them is the customer.

use super::input::NewContact;
use crate::domain::customer::{ContactRole, is_email};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::name::name_key;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::text::clean_line;

const NAME_CHARS: usize = 120;
const MOST_CONTACTS: usize = 8;

/// Someone around the case.
#[derive(Debug, Clone)]
pub struct Person {
    /// Place in the list as it was told.
    pub at: usize,
    /// What the person is to the case.
    pub role: ContactRole,
    /// Telephone.
    pub phone: Phone,
    /// Name as told; empty when none was.
    pub name: String,
    /// The name's form for comparing.
    pub name_key: String,
    /// Kind of the telephone.
    pub kind: PhoneKind,
    /// Whether it gets SMS.
    pub can_sms: bool,
    /// Where letters go.
    pub email: Option<String>,
}

/// Checks the people; the customer comes first: whoever has the unit if told (a dealer or a son may call for another),
/// else the caller.
pub fn people(contacts: &[NewContact], region: &str, faults: &mut Faults) -> Vec<Person> {
    if contacts.is_empty() {
        faults.add("contacts", FaultCode::Required);
    }
    if contacts.len() > MOST_CONTACTS {
        faults.add_about("contacts", FaultCode::TooMany, MOST_CONTACTS.to_string());
    }
    let listed = contacts.iter().take(MOST_CONTACTS).enumerate();
    let mut people: Vec<Person> = listed.filter_map(|(at, contact)| person(at, contact, region, faults)).collect();
    let rank = |role: ContactRole| match role {
        ContactRole::Owner => 0,
        ContactRole::Caller => 1,
        _ => 2,
    };
    people.sort_by_key(|person| rank(person.role));
    people
}

fn person(at: usize, contact: &NewContact, region: &str, faults: &mut Faults) -> Option<Person> {
    let name = contact.name.as_deref().unwrap_or("");
    let name = faults.take(format!("contacts.{at}.name"), clean_line(name, NAME_CHARS));
    let email = contact.email.as_deref().map(str::trim).filter(|email| !email.is_empty()).map(str::to_owned);
    if email.as_ref().is_some_and(|email| !is_email(email)) {
        faults.add_about(format!("contacts.{at}.email"), FaultCode::Malformed, "name@example.com");
    }
    let phone = faults.take(format!("contacts.{at}.phone"), Phone::parse(&contact.phone, region))?;
    let kind = contact.kind.unwrap_or_else(|| phone.kind());
    let can_sms = contact.can_sms.unwrap_or_else(|| kind == PhoneKind::Mobile);
    if can_sms && kind == PhoneKind::Landline && phone.kind() == PhoneKind::Landline {
        faults.add(format!("contacts.{at}.can_sms"), FaultCode::CannotReceiveSms);
    }
    let name = name?;
    Some(Person { at, role: contact.role, name_key: name_key(&name), name, phone, kind, can_sms, email })
}
