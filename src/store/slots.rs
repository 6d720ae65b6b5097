//! Windows promised to callers that no acceptance has filled yet.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::slot_holds;
use super::{At, Col, Conn, Day, Json, StoreError, Tx};
use crate::domain::agent::{Appointment, Booked};
use crate::domain::geo::Position;
use crate::domain::id::{AgentId, JobId, SlotHoldId, TechnicianId};
use crate::domain::time::{Instant, Window};

/// A window kept free at one technician.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = slot_holds, treat_none_as_default_value = false)]
pub struct SlotHold {
    pub id: Col<SlotHoldId>,
    pub agent_id: Col<AgentId>,
    pub technician_id: Col<TechnicianId>,
    pub job_id: Option<Col<JobId>>,
    pub window_from: At,
    pub window_to: At,
    pub day: Day,
    pub minutes: i32,
    pub category: String,
    pub lat: f64,
    pub lon: f64,
    pub equipment: Json<Vec<String>>,
    pub held_by: String,
    pub created_at: At,
    pub expires_at: At,
}

insertable!(slot_holds, SlotHold, insert_slot_hold);

impl SlotHold {
    /// The window promised.
    #[must_use]
    pub fn window(&self) -> Window {
        Window { from: self.window_from.0, to: self.window_to.0 }
    }

    /// Where the work is.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { lat: self.lat, lon: self.lon }
    }

    /// What it fills of the technician's time.
    #[must_use]
    pub fn appointment(&self) -> Appointment {
        let (technician, equipment) = (self.technician_id.0, self.equipment.0.clone());
        Appointment { technician, window: self.window(), position: self.position(), equipment }
    }

    /// What it takes of the day's capacity.
    #[must_use]
    pub fn booked(&self) -> Booked {
        Booked { technician: self.technician_id.0, day: self.day.0, jobs: 1, minutes: self.minutes }
    }
}

/// The hold with this id, if it holds at `now`.
///
/// # Errors
/// The database.
pub fn find_slot_hold(conn: &mut Conn, id: SlotHoldId, now: Instant) -> Result<Option<SlotHold>, StoreError> {
    let query = slot_holds::table.find(id.as_str()).filter(slot_holds::expires_at.gt(At(now)));
    Ok(query.select(SlotHold::as_select()).first(conn).optional()?)
}

/// The hold of a job, if it holds at `now`.
///
/// # Errors
/// The database.
pub fn find_slot_hold_of(conn: &mut Conn, job: JobId, now: Instant) -> Result<Option<SlotHold>, StoreError> {
    let query = slot_holds::table.filter(slot_holds::job_id.eq(job.as_str()));
    let query = query.filter(slot_holds::expires_at.gt(At(now)));
    Ok(query.select(SlotHold::as_select()).first(conn).optional()?)
}

/// What is held at these agents at `now`; at every agent where none are named.
///
/// # Errors
/// The database.
pub fn list_slot_holds(conn: &mut Conn, agents: Option<&[AgentId]>, now: Instant) -> Result<Vec<SlotHold>, StoreError> {
    let mut query = slot_holds::table.filter(slot_holds::expires_at.gt(At(now))).into_boxed();
    if let Some(agents) = agents {
        query = query.filter(slot_holds::agent_id.eq_any(agents.iter().map(AgentId::as_str)));
    }
    Ok(query.select(SlotHold::as_select()).load(conn)?)
}

/// Gives a hold to a job, for which it is kept until the window is over; false when it is over or given already.
///
/// # Errors
/// The database.
pub fn give_slot_hold(tx: &mut Tx<'_>, id: SlotHoldId, job: JobId, now: Instant) -> Result<bool, StoreError> {
    let target = slot_holds::table.find(id.as_str()).filter(slot_holds::job_id.is_null());
    let target = target.filter(slot_holds::expires_at.gt(At(now)));
    let change = (slot_holds::job_id.eq(job.as_str()), slot_holds::expires_at.eq(slot_holds::window_to));
    Ok(diesel::update(target).set(change).execute(tx.conn())? == 1)
}

/// Lets go of a hold that no job has and that this person holds; false when there is none such.
///
/// # Errors
/// The database.
pub fn delete_slot_hold(tx: &mut Tx<'_>, id: SlotHoldId, held_by: &str) -> Result<bool, StoreError> {
    let target = slot_holds::table.find(id.as_str()).filter(slot_holds::job_id.is_null());
    Ok(diesel::delete(target.filter(slot_holds::held_by.eq(held_by))).execute(tx.conn())? == 1)
}

/// Lets go of what is held for a job.
///
/// # Errors
/// The database.
pub fn delete_slot_hold_of(tx: &mut Tx<'_>, job: JobId) -> Result<(), StoreError> {
    diesel::delete(slot_holds::table.filter(slot_holds::job_id.eq(job.as_str()))).execute(tx.conn())?;
    Ok(())
}

/// Forgets windows that are held for nobody any more; their number.
///
/// # Errors
/// The database.
pub fn sweep_slot_holds(tx: &mut Tx<'_>, now: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(slot_holds::table.filter(slot_holds::expires_at.le(At(now)))).execute(tx.conn())?)
}
