//! One problem: what is wrong, how far its recall has come by province, its cases and units, and what may be done next.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::is_beyond;
use super::choices::{Choice, address};
use super::recall_form::{Given, RecallForm, placed};
use super::recalls::{danger_tone, share, state_tone};
use crate::app::recalls::{RecallStep, edit_recall, link_case, step_recall, unlink_case};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, RecallId};
use crate::domain::recall::{Counts, RecallEvent, RecallState, RecallUnitState};
use crate::queries::names::list_colleagues;
use crate::queries::recall_units::RecallUnitView;
use crate::queries::recalls::{CaseView, ProvinceFigures, RecallDetail};
use crate::web::api::recall_units::{self, Asked, listed};
use crate::web::api::recalls::{cases_shown, shown};
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

struct CaseRow {
    job: (String, String),
    words: String,
    serial: String,
    at: String,
    id: String,
}

struct UnitRow {
    address: String,
    serial: String,
    words: String,
    state: (&'static str, String),
    province: String,
}

/// Something that may be said of the problem.
struct Act {
    event: &'static str,
    words: String,
    asks_note: bool,
}

#[derive(Template)]
#[template(path = "pages/recall.html")]
struct RecallPage {
    v: View,
    troubles: Troubles,
    code: String,
    title: String,
    state: (&'static str, String),
    danger: (&'static str, String),
    tiles: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    provinces: Vec<(String, Vec<String>)>,
    acts: Vec<Act>,
    form: Option<RecallForm>,
    may_manage: bool,
    linked: Vec<CaseRow>,
    proposed: Vec<CaseRow>,
    states: Choice,
    units: Vec<UnitRow>,
    next: Option<String>,
    file: String,
    version: i32,
}

/// Name of the tone of a unit's state.
pub(super) fn unit_tone(state: RecallUnitState) -> &'static str {
    match state {
        RecallUnitState::Found => "warn",
        RecallUnitState::Told | RecallUnitState::Booked => "info",
        RecallUnitState::Unreachable => "bad",
        RecallUnitState::Corrected => "ok",
        RecallUnitState::Excluded => "",
    }
}

/// The name of a province; a unit whose place nobody knows has none.
pub(super) fn province_words(app: &App, v: &View, code: &str) -> String {
    let catalogue = app.catalogue();
    let found = catalogue.rows().provinces.iter().find(|it| it.code == code);
    found.map_or_else(|| v.t("page-place-unknown"), |it| v.named(&it.name_en, &it.name_fa).to_owned())
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    id: web::Path<RecallId>,
    asked: Query<Asked>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, (*id, asked.0)).await?)
}

async fn load(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (id, asked): (RecallId, Asked),
) -> Result<RecallPage, Error> {
    let v = View::staff(app, request, "page-recall", caller).at(format!("/recalls/{id}"));
    let (detail, cases) = (shown(app, caller, id).await?, cases_shown(app, caller, id).await?);
    let units = listed(app, caller, recall_units::filter(id, &asked)?).await?;
    let owners = app.db.read(|conn| list_colleagues(conn).map_err(Error::from)).await?;
    let may_manage = v.may(Permission::ManageRecall);
    let can_edit = may_manage && detail.row.state.is_open();
    let to = (v.href(&format!("/recalls/{id}/edit")), "page-recall-keep");
    let form = can_edit.then(|| RecallForm::new(app, &v, (Given::of(&detail), &owners), to));
    let state = asked.state.as_deref();
    let path = format!("/recalls/{id}");
    let onward = |cursor: &str| v.href(&address(&path, &[("state", state.unwrap_or_default()), ("cursor", cursor)]));
    let owner = owners.iter().find(|it| it.id == detail.row.owner_id).map(|it| it.name.clone());
    let seen = |cases: &[CaseView]| cases.iter().map(|it| case(&v, it)).collect();
    Ok(RecallPage {
        troubles: Troubles::default(),
        code: detail.row.code.clone(),
        title: detail.row.title.clone(),
        state: (state_tone(detail.row.state), v.code("recall-state", detail.row.state.as_str())),
        danger: (danger_tone(detail.row.danger), v.code("danger", detail.row.danger.as_str())),
        tiles: tiles(&v, &detail),
        facts: facts(&v, &detail, owner.as_deref()),
        provinces: detail.provinces.iter().map(|it| (province_words(app, &v, &it.province), cells(&v, it))).collect(),
        acts: detail.allowed.iter().filter(|_| may_manage).map(|event| act(&v, *event)).collect(),
        form,
        may_manage: can_edit,
        linked: seen(&cases.linked),
        proposed: seen(&cases.proposed),
        states: Choice::of_codes(&v, ("state", "page-state", "recall-unit-state"), RecallUnitState::ALL, state),
        units: units.items.iter().map(|it| unit(app, &v, it)).collect(),
        next: units.next_cursor.as_deref().map(onward),
        file: format!("/api/v1/recalls/{id}/units.csv?lang={}", v.lang()),
        version: detail.row.version,
        v,
    })
}

/// The figures of the whole, each with its name.
fn tiles(v: &View, detail: &RecallDetail) -> Vec<(String, String)> {
    let row = &detail.row;
    let Counts { known, told, delivered, booked, corrected, excluded, unreachable } = row.counts;
    let number = |number: i64| v.number(number);
    let tiles = [
        ("recall-produced", row.produced.map_or_else(|| "–".to_owned(), number)),
        ("recall-known", number(known)),
        ("recall-reach", share(v, row.reach)),
        ("recall-told", number(told)),
        ("recall-delivered", number(delivered)),
        ("recall-unreachable", number(unreachable)),
        ("recall-booked", number(booked)),
        ("recall-corrected", number(corrected)),
        ("recall-excluded", number(excluded)),
        ("recall-completion", share(v, row.completion)),
    ];
    tiles.into_iter().map(|(label, value)| (v.t(label), value)).collect()
}

fn cells(v: &View, it: &ProvinceFigures) -> Vec<String> {
    let Counts { known, told, delivered, booked, corrected, excluded, unreachable } = it.counts;
    let numbers = [known, told, delivered, unreachable, booked, corrected, excluded].map(|number| v.number(number));
    numbers.into_iter().chain([share(v, it.completion)]).collect()
}

/// Label and value as HTML.
fn facts(v: &View, detail: &RecallDetail, owner: Option<&str>) -> Vec<(String, String)> {
    let words = |text: &str| v.words("page-words", "words", text);
    let comma = v.t("page-comma");
    let ranges: Vec<String> = detail
        .ranges
        .iter()
        .map(|it| if it.from == it.to { v.bdi(&it.from) } else { format!("{} – {}", v.bdi(&it.from), v.bdi(&it.to)) })
        .collect();
    let models: Vec<String> = detail.row.models.iter().map(|code| v.bdi(code)).collect();
    let facts = [
        ("field-owner", owner.map(words)),
        ("page-brand", Some(words(&detail.row.brand))),
        ("field-models", Some(models.join(&comma))),
        ("field-ranges", (!ranges.is_empty()).then(|| ranges.join("<br>"))),
        ("field-made-from", detail.made_from.map(|day| v.day(day))),
        ("field-made-to", detail.made_to.map(|day| v.day(day))),
        ("page-defect", Some(words(v.named(&detail.defect_en, &detail.defect_fa)))),
        ("page-correction", Some(words(v.named(&detail.correction_en, &detail.correction_fa)))),
        ("page-noted", Some(v.moment(detail.row.noted_at))),
        ("page-recalled-since", detail.row.recalled_at.map(|at| v.moment(at))),
        ("page-closed", detail.ended_at.map(|at| v.moment(at))),
        ("page-note", detail.end_note.as_deref().map(words)),
    ];
    facts.into_iter().filter_map(|(label, value)| Some((v.t(label), value?))).collect()
}

fn act(v: &View, event: RecallEvent) -> Act {
    Act {
        event: event.as_str(),
        words: v.code("recall-act", event.as_str()),
        asks_note: matches!(event, RecallEvent::Close | RecallEvent::Dismiss),
    }
}

fn case(v: &View, it: &CaseView) -> CaseRow {
    CaseRow {
        job: (v.href(&format!("/jobs/{}", it.job_id)), v.bdi(&it.reference)),
        words: format!(
            "{}{}{}",
            v.code("job-kind", it.kind.as_str()),
            v.t("page-comma"),
            v.code("job-state", it.state.as_str())
        ),
        serial: it.serial.as_deref().map(|serial| v.bdi(serial)).unwrap_or_default(),
        at: v.moment(it.registered_at),
        id: it.job_id.to_string(),
    }
}

fn unit(app: &App, v: &View, it: &RecallUnitView) -> UnitRow {
    UnitRow {
        address: v.href(&format!("/recalls/{}/units/{}", it.recall_id, it.id)),
        serial: v.bdi(it.serial.as_deref().unwrap_or("–")),
        words: it.model.clone().unwrap_or_else(|| it.category.clone()),
        state: (unit_tone(it.state), v.code("recall-unit-state", it.state.as_str())),
        province: province_words(app, v, &it.province),
    }
}

/// What a form about the problem says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    event: Option<String>,
    note: Option<String>,
    job: Option<String>,
    version: Option<String>,
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageRecall>,
    id: web::Path<RecallId>,
    said: Form<Said>,
) -> Answer {
    let stepping = async {
        let mut faults = Faults::default();
        let event = value("event", said.0.event.as_deref(), &mut faults);
        let seen = value("version", said.0.version.as_deref(), &mut faults);
        faults.or(())?;
        let step = RecallStep { event: event.ok_or(Code::NotFound)?, note: said.0.note.clone(), seen };
        step_recall(&app, &caller, *id, step).await
    };
    let done = stepping.await;
    back((&app, &request, &caller), *id, (done, None)).await
}

pub(super) async fn edit(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageRecall>,
    id: web::Path<RecallId>,
    given: Form<Given>,
) -> Answer {
    let editing = async {
        let version = given.0.version.parse().map_err(|_| Code::PreconditionFailed)?;
        edit_recall(&app, &caller, (*id, version), given.0.read()?).await
    };
    let done = editing.await;
    back((&app, &request, &caller), *id, (done, Some(given.0))).await
}

pub(super) async fn link(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageRecall>,
    id: web::Path<RecallId>,
    said: Form<Said>,
) -> Answer {
    let linking = async {
        let mut faults = Faults::default();
        let job: Option<JobId> = value("job", said.0.job.as_deref(), &mut faults);
        if job.is_none() && faults.is_empty() {
            faults.add("job", FaultCode::Required);
        }
        let Some(job) = job else { return Err(Error::from(faults)) };
        link_case(&app, (&caller, None), *id, job).await.map(drop)
    };
    let done = linking.await;
    back((&app, &request, &caller), *id, (done, None)).await
}

pub(super) async fn unlink(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageRecall>,
    path: web::Path<(RecallId, JobId)>,
    _: Form<Said>,
) -> Answer {
    let (id, job) = path.into_inner();
    let done = unlink_case(&app, &caller, id, job).await;
    back((&app, &request, &caller), id, (done, None)).await
}

/// The page again, with what was wrong and what was typed.
async fn back(
    (app, request, caller): (&App, &HttpRequest, &Caller),
    id: RecallId,
    (done, typed): (Result<(), Error>, Option<Given>),
) -> Answer {
    match done {
        Ok(()) => Ok(see(&View::staff(app, request, "page-recall", caller).href(&format!("/recalls/{id}")))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let error = placed(error);
            let mut shown = load(app, request, caller, (id, Asked::default())).await?;
            shown.troubles = shown.v.troubles(&error);
            if let Some((form, typed)) = shown.form.as_mut().zip(typed) {
                (form.given, form.is_open) = (typed, true);
            }
            page(status(error.code()), &shown)
        }
    }
}

impl RecallPage {
    fn is_recalled(&self) -> bool {
        self.state.0 == state_tone(RecallState::Recalled)
    }
}
