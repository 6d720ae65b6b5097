//! Travel times by road: OSRM or Valhalla by HTTP, or a road in memory for tests.

mod http;
mod kept;
pub mod memory;
mod osrm;
mod times;
mod valhalla;

#[cfg(test)]
mod tests;

use serde::Deserialize;

use crate::domain::geo::Position;
use crate::domain::travel::{TravelSource, Way};

pub use times::{RoadTimes, Unknown};

/// A point farther than this from every road is off the road, metres.
pub const OFF_ROAD_M: f64 = 2_000.0;
/// A time longer than this is no answer, seconds.
const LONGEST_S: f64 = 864_000.0;

/// Which program answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoadKind {
    /// OSRM.
    Osrm,
    /// Valhalla.
    Valhalla,
}

/// Where times by road come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadSettings {
    /// Which program answers.
    pub kind: RoadKind,
    /// Its address, such as `http://127.0.0.1:5000`.
    pub url: String,
    /// OSRM's profile, `driving` if left out, or Valhalla's costing, `auto` if left out.
    pub profile: Option<String>,
    /// Milliseconds that a ranking waits for the times.
    #[serde(default = "default_answer_within_ms")]
    pub answer_within_ms: u64,
}

const fn default_answer_within_ms() -> u64 {
    300
}

/// Why settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// The address is none of a web server.
    #[error("url is not the http:// or https:// address of a server")]
    Url,
    /// The profile is no word.
    #[error("profile takes letters, digits, - and _ only")]
    Profile,
    /// The time to wait is none.
    #[error("answer_within_ms must be from 1 to 60000")]
    Within,
    /// The HTTP client does not start.
    #[error("HTTP client: {0}")]
    Client(String),
}

/// A road source as it is, without guard or memory.
#[derive(Debug, Clone)]
pub enum Road {
    /// In memory, for tests.
    Memory(memory::Plain),
    /// OSRM.
    Osrm(osrm::Osrm),
    /// Valhalla.
    Valhalla(valhalla::Valhalla),
}

/// What a source says of the ways to one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Table {
    /// The place is too far from every road.
    PlaceOffRoad,
    /// The way from each base, in their order.
    Ways(Vec<Way>),
}

/// Why a source gave no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// No connection, no whole answer, or one that cannot be read.
    #[error("{0}")]
    Down(String),
    /// It answers, but not this question.
    #[error("refused: {0}")]
    Refused(String),
}

impl Road {
    /// The source that the settings name.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn new(settings: &RoadSettings) -> Result<Self, BadSettings> {
        if !(1..=60_000).contains(&settings.answer_within_ms) {
            return Err(BadSettings::Within);
        }
        Ok(match settings.kind {
            RoadKind::Osrm => Self::Osrm(osrm::Osrm::new(settings)?),
            RoadKind::Valhalla => Self::Valhalla(valhalla::Valhalla::new(settings)?),
        })
    }

    /// Its name in ledgers; the one in memory stands for OSRM.
    #[must_use]
    pub fn source(&self) -> TravelSource {
        match self {
            Self::Memory(_) | Self::Osrm(_) => TravelSource::Osrm,
            Self::Valhalla(_) => TravelSource::Valhalla,
        }
    }

    /// The ways from many bases to one place; one base that is off the road does not spoil the others.
    ///
    /// # Errors
    /// No table, also when only a part of it is missing.
    pub async fn table(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        match self {
            Self::Memory(plain) => plain.table(place, bases).await,
            Self::Osrm(osrm) => osrm.table(place, bases).await,
            Self::Valhalla(valhalla) => valhalla.table(place, bases).await,
        }
    }

    /// Asks something that a source can answer whatever its map is.
    ///
    /// # Errors
    /// It does not answer as a source of this kind.
    pub async fn greet(&self) -> Result<(), NoTable> {
        match self {
            Self::Memory(plain) => plain.greet().await,
            Self::Osrm(osrm) => osrm.greet().await,
            Self::Valhalla(valhalla) => valhalla.greet().await,
        }
    }
}

/// Seconds as a way; what is no time is no answer.
#[expect(clippy::cast_possible_truncation, reason = "checked to be below ten days")]
fn way(seconds: Option<f64>) -> Result<Way, NoTable> {
    match seconds {
        None => Ok(Way::NoRoad),
        Some(seconds) if (0.0..=LONGEST_S).contains(&seconds) => Ok(Way::Takes(seconds.round() as i64)),
        Some(seconds) => Err(NoTable::Down(format!("{seconds} is no time"))),
    }
}

/// Joins the tables of parts of the bases.
fn joined(parts: Vec<Table>) -> Table {
    let mut all = Vec::new();
    for part in parts {
        match part {
            Table::PlaceOffRoad => return Table::PlaceOffRoad,
            Table::Ways(ways) => all.extend(ways),
        }
    }
    Table::Ways(all)
}
