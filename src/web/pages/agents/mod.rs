//! The network: agents with their standing and load, what runs out soon, and the file of each.

mod act;
mod file;
mod portrait;

pub(super) use act::{act, add_document, add_time_off};
pub(super) use file::show;
pub(super) use portrait::{remove_portrait, set_portrait};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::choices::{Choice, address};
use super::jobs::town;
use crate::app::agents::papers::{PaperLine, running_out};
use crate::app::{App, Error};
use crate::domain::agent::Standing;
use crate::domain::fault::Faults;
use crate::i18n::{Arg, say};
use crate::queries::Page;
use crate::queries::agents::{AgentFilter, AgentLine, list_agents};
use crate::web::api::agents::Asked;
use crate::web::api::{limit, value};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

/// Days within which what runs out is shown.
const SOON: i64 = 30;

struct Row {
    address: String,
    name: String,
    code: String,
    town: String,
    kind: String,
    standing: (&'static str, String),
    load: String,
    is_full: bool,
    grade: String,
}

struct Paper {
    address: String,
    agent: String,
    what: String,
    until: String,
    tone: &'static str,
    left: String,
}

#[derive(Template)]
#[template(path = "pages/agents.html")]
struct AgentsPage {
    v: View,
    troubles: Troubles,
    q: String,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    papers: Vec<Paper>,
}

pub(super) fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "ok",
        Standing::Probation => "info",
        Standing::Suspended => "warn",
        Standing::Terminated => "bad",
        Standing::Applicant | Standing::Documents | Standing::Inspected => "",
    }
}

/// How near the end of a paper is: its tone, and the words.
pub(super) fn left(v: &View, days: i64) -> (&'static str, String) {
    match days {
        ..0 => ("bad", v.t("page-ran-out")),
        0..=SOON => ("warn", say(v.language, "page-days-left", &[("days", Arg::Number(days))])),
        _ => ("", String::new()),
    }
}

/// What a paper is, with whose it is.
pub(super) fn paper_words(app: &App, v: &View, it: &PaperLine) -> String {
    let network = app.network();
    let technician = network.agent(it.agent_id).and_then(|agent| {
        let own = agent.technicians.iter().find(|technician| Some(technician.id) == it.technician_id);
        own.map(|technician| technician.name_in(v.language).to_owned())
    });
    let skill = it.skill.as_deref().map(|code| skill_words(app, v, code));
    let words = [Some(v.code("paper", it.kind.as_str())), skill, technician];
    words.into_iter().flatten().collect::<Vec<_>>().join(&v.t("page-comma"))
}

/// What a skill is called.
pub(super) fn skill_words(app: &App, v: &View, code: &str) -> String {
    let catalogue = app.catalogue();
    let found = catalogue.rows().skills.iter().find(|skill| skill.code == code);
    found.map_or_else(|| code.to_owned(), |skill| v.named(&skill.name_en, &skill.name_fa).to_owned())
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewAgent>,
    asked: Query<Asked>,
) -> Answer {
    let v = View::staff(&app, &request, "page-agents", &caller).at("/agents".to_owned());
    let mut faults = Faults::default();
    let filter = AgentFilter {
        standing: value("standing", asked.0.standing.as_deref().filter(|it| !it.is_empty()), &mut faults),
        province: asked.0.province.clone().filter(|it| !it.is_empty()),
        q: asked.0.q.clone().filter(|q| !q.trim().is_empty()),
        after: asked.0.cursor.clone(),
        limit: limit(asked.0.limit, &mut faults),
    };
    let (found, troubles) = if faults.is_empty() {
        let scope = caller.scope.clone();
        let read = app.db.read(move |conn| list_agents(conn, &scope, &filter).map_err(Error::from));
        (read.await?, Troubles::default())
    } else {
        (Page::whole(Vec::new()), v.troubles(&faults.into()))
    };
    let papers = running_out(&app, &caller, SOON).await?;
    let standing = asked.0.standing.clone().unwrap_or_default();
    let (province, q) = (asked.0.province.clone().unwrap_or_default(), asked.0.q.clone().unwrap_or_default());
    let onward = |cursor: &str| {
        let pairs = [("standing", standing.as_str()), ("province", &province), ("q", &q), ("cursor", cursor)];
        v.href(&address("/agents", &pairs))
    };
    let choices = vec![
        Choice::of_codes(&v, ("standing", "page-standing", "standing"), Standing::ALL, Some(&standing)),
        Choice::of_provinces(&app, &v, Some(&province)),
    ];
    let status = if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = AgentsPage {
        troubles,
        next: found.next_cursor.as_deref().map(onward),
        rows: found.items.iter().map(|it| row(&app, &v, it)).collect(),
        papers: papers.iter().map(|it| paper(&app, &v, it)).collect(),
        choices,
        q,
        v,
    };
    page(status, &shown)
}

fn row(app: &App, v: &View, it: &AgentLine) -> Row {
    Row {
        address: v.href(&format!("/agents/{}", it.id)),
        name: v.named(&it.name_en, &it.name_fa).to_owned(),
        code: v.bdi(&it.code),
        town: town(app, v, &it.city),
        kind: v.code("agent-kind", it.kind.as_str()),
        standing: (tone(it.standing), v.code("standing", it.standing.as_str())),
        load: load(v, it),
        is_full: it.open_jobs >= it.capacity_open,
        grade: it.grade.clone(),
    }
}

/// Open jobs out of the most at once.
pub(super) fn load(v: &View, it: &AgentLine) -> String {
    let [open, most] = [it.open_jobs, it.capacity_open].map(|count| Arg::Number(count.into()));
    say(v.language, "page-load-of", &[("open", open), ("most", most)])
}

fn paper(app: &App, v: &View, it: &PaperLine) -> Paper {
    let (tone, left) = left(v, it.days_left);
    Paper {
        address: v.href(&format!("/agents/{}", it.agent_id)),
        agent: v.named(&it.name_en, &it.name_fa).to_owned(),
        what: paper_words(app, v, it),
        until: v.day(it.until),
        tone,
        left,
    }
}
