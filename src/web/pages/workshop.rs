//! Units in workshops by state and age, with a search by tag, and one unit with what may be said of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::{is_beyond, morning};
use super::choices::address;
use crate::app::receipt::Mark;
use crate::app::workshop::{UnitStep, keeper_name, step_unit};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::fault::Faults;
use crate::domain::id::{AgentId, WorkshopUnitId};
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{Carrier, UnitEvent, UnitState};
use crate::i18n::{Arg, format, say};
use crate::queries::Page;
use crate::queries::workshop::{PassingView, UnitDetail, UnitRow, list_units, list_workshops};
use crate::web::api::value;
use crate::web::api::workshop::{Asked, filter, shown};
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

struct Row {
    tag: (String, String),
    unit: String,
    state: (&'static str, String),
    keeper: String,
    job: (String, String),
    days: String,
    promised: String,
    is_late: bool,
}

#[derive(Template)]
#[template(path = "pages/workshop.html")]
struct WorkshopPage {
    v: View,
    troubles: Troubles,
    states: Vec<(&'static str, String, bool)>,
    tag: String,
    rows: Vec<Row>,
    next: Option<String>,
}

fn tone(state: UnitState) -> &'static str {
    match state {
        UnitState::Received => "warn",
        UnitState::Diagnosing | UnitState::WaitingQuote | UnitState::Repairing | UnitState::Testing => "info",
        UnitState::Ready => "ok",
        UnitState::Unclaimed => "bad",
        UnitState::HandedOver | UnitState::Kept => "",
    }
}

/// Who has a unit, in words.
pub(super) fn keeper_words(app: &App, v: &View, keeper: Keeper) -> String {
    match keeper {
        Keeper::Customer => v.t("page-customer"),
        Keeper::Centre => format!("{} · {}", v.t("stock-place-centre"), keeper_name(app, v.language, keeper)),
        Keeper::Agent(_) => keeper_name(app, v.language, keeper),
    }
}

fn row(app: &App, v: &View, it: &UnitRow) -> Row {
    Row {
        tag: (v.href(&format!("/workshop/{}", it.id)), v.bdi(&it.tag)),
        unit: unit_words(app, v, it),
        state: (tone(it.state), v.code("unit-state", it.state.as_str())),
        keeper: keeper_words(app, v, it.place),
        job: (v.href(&format!("/jobs/{}", it.job_id)), v.bdi(&it.reference)),
        days: v.number(it.age_s / 86_400),
        promised: v.moment(it.promised_at),
        is_late: it.is_late,
    }
}

fn unit_words(app: &App, v: &View, it: &UnitRow) -> String {
    let catalogue = app.catalogue();
    let category = catalogue.category(&it.category);
    category.map_or_else(|| it.category.clone(), |found| v.named(&found.name_en, &found.name_fa).to_owned())
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    asked: Query<Asked>,
) -> Answer {
    let v = View::staff(&app, &request, "page-workshop", &caller).at("/workshop".to_owned());
    let (state, tag) = (asked.0.state.clone().unwrap_or_default(), asked.0.tag.clone().unwrap_or_default());
    let (found, troubles) = match filter(&app, &asked.0) {
        Ok(filter) => {
            let scope = caller.scope.clone();
            let read = app.db.read(move |conn| list_units(conn, &scope, &filter).map_err(Error::from));
            (read.await?, Troubles::default())
        }
        Err(error) => (Page::whole(Vec::new()), v.troubles(&error)),
    };
    // Whoever scans a tag wants the unit.
    if let ([only], false) = (found.items.as_slice(), tag.trim().is_empty()) {
        return Ok(see(&v.href(&format!("/workshop/{}", only.id))));
    }
    let next = found.next_cursor.as_deref();
    let next = next.map(|cursor| {
        v.href(&address("/workshop", &[("state", state.as_str()), ("tag", tag.as_str()), ("cursor", cursor)]))
    });
    let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let of = |it: &UnitState| (it.as_str(), v.code("unit-state", it.as_str()), it.as_str() == state);
    let shown = WorkshopPage {
        troubles,
        states: UnitState::ALL.iter().map(of).collect(),
        tag,
        rows: found.items.iter().map(|it| row(&app, &v, it)).collect(),
        next,
        v,
    };
    page(status, &shown)
}

/// Something that may be said of a unit, and what it asks for.
struct UnitAct {
    event: &'static str,
    words: String,
    outcomes: Vec<(&'static str, String)>,
    places: Vec<(String, String)>,
    carriers: Vec<(&'static str, String)>,
    asks_day: bool,
    asks_note: bool,
    asks_code: bool,
}

impl UnitAct {
    fn is_bare(&self) -> bool {
        self.outcomes.is_empty() && self.places.is_empty() && !self.asks_day && !self.asks_note && !self.asks_code
    }

    fn step(&self) -> String {
        format!("/{}", self.event)
    }

    fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.event)
    }
}

#[derive(Template)]
#[template(path = "pages/workshop_unit.html")]
struct UnitPage {
    v: View,
    troubles: Troubles,
    tag: String,
    title: String,
    state: (&'static str, String),
    is_late: bool,
    loaner: Option<String>,
    facts: Vec<(String, String)>,
    passings: Vec<(String, String, String)>,
    acts: Vec<UnitAct>,
    receipt: String,
    mark: Option<Mark>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<WorkshopUnitId>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, *id).await?)
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, id: WorkshopUnitId) -> Result<UnitPage, Error> {
    let v = View::staff(app, request, "page-workshop", caller).at(format!("/workshop/{id}"));
    let unit = shown(app, caller, id).await?;
    let may = v.may(Permission::WorkUnit);
    let province = unit.row.province.clone();
    let workshops = app.db.read(move |conn| list_workshops(conn, &province).map_err(Error::from)).await?;
    let acts = unit.allowed.iter().filter(|_| may).map(|event| act(app, &v, *event, (&unit, &workshops))).collect();
    Ok(UnitPage {
        troubles: Troubles::default(),
        tag: unit.row.tag.clone(),
        title: unit_words(app, &v, &unit.row),
        state: (tone(unit.row.state), v.code("unit-state", unit.row.state.as_str())),
        is_late: unit.row.is_late,
        loaner: unit.loaner_out.clone(),
        facts: facts(app, &v, &unit),
        passings: unit.passings.iter().map(|it| passing(app, &v, it)).collect(),
        acts,
        receipt: format!("/api/v1/workshop-units/{id}/receipt.pdf?lang={}", v.lang()),
        mark: Mark::of(&format!("{}/workshop?tag={}", app.site.base_url, unit.row.tag)),
        v,
    })
}

/// Label and value as HTML.
fn facts(app: &App, v: &View, unit: &UnitDetail) -> Vec<(String, String)> {
    let (row, words) = (&unit.row, |text: &str| v.words("page-words", "words", text));
    let link = format!("<a href=\"{}\">{}</a>", v.href(&format!("/jobs/{}", row.job_id)), v.bdi(&row.reference));
    let mut facts = vec![("page-job", link), ("unit-receipt-keeper", words(&keeper_words(app, v, row.place)))];
    if let Some(brand) = &row.brand {
        facts.push(("page-brand", words(brand)));
    }
    if let Some(serial) = &row.serial {
        facts.push(("page-serial", v.bdi(serial)));
    }
    facts.push(("unit-receipt-received", v.moment(row.received_at)));
    facts.push(("unit-receipt-promised", v.moment(row.promised_at)));
    facts.push(("unit-receipt-condition", words(&unit.condition)));
    if !unit.accessories.is_empty() {
        facts.push(("unit-receipt-accessories", words(&unit.accessories.join(&v.t("page-comma")))));
    }
    if let Some(outcome) = unit.outcome {
        facts.push(("page-outcome", words(&v.code("outcome", outcome.as_str()))));
    }
    if unit.failed_tests > 0 {
        facts.push(("page-failed-tests", v.number(unit.failed_tests.into())));
    }
    if let Some(ready) = row.ready_at {
        facts.push(("page-ready-since", v.moment(ready)));
    }
    if row.storage.amount > 0 {
        facts.push(("line-kind-storage", format::money(v.language, row.storage)));
    }
    if let Some(taker) = &unit.handed_over_to {
        facts.push(("page-taker", words(taker)));
    }
    facts.into_iter().map(|(label, value)| (v.t(label), value)).collect()
}

/// When, from whom to whom, and the rest.
fn passing(app: &App, v: &View, it: &PassingView) -> (String, String, String) {
    let way = [it.from, it.to].map(|keeper| keeper_words(app, v, keeper));
    let carrier = it.carrier.map(|carrier| v.code("carrier", carrier.as_str()));
    let detail = [carrier, it.tracking.clone(), it.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let [from, to] = way;
    let words = say(v.language, "page-passing", &[("from", Arg::text(from)), ("to", Arg::text(to))]);
    (v.moment(it.at), words, detail)
}

/// The workshops to choose from: the centre and these agents, but for the one that has the unit.
pub(super) fn places(app: &App, v: &View, agents: &[AgentId], but: Keeper) -> Vec<(String, String)> {
    let agents = agents.iter().map(|id| Keeper::Agent(*id));
    let all = std::iter::once(Keeper::Centre).chain(agents).filter(|keeper| *keeper != but);
    all.map(|keeper| (keeper.to_string(), keeper_words(app, v, keeper))).collect()
}

fn act(app: &App, v: &View, event: UnitEvent, (unit, workshops): (&UnitDetail, &[AgentId])) -> UnitAct {
    let moves = event == UnitEvent::Move;
    let hands_over = event == UnitEvent::HandOver;
    let carriers = if moves || hands_over { Carrier::ALL } else { &[] };
    UnitAct {
        event: event.as_str(),
        words: v.code("unit-act", event.as_str()),
        outcomes: event.outcomes().iter().map(|it| (it.as_str(), v.code("outcome", it.as_str()))).collect(),
        places: if moves { places(app, v, workshops, unit.row.place) } else { Vec::new() },
        carriers: carriers.iter().map(|it| (it.as_str(), v.code("carrier", it.as_str()))).collect(),
        asks_day: matches!(event, UnitEvent::Diagnose | UnitEvent::Repair | UnitEvent::FailTest),
        asks_note: moves || hands_over || event == UnitEvent::FailTest,
        asks_code: hands_over,
    }
}

/// What a form about a unit says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    outcome: Option<String>,
    note: Option<String>,
    code: Option<String>,
    taker: Option<String>,
    place: Option<String>,
    carrier: Option<String>,
    tracking: Option<String>,
    day: Option<String>,
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<(WorkshopUnitId, String)>,
    given: Form<Given>,
) -> Answer {
    let (id, event) = path.into_inner();
    match apply(&app, &caller, (id, &event), given.0).await {
        Ok(()) => {
            let v = View::staff(&app, &request, "page-workshop", &caller);
            Ok(see(&v.href(&format!("/workshop/{id}"))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, id).await?;
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

async fn apply(app: &App, caller: &Caller, (id, event): (WorkshopUnitId, &str), given: Given) -> Result<(), Error> {
    let event: UnitEvent = event.parse().map_err(|_| Code::NotFound)?;
    let mut faults = Faults::default();
    let outcome = value("outcome", given.outcome.as_deref(), &mut faults);
    let carrier = value("carrier", given.carrier.as_deref(), &mut faults);
    let day = morning(app, ("day", given.day.as_deref()), &mut faults);
    faults.or(())?;
    let Given { note, code, taker, place, tracking, .. } = given;
    let promised_at = day.map(|at| at.fixed_offset());
    let step = UnitStep { event, outcome, note, code, taker, place, carrier, tracking, promised_at, seen: None };
    step_unit(app, caller, id, step).await.map(drop)
}
