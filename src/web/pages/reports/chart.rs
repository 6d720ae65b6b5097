//! Charts as drawings in the page: where each bar, line and word of them stands. Every chart has its figures as a table too.

use chrono::NaiveDate;

use crate::web::view::View;

/// Size of a drawing, in its own units.
const WIDTH: i64 = 560;
/// A bar with the space below it.
const STEP: i64 = 32;
/// Where bars begin, and how long the longest is.
const BARS: (i64, i64) = (160, 220);
/// Letters of a name that fit before its bar.
const NAME: usize = 22;
/// Bars of one chart.
const MOST: usize = 8;
/// The field of a line: where it begins and ends, its top and its ground.
const FIELD: (i64, i64, i64, i64) = (46, 520, 22, 138);
/// Days that are named under a line.
const NAMED: usize = 6;

/// Mirrors a drawing for readers from right to left.
#[derive(Clone, Copy)]
struct Side {
    is_rtl: bool,
}

impl Side {
    fn of(v: &View) -> Self {
        Self { is_rtl: v.dir() == "rtl" }
    }

    fn at(self, x: i64) -> i64 {
        if self.is_rtl { WIDTH - x } else { x }
    }

    /// The left edge of what is `width` wide and begins at `x`.
    fn edge(self, x: i64, width: i64) -> i64 {
        if self.is_rtl { WIDTH - x - width } else { x }
    }
}

/// A bar with its name before it and its figure behind it.
pub(super) struct Bar {
    pub name: String,
    pub words: String,
    pub tone: &'static str,
    pub y: i64,
    pub base: i64,
    pub x: i64,
    pub width: i64,
    pub name_x: i64,
    pub words_x: i64,
}

/// Bars, the longest first.
pub(super) struct Bars {
    pub title: String,
    pub height: i64,
    pub rows: Vec<Bar>,
}

/// One value of a chart of bars.
pub(super) struct Value {
    pub name: String,
    pub words: String,
    pub tone: &'static str,
    pub size: i64,
}

impl Bars {
    /// The longest of these, none if there is nothing to compare.
    pub fn new(v: &View, title: &str, mut values: Vec<Value>) -> Option<Self> {
        values.retain(|value| value.size > 0);
        values.sort_by_key(|value| std::cmp::Reverse(value.size));
        values.truncate(MOST);
        let longest = values.first().map(|value| value.size).filter(|_| values.len() > 1)?;
        let side = Side::of(v);
        let bar = |(at, value): (i64, Value)| {
            let width = (value.size.saturating_mul(BARS.1) / longest).max(2);
            Bar {
                name: short(&value.name),
                words: value.words,
                tone: value.tone,
                y: at * STEP + 4,
                base: at * STEP + 20,
                x: side.edge(BARS.0, width),
                width,
                name_x: side.at(8),
                words_x: side.at(BARS.0 + width + 8),
            }
        };
        let rows: Vec<Bar> = (0..).zip(values).map(bar).collect();
        Some(Self { title: v.t(title), height: STEP * i64::try_from(rows.len()).unwrap_or_default(), rows })
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

/// A point of a line: its place, its day if that is named, and its figure.
pub(super) struct Point {
    pub x: i64,
    pub y: i64,
    pub day: Option<String>,
    pub words: String,
}

/// A line over time with its target.
pub(super) struct Trend {
    pub title: String,
    pub target: (i64, String),
    pub grid: Vec<(i64, String)>,
    pub grid_x: i64,
    pub words_x: i64,
    pub path: String,
    pub points: Vec<Point>,
    pub rows: Vec<(String, String)>,
}

impl Trend {
    /// A line through days and seconds, with seconds to stay below; none with fewer than two points.
    pub fn new(
        v: &View,
        title: &str,
        values: &[(NaiveDate, i64)],
        (target, words): (i64, String),
        span: impl Fn(i64) -> String,
    ) -> Option<Self> {
        const DAY: i64 = 86_400;
        let highest = values.iter().map(|(_, seconds)| *seconds).max().filter(|_| values.len() > 1)?.max(target);
        let days = highest / DAY + 1;
        let (from, to, top, ground) = FIELD;
        let y = |seconds: i64| ground - (ground - top) * seconds.clamp(0, days * DAY) / (days * DAY);
        let side = Side::of(v);
        let last = i64::try_from(values.len()).unwrap_or(i64::MAX) - 1;
        let stride = values.len().div_ceil(NAMED);
        let point = |(at, (day, seconds)): (usize, &(NaiveDate, i64))| Point {
            x: side.at(from + (to - from) * i64::try_from(at).unwrap_or_default() / last),
            y: y(*seconds),
            day: (at % stride == 0).then(|| v.day(*day)),
            words: span(*seconds),
        };
        let points: Vec<Point> = values.iter().enumerate().map(point).collect();
        let path = points.iter().map(|point| format!("{} {}", point.x, point.y)).collect::<Vec<_>>().join("L");
        let step = (days + 3) / 4;
        let lines = (0..=days).step_by(usize::try_from(step).unwrap_or(1));
        Some(Self {
            title: v.t(title),
            target: (y(target), words),
            grid: lines.map(|day| (y(day * DAY), v.number(day))).collect(),
            grid_x: side.at(8),
            words_x: side.at(to),
            path: format!("M{path}"),
            points,
            rows: values.iter().map(|(day, seconds)| (v.day(*day), span(*seconds))).collect(),
        })
    }
}

/// A place on a map with what is there.
pub(super) struct Spot {
    /// Latitude and longitude, in degrees.
    pub at: (f64, f64),
    pub size: u64,
    pub words: String,
}

/// A circle of a map, its area as large as what is there.
pub(super) struct Circle {
    pub x: f64,
    pub y: f64,
    pub radius: f64,
    pub words: String,
}

/// Spots as they lie to each other, north at the top in every language.
pub(super) struct Map {
    pub title: String,
    pub height: f64,
    pub circles: Vec<Circle>,
}

impl Map {
    /// A map that just holds its spots; none with fewer than two.
    pub fn new(v: &View, title: &str, mut spots: Vec<Spot>) -> Option<Self> {
        const EDGE: f64 = 30.0;
        const TALLEST: f64 = 420.0;
        let range = |of: fn(&Spot) -> f64| {
            let of = spots.iter().map(of);
            (of.clone().fold(f64::INFINITY, f64::min), of.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((south, north), (west, east)) = (range(|spot| spot.at.0), range(|spot| spot.at.1));
        let largest = spots.iter().map(|spot| spot.size).max().filter(|_| spots.len() > 1)? as f64;
        // A degree of longitude is shorter by the cosine of the latitude; one scale for both, so that shapes stay true.
        let narrow = south.midpoint(north).to_radians().cos();
        let (wide, high) = (((east - west) * narrow).max(0.01), (north - south).max(0.01));
        let scale = ((WIDTH as f64 - 2.0 * EDGE) / wide).min((TALLEST - 2.0 * EDGE) / high);
        spots.sort_by_key(|spot| std::cmp::Reverse(spot.size));
        let circle = |spot: Spot| Circle {
            x: (EDGE + (spot.at.1 - west) * narrow * scale).round(),
            y: (EDGE + (north - spot.at.0) * scale).round(),
            radius: ((spot.size as f64 / largest).sqrt() * (EDGE - 6.0)).round().max(3.0),
            words: spot.words,
        };
        let circles = spots.into_iter().map(circle).collect();
        Some(Self { title: v.t(title), height: (high * scale + 2.0 * EDGE).round(), circles })
    }
}
