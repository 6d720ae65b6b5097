//! The pin of the address: read out of what the customer sends, or put by eye into a drawing of what lies around the city.

use super::page::Look;
use super::typed::Typed;
use crate::app::gazetteer::Meant;
use crate::app::{App, Catalogue};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::pin::read_pin;
use crate::domain::geo::{PlaceKind, Position};
use crate::domain::language::Language;
use crate::i18n::{self, Arg, format, say_html};
use crate::web::pages::plane::Plane;
use crate::web::view::View;

/// A pin farther than this from the middle of the city is of another place, metres.
const MOST_OFF_M: f64 = 100_000.0;
/// Places so near are drawn, metres, and degrees of latitude that are farther away in any case.
const NEAR_M: f64 = 40_000.0;
const NEAR_DEGREES: f64 = 0.4;
/// Places drawn beside the city.
const MOST: usize = 14;
/// Room that a name takes on the drawing: units of a letter, and of the line with what stays empty around it.
const LETTER: f64 = 7.0;
const LINE: f64 = 18.0;

/// The pin that the form says; what cannot be one stands among the faults.
pub(super) fn pin_of((app, language): (&App, Language), typed: &Typed, faults: &mut Faults) -> Option<Position> {
    let pin = faults.take("pin", read_pin(&typed.given("pin")?))?;
    let catalogue = app.catalogue();
    let off = city_of(&catalogue, typed).map(|city| city.position.metres_to(pin));
    if let Some(off) = off.filter(|off| *off > MOST_OFF_M) {
        faults.add_about("pin", FaultCode::PositionFar, format::distance(language, metres(off)));
        return None;
    }
    Some(pin)
}

#[expect(clippy::cast_possible_truncation, reason = "distances on the globe are far below 2^52")]
fn metres(distance: f64) -> i64 {
    distance.round() as i64
}

/// A place that is drawn.
struct Spot {
    code: String,
    name_en: String,
    name_fa: String,
    position: Position,
}

/// The city of the address, if one city is meant.
fn city_of(catalogue: &Catalogue, typed: &Typed) -> Option<Spot> {
    let Meant::One(it) = catalogue.place_meant(typed.of("city"), None) else { return None };
    let position = Position { lat: it.lat, lon: it.lon };
    Some(Spot { code: it.code.clone(), name_en: it.name_en.clone(), name_fa: it.name_fa.clone(), position })
}

/// The city's own neighbourhoods, then the nearest towns and villages.
fn around(catalogue: &Catalogue, city: &Spot) -> Vec<Spot> {
    let mut near = Vec::new();
    for it in &catalogue.rows().places {
        let position = Position { lat: it.lat, lon: it.lon };
        let is_own = it.parent.as_deref() == Some(city.code.as_str());
        let may_be_near = it.kind.0 == PlaceKind::City && (it.lat - city.position.lat).abs() < NEAR_DEGREES;
        if it.code == city.code || !(is_own || may_be_near) {
            continue;
        }
        let off = city.position.metres_to(position);
        if is_own || off <= NEAR_M {
            let spot =
                Spot { code: it.code.clone(), name_en: it.name_en.clone(), name_fa: it.name_fa.clone(), position };
            near.push((!is_own, off, spot));
        }
    }
    near.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    near.into_iter().take(MOST).map(|(_, _, spot)| spot).collect()
}

/// A place on the drawing that can be taken as the pin.
pub(super) struct Point {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// Its name.
    pub words: String,
    /// Whether the drawing has room for the name.
    pub is_named: bool,
    /// Its coordinates, as the field of the pin takes them.
    pub value: String,
}

/// What lies around the city.
pub(super) struct Surroundings {
    /// The city first.
    pub points: Vec<Point>,
    /// The pin, from the left and from the top.
    pub pin: Option<(String, String)>,
    /// Length of the scale and what it stands for.
    pub scale: (String, String),
    /// What a point of the drawing means, for the script: latitude and longitude of the city, its units from the left and
    /// from the top, and metres of a unit.
    pub means: [String; 5],
}

/// The drawing, once the city is known.
pub(super) fn draw((app, v): (&App, &View), typed: &Typed, pin: Option<Position>) -> Option<Surroundings> {
    let catalogue = app.catalogue();
    let city = city_of(&catalogue, typed)?;
    let spots = around(&catalogue, &city);
    // The extent does not depend on a pin within it, so that nothing moves while one is set.
    let places: Vec<Position> = spots.iter().map(|spot| spot.position).chain(pin).collect();
    let sheet = Plane::around(city.position, &places);
    let (from_left, from_top) = sheet.units(city.position);
    let Position { lat, lon } = city.position;
    let mut points: Vec<Point> = Vec::with_capacity(spots.len() + 1);
    let mut named: Vec<(f64, f64, f64)> = Vec::new();
    for spot in std::iter::once(&city).chain(&spots) {
        let words = v.named(&spot.name_en, &spot.name_fa).to_owned();
        let (left, top) = sheet.units(spot.position);
        let width = LETTER * words.chars().count() as f64;
        let is_free = |other: &(f64, f64, f64)| {
            (other.0 - left).abs() > other.2.midpoint(width) + LETTER || (other.1 - top).abs() > LINE
        };
        let is_named = named.iter().all(is_free);
        if is_named {
            named.push((left, top, width));
        }
        let (x, y) = sheet.point(spot.position);
        points.push(Point { x, y, words, is_named, value: spot.position.written() });
    }
    Some(Surroundings {
        points,
        pin: pin.map(|pin| sheet.point(pin)),
        scale: sheet.scale(v.language),
        means: [
            format!("{lat}"),
            format!("{lon}"),
            format!("{from_left:.2}"),
            format!("{from_top:.2}"),
            format!("{:.3}", sheet.unit()),
        ],
    })
}

/// What was made of the field, with its tone: where the pin is, or why there is none.
pub(super) fn says((app, v): (&App, &View), look: &Look) -> Option<(&'static str, String)> {
    if let Some(fault) = look.pin_faults.0.first() {
        return Some(("err", v.words("page-words", "words", &i18n::fault(v.language, fault))));
    }
    let pin = look.pin?;
    let Some(city) = city_of(&app.catalogue(), &look.typed) else {
        return Some(("hint", v.around("page-pin-read", "pin", &pin.written())));
    };
    let off = format::distance(v.language, metres(city.position.metres_to(pin)));
    let args = [
        ("pin", Arg::code(pin.written())),
        ("distance", Arg::text(off)),
        ("place", Arg::text(v.named(&city.name_en, &city.name_fa).to_owned())),
    ];
    Some(("hint", say_html(v.language, "page-pin-near", &args)))
}
