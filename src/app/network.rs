//! The network of agents in memory, and the load that a decision needs.

use std::collections::HashMap;

use super::dispatch::Record;
use super::{App, Catalogue, Error};
use crate::domain::agent::{Agent, Area, Load, Technician};
use crate::domain::geo::{Position, Shape};
use crate::domain::id::{AgentId, JobId};
use crate::domain::offer::OfferState;
use crate::domain::time::Window;
use crate::store::network::{AgentRow, AreaRow, NetworkRows, list_loads, load_network};
use crate::store::offers::{list_offers, list_open_visits};
use crate::store::{Conn, Db, StoreError};

/// Every agent, as the work rules see them.
pub struct Network {
    agents: Vec<Agent>,
    by_id: HashMap<AgentId, usize>,
    record: Record,
}

impl Network {
    /// Loads everything.
    ///
    /// # Errors
    /// The database, or an area that cannot be read.
    pub async fn load(db: &Db, catalogue: &Catalogue) -> Result<Self, Error> {
        let rows = db.read(|conn| load_network(conn, None)).await.map_err(|error: StoreError| error)?;
        let mut network = Self::from_rows(rows, catalogue)?;
        network.record = db.read(|conn| Record::load(conn).map_err(Error::from)).await?;
        Ok(network)
    }

    fn from_rows(rows: NetworkRows, catalogue: &Catalogue) -> Result<Self, Error> {
        let mut agents = Vec::with_capacity(rows.agents.len());
        for row in rows.agents {
            agents.push(agent(row, catalogue));
        }
        let by_id: HashMap<AgentId, usize> = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
        for row in rows.areas {
            if let Some(at) = by_id.get(&row.agent_id.0) {
                agents[*at].areas.push(area(&row)?);
            }
        }
        let mut skills: HashMap<_, Vec<(String, u8)>> = HashMap::new();
        for skill in rows.skills {
            let level = u8::try_from(skill.level).unwrap_or(0);
            skills.entry(skill.technician_id.0).or_default().push((skill.skill, level));
        }
        for row in rows.technicians {
            let Some(at) = by_id.get(&row.agent_id.0) else { continue };
            let agent = &mut agents[*at];
            let shift =
                row.shift.map(|hours| crate::domain::calendar::Calendar { hours: hours.0, ..agent.hours.clone() });
            agent.technicians.push(Technician {
                id: row.id.0,
                name: [row.name_fa, row.name_en],
                phone: row.phone,
                language: row.language.0,
                skills: skills.remove(&row.id.0).unwrap_or_default(),
                equipment: row.equipment.0,
                shift,
            });
        }
        Ok(Self { agents, by_id, record: Record::default() })
    }

    /// All agents.
    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.iter()
    }

    /// What the last 90 days say of the agents, and the terms of their contracts for offers.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The agent with this id.
    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.by_id.get(&id).map(|at| &self.agents[*at])
    }
}

fn agent(row: AgentRow, catalogue: &Catalogue) -> Agent {
    let suspended = match (row.suspended_from, row.suspended_to) {
        (Some(from), Some(to)) => Some(Window { from: from.0, to: to.0 }),
        _ => None,
    };
    Agent {
        id: row.id.0,
        code: row.code,
        name: [row.name_fa, row.name_en],
        kind: row.kind.0,
        setting: row.setting.0,
        standing: row.standing.0,
        suspended,
        contract: (row.contract_from.0, row.contract_to.0),
        phone: row.phone,
        language: row.language.0,
        position: Position { lat: row.lat, lon: row.lon },
        brands: row.brands.0,
        categories: row.categories.0,
        areas: Vec::new(),
        hours: catalogue.calendar_of(&row.province, row.zone.0, row.hours.0),
        capacity_open: row.capacity_open,
        technicians: Vec::new(),
    }
}

fn area(row: &AreaRow) -> Result<Area, Error> {
    let unreadable = |what: String| Error::Internal(format!("area {}: {what}", row.id.0));
    let geometry: geojson::Geometry =
        row.geometry.parse().map_err(|error: geojson::Error| unreadable(error.to_string()))?;
    let shape = Shape::from_geojson(&geometry, row.radius_m).map_err(|code| unreadable(code.to_string()))?;
    Ok(Area { kind: row.kind.0, shape })
}

/// What the agents hold now, and which of them declined this job.
///
/// # Errors
/// The database.
pub fn loads(conn: &mut Conn, agents: &[AgentId], job: JobId) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut loads: HashMap<AgentId, Load> = HashMap::with_capacity(agents.len());
    for (agent, open_jobs) in list_loads(conn, agents)? {
        loads.entry(agent).or_default().open_jobs = open_jobs;
    }
    for (agent, technician, window) in list_open_visits(conn, agents)? {
        loads.entry(agent).or_default().visits.push((technician, window));
    }
    for offer in list_offers(conn, job)? {
        // An agent that let the deadline pass, or gave the job back, is asked again only after the same pause as one that
        // declined.
        let is_no = matches!(offer.state.0, OfferState::Declined | OfferState::Expired | OfferState::Undeliverable);
        let at = if is_no { offer.answered_at.or(Some(offer.deadline_at)) } else { offer.lost_at };
        if let Some(at) = at {
            let load = loads.entry(offer.agent_id.0).or_default();
            load.declined_at = load.declined_at.max(Some(at.0));
        }
    }
    Ok(loads)
}

impl App {
    /// Agents whose base is within `radius_m` metres of a position.
    #[must_use]
    pub fn agents_near(&self, position: Position, radius_m: f64) -> Vec<AgentId> {
        let network = self.network();
        let near = network.agents().filter(|agent| agent.position.metres_to(position) <= radius_m);
        near.map(|agent| agent.id).collect()
    }
}
