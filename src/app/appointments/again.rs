//! Another visit of a job that its agent still has: by the dispatcher, or at a time that the customer chose.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::room::{Appointed, Appointing};
use crate::app::arranged::tell_both_sides;
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::intake::input::NewWindow;
use crate::app::jobs::{Move, move_job, refused};
use crate::app::journal::{Happening, record};
use crate::app::links::give_link;
use crate::app::tasks::finish_of_job;
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, TechnicianId};
use crate::domain::job::{JobEvent, JobState};
use crate::domain::link::LinkKind;
use crate::domain::task::TaskKind;
use crate::domain::time::Window;
use crate::domain::visit::VisitEvent;
use crate::store::feed::Topic;
use crate::store::jobs::save_job;
use crate::store::offers::{Visit, VisitJob, insert_visit, insert_visit_job, list_visits};
use crate::store::{Col, Tx};

/// Another visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVisit {
    /// When.
    pub window: NewWindow,
    /// Who comes; the job's technician if left out.
    #[schema(value_type = Option<String>)]
    pub technician_id: Option<TechnicianId>,
}

/// Agrees on another visit of a job that is incomplete, or that has an agent and no visit ahead.
///
/// # Errors
/// Every wrong value at once; `VisitAhead`; `CapacityFull`, `WindowConflict` and the like as in an acceptance; a state that does
/// not allow it; the database.
pub async fn plan_visit(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    new: NewVisit,
) -> Result<Appointed, Error> {
    let appointing = Appointing::new(app, actor);
    let mut faults = Faults::default();
    let window = new.window.ahead(appointing.now, &mut faults);
    faults.or(())?;
    let work = move |tx: &mut Tx<'_>| {
        let (actor, now) = (&appointing.actor, appointing.now);
        once(tx, (actor, key.as_ref()), now, |tx| appointing.plan(tx, job, (window, new.technician_id)))
    };
    app.db.write(work).await
}

impl Appointing {
    pub fn plan(
        &self,
        tx: &mut Tx<'_>,
        job: JobId,
        (window, technician): (Window, Option<TechnicianId>),
    ) -> Result<Appointed, Error> {
        let mut case = Case::load(tx.conn(), job)?;
        let state = case.job.state.0;
        if list_visits(tx.conn(), job)?.iter().any(|visit| visit.state.0.is_open()) {
            return Err(Code::VisitAhead.into());
        }
        let holder = case.job.agent_id.zip(technician.map(Col).or(case.job.technician_id));
        let Some((agent, technician)) = holder else { return Err(refused(state, JobEvent::ComeAgain)) };
        let (agent, technician) = self.who(agent.0, technician.0)?;
        case.job.technician_id = Some(Col(technician.id));
        // After work that did not hold, and after a wait, the agent has the job and no visit.
        if state == JobState::Assigned {
            save_job(tx, &mut case.job)?;
        } else {
            let step = Move { event: JobEvent::ComeAgain, guards: &[], reason: None, until: None };
            move_job(tx, (&self.actor, self.now), &mut case.job, &step)?;
        }
        self.take(tx, &case, (agent, technician), (window, None))?;
        let visit = Visit::planned(mint(self.now), (agent.id, technician.id), window, self.now);
        insert_visit(tx, &visit)?;
        insert_visit_job(tx, &VisitJob { visit_id: visit.id, job_id: case.job.id })?;
        give_link(tx, &self.app, self.now, LinkKind::Visit, (visit.id.0.as_str(), visit.link_generation))?;
        let detail = json!({ "window": window, "technician": technician.id });
        let happening = Happening::new(Topic::Visit, visit.id.0, VisitEvent::Schedule.as_str()).of(&case.job);
        record(tx, &self.actor, self.now, happening.with(detail))?;
        for kind in [TaskKind::PlanNextVisit, TaskKind::CustomerBack, TaskKind::MoveVisit] {
            finish_of_job(tx, (&self.actor, self.now), job, kind)?;
        }
        tell_both_sides(tx, self.now, (&case, &visit), (agent, technician))?;
        Ok(Appointed { visit_id: visit.id.0, window })
    }
}
