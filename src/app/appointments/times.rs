//! The times that are free for a job that an agent has, and the one that its customer or technician chooses behind a link.

use chrono::TimeDelta;

use super::room::{Appointed, Appointing};
use super::shift::Shift;
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::loads::held;
use crate::app::reasons::take_reason;
use crate::app::{Actor, App, Catalogue, Code, Error, Network};
use crate::dispatch::slots::{self, Search};
use crate::domain::eligibility::{Needs, Scene};
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, TechnicianId};
use crate::domain::job::JobState;
use crate::domain::machine::ActorKind;
use crate::domain::reason::ReasonKind;
use crate::domain::time::{Instant, Window};
use crate::domain::visit::VisitEvent;
use crate::store::journal::list_events;
use crate::store::offers::{Visit, list_visits};
use crate::store::{Conn, Tx};

/// Days in which times are looked for.
const DAYS: u32 = 14;
/// Times that are shown at most: they fit a telephone without scrolling for long.
const MOST: usize = 12;
/// The customer's own wish is the reason.
pub const CUSTOMER_REQUEST: &str = "CUSTOMER_REQUEST";

/// A time that somebody chose behind a link.
#[derive(Debug, Clone)]
pub struct Choice {
    /// When the window begins.
    pub from: Instant,
    /// Why, from a technician; a customer need not say.
    pub reason: Option<String>,
}

/// The next times in which the job's technician, or another of the same agent, can come: at most twelve within two weeks. None
/// when nobody has the job, or somebody is on the way.
///
/// # Errors
/// `NotFound`, or the database.
pub async fn free_times(app: &App, job: JobId, technician: Option<TechnicianId>) -> Result<Vec<Window>, Error> {
    let (catalogue, now) = (app.catalogue(), app.clock.now());
    app.db.read(move |conn| times(conn, &catalogue, (job, technician), now)).await
}

/// Whether a visit in this window is far enough ahead to be moved by a link.
#[must_use]
pub fn is_in_time(app: &App, window: Window) -> bool {
    app.clock.now() + TimeDelta::minutes(app.catalogue().care().move_notice_minutes) <= window.from
}

/// The visit of a job that can still be moved.
fn movable(visits: &[Visit]) -> Option<&Visit> {
    visits.iter().find(|visit| visit.state.0.is_movable())
}

fn times(
    conn: &mut Conn,
    catalogue: &Catalogue,
    (job, technician): (JobId, Option<TechnicianId>),
    now: Instant,
) -> Result<Vec<Window>, Error> {
    let case = Case::load(conn, job)?;
    let visits = list_visits(conn, job)?;
    let moved = movable(&visits);
    let waits = matches!(case.job.state.0, JobState::Assigned | JobState::Incomplete);
    let is_settled = moved.is_none() && visits.iter().any(|visit| visit.state.0.is_open());
    let holder = case.job.agent_id.zip(case.job.technician_id).filter(|_| waits && !is_settled);
    let Some((agent, usual)) = holder else { return Ok(Vec::new()) };
    let fresh = Network::agent_now(conn, catalogue, (agent.0, now))?;
    let wanted = technician.unwrap_or(usual.0);
    let Some(technician) = fresh.technicians.iter().find(|it| it.id == wanted) else { return Ok(Vec::new()) };
    let mut load = held(conn, &[agent.0], (Some(job), now))?.remove(&agent.0).unwrap_or_default();
    let own = moved.map(|visit| (visit.technician_id.0, visit.window()));
    load.visits.retain(|visit| own != Some((visit.technician, visit.window)));
    let needs = Needs { window: None, ..case.needs(catalogue) };
    let (_, _, policy) = catalogue.dispatch_policy("balanced");
    let scene = Scene::new(&fresh, &load, &needs, &policy, now);
    let terms = catalogue.care();
    let search = Search { from: now + TimeDelta::minutes(terms.move_notice_minutes), days: DAYS, limit: MOST };
    let length = TimeDelta::minutes(terms.window_minutes);
    let mut free = slots::free_times(&scene, technician, (catalogue.calendar(), length), search);
    free.retain(|window| own.is_none_or(|(who, at)| who != technician.id || at != *window));
    Ok(free)
}

/// Moves the visit of a job, or agrees on another one, at one of the free times.
///
/// # Errors
/// `SlotTaken` when the time is not free; `TooLateToMove`; `MovesUsedUp` for a customer; a missing or unknown reason from a
/// technician; what an acceptance refuses; the database.
pub async fn choose_time(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    choice: Choice,
) -> Result<Appointed, Error> {
    let appointing = Appointing::new(app, actor);
    let mut faults = Faults::default();
    let by_customer = appointing.actor.kind == ActorKind::Customer;
    let said = if by_customer { Some(CUSTOMER_REQUEST) } else { choice.reason.as_deref() };
    let reason = take_reason(&app.catalogue(), ReasonKind::Reschedule, said, &mut faults);
    let Some(reason) = reason else { return Err(faults.into()) };
    let work = move |tx: &mut Tx<'_>| {
        let (actor, now) = (&appointing.actor, appointing.now);
        once(tx, (actor, key.as_ref()), now, |tx| {
            let visits = list_visits(tx.conn(), job)?;
            if let Some(visit) = movable(&visits) {
                appointing.may_move(tx.conn(), (job, visit))?;
            }
            let free = times(tx.conn(), &appointing.app.catalogue(), (job, None), now)?;
            let window = free.into_iter().find(|window| window.from == choice.from).ok_or(Code::SlotTaken)?;
            match movable(&visits) {
                Some(visit) => appointing.shift(tx, visit.id.0, &Shift { window, reason: &reason, technician: None }),
                None => appointing.plan(tx, job, (window, None)),
            }
        })
    };
    app.db.write(work).await
}

impl Appointing {
    /// Who moves a visit by a link must do so in time, and a customer not without end.
    fn may_move(&self, conn: &mut Conn, (job, visit): (JobId, &Visit)) -> Result<(), Error> {
        if !is_in_time(&self.app, visit.window()) {
            return Err(Code::TooLateToMove.into());
        }
        if self.actor.kind != ActorKind::Customer {
            return Ok(());
        }
        let events = list_events(conn, job)?;
        let own =
            events.iter().filter(|it| it.actor_kind.0 == ActorKind::Customer && it.subject_id == visit.id.0.as_str());
        let moves = own.filter(|it| it.name == VisitEvent::Reschedule.as_str()).count();
        if i64::try_from(moves).is_ok_and(|moves| moves < self.app.catalogue().care().customer_moves) {
            return Ok(());
        }
        Err(Code::MovesUsedUp.into())
    }
}
