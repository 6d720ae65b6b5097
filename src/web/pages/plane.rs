//! Places as points of a drawing: as on a small plane around one of them, north up, without a ground from elsewhere.

use crate::domain::geo::{EARTH_M, Position};
use crate::domain::language::Language;
use crate::i18n::format;

/// Size of a drawing, in its own units.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 240.0;
/// What stays empty at its edges.
const MARGIN: f64 = 36.0;
/// Least metres from edge to edge, so that pins of one street do not fly apart.
const LEAST_M: f64 = 2_000.0;
/// Units by which a drawn edge may be off.
const OFF: f64 = 1.0;
/// Lengths of the scale, metres.
const SCALES: [i32; 10] = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000];

/// How places become points of a drawing.
pub(super) struct Plane {
    origin: Position,
    /// Middle of the drawing, metres east and north of the origin.
    middle: (f64, f64),
    /// Metres of a unit.
    unit: f64,
}

impl Plane {
    /// A plane on which the origin and the places are drawn.
    pub fn around(origin: Position, places: &[Position]) -> Self {
        let mut plane = Self { origin, middle: (0.0, 0.0), unit: 1.0 };
        let (mut west, mut east, mut south, mut north) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for place in places {
            let (x, y) = plane.metres(*place);
            (west, east, south, north) = (west.min(x), east.max(x), south.min(y), north.max(y));
        }
        let room = ((east - west).max(LEAST_M) / (WIDTH - 2.0 * MARGIN), (north - south) / (HEIGHT - 2.0 * MARGIN));
        plane.middle = (west.midpoint(east), south.midpoint(north));
        plane.unit = room.0.max(room.1);
        plane
    }

    /// Metres east and north of the origin.
    fn metres(&self, place: Position) -> (f64, f64) {
        let east = (place.lon - self.origin.lon).to_radians() * self.origin.lat.to_radians().cos();
        (EARTH_M * east, EARTH_M * (place.lat - self.origin.lat).to_radians())
    }

    /// Units from the left and from the top.
    pub fn units(&self, place: Position) -> (f64, f64) {
        let (east, north) = self.metres(place);
        (WIDTH / 2.0 + (east - self.middle.0) / self.unit, HEIGHT / 2.0 - (north - self.middle.1) / self.unit)
    }

    /// The same in whole units, as a drawing writes them.
    pub fn point(&self, place: Position) -> (String, String) {
        let (x, y) = self.units(place);
        (format!("{x:.0}"), format!("{y:.0}"))
    }

    /// A closed line as a path.
    pub fn path(&self, edge: &[Position]) -> String {
        let points: Vec<String> =
            edge.iter().map(|corner| self.point(*corner)).map(|(x, y)| format!("{x} {y}")).collect();
        format!("M{}z", points.join("L"))
    }

    /// A length in whole units.
    pub fn length(&self, metres: f64) -> String {
        format!("{:.0}", metres / self.unit)
    }

    /// Metres of a unit.
    pub fn unit(&self) -> f64 {
        self.unit
    }

    /// Degrees by which an edge may be off without being seen.
    pub fn tolerance(&self) -> f64 {
        (OFF * self.unit / EARTH_M).to_degrees()
    }

    /// Length of the scale, and what it stands for.
    pub fn scale(&self, language: Language) -> (String, String) {
        let fits = |length: &&i32| f64::from(**length) / self.unit <= WIDTH / 4.0;
        let length = SCALES.iter().rev().find(fits).copied().unwrap_or(SCALES[0]);
        (self.length(f64::from(length)), format::distance(language, length.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_east_is_right_and_all_is_within() {
        let job = Position { lat: 35.7, lon: 51.4 };
        let places = [(35.9, 51.4), (35.7, 51.9), (35.6, 51.2)].map(|(lat, lon)| Position { lat, lon });
        let sheet = Plane::around(job, &places);
        let points = [job, places[0], places[1], places[2]].map(|place| sheet.units(place));
        assert!(points[1].1 < points[0].1 && points[2].0 > points[0].0 && points[3].0 < points[0].0, "{points:?}");
        let inside = |(x, y): &(f64, f64)| (30.0..=730.0).contains(x) && (30.0..=210.0).contains(y);
        assert!(points.iter().all(inside), "{points:?}");
    }

    #[test]
    fn a_place_alone_stands_in_the_middle() {
        let job = Position { lat: 35.7, lon: 51.4 };
        assert_eq!(Plane::around(job, &[]).point(job), ("380".to_owned(), "120".to_owned()));
    }
}
