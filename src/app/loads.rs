//! What agents hold, in memory: brought up to what this node has heard of before each ranking. The database stays the judge.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use super::{App, Error, Network};
use crate::domain::agent::Load;
use crate::domain::id::{AgentId, CustomerId, JobId};
use crate::domain::offer::OfferState;
use crate::domain::time::Instant;
use crate::store::bookings::{list_appointments, list_booked, list_exclusions, list_exclusions_for};
use crate::store::feed::Signal;
use crate::store::network::list_loads;
use crate::store::offers::list_offers;
use crate::store::slots::list_slot_holds;
use crate::store::{Conn, StoreError};

/// More agents than these are read together with all others.
const MANY: usize = 500;

/// Whose load has changed since the network was last brought up to date.
pub struct Loads {
    heard: Mutex<Heard>,
    /// One reading at a time, so that an older one never comes last.
    reading: tokio::sync::Mutex<()>,
}

struct Heard {
    signals: Receiver<Signal>,
    changed: Changed,
}

/// Agents whose load must be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Changed {
    These(BTreeSet<AgentId>),
    All,
}

impl Changed {
    const NOTHING: Self = Self::These(BTreeSet::new());

    fn add(&mut self, agent: AgentId) {
        if let Self::These(agents) = self {
            agents.insert(agent);
            if agents.len() > MANY {
                *self = Self::All;
            }
        }
    }

    fn join(&mut self, other: Self) {
        match other {
            Self::These(agents) => agents.into_iter().for_each(|agent| self.add(agent)),
            Self::All => *self = Self::All,
        }
    }
}

impl Loads {
    /// Nothing changed yet; everything that is told from now on counts.
    #[must_use]
    pub fn new(signals: Receiver<Signal>) -> Self {
        Self { heard: Mutex::new(Heard { signals, changed: Changed::NOTHING }), reading: tokio::sync::Mutex::new(()) }
    }

    fn heard(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    /// What has changed since the last time.
    fn take(&mut self) -> Changed {
        loop {
            match self.signals.try_recv() {
                Ok(Signal::Load(agent)) => self.changed.add(agent),
                Ok(Signal::Resync) | Err(TryRecvError::Lagged(_)) => self.changed = Changed::All,
                Ok(_) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        std::mem::replace(&mut self.changed, Changed::NOTHING)
    }
}

impl App {
    /// The network with what its agents hold by every commit that this node has heard of: its own at once, those of other
    /// nodes within moments.
    ///
    /// # Errors
    /// The database.
    pub async fn network_now(&self) -> Result<Arc<Network>, Error> {
        let _alone = self.loads.reading.lock().await;
        let network = self.network();
        let changed = self.loads.heard().take();
        let agents: Option<Vec<AgentId>> = match &changed {
            Changed::These(agents) if agents.is_empty() => return Ok(network),
            Changed::These(agents) => Some(agents.iter().copied().collect()),
            Changed::All => None,
        };
        let about = agents.clone();
        let read = self.db.read(move |conn| booked(conn, about.as_deref()).map_err(Error::from)).await;
        match read {
            Ok(loads) => network.set_loads(agents.as_deref(), loads),
            Err(error) => {
                self.loads.heard().changed.join(changed);
                return Err(error);
            }
        }
        Ok(network)
    }

    /// Reads the network anew, with what its agents hold.
    ///
    /// # Errors
    /// The database.
    pub async fn reload_network(&self) -> Result<(), Error> {
        let _alone = self.loads.reading.lock().await;
        // What is told from here on may be younger than what is read.
        let changed = self.loads.heard().take();
        match Network::load(&self.db, &self.catalogue(), self.clock.now()).await {
            Ok(fresh) => {
                *self.network.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                Ok(())
            }
            Err(error) => {
                self.loads.heard().changed.join(changed);
                Err(error)
            }
        }
    }
}

/// What accepted jobs take of these agents, or of all of them.
///
/// # Errors
/// The database.
pub fn booked(conn: &mut Conn, agents: Option<&[AgentId]>) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut loads: HashMap<AgentId, Load> = HashMap::new();
    for (agent, open_jobs) in list_loads(conn, agents)? {
        loads.entry(agent).or_default().open_jobs = open_jobs;
    }
    for (agent, booked) in list_booked(conn, agents)? {
        loads.entry(agent).or_default().booked.push(booked);
    }
    for (agent, visit) in list_appointments(conn, agents)? {
        loads.entry(agent).or_default().visits.push(visit);
    }
    Ok(loads)
}

/// What agents hold at `now`: jobs, visits, and windows promised for other jobs than this.
///
/// # Errors
/// The database.
pub fn held(
    conn: &mut Conn,
    agents: &[AgentId],
    (except, now): (Option<JobId>, Instant),
) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut gathered = Gathered { loads: booked(conn, Some(agents))?, network: None };
    gathered.add_promises(conn, Some(agents), (except, now))?;
    Ok(gathered.loads)
}

/// What agents hold at `now`, and which of them declined this job.
///
/// # Errors
/// The database.
pub fn loads(
    conn: &mut Conn,
    agents: &[AgentId],
    (job, now): (JobId, Instant),
) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut gathered = Gathered { loads: booked(conn, Some(agents))?, network: None };
    gathered.add_promises(conn, Some(agents), (Some(job), now))?;
    gathered.add_history(conn, job)?;
    Ok(gathered.loads)
}

/// What some agents of the network hold for a job instead of what the network knows: with windows promised for others, and
/// with what the customer and the agents have said.
///
/// # Errors
/// The database.
pub fn instead(
    conn: &mut Conn,
    network: &Network,
    (job, now): (JobId, Instant),
) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut gathered = Gathered { loads: HashMap::new(), network: Some(network) };
    gathered.add_promises(conn, None, (Some(job), now))?;
    gathered.add_history(conn, job)?;
    Ok(gathered.loads)
}

/// The same for work of a customer that is no job yet.
///
/// # Errors
/// The database.
pub fn instead_for(
    conn: &mut Conn,
    network: &Network,
    (customer, now): (Option<CustomerId>, Instant),
) -> Result<HashMap<AgentId, Load>, StoreError> {
    let mut gathered = Gathered { loads: HashMap::new(), network: Some(network) };
    gathered.add_promises(conn, None, (None, now))?;
    if let Some(customer) = customer {
        for row in list_exclusions(conn, customer)? {
            gathered.of(row.agent_id.0).excluded.push(row.technician_id.map(|id| id.0));
        }
    }
    Ok(gathered.loads)
}

/// Loads; one that is asked for first begins with what the network knows.
struct Gathered<'a> {
    loads: HashMap<AgentId, Load>,
    network: Option<&'a Network>,
}

impl Gathered<'_> {
    fn of(&mut self, agent: AgentId) -> &mut Load {
        let network = self.network;
        self.loads.entry(agent).or_insert_with(|| network.map(|it| it.held_by(agent)).unwrap_or_default())
    }

    fn add_promises(
        &mut self,
        conn: &mut Conn,
        agents: Option<&[AgentId]>,
        (except, now): (Option<JobId>, Instant),
    ) -> Result<(), StoreError> {
        for hold in list_slot_holds(conn, agents, now)? {
            if hold.job_id.is_none_or(|job| Some(job.0) != except) {
                self.of(hold.agent_id.0).keep(hold.booked(), hold.appointment());
            }
        }
        Ok(())
    }

    fn add_history(&mut self, conn: &mut Conn, job: JobId) -> Result<(), StoreError> {
        for (agent, technician) in list_exclusions_for(conn, job)? {
            self.of(agent).excluded.push(technician);
        }
        for offer in list_offers(conn, job)? {
            // An agent that let the deadline pass, or gave the job back, is asked again only after the same pause as one
            // that declined.
            let is_no = matches!(offer.state.0, OfferState::Declined | OfferState::Expired | OfferState::Undeliverable);
            let at = if is_no { offer.answered_at.or(Some(offer.deadline_at)) } else { offer.lost_at };
            if let Some(at) = at {
                let load = self.of(offer.agent_id.0);
                load.declined_at = load.declined_at.max(Some(at.0));
            }
        }
        Ok(())
    }
}
