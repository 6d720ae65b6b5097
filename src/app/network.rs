//! The network of agents in memory, and the load that a decision needs.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::dispatch::Record;
use super::loads::booked;
use super::{Catalogue, Code, Error};
use crate::dispatch::field::{Field, Held};
use crate::dispatch::figures::Neighbour;
use crate::domain::agent::{
    Agent, Area, Capacity, Certificate, Document, ENDLESS, Limits, Load, Season, SeasonCapacity, SeasonSpan, Skill,
    Technician, TimeOff,
};
use crate::domain::calendar::Calendar;
use crate::domain::geo::{Position, Shape};
use crate::domain::id::AgentId;
use crate::domain::time::{Instant, Window};
use crate::store::agent_facts::{AuthorizationRow, DocumentRow, EquipmentRow, SeasonRow, TimeOffRow};
use crate::store::network::{AgentRow, AreaRow, NetworkRows, TechnicianRow, TechnicianSkill, load_network};
use crate::store::{Conn, Db, StoreError};

/// Every agent, as the work rules see them.
pub struct Network {
    agents: Vec<Agent>,
    by_id: HashMap<AgentId, usize>,
    record: Record,
    held: RwLock<Held>,
}

impl Network {
    /// Loads everything; leave that is over at `now` is left out.
    ///
    /// # Errors
    /// The database, or an area that cannot be read.
    pub async fn load(db: &Db, catalogue: &Catalogue, now: Instant) -> Result<Self, Error> {
        let read =
            move |conn: &mut Conn| Ok((load_network(conn, None, now)?, Record::load(conn)?, booked(conn, None)?));
        let (rows, mut record, loads) = db.read(read).await.map_err(|error: StoreError| error)?;
        record.share_out(&rows.agents.iter().filter_map(neighbour).collect::<Vec<_>>());
        let agents = Self::agents_of(rows, catalogue)?;
        let by_id = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
        let held = Held::new(&agents, loads, record.figures(), &catalogue.dispatch_policies());
        Ok(Self { agents, by_id, record, held: RwLock::new(held) })
    }

    fn agents_of(rows: NetworkRows, catalogue: &Catalogue) -> Result<Vec<Agent>, Error> {
        let mut agents: Vec<Agent> = rows.agents.into_iter().map(|row| agent(row, catalogue)).collect();
        let by_id: HashMap<AgentId, usize> = agents.iter().enumerate().map(|(at, agent)| (agent.id, at)).collect();
        for row in rows.areas {
            if let Some(at) = by_id.get(&row.agent_id.0) {
                agents[*at].areas.push(area(&row)?);
            }
        }
        let facts = Facts {
            documents: rows.documents,
            authorizations: rows.authorizations,
            equipment: rows.equipment,
            seasons: rows.seasons,
            time_off: rows.time_off,
        };
        facts.add_to(&mut agents, &by_id);
        let mut skills: HashMap<_, Vec<Skill>> = HashMap::new();
        for row in rows.skills {
            skills.entry(row.technician_id.0).or_default().push(skill(row));
        }
        for row in rows.technicians {
            let Some(at) = by_id.get(&row.agent_id.0) else { continue };
            let held = skills.remove(&row.id.0).unwrap_or_default();
            let technician = technician(row, held, &agents[*at].hours);
            agents[*at].technicians.push(technician);
        }
        Ok(agents)
    }

    /// One agent as the database has it now, as this node's network may lag behind what another one noted.
    ///
    /// # Errors
    /// `AgentNotActive` for one that does not exist; the database, or an area that cannot be read.
    pub fn agent_now(conn: &mut Conn, catalogue: &Catalogue, (id, now): (AgentId, Instant)) -> Result<Agent, Error> {
        let agent = Self::agents_of(load_network(conn, Some(id), now)?, catalogue)?.pop();
        agent.ok_or_else(|| Code::AgentNotActive.into())
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

    /// What an agent holds, as of when the network was last brought up to date; nothing where it is not known.
    #[must_use]
    pub fn held_by(&self, id: AgentId) -> Load {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        self.by_id.get(&id).map(|at| held.load(*at).clone()).unwrap_or_default()
    }

    /// Notes what these agents hold, or all of them; one that is not among `loads` holds nothing.
    pub(super) fn set_loads(&self, agents: Option<&[AgentId]>, mut loads: HashMap<AgentId, Load>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let mut set = |at: usize| {
            let agent = &self.agents[at];
            held.set(at, agent, loads.remove(&agent.id).unwrap_or_default());
        };
        match agents {
            Some(agents) => agents.iter().filter_map(|id| self.by_id.get(id)).for_each(|at| set(*at)),
            None => (0..self.agents.len()).for_each(set),
        }
    }

    /// Lets a ranking look at the network; some agents hold for it what `instead` says.
    pub fn ranked<T>(&self, instead: &HashMap<AgentId, Load>, rank: impl FnOnce(&Field<'_>) -> T) -> T {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        rank(&Field { agents: &self.agents, by_id: &self.by_id, held: &held, instead })
    }

    /// The agent with this id.
    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.by_id.get(&id).map(|at| &self.agents[*at])
    }
}

/// Whoever is in the network shares the work of its province.
fn neighbour(row: &AgentRow) -> Option<Neighbour<'_>> {
    let one = Neighbour { agent: row.id.0, province: &row.province, capacity: row.capacity_open };
    row.standing.0.is_in_the_network().then_some(one)
}

/// The time of a suspension; one without an end lasts longer than anything else.
fn suspended(row: &AgentRow) -> Option<Window> {
    let from = row.suspended_from?.0;
    Some(Window { from, to: row.suspended_to.map_or(from + ENDLESS, |to| to.0) })
}

/// The capacity of the contract.
fn capacity(row: &AgentRow) -> Capacity {
    Capacity { open: row.capacity_open, day: row.capacity_day, minutes_day: row.capacity_minutes_day }
}

fn agent(row: AgentRow, catalogue: &Catalogue) -> Agent {
    let (suspended, capacity) = (suspended(&row), capacity(&row));
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
        documents: Vec::new(),
        grade: row.grade,
        brands: row.brands.0,
        categories: row.categories.0,
        authorizations: Vec::new(),
        equipment: Vec::new(),
        areas: Vec::new(),
        hours: catalogue.calendar_of(&row.province, row.zone.0, row.hours.0),
        capacity,
        seasons: Vec::new(),
        time_off: Vec::new(),
        technicians: Vec::new(),
    }
}

fn skill(row: TechnicianSkill) -> Skill {
    let certificate = Certificate { from: row.certified_from.map(|day| day.0), to: row.certified_to.map(|day| day.0) };
    Skill { code: row.skill, level: u8::try_from(row.level).unwrap_or(0), certificate }
}

fn technician(row: TechnicianRow, skills: Vec<Skill>, hours: &Calendar) -> Technician {
    Technician {
        id: row.id.0,
        name: [row.name_fa, row.name_en],
        phone: row.phone,
        language: row.language.0,
        languages: row.languages.0,
        skills,
        equipment: row.equipment.0,
        shift: row.shift.map(|shift| Calendar { hours: shift.0, ..hours.clone() }),
        limits: Limits { open: row.capacity_open, day: row.capacity_day, minutes_day: row.capacity_minutes_day },
    }
}

/// Rows that hang on agents.
struct Facts {
    documents: Vec<DocumentRow>,
    authorizations: Vec<AuthorizationRow>,
    equipment: Vec<EquipmentRow>,
    seasons: Vec<SeasonRow>,
    time_off: Vec<TimeOffRow>,
}

impl Facts {
    fn add_to(self, agents: &mut [Agent], by_id: &HashMap<AgentId, usize>) {
        let at = |id: AgentId| by_id.get(&id).copied();
        for row in self.documents {
            let Some(at) = at(row.agent_id.0) else { continue };
            let (kind, issued_on, expires_on) = (row.kind.0, row.issued_on.0, row.expires_on.map(|day| day.0));
            agents[at].documents.push(Document { kind, issued_on, expires_on });
        }
        for row in self.authorizations {
            let Some(at) = at(row.agent_id.0) else { continue };
            agents[at].authorizations.push((row.brand, row.category));
        }
        for row in self.equipment {
            let Some(at) = at(row.agent_id.0) else { continue };
            agents[at].equipment.push((row.equipment, row.pieces));
        }
        for row in self.seasons {
            let (Some(at), Some(season)) = (at(row.agent_id.0), season(row)) else { continue };
            agents[at].seasons.push(season);
        }
        for row in self.time_off {
            let Some(at) = at(row.agent_id.0) else { continue };
            let window = Window { from: row.off_from.0, to: row.off_to.0 };
            agents[at].time_off.push(TimeOff { technician: row.technician_id.map(|id| id.0), window });
        }
        for agent in agents {
            agent.seasons.sort_by_key(|season| matches!(season.span, SeasonSpan::Months(_)));
        }
    }
}

/// A season as the rules see it; a row that names neither days nor months, or no capacity, holds never.
#[must_use]
pub fn season(row: SeasonRow) -> Option<Season> {
    let span = match (row.from_day, row.to_day) {
        (Some(from), Some(to)) => SeasonSpan::Days(from.0, to.0),
        _ => SeasonSpan::Months(row.months.0),
    };
    let own = || {
        let (open, day, minutes_day) = (row.capacity_open?, row.capacity_day?, row.capacity_minutes_day?);
        Some(SeasonCapacity::Own(Capacity { open, day, minutes_day }))
    };
    let capacity = row.percent.map(SeasonCapacity::Percent).or_else(own)?;
    Some(Season { span, capacity })
}

/// An area as the rules see it.
///
/// # Errors
/// A geometry that cannot be read.
pub fn area(row: &AreaRow) -> Result<Area, Error> {
    let unreadable = |what: String| Error::Internal(format!("area {}: {what}", row.id.0));
    let geometry: geojson::Geometry =
        row.geometry.parse().map_err(|error: geojson::Error| unreadable(error.to_string()))?;
    let shape = Shape::from_geojson(&geometry, row.radius_m).map_err(|code| unreadable(code.to_string()))?;
    Ok(Area { kind: row.kind.0, shape })
}
