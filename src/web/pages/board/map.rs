//! Where the job and its candidates are: a drawing without a ground, whose table is the list of the candidates.

use crate::domain::agent::Agent;
use crate::domain::geo::{Position, Shape};
use crate::i18n::format;
use crate::web::pages::plane::Plane;
use crate::web::view::View;

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

fn pin(sheet: &Plane, place: Position, words: String) -> Pin {
    let (x, y) = sheet.point(place);
    Pin { x, y, words }
}

/// The drawing of a job and its candidates, the best one first.
pub(super) fn draw(v: &View, (place, reference): (Position, &str), agents: &[&Agent]) -> Map {
    let places: Vec<Position> = agents.iter().map(|agent| agent.position).collect();
    let sheet = Plane::around(place, &places);
    let (mut circles, mut paths) = (Vec::new(), Vec::new());
    for area in agents.first().map(|agent| agent.areas.as_slice()).unwrap_or_default() {
        if let Shape::Circle { centre, radius_m } = &area.shape {
            let (x, y) = sheet.point(*centre);
            circles.push((x, y, sheet.length(*radius_m)));
        }
        paths.extend(area.shape.edges(sheet.tolerance()).iter().map(|edge| sheet.path(edge)));
    }
    let pins = agents
        .iter()
        .enumerate()
        .map(|(at, agent)| pin(&sheet, agent.position, v.number(i64::try_from(at + 1).unwrap_or(i64::MAX))));
    Map {
        job: pin(&sheet, place, format::digits(v.language, reference)),
        pins: pins.collect(),
        circles,
        paths,
        scale: sheet.scale(v.language),
    }
}
