//! Problems with their figures, newest first, and the form that notes another.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::act::is_beyond;
use super::choices::{Choice, address};
use super::recall_form::{Given, RecallForm, placed};
use crate::app::recalls::note_recall;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::recall::{Danger, RecallState};
use crate::i18n::format;
use crate::queries::Page;
use crate::queries::names::list_colleagues;
use crate::queries::recalls::{RecallView, list_recalls};
use crate::web::api::recalls::{Asked, filter};
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

struct Row {
    code: (String, String),
    title: String,
    state: (&'static str, String),
    danger: (&'static str, String),
    figures: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/recalls.html")]
struct RecallsPage {
    v: View,
    troubles: Troubles,
    states: Choice,
    rows: Vec<Row>,
    next: Option<String>,
    form: Option<RecallForm>,
}

/// Name of the tone of a problem's state.
pub(super) fn state_tone(state: RecallState) -> &'static str {
    match state {
        RecallState::Noted => "warn",
        RecallState::Investigating => "info",
        RecallState::Corrected => "ok",
        RecallState::Recalled => "bad",
        RecallState::Closed | RecallState::Dismissed => "",
    }
}

/// Name of the tone of a danger.
pub(super) fn danger_tone(danger: Danger) -> &'static str {
    match danger {
        Danger::Low => "",
        Danger::Serious => "warn",
        Danger::Harmful => "bad",
    }
}

/// A share as people read it.
pub(super) fn share(v: &View, percent: Option<f64>) -> String {
    percent.map_or_else(|| "–".to_owned(), |percent| format::percent(v.language, percent, 1))
}

fn row(v: &View, it: &RecallView) -> Row {
    let counts = it.counts;
    let numbers = [counts.known, counts.told, counts.booked, counts.corrected].map(|number| v.number(number));
    Row {
        code: (v.href(&format!("/recalls/{}", it.id)), v.bdi(&it.code)),
        title: it.title.clone(),
        state: (state_tone(it.state), v.code("recall-state", it.state.as_str())),
        danger: (danger_tone(it.danger), v.code("danger", it.danger.as_str())),
        figures: numbers.into_iter().chain([share(v, it.reach), share(v, it.completion)]).collect(),
    }
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let shown = load(&app, &request, &caller, (asked.0, Given::default())).await?;
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

async fn load(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (asked, mut given): (Asked, Given),
) -> Result<RecallsPage, Error> {
    let v = View::staff(app, request, "page-recalls", caller).at("/recalls".to_owned());
    let (found, troubles) = match filter(&asked) {
        Ok(filter) => {
            let scope = caller.scope.clone();
            let read = app.db.read(move |conn| list_recalls(conn, &scope, &filter).map_err(Error::from));
            (read.await?, Troubles::default())
        }
        Err(error) => (Page::whole(Vec::new()), v.troubles(&error)),
    };
    let owners = app.db.read(|conn| list_colleagues(conn).map_err(Error::from)).await?;
    if given.owner.is_empty() {
        given.owner = caller.user.to_string();
    }
    let may = v.may(Permission::ManageRecall);
    let form = RecallForm::new(app, &v, (given, &owners), (v.href("/recalls"), "page-recall-note"));
    let state = asked.state.as_deref();
    let onward =
        |cursor: &str| v.href(&address("/recalls", &[("state", state.unwrap_or_default()), ("cursor", cursor)]));
    Ok(RecallsPage {
        troubles,
        states: Choice::of_codes(&v, ("state", "page-state", "recall-state"), RecallState::ALL, state),
        next: found.next_cursor.as_deref().map(onward),
        rows: found.items.iter().map(|it| row(&v, it)).collect(),
        form: may.then_some(form),
        v,
    })
}

pub(super) async fn note(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageRecall>,
    given: Form<Given>,
) -> Answer {
    let noting = async { note_recall(&app, (&caller, None), given.0.read()?).await };
    match noting.await {
        Ok(noted) => {
            let v = View::staff(&app, &request, "page-recalls", &caller);
            Ok(see(&v.href(&format!("/recalls/{}", noted.recall_id))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let error = placed(error);
            let mut shown = load(&app, &request, &caller, (Asked::default(), given.0)).await?;
            shown.troubles = shown.v.troubles(&error);
            shown.form.iter_mut().for_each(|form| form.is_open = true);
            page(status(error.code()), &shown)
        }
    }
}
