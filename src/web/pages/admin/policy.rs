//! One policy: what it says as a form of named values, its versions, and a past period played under what is typed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::TimeDelta;
use serde::Deserialize;

use super::draft::Draft;
use super::policy_form::{Part, label, parts};
use super::replay::{Figure, figures};
use super::spec::change_rows;
use crate::app::policies::Compared;
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::policy::PolicyKind;
use crate::queries::policies::PolicyLine;
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

/// Days that are played when nobody says which.
const USUAL_DAYS: i64 = 30;

/// Which version.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct AtVersion {
    version: Option<i32>,
}

struct Version {
    address: String,
    number: String,
    made: String,
    by: Option<String>,
    is_current: bool,
    is_shown: bool,
}

/// The days to be played, and what came of it.
struct Play {
    from: String,
    to: String,
    capacity_percent: String,
    figures: Vec<Figure>,
}

#[derive(Template)]
#[template(path = "pages/admin_policy.html")]
struct PolicyPage {
    v: View,
    troubles: Troubles,
    /// Field, what it is, and what is wrong.
    wrong: Vec<(String, String, String)>,
    name: String,
    code: String,
    about: String,
    version: i32,
    new_code: String,
    parts: Vec<Part>,
    versions: Vec<Version>,
    play: Play,
    can_edit: bool,
    can_play: bool,
}

/// The path of a policy's page.
pub(super) fn of_policy(kind: PolicyKind, code: &str) -> String {
    format!("/admin/policies/{kind}/{code}")
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
    path: web::Path<(String, String)>,
    at: Query<AtVersion>,
) -> Answer {
    let draft = Draft::open(&app, &path, at.0.version).await?;
    page(StatusCode::OK, &shown(&app, (&request, &caller), &draft, (None, None)))
}

pub(in crate::web::pages) async fn save(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let mut draft = Draft::open(&app, &path, None).await?;
    draft.type_in(form.0)?;
    match draft.save(&app, &caller).await {
        Ok(code) => {
            let v = View::staff(&app, &request, "page-policies", &caller);
            Ok(see(&v.href(&of_policy(draft.kind, &code))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let shown = shown(&app, (&request, &caller), &draft, (Some(&error), None));
            page(status(error.code()), &shown)
        }
    }
}

/// Another row, a row less, or a past period played under what is typed; nothing is kept.
pub(in crate::web::pages) async fn try_out(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    path: web::Path<(String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let mut draft = Draft::open(&app, &path, None).await?;
    draft.type_in(form.0)?;
    let act = draft.given("act").unwrap_or_default().to_owned();
    let done = if act == "replay" {
        draft.play(&app, &caller).await.map(Some)
    } else if change_rows(&mut draft.spec, &act) {
        if act.starts_with("drop:") {
            // What was typed stands in the rows by now, which have other numbers.
            draft.typed.retain(|name, _| !name.starts_with("spec."));
        }
        Ok(None)
    } else {
        Err(Error::from(Code::NotFound))
    };
    match done {
        Ok(played) => page(StatusCode::OK, &shown(&app, (&request, &caller), &draft, (None, played.as_ref()))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let shown = shown(&app, (&request, &caller), &draft, (Some(&error), None));
            page(status(error.code()), &shown)
        }
    }
}

fn shown(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    draft: &Draft,
    (error, played): (Option<&Error>, Option<&Compared>),
) -> PolicyPage {
    let v = View::staff(app, request, "page-policies", caller).at(of_policy(draft.kind, &draft.code));
    let mut troubles = error.map(|error| v.troubles(error)).unwrap_or_default();
    let parts = parts(&v, (&draft.spec, &draft.in_force), (&draft.typed, &troubles));
    let wrong = std::mem::take(&mut troubles.fields);
    let wrong = wrong.into_iter().map(|(field, words)| (named(&parts, &field), called(&v, &field), words)).collect();
    let is_current = draft.detail.line.is_current;
    PolicyPage {
        name: v.code("policy-name", &draft.code),
        code: v.bdi(&draft.code),
        about: v.code("policy-about", draft.kind.as_str()),
        version: draft.version_seen(),
        new_code: draft.given("code").unwrap_or_default().to_owned(),
        versions: draft.detail.history.iter().map(|line| version(&v, line, draft.detail.line.version)).collect(),
        play: play(app, &v, draft, played),
        can_edit: is_current && v.may(Permission::ManagePolicy),
        can_play: is_current && draft.kind == PolicyKind::Dispatch && v.may(Permission::ViewReport),
        troubles,
        wrong,
        parts,
        v,
    }
}

/// The field of the form that a fault is about: the whole value where the fault is within it, the amount of a sum.
fn named(parts: &[Part], field: &str) -> String {
    let mut fields = parts.iter().flat_map(|part| &part.fields).map(|it| it.name.as_str());
    let is_about = |name: &str| {
        field == name || field.starts_with(&format!("{name}.")) || name.strip_suffix(".amount") == Some(field)
    };
    let found = fields.find(|name| is_about(name));
    found.unwrap_or(field).to_owned()
}

fn called(v: &View, field: &str) -> String {
    match field {
        "from" => v.t("page-from"),
        "to" => v.t("page-to"),
        _ => field.strip_prefix("spec.").map_or_else(|| v.field(field), |path| label(v, path)),
    }
}

fn version(v: &View, line: &PolicyLine, shown: i32) -> Version {
    Version {
        address: v.href(&format!("{}?version={}", of_policy(line.kind, &line.code), line.version)),
        number: v.number(line.version.into()),
        made: v.moment(line.created_at),
        by: line.created_by.clone(),
        is_current: line.is_current,
        is_shown: line.version == shown,
    }
}

fn play(app: &App, v: &View, draft: &Draft, played: Option<&Compared>) -> Play {
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let given = |name: &str, usual: String| draft.given(name).map_or(usual, str::to_owned);
    Play {
        from: given("from", v.day(today - TimeDelta::days(USUAL_DAYS))),
        to: given("to", v.day(today - TimeDelta::days(1))),
        capacity_percent: given("capacity_percent", "100".to_owned()),
        figures: played.map(|played| figures(v, played)).unwrap_or_default(),
    }
}
