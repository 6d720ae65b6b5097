//! Another time for a visit, by either side, and a technician who is sent elsewhere first.

use serde_json::json;

use super::room::{Appointed, Appointing};
use crate::app::arranged::{tell_both_sides, tell_customer, tell_technician};
use crate::app::case::Case;
use crate::app::idempotent::{Key, once};
use crate::app::intake::input::NewWindow;
use crate::app::journal::{Happening, record};
use crate::app::links::renew_link;
use crate::app::reasons::take_reason;
use crate::app::tasks::finish_of_job;
use crate::app::visits::explain;
use crate::app::{Actor, App, Error};
use crate::domain::agent::{Agent, Technician};
use crate::domain::fault::Faults;
use crate::domain::id::{TechnicianId, VisitId};
use crate::domain::link::LinkKind;
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::message::MessageKind;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::task::TaskKind;
use crate::domain::time::Window;
use crate::domain::visit::{VisitEvent, VisitMachine};
use crate::store::feed::Topic;
use crate::store::jobs::save_job;
use crate::store::offers::{Visit, find_visit, list_jobs_of_visit, save_visit};
use crate::store::{At, Col, Tx};

/// Another time for a visit.
#[derive(Debug, Clone)]
pub struct NewTime {
    /// When.
    pub window: NewWindow,
    /// Code of a reason of the kind `reschedule`.
    pub reason: Option<String>,
    /// Who comes; the same technician if left out.
    pub technician_id: Option<TechnicianId>,
}

/// Moves a visit that nobody has set out for. The first promise stays on record, and the reason says whose the change is.
///
/// # Errors
/// Every wrong value at once; `CapacityFull`, `WindowConflict` and the like as in an acceptance; a state that does not allow it;
/// the database.
pub async fn move_visit(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: VisitId,
    new: NewTime,
) -> Result<Appointed, Error> {
    let appointing = Appointing::new(app, actor);
    let mut faults = Faults::default();
    let window = new.window.ahead(appointing.now, &mut faults);
    let reason = take_reason(&app.catalogue(), ReasonKind::Reschedule, new.reason.as_deref(), &mut faults);
    let Some(reason) = reason.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
    let work = move |tx: &mut Tx<'_>| {
        let (actor, now) = (&appointing.actor, appointing.now);
        let to = Shift { window, reason: &reason, technician: new.technician_id };
        once(tx, (actor, key.as_ref()), now, |tx| appointing.shift(tx, id, &to))
    };
    app.db.write(work).await
}

/// Sends a technician who is on the way elsewhere first; the customer hears of it, and the promised window stands.
///
/// # Errors
/// A missing or unknown reason; a state that does not allow it; the database.
pub async fn divert_visit(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    id: VisitId,
    because: Option<String>,
) -> Result<Appointed, Error> {
    let appointing = Appointing::new(app, actor);
    let mut faults = Faults::default();
    let reason = take_reason(&app.catalogue(), ReasonKind::Reschedule, because.as_deref(), &mut faults);
    let Some(reason) = reason else { return Err(faults.into()) };
    let work = move |tx: &mut Tx<'_>| {
        let (actor, now) = (&appointing.actor, appointing.now);
        once(tx, (actor, key.as_ref()), now, |tx| appointing.divert(tx, id, &reason))
    };
    app.db.write(work).await
}

pub(super) struct Shift<'a> {
    pub window: Window,
    pub reason: &'a Reason,
    pub technician: Option<TechnicianId>,
}

impl Appointing {
    pub fn shift(&self, tx: &mut Tx<'_>, id: VisitId, to: &Shift<'_>) -> Result<Appointed, Error> {
        let mut visit = find_visit(tx.conn(), id)?;
        let (from, was) = (visit.state.0, visit.window());
        let next = apply::<VisitMachine>(from, None, VisitEvent::Reschedule, self.actor.kind, &[Guard::Reason]);
        let next = explain(next, Faults::default())?;
        let before = visit.technician_id.0;
        let who = self.who(visit.agent_id.0, to.technician.unwrap_or(before))?;
        let mut cases = Vec::new();
        for job in list_jobs_of_visit(tx.conn(), id)? {
            let mut case = Case::load(tx.conn(), job)?;
            case.job.technician_id = Some(Col(who.1.id));
            save_job(tx, &mut case.job)?;
            cases.push(case);
        }
        for case in &cases {
            self.take(tx, case, who, (to.window, Some((before, was))))?;
        }
        (visit.window_from, visit.window_to, visit.expected_at) = (At(to.window.from), At(to.window.to), None);
        (visit.state, visit.technician_id) = (Col(next), Col(who.1.id));
        if who.1.id != before {
            visit.link_generation += 1;
            renew_link(tx, &self.app, self.now, LinkKind::Visit, (id.as_str(), visit.link_generation))?;
        }
        save_visit(tx, &mut visit)?;
        for case in &cases {
            let happening = Happening::new(Topic::Visit, id, VisitEvent::Reschedule.as_str())
                .of(&case.job)
                .states(from.as_str(), next.as_str())
                .because(Some(to.reason))
                .with(json!({ "was": was, "window": to.window, "technician": who.1.id }));
            record(tx, &self.actor, self.now, happening)?;
            finish_of_job(tx, (&self.actor, self.now), case.job.id.0, TaskKind::MoveVisit)?;
            self.tell_moved(tx, (case, &visit), who, before)?;
        }
        Ok(Appointed { visit_id: id, window: to.window })
    }

    /// The customer hears of it in any case; the technician unless it was the technician's doing. Who comes no more is told so.
    fn tell_moved(
        &self,
        tx: &mut Tx<'_>,
        (case, visit): (&Case, &Visit),
        who: (&Agent, &Technician),
        before: TechnicianId,
    ) -> Result<(), Error> {
        if who.1.id != before {
            if let Ok((_, before)) = self.who(visit.agent_id.0, before) {
                tell_technician(tx, self.now, MessageKind::VisitCancelled, (case, visit), before)?;
            }
            return tell_both_sides(tx, self.now, (case, visit), who);
        }
        tell_customer(tx, self.now, MessageKind::VisitMoved, (case, visit), who)?;
        if self.actor.kind == ActorKind::Technician {
            return Ok(());
        }
        tell_technician(tx, self.now, MessageKind::VisitRetimed, (case, visit), who.1)
    }

    fn divert(&self, tx: &mut Tx<'_>, id: VisitId, reason: &Reason) -> Result<Appointed, Error> {
        let mut visit = find_visit(tx.conn(), id)?;
        let from = visit.state.0;
        let next = apply::<VisitMachine>(from, None, VisitEvent::Divert, self.actor.kind, &[Guard::Reason]);
        let next = explain(next, Faults::default())?;
        (visit.state, visit.set_out_at) = (Col(next), None);
        save_visit(tx, &mut visit)?;
        let who = self.who(visit.agent_id.0, visit.technician_id.0)?;
        for job in list_jobs_of_visit(tx.conn(), id)? {
            let case = Case::load(tx.conn(), job)?;
            let happening = Happening::new(Topic::Visit, id, VisitEvent::Divert.as_str())
                .of(&case.job)
                .states(from.as_str(), next.as_str())
                .because(Some(reason));
            record(tx, &self.actor, self.now, happening)?;
            tell_customer(tx, self.now, MessageKind::VisitDelayed, (&case, &visit), who)?;
        }
        Ok(Appointed { visit_id: id, window: visit.window() })
    }
}
