//! Checks every value of a report against the reference data and collects all faults.

use super::input::{NewAddress, NewContact, NewRequest};
use super::item::ItemCheck;
use crate::app::Catalogue;
use crate::domain::customer::{ConfirmedBy, ContactRole};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::{Position, Precision};
use crate::domain::job::JobKind;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::text::{clean_line, clean_text, fold, latin_digits};
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::{ProofKind, UnitFacts};

const NAME_CHARS: usize = 120;
const LINE_CHARS: usize = 300;
pub(super) const NOTE_CHARS: usize = 4_000;
const MOST_CONTACTS: usize = 8;
const MOST_ITEMS: usize = 20;

/// A report whose every value is known to be good.
#[derive(Debug, Clone)]
pub struct Checked {
    /// People, caller first.
    pub people: Vec<Person>,
    /// Where.
    pub address: Place,
    /// The units.
    pub items: Vec<Item>,
    /// The visit that the customer wants.
    pub window: Option<Window>,
    /// Words for whoever works on it.
    pub note: Option<String>,
}

/// Someone around the case.
#[derive(Debug, Clone)]
pub struct Person {
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
}

/// A place with the best position known.
#[derive(Debug, Clone)]
pub struct Place {
    /// Province code.
    pub province: String,
    /// Place code.
    pub place: String,
    /// Where.
    pub position: Position,
    /// How well that is known.
    pub precision: Precision,
    /// By whom.
    pub confirmed_by: ConfirmedBy,
    /// Street, number, unit, neighbourhood, postal code, landmark, one line.
    pub parts: [Option<String>; 7],
}

/// One unit and what is to be done with it.
#[derive(Debug, Clone)]
pub struct Item {
    /// What is to be done.
    pub kind: JobKind,
    /// What is known of the unit.
    pub unit: UnitFacts,
    /// What proves its dates.
    pub proof: Option<ProofKind>,
    /// Fault code, if one of the catalogue.
    pub fault: Option<String>,
    /// The customer's words.
    pub fault_note: Option<String>,
}

/// Checks a whole report at `now`.
///
/// # Errors
/// Every fault at once.
pub fn check(input: &NewRequest, catalogue: &Catalogue, region: &str, now: Instant) -> Result<Checked, Faults> {
    let mut faults = Faults::default();
    let people = people(&input.contacts, region, &mut faults);
    let address = address(&input.address, catalogue, &mut faults);
    if input.items.is_empty() {
        faults.add("items", FaultCode::Required);
    }
    if input.items.len() > MOST_ITEMS {
        faults.add_about("items", FaultCode::TooMany, MOST_ITEMS.to_string());
    }
    let today = catalogue.calendar().local_date(now);
    let items: Vec<Option<Item>> = (input.items.iter().take(MOST_ITEMS).enumerate())
        .map(|(at, item)| ItemCheck::new(catalogue, &mut faults, at, today).item(item))
        .collect();
    let window = input.window.as_ref().and_then(|window| {
        let (from, to) = (window.from.to_utc(), window.to.to_utc());
        if to <= now {
            faults.add("window.to", FaultCode::WindowInPast);
        }
        let window = Window::new(from, to);
        if window.is_none() {
            faults.add("window.to", FaultCode::WindowEndsBeforeStart);
        }
        window
    });
    let note = input.note.as_ref().and_then(|note| faults.take("note", clean_text(note, NOTE_CHARS)));
    match (address, items.into_iter().collect::<Option<Vec<_>>>()) {
        (Some(address), Some(items)) if faults.is_empty() => Ok(Checked { people, address, items, window, note }),
        _ => Err(faults),
    }
}

fn people(contacts: &[NewContact], region: &str, faults: &mut Faults) -> Vec<Person> {
    if contacts.is_empty() {
        faults.add("contacts", FaultCode::Required);
    }
    if contacts.len() > MOST_CONTACTS {
        faults.add_about("contacts", FaultCode::TooMany, MOST_CONTACTS.to_string());
    }
    let mut people = Vec::with_capacity(contacts.len());
    for (at, contact) in contacts.iter().take(MOST_CONTACTS).enumerate() {
        let name = contact.name.as_deref().unwrap_or("");
        let name = faults.take(format!("contacts.{at}.name"), clean_line(name, NAME_CHARS));
        let phone = faults.take(format!("contacts.{at}.phone"), Phone::parse(&contact.phone, region));
        let (Some(name), Some(phone)) = (name, phone) else { continue };
        let kind = contact.kind.unwrap_or_else(|| phone.kind());
        let can_sms = contact.can_sms.unwrap_or_else(|| kind == PhoneKind::Mobile);
        if can_sms && kind == PhoneKind::Landline && phone.kind() == PhoneKind::Landline {
            faults.add(format!("contacts.{at}.can_sms"), FaultCode::CannotReceiveSms);
        }
        people.push(Person { role: contact.role, name_key: fold(&name), name, phone, kind, can_sms });
    }
    people.sort_by_key(|person| person.role != ContactRole::Caller);
    people
}

fn address(input: &NewAddress, catalogue: &Catalogue, faults: &mut Faults) -> Option<Place> {
    let mut line = |field: &'static str, text: &Option<String>| -> Option<String> {
        let cleaned = faults.take(format!("address.{field}"), clean_line(text.as_deref()?, LINE_CHARS))?;
        (!cleaned.is_empty()).then_some(cleaned)
    };
    let parts = [
        line("street", &input.street),
        line("number", &input.number),
        line("unit", &input.unit),
        line("neighbourhood", &input.neighbourhood),
        line("postal_code", &input.postal_code).map(|code| latin_digits(&code).replace([' ', '-'], "")),
        line("landmark", &input.landmark),
        line("text", &input.text),
    ];
    if parts[4].as_ref().is_some_and(|code| code.len() != 10 || !code.bytes().all(|byte| byte.is_ascii_digit())) {
        faults.add("address.postal_code", FaultCode::PostalCodeInvalid);
    }
    for (field, code) in input.location.map(Position::faults).unwrap_or_default() {
        faults.add(format!("address.location.{field}"), code);
    }
    let province = input.province.as_deref().and_then(|name| {
        let known = catalogue.province(name);
        if known.is_none() {
            faults.add_about("address.province", FaultCode::ProvinceUnknown, name.to_owned());
        }
        known
    });
    let Some(place) = catalogue.place(&input.city, province) else {
        faults.add_about("address.city", FaultCode::PlaceUnknown, input.city.clone());
        return None;
    };
    let (position, precision, confirmed_by) = match input.location {
        Some(pin) => (pin, Precision::Pin, ConfirmedBy::Operator),
        None => (Position { lat: place.lat, lon: place.lon }, Precision::City, ConfirmedBy::Gazetteer),
    };
    let (province, place) = (place.province.clone(), place.code.clone());
    Some(Place { province, place, position, precision, confirmed_by, parts })
}
