//! What an appointment takes: a window of a technician, and the room of the agent on its day.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::app::capacity::{Seat, free};
use crate::app::case::Case;
use crate::app::loads::loads;
use crate::app::{Actor, App, Code, Error, Network};
use crate::domain::agent::{Agent, Technician};
use crate::domain::eligibility::{Needs, Scene};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, TechnicianId, VisitId};
use crate::domain::placing::obstacle;
use crate::domain::time::{Instant, Window};
use crate::store::Tx;

/// A visit and its time as agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointed {
    /// The visit.
    pub visit_id: VisitId,
    /// When the technician is expected.
    pub window: Window,
}

/// Who agrees on a time, and when.
pub(super) struct Appointing {
    pub app: App,
    pub network: Arc<Network>,
    pub actor: Actor,
    pub now: Instant,
    /// Whether every rule of a technician is asked, not the hours alone.
    pub is_strict: bool,
}

impl Appointing {
    pub fn new(app: &App, actor: Actor) -> Self {
        Self { app: app.clone(), network: app.network(), actor, now: app.clock.now(), is_strict: false }
    }

    /// The agent that has the job, and its technician.
    pub fn who(&self, agent: AgentId, technician: TechnicianId) -> Result<(&Agent, &Technician), Error> {
        let agent = self.network.agent(agent).ok_or(Code::AgentNotActive)?;
        let found = agent.technicians.iter().find(|it| it.id == technician);
        found.map(|technician| (agent, technician)).ok_or_else(|| {
            let mut faults = Faults::default();
            faults.add("technician_id", FaultCode::TechnicianUnknown);
            faults.into()
        })
    }

    /// Gives back what the job's appointment before took, and takes the window. Lock order: job, agent, technician.
    pub fn take(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        (agent, technician): (&Agent, &Technician),
        (window, moved): (Window, Option<(TechnicianId, Window)>),
    ) -> Result<(), Error> {
        free(tx, case.job.id.0)?;
        if self.is_strict {
            self.refuse_hindered(tx, case, (agent.id, technician.id), (window, moved))?;
        } else if agent.hours_of(technician).business_between(window.from, window.to) == 0 {
            let mut faults = Faults::default();
            faults.add("window.from", FaultCode::OutsideHours);
            return Err(faults.into());
        }
        let catalogue = self.app.catalogue();
        let (_, _, policy) = catalogue.dispatch_policy("balanced");
        let needs = case.needs(&catalogue);
        let (agent, technician) = (agent.id, technician.id);
        let seat = Seat {
            agent,
            technician,
            needs: &needs,
            catalogue: &catalogue,
            policy: &policy,
            now: self.now,
            moved,
            beside: None,
        };
        seat.book(tx, case.job.id.0, window, false).map(drop)
    }

    /// Asks every rule of the technician, by what the agent and its load are now; the job itself takes nothing of it.
    fn refuse_hindered(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        (agent, technician): (AgentId, TechnicianId),
        (window, moved): (Window, Option<(TechnicianId, Window)>),
    ) -> Result<(), Error> {
        let catalogue = self.app.catalogue();
        let fresh = Network::agent_now(tx.conn(), &catalogue, (agent, self.now))?;
        let technician = fresh.technicians.iter().find(|it| it.id == technician).ok_or(Code::AgentNotActive)?;
        let mut load = loads(tx.conn(), &[agent], (case.job.id.0, self.now))?.remove(&agent).unwrap_or_default();
        load.visits.retain(|visit| moved != Some((visit.technician, visit.window)));
        let needs = Needs { window: Some(window), ..case.needs(&catalogue) };
        let (_, _, policy) = catalogue.dispatch_policy("balanced");
        let scene = Scene::new(&fresh, &load, &needs, &policy, self.now);
        obstacle(&scene, technician).map_or(Ok(()), |found| Err(Error::Hindered(found)))
    }
}
