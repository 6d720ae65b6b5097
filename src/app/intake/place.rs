//! Checks where the units are: the city by any of its names, the parts of the address, the best position known.

use super::input::NewAddress;
use crate::app::Catalogue;
use crate::app::gazetteer::Meant;
use crate::domain::address::{AddressParts, parse_line, street_key};
use crate::domain::customer::ConfirmedBy;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::{Position, Precision};
use crate::domain::text::{clean_line, fold, latin_digits};
use crate::store::catalogue::Place as PlaceRow;

const LINE_CHARS: usize = 300;

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
    /// The parts of the address.
    pub parts: AddressParts,
    /// The line as typed.
    pub line: Option<String>,
    /// The street as it is compared.
    pub street_key: Option<String>,
}

/// Checks an address.
pub fn place(input: &NewAddress, catalogue: &Catalogue, faults: &mut Faults) -> Option<Place> {
    let (parts, line) = parts(input, faults);
    for (field, code) in input.location.map(Position::faults).unwrap_or_default() {
        faults.add(format!("address.location.{field}"), code);
    }
    let city = city(input, catalogue, faults)?;
    let near = parts.neighbourhood.as_deref().and_then(|name| catalogue.neighbourhood(&city.code, name));
    let centre = |place: &PlaceRow| Position { lat: place.lat, lon: place.lon };
    let (position, precision, confirmed_by) = match (input.location, near) {
        (Some(pin), _) => (pin, Precision::Pin, input.location_confirmed_by.unwrap_or(ConfirmedBy::Operator)),
        (None, Some(near)) => (centre(near), Precision::Neighbourhood, ConfirmedBy::Gazetteer),
        (None, None) => (centre(city), Precision::City, ConfirmedBy::Gazetteer),
    };
    let (province, place) = (city.province.clone(), city.code.clone());
    let street_key = parts.street.as_deref().and_then(street_key);
    Some(Place { province, place, position, precision, confirmed_by, parts, line, street_key })
}

fn city<'a>(input: &NewAddress, catalogue: &'a Catalogue, faults: &mut Faults) -> Option<&'a PlaceRow> {
    let province = match input.province.as_deref().filter(|name| !fold(name).is_empty()) {
        Some(name) => {
            let known = catalogue.province(name);
            if known.is_none() {
                faults.add_about("address.province", FaultCode::ProvinceUnknown, name.to_owned());
            }
            known
        }
        None => None,
    };
    match catalogue.place_meant(&input.city, province) {
        Meant::One(place) => Some(place),
        Meant::Unknown => {
            faults.add_about("address.city", FaultCode::PlaceUnknown, input.city.clone());
            None
        }
        Meant::Several(places) => {
            let names = |code: &str| {
                let row = catalogue.rows().provinces.iter().find(|row| row.code == code);
                row.map_or_else(|| code.to_owned(), |row| format!("{} ({})", row.name_fa, row.name_en))
            };
            let mut provinces: Vec<String> = places.iter().map(|place| names(&place.province)).collect();
            provinces.sort_unstable();
            provinces.dedup();
            faults.add_about("address.province", FaultCode::PlaceAmbiguous, provinces.join(", "));
            None
        }
    }
}

/// The parts as typed, those left out as the line names them without doubt, and the line itself.
fn parts(input: &NewAddress, faults: &mut Faults) -> (AddressParts, Option<String>) {
    let mut line = |field: &'static str, text: &Option<String>| -> Option<String> {
        let cleaned = faults.take(format!("address.{field}"), clean_line(text.as_deref()?, LINE_CHARS))?;
        (!cleaned.is_empty()).then_some(cleaned)
    };
    let mut typed = AddressParts {
        street: line("street", &input.street),
        alley: line("alley", &input.alley),
        number: line("number", &input.number),
        floor: line("floor", &input.floor),
        unit: line("unit", &input.unit),
        neighbourhood: line("neighbourhood", &input.neighbourhood),
        postal_code: line("postal_code", &input.postal_code),
        landmark: line("landmark", &input.landmark),
    };
    let mut text = line("text", &input.text);
    if text.is_none() {
        // Many type the whole line where the street is asked for.
        let read = typed.street.as_deref().map(parse_line).unwrap_or_default();
        let is_whole = read.street.is_some() && (read.alley.is_some() || read.number.is_some());
        if is_whole {
            text = typed.street.take();
        }
    }
    let read = text.as_deref().map(parse_line).unwrap_or_default();
    let mut parts = AddressParts {
        street: typed.street.or(read.street),
        alley: typed.alley.or(read.alley),
        number: typed.number.or(read.number),
        floor: typed.floor.or(read.floor),
        unit: typed.unit.or(read.unit),
        neighbourhood: typed.neighbourhood.or(read.neighbourhood),
        postal_code: typed.postal_code.map(|code| latin_digits(&code).replace([' ', '-'], "")),
        landmark: typed.landmark.or(read.landmark),
    };
    let is_code = |code: &String| code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit());
    match &parts.postal_code {
        Some(code) if !is_code(code) => faults.add("address.postal_code", FaultCode::PostalCodeInvalid),
        Some(_) => {}
        None => parts.postal_code = read.postal_code.map(|code| latin_digits(&code)).filter(is_code),
    }
    (parts, text)
}
