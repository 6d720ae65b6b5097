//! A job put into a technician's time on the schedule: its visit is moved, or its next one agreed on.

use chrono::TimeDelta;
use serde_json::json;

use super::room::{Appointed, Appointing};
use super::shift::Shift;
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::reasons::take_reason;
use crate::app::{Actor, App, Code, Error};
use crate::domain::agent::Agent;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AgentId, JobId, TechnicianId};
use crate::domain::placing::{Obstacle, keeps};
use crate::domain::reason::{DelayOwner, ReasonKind};
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitEvent;
use crate::store::feed::Topic;
use crate::store::jobs::save_job;
use crate::store::journal::list_events;
use crate::store::offers::{Visit, list_visits};
use crate::store::{Col, Conn, StoreError, Tx};

/// Where a job is to go.
#[derive(Debug, Clone)]
pub struct Place {
    /// The version of the job that was looked at.
    pub seen: i32,
    /// Who is to come.
    pub technician: TechnicianId,
    /// When the window begins.
    pub from: Instant,
    /// Code of a reason of the kind `reschedule`, where a visit is moved.
    pub reason: Option<String>,
    /// Whether the customer agreed to a time that was not promised.
    pub is_agreed: bool,
}

/// Moves the visit of a job that its agent has, or agrees on its next one, if no rule of the technician stands against it. A
/// visit that is moved keeps its length, and all of its jobs go along.
///
/// # Errors
/// `Conflict` when the job was changed since it was seen; `Hindered` with the first obstacle; a time that is past; a missing or
/// unknown reason; what an acceptance refuses; a state that does not allow it; the database.
pub async fn place_job(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    place: Place,
) -> Result<Appointed, Error> {
    let appointing = Appointing { is_strict: true, ..Appointing::new(app, actor) };
    let work = move |tx: &mut Tx<'_>| {
        let (actor, now) = (&appointing.actor, appointing.now);
        once(tx, (actor, key.as_ref()), now, |tx| appointing.place(tx, job, &place))
    };
    app.db.write(work).await
}

impl Appointing {
    fn place(&self, tx: &mut Tx<'_>, job: JobId, place: &Place) -> Result<Appointed, Error> {
        let mut case = Case::load(tx.conn(), job)?;
        if case.job.version != place.seen {
            return Err(Code::Conflict.into());
        }
        // Of two who saw the same version one saves it; the other reads the job anew and finds it changed.
        save_job(tx, &mut case.job)?;
        let visits = list_visits(tx.conn(), job)?;
        let visit = visits.iter().find(|visit| visit.state.0.is_open());
        self.refuse_stranger(case.job.agent_id.map(|agent| agent.0), place.technician)?;
        let catalogue = self.app.catalogue();
        let usual = TimeDelta::minutes(catalogue.care().window_minutes);
        let length = visit.map_or(usual, |visit| visit.window_to.0 - visit.window_from.0);
        let window = Window { from: place.from, to: place.from + length };
        let mut faults = Faults::default();
        if window.from <= self.now {
            faults.add("time", FaultCode::WindowInPast);
        }
        let reason = if visit.is_some() {
            take_reason(&catalogue, ReasonKind::Reschedule, place.reason.as_deref(), &mut faults)
        } else {
            None
        };
        faults.or(())?;
        if !place.is_agreed && !keeps(&self.promises(tx.conn(), &case, visit)?, window) {
            return Err(Error::Hindered(Obstacle::OutsidePromise));
        }
        if place.is_agreed {
            let agreed = Happening::new(Topic::Job, job, "time_agreed").of(&case.job);
            record(tx, &self.actor, self.now, agreed.with(json!({ "window": window })))?;
        }
        match visit.zip(reason.as_ref()) {
            Some((visit, reason)) => {
                let technician = Some(place.technician);
                self.shift(tx, visit.id.0, &Shift { window, reason, technician })
            }
            None => self.plan(tx, job, (window, Some(place.technician))),
        }
    }

    /// A technician of another agent than the one that has the job.
    fn refuse_stranger(&self, holder: Option<AgentId>, technician: TechnicianId) -> Result<(), Error> {
        let works_for = |agent: &&Agent| agent.technicians.iter().any(|it| it.id == technician);
        let agent = self.network.agents().find(works_for).map(|agent| agent.id);
        let is_stranger = holder.is_some() && agent.is_some() && agent != holder;
        if is_stranger { Err(Error::Hindered(Obstacle::OtherAgent)) } else { Ok(()) }
    }

    /// What the customer counts on: the visit as agreed, and as agreed at first unless it was the customer who could not then;
    /// without a visit the time of the report unless it is past.
    fn promises(&self, conn: &mut Conn, case: &Case, visit: Option<&Visit>) -> Result<Vec<Window>, StoreError> {
        let Some(visit) = visit else {
            return Ok(case.promised().into_iter().filter(|promise| self.now < promise.to).collect());
        };
        let events = list_events(conn, case.job.id.0)?;
        let is_customers = events.iter().any(|it| {
            let is_move = it.name == VisitEvent::Reschedule.as_str() && it.subject_id == visit.id.0.as_str();
            is_move && it.delay_owner == Some(Col(DelayOwner::Customer))
        });
        let first = Window { from: visit.first_from.0, to: visit.first_to.0 };
        Ok(std::iter::once(visit.window()).chain((!is_customers).then_some(first)).collect())
    }
}
