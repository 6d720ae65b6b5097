//! One request: its reference large enough to be read out, what happens next, and for whoever took it down just now what the
//! customer gets or hears.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::beside::Beside;
use super::desk::{ROUTE, notices};
use super::job_lines::JobLine;
use crate::app::idempotent::answered;
use crate::app::inbound::parts_of;
use crate::app::intake::{Registered, SummaryChannel};
use crate::app::read_out::{ReadOut, record_read_out};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::id::RequestId;
use crate::domain::presence::Subject;
use crate::domain::reference::Reference;
use crate::domain::time::Window;
use crate::queries::requests::{Named, RequestDetail, find_detail};
use crate::web::error::Answer;
use crate::web::view::{Piece, View, page, pieces, see};
use crate::web::{Allowed, Form, Query, perm};

/// What the page is opened with.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opened {
    /// The key of the form that made the request.
    taken: Option<String>,
    /// Whether the reading was just recorded.
    heard: Option<bool>,
}

/// What whoever took it down is told once.
struct Taken {
    way: String,
    is_read_out: bool,
    pieces: Vec<Piece>,
    lang: &'static str,
    dir: &'static str,
    parts: String,
    notices: Vec<super::desk::Notice>,
    key: String,
}

#[derive(Template)]
#[template(path = "pages/request.html")]
struct RequestPage {
    v: View,
    beside: Beside,
    reference: String,
    state: (&'static str, String),
    jobs: Vec<JobLine>,
    facts: Vec<(String, String)>,
    people: Vec<(String, String, String, String)>,
    taken: Option<Taken>,
    is_heard: bool,
    user: String,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<String>,
    opened: Query<Opened>,
) -> Answer {
    let detail = detail(&app, &caller, named(&id)?).await?;
    let v = View::staff(&app, &request, "page-request-title", &caller).at(format!("/requests/{}", detail.reference));
    let taken = match opened.0.taken {
        Some(key) => {
            let made = answered(&app, &Actor::staff(&caller), (ROUTE, key.clone(), None)).await?;
            made.filter(|made: &Registered| made.id == detail.id).map(|made| taken(&app, &v, &made, key))
        }
        None => None,
    };
    let beside = Beside::load(&app, (&v, &caller), Subject::Request(detail.id)).await?;
    page(StatusCode::OK, &shown(&app, (v, beside), &detail, (taken, opened.0.heard == Some(true))))
}

/// The summary was read to the customer.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    consent: Option<String>,
    taken: Option<String>,
}

pub(super) async fn read_out(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    id: web::Path<String>,
    read: Form<Read>,
) -> Answer {
    let detail = detail(&app, &caller, named(&id)?).await?;
    let consent = read.0.consent.is_some_and(|it| it == "true");
    record_read_out(&app, (Actor::staff(&caller), None), detail.id, ReadOut { consent }).await?;
    let v = View::staff(&app, &request, "page-request-title", &caller);
    let taken = read.0.taken.unwrap_or_default();
    let path = format!("/requests/{}", detail.reference);
    Ok(see(&v.href(&super::choices::address(&path, &[("taken", &taken), ("heard", "true")]))))
}

/// By id, or by reference with its digits in any script.
fn named(text: &str) -> Result<Named, Error> {
    match text.parse::<RequestId>() {
        Ok(id) => Ok(Named::Id(id)),
        Err(_) => Ok(Named::Reference(Reference::parse(text).ok_or(Code::NotFound)?)),
    }
}

async fn detail(app: &App, caller: &Caller, named: Named) -> Result<RequestDetail, Error> {
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    app.db.read(move |conn| find_detail(conn, &scope, named, with_people).map_err(Error::from)).await
}

fn taken(app: &App, v: &View, made: &Registered, key: String) -> Taken {
    let words = app.summary_text(made);
    let (channel, language) = made
        .summary
        .as_ref()
        .map_or((SummaryChannel::ReadOut, v.language), |summary| (summary.channel, summary.language));
    Taken {
        way: v.code("summary", channel.as_str()),
        is_read_out: channel == SummaryChannel::ReadOut,
        pieces: pieces(&words, &app.site.base_url),
        lang: language.as_str(),
        dir: language.direction(),
        parts: v.words("page-parts", "parts", &v.number(i64::from(parts_of(&words)))),
        notices: notices(app, v, &made.warnings),
        key,
    }
}

fn shown(
    app: &App,
    (v, beside): (View, Beside),
    detail: &RequestDetail,
    (taken, is_heard): (Option<Taken>, bool),
) -> RequestPage {
    let why = detail.priority_reason.as_deref().map(|code| v.code("reason", code));
    let priority = std::iter::once(v.code("priority", detail.priority.as_str())).chain(why);
    let mut facts = vec![
        (v.t("page-registered"), v.moment(detail.created_at)),
        (v.t("page-priority"), priority.collect::<Vec<_>>().join(" · ")),
        (v.t("page-channel"), v.code("channel", detail.channel.as_str())),
    ];
    if let Some(span) = detail.window {
        facts.push((v.t("page-when"), v.window(Window { from: span.from, to: span.to })));
    }
    if let Some(site) = &detail.address {
        let parts = [site.street.as_ref().or(site.text.as_ref()), site.alley.as_ref(), site.number.as_ref()];
        let town = super::desk::town(app, v.language, &site.city);
        let line = std::iter::once(&town).chain(parts.into_iter().flatten()).map(String::as_str);
        facts.push((v.t("page-address"), line.collect::<Vec<_>>().join(&v.t("page-comma"))));
    }
    if let Some(note) = &detail.note {
        facts.push((v.t("page-note"), note.clone()));
    }
    let people = detail.contacts.iter().map(|person| {
        let name = person.name.clone().unwrap_or_else(|| v.t("page-nameless"));
        (v.code("contact-role", person.role.as_str()), name, person.phone.clone(), v.phone(&person.phone))
    });
    RequestPage {
        beside,
        reference: v.bdi(&detail.reference),
        state: (super::jobs::tone(detail.status), v.code("job-state", detail.status.as_str())),
        jobs: detail.jobs.iter().map(|row| JobLine::of(app, &v, row)).collect(),
        facts,
        people: people.collect(),
        taken,
        is_heard,
        user: v.staff.as_ref().map(|staff| staff.username.clone()).unwrap_or_default(),
        v,
    }
}
