//! The workshop's part of a job's page: the unit that was taken in, or the form that takes it in, and loaners.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::{answer, of_job, visible};
use super::money::amount;
use super::workshop::{keeper_words, places};
use crate::app::loaners::{Lending, LoanerStep, lend_loaner, step_loaner};
use crate::app::workshop::{NewUnit, receive_unit};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::money::Money;
use crate::domain::workshop::LoanerEvent;
use crate::domain::workshop::custody::Keeper;
use crate::i18n::format;
use crate::queries::jobs::JobRow;
use crate::queries::loaners::LoanerView;
use crate::queries::workshop::{list_workshops, units_of_job};
use crate::web::api::day;
use crate::web::api::loaners::lent_for;
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Form, perm};

/// A loaner of the job with what may happen to it.
pub(super) struct LoanerRow {
    pub id: String,
    pub serial: String,
    pub model: String,
    pub state: String,
    pub detail: String,
    pub acts: Vec<(&'static str, String)>,
}

impl LoanerRow {
    pub fn to(&self, event: &str) -> String {
        format!("/loaners/{}/{event}", self.id)
    }
}

/// The section of a job's page.
#[derive(Default)]
pub(super) struct WorkshopSection {
    /// Where each unit is shown, its tag, its state and who has it.
    pub units: Vec<(String, String, String, String)>,
    pub loaners: Vec<LoanerRow>,
    pub can_receive: bool,
    pub can_lend: bool,
    pub places: Vec<(String, String)>,
    pub chosen: String,
}

/// The section as the caller may see it.
pub(super) async fn section(app: &App, (v, caller): (&View, &Caller), job: &JobRow) -> Result<WorkshopSection, Error> {
    let (id, now) = (job.id, app.clock.now());
    let province = job.province.clone();
    let read = move |conn: &mut _| Ok::<_, Error>((units_of_job(conn, id, now)?, list_workshops(conn, &province)?));
    let (units, workshops) = app.db.read(read).await?;
    let loaners = lent_for(app, caller, id).await?.items;
    let may = v.may(Permission::WorkUnit) && job.status.is_open();
    let is_there = units.iter().any(|unit| unit.state.is_in_custody());
    let has_loaner = loaners.iter().any(|it| it.state.as_str() == "lent");
    let units = units.iter().map(|unit| {
        let state = v.code("unit-state", unit.state.as_str());
        (v.href(&format!("/workshop/{}", unit.id)), v.bdi(&unit.tag), state, keeper_words(app, v, unit.place))
    });
    Ok(WorkshopSection {
        units: units.collect(),
        loaners: loaners.iter().map(|it| loaner_row(v, it)).collect(),
        can_receive: may && !is_there,
        can_lend: may && !has_loaner,
        places: places(app, v, &workshops, Keeper::Customer),
        chosen: job.agent_id.map(|id| Keeper::Agent(id).to_string()).unwrap_or_default(),
    })
}

fn loaner_row(v: &View, it: &LoanerView) -> LoanerRow {
    let may = v.may(Permission::WorkUnit);
    let acts = it.allowed.iter().filter(|event| may && **event != LoanerEvent::Lend);
    let deposit = format!("{} {}", v.t("page-deposit"), format::money(v.language, it.deposit));
    let due = it.due_on.map(|day| format!("{} {}", v.t("page-loaner-due"), format::date(v.language, day)));
    LoanerRow {
        id: it.id.to_string(),
        serial: v.bdi(&it.serial),
        model: it.model.clone(),
        state: v.code("loaner-state", it.state.as_str()),
        detail: [Some(deposit), due].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        acts: acts.map(|event| (event.as_str(), v.code("loaner-act", event.as_str()))).collect(),
    }
}

/// What the form that takes a unit in says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Received {
    place: Option<String>,
    condition: Option<String>,
    accessories: Option<String>,
}

pub(super) async fn receive(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkUnit>,
    job: web::Path<JobId>,
    given: Form<Received>,
) -> Answer {
    let lines = given.0.accessories.as_deref().unwrap_or_default().lines();
    let new = NewUnit {
        place: given.0.place.clone(),
        accessories: lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        condition: given.0.condition.clone().unwrap_or_default(),
        photos: Vec::new(),
        inbound_by: None,
        tracking: None,
        queued_until: None,
        promised_at: None,
    };
    let done = async {
        visible(&app, &caller, *job).await?;
        let taken = receive_unit(&app, (Actor::staff(&caller), None), *job, new).await?;
        Ok(format!("/workshop/{}", taken.unit_id))
    };
    answer(&app, (&request, &caller), *job, done.await, |_| ()).await
}

/// What the form that lends a loaner says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lent {
    serial: Option<String>,
    deposit: Option<String>,
    due_on: Option<String>,
}

pub(super) async fn lend(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkUnit>,
    job: web::Path<JobId>,
    given: Form<Lent>,
) -> Answer {
    let done = async {
        visible(&app, &caller, *job).await?;
        let lending = read_lending(&given.0)?;
        lend_loaner(&app, &caller, (*job, None), lending).await?;
        Ok(of_job(*job))
    };
    answer(&app, (&request, &caller), *job, done.await, |_| ()).await
}

fn read_lending(given: &Lent) -> Result<Lending, Error> {
    let mut faults = Faults::default();
    let deposit = amount("deposit", given.deposit.as_deref(), &mut faults).unwrap_or(Money::rials(0));
    let due_on = day("due_on", given.due_on.as_deref(), &mut faults);
    if due_on.is_none() && !faults.has("due_on") {
        faults.add("due_on", FaultCode::Required);
    }
    let serial = given.serial.clone().unwrap_or_default();
    let lending = due_on.map(|due_on| Lending { serial, deposit, due_on });
    faults.or(lending)?.ok_or_else(|| Code::Invalid.into())
}

/// What the form of a loaner says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Happened {
    note: Option<String>,
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkUnit>,
    path: web::Path<(JobId, String, String)>,
    given: Form<Happened>,
) -> Answer {
    let (job, loaner, event) = path.into_inner();
    let done = async {
        let loaner = loaner.parse().map_err(|_| Code::NotFound)?;
        let event: LoanerEvent = event.parse().map_err(|_| Code::NotFound)?;
        step_loaner(&app, &caller, loaner, LoanerStep { event, place: None, note: given.0.note, seen: None }).await?;
        Ok(of_job(job))
    };
    answer(&app, (&request, &caller), job, done.await, |_| ()).await
}
