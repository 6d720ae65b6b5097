//! One complaint: its facts, the record of its steps, and what may be done next.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::is_beyond;
use super::beside::Beside;
use super::complaint_act::{Act, acts};
use super::complaint_turn::{self, Known};
use super::complaints::{severity_tone, state_tone};
use crate::app::complaints::{ComplaintChange, change_complaint, turn_into_request};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, Role, allows};
use crate::domain::complaint::{AgainstKind, ComplaintEvent};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, UserId};
use crate::domain::machine::ActorKind;
use crate::domain::presence::Subject;
use crate::queries::complaints::{ComplaintDetail, StepView, find_detail};
use crate::queries::customers::units_of;
use crate::queries::names::{Names, Wanted, find_names};
use crate::queries::requests::site_of;
use crate::queries::units::unit_of;
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, perm};

/// A piece of work on the complaint, as its record shows it.
struct Step {
    words: String,
    owner: String,
    due: (String, bool),
    ended: Option<String>,
    by: Option<String>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/complaint.html")]
struct ComplaintPage {
    v: View,
    beside: Beside,
    troubles: Troubles,
    reference: String,
    subject: String,
    state: (&'static str, String),
    severity: (&'static str, String),
    facts: Vec<(String, String)>,
    phone: Option<(String, String)>,
    job: Option<(String, String)>,
    steps: Vec<Step>,
    acts: Vec<Act>,
    version: i32,
}

/// What a form says of an event; an empty field says nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    event: Option<String>,
    note: Option<String>,
    result: Option<String>,
    answer: Option<String>,
    told_by: Option<String>,
    severity: Option<String>,
    owner: Option<String>,
    rating: Option<String>,
    phone: Option<String>,
    city: Option<String>,
    address: Option<String>,
    kind: Option<String>,
    unit: Option<String>,
    category: Option<String>,
    serial: Option<String>,
    fault: Option<String>,
    version: Option<String>,
}

impl Given {
    pub(super) fn of(&self, name: &str) -> Option<&str> {
        let text = match name {
            "note" => &self.note,
            "result" => &self.result,
            "answer" => &self.answer,
            "told_by" => &self.told_by,
            "severity" => &self.severity,
            "owner" => &self.owner,
            "rating" => &self.rating,
            "phone" => &self.phone,
            "city" => &self.city,
            "address" => &self.address,
            "kind" => &self.kind,
            "unit" => &self.unit,
            "category" => &self.category,
            "serial" => &self.serial,
            "fault" => &self.fault,
            _ => &None,
        };
        text.as_deref()
    }

    fn change(&self, caller: &Caller) -> Result<ComplaintChange, Error> {
        let mut faults = Faults::default();
        let event: Option<ComplaintEvent> = value("event", self.event.as_deref(), &mut faults);
        if event.is_none() && faults.is_empty() {
            faults.add("event", FaultCode::Required);
        }
        let Some(event) = event else { return Err(faults.into()) };
        let is_mine = self.owner.as_deref() == Some("me");
        let owner = self.owner.as_deref().filter(|_| !is_mine);
        let change = ComplaintChange {
            note: self.note.clone(),
            result: value("result", self.result.as_deref(), &mut faults),
            answer: self.answer.clone(),
            told_by: value("told_by", self.told_by.as_deref(), &mut faults),
            severity: value("severity", self.severity.as_deref(), &mut faults),
            owner_id: is_mine.then_some(caller.user),
            owner_role: value::<Role>("owner", owner, &mut faults),
            rating: value("rating", self.rating.as_deref(), &mut faults),
            seen: value("version", self.version.as_deref(), &mut faults),
            ..ComplaintChange::bare(event)
        };
        Ok(faults.or(change)?)
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewContact>,
    id: web::Path<ComplaintId>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, *id).await?)
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::LogContact>,
    id: web::Path<ComplaintId>,
    given: Form<Given>,
) -> Answer {
    let (id, given) = (*id, given.0);
    let done = match given.change(&caller) {
        Ok(change) if change.event == ComplaintEvent::TurnIntoRequest => turn(&app, &caller, id, &given).await,
        Ok(change) => change_complaint(&app, &caller, id, change).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let v = View::staff(&app, &request, "page-complaint", &caller);
            Ok(see(&v.href(&format!("/complaints/{id}"))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, id).await?;
            shown.troubles = shown.v.troubles(&error);
            let tried = shown.acts.iter_mut().find(|act| Some(act.event.as_str()) == given.event.as_deref());
            if let Some(act) = tried {
                act.keep(|name| given.of(name));
            }
            page(status(error.code()), &shown)
        }
    }
}

/// Turns the complaint into the request that the form describes.
async fn turn(app: &App, caller: &Caller, id: ComplaintId, given: &Given) -> Result<(), Error> {
    if !allows(caller.role, Permission::HandleComplaint) {
        return Err(Code::Forbidden.into());
    }
    let reader = caller.clone();
    let detail = app.db.read(move |conn| find_detail(conn, &reader, id).map_err(Error::from)).await?;
    let wanted = complaint_turn::request(given, &detail)?;
    let made = turn_into_request(app, caller, (id, None), wanted, given.note.clone()).await;
    made.map(drop).map_err(complaint_turn::placed)
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, id: ComplaintId) -> Result<ComplaintPage, Error> {
    let reader = caller.clone();
    let read = move |conn: &mut _| {
        let detail = find_detail(conn, &reader, id)?;
        let names = find_names(conn, &wanted(&detail))?;
        let units = units_of(conn, detail.customer_id)?;
        let site = detail.row.request_id.map(|id| site_of(conn, id)).transpose()?;
        let about = detail.row.job_id.map(|id| unit_of(conn, id)).transpose()?;
        Ok::<_, Error>((detail, names, Known { units, about, site }))
    };
    let (detail, names, known) = app.db.read(read).await?;
    let v = View::staff(app, request, "page-complaint", caller).at(format!("/complaints/{id}"));
    let row = &detail.row;
    let job = row.job_id.and_then(|id| Some((v.href(&format!("/jobs/{id}")), v.bdi(names.jobs.get(&id)?))));
    Ok(ComplaintPage {
        beside: Beside::load(app, (&v, caller), Subject::Complaint(id)).await?,
        troubles: Troubles::default(),
        reference: row.reference.clone(),
        subject: v.code("complaint-subject", row.subject.as_str()),
        state: (state_tone(row.state), v.code("complaint-state", row.state.as_str())),
        severity: (severity_tone(row.severity), v.code("severity", row.severity.as_str())),
        facts: facts(app, &v, &detail, &names),
        phone: detail.phone.clone().map(|phone| (v.phone(&phone), phone)),
        job,
        steps: detail.steps.iter().map(|step| shown(app, &v, step, &names)).collect(),
        acts: acts(&v, caller, &detail, (app, &known)),
        version: row.version,
        v,
    })
}

/// The person of the organisation that is complained of.
fn accused(detail: &ComplaintDetail) -> Option<UserId> {
    let against = &detail.row.against;
    against.id.as_deref().filter(|_| against.kind == AgainstKind::Operator)?.parse().ok()
}

/// The person who ended a step.
fn ended_by(step: &StepView) -> Option<UserId> {
    step.actor_id.as_deref().filter(|_| step.actor_kind == Some(ActorKind::Staff))?.parse().ok()
}

fn wanted(detail: &ComplaintDetail) -> Wanted {
    let steps = detail.steps.iter().flat_map(|step| [step.owner_id, ended_by(step)]);
    let people = steps.chain([detail.row.owner_id, accused(detail)]).flatten().collect();
    let requests = detail.turned_into.into_iter().collect();
    Wanted { people, jobs: detail.row.job_id.into_iter().collect(), requests, ..Wanted::default() }
}

fn owner(v: &View, (id, role): (Option<UserId>, Role), names: &Names) -> String {
    id.and_then(|id| names.people.get(&id).cloned()).unwrap_or_else(|| v.code("role", role.as_str()))
}

/// Label and value as HTML.
fn facts(app: &App, v: &View, detail: &ComplaintDetail, names: &Names) -> Vec<(String, String)> {
    let row = &detail.row;
    let words = |text: &str| v.words("page-words", "words", text);
    let mut facts = vec![
        ("page-against", words(&against(app, v, detail, names))),
        ("page-told", words(&detail.description)),
        ("page-complainant", words(&detail.customer_name)),
        ("page-channel", words(&v.code("channel", detail.channel.as_str()))),
        ("page-received", v.moment(row.received_at)),
        ("page-owner", words(&owner(v, (row.owner_id, row.owner_role), names))),
    ];
    let optional = [
        ("page-demand", detail.demand.as_deref().map(words)),
        ("page-due", row.step_due_at.map(|at| v.moment(at))),
        ("page-outcome", row.result.map(|it| words(&v.code("complaint-result", it.as_str())))),
        ("page-answer", detail.answer.as_deref().map(words)),
        ("page-communicated", row.communicated_at.map(|at| v.moment(at))),
        ("page-told-by", detail.told_by.map(|it| words(&v.code("telling", it.as_str())))),
        ("page-rating", detail.rating.map(|it| v.number(i64::from(it)))),
        ("page-turned-into", detail.turned_into.and_then(|id| Some(v.bdi(names.requests.get(&id)?)))),
        ("page-closed", row.closed_at.map(|at| v.moment(at))),
    ];
    facts.extend(optional.into_iter().filter_map(|(label, value)| Some((label, value?))));
    facts.into_iter().map(|(label, value)| (v.t(label), value)).collect()
}

/// What is complained of: its kind, and its name where one is known by its id.
fn against(app: &App, v: &View, detail: &ComplaintDetail, names: &Names) -> String {
    let found = &detail.row.against;
    let id = found.id.as_deref();
    let name = match found.kind {
        AgainstKind::Agent => id
            .and_then(|id| id.parse().ok())
            .and_then(|id| Some(app.network().agent(id)?.name_in(v.language).to_owned())),
        AgainstKind::Unit => id.map(|role| v.code("role", role)),
        AgainstKind::Operator => accused(detail).and_then(|id| names.people.get(&id).cloned()),
        AgainstKind::Technician | AgainstKind::Company => None,
    };
    let kind = v.code("against", found.kind.as_str());
    name.map_or_else(|| kind.clone(), |name| format!("{kind} · {name}"))
}

fn shown(app: &App, v: &View, step: &StepView, names: &Names) -> Step {
    let by = ended_by(step).and_then(|id| names.people.get(&id).cloned());
    let by = by.or_else(|| step.actor_kind.map(|kind| v.code("actor", kind.as_str())));
    let event = step.ended_by.map(|event| v.code("event-complaint", event.as_str()));
    Step {
        words: v.code("complaint-step", step.step.as_str()),
        owner: owner(v, (step.owner_id, step.owner_role), names),
        due: (v.moment(step.due_at), step.ended_at.is_none() && step.due_at < app.clock.now()),
        ended: step.ended_at.zip(event).map(|(at, event)| format!("{event} · {}", v.moment(at))),
        by,
        note: step.note.clone(),
    }
}
