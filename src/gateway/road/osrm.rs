//! OSRM's table service (<https://project-osrm.org/docs/v5.24.0/api/#table-service>), many bases to one place.

use std::fmt::Write as _;

use futures_util::future::try_join_all;
use serde::Deserialize;

use super::http::{Server, ask, parsed, word};
use super::{BadSettings, NoTable, OFF_ROAD_M, RoadSettings, Table, joined, way};
use crate::domain::geo::Position;
use crate::domain::travel::Way;

/// Bases in one question: a server takes 100 points unless it was started with more.
const BASES: usize = 99;

/// An OSRM server.
#[derive(Debug, Clone)]
pub struct Osrm {
    server: Server,
    profile: String,
}

#[derive(Deserialize)]
struct Answer {
    code: String,
    #[serde(default)]
    durations: Vec<Vec<Option<f64>>>,
    #[serde(default)]
    sources: Vec<Snapped>,
    #[serde(default)]
    destinations: Vec<Snapped>,
}

/// Where a point was put on the road.
#[derive(Deserialize)]
struct Snapped {
    /// Longitude, latitude.
    location: [f64; 2],
}

impl Snapped {
    fn is_near(&self, position: Position) -> bool {
        let [lon, lat] = self.location;
        position.metres_to(Position { lat, lon }) <= OFF_ROAD_M
    }
}

impl Osrm {
    pub fn new(settings: &RoadSettings) -> Result<Self, BadSettings> {
        Ok(Self { server: Server::new(settings)?, profile: word(settings.profile.as_deref(), "driving")? })
    }

    pub async fn table(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        let parts = bases.chunks(BASES).map(|bases| self.part(place, bases));
        Ok(joined(try_join_all(parts).await?))
    }

    /// The answer names where each point was put; so a point that is far off is known by that, and the radius is left
    /// unlimited, since one point outside of a radius would fail the whole table.
    async fn part(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        let answer: Answer = parsed(&ask(self.server.get(&self.path(place, bases))).await?)?;
        if answer.code != "Ok" {
            return Err(NoTable::Refused(answer.code));
        }
        let Answer { durations, sources, destinations, .. } = answer;
        let [destination] = destinations.as_slice() else { return Err(NoTable::Down("no destination".to_owned())) };
        if (durations.len(), sources.len()) != (bases.len(), bases.len()) {
            return Err(NoTable::Down(format!("{} of {} bases answered", durations.len(), bases.len())));
        }
        if !destination.is_near(place) {
            return Ok(Table::PlaceOffRoad);
        }
        let ways = bases.iter().zip(sources).zip(durations).map(|((base, source), row)| {
            if !source.is_near(*base) {
                return Ok(Way::OffRoad);
            }
            way(*row.first().ok_or_else(|| NoTable::Down("an empty row".to_owned()))?)
        });
        Ok(Table::Ways(ways.collect::<Result<_, _>>()?))
    }

    fn path(&self, place: Position, bases: &[Position]) -> String {
        let mut path = format!("table/v1/{}/{:.6},{:.6}", self.profile, place.lon, place.lat);
        for base in bases {
            // Writing into a text does not fail.
            let _ = write!(path, ";{:.6},{:.6}", base.lon, base.lat);
        }
        path.push_str("?annotations=duration&generate_hints=false&destinations=0&sources=1");
        for at in 2..=bases.len() {
            let _ = write!(path, ";{at}");
        }
        path.push_str("&radiuses=unlimited");
        path.push_str(&";unlimited".repeat(bases.len()));
        path
    }

    /// The road nearest to a point in the sea is far away, but there is one.
    pub async fn greet(&self) -> Result<(), NoTable> {
        let path = format!("nearest/v1/{}/0,0?generate_hints=false&radiuses=unlimited", self.profile);
        let answer: Answer = parsed(&ask(self.server.get(&path)).await?)?;
        if answer.code == "Ok" { Ok(()) } else { Err(NoTable::Refused(answer.code)) }
    }
}
