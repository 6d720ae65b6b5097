//! The parts of a job on its page: what it needs, where each part stands, and what may be done with it.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::{answer, morning, of_job};
use crate::app::parts::{LineChange, NeededPart, NeededParts, OldPartChange, change_line, change_old_part, need_parts};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::fault::Faults;
use crate::domain::id::{AgentId, JobId, TechnicianId};
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{OldPartEvent, PartLineEvent, PartLineState, PartSource};
use crate::queries::parts::{JobParts, OldPartView, PartLineView};
use crate::web::api::value;
use crate::web::error::Answer;
use crate::web::view::View;
use crate::web::{Allowed, Form, perm};

/// Something that may be done with a part, and what it asks for.
pub(super) struct PartAct {
    pub event: &'static str,
    pub words: String,
    pub sources: Vec<(&'static str, String)>,
    pub asks_day: bool,
    pub asks_tracking: bool,
    pub asks_reason: bool,
}

impl PartAct {
    pub fn is_bare(&self) -> bool {
        self.sources.is_empty() && !self.asks_day && !self.asks_tracking && !self.asks_reason
    }
}

/// A part or an old part in the list.
pub(super) struct PartRow {
    pub id: String,
    pub name: String,
    pub number: String,
    pub quantity: String,
    pub state: (&'static str, String),
    pub facts: Vec<(String, String)>,
    pub late: bool,
    /// Where its forms go.
    pub step: String,
    pub acts: Vec<PartAct>,
}

impl PartRow {
    pub fn to(&self, act: &PartAct) -> String {
        format!("{}/{}", self.step, act.event)
    }
}

/// The section of parts of a job's page.
#[derive(Default)]
pub(super) struct PartSection {
    pub is_seen: bool,
    pub can_need: bool,
    pub typed: String,
    pub rows: Vec<PartRow>,
}

impl PartSection {
    /// As the reader may see it.
    pub fn of(app: &App, v: &View, (parts, is_open): (JobParts, bool)) -> Self {
        let (may, now) = (v.may(Permission::WorkPart), app.clock.now());
        let lines = parts.lines.into_iter().map(|line| {
            let late = line.state.is_awaited() && line.eta_at.is_some_and(|eta| eta <= now);
            let acts = line.allowed.iter().filter(|_| may).map(|event| act(v, *event, line.state)).collect();
            PartRow {
                name: v.named(&line.name_en, &line.name_fa).to_owned(),
                number: v.bdi(line.part.as_str()),
                quantity: v.number(line.quantity.into()),
                state: (tone(line.state), v.code("part-state", line.state.as_str())),
                facts: facts(app, v, &line),
                late,
                step: format!("/parts/{}", line.id),
                id: line.id.to_string(),
                acts,
            }
        });
        let olds = parts.old_parts.iter().map(|old| old_row(v, old, may));
        Self {
            is_seen: v.may(Permission::ViewPart),
            can_need: may && is_open,
            typed: String::new(),
            rows: lines.chain(olds).collect(),
        }
    }
}

fn tone(state: PartLineState) -> &'static str {
    match state {
        PartLineState::Needed => "warn",
        PartLineState::Ordered | PartLineState::Shipped | PartLineState::Reserved => "info",
        PartLineState::Received | PartLineState::Fitted => "ok",
        PartLineState::ReturnedUnused | PartLineState::Cancelled => "",
    }
}

fn facts(app: &App, v: &View, line: &PartLineView) -> Vec<(String, String)> {
    let words = |text: &str| v.words("page-words", "words", text);
    let mut facts = Vec::new();
    if let Some(eta) = line.eta_at.filter(|_| line.state.is_awaited()) {
        facts.push((v.t("page-eta"), v.moment(eta)));
        if let Some(first) = line.first_eta_at.filter(|first| *first != eta) {
            facts.push((v.t("page-first-eta"), v.moment(first)));
        }
    }
    if let Some(source) = line.source {
        facts.push((v.t("page-source"), words(&v.code("part-source", source.as_str()))));
    }
    if let Some(place) = line.place.filter(|place| place.is_physical()) {
        facts.push((v.t("page-kept-at"), words(&place_words(app, v, place))));
    }
    if let Some(tracking) = &line.tracking {
        facts.push((v.t("page-tracking"), v.bdi(tracking)));
    }
    if let Some(reason) = &line.reason {
        facts.push((v.t("page-reason"), words(reason)));
    }
    facts
}

/// What people call a place: its kind, and whose it is.
pub(super) fn place_words(app: &App, v: &View, place: StockPlace) -> String {
    let kind = v.code("stock-place", place.kind());
    let network = app.network();
    let agent = |id: AgentId| network.agent(id).map(|it| it.name_in(v.language).to_owned());
    let technician = |id: TechnicianId| {
        let mut all = network.agents().flat_map(|agent| &agent.technicians);
        all.find(|it| it.id == id).map(|it| it.name_in(v.language).to_owned())
    };
    let whose = match place {
        StockPlace::Agent(id) => agent(id),
        StockPlace::Van(id) => technician(id),
        _ => None,
    };
    whose.map_or_else(|| kind.clone(), |name| format!("{kind} · {name}"))
}

fn act(v: &View, event: PartLineEvent, state: PartLineState) -> PartAct {
    let sources: &[PartSource] = match event {
        PartLineEvent::Reserve => &[PartSource::Van, PartSource::Agent, PartSource::Centre],
        PartLineEvent::Order => &[PartSource::Supplier, PartSource::Centre],
        _ => &[],
    };
    let ships_kept = event == PartLineEvent::Ship && state == PartLineState::Reserved;
    PartAct {
        event: event.as_str(),
        words: v.code("part-act", event.as_str()),
        sources: sources.iter().map(|it| (it.as_str(), v.code("part-source", it.as_str()))).collect(),
        asks_day: matches!(event, PartLineEvent::Order | PartLineEvent::ChangeEta) || ships_kept,
        asks_tracking: matches!(event, PartLineEvent::Order | PartLineEvent::Ship),
        asks_reason: matches!(event, PartLineEvent::Cancel | PartLineEvent::Lose),
    }
}

fn old_row(v: &View, old: &OldPartView, may: bool) -> PartRow {
    let acts = old.allowed.iter().filter(|_| may).map(|event| PartAct {
        event: event.as_str(),
        words: v.code("old-part-act", event.as_str()),
        sources: Vec::new(),
        asks_day: false,
        asks_tracking: *event == OldPartEvent::Return,
        asks_reason: matches!(event, OldPartEvent::Reject | OldPartEvent::AskAgain),
    });
    let shade = match old.state.as_str() {
        "accepted" => "ok",
        "rejected" => "bad",
        "returned" => "info",
        _ => "warn",
    };
    let mut facts = vec![(v.t("page-due"), v.moment(old.due_at))];
    if let Some(tracking) = &old.tracking {
        facts.push((v.t("page-tracking"), v.bdi(tracking)));
    }
    if let Some(reason) = &old.reason {
        facts.push((v.t("page-reason"), v.words("page-words", "words", reason)));
    }
    PartRow {
        name: v.t("page-old-part"),
        number: v.bdi(old.part.as_str()),
        quantity: v.number(old.quantity.into()),
        state: (shade, v.code("old-part-state", old.state.as_str())),
        facts,
        late: false,
        acts: acts.collect(),
        step: format!("/old-parts/{}", old.id),
        id: old.id.to_string(),
    }
}

/// What a form about a part says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    eta: Option<String>,
    source: Option<String>,
    tracking: Option<String>,
    reason: Option<String>,
}

/// The parts that a form names, with commas between them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    parts: Option<String>,
}

pub(super) async fn need(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkPart>,
    id: web::Path<JobId>,
    named: Form<Named>,
) -> Answer {
    let typed = named.0.parts.unwrap_or_default();
    let parts = NeededParts { parts: NeededPart::list(&typed) };
    let done = need_parts(&app, &caller, (*id, None), parts).await.map(drop);
    answer(&app, (&request, &caller), *id, done.map(|()| of_job(*id)), |shown| shown.parts.typed = typed).await
}

pub(super) async fn step(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<(JobId, String, String)>,
    given: Form<Given>,
) -> Answer {
    let (job, line, event) = path.into_inner();
    let done = step_line(&app, &caller, (&line, &event), given.0).await;
    answer(&app, (&request, &caller), job, done.map(|()| of_job(job)), |_| ()).await
}

async fn step_line(app: &App, caller: &Caller, (line, event): (&str, &str), given: Given) -> Result<(), Error> {
    let line = line.parse().map_err(|_| Code::NotFound)?;
    let event: PartLineEvent = event.parse().map_err(|_| Code::NotFound)?;
    let mut faults = Faults::default();
    let source = value("source", given.source.as_deref(), &mut faults);
    let eta = morning(app, ("eta", given.eta.as_deref()), &mut faults);
    faults.or(())?;
    let (tracking, reason) = (given.tracking, given.reason);
    let change =
        LineChange { event, eta, tracking, source, place: None, quantity: None, reason, insist: false, seen: None };
    change_line(app, caller, line, change).await.map(drop)
}

pub(super) async fn step_old(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::WorkPart>,
    path: web::Path<(JobId, String, String)>,
    given: Form<Given>,
) -> Answer {
    let (job, old, event) = path.into_inner();
    let done = async {
        let old = old.parse().map_err(|_| Code::NotFound)?;
        let event: OldPartEvent = event.parse().map_err(|_| Code::NotFound)?;
        let Given { tracking, reason, .. } = given.0;
        change_old_part(&app, &caller, old, OldPartChange { event, tracking, reason, seen: None }).await.map(drop)
    };
    let done: Result<(), Error> = done.await;
    answer(&app, (&request, &caller), job, done.map(|()| of_job(job)), |_| ()).await
}
