//! Positions and service areas. Distances are metres on the sphere.

pub mod pin;

use geo::{
    BoundingRect, Distance, Haversine, HaversineClosestPoint, Intersects, MultiPolygon, Point, Simplify, Validation,
};

use super::fault::FaultCode;

/// Mean radius of the earth in metres, as the great circle takes it.
pub const EARTH_M: f64 = 6_371_008.8;

/// A position on the globe, WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Latitude, −90 to 90.
    pub lat: f64,
    /// Longitude, −180 to 180.
    pub lon: f64,
}

impl Position {
    /// The faults of a position that is off the globe, by field.
    #[must_use]
    pub fn faults(self) -> Vec<(&'static str, FaultCode)> {
        let mut faults = Vec::new();
        if !(-90.0..=90.0).contains(&self.lat) {
            faults.push(("lat", FaultCode::LatitudeOutOfRange));
        }
        if !(-180.0..=180.0).contains(&self.lon) {
            faults.push(("lon", FaultCode::LongitudeOutOfRange));
        }
        faults
    }

    /// Great-circle distance in metres (haversine, mean earth radius).
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        Haversine.distance(self.point(), other.point())
    }

    fn point(self) -> Point {
        Point::new(self.lon, self.lat)
    }
}

/// How well a position is known; from exact to vague.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Someone set a pin.
    Pin,
    /// Middle of the street.
    Street,
    /// Middle of the neighbourhood.
    Neighbourhood,
    /// Middle of the city.
    City,
}

super::codes!(Precision { Pin => "pin", Street => "street", Neighbourhood => "neighbourhood", City => "city" });

/// What a row of the gazetteer names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A city, town or village.
    City,
    /// A part of a city.
    Neighbourhood,
}

super::codes!(PlaceKind { City => "city", Neighbourhood => "neighbourhood" });

/// Whether an area is the agent's own or where it helps out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaKind {
    /// The agent has the duty here.
    Primary,
    /// The agent helps out here.
    Overflow,
}

super::codes!(AreaKind { Primary => "primary", Overflow => "overflow" });

/// The shape of a service area.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A circle: centre and radius in metres.
    Circle {
        /// Centre.
        centre: Position,
        /// Radius in metres.
        radius_m: f64,
    },
    /// Polygons, holes allowed.
    Polygons(MultiPolygon),
}

impl Shape {
    /// Whether the shape or its edge holds a position.
    #[must_use]
    pub fn holds(&self, position: Position) -> bool {
        match self {
            Self::Circle { centre, radius_m } => centre.metres_to(position) <= *radius_m,
            Self::Polygons(polygons) => polygons.intersects(&position.point()),
        }
    }

    /// Metres that no position of the shape is farther away from `base`: a bound, not a measure. Along a straight line
    /// between two points of the map `ds² = dφ² + cos²φ dλ²`, and `cos φ` is at most that of the latitude nearest to the
    /// equator.
    #[must_use]
    pub fn reach_from(&self, base: Position) -> f64 {
        match self {
            Self::Circle { centre, radius_m } => base.metres_to(*centre) + radius_m,
            Self::Polygons(polygons) => {
                let Some(bounds) = polygons.bounding_rect() else { return 0.0 };
                let (south, north) = (bounds.min().y.min(base.lat), bounds.max().y.max(base.lat));
                let widest = if south <= 0.0 && north >= 0.0 { 0.0 } else { south.abs().min(north.abs()) };
                let lat = (bounds.max().y - base.lat).max(base.lat - bounds.min().y).to_radians();
                let lon = (bounds.max().x - base.lon).max(base.lon - bounds.min().x).to_radians();
                EARTH_M * lat.hypot(lon * widest.to_radians().cos())
            }
        }
    }

    /// The outer edge of each part without the corners that are within `tolerance` degrees of the line between others, for
    /// drawing; none of a circle.
    #[must_use]
    pub fn edges(&self, tolerance: f64) -> Vec<Vec<Position>> {
        let Self::Polygons(polygons) = self else { return Vec::new() };
        let edge = |part: &geo::Polygon| -> Vec<Position> {
            part.exterior().coords().map(|corner| Position { lat: corner.y, lon: corner.x }).collect()
        };
        polygons.simplify(tolerance).iter().map(edge).collect()
    }

    /// Metres from `position` to the nearest part of the shape; 0 inside.
    #[must_use]
    pub fn metres_outside(&self, position: Position) -> f64 {
        match self {
            Self::Circle { centre, radius_m } => (centre.metres_to(position) - radius_m).max(0.0),
            Self::Polygons(polygons) => {
                let point = position.point();
                if polygons.intersects(&point) {
                    return 0.0;
                }
                match polygons.haversine_closest_point(&point) {
                    geo::Closest::Intersection(_) => 0.0,
                    geo::Closest::SinglePoint(nearest) => Haversine.distance(point, nearest),
                    geo::Closest::Indeterminate => f64::INFINITY,
                }
            }
        }
    }

    /// Reads a `GeoJSON` geometry: `Point` with a radius in metres, `Polygon` or `MultiPolygon`.
    ///
    /// # Errors
    /// The code of what is wrong: an unsupported geometry, a position off the globe, a ring that is open or crosses
    /// itself, a radius that is missing or not between 1 m and 500 km.
    pub fn from_geojson(geometry: &geojson::Geometry, radius_m: Option<f64>) -> Result<Self, FaultCode> {
        let shape = match geo::Geometry::<f64>::try_from(geometry).map_err(|_| FaultCode::GeometryUnsupported)? {
            geo::Geometry::Point(point) => {
                let radius_m = radius_m.filter(|radius| (1.0..=500_000.0).contains(radius));
                let radius_m = radius_m.ok_or(FaultCode::OutOfRange)?;
                Self::Circle { centre: Position { lat: point.y(), lon: point.x() }, radius_m }
            }
            geo::Geometry::Polygon(polygon) => Self::Polygons(MultiPolygon::new(vec![polygon])),
            geo::Geometry::MultiPolygon(polygons) => Self::Polygons(polygons),
            _ => return Err(FaultCode::GeometryUnsupported),
        };
        shape.check(geometry)?;
        Ok(shape)
    }

    fn check(&self, geometry: &geojson::Geometry) -> Result<(), FaultCode> {
        let on_globe = |lat: f64, lon: f64| match (Position { lat, lon }).faults().first() {
            Some((_, code)) => Err(*code),
            None => Ok(()),
        };
        match self {
            Self::Circle { centre, .. } => on_globe(centre.lat, centre.lon),
            Self::Polygons(polygons) => {
                if !rings_are_closed(geometry) {
                    return Err(FaultCode::PolygonNotClosed);
                }
                let Some(bounds) = polygons.bounding_rect() else { return Err(FaultCode::GeometryUnsupported) };
                on_globe(bounds.min().y, bounds.min().x)?;
                on_globe(bounds.max().y, bounds.max().x)?;
                if polygons.is_valid() { Ok(()) } else { Err(FaultCode::PolygonCrossesItself) }
            }
        }
    }

    /// The shape as the `GeoJSON` geometry that `from_geojson` reads, and the radius of a circle.
    #[must_use]
    pub fn to_geojson(&self) -> (geojson::Geometry, Option<f64>) {
        match self {
            Self::Circle { centre, radius_m } => {
                (geojson::Geometry::new(geojson::GeometryValue::from(&centre.point())), Some(*radius_m))
            }
            Self::Polygons(polygons) => (geojson::Geometry::new(geojson::GeometryValue::from(polygons)), None),
        }
    }
}

/// The geo types close open rings silently, so the text itself is asked.
fn rings_are_closed(geometry: &geojson::Geometry) -> bool {
    let closed =
        |rings: &Vec<Vec<geojson::Position>>| rings.iter().all(|ring| ring.len() >= 4 && ring.first() == ring.last());
    match &geometry.value {
        geojson::GeometryValue::Polygon { coordinates } => closed(coordinates),
        geojson::GeometryValue::MultiPolygon { coordinates } => coordinates.iter().all(closed),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, radius_m: Option<f64>) -> Result<Shape, FaultCode> {
        Shape::from_geojson(&text.parse().unwrap(), radius_m)
    }

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[51,35],[52,35],[52,36],[51,36],[51,35]],
        [[51.4,35.4],[51.6,35.4],[51.6,35.6],[51.4,35.6],[51.4,35.4]]]}"#;

    #[test]
    fn a_hole_is_outside_and_its_edge_is_measured() {
        let square = shape(SQUARE, None).unwrap();
        assert!(square.metres_outside(Position { lat: 35.2, lon: 51.2 }) < 0.001);
        let in_hole = square.metres_outside(Position { lat: 35.5, lon: 51.5 });
        assert!((8_000.0..12_000.0).contains(&in_hole), "{in_hole}");
        let beyond = square.metres_outside(Position { lat: 36.1, lon: 51.5 });
        assert!((11_000.0..11_300.0).contains(&beyond), "{beyond}");
    }

    #[test]
    fn a_reach_bounds_every_corner_and_the_ground_between() {
        let bases = [(35.2, 51.2), (40.0, 45.0), (-35.0, 51.5), (36.0, -170.0)].map(|(lat, lon)| Position { lat, lon });
        let circle = Shape::Circle { centre: Position { lat: 35.5, lon: 51.5 }, radius_m: 30_000.0 };
        for (shape, base) in
            bases.iter().flat_map(|base| [(shape(SQUARE, None).unwrap(), base), (circle.clone(), base)])
        {
            let reach = shape.reach_from(*base);
            for (lat, lon) in (0..=100)
                .flat_map(|n| (0..=100).map(move |m| (35.0 + f64::from(n) / 100.0, 51.0 + f64::from(m) / 100.0)))
            {
                let place = Position { lat, lon };
                assert!(!shape.holds(place) || base.metres_to(place) <= reach + 0.01, "{base:?} {place:?} {reach}");
            }
        }
    }

    #[test]
    fn an_edge_is_drawn_with_the_corners_that_show() {
        let bent = r#"{"type":"Polygon","coordinates":[[[51,35],[51.5,35.001],[52,35],[52,36],[51,36],[51,35]]]}"#;
        let corners = |tolerance| shape(bent, None).unwrap().edges(tolerance)[0].len();
        assert_eq!((corners(0.0001), corners(0.01)), (6, 5));
        let circle = Shape::Circle { centre: Position { lat: 35.5, lon: 51.5 }, radius_m: 30_000.0 };
        assert!(circle.edges(0.01).is_empty());
    }

    #[test]
    fn faulty_shapes_are_refused_with_their_code() {
        let bow = r#"{"type":"Polygon","coordinates":[[[51,35],[52,36],[52,35],[51,36],[51,35]]]}"#;
        assert_eq!(shape(bow, None), Err(FaultCode::PolygonCrossesItself));
        let open = r#"{"type":"Polygon","coordinates":[[[51,35],[52,35],[52,36],[51,36]]]}"#;
        assert_eq!(shape(open, None), Err(FaultCode::PolygonNotClosed));
        let far = r#"{"type":"Polygon","coordinates":[[[51,35],[52,35],[52,96],[51,35]]]}"#;
        assert_eq!(shape(far, None), Err(FaultCode::LatitudeOutOfRange));
        assert_eq!(shape(r#"{"type":"Point","coordinates":[51,35]}"#, None), Err(FaultCode::OutOfRange));
        assert_eq!(
            shape(r#"{"type":"LineString","coordinates":[[51,35],[52,35]]}"#, None),
            Err(FaultCode::GeometryUnsupported)
        );
    }

    #[test]
    fn what_is_written_reads_the_same() {
        for (text, radius) in [(SQUARE, None), (r#"{"type":"Point","coordinates":[51,35]}"#, Some(5_000.0))] {
            let first = shape(text, radius).unwrap();
            let (geometry, radius) = first.to_geojson();
            assert_eq!(Shape::from_geojson(&geometry, radius).unwrap(), first);
        }
    }
}
