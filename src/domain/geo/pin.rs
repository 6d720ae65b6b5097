//! A position out of what customers dictate or send: coordinates, or a link of a map. Nothing is fetched.

use super::Position;
use crate::domain::fault::FaultCode;
use crate::domain::text::latin_digits;

/// Names of the two values where a link has them apart, from the pin itself to the place that is looked at.
const APART: [(&str, &str); 5] =
    [("mlat", "mlon"), ("latitude", "longitude"), ("lat", "lon"), ("lat", "lng"), ("lat", "long")];
/// Names of a value that holds both with a comma between them.
const TOGETHER: [&str; 7] = ["q", "query", "ll", "destination", "daddr", "location", "center"];
/// What links of maps begin with when they are sent without `https://`.
const HOSTS: [&str; 7] =
    ["goo.gl/", "nshn.ir/", "neshan.org/", "balad.ir/", "google.com/", "openstreetmap.org/", "osm.org/"];
/// What links write for characters that have a meaning of their own in them.
const ENCODED: [(&str, &str); 6] = [("%2c", ","), ("%20", " "), ("%40", "@"), ("%3a", ":"), ("%3d", "="), ("%2f", "/")];

impl Position {
    /// Latitude and longitude in degrees with a comma between them, five decimals: about a metre.
    #[must_use]
    pub fn written(self) -> String {
        format!("{:.5},{:.5}", self.lat, self.lon)
    }
}

/// Reads a position out of coordinates or a link, in any digits: `35.7001,51.4002`, `35°42'00"N 51°24'01"E`,
/// `geo:35.7,51.4`, and the links of Google Maps, Neshan, Balad and OpenStreetMap that name the position. Latitude goes first.
///
/// # Errors
/// `PositionHidden` for a link that does not name where it leads, `PositionUnreadable` for other text,
/// `LatitudeOutOfRange` and `LongitudeOutOfRange` for what is off the globe.
pub fn read_pin(text: &str) -> Result<Position, FaultCode> {
    let text = plain(text);
    let is_link = text.contains("://") || HOSTS.iter().any(|host| text.contains(host));
    let found = apart(&text).or_else(|| together(&text)).or_else(|| marked(&text));
    let found = found.or_else(|| if is_link { first_pair(&text) } else { dictated(&text) });
    let (lat, lon) = found.ok_or(if is_link { FaultCode::PositionHidden } else { FaultCode::PositionUnreadable })?;
    let position = Position { lat, lon };
    match position.faults().first() {
        Some((_, code)) => Err(*code),
        None => Ok(position),
    }
}

/// The text in small Latin letters and digits, without what only orders it for the eye.
fn plain(text: &str) -> String {
    let is_hidden = |c: char| matches!(c, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown: String = latin_digits(text).chars().filter(|c| !is_hidden(*c)).collect();
    let text = shown.to_ascii_lowercase().replace('٫', ".").replace(['،', '؛'], ",").replace('−', "-");
    ENCODED.into_iter().fold(text, |text, (code, meant)| text.replace(code, meant))
}

/// A number at the beginning of a text, and what follows it.
struct Number<'a> {
    value: f64,
    has_decimals: bool,
    rest: &'a str,
}

/// The number with which a text begins, if it begins with one.
fn number(text: &str) -> Option<Number<'_>> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    if whole == 0 {
        return None;
    }
    let decimals = unsigned[whole..].strip_prefix('.').map_or(0, digits);
    let sign = text.len() - unsigned.len();
    let end = sign + whole + if decimals == 0 { 0 } else { decimals + 1 };
    let value = text[..end].parse().ok()?;
    Some(Number { value, has_decimals: decimals > 0, rest: &text[end..] })
}

/// Two numbers with one of these marks between them.
fn pair<'a>(text: &'a str, marks: &[char]) -> Option<[Number<'a>; 2]> {
    let first = number(text.trim_start())?;
    let rest = first.rest.trim_start();
    let second = number(rest.strip_prefix(marks)?.trim_start())?;
    Some([first, second])
}

fn values([lat, lon]: [Number<'_>; 2]) -> (f64, f64) {
    (lat.value, lon.value)
}

/// What stands behind each `key=` of a text.
fn behind<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(key).filter_map(move |(at, _)| {
        let is_whole = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        text[at + key.len()..].strip_prefix('=').filter(|_| is_whole)
    })
}

/// `latitude=35.7&longitude=51.4`.
fn apart(text: &str) -> Option<(f64, f64)> {
    let one = |key| behind(text, key).find_map(number).map(|found| found.value);
    APART.into_iter().find_map(|(lat, lon)| Some((one(lat)?, one(lon)?)))
}

/// `q=35.7,51.4`, `q=loc:35.7,51.4`.
fn together(text: &str) -> Option<(f64, f64)> {
    let read = |value: &str| pair(value.trim_start_matches("loc:"), &[',']).map(values);
    TOGETHER.into_iter().find_map(|key| behind(text, key).find_map(read))
}

/// Behind a mark of its own: `!3d35.7!4d51.4`, `geo:35.7,51.4`, `@35.7,51.4`, `#map=17/35.7/51.4`, `#17/35.7/51.4`,
/// `#c35.7-51.4-17z`.
fn marked(text: &str) -> Option<(f64, f64)> {
    let place = || {
        // Of several the last is the one to which the way leads.
        let lat = number(&text[text.rfind("!3d")? + 3..])?;
        let lon = number(lat.rest.strip_prefix("!4d")?)?;
        Some((lat.value, lon.value))
    };
    let geo = || pair(text.split_once("geo:")?.1, &[',']).map(values);
    let seen = || text.match_indices('@').find_map(|(at, _)| pair(&text[at + 1..], &[','])).map(values);
    let zoomed = || {
        let rest = text.split_once('#')?.1;
        if let Some(centre) = rest.strip_prefix('c') {
            return pair(centre, &['-']).map(values);
        }
        let zoom = number(rest.strip_prefix("map=").unwrap_or(rest))?;
        pair(zoom.rest.strip_prefix('/')?, &['/']).map(values)
    };
    place().or_else(geo).or_else(seen).or_else(zoomed)
}

/// The first two numbers with decimals and a comma between them.
fn first_pair(text: &str) -> Option<(f64, f64)> {
    let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let digits = text.match_indices(|c: char| c.is_ascii_digit() || c == '-').filter(|(at, _)| begins(*at));
    let mut pairs = digits.filter_map(|(at, _)| pair(&text[at..], &[',']));
    pairs.find(|found| found.iter().all(|one| one.has_decimals)).map(values)
}

/// Coordinates and nothing else that is a number: two with decimals, or degrees, minutes and seconds twice.
fn dictated(text: &str) -> Option<(f64, f64)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        // Right behind the first number it is a dash between the two.
        let is_negative = rest[..at].ends_with('-') && (found.is_empty() || at > 1);
        let one = number(&rest[at..])?;
        found.push((if is_negative { -one.value } else { one.value }, one.has_decimals));
        rest = one.rest;
    }
    match found.as_slice() {
        [(lat, true), (lon, true)] => Some((*lat, *lon)),
        [lat, lat_min, lat_s, lon, lon_min, lon_s] if text.contains('°') => {
            Some((degrees([lat.0, lat_min.0, lat_s.0])?, degrees([lon.0, lon_min.0, lon_s.0])?))
        }
        _ => None,
    }
}

/// Degrees of degrees, minutes and seconds.
fn degrees([whole, minutes, seconds]: [f64; 3]) -> Option<f64> {
    let fits = |part: f64| (0.0..60.0).contains(&part);
    (fits(minutes) && fits(seconds)).then(|| whole + minutes / 60.0 + seconds / 3_600.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HERE: Position = Position { lat: 35.7, lon: 51.4 };

    #[test]
    fn coordinates_are_read_however_they_are_dictated() {
        let forms = [
            "35.7,51.4",
            " 35.7 , 51.4 ",
            "35.7 51.4",
            "35.7/51.4",
            "35.7-51.4",
            "۳۵٫۷، ۵۱٫۴",
            "۳۵.۷،۵۱.۴",
            "\u{202A}35.7,51.4\u{202C}",
            "lat: 35.7 lon: 51.4",
            "عرض ۳۵٫۷ طول ۵۱٫۴",
            "35.7° N, 51.4° E",
            "35°42'00.0\"N 51°24'00.0\"E",
            "(35.70000, 51.40000).",
        ];
        for text in forms {
            let read = read_pin(text).unwrap();
            assert!(read.metres_to(HERE) < 0.1, "{text}: {read:?}");
        }
    }

    #[test]
    fn links_that_name_the_position_are_read() {
        let forms = [
            "geo:35.7,51.4",
            "geo:0,0?q=35.7,51.4(Home)",
            "https://www.google.com/maps/@35.7,51.4,17z",
            "https://www.google.com/maps/place/Home/@35.1,51.9,12z/data=!3m1!4b1!8m2!3d35.7!4d51.4",
            "https://maps.google.com/?q=35.7,51.4",
            "https://www.google.com/maps?q=loc:35.7,51.4",
            "https://www.google.com/maps/search/?api=1&query=35.7%2C51.4",
            "https://www.google.com/maps/search/35.7,+51.4?entry=tts",
            "https://www.google.com/maps/dir//35.7,51.4",
            "https://neshan.org/maps/@35.7,51.4,17.4z,0p",
            "https://neshan.org/maps/iframe/places/#c35.7-51.4-17z-0p/35.7/51.4",
            "https://nshn.ir/?lat=35.7&lng=51.4",
            "https://balad.ir/location?latitude=35.7&longitude=51.4&zoom=16",
            "https://balad.ir/#17/35.7/51.4",
            "balad.ir/#17/۳۵.۷/۵۱.۴",
            "https://www.openstreetmap.org/?mlat=35.7&mlon=51.4#map=17/35.1/51.9",
            "https://www.openstreetmap.org/#map=17/35.7/51.4",
            "موقعیت من: https://maps.google.com/maps?q=35.7,51.4 منتظرم",
        ];
        for text in forms {
            assert_eq!(read_pin(text), Ok(HERE), "{text}");
        }
    }

    #[test]
    fn what_hides_or_lacks_a_position_is_refused_with_its_reason() {
        let cases = [
            ("https://maps.app.goo.gl/AbC123dEf", FaultCode::PositionHidden),
            ("nshn.ir/5f_bvZ2x7", FaultCode::PositionHidden),
            ("https://balad.ir/p/3q8Xy1", FaultCode::PositionHidden),
            ("https://osm.org/go/TcyVJ9", FaultCode::PositionHidden),
            ("", FaultCode::PositionUnreadable),
            ("خیابان آزادی، پلاک ۱۲، طبقه ۳", FaultCode::PositionUnreadable),
            ("35", FaultCode::PositionUnreadable),
            ("35,51", FaultCode::PositionUnreadable),
            ("35.7", FaultCode::PositionUnreadable),
            ("35.7,51.4,12.5", FaultCode::PositionUnreadable),
            ("35°75'00\"N 51°24'00\"E", FaultCode::PositionUnreadable),
            ("135.7,51.4", FaultCode::LatitudeOutOfRange),
            ("geo:35.7,251.4", FaultCode::LongitudeOutOfRange),
            // Swapped, which only shows where the longitude is no latitude.
            ("139.7,35.6", FaultCode::LatitudeOutOfRange),
        ];
        for (text, code) in cases {
            assert_eq!(read_pin(text), Err(code), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), like in "[geo:@#cq=!3d4,./0-9۰-۹° ٫-]{0,40}") {
            for text in [text, like] {
                if let Ok(found) = read_pin(&text) {
                    prop_assert!(found.faults().is_empty());
                }
            }
        }

        #[test]
        fn what_is_written_is_read(lat in -90.0..90.0_f64, lon in -180.0..180.0_f64) {
            let place = Position { lat, lon };
            prop_assert!(read_pin(&place.written()).unwrap().metres_to(place) < 1.0);
        }
    }
}
