//! What an agent has that is not its own: customers' units, loaners, parts; and that it is taken over when the agent may not work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::Role;
use crate::domain::id::{AgentId, JobId, LoanerId, WorkshopUnitId};
use crate::domain::part::stock::StockPlace;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::jobs::{find_job, find_request};
use crate::store::loaners::list_loaners_at;
use crate::store::network::{AgentRow, find_agent, list_technicians_of};
use crate::store::stock::list_balances_at;
use crate::store::tasks::list_tasks_of;
use crate::store::workshop::list_units_at;
use crate::store::{Conn, StoreError, Tx};

/// Business minutes within which what an agent has is taken over.
const TAKE_OVER_WITHIN: i64 = 600;

/// A customer's unit in an agent's workshop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldUnit {
    /// The unit.
    #[schema(value_type = String)]
    pub unit_id: WorkshopUnitId,
    /// Its job.
    #[schema(value_type = String)]
    pub job_id: JobId,
    /// The code on its tag.
    pub tag: String,
    /// Where it stands.
    pub state: String,
}

/// A loaner that an agent has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldLoaner {
    /// The loaner.
    #[schema(value_type = String)]
    pub loaner_id: LoanerId,
    /// Its serial.
    pub serial: String,
}

/// Pieces of a part on an agent's shelf or in a van.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeldPart {
    /// `agent:ID` or `van:ID`.
    pub place: String,
    /// The part.
    pub part: String,
    /// How many.
    pub quantity: i64,
}

/// What an agent has of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Custody {
    pub(super) units: Vec<HeldUnit>,
    pub(super) loaners: Vec<HeldLoaner>,
    pub(super) parts: Vec<HeldPart>,
}

/// What an agent has of others now.
pub(super) fn custody_of(conn: &mut Conn, agent: AgentId) -> Result<Custody, StoreError> {
    let units = list_units_at(conn, agent)?.into_iter().map(|unit| HeldUnit {
        unit_id: unit.id.0,
        job_id: unit.job_id.0,
        tag: unit.tag.0.to_string(),
        state: unit.state.0.to_string(),
    });
    let loaners = list_loaners_at(conn, agent)?.into_iter();
    let loaners = loaners.map(|loaner| HeldLoaner { loaner_id: loaner.id.0, serial: loaner.serial });
    let vans = list_technicians_of(conn, agent)?.0.into_iter().map(|it| StockPlace::Van(it.id.0));
    let places: Vec<StockPlace> = std::iter::once(StockPlace::Agent(agent)).chain(vans).collect();
    let parts = list_balances_at(conn, &places)?.into_iter().map(|(place, part, balance)| HeldPart {
        place: place.to_string(),
        part: part.to_string(),
        quantity: balance.quantity,
    });
    Ok(Custody { units: units.collect(), loaners: loaners.collect(), parts: parts.collect() })
}

/// Gives those who look after agents a task for each unit and loaner, and one for the parts of each shelf and van, so that
/// nothing of it is forgotten.
pub(super) fn ask_to_take_over(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    agent: AgentId,
) -> Result<(), Error> {
    let (row, custody) = (find_agent(tx.conn(), agent)?, custody_of(tx.conn(), agent)?);
    let asking = Asking { app, actor, now, agent: &row };
    for unit in &custody.units {
        let tasks = list_tasks_of(tx.conn(), unit.job_id)?;
        if tasks.iter().any(|task| task.kind.0 == TaskKind::HandOverCustody && task.state.0.is_open()) {
            continue;
        }
        let job = find_job(tx.conn(), unit.job_id)?;
        let customer = find_request(tx.conn(), job.request_id.0)?.customer_id.0;
        let owner = Owner::unit(Role::AgentManager);
        let spec = TaskSpec::of_job(TaskKind::HandOverCustody, owner, (&job, customer), asking.due());
        asking.put(tx, spec, &unit.tag)?;
    }
    for loaner in &custody.loaners {
        asking.put(tx, asking.bare(), &loaner.serial)?;
    }
    for place in custody.parts.chunk_by(|one, other| one.place == other.place) {
        let parts: Vec<String> = place.iter().map(|it| format!("{} × {}", it.part, it.quantity)).collect();
        asking.put(tx, asking.bare(), &parts.join(", "))?;
    }
    Ok(())
}

struct Asking<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: Instant,
    agent: &'a AgentRow,
}

impl Asking<'_> {
    fn due(&self) -> Instant {
        self.app.catalogue().after_business(self.now, TAKE_OVER_WITHIN)
    }

    /// A task about no job.
    fn bare(&self) -> TaskSpec {
        let owner = Owner::unit(Role::AgentManager);
        let spec = TaskSpec::bare(TaskKind::HandOverCustody, owner, &self.agent.province, self.due());
        TaskSpec { agent: Some(self.agent.id.0), ..spec }
    }

    fn put(&self, tx: &mut Tx<'_>, spec: TaskSpec, what: &str) -> Result<(), Error> {
        let note = format!("{} · {what}", self.agent.code);
        put_task(tx, &self.app.catalogue(), (self.actor, self.now), spec.noted(Some(note))).map(drop)
    }
}
