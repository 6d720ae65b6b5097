//! The customer's own page: where the request stands, why it waits, who comes and when, and what happens next.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::complain::{self, Form, Lodged};
use super::exchange::{ExchangeShown, exchange_shown, told_exchange};
use super::object::{self, Objection, waits_for_customer};
use super::portrait::{self, Shown};
use super::price::{PaymentShown, QuoteShown, payment_shown, quote_shown};
use super::rating::{RatingForm, RatingShown};
use super::said::Saying;
use super::workshop::{Kept, kept, told_unit};
use super::{Link, category, price, rating, recall, warranty_tone};
use crate::app::appointments::is_in_time;
use crate::app::customer::confirm_visits;
use crate::app::links::Opened;
use crate::app::{App, Catalogue, Code, Error};
use crate::domain::id::RequestId;
use crate::domain::job::JobState;
use crate::domain::visit::VisitState;
use crate::queries::links::{RequestFacts, UnitFacts, request_facts};
use crate::queries::units::ActivationView;
use crate::security::link::{Purpose, short_code};
use crate::web::error::{Answer, status};
use crate::web::first_aid::{FirstAidStep, steps_for};
use crate::web::view::{Troubles, View, page};
use crate::web::words::labelled;

/// The steps of a request as its customer counts them.
const STEPS: [&str; 5] = ["registered", "agent", "visit", "under_way", "done"];

/// Who comes, and of which agent.
struct Who {
    technician: String,
    agent: String,
    portrait: Option<Shown>,
}

struct Unit {
    name: String,
    fault: Option<String>,
    headline: String,
    explanation: String,
    steps: Vec<(String, &'static str)>,
    window: Option<String>,
    who: Option<Who>,
    arrival: Option<String>,
    completion: Option<String>,
    can_confirm: bool,
    can_come_back: bool,
    times: Option<String>,
    objection: Option<Objection>,
    quotes: Vec<QuoteShown>,
    payments: Vec<PaymentShown>,
    receipt: Option<String>,
    kept: Option<Kept>,
    exchange: Option<ExchangeShown>,
    rated: Option<RatingShown>,
    rates: Option<RatingForm>,
    complaints: Vec<Lodged>,
    form: Option<Form>,
    next: Option<(String, String)>,
    /// What the customer can do until somebody comes.
    aid: Vec<FirstAidStep>,
    warranty: (&'static str, &'static str, String),
    /// Since when the warranty of an installed unit runs, and until when of what.
    activation: Option<(String, Vec<(String, String)>)>,
}

#[derive(Template)]
#[template(path = "links/customer.html")]
struct CustomerPage {
    v: View,
    troubles: Troubles,
    reference: String,
    units: Vec<Unit>,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = match link.open().await? {
        Opened::Customer(id) => id,
        Opened::Recall(id) => return recall::show(&link, id).await,
        _ => return Err(Code::NotFound.into()),
    };
    let facts = load(&app, id).await?;
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(told(&link, &facts)));
    }
    page(StatusCode::OK, &shown(&link, &facts, &Saying::default()))
}

/// The page of a request, with what was typed into the form of a complaint or of a rating.
fn shown(link: &Link<'_>, facts: &RequestFacts, typed: &Saying) -> CustomerPage {
    let v = link.view("page-your-request", facts.request.language.0);
    let units = facts.units.iter().map(|unit| filled(link, &v, unit, typed)).collect();
    CustomerPage { troubles: Troubles::default(), reference: facts.request.reference.0.to_string(), units, v }
}

/// The refusal of what a customer says: a problem for programs; for people the page with what they typed.
pub(super) async fn refused(link: &Link<'_>, id: RequestId, typed: &Saying, error: Error) -> Answer {
    if !link.wants_page() || status(error.code()).is_server_error() {
        return Err(error.into());
    }
    let facts = load(link.app, id).await?;
    let mut shown = shown(link, &facts, typed);
    shown.troubles = shown.v.troubles(&error);
    page(status(error.code()), &shown)
}

pub(super) async fn confirm(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let confirmed = confirm_visits(&app, id).await;
    if link.wants_page() {
        // Confirmed twice, or cancelled meanwhile: the page says how it stands.
        return match confirmed {
            Err(error) if error.code() != Code::NotFound => Err(error.into()),
            _ => Ok(link.back()),
        };
    }
    Ok(HttpResponse::Ok().json(json!({ "confirmed": confirmed? })))
}

pub(super) async fn load(app: &App, id: RequestId) -> Result<RequestFacts, Error> {
    app.db.read(move |conn| request_facts(conn, id).map_err(Error::from)).await
}

/// Where the customer stands, and the number of the step.
fn stand(unit: &UnitFacts) -> (&'static str, usize) {
    if let Some(there) = unit.workshop.as_ref().filter(|it| it.state.0.is_owed()) {
        return if there.state.0.is_waiting_to_be_fetched() { ("ready_to_fetch", 3) } else { ("in_workshop", 3) };
    }
    let visit = unit.visits.last().filter(|visit| visit.state.0.is_open()).map(|visit| visit.state.0);
    match (unit.job.state.0, visit) {
        (JobState::Cancelled, _) => ("cancelled", 0),
        (JobState::OnHold, _) => ("on_hold", 1),
        (JobState::Incomplete, _) => ("incomplete", 2),
        // Only the technician says so yet.
        (JobState::Completed, _) if unit.job.agent_id.is_some() => ("reported", 4),
        (JobState::Completed | JobState::Verified | JobState::Closed, _) => ("done", 4),
        (_, Some(VisitState::EnRoute)) => ("en_route", 3),
        (_, Some(VisitState::Arrived | VisitState::Working | VisitState::Suspended)) => ("working", 3),
        (_, Some(VisitState::Confirmed)) => ("confirmed", 2),
        (_, Some(_)) => ("scheduled", 2),
        (JobState::Assigned | JobState::InProgress, None) => ("assigned", 2),
        (JobState::Registered | JobState::PendingDispatch, None) => ("looking", 1),
    }
}

fn told(link: &Link<'_>, facts: &RequestFacts) -> Value {
    let network = link.app.network();
    let units: Vec<Value> = facts
        .units
        .iter()
        .map(|unit| {
            let visit = unit.visits.last().filter(|visit| visit.state.0.is_open());
            let agent = visit.and_then(|visit| network.agent(visit.agent_id.0));
            let technician = visit.zip(agent).and_then(|(visit, agent)| {
                agent
                    .technicians
                    .iter()
                    .find(|it| it.id == visit.technician_id.0)
                    .map(|it| it.name_in(link.language(facts.request.language.0)).to_owned())
            });
            let milestones: Vec<Value> = unit
                .milestones
                .iter()
                .map(|it| json!({ "kind": it.kind.0, "due_at": it.due_at.0, "met_at": it.met_at.map(|at| at.0) }))
                .collect();
            let (can_rate, given) = rating::told(link.app, unit);
            json!({
                "can_rate": can_rate, "rating": given, "job_id": unit.job.id.0, "money": price::told(&unit.money), "complaints": complain::told(unit), "category": unit.unit.category, "label": unit.unit.label, "fault": unit.job.fault, "state": unit.job.state.0,
                "stands": stand(unit).0, "hold_reason": unit.job.hold_reason,
                "hold_until": unit.job.hold_until.map(|at| at.0), "warranty": unit.job.warranty.0, "activation": unit.activation,
                "visit": visit.map(|visit| json!({
                    "state": visit.state.0, "window": visit.window(), "technician": technician,
                    "technician_photo": portrait::told(link, unit),
                    "agent": agent.map(|agent| agent.name.clone()),
                    "arrival_code": arrival(link, unit), "completion_code": completion(link, unit),
                })),
                "milestones": milestones, "workshop": told_unit(link, unit), "exchange": told_exchange(unit),
            })
        })
        .collect();
    json!({ "kind": "request", "reference": facts.request.reference.0.to_string(), "units": units })
}

/// The code to tell at the door, until the technician has arrived.
fn arrival(link: &Link<'_>, unit: &UnitFacts) -> Option<String> {
    let ahead = [VisitState::Scheduled, VisitState::Confirmed, VisitState::EnRoute];
    let visit = unit.visits.last().filter(|visit| ahead.contains(&visit.state.0))?;
    Some(short_code(&link.app.keys, Purpose::Arrival, visit.id.0.as_str()))
}

/// The code to tell at the end, once the technician has arrived.
fn completion(link: &Link<'_>, unit: &UnitFacts) -> Option<String> {
    let there = [VisitState::Arrived, VisitState::Working, VisitState::Suspended];
    let visit = unit.visits.last().filter(|visit| there.contains(&visit.state.0))?;
    Some(short_code(&link.app.keys, Purpose::Completion, visit.id.0.as_str()))
}

fn explanation(v: &View, unit: &UnitFacts, stands: &str) -> String {
    let job = &unit.job;
    match stands {
        "on_hold" => {
            let why = job.hold_reason.as_deref().map(|code| v.code("reason", code)).unwrap_or_default();
            let until = job.hold_until.map(|at| v.moment(at.0)).unwrap_or_default();
            format!("{} {}", v.words("page-waits-why", "reason", &why), v.words("page-waits-until", "until", &until))
        }
        "cancelled" => {
            let why = job.end_reason.as_deref().map(|code| v.code("reason", code)).unwrap_or_default();
            v.words("page-cancelled-why", "reason", &why)
        }
        stands => v.code("customer-explanation", stands),
    }
}

/// What was quoted and not taken back before anybody read it.
fn shown_quotes(v: &View, unit: &UnitFacts) -> Vec<QuoteShown> {
    let sent = unit.money.quotes.iter().filter(|quote| quote.sent_at.is_some());
    sent.map(|quote| quote_shown(v, quote)).collect()
}

/// Whether the customer can choose a time: of the visit ahead, or of the next one of work that was left.
fn chooses(app: &App, unit: &UnitFacts) -> bool {
    match unit.visits.iter().find(|visit| visit.state.0.is_open()) {
        Some(_) => unit.movable().is_some_and(|window| is_in_time(app, window)),
        None => matches!(unit.job.state.0, JobState::Incomplete | JobState::Assigned),
    }
}

fn activated(v: &View, it: &ActivationView) -> (String, Vec<(String, String)>) {
    let until = [("parts", it.parts_until), ("labour", it.labour_until), ("travel", it.travel_until)];
    let until = until.into_iter().filter_map(|(what, day)| Some((v.code("page-cover", what), v.day(day?))));
    (v.day(it.starts_on), until.collect())
}

fn who(link: &Link<'_>, v: &View, unit: &UnitFacts) -> Option<Who> {
    let network = link.app.network();
    let visit = unit.visits.last().filter(|visit| visit.state.0.is_open())?;
    let agent = network.agent(visit.agent_id.0)?;
    let technician = agent.technicians.iter().find(|it| it.id == visit.technician_id.0)?;
    let technician = technician.name_in(v.language).to_owned();
    let portrait = portrait::shown(v, unit, &technician);
    Some(Who { technician, agent: agent.name_in(v.language).to_owned(), portrait })
}

/// First aid for the fault, as long as somebody is still to come for it.
fn meanwhile(v: &View, catalogue: &Catalogue, unit: &UnitFacts, stands: &str) -> Vec<FirstAidStep> {
    const AHEAD: [&str; 7] = ["looking", "on_hold", "incomplete", "assigned", "scheduled", "confirmed", "en_route"];
    let fault = unit.job.fault.as_deref().filter(|_| AHEAD.contains(&stands));
    fault.map(|fault| steps_for(v, catalogue, fault)).unwrap_or_default()
}

fn filled(link: &Link<'_>, v: &View, unit: &UnitFacts, typed: &Saying) -> Unit {
    let catalogue = link.app.catalogue();
    let (stands, now) = stand(unit);
    let is_over = stands == "done";
    let class = |at: usize| match () {
        () if stands == "cancelled" => "",
        () if at < now || is_over => "done",
        () if at == now => "now",
        () => "",
    };
    let visit = unit.visits.last().filter(|visit| visit.state.0.is_open());
    let fault = unit.job.fault.as_deref().and_then(|code| catalogue.fault(code));
    let is_open = unit.job.state.0.is_open();
    let next = unit.milestones.iter().find(|it| is_open && it.met_at.is_none());
    let outcome = unit.job.warranty.0.as_str();
    let (tone, icon) = warranty_tone(outcome);
    // One job has several forms; what was typed belongs to the one that was sent.
    let nothing = Saying::default();
    let of_form = |path: &str| if link.request.path().ends_with(path) { typed } else { &nothing };
    let (said, complained) = (of_form("/rating"), of_form("/complaint"));
    Unit {
        name: labelled(category(&catalogue, v, &unit.unit.category), unit.unit.label.as_deref()),
        fault: fault.map(|it| v.named(&it.name_en, &it.name_fa).to_owned()),
        headline: v.code("customer-stand", stands),
        explanation: explanation(v, unit, stands),
        steps: STEPS.iter().enumerate().map(|(at, step)| (v.code("customer-step", step), class(at))).collect(),
        window: visit.map(|visit| v.window(visit.window())),
        who: who(link, v, unit),
        arrival: arrival(link, unit),
        completion: completion(link, unit),
        quotes: shown_quotes(v, unit),
        payments: unit.money.payments.iter().map(|it| payment_shown(v, it)).collect(),
        receipt: unit.has_receipt.then(|| v.below(&format!("/receipt/{}", unit.job.id.0))),
        kept: kept(link, v, unit),
        exchange: exchange_shown(v, unit),
        complaints: complain::lodged(v, unit),
        rated: rating::rated(v, unit),
        rates: rating::form(link.app, v, unit, said),
        form: complain::form(v, unit, complained),
        can_come_back: waits_for_customer(unit),
        times: chooses(link.app, unit).then(|| v.below(&format!("/times/{}", unit.job.id.0))),
        objection: object::form(link.app, v, unit),
        can_confirm: visit.is_some_and(|visit| visit.state.0 == VisitState::Scheduled),
        next: next.map(|it| (v.code("customer-milestone", it.kind.0.as_str()), v.moment(it.due_at.0))),
        aid: meanwhile(v, &catalogue, unit, stands),
        warranty: (tone, icon, v.code("customer-warranty", outcome)),
        activation: unit.activation.as_ref().map(|it| activated(v, it)),
    }
}
