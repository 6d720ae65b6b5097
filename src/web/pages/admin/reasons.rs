//! Every reason by where it is used, with its names, and whether people may give it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::app::reasons::{is_needed, switch_reason};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::language::Language;
use crate::domain::reason::ReasonKind;
use crate::i18n::{code_key, has, say};
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, perm};

const PATH: &str = "/admin/reasons";

/// A switch says all that there is to say by its address.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web::pages) struct Bare {}

struct Row {
    code: String,
    name_fa: String,
    name_en: String,
    owner: String,
    pauses_sla: bool,
    digit: String,
    is_active: bool,
    can_switch: bool,
    /// Where the switch leads.
    step: String,
}

/// The reasons of one kind.
struct Section {
    id: &'static str,
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/admin_reasons.html")]
struct ReasonsPage {
    v: View,
    troubles: Troubles,
    sections: Vec<Section>,
    can_edit: bool,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller))
}

pub(in crate::web::pages) async fn switch(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String, String)>,
    _: Form<Bare>,
) -> Answer {
    match apply(&app, &caller, &path).await {
        Ok(()) => Ok(see(&View::staff(&app, &request, "page-reasons", &caller).href(PATH))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller);
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

async fn apply(app: &App, caller: &Caller, (kind, code, step): &(String, String, String)) -> Result<(), Error> {
    let kind: ReasonKind = kind.parse().map_err(|_| Code::NotFound)?;
    let is_active = match step.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(Code::NotFound.into()),
    };
    switch_reason(app, caller, (kind, code.as_str()), is_active).await
}

fn load(app: &App, request: &HttpRequest, caller: &Caller) -> ReasonsPage {
    let v = View::staff(app, request, "page-reasons", caller).at(PATH.to_owned());
    let section = |kind: &ReasonKind| Section {
        id: kind.as_str(),
        title: v.code("reason-kind", kind.as_str()),
        rows: rows(app, &v, *kind),
    };
    let sections = ReasonKind::ALL.iter().map(section).collect();
    ReasonsPage { troubles: Troubles::default(), sections, can_edit: v.may(Permission::ManagePolicy), v }
}

fn rows(app: &App, v: &View, kind: ReasonKind) -> Vec<Row> {
    let catalogue = app.catalogue();
    let reasons = catalogue.rows().reasons.iter().filter(|row| row.kind.0 == kind);
    let rows = reasons.map(|row| {
        let is_active = catalogue.is_offered(kind, &row.code);
        Row {
            name_fa: name(Language::Fa, &row.code),
            name_en: name(Language::En, &row.code),
            owner: v.code("delay-owner", row.owner.0.as_str()),
            pauses_sla: row.pauses_sla,
            digit: row.digit.map(|digit| v.number(digit.into())).unwrap_or_default(),
            is_active,
            can_switch: !is_active || !is_needed(kind, &row.code),
            step: format!("/{kind}/{}/{}", row.code, if is_active { "off" } else { "on" }),
            code: v.bdi(&row.code),
        }
    });
    rows.collect()
}

fn name(language: Language, code: &str) -> String {
    let key = code_key("reason", code);
    if has(language, &key) { say(language, &key, &[]) } else { code.to_owned() }
}
