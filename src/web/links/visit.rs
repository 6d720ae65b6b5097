//! The visit of a link: one act at a time, from setting out to the completion code.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Value, json};

use super::acts::Acts;
use super::door::{address, care, map};
use super::said::{Said, Saying, fault, read};
use super::workshop::{TakeForm, is_about_unit, take, take_forms};
use super::{Link, checklist, photos, place, price, rating, subject, warranty_tone};
use crate::app::appointments::is_in_time;
use crate::app::parts::NeededPart;
use crate::app::reach::note_attempt;
use crate::app::visits::{VisitReport, report_visit};
use crate::app::{Actor, Error};
use crate::domain::contact::ContactOutcome;
use crate::domain::fault::FaultCode;
use crate::domain::id::VisitId;
use crate::domain::job::{JobEvent, JobState, Outcome};
use crate::domain::language::Language;
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::quote::LineKind;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::visit::{VisitEvent, VisitMachine, VisitState};
use crate::queries::links::{VisitFacts, visit_facts};
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page};

/// What a technician says of a call that nobody answered.
const NO_ANSWER: &str = "no_answer";

/// The steps of a visit in order, as the page shows them.
const STEPS: [VisitState; 5] =
    [VisitState::Scheduled, VisitState::EnRoute, VisitState::Arrived, VisitState::Working, VisitState::Done];

struct Person {
    name: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "links/visit.html")]
pub(super) struct VisitPage {
    pub(super) v: View,
    pub(super) troubles: Troubles,
    typed: Saying,
    state: VisitState,
    steps: Vec<(&'static str, String, &'static str)>,
    reference: String,
    works: Vec<(String, &'static str, &'static str, String)>,
    window: String,
    person: Option<Person>,
    others: Vec<Person>,
    address: Option<String>,
    map: String,
    acts: Acts,
    can_finish: bool,
    can_move: bool,
    /// The job that a signature is kept with.
    signs: Option<String>,
    no_codes: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    outcomes: Vec<(&'static str, String)>,
    usual: &'static str,
    wake: Option<(String, String)>,
    prices: Vec<price::PriceForms>,
    photos: Vec<photos::PhotoForms>,
    pub(super) checklists: Vec<checklist::ChecklistForm>,
    destinations: Vec<String>,
    care: Vec<(&'static str, String)>,
    takes: Vec<TakeForm>,
    parts: [(&'static str, &'static str, &'static str); 3],
}

/// The visit of the technician's own link.
pub(super) async fn show(link: &Link<'_>, id: VisitId) -> Answer {
    let facts = link.app.db.read(move |conn| visit_facts(conn, id).map_err(Error::from)).await?;
    show_facts(link, &facts)
}

pub(super) fn show_facts(link: &Link<'_>, facts: &VisitFacts) -> Answer {
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(told(link, facts)));
    }
    rating::marked(link, facts.visit.agent_id.0, page(StatusCode::OK, &filled(link, facts))?)
}

/// Applies what the technician says.
pub(super) async fn report(link: &Link<'_>, id: VisitId, said: Said) -> Answer {
    if is_about_unit(&said.value) {
        return match take(link, id, &said).await {
            Ok(made) => Ok(price::answered(link, &made)),
            Err(error) => ask_again(link, id, said.value, error).await,
        };
    }
    if price::is_about_money(&said.value) {
        return money(link, id, said).await;
    }
    if said.value.event.as_deref() == Some(NO_ANSWER) {
        return no_answer(link, id, said).await;
    }
    if said.value.event.as_deref() == Some(JobEvent::LeaveIncomplete.as_str()) {
        return checklist::leave(link, id, said).await;
    }
    let key = said.key("POST /o/{code}/events");
    let reported = async {
        let report = read_report(&said.value)?;
        report_visit(link.app, Actor::technician(id), id, key, report).await
    };
    match reported.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(reported) => Ok(HttpResponse::Ok().json(reported)),
        Err(error) => ask_again(link, id, said.value, error).await,
    }
}

/// The customer does not answer the telephone.
async fn no_answer(link: &Link<'_>, id: VisitId, said: Said) -> Answer {
    let key = said.key("POST /o/{code}/events no_answer");
    let noting = async {
        let outcome = read("outcome", said.value.outcome.as_ref())?.unwrap_or(ContactOutcome::NoAnswer);
        note_attempt(link.app, (Actor::technician(id), key), id, outcome).await
    };
    match noting.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(attempted) => Ok(HttpResponse::Ok().json(attempted)),
        Err(error) => ask_again(link, id, said.value, error).await,
    }
}

/// Does what is said about the price.
async fn money(link: &Link<'_>, id: VisitId, said: Said) -> Answer {
    let doing = async {
        let facts = price::facts_of(link, id).await?;
        price::report(link, &facts, &said).await
    };
    match doing.await {
        Ok(made) => Ok(price::answered(link, &made)),
        Err(error) => ask_again(link, id, said.value, error).await,
    }
}

/// The refusal: a problem for programs; for people the page with what they typed.
pub(super) async fn ask_again(link: &Link<'_>, id: VisitId, typed: Saying, error: Error) -> Answer {
    if !link.wants_page() || status(error.code()).is_server_error() {
        return Err(error.into());
    }
    let facts = price::facts_of(link, id).await?;
    let mut page_of = filled(link, &facts);
    page_of.troubles = page_of.v.troubles(&error);
    page_of.name_items();
    page_of.typed = typed;
    page(status(error.code()), &page_of)
}

fn read_report(saying: &Saying) -> Result<VisitReport, Error> {
    let event = read("event", saying.event.as_ref())?.ok_or_else(|| fault("event", FaultCode::Required))?;
    // Nobody is absent for two reasons.
    let absent = (event == VisitEvent::ReportCustomerAbsent).then(|| "CUSTOMER_ABSENT".to_owned());
    Ok(VisitReport {
        event,
        code: saying.code.clone(),
        reason: saying.reason.clone().or(absent),
        outcome: read("outcome", saying.outcome.as_ref())?,
        note: saying.note.clone(),
        parts: saying.parts.as_deref().map(NeededPart::list).unwrap_or_default(),
    })
}

fn told(link: &Link<'_>, facts: &VisitFacts) -> Value {
    let visit = &facts.visit;
    let works: Vec<Value> = facts
        .works
        .iter()
        .zip(&facts.money)
        .zip(&facts.photos)
        .zip(checklist::told(link, facts))
        .map(|(((work, money), photos), checklist)| {
            json!({
                "job_id": work.job.id.0, "job_kind": work.job.kind.0, "category": work.unit.category,
                "label": work.unit.label, "brand": work.unit.brand, "model": work.unit.model, "serial": work.unit.serial,
                "fault": work.job.fault, "warranty": work.job.warranty.0, "money": price::told(money),
                "photos": photos::told(photos), "checklist": checklist, "destination": work.job.destination,
                "job_state": work.job.state.0,
            })
        })
        .collect();
    let home = facts.home.as_ref().map(|home| {
        let people: Vec<Value> =
            home.people.iter().map(|it| json!({ "name": it.name, "phone": it.phone, "role": it.role.0 })).collect();
        json!({
            "people": people, "address": home.address.said(), "place": home.address.place,
            "location": { "lat": home.address.lat, "lon": home.address.lon }, "care": home.care,
        })
    });
    json!({
        "kind": "visit", "visit_id": visit.id.0, "state": visit.state.0, "window": visit.window(),
        "reference": facts.request.reference.0.to_string(), "jobs": works, "customer": home,
        "allowed": allowed::<VisitMachine>(visit.state.0, ActorKind::Technician),
    })
}

/// Code of each step, its words, and how it is marked.
fn steps(v: &View, state: VisitState) -> Vec<(&'static str, String, &'static str)> {
    let place_of = |state| match state {
        VisitState::Confirmed | VisitState::Proposed => Some(0),
        VisitState::Suspended => Some(3),
        state => STEPS.iter().position(|step| *step == state),
    };
    let now = place_of(state);
    let class = |at: usize| match now {
        Some(now) if at < now || state == VisitState::Done => "done",
        Some(now) if at == now => "now",
        _ => "",
    };
    let shown = |(at, step): (usize, &VisitState)| (step.as_str(), v.code("visit-step", step.as_str()), class(at));
    STEPS.iter().enumerate().map(shown).collect()
}

pub(super) fn recipient(link: &Link<'_>, VisitFacts { visit, .. }: &VisitFacts) -> Language {
    let network = link.app.network();
    let agent = network.agent(visit.agent_id.0);
    let technician = agent.and_then(|agent| agent.technicians.iter().find(|it| it.id == visit.technician_id.0));
    technician.map(|technician| technician.language).unwrap_or_default()
}

/// What the work can end with, by its kinds.
fn outcomes(v: &View, facts: &VisitFacts) -> Vec<(&'static str, String)> {
    let can = |outcome: &&Outcome| facts.works.iter().any(|work| Outcome::allowed(work.job.kind.0).contains(outcome));
    // Nobody settles it on the telephone who stands at the door.
    let here = Outcome::ALL.iter().filter(can).filter(|outcome| **outcome != Outcome::FixedByPhone);
    here.map(|it| (it.as_str(), v.code("outcome", it.as_str()))).collect()
}

fn because(v: &View, reasons: &[&Reason]) -> Vec<(String, String)> {
    reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect()
}

pub(super) fn filled(link: &Link<'_>, facts: &VisitFacts) -> VisitPage {
    let v = link.view("page-visit", recipient(link, facts));
    let catalogue = link.app.catalogue();
    let state = facts.visit.state.0;
    let events = allowed::<VisitMachine>(state, ActorKind::Technician);
    let acts = Acts::of(state);
    let works = facts.works.iter().map(|work| {
        let warranty = work.job.warranty.0.as_str();
        let (tone, icon) = warranty_tone(warranty);
        let words = subject(&catalogue, &v, work, work.unit.label.as_deref());
        // One unit may be left while the work on the others goes on.
        let is_left = work.job.state.0 == JobState::Incomplete && facts.works.len() > 1;
        let left = if is_left { format!(" · {}", v.code("job-state", "incomplete")) } else { String::new() };
        (format!("{words}{left}"), tone, icon, v.code("warranty", warranty))
    });
    let works = works.collect();
    let people = facts.home.iter().flat_map(|home| home.people.iter());
    let mut people = people.map(|it| Person { name: it.name.clone().unwrap_or_default(), phone: it.phone.clone() });
    let (person, others) = (people.next(), people.collect());
    let address = facts.home.as_ref().map(|home| {
        address(&v, place(&catalogue, &v, &home.address.place, home.address.neighbourhood.as_deref()), home)
    });
    let reasons = catalogue.reasons(ReasonKind::NotDone);
    let photos = photos::forms(&v, facts);
    VisitPage {
        troubles: Troubles::default(),
        typed: Saying::default(),
        state,
        steps: steps(&v, state),
        reference: facts.request.reference.0.to_string(),
        works,
        window: v.window(facts.visit.window()),
        person,
        others,
        address,
        map: facts.home.as_ref().map(map).unwrap_or_default(),
        can_finish: acts.can_finish(),
        can_move: events.contains(&VisitEvent::Reschedule) && is_in_time(link.app, facts.visit.window()),
        signs: photos.first().map(|form| form.job.clone()),
        acts,
        no_codes: because(&v, &catalogue.reasons(ReasonKind::NoCode)),
        reasons: because(&v, &reasons),
        outcomes: outcomes(&v, facts),
        wake: link.wake(),
        prices: price::forms(&v, facts),
        photos,
        checklists: checklist::forms(link, &v, facts),
        destinations: facts.works.iter().filter_map(|work| work.job.destination.clone()).collect(),
        care: care(&v, facts.home.as_ref()),
        takes: take_forms(&catalogue, &v, facts),
        parts: price::PARTS,
        usual: facts.works.first().map_or("", |work| Outcome::usual(work.job.kind.0).as_str()),
        v,
    }
}

impl VisitPage {
    /// Says of which item of a checklist something is wanting.
    pub(super) fn name_items(&mut self) {
        let items: Vec<_> = self.checklists.iter().flat_map(|form| &form.items).collect();
        for (field, words) in &mut self.troubles.fields {
            if let Some(item) = items.iter().find(|item| item.id == *field) {
                *words = format!("{}: {words}", item.label);
            }
        }
    }

    fn is_open(&self) -> bool {
        self.state.is_open()
    }

    fn is_reason(&self, reason: &str) -> bool {
        self.typed.reason.as_deref() == Some(reason)
    }

    fn is_event(&self, event: &str) -> bool {
        self.typed.event.as_deref() == Some(event)
    }

    fn is_outcome(&self, outcome: &str) -> bool {
        self.typed.outcome.as_deref().unwrap_or(self.usual) == outcome
    }

    fn typed_code(&self) -> &str {
        self.typed.code.as_deref().unwrap_or_default()
    }

    fn typed_parts(&self) -> &str {
        self.typed.parts.as_deref().unwrap_or_default()
    }

    /// The fields of a quote that are one sum each.
    fn sums(&self) -> [(&'static str, String); 3] {
        [("labour", LineKind::Labour), ("travel", LineKind::Travel), ("visit_fee", LineKind::VisitFee)]
            .map(|(field, kind)| (field, self.v.code("line-kind", kind.as_str())))
    }

    /// The id of a field on the page; the form that was refused has the names to which the faults lead.
    fn id(&self, event: &str, job: &str, field: &str) -> String {
        let is_refused = self.is_event(event) && self.typed.job.as_deref().is_none_or(|named| named == job);
        if is_refused { field.to_owned() } else { format!("{field}-{job}") }
    }

    fn typed_sum(&self, field: &str) -> &str {
        price::typed(&self.typed, field).unwrap_or_default()
    }

    fn typed_why(&self) -> &str {
        self.typed.reason.as_deref().unwrap_or_default()
    }

    fn is_photo(&self, photo: &str) -> bool {
        self.typed.photo.as_deref() == Some(photo)
    }

    fn typed_accessories(&self) -> &str {
        self.typed.accessories.as_deref().unwrap_or_default()
    }

    fn typed_note(&self) -> &str {
        self.typed.note.as_deref().unwrap_or_default()
    }
}
