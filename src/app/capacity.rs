//! The capacity of agents and technicians: taken by an acceptance inside its transaction, given back when the job ends or
//! leaves them. The in-memory network only proposes; the rows read here, behind the agent's lock, decide.

use chrono::TimeDelta;

use super::loads::held;
use super::{Catalogue, Code, Error, Network};
use crate::domain::agent::{Agent, Load, Technician};
use crate::domain::eligibility::{Needs, RuleCode, Scene, first_window, hindrance, lapsed, shared_equipment};
use crate::domain::id::{AgentId, JobId, TechnicianId};
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::{Instant, Window};
use crate::store::bookings::{BookingRow, delete_booking, insert_booking};
use crate::store::network::{free_capacity, take_capacity};
use crate::store::offers::lock_technician;
use crate::store::slots::delete_slot_hold_of;
use crate::store::{Col, Day, Json, Tx};

/// Where a job is to go.
pub struct Seat<'a> {
    /// The agent.
    pub agent: AgentId,
    /// Its technician who is to come.
    pub technician: TechnicianId,
    /// What the job asks.
    pub needs: &'a Needs,
    /// The calendars.
    pub catalogue: &'a Catalogue,
    /// The policy of distances and speeds.
    pub policy: &'a DispatchPolicy,
    /// Now.
    pub now: Instant,
    /// The technician and the window of the visit that is moved, and so hinders nothing.
    pub moved: Option<(TechnicianId, Window)>,
    /// The window of a visit of this technician to the same customer, on which the job is done too where that fits.
    pub beside: Option<Window>,
}

impl Seat<'_> {
    /// Reads the agent anew and takes the three forms of capacity and the window `wanted` or, if it `may_move`, the next free
    /// one of the same length. Acceptances of one agent wait for each other here. Lock order: agent, technician.
    ///
    /// # Errors
    /// `AgentNotActive`, `ContractExpired`, `DocumentExpired`, `TimeOff`, `CapacityFull`, `WindowConflict`, or the database.
    pub fn book(&self, tx: &mut Tx<'_>, job: JobId, wanted: Window, may_move: bool) -> Result<Window, Error> {
        take_capacity(tx, self.agent)?;
        let fresh = Network::agent_now(tx.conn(), self.catalogue, (self.agent, self.now))?;
        let technician = fresh.technicians.iter().find(|it| it.id == self.technician).ok_or(Code::AgentNotActive)?;
        if !fresh.may_work_at(self.now) {
            return Err(Code::AgentNotActive.into());
        }
        lock_technician(tx, technician.id)?;
        let load = self.load(tx, job)?;
        self.refuse_lapsed(&fresh, &load, wanted)?;
        let most = fresh.capacity_on(fresh.hours.local_date(wanted.from)).open;
        let own = technician.limits.open;
        if load.open_jobs >= most || own.is_some_and(|most| load.open_of(technician.id) >= most) {
            return Err(Code::CapacityFull.into());
        }
        let window = match self.shared((&fresh, technician), &load) {
            Some(window) => window,
            None => self.window((&fresh, technician), &load, wanted, may_move)?,
        };
        self.keep(tx, job, (&fresh, technician), window)?;
        delete_slot_hold_of(tx, job)?;
        Ok(window)
    }

    fn refuse_lapsed(&self, fresh: &Agent, load: &Load, wanted: Window) -> Result<(), Error> {
        let needs = Needs { window: Some(wanted), ..self.needs.clone() };
        let scene = Scene::new(fresh, load, &needs, self.policy, self.now);
        let code = match lapsed(&scene).map(|failed| failed.code) {
            None => return Ok(()),
            Some(RuleCode::ContractExpired) => Code::ContractExpired,
            Some(_) => Code::DocumentExpired,
        };
        Err(code.into())
    }

    /// What the agent holds besides this job, which is counted already.
    fn load(&self, tx: &mut Tx<'_>, job: JobId) -> Result<Load, Error> {
        let held = held(tx.conn(), &[self.agent], (Some(job), self.now))?.remove(&self.agent).unwrap_or_default();
        let mut load = Load { open_jobs: held.open_jobs - 1, ..held };
        // The visits of a technician never overlap, so their windows tell them apart.
        load.visits.retain(|visit| self.moved != Some((visit.technician, visit.window)));
        Ok(load)
    }

    /// The window of the visit that is shared: the technician is there already, so that it hinders nothing.
    fn shared(&self, at: (&Agent, &Technician), load: &Load) -> Option<Window> {
        let window = self.beside?;
        let mut load = load.clone();
        load.visits.retain(|it| it.technician != self.technician || it.window != window);
        self.window(at, &load, window, false).ok()
    }

    fn window(
        &self,
        (fresh, technician): (&Agent, &Technician),
        load: &Load,
        wanted: Window,
        may_move: bool,
    ) -> Result<Window, Error> {
        let Self { needs, policy, now, .. } = *self;
        let needs = Needs { window: Some(wanted), ..needs.clone() };
        let scene = Scene::new(fresh, load, &needs, policy, now);
        let is_suspended_then = fresh.suspended.is_some_and(|suspended| suspended.overlaps(wanted));
        let hindered = hindrance(&scene, technician, wanted);
        if hindered.is_none() && !is_suspended_then {
            return Ok(wanted);
        }
        if may_move {
            let length: TimeDelta = wanted.to - wanted.from;
            let next = first_window(&scene, technician, wanted.from.max(now), length);
            return next.ok_or_else(|| Code::WindowConflict.into());
        }
        let code = match hindered.map(|failed| failed.code) {
            None => Code::AgentNotActive,
            Some(RuleCode::CapacityDayFull | RuleCode::CapacityHoursFull) => Code::CapacityFull,
            Some(RuleCode::TimeOff) => Code::TimeOff,
            Some(_) => Code::WindowConflict,
        };
        Err(code.into())
    }

    fn keep(
        &self,
        tx: &mut Tx<'_>,
        job: JobId,
        (fresh, technician): (&Agent, &Technician),
        window: Window,
    ) -> Result<(), Error> {
        let load = Load::default();
        let scene = Scene::new(fresh, &load, self.needs, self.policy, self.now);
        let booking = BookingRow {
            job_id: Col(job),
            agent_id: Col(self.agent),
            technician_id: Col(technician.id),
            day: Day(fresh.hours.local_date(window.from)),
            minutes: self.needs.minutes(),
            equipment: Json(shared_equipment(&scene, technician)),
        };
        insert_booking(tx, &booking)?;
        Ok(())
    }
}

/// Gives back what a job took; nothing when it took nothing, or gave it back before.
///
/// # Errors
/// The database.
pub fn free(tx: &mut Tx<'_>, job: JobId) -> Result<(), Error> {
    if let Some(agent) = delete_booking(tx, job)? {
        free_capacity(tx, agent)?;
    }
    Ok(())
}
