//! Where two service areas cover the same ground.

use geo::{
    BooleanOps, BoundingRect, ChamberlainDuquetteArea, Destination, Haversine, Intersects, LineString, MultiPolygon,
    Point, Polygon,
};

use super::geo::Shape;

/// Corners of the polygon that stands for a circle; it misses the circle by less than 0.2 % of the radius.
const CORNERS: u32 = 64;
/// Overlaps smaller than this come from neighbours drawn along one street, m².
const LEAST_M2: f64 = 10_000.0;

/// The common ground of two shapes and its square metres; `None` when there is none worth telling.
#[must_use]
pub fn overlap(one: &Shape, other: &Shape) -> Option<(MultiPolygon, f64)> {
    let (one, other) = (outline(one), outline(other));
    if !one.bounding_rect()?.intersects(&other.bounding_rect()?) {
        return None;
    }
    let common = one.intersection(&other);
    let square_m = common.chamberlain_duquette_unsigned_area();
    (square_m >= LEAST_M2).then_some((common, square_m))
}

fn outline(shape: &Shape) -> MultiPolygon {
    match shape {
        Shape::Polygons(polygons) => polygons.clone(),
        Shape::Circle { centre, radius_m } => {
            let centre = Point::new(centre.lon, centre.lat);
            let corner = |at: u32| {
                let bearing = 360.0 * f64::from(at) / f64::from(CORNERS);
                Haversine.destination(centre, bearing, *radius_m)
            };
            let ring: LineString = (0..=CORNERS).map(|at| corner(at % CORNERS)).collect();
            MultiPolygon::new(vec![Polygon::new(ring, Vec::new())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Position;

    fn square(west: f64, south: f64) -> Shape {
        let (east, north) = (west + 0.1, south + 0.1);
        let ring = format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");
        let text = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
        Shape::from_geojson(&text.parse().unwrap(), None).unwrap()
    }

    #[test]
    fn m12_overlaps_have_their_ground_and_touching_areas_none() {
        let (_, square_m) = overlap(&square(51.0, 35.0), &square(51.05, 35.05)).unwrap();
        // A twentieth of a degree each way near 35° north: about 5.56 km by 4.55 km.
        assert!((24.0e6..26.0e6).contains(&square_m), "{square_m}");
        assert_eq!(overlap(&square(51.0, 35.0), &square(51.1, 35.0)), None);
        assert_eq!(overlap(&square(51.0, 35.0), &square(52.0, 36.0)), None);
        let circle = Shape::Circle { centre: Position { lat: 35.05, lon: 51.05 }, radius_m: 1_000.0 };
        let (_, square_m) = overlap(&square(51.0, 35.0), &circle).unwrap();
        assert!((3.10e6..3.15e6).contains(&square_m), "{square_m}");
    }
}
