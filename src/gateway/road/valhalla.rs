//! Valhalla's matrix (<https://valhalla.github.io/valhalla/api/matrix/api-reference/>), many bases to one place.

use futures_util::future::try_join_all;
use serde::Deserialize;
use serde_json::{Value, json};

use super::http::{Server, ask, parsed, word};
use super::{BadSettings, NoTable, OFF_ROAD_M, RoadSettings, Table, joined, way};
use crate::domain::geo::Position;
use crate::domain::travel::Way;

/// Bases in one question, far below the pairs that a server takes.
const BASES: usize = 100;

/// A Valhalla server.
#[derive(Debug, Clone)]
pub struct Valhalla {
    server: Server,
    costing: String,
}

#[derive(Deserialize)]
struct Answer {
    sources_to_targets: Vec<Vec<Cell>>,
}

/// The way from one base; where it begins and ends on the road is told by newer servers.
#[derive(Deserialize)]
struct Cell {
    time: Option<f64>,
    begin_lat: Option<f64>,
    begin_lon: Option<f64>,
    end_lat: Option<f64>,
    end_lon: Option<f64>,
}

/// What lies near a point.
#[derive(Deserialize)]
struct Located {
    edges: Option<Vec<Value>>,
    nodes: Option<Vec<Value>>,
}

impl Located {
    fn is_on_road(&self) -> bool {
        [&self.edges, &self.nodes].into_iter().flatten().any(|found| !found.is_empty())
    }
}

#[derive(Deserialize)]
struct Status {
    #[expect(dead_code, reason = "only its presence matters")]
    version: String,
}

impl Valhalla {
    pub fn new(settings: &RoadSettings) -> Result<Self, BadSettings> {
        Ok(Self { server: Server::new(settings)?, costing: word(settings.profile.as_deref(), "auto")? })
    }

    pub async fn table(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        let parts = bases.chunks(BASES).map(|bases| self.part(place, bases));
        Ok(joined(try_join_all(parts).await?))
    }

    /// One point that is off the road makes the server refuse the matrix. Then it is asked which ones are, and the matrix
    /// is made of the others.
    async fn part(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        match self.matrix(place, bases).await {
            Err(NoTable::Refused(why)) => {
                let mut points = vec![place];
                points.extend(bases);
                let on_road = self.locate(&points).await?;
                if !on_road[0] {
                    return Ok(Table::PlaceOffRoad);
                }
                let pairs = || bases.iter().zip(&on_road[1..]);
                let left: Vec<Position> = pairs().filter(|(_, on_road)| **on_road).map(|(base, _)| *base).collect();
                if left.len() == bases.len() {
                    return Err(NoTable::Refused(why));
                }
                let Table::Ways(ways) = self.matrix(place, &left).await? else { return Ok(Table::PlaceOffRoad) };
                let mut ways = ways.into_iter();
                let all = pairs().map(|(_, on_road)| if *on_road { ways.next() } else { Some(Way::OffRoad) });
                Ok(Table::Ways(all.map(|way| way.unwrap_or(Way::OffRoad)).collect()))
            }
            answered => answered,
        }
    }

    async fn matrix(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        if bases.is_empty() {
            return Ok(Table::Ways(Vec::new()));
        }
        let sources: Vec<Value> = bases.iter().map(|base| location(*base)).collect();
        let question = json!({
            "sources": sources, "targets": [location(place)], "costing": self.costing, "verbose": true,
        });
        let answer: Answer = parsed(&ask(self.server.post("sources_to_targets").json(&question)).await?)?;
        if answer.sources_to_targets.len() != bases.len() {
            let count = answer.sources_to_targets.len();
            return Err(NoTable::Down(format!("{count} of {} bases answered", bases.len())));
        }
        let mut ways = Vec::with_capacity(bases.len());
        for (base, row) in bases.iter().zip(&answer.sources_to_targets) {
            let [cell] = row.as_slice() else { return Err(NoTable::Down("a row without a cell".to_owned())) };
            if !is_near(cell.end_lat.zip(cell.end_lon), place) {
                return Ok(Table::PlaceOffRoad);
            }
            ways.push(if is_near(cell.begin_lat.zip(cell.begin_lon), *base) { way(cell.time)? } else { Way::OffRoad });
        }
        Ok(Table::Ways(ways))
    }

    /// Which points are on the road.
    async fn locate(&self, points: &[Position]) -> Result<Vec<bool>, NoTable> {
        let locations: Vec<Value> = points.iter().map(|point| location(*point)).collect();
        let question = json!({ "locations": locations, "costing": self.costing, "verbose": false });
        let found: Vec<Located> = parsed(&ask(self.server.post("locate").json(&question)).await?)?;
        if found.len() != points.len() {
            return Err(NoTable::Down(format!("{} of {} points located", found.len(), points.len())));
        }
        Ok(found.iter().map(Located::is_on_road).collect())
    }

    pub async fn greet(&self) -> Result<(), NoTable> {
        parsed::<Status>(&ask(self.server.get("status")).await?).map(drop)
    }
}

fn location(position: Position) -> Value {
    json!({ "lat": position.lat, "lon": position.lon, "search_cutoff": OFF_ROAD_M })
}

/// Where nothing is told the cut-off of the search has held already.
fn is_near(snapped: Option<(f64, f64)>, position: Position) -> bool {
    snapped.is_none_or(|(lat, lon)| position.metres_to(Position { lat, lon }) <= OFF_ROAD_M)
}
