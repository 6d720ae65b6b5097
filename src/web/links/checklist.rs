//! The checklist behind the technician's link, as a form without script; and a unit of the visit that cannot be finished.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::said::{Said, fault};
use super::visit::{ask_again, filled};
use super::{Link, price, subject};
use crate::app::checklists::{Checklist, ChecklistLine, NewAnswers, answer_checklist};
use crate::app::idempotent::Key;
use crate::app::leave::{Leaving, leave_job};
use crate::app::parts::NeededPart;
use crate::app::{Actor, App, Code, Error};
use crate::domain::checklist::AnswerForm;
use crate::domain::fault::FaultCode;
use crate::domain::id::VisitId;
use crate::domain::job::JobState;
use crate::domain::photo::PhotoKind;
use crate::queries::links::{VisitFacts, Work};
use crate::security::fingerprint;
use crate::web::csrf::FIELD;
use crate::web::error::{Answer, status};
use crate::web::extract::{IdemKey, LARGEST_BODY, is_form};
use crate::web::reading::{read_json, read_pairs};
use crate::web::view::{View, page};

/// What stands before the code of an item in the name of its field.
const PREFIX: &str = "checklist.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    job: Option<String>,
    answers: BTreeMap<String, String>,
}

/// Keeps answers: a form with fields such as `checklist.voltage`, or `{job?, answers}` as JSON.
pub(super) async fn answer(
    app: web::Data<App>,
    request: HttpRequest,
    code: web::Path<String>,
    (key, payload): (IdemKey, web::Payload),
) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.visit("checklist").await?;
    let bytes = payload.to_bytes_limited(LARGEST_BODY).await.map_err(|_| Code::TooLarge)?;
    let bytes = bytes.map_err(|_| Code::BadRequest)?;
    let sent = read(&request, &bytes)?;
    let (facts, typed) = (price::facts_of(&link, id).await?, sent.answers.clone());
    let at = at_of(&facts, sent.job.as_deref());
    let answering = async {
        let job = price::job_of(&facts, sent.job.as_deref())?;
        let key =
            key.0.map(|key| Key { route: "POST /o/{code}/checklist", key, body_hash: fingerprint(&bytes) }.on(&job));
        answer_checklist(&app, (Actor::technician(id), key), (job, Some(id)), NewAnswers { answers: sent.answers })
            .await
    };
    match answering.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(answered) => Ok(HttpResponse::Ok().json(json!({ "visit_id": id, "job_id": answered.job_id }))),
        Err(error) => refused(&link, &facts, (&at, &typed), named(error, &at)),
    }
}

fn read(request: &HttpRequest, bytes: &[u8]) -> Result<Sent, Error> {
    if is_form(request) {
        let mut fields: BTreeMap<String, String> = read_pairs(bytes, FIELD)?;
        let job = fields.remove("job");
        let answers = fields.into_iter().map(|(name, value)| {
            // What is no field of a checklist is no code of one either, and named as such.
            (name.strip_prefix(PREFIX).map_or_else(|| name.clone(), str::to_owned), value)
        });
        return Ok(Sent { job, answers: answers.collect() });
    }
    if request.content_type().to_ascii_lowercase().ends_with("json") {
        return read_json(bytes);
    }
    Err(Code::UnsupportedMediaType.into())
}

/// The page with what was typed, or a problem.
fn refused(
    link: &Link<'_>,
    facts: &VisitFacts,
    (at, typed): (&str, &BTreeMap<String, String>),
    error: Error,
) -> Answer {
    if !link.wants_page() || status(error.code()).is_server_error() {
        return Err(error.into());
    }
    let mut shown = filled(link, facts);
    shown.troubles = shown.v.troubles(&error);
    shown.name_items();
    for form in shown.checklists.iter_mut().filter(|form| form.at == at) {
        form.is_open = true;
        for item in &mut form.items {
            if let Some(value) = typed.get(&item.code) {
                item.value.clone_from(value);
            }
        }
    }
    page(status(error.code()), &shown)
}

/// The works of a visit that are still to be done by it, in the order in which faults count them.
fn going_on(facts: &VisitFacts) -> impl Iterator<Item = (usize, &Work)> {
    let agent = facts.visit.agent_id;
    facts.works.iter().enumerate().filter(move |(_, work)| {
        let is_held = work.job.agent_id.is_some_and(|held| held == agent);
        is_held && matches!(work.job.state.0, JobState::Assigned | JobState::InProgress | JobState::OnHold)
    })
}

/// What stands before the faults of a job where a visit is for several.
fn at_of(facts: &VisitFacts, job: Option<&str>) -> String {
    let works: Vec<&Work> = going_on(facts).map(|(_, work)| work).collect();
    let place = works.iter().position(|work| Some(work.job.id.0.as_str()) == job);
    place.filter(|_| works.len() > 1).map(|at| format!("jobs.{at}.")).unwrap_or_default()
}

fn named(error: Error, at: &str) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in faults.0.iter_mut().filter(|fault| fault.field.starts_with(PREFIX)) {
        fault.field = format!("{at}{}", fault.field).into();
    }
    faults.into()
}

/// An item as the page asks it.
pub(super) struct ItemShown {
    pub code: String,
    pub id: String,
    pub label: String,
    pub form: &'static str,
    pub hint: String,
    pub value: String,
    pub is_done: bool,
    pub is_required: bool,
}

/// The checklist of one job, and whether the others of the visit go on without it.
pub(super) struct ChecklistForm {
    pub job: String,
    pub at: String,
    pub subject: String,
    pub is_open: bool,
    pub is_complete: bool,
    pub items: Vec<ItemShown>,
    pub can_leave: bool,
}

/// The forms of a visit that is open.
pub(super) fn forms(link: &Link<'_>, v: &View, facts: &VisitFacts) -> Vec<ChecklistForm> {
    if !facts.visit.state.0.is_open() {
        return Vec::new();
    }
    let catalogue = link.app.catalogue();
    let several = going_on(facts).count() > 1;
    let forms = going_on(facts).enumerate().map(|(place, (at_work, work))| {
        let photos: Vec<PhotoKind> = facts.photos[at_work].iter().map(|photo| photo.kind).collect();
        let about = (work.unit.category.as_str(), work.job.kind.0);
        let checklist = Checklist::new(&catalogue, about, facts.checklists[at_work].as_ref(), &photos);
        let at = if several { format!("jobs.{place}.") } else { String::new() };
        ChecklistForm {
            job: work.job.id.0.to_string(),
            subject: subject(&catalogue, v, work, work.unit.label.as_deref()),
            is_open: false,
            is_complete: checklist.is_complete,
            items: checklist.items.iter().map(|line| shown(v, line, &at)).collect(),
            can_leave: several && work.job.arrived_at.is_some(),
            at,
        }
    });
    forms.collect()
}

fn shown(v: &View, line: &ChecklistLine, at: &str) -> ItemShown {
    let item = &line.item;
    let range = item.range();
    let hint = match item.form {
        AnswerForm::Number if !range.is_empty() => v.around("page-lawful", "range", &range),
        AnswerForm::Number => item.unit.as_deref().map(|unit| v.bdi(unit)).unwrap_or_default(),
        AnswerForm::Photo => {
            let kind = item.photo.map(|kind| v.code("photo-kind", kind.as_str())).unwrap_or_default();
            v.words("page-checklist-photo", "photo", &kind)
        }
        _ => String::new(),
    };
    ItemShown {
        code: item.code.clone(),
        id: format!("{at}{PREFIX}{}", item.code),
        label: v.named(&item.name_en, &item.name_fa).to_owned(),
        form: item.form.as_str(),
        hint,
        value: line.value.clone().unwrap_or_default(),
        is_done: line.wanting.is_none() && (line.value.is_some() || item.form == AnswerForm::Photo),
        is_required: item.is_required,
    }
}

/// The checklist of each job for programs, in the order of the jobs.
pub(super) fn told(link: &Link<'_>, facts: &VisitFacts) -> Vec<Value> {
    let catalogue = link.app.catalogue();
    let works = facts.works.iter().zip(&facts.checklists).zip(&facts.photos);
    let lists = works.map(|((work, kept), photos)| {
        let photos: Vec<PhotoKind> = photos.iter().map(|photo| photo.kind).collect();
        json!(Checklist::new(&catalogue, (&work.unit.category, work.job.kind.0), kept.as_ref(), &photos))
    });
    lists.collect()
}

/// Leaves one job of the visit incomplete, while the visit goes on.
pub(super) async fn leave(link: &Link<'_>, id: VisitId, said: Said) -> Answer {
    let key = said.key("POST /o/{code}/events");
    let leaving = async {
        let facts = price::facts_of(link, id).await?;
        let Some(named) = said.value.job.as_deref() else { return Err(fault("job", FaultCode::Required)) };
        let job = price::job_of(&facts, Some(named))?;
        let parts = said.value.parts.as_deref().map(NeededPart::list).unwrap_or_default();
        let leaving = Leaving { reason: said.value.reason.clone(), parts };
        leave_job(link.app, (Actor::technician(id), key.map(|key| key.on(&job))), (id, job), leaving).await
    };
    match leaving.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(left) => Ok(HttpResponse::build(StatusCode::OK).json(left)),
        Err(error) => ask_again(link, id, said.value, error).await,
    }
}
