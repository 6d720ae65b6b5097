//! A unit that is called back: whom to call, what to say, and what comes of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::is_beyond;
use super::recall::{province_words, unit_tone};
use crate::app::intake::input::NewAddress;
use crate::app::recalls::{Booking, UnitSaid, book_unit, step_unit};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::id::{RecallId, RecallUnitId, TaskId};
use crate::domain::reason::ReasonKind;
use crate::domain::recall::RecallUnitEvent;
use crate::queries::recall_units::{RecallCall, recall_call, unit_of_call};
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, perm};

#[derive(Template)]
#[template(path = "pages/recall_unit.html")]
struct RecallUnitPage {
    v: View,
    troubles: Troubles,
    code: String,
    title: String,
    /// Where the recall is, for those who may see it.
    recall: Option<String>,
    state: (&'static str, String),
    facts: Vec<(String, String)>,
    phones: Vec<(String, String)>,
    defect: String,
    correction: String,
    others: Vec<(String, String)>,
    job: Option<String>,
    can_book: bool,
    can_tell: bool,
    can_include: bool,
    reasons: Vec<(String, String)>,
    base: String,
}

impl RecallUnitPage {
    fn step(&self, act: &str) -> String {
        self.v.href(&format!("{}/{act}", self.base))
    }
}

type Which = (RecallId, RecallUnitId);

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewCustomer>,
    path: web::Path<Which>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, *path).await?)
}

/// A task asks to call a customer: the first of the customer's units that waits for it.
pub(super) async fn call(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewCustomer>,
    task: web::Path<TaskId>,
) -> Answer {
    let task = *task;
    let (recall, unit) = app.db.read(move |conn| unit_of_call(conn, task).map_err(Error::from)).await?;
    let v = View::staff(&app, &request, "page-recall", &caller);
    Ok(see(&v.href(&format!("/recalls/{recall}/units/{unit}"))))
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, which: Which) -> Result<RecallUnitPage, Error> {
    let scope = caller.scope.clone();
    let call = app.db.read(move |conn| recall_call(conn, &scope, which).map_err(Error::from)).await?;
    let base = format!("/recalls/{}/units/{}", which.0, which.1);
    let v = View::staff(app, request, "page-recall", caller).at(base.clone());
    let can = |event, permission| call.unit.allowed.contains(&event) && v.may(permission);
    let can_exclude = can(RecallUnitEvent::Exclude, Permission::ManageRecall);
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::ExcludeRecall).into_iter().filter(|_| can_exclude);
    let other = |id: RecallUnitId, state: &str| {
        (v.href(&format!("/recalls/{}/units/{id}", which.0)), v.code("recall-unit-state", state))
    };
    Ok(RecallUnitPage {
        troubles: Troubles::default(),
        code: call.recall.code.clone(),
        title: call.recall.title.clone(),
        recall: v.may(Permission::ViewReport).then(|| v.href(&format!("/recalls/{}", which.0))),
        state: (unit_tone(call.unit.state), v.code("recall-unit-state", call.unit.state.as_str())),
        facts: facts(app, &v, &call),
        phones: call.phones.iter().map(|it| (it.number.clone(), v.phone(&it.number))).collect(),
        defect: v.named(&call.recall.defect_en, &call.recall.defect_fa).to_owned(),
        correction: v.named(&call.recall.correction_en, &call.recall.correction_fa).to_owned(),
        others: call.others.iter().map(|it| other(it.id.0, it.state.0.as_str())).collect(),
        job: call.unit.job_id.map(|id| v.href(&format!("/jobs/{id}"))),
        can_book: can(RecallUnitEvent::Book, Permission::RegisterRequest),
        can_tell: can(RecallUnitEvent::Tell, Permission::LogContact),
        can_include: can(RecallUnitEvent::Include, Permission::ManageRecall),
        reasons: reasons.map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
        base,
        v,
    })
}

/// Label and value as HTML.
fn facts(app: &App, v: &View, call: &RecallCall) -> Vec<(String, String)> {
    let words = |text: &str| v.words("page-words", "words", text);
    let unit = &call.unit;
    let catalogue = app.catalogue();
    let category = catalogue.category(&unit.category);
    let category = category.map_or(unit.category.as_str(), |it| v.named(&it.name_en, &it.name_fa));
    let facts = [
        ("page-customer", Some(words(&call.customer.name))),
        ("receipt-unit", Some(words(category))),
        ("page-model", unit.model.as_deref().map(|model| v.bdi(model))),
        ("page-serial", unit.serial.as_deref().map(|serial| v.bdi(serial))),
        ("page-province", Some(words(&province_words(app, v, &unit.province)))),
        ("recall-told", unit.told_at.map(|at| v.moment(at))),
        ("recall-booked", unit.booked_at.map(|at| v.moment(at))),
        ("recall-corrected", unit.corrected_at.map(|at| v.moment(at))),
        ("recall-excluded", unit.excluded_at.map(|at| v.moment(at))),
        ("page-reason", unit.exclude_reason.as_deref().map(|code| words(&v.code("reason", code)))),
    ];
    facts.into_iter().filter_map(|(label, value)| Some((v.t(label), value?))).collect()
}

/// What a form about the unit says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    reason: Option<String>,
    phone: Option<String>,
    city: Option<String>,
    address: Option<String>,
    note: Option<String>,
}

pub(super) async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewCustomer>,
    path: web::Path<(RecallId, RecallUnitId, String)>,
    given: Form<Given>,
) -> Answer {
    let (recall, unit, act) = path.into_inner();
    match apply(&app, &caller, (recall, unit), (&act, given.0)).await {
        Ok(()) => {
            let v = View::staff(&app, &request, "page-recall", &caller);
            Ok(see(&v.href(&format!("/recalls/{recall}/units/{unit}"))))
        }
        Err(error) if is_beyond(&error) || error.code() == Code::Forbidden => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, (recall, unit)).await?;
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

async fn apply(app: &App, caller: &Caller, which: Which, (act, given): (&str, Given)) -> Result<(), Error> {
    let event: RecallUnitEvent = act.parse().map_err(|_| Code::NotFound)?;
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    if event != RecallUnitEvent::Book {
        return step_unit(app, caller, which, UnitSaid { event, reason: said(given.reason), seen: None }).await;
    }
    if !allows(caller.role, Permission::RegisterRequest) {
        return Err(Code::Forbidden.into());
    }
    let scope = caller.scope.clone();
    app.db.read(move |conn| recall_call(conn, &scope, which).map_err(Error::from)).await?;
    let text = said(given.address);
    let address = said(given.city).map(|city| NewAddress { city, text, ..NewAddress::default() });
    let booking = Booking { phone: said(given.phone), address, window: None, note: said(given.note) };
    book_unit(app, (Actor::staff(caller), None), which, booking).await.map(drop)
}
