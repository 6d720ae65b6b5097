//! The file of an agent: where it stands, what it works by and until when, who works for it, what it has of others.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::{left, load, paper_words, skill_words, tone};
use crate::app::agents::Scoped;
use crate::app::agents::papers::{PaperLine, running_out};
use crate::app::agents::suspension::{Holdings, holdings};
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::agent::{DocumentKind, Standing, StandingEvent, StandingMachine, TimeOffReason};
use crate::domain::id::{AgentId, TechnicianId};
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::reason::ReasonKind;
use crate::domain::time::Instant;
use crate::i18n::{Arg, format, say};
use crate::queries::agents::{AgentDetail, TechnicianLine, find_detail};
use crate::web::error::Answer;
use crate::web::pages::jobs::town;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, perm};

/// A paper with the days that are left: what, until when, tone, words.
type PaperRow = (String, String, &'static str, String);

struct Technician {
    id: TechnicianId,
    name: String,
    phone: String,
    is_active: bool,
    skills: String,
    /// Where the portrait is, if there is one.
    portrait: Option<String>,
    /// The words of the picture.
    alt: String,
    /// Where the form of the portrait goes.
    form: String,
    /// Id of its field: the name of the fault where it was refused.
    field: String,
    is_refused: bool,
}

/// What the agent has of others: what it is, how many, and each as HTML.
struct Held {
    label: String,
    count: String,
    items: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/agent.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says whether something is offered")]
pub(super) struct AgentPage {
    pub(super) v: View,
    pub(super) troubles: Troubles,
    name: String,
    code: String,
    standing: (&'static str, String),
    suspended: Option<String>,
    version: i32,
    facts: Vec<(String, String)>,
    missing: Vec<String>,
    papers: Vec<PaperRow>,
    technicians: Vec<Technician>,
    time_off: Vec<(String, String)>,
    held: Vec<Held>,
    preview: Vec<(String, String)>,
    steps: Vec<(&'static str, String)>,
    reasons: Vec<(String, String)>,
    can_suspend: bool,
    can_reinstate: bool,
    can_terminate: bool,
    can_edit: bool,
    document_kinds: Vec<(&'static str, String)>,
    leave_kinds: Vec<(&'static str, String)>,
}

impl AgentPage {
    /// Says what was wrong with a technician's portrait, beside its field.
    pub(super) fn refuse_portrait(&mut self, of: TechnicianId, error: &Error) {
        self.troubles = self.v.troubles(error);
        for it in self.technicians.iter_mut().filter(|it| it.id == of) {
            "photo".clone_into(&mut it.field);
            it.is_refused = true;
        }
    }
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewAgent>,
    id: web::Path<AgentId>,
) -> Answer {
    page(StatusCode::OK, &filed(&app, &request, &caller, *id).await?)
}

/// The file as the caller may see it.
pub(super) async fn filed(app: &App, request: &HttpRequest, caller: &Caller, id: AgentId) -> Result<AgentPage, Error> {
    let v = View::staff(app, request, "page-agent", caller).at(format!("/agents/{id}"));
    let (now, scope, scoped) = (app.clock.now(), caller.scope.clone(), Scoped::of(caller));
    let read = move |conn: &mut _| Ok::<_, Error>((find_detail(conn, &scope, id, now)?, holdings(conn, &scoped, id)?));
    let (detail, holdings) = app.db.read(read).await?;
    let papers = running_out(app, caller, i64::MAX).await?;
    let papers: Vec<PaperLine> = papers.into_iter().filter(|it| it.agent_id == id).collect();
    let line = &detail.line;
    let events = allowed::<StandingMachine>(line.standing, ActorKind::Staff);
    let can = |event| v.may(Permission::SuspendAgent) && events.contains(&event);
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::Suspend);
    let reasons = reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect();
    let is_planned = line.suspended_from.is_some();
    Ok(AgentPage {
        troubles: Troubles::default(),
        name: v.named(&line.name_en, &line.name_fa).to_owned(),
        code: v.bdi(&line.code),
        standing: (tone(line.standing), v.code("standing", line.standing.as_str())),
        suspended: suspended(&v, &detail),
        version: line.version,
        facts: facts(app, &v, &detail),
        missing: missing(&v, &detail, &papers),
        papers: papers.iter().map(|it| paper(app, &v, it)).collect(),
        technicians: detail.technicians.iter().map(|it| technician(app, &v, id, it)).collect(),
        time_off: detail
            .time_off
            .iter()
            .map(|it| (v.code("time-off", it.reason.as_str()), spanned(&v, it.from, it.to)))
            .collect(),
        held: held(&v, &holdings),
        preview: preview(&v, &holdings),
        steps: steps(&v, &events),
        reasons,
        can_suspend: can(StandingEvent::Suspend) && !is_planned,
        can_reinstate: v.may(Permission::SuspendAgent) && (is_planned || line.standing == Standing::Suspended),
        can_terminate: can(StandingEvent::Terminate),
        can_edit: v.may(Permission::EditAgent),
        document_kinds: DocumentKind::ALL.iter().map(|it| (it.as_str(), v.code("paper", it.as_str()))).collect(),
        leave_kinds: TimeOffReason::ALL.iter().map(|it| (it.as_str(), v.code("time-off", it.as_str()))).collect(),
        v,
    })
}

fn spanned(v: &View, from: Instant, to: Instant) -> String {
    format!("{} – {}", v.moment(from), v.moment(to))
}

fn suspended(v: &View, detail: &AgentDetail) -> Option<String> {
    let from = detail.line.suspended_from?;
    let to = detail.line.suspended_to.map(|to| v.moment(to)).unwrap_or_default();
    Some(format!("{} – {to}", v.moment(from)))
}

/// Label and value as HTML.
fn facts(app: &App, v: &View, detail: &AgentDetail) -> Vec<(String, String)> {
    let (line, words) = (&detail.line, |text: &str| v.words("page-words", "words", text));
    let contract = format!("{} – {}", v.day(detail.contract_from), v.day(detail.contract_to));
    let percent = format::percent(v.language, detail.commission_percent.into(), 0);
    let facts = [
        ("page-kind", words(&v.code("agent-kind", line.kind.as_str()))),
        ("page-setting", words(&v.code("setting", line.setting.as_str()))),
        ("page-place", words(&town(app, v, &line.city))),
        ("page-phone", format!("<a href=\"tel:{}\">{}</a>", line.phone, v.phone(&line.phone))),
        ("page-load", load(v, line)),
        ("page-grade", words(&line.grade)),
        ("page-contract", contract),
        ("page-commission", percent),
        ("page-brands", v.bdi(&line.brands.join(" "))),
        ("page-agent-categories", words(&categories(app, v, &line.categories))),
    ];
    facts.into_iter().map(|(label, value)| (v.t(label), value)).collect()
}

fn categories(app: &App, v: &View, codes: &[String]) -> String {
    let catalogue = app.catalogue();
    let called = |code: &String| {
        let found = catalogue.category(code);
        found.map_or_else(|| code.clone(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    codes.iter().map(called).collect::<Vec<_>>().join(&v.t("page-comma"))
}

/// The papers that such an agent needs and has never handed in.
fn missing(v: &View, detail: &AgentDetail, papers: &[PaperLine]) -> Vec<String> {
    let needed = DocumentKind::required_of(detail.line.kind).iter();
    let has = |kind: &DocumentKind| {
        detail.documents.iter().any(|it| it.kind == *kind) || papers.iter().any(|it| it.kind == (*kind).into())
    };
    needed.filter(|kind| !has(kind)).map(|kind| v.code("paper", kind.as_str())).collect()
}

fn paper(app: &App, v: &View, it: &PaperLine) -> PaperRow {
    let (tone, words) = left(v, it.days_left);
    (paper_words(app, v, it), v.day(it.until), tone, words)
}

fn technician(app: &App, v: &View, agent: AgentId, it: &TechnicianLine) -> Technician {
    let skills = it.skills.iter().map(|held| {
        let (skill, level) = (skill_words(app, v, &held.skill), Arg::Number(held.level.into()));
        say(v.language, "page-skill-level", &[("skill", Arg::text(skill)), ("level", level)])
    });
    let (name, form) = (v.named(&it.name_en, &it.name_fa), format!("/technicians/{}/portrait", it.id));
    Technician {
        id: it.id,
        alt: say(v.language, "page-portrait-of", &[("name", Arg::text(name))]),
        name: name.to_owned(),
        phone: v.phone(&it.phone),
        is_active: it.is_active,
        skills: skills.collect::<Vec<_>>().join(&v.t("page-comma")),
        portrait: it.has_portrait.then(|| format!("/api/v1/agents/{agent}{form}")),
        form,
        field: format!("photo-{}", it.id),
        is_refused: false,
    }
}

fn held(v: &View, holdings: &Holdings) -> Vec<Held> {
    let one = |label: &str, items: Vec<String>| Held {
        label: v.t(label),
        count: v.number(items.len().try_into().unwrap_or(0)),
        items,
    };
    let units = holdings.units.iter().map(|unit| {
        let address = v.href(&format!("/workshop/{}", unit.unit_id));
        format!("<a href=\"{address}\">{}</a> {}", v.bdi(&unit.tag), v.code("unit-state", &unit.state))
    });
    let loaners = holdings.loaners.iter().map(|loaner| v.bdi(&loaner.serial));
    let parts =
        holdings.parts.iter().map(|part| format!("{} × {}", v.bdi(&part.part), v.bdi(&v.number(part.quantity))));
    let all = [
        one("page-units", units.collect()),
        one("page-loaners", loaners.collect()),
        one("page-spare-parts", parts.collect()),
    ];
    all.into_iter().filter(|held| !held.items.is_empty()).collect()
}

/// What a suspension touches, and what it does with it.
fn preview(v: &View, holdings: &Holdings) -> Vec<(String, String)> {
    let figures = [
        ("suspend-open-offers", holdings.open_offers),
        ("suspend-assigned", holdings.assigned),
        ("suspend-incomplete", holdings.incomplete),
        ("suspend-on-hold", holdings.on_hold),
        ("suspend-in-progress", holdings.in_progress),
        ("suspend-visits", holdings.visits),
        ("suspend-units", holdings.units_held),
        ("suspend-parts", holdings.parts_held),
    ];
    let shown = figures.into_iter().filter(|(_, count)| *count > 0);
    shown.map(|(key, count)| (v.t(key), v.number(count.try_into().unwrap_or(i64::MAX)))).collect()
}

/// The steps of joining that the standing allows.
fn steps(v: &View, events: &[StandingEvent]) -> Vec<(&'static str, String)> {
    let joining =
        [StandingEvent::SubmitDocuments, StandingEvent::Inspect, StandingEvent::Admit, StandingEvent::Activate];
    if !v.may(Permission::EditAgent) {
        return Vec::new();
    }
    let open = joining.into_iter().filter(|event| events.contains(event));
    open.map(|event| (event.as_str(), v.code("standing-act", event.as_str()))).collect()
}
