//! Keeping a window while the caller thinks, and giving it to the request that comes of it.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::check::{NewHold, check};
use super::find::Ground;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::audit;
use crate::app::loads::held;
use crate::app::{Actor, App, Catalogue, Code, Error, Network};
use crate::dispatch::slots::free_in;
use crate::domain::agent::{Agent, Load, Technician};
use crate::domain::eligibility::{Scene, shared_equipment};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::geo::Position;
use crate::domain::id::{AgentId, SlotHoldId, TechnicianId};
use crate::domain::time::{Instant, Window};
use crate::store::network::lock_agent;
use crate::store::offers::lock_technician;
use crate::store::slots::{SlotHold, delete_slot_hold, find_slot_hold, insert_slot_hold};
use crate::store::{At, Col, Conn, Day, Json, Tx};

/// Agents that are tried, best first, before the window counts as taken.
const TRIED: usize = 5;
/// A request farther than this from the place that a window was held for is another one.
const SAME_PLACE_M: f64 = 5_000.0;

/// A window that is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The hold, to be sent as `slot_hold_id` with the request.
    pub id: SlotHoldId,
    /// The window.
    pub window: Window,
    /// The agent that would come.
    pub agent_id: AgentId,
    /// Its technician.
    pub technician_id: TechnicianId,
    /// Until when it waits for its request.
    pub expires_at: Instant,
}

/// Keeps a window at the best agent that is free in it, behind that agent's lock, for the minutes of the policy.
///
/// # Errors
/// Every wrong value at once; `SlotTaken` when nobody is free in it any more; the database.
pub async fn hold_slot(app: &App, (actor, key): (Actor, Option<Key>), new: NewHold) -> Result<Held, Error> {
    let now = app.clock.now();
    let sought = check(&new.about, &app.catalogue(), ("about.", now))?;
    let mut faults = Faults::default();
    let window = new.window.ahead(now, &mut faults);
    faults.or(())?;
    let ground = Ground::read(app, sought).await?;
    let free = ground.with_contenders(|question, contenders| {
        let free = contenders.iter().filter(|it| it.free_in(question, window).is_some());
        free.take(TRIED).map(|it| it.candidate.agent_id).collect::<Vec<_>>()
    });
    let keeping = Keeping { ground, window, actor };
    let written = app.db.write(move |tx| {
        let actor = keeping.actor.clone();
        once(tx, (&actor, key.as_ref()), now, |tx| keeping.keep(tx, &free))
    });
    written.await
}

struct Keeping {
    ground: Ground,
    window: Window,
    actor: Actor,
}

impl Keeping {
    fn keep(&self, tx: &mut Tx<'_>, agents: &[AgentId]) -> Result<Held, Error> {
        for agent in agents {
            if let Some(held) = self.keep_at(tx, *agent)? {
                return Ok(held);
            }
        }
        Err(Code::SlotTaken.into())
    }

    /// Lock order: agent, technician.
    fn keep_at(&self, tx: &mut Tx<'_>, id: AgentId) -> Result<Option<Held>, Error> {
        lock_agent(tx, id)?;
        let (agent, load) = fresh(tx.conn(), &self.ground.catalogue, (id, self.ground.now))?;
        let question = self.ground.question();
        let Some(technician) = free_in((&agent, &load), &question, self.window) else { return Ok(None) };
        lock_technician(tx, technician)?;
        let Some(technician) = agent.technicians.iter().find(|it| it.id == technician) else { return Ok(None) };
        let hold = self.hold((&agent, &load), technician);
        insert_slot_hold(tx, &hold)?;
        audit(tx, &self.actor, self.ground.now, ("slot_held", "slot_hold"), hold.id.0)?;
        let (agent_id, technician_id) = (id, technician.id);
        Ok(Some(Held { id: hold.id.0, window: self.window, agent_id, technician_id, expires_at: hold.expires_at.0 }))
    }

    fn hold(&self, (agent, load): (&Agent, &Load), technician: &Technician) -> SlotHold {
        let (ground, window) = (&self.ground, self.window);
        let needs = &ground.sought.needs;
        let scene = Scene::new(agent, load, needs, &ground.policy, ground.now);
        let minutes = TimeDelta::minutes(ground.catalogue.care().slot_hold_minutes);
        SlotHold {
            id: Col(mint(ground.now)),
            agent_id: Col(agent.id),
            technician_id: Col(technician.id),
            job_id: None,
            window_from: At(window.from),
            window_to: At(window.to),
            day: Day(agent.hours.local_date(window.from)),
            minutes: needs.minutes(),
            category: needs.category.clone(),
            lat: needs.position.lat,
            lon: needs.position.lon,
            equipment: Json(shared_equipment(&scene, technician)),
            held_by: self.actor.principal(),
            created_at: At(ground.now),
            expires_at: At(ground.now + minutes),
        }
    }
}

/// An agent and what it holds, as the database says.
fn fresh(conn: &mut Conn, catalogue: &Catalogue, (known, now): (AgentId, Instant)) -> Result<(Agent, Load), Error> {
    let agent = Network::agent_now(conn, catalogue, (known, now))?;
    let load = held(conn, &[known], (None, now))?.remove(&known).unwrap_or_default();
    Ok((agent, load))
}

/// Lets go of a window that its holder no longer needs.
///
/// # Errors
/// `NotFound` when it is over, given to a request, or another's; the database.
pub async fn let_go(app: &App, actor: Actor, id: SlotHoldId) -> Result<(), Error> {
    let written = app.db.write(move |tx| delete_slot_hold(tx, id, &actor.principal()).map_err(Error::from));
    if written.await? { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// The window of a hold that a request brings, if it still holds and was for such a unit at one of these places.
///
/// # Errors
/// A fault of `slot_hold_id`; the database.
pub(in crate::app) fn check_hold(
    conn: &mut Conn,
    id: SlotHoldId,
    (category, places): (&str, [Position; 2]),
    now: Instant,
) -> Result<Window, Error> {
    let mut faults = Faults::default();
    let Some(hold) = find_slot_hold(conn, id, now)?.filter(|hold| hold.job_id.is_none()) else {
        faults.add("slot_hold_id", FaultCode::SlotHoldOver);
        return Err(faults.into());
    };
    let is_there = places.iter().any(|place| hold.position().metres_to(*place) <= SAME_PLACE_M);
    if hold.category != category || !is_there {
        faults.add("slot_hold_id", FaultCode::SlotHoldDiffers);
    }
    Ok(faults.or(hold.window())?)
}
