//! Workshops behind links: the technician takes a unit along, the customer sees where it is, by which code it is fetched, and
//! the receipt.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveTime;
use serde_json::{Value, json};

use super::consent::{ReceiptPage, pdf};
use super::customer::load;
use super::said::{Said, Saying, fault};
use super::{Link, price, subject};
use crate::app::receipt::receipt_pdf;
use crate::app::workshop::{NewUnit, keeper_name, receive_unit, unit_receipt, unit_receipt_words};
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::domain::fault::FaultCode;
use crate::domain::hours::WeekHours;
use crate::domain::id::{VisitId, WorkshopUnitId};
use crate::domain::job::JobState;
use crate::domain::machine::Refusal;
use crate::domain::workshop::Carrier;
use crate::i18n::{Arg, format, say};
use crate::queries::links::{UnitFacts, VisitFacts, Work};
use crate::security::link::{Purpose, short_code};
use crate::web::error::{Answer, Problem};
use crate::web::view::{View, page};

/// The event of a visit's link that takes a unit to the workshop.
const TAKE: &str = "take_unit";
/// The reason with which a visit ends before a unit is taken along.
const NEEDS_WORKSHOP: &str = "NEEDS_WORKSHOP";

/// Whether an event is about taking a unit along.
pub(super) fn is_about_unit(saying: &Saying) -> bool {
    saying.event.as_deref() == Some(TAKE)
}

/// A unit that can be taken along.
pub(super) struct TakeForm {
    pub job: String,
    pub subject: String,
}

/// Whether the visit found that a unit must go to the workshop, and whoever held the visit still holds its job.
fn can_take(facts: &VisitFacts, work: &Work) -> bool {
    let is_needed = facts.visit.end_reason.as_deref() == Some(NEEDS_WORKSHOP);
    let holds = work.job.agent_id.is_some_and(|agent| agent == facts.visit.agent_id);
    is_needed && holds && work.job.state.0 == JobState::Incomplete
}

/// The forms for the units that can be taken along.
pub(super) fn take_forms(catalogue: &Catalogue, v: &View, facts: &VisitFacts) -> Vec<TakeForm> {
    let works = facts.works.iter().filter(|work| can_take(facts, work));
    let form = |work: &Work| TakeForm {
        job: work.job.id.0.to_string(),
        subject: subject(catalogue, v, work, work.unit.label.as_deref()),
    };
    works.map(form).collect()
}

/// Takes the unit of a job into the workshop of the visit's agent.
pub(super) async fn take(link: &Link<'_>, id: VisitId, said: &Said) -> Result<Value, Error> {
    let facts = price::facts_of(link, id).await?;
    let named = said.value.job.as_deref();
    let mut works = facts.works.iter().filter(|work| named.is_none_or(|job| work.job.id.0.as_str() == job));
    let work = works.next().ok_or_else(|| fault("job", FaultCode::JobUnknown))?;
    if !can_take(&facts, work) {
        let state = work.job.state.0.to_string();
        return Err(Refusal::State { machine: "job", state, event: TAKE.to_owned(), allowed: Vec::new() }.into());
    }
    let job = work.job.id.0;
    let lines = said.value.accessories.as_deref().unwrap_or_default().lines();
    let new = NewUnit {
        place: None,
        accessories: lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        condition: said.value.note.clone().unwrap_or_default(),
        photos: Vec::new(),
        inbound_by: Some(Carrier::Agent),
        tracking: None,
        queued_until: None,
        promised_at: None,
    };
    let key = said.key("POST /o/{code}/events").map(|key| key.on(&job));
    let taken = receive_unit(link.app, (Actor::technician(id), key), job, new).await.map_err(in_fields)?;
    Ok(json!({ "visit_id": id, "job_id": job, "unit_id": taken.unit_id }))
}

/// The faults under the names that the fields have here.
fn in_fields(error: Error) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in &mut faults.0 {
        if fault.field == "condition" {
            fault.field = "note".into();
        } else if fault.field.starts_with("accessories.") {
            fault.field = "accessories".into();
        }
    }
    faults.into()
}

/// A unit in a workshop as its customer sees it.
pub(super) struct Kept {
    pub headline: String,
    pub is_ready: bool,
    pub facts: Vec<(String, String)>,
    pub code: Option<String>,
    pub receipt: String,
}

fn handover_code(link: &Link<'_>, unit: &UnitFacts) -> Option<String> {
    let there = unit.workshop.as_ref().filter(|it| it.state.0.is_waiting_to_be_fetched())?;
    Some(short_code(&link.app.keys, Purpose::Handover, there.id.0.as_str()))
}

/// What the customer's page says of a unit in a workshop.
pub(super) fn kept(link: &Link<'_>, v: &View, unit: &UnitFacts) -> Option<Kept> {
    let there = unit.workshop.as_ref()?;
    let (app, keeper) = (link.app, there.place.0);
    let words = |text: &str| v.words("page-words", "words", text);
    let mut facts = vec![(v.t("unit-receipt-tag"), v.bdi(there.tag.0.as_str()))];
    if there.state.0.is_owed() {
        facts.push((v.t("unit-receipt-keeper"), words(&keeper_name(app, v.language, keeper))));
        let network = app.network();
        let agent = keeper.agent().and_then(|id| network.agent(id));
        let hours = agent.map_or_else(|| app.catalogue().calendar().hours.clone(), |agent| agent.hours.hours.clone());
        facts.push((v.t("page-opening-hours"), words(&opening(v, &hours))));
    }
    if !there.state.0.is_waiting_to_be_fetched() && there.state.0.is_owed() {
        facts.push((v.t("unit-receipt-promised"), v.moment(there.promised_at.0)));
    }
    if let Some(ready) = there.ready_at.filter(|_| there.storage_fee > 0 && there.state.0.is_owed()) {
        let terms = there.storage();
        facts.push((v.t("page-kept-free-until"), v.moment(terms.free_until(ready.0))));
        facts.push((v.t("page-storage-a-day"), format::money(v.language, terms.fee_a_day)));
    }
    let cost = there.kept_for(app.clock.now());
    if cost.amount > 0 {
        facts.push((v.t("line-kind-storage"), format::money(v.language, cost)));
    }
    Some(Kept {
        headline: v.code("unit-state", there.state.0.as_str()),
        is_ready: there.state.0.is_waiting_to_be_fetched(),
        facts,
        code: handover_code(link, unit),
        receipt: v.below(&format!("/unit/{}", there.id.0)),
    })
}

/// The same for programs.
pub(super) fn told_unit(link: &Link<'_>, unit: &UnitFacts) -> Option<Value> {
    let there = unit.workshop.as_ref()?;
    Some(json!({
        "unit_id": there.id.0, "tag": there.tag.0.to_string(), "state": there.state.0, "place": there.place.0,
        "promised_at": there.promised_at.0, "ready_at": there.ready_at.map(|at| at.0),
        "handover_code": handover_code(link, unit), "storage": there.kept_for(link.app.clock.now()),
    }))
}

/// The first and the last of days that are next to each other and have the same hours, and the hours.
type SameHours<'a> = (usize, usize, &'a [(u16, u16)]);

/// When a workshop is open, in words: days with the same hours together.
fn opening(v: &View, hours: &WeekHours) -> String {
    const DAYS: [&str; 7] = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
    let time = |minutes: u16| {
        let at = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) * 60 % 86_400, 0);
        format::time(v.language, at.unwrap_or_default())
    };
    let mut groups: Vec<SameHours<'_>> = Vec::new();
    for (day, spans) in hours.days().iter().enumerate() {
        match groups.last_mut() {
            Some((_, last, same)) if *same == spans.as_slice() && *last + 1 == day => *last = day,
            _ => groups.push((day, day, spans.as_slice())),
        }
    }
    let open = groups.into_iter().filter(|(.., spans)| !spans.is_empty()).map(|(first, last, spans)| {
        let name = |day: usize| v.code("week-day", DAYS[day]);
        let args = [("first", Arg::text(name(first))), ("last", Arg::text(name(last)))];
        let days = if first == last { name(first) } else { say(v.language, "page-days-span", &args) };
        let spans = spans.iter().map(|(from, to)| {
            say(v.language, "page-hours", &[("from", Arg::text(time(*from))), ("to", Arg::text(time(*to)))])
        });
        format!("{days} {}", spans.collect::<Vec<_>>().join(&v.t("page-comma")))
    });
    open.collect::<Vec<_>>().join(&v.t("page-comma"))
}

async fn of_request(link: &Link<'_>, unit: WorkshopUnitId) -> Result<(), Problem> {
    let id = link.customer().await?;
    let facts = load(link.app, id).await?;
    let mut there = facts.units.iter().filter_map(|it| it.workshop.as_ref());
    if there.any(|it| it.id.0 == unit) { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// The receipt of a unit of the request.
pub(super) async fn receipt(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, WorkshopUnitId)>,
) -> Answer {
    let (code, unit) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    of_request(&link, unit).await?;
    let receipt = unit_receipt(&app, unit).await?;
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(receipt));
    }
    let v = link.view("unit-receipt-title", receipt.language);
    let words = unit_receipt_words(&app, &receipt, v.language);
    let file = v.below(&format!("/unit/{unit}/pdf"));
    page(StatusCode::OK, &ReceiptPage { v, words, file })
}

/// The same as a file.
pub(super) async fn receipt_file(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, WorkshopUnitId)>,
) -> Answer {
    let (code, unit) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    of_request(&link, unit).await?;
    let receipt = unit_receipt(&app, unit).await?;
    let words = unit_receipt_words(&app, &receipt, link.language(receipt.language));
    Ok(pdf(&receipt.tag, receipt_pdf(&words)?))
}
