//! Service areas of an agent, and where the own areas of two agents cover the same ground.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::facts::note;
use super::{Scoped, agent_row};
use crate::app::clock::mint;
use crate::app::{Actor, App, Catalogue, Code, Error, Network};
use crate::domain::access::Caller;
use crate::domain::agent::Agent;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::{AreaKind, Shape};
use crate::domain::id::AgentId;
use crate::domain::overlap::overlap;
use crate::domain::time::Instant;
use crate::store::network::{AreaRow, delete_areas, insert_areas, list_agents, save_agent};
use crate::store::{Col, Db};

const MOST_AREAS: usize = 50;

/// A service area.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewArea {
    /// Own or helping out.
    pub kind: AreaKind,
    /// `GeoJSON` geometry: Polygon, `MultiPolygon`, or Point with a radius.
    #[schema(value_type = Object)]
    pub geometry: Value,
    /// Radius around a point, metres.
    pub radius_m: Option<f64>,
}

/// Two agents whose own areas cover the same ground.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Overlap {
    /// One.
    pub agent_id: AgentId,
    /// Its code.
    pub code: String,
    /// The other.
    pub other_agent_id: AgentId,
    /// Its code.
    pub other_code: String,
    /// Square metres of common ground.
    pub area_m2: i64,
    /// The ground, as `GeoJSON`.
    #[schema(value_type = Object)]
    pub geometry: Value,
}

/// Gives an agent these areas in place of those that it had, on the version that was seen; the overlaps that its own
/// areas now have, which are told and not refused.
///
/// # Errors
/// Every wrong value at once; `NotFound`; `PreconditionFailed`; the database.
pub async fn set_areas(
    app: &App,
    caller: &Caller,
    (agent, seen): (AgentId, i64),
    input: Vec<NewArea>,
) -> Result<Vec<Overlap>, Error> {
    let (now, scoped, actor) = (app.clock.now(), Scoped::of(caller), Actor::staff(caller));
    let mut faults = Faults::default();
    if input.len() > MOST_AREAS {
        faults.add_about("areas", FaultCode::TooMany, MOST_AREAS.to_string());
    }
    let mut rows = Vec::with_capacity(input.len());
    for (at, area) in input.into_iter().take(MOST_AREAS).enumerate() {
        let Ok(geometry) = serde_json::from_value::<geojson::Geometry>(area.geometry) else {
            faults.add_about(format!("areas.{at}.geometry"), FaultCode::Malformed, "GeoJSON");
            continue;
        };
        if let Err(code) = Shape::from_geojson(&geometry, area.radius_m) {
            let field = if code == FaultCode::OutOfRange { "radius_m" } else { "geometry" };
            let about = if code == FaultCode::OutOfRange { "1–500000" } else { "" };
            faults.add_about(format!("areas.{at}.{field}"), code, about);
        }
        rows.push(AreaRow {
            id: Col(mint(now)),
            agent_id: Col(agent),
            kind: Col(area.kind),
            geometry: geometry.to_string(),
            radius_m: area.radius_m,
        });
    }
    faults.or(())?;
    let set = app.db.write(move |tx| {
        let mut of = agent_row(tx.conn(), &scoped, agent)?;
        if i64::from(of.version) != seen {
            return Err(Code::PreconditionFailed.into());
        }
        save_agent(tx, &mut of)?;
        delete_areas(tx, agent)?;
        insert_areas(tx, &rows)?;
        note(tx, (&actor, now), &of, ("areas_set", json!({ "areas": rows.len() })))
    });
    set.await?;
    app.reload_network().await?;
    overlaps_of(app, &Scoped::of(caller), Some(agent)).await
}

/// The overlaps of own areas, of one agent or of all, largest first; both agents are of provinces that the caller sees.
///
/// # Errors
/// The database.
pub async fn overlaps_of(app: &App, scoped: &Scoped, of: Option<AgentId>) -> Result<Vec<Overlap>, Error> {
    let (scoped, network) = (scoped.clone(), app.network());
    let rows = app.db.read(|conn| list_agents(conn).map_err(Error::from)).await?;
    let seen: std::collections::HashSet<AgentId> =
        rows.into_iter().filter(|row| scoped.holds(&row.province)).map(|row| row.id.0).collect();
    // Cutting polygons is work for a thread of its own.
    let cut = tokio::task::spawn_blocking(move || {
        let agents: Vec<&Agent> = network.agents().filter(|agent| seen.contains(&agent.id)).collect();
        overlaps(&agents, of)
    });
    cut.await.map_err(|error| Error::Internal(error.to_string()))
}

/// The overlaps of own areas as they are stored, largest first: for who has just brought areas in.
///
/// # Errors
/// The database.
pub async fn own_overlaps(db: &Db, now: Instant, zone: chrono_tz::Tz) -> Result<Vec<Overlap>, Error> {
    let catalogue = Catalogue::load(db, zone).await?;
    let network = Network::load(db, &catalogue, now).await?;
    let agents: Vec<&Agent> = network.agents().collect();
    Ok(overlaps(&agents, None))
}

/// The overlaps of own areas of these agents, largest first.
#[must_use]
pub fn overlaps(agents: &[&Agent], of: Option<AgentId>) -> Vec<Overlap> {
    let own = |agent: &&'_ Agent| -> Vec<Shape> {
        agent.areas.iter().filter(|area| area.kind == AreaKind::Primary).map(|area| area.shape.clone()).collect()
    };
    let shapes: Vec<(&Agent, Vec<Shape>)> = agents.iter().map(|agent| (*agent, own(agent))).collect();
    let mut found = Vec::new();
    for (at, (one, its)) in shapes.iter().enumerate() {
        for (other, others) in &shapes[at + 1..] {
            if of.is_some_and(|of| of != one.id && of != other.id) {
                continue;
            }
            let pairs = its.iter().flat_map(|shape| others.iter().map(move |other| (shape, other)));
            found.extend(pairs.filter_map(|(shape, with)| found_between(one, other, (shape, with))));
        }
    }
    found.sort_by_key(|overlap| std::cmp::Reverse(overlap.area_m2));
    found
}

#[expect(clippy::cast_possible_truncation, reason = "the earth has fewer than 2^52 square metres")]
fn found_between(one: &Agent, other: &Agent, (shape, with): (&Shape, &Shape)) -> Option<Overlap> {
    let (ground, square_m) = overlap(shape, with)?;
    let geometry = geojson::Geometry::new(geojson::GeometryValue::from(&ground));
    Some(Overlap {
        agent_id: one.id,
        code: one.code.clone(),
        other_agent_id: other.id,
        other_code: other.code.clone(),
        area_m2: square_m.round() as i64,
        geometry: serde_json::to_value(geometry).unwrap_or_default(),
    })
}
