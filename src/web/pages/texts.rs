//! The texts of messages: the list, and the editor with its preview and meter of parts. Works without scripts: the preview is
//! a button.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::app::templates::{Preview, TextView, list_texts, put_text, show_text, try_text};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::language::Language;
use crate::web::error::{Answer, status};
use crate::web::view::{Piece, Troubles, View, page, pieces, see};
use crate::web::{Allowed, Form, Query, perm};

/// The language of the texts, not of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Of {
    language: Option<String>,
}

struct Line {
    address: String,
    name: String,
    pieces: Vec<Piece>,
    is_own: bool,
    parts: String,
}

#[derive(Template)]
#[template(path = "pages/texts.html")]
struct TextsPage {
    v: View,
    lines: Vec<Line>,
    language: Language,
    others: Vec<(String, String, bool)>,
}

pub(super) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
    of: Query<Of>,
) -> Answer {
    let v = View::staff(&app, &request, "page-texts", &caller);
    let language: Language = of.0.language.as_deref().and_then(|code| code.parse().ok()).unwrap_or(v.language);
    let texts = list_texts(&app, language).await?;
    let lines = texts.into_iter().map(|text| Line {
        address: v.href(&format!("/texts/{}/{language}", text.key)),
        name: name(&v, &text.key),
        pieces: pieces(&text.preview.text, &app.site.base_url),
        is_own: text.is_own,
        parts: v.number(i64::from(text.preview.parts)),
    });
    let lines = lines.collect();
    let others = Language::ALL.iter().map(|it| (it.to_string(), v.code("language", it.as_str()), *it == language));
    let others = others.collect();
    page(StatusCode::OK, &TextsPage { v, lines, language, others })
}

/// What a message is called: its kind, or its own name where it is a part or an answer.
fn name(v: &View, key: &str) -> String {
    let code = key.trim_start_matches("sms-");
    let kind = v.code("message-kind", code);
    if kind == code { v.code("text-name", code) } else { kind }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    body: Option<String>,
    version: Option<i32>,
    /// `preview`, `save` or `restore`.
    act: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/text.html")]
struct TextPage {
    v: View,
    troubles: Troubles,
    name: String,
    text: TextView,
    typed: String,
    pieces: Vec<Piece>,
    meter: Option<String>,
    can_edit: bool,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
    path: web::Path<(String, String)>,
) -> Answer {
    let shown = filled(&app, &request, &caller, &path).await?;
    page(StatusCode::OK, &shown)
}

pub(super) async fn edit(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
    given: Form<Given>,
) -> Answer {
    let mut shown = filled(&app, &request, &caller, &path).await?;
    let of = (path.0.as_str(), shown.text.language);
    let given = given.0;
    let body = given.body.unwrap_or_default();
    let seen = given.version.unwrap_or(-1);
    let done = match given.act.as_deref() {
        Some("save") => put_text(&app, Actor::staff(&caller), of, (seen, Some(body.clone()))).await.map(|_| None),
        Some("restore") => put_text(&app, Actor::staff(&caller), of, (seen, None)).await.map(|_| None),
        _ => try_text(&app, of.0, of.1, &body).map(Some),
    };
    match done {
        Ok(None) => Ok(see(&shown.v.href(&format!("/texts/{}/{}", path.0, path.1)))),
        Ok(Some(preview)) => {
            shown.measure(&app, &preview);
            page(StatusCode::OK, &TextPage { typed: body, ..shown })
        }
        Err(error) => {
            let troubles = shown.v.troubles(&error);
            page(status(error.code()), &TextPage { typed: body, troubles, ..shown })
        }
    }
}

impl TextPage {
    fn measure(&mut self, app: &App, preview: &Preview) {
        self.pieces = pieces(&preview.text, &app.site.base_url);
        let parts = self.v.words("page-parts", "parts", &self.v.number(i64::from(preview.parts)));
        self.meter = Some(format!("{parts} · {}", self.v.code("alphabet", &preview.alphabet)));
    }
}

async fn filled(app: &App, request: &HttpRequest, caller: &Caller, path: &(String, String)) -> Result<TextPage, Error> {
    let v = View::staff(app, request, "page-text", caller).at(format!("/texts/{}/{}", path.0, path.1));
    let language: Language = path.1.parse().map_err(|_| Code::NotFound)?;
    let text = show_text(app, &path.0, language).await?;
    let preview = text.preview.clone();
    let mut shown = TextPage {
        name: name(&v, &text.key),
        typed: text.body.clone(),
        can_edit: v.may(Permission::ManagePolicy),
        troubles: Troubles::default(),
        pieces: Vec::new(),
        meter: None,
        text,
        v,
    };
    shown.measure(app, &preview);
    Ok(shown)
}
