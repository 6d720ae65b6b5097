//! The visits of a job that is taken from its technician, waits, or goes on.

use super::Changing;
use crate::app::Error;
use crate::app::agents::suspension::leave_suspended;
use crate::app::arranged::tell_technician;
use crate::app::case::Case;
use crate::app::held::has_other_work;
use crate::app::journal::{Happening, record};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::workshop::align;
use crate::domain::access::Role;
use crate::domain::job::JobState;
use crate::domain::machine::{ActorKind, apply};
use crate::domain::message::MessageKind;
use crate::domain::task::TaskKind;
use crate::domain::visit::{VisitEvent, VisitMachine};
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::offers::{Visit, delete_visit_job, list_visits, save_visit};
use crate::store::tasks::{Task, list_tasks_of};
use crate::store::workshop::find_unit_in_custody;
use crate::store::{At, Col, Tx};

impl Changing<'_> {
    /// Cancels the open visits that `ends` names, and tells their technicians.
    pub(super) fn cancel_visits(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        ends: impl Fn(&Visit) -> bool,
    ) -> Result<(), Error> {
        // A hold by the technician ends the technician's visit, too.
        let who = if self.actor.kind == ActorKind::Technician { ActorKind::System } else { self.actor.kind };
        for mut visit in list_visits(tx.conn(), case.job.id.0)? {
            if !visit.state.0.is_open() || !ends(&visit) {
                continue;
            }
            if has_other_work(tx.conn(), &visit, case.job.id.0)? {
                delete_visit_job(tx, &visit, case.job.id.0)?;
                continue;
            }
            let from = visit.state.0;
            let to = apply::<VisitMachine>(from, None, VisitEvent::Cancel, who, &[])?;
            visit.state = Col(to);
            visit.ended_at = Some(At(self.now));
            visit.end_reason = self.reason.map(|reason| reason.code.clone());
            save_visit(tx, &mut visit)?;
            let happening = Happening::new(Topic::Visit, visit.id.0, VisitEvent::Cancel.as_str())
                .of(&case.job)
                .states(from.as_str(), to.as_str())
                .because(self.reason);
            record(tx, self.actor, self.now, happening)?;
            // Who stands at the door already needs no word not to go there.
            if from.is_before_arrival() {
                self.tell_cancelled(tx, (case, &visit))?;
            }
        }
        Ok(())
    }

    fn tell_cancelled(&self, tx: &mut Tx<'_>, (case, visit): (&Case, &Visit)) -> Result<(), Error> {
        let network = self.app.network();
        let technicians = network.agent(visit.agent_id.0).map(|agent| agent.technicians.as_slice()).unwrap_or_default();
        match technicians.iter().find(|it| it.id == visit.technician_id.0) {
            Some(technician) => tell_technician(tx, self.now, MessageKind::VisitCancelled, (case, visit), technician),
            None => Ok(()),
        }
    }

    /// A job that goes on with its agent needs a visit: where none is agreed, a dispatcher agrees on one. From an agent that may
    /// not work any more it goes back to dispatch.
    pub(super) fn go_on_with_agent(&self, tx: &mut Tx<'_>, case: &mut Case, before: &Job) -> Result<(), Error> {
        if let Some(unit) = find_unit_in_custody(tx.conn(), case.job.id.0)? {
            // Nobody needs to come: the unit is where it is repaired.
            return align(tx, (self.app, self.now), case, &unit);
        }
        if leave_suspended(tx, (self.app, self.now), case)? {
            return Ok(());
        }
        let with_agent = matches!(case.job.state.0, JobState::Assigned | JobState::InProgress | JobState::Incomplete);
        let is_agreed = list_visits(tx.conn(), case.job.id.0)?.iter().any(|visit| visit.state.0.is_open());
        let is_asked = |task: &Task| task.kind.0 == TaskKind::PlanNextVisit && task.state.0.is_open();
        if !with_agent || is_agreed || list_tasks_of(tx.conn(), case.job.id.0)?.iter().any(is_asked) {
            return Ok(());
        }
        let catalogue = self.app.catalogue();
        let due = catalogue.calendar().next_open(self.now).unwrap_or(self.now);
        let about = (&case.job, case.request.customer_id.0);
        let why = self.reason.map(|reason| reason.code.clone()).or_else(|| before.hold_reason.clone());
        let spec = TaskSpec::of_job(TaskKind::PlanNextVisit, Owner::unit(Role::Dispatcher), about, due).noted(why);
        put_task(tx, &catalogue, (self.actor, self.now), spec).map(drop)
    }
}
