//! The capacity of agents and technicians: taken by an acceptance inside its transaction, given back when the job ends or
//! leaves them. The in-memory network only proposes; the rows read here, behind the agent's lock, decide.

use chrono::TimeDelta;

use super::{Catalogue, Code, Error, Network};
use crate::domain::agent::{Agent, Load, Technician};
use crate::domain::eligibility::{Needs, RuleCode, Scene, first_window, hindrance, lapsed, shared_equipment};
use crate::domain::id::JobId;
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::{Instant, Window};
use crate::store::bookings::{BookingRow, delete_booking, insert_booking, list_appointments, list_booked};
use crate::store::feed::{Signal, Topic};
use crate::store::network::{free_capacity, take_capacity};
use crate::store::offers::lock_technician;
use crate::store::slots::{delete_slot_hold_of, list_slot_holds};
use crate::store::{Col, Day, Json, Tx};

/// Where a job is to go.
pub struct Seat<'a> {
    /// The agent, as the network knows it.
    pub agent: &'a Agent,
    /// Its technician who is to come.
    pub technician: &'a Technician,
    /// What the job asks.
    pub needs: &'a Needs,
    /// The calendars.
    pub catalogue: &'a Catalogue,
    /// The policy of distances and speeds.
    pub policy: &'a DispatchPolicy,
    /// Now.
    pub now: Instant,
}

impl Seat<'_> {
    /// Reads the agent anew, as this node's network may lag behind leave, contract and papers that another one noted, and
    /// takes the three forms of capacity and the window `wanted` or, if it `may_move`, the next free one of the same length. Acceptances of one agent wait for each other here. Lock order: agent, technician.
    ///
    /// # Errors
    /// `AgentNotActive`, `ContractExpired`, `DocumentExpired`, `TimeOff`, `CapacityFull`, `WindowConflict`, or the database.
    pub fn book(&self, tx: &mut Tx<'_>, job: JobId, wanted: Window, may_move: bool) -> Result<Window, Error> {
        let open_jobs = take_capacity(tx, self.agent.id)?;
        let fresh = Network::agent_now(tx.conn(), self.catalogue, (self.agent.id, self.now))?;
        let fresh = fresh.ok_or(Code::AgentNotActive)?;
        if !fresh.may_work_at(self.now) {
            return Err(Code::AgentNotActive.into());
        }
        lock_technician(tx, self.technician.id)?;
        delete_slot_hold_of(tx, job)?;
        let load = self.load(tx, open_jobs - 1)?;
        self.refuse_lapsed(&fresh, &load, wanted)?;
        let most = fresh.capacity_on(fresh.hours.local_date(wanted.from)).open;
        if load.open_jobs >= most {
            return Err(Code::CapacityFull.into());
        }
        if self.technician.limits.open.is_some_and(|most| load.open_of(self.technician.id) >= most) {
            return Err(Code::CapacityFull.into());
        }
        let window = self.window(&fresh, &load, wanted, may_move)?;
        self.keep(tx, job, &fresh, window)?;
        Ok(window)
    }

    fn refuse_lapsed(&self, fresh: &Agent, load: &Load, wanted: Window) -> Result<(), Error> {
        let needs = Needs { window: Some(wanted), ..self.needs.clone() };
        let scene = Scene { agent: fresh, load, needs: &needs, policy: self.policy, now: self.now };
        let code = match lapsed(&scene).map(|failed| failed.code) {
            None => return Ok(()),
            Some(RuleCode::ContractExpired) => Code::ContractExpired,
            Some(_) => Code::DocumentExpired,
        };
        Err(code.into())
    }

    /// What the agent holds besides this job, behind its lock.
    fn load(&self, tx: &mut Tx<'_>, open_jobs: i32) -> Result<Load, Error> {
        let agent = [self.agent.id];
        let booked = list_booked(tx.conn(), &agent)?.into_iter().map(|(_, booked)| booked).collect();
        let visits = list_appointments(tx.conn(), &agent)?.into_iter().map(|(_, visit)| visit).collect();
        let mut load = Load { open_jobs, booked, visits, ..Load::default() };
        for hold in list_slot_holds(tx.conn(), &agent, self.now)? {
            load.keep(hold.booked(), hold.appointment());
        }
        Ok(load)
    }

    fn window(&self, fresh: &Agent, load: &Load, wanted: Window, may_move: bool) -> Result<Window, Error> {
        let Self { technician, needs, policy, now, .. } = *self;
        let needs = Needs { window: Some(wanted), ..needs.clone() };
        let scene = Scene { agent: fresh, load, needs: &needs, policy, now };
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

    fn keep(&self, tx: &mut Tx<'_>, job: JobId, fresh: &Agent, window: Window) -> Result<(), Error> {
        let load = Load::default();
        let scene = Scene { agent: fresh, load: &load, needs: self.needs, policy: self.policy, now: self.now };
        let booking = BookingRow {
            job_id: Col(job),
            agent_id: Col(self.agent.id),
            technician_id: Col(self.technician.id),
            day: Day(fresh.hours.local_date(window.from)),
            minutes: self.needs.minutes(),
            equipment: Json(shared_equipment(&scene, self.technician)),
        };
        insert_booking(tx, &booking)?;
        tx.after_commit(Signal::Changed { topic: Topic::Agent, id: self.agent.id.to_string() });
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
        tx.after_commit(Signal::Changed { topic: Topic::Agent, id: agent.to_string() });
    }
    Ok(())
}
