//! The appointment of a job: another visit, another time for the one ahead, or its technician sent elsewhere first.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::Deserialize;

use super::act::is_beyond;
use crate::app::appointments::{NewTime, NewVisit, divert_visit, free_times, move_visit, plan_visit};
use crate::app::intake::input::NewWindow;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, TechnicianId};
use crate::domain::job::JobState;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Window;
use crate::domain::visit::VisitState;
use crate::queries::trail::{JobDetail, VisitView, find_detail};
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

/// Whose times are looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    technician_id: Option<TechnicianId>,
}

/// What a dispatcher chose.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    from: Option<String>,
    technician_id: Option<TechnicianId>,
    reason: Option<String>,
    /// `divert`, or nothing for a time.
    act: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/appointment.html")]
struct AppointmentPage {
    v: View,
    troubles: Troubles,
    reference: String,
    job: String,
    agreed: Option<String>,
    first: Option<String>,
    can_divert: bool,
    needs_reason: bool,
    times: Vec<(String, String)>,
    technicians: Vec<(TechnicianId, String)>,
    technician: Option<TechnicianId>,
    reasons: Vec<(String, String)>,
    chosen: Chosen,
}

impl AppointmentPage {
    fn is_chosen(&self, from: &str) -> bool {
        self.chosen.from.as_deref() == Some(from)
    }

    fn is_reason(&self, code: &str) -> bool {
        self.chosen.reason.as_deref() == Some(code)
    }

    fn is_technician(&self, id: &TechnicianId) -> bool {
        self.technician.as_ref() == Some(id)
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::DispatchJob>,
    id: web::Path<JobId>,
    whose: Query<Whose>,
) -> Answer {
    let shown =
        load(&app, &request, &caller, (*id, Chosen { technician_id: whose.0.technician_id, ..Chosen::default() }));
    page(StatusCode::OK, &shown.await?)
}

pub(super) async fn choose(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::DispatchJob>,
    id: web::Path<JobId>,
    chosen: Form<Chosen>,
) -> Answer {
    match apply(&app, &caller, *id, &chosen.0).await {
        Ok(()) => Ok(see(&View::staff(&app, &request, "page-job", &caller).href(&format!("/jobs/{id}")))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, (*id, chosen.0)).await?;
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

async fn detail(app: &App, caller: &Caller, id: JobId) -> Result<JobDetail, Error> {
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    app.db.read(move |conn| find_detail(conn, &scope, id, with_people).map_err(Error::from)).await
}

/// Whether a caller may agree on times of a job.
pub(super) fn is_open_to(caller: &Caller, state: JobState) -> bool {
    matches!(state, JobState::Assigned | JobState::Incomplete) && allows(caller.role, Permission::DispatchJob)
}

/// The visit that has not been made yet.
fn ahead(detail: &JobDetail) -> Option<&VisitView> {
    detail.visits.iter().find(|visit| visit.state.is_open())
}

async fn apply(app: &App, caller: &Caller, id: JobId, chosen: &Chosen) -> Result<(), Error> {
    let detail = detail(app, caller, id).await?;
    let who = (Actor::staff(caller), None);
    let (visit, reason) = (ahead(&detail).map(|visit| visit.id), chosen.reason.clone());
    if chosen.act.as_deref() == Some("divert") {
        let visit = visit.ok_or(Code::NotFound)?;
        return divert_visit(app, who, visit, reason).await.map(drop);
    }
    let mut faults = Faults::default();
    let from: Option<DateTime<FixedOffset>> = value("from", chosen.from.as_deref(), &mut faults);
    if from.is_none() && faults.is_empty() {
        faults.add("from", FaultCode::Required);
    }
    let Some(from) = from else { return Err(faults.into()) };
    let to = from + TimeDelta::minutes(app.catalogue().care().window_minutes);
    let (window, technician_id) = (NewWindow { from, to }, chosen.technician_id);
    match visit {
        Some(visit) => move_visit(app, who, visit, NewTime { window, reason, technician_id }).await.map(drop),
        None => plan_visit(app, who, id, NewVisit { window, technician_id }).await.map(drop),
    }
}

async fn load(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (id, chosen): (JobId, Chosen),
) -> Result<AppointmentPage, Error> {
    let detail = detail(app, caller, id).await?;
    let v = View::staff(app, request, "page-appointment", caller).at(format!("/jobs/{id}"));
    let technician = chosen.technician_id.or(detail.row.technician_id);
    let free = free_times(app, id, technician).await?;
    let network = app.network();
    let agent = detail.row.agent_id.and_then(|agent| network.agent(agent));
    let technicians = agent.map(|agent| agent.technicians.as_slice()).unwrap_or_default();
    let visit = ahead(&detail);
    let window = |span: crate::queries::jobs::Span| v.window(Window { from: span.from, to: span.to });
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::Reschedule);
    Ok(AppointmentPage {
        troubles: Troubles::default(),
        reference: detail.row.reference.clone(),
        job: v.href(&format!("/jobs/{id}")),
        agreed: visit.map(|visit| window(visit.window)),
        first: visit.filter(|visit| visit.first_window != visit.window).map(|visit| window(visit.first_window)),
        can_divert: visit.is_some_and(|visit| visit.state == VisitState::EnRoute),
        needs_reason: visit.is_some(),
        times: free.iter().map(|it| (it.from.to_rfc3339(), v.window(*it))).collect(),
        technicians: technicians.iter().map(|it| (it.id, it.name_in(v.language).to_owned())).collect(),
        technician,
        reasons: reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
        chosen,
        v,
    })
}
