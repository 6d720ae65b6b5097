//! Where the job and its candidates are: a drawing without a ground, whose table is the list of the candidates.

use crate::domain::agent::Agent;
use crate::domain::geo::{EARTH_M, Position, Shape};
use crate::i18n::format;
use crate::web::view::View;

/// Size of the drawing, in its own units.
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

/// A place on the drawing.
pub(super) struct Pin {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// What stands in it.
    pub words: String,
}

/// The drawing.
pub(super) struct Map {
    /// The job.
    pub job: Pin,
    /// The candidates by rank.
    pub pins: Vec<Pin>,
    /// Round areas of the best candidate: centre and radius.
    pub circles: Vec<(String, String, String)>,
    /// Other areas of it, as paths.
    pub paths: Vec<String>,
    /// Length of the scale and what it stands for.
    pub scale: (String, String),
}

/// How places become points of the drawing: as on a small plane around the job.
struct Plane {
    origin: Position,
    /// Middle of the drawing, metres east and north of the origin.
    middle: (f64, f64),
    /// Metres of a unit.
    unit: f64,
}

impl Plane {
    fn around(origin: Position, places: &[Position]) -> Self {
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

    fn point(&self, place: Position) -> (String, String) {
        let (east, north) = self.metres(place);
        let x = WIDTH / 2.0 + (east - self.middle.0) / self.unit;
        let y = HEIGHT / 2.0 - (north - self.middle.1) / self.unit;
        (format!("{x:.0}"), format!("{y:.0}"))
    }

    fn pin(&self, place: Position, words: String) -> Pin {
        let (x, y) = self.point(place);
        Pin { x, y, words }
    }

    fn path(&self, edge: &[Position]) -> String {
        let points: Vec<String> =
            edge.iter().map(|corner| self.point(*corner)).map(|(x, y)| format!("{x} {y}")).collect();
        format!("M{}z", points.join("L"))
    }
}

/// The drawing of a job and its candidates, the best one first.
pub(super) fn draw(v: &View, (place, reference): (Position, &str), agents: &[&Agent]) -> Map {
    let places: Vec<Position> = agents.iter().map(|agent| agent.position).collect();
    let sheet = Plane::around(place, &places);
    let tolerance = (OFF * sheet.unit / EARTH_M).to_degrees();
    let (mut circles, mut paths) = (Vec::new(), Vec::new());
    for area in agents.first().map(|agent| agent.areas.as_slice()).unwrap_or_default() {
        if let Shape::Circle { centre, radius_m } = &area.shape {
            let (x, y) = sheet.point(*centre);
            circles.push((x, y, format!("{:.0}", radius_m / sheet.unit)));
        }
        paths.extend(area.shape.edges(tolerance).iter().map(|edge| sheet.path(edge)));
    }
    let pins = agents
        .iter()
        .enumerate()
        .map(|(at, agent)| sheet.pin(agent.position, v.number(i64::try_from(at + 1).unwrap_or(i64::MAX))));
    let fits = |length: &&i32| f64::from(**length) / sheet.unit <= WIDTH / 4.0;
    let length = SCALES.iter().rev().find(fits).copied().unwrap_or(SCALES[0]);
    Map {
        job: sheet.pin(place, format::digits(v.language, reference)),
        pins: pins.collect(),
        circles,
        paths,
        scale: (format!("{:.0}", f64::from(length) / sheet.unit), format::distance(v.language, length.into())),
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
        let points = [job, places[0], places[1], places[2]].map(|place| {
            let (x, y) = sheet.point(place);
            (x.parse::<f64>().unwrap(), y.parse::<f64>().unwrap())
        });
        assert!(points[1].1 < points[0].1 && points[2].0 > points[0].0 && points[3].0 < points[0].0, "{points:?}");
        let inside = |(x, y): &(f64, f64)| (30.0..=730.0).contains(x) && (30.0..=210.0).contains(y);
        assert!(points.iter().all(inside), "{points:?}");
    }

    #[test]
    fn a_job_alone_stands_in_the_middle() {
        let job = Position { lat: 35.7, lon: 51.4 };
        assert_eq!(Plane::around(job, &[]).point(job), ("380".to_owned(), "120".to_owned()));
    }
}
