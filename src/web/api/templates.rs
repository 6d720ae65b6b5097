//! `/message-templates`: the texts of messages, and the administrator's own in their place.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::value;
use crate::app::templates::{Preview, TextView, list_texts, put_text, show_text, try_text};
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::Faults;
use crate::domain::language::Language;
use crate::queries::Page;
use crate::web::auth::{Allowed, perm};
use crate::web::error::{Answer, Problem};
use crate::web::extract::{Body, IfMatch, Query};

/// Which texts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `fa` or `en`; `fa` if left out.
    language: Option<String>,
}

/// A text of one's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In the syntax of the message files: words, and `{ $name }` for values.
    body: String,
}

/// The texts of messages
#[utoipa::path(get, path = "/api/v1/message-templates", tag = "messages", operation_id = "list_texts", params(Asked),
    responses((status = 200, description = "Every text of the language", body = Page<TextView>)))]
pub async fn list(app: web::Data<App>, _caller: Allowed<perm::ViewPolicy>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let language = value("language", asked.0.language.as_deref(), &mut faults).unwrap_or_default();
    let language: Language = faults.or(language)?;
    Ok(HttpResponse::Ok().json(Page::whole(list_texts(&app, language).await?)))
}

/// One text
#[utoipa::path(get, path = "/api/v1/message-templates/{key}/{language}", tag = "messages", operation_id = "show_text",
    params(("key" = String, Path, description = "Key of the message"), ("language" = String, Path, description = "`fa` or `en`")),
    responses((status = 200, description = "The text", body = TextView,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(
    app: web::Data<App>,
    _caller: Allowed<perm::ViewPolicy>,
    path: web::Path<(String, String)>,
) -> Answer {
    let language = language(&path.1)?;
    Ok(tagged(show_text(&app, &path.0, language).await?))
}

/// How a text would look and cost
#[utoipa::path(post, path = "/api/v1/message-templates/{key}/{language}/preview", tag = "messages",
    operation_id = "preview_text", request_body = Text,
    params(("key" = String, Path, description = "Key of the message"), ("language" = String, Path, description = "`fa` or `en`")),
    responses((status = 200, description = "The text with sample values", body = Preview)))]
pub async fn preview(
    app: web::Data<App>,
    _caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
    body: Body<Text>,
) -> Answer {
    Ok(HttpResponse::Ok().json(try_text(&app, &path.0, language(&path.1)?, &body.value.body)?))
}

/// Put a text of one's own in place of the one in force, at once
#[utoipa::path(put, path = "/api/v1/message-templates/{key}/{language}", tag = "messages", operation_id = "put_text",
    request_body = Text,
    params(("key" = String, Path, description = "Key of the message"), ("language" = String, Path, description = "`fa` or `en`"),
        ("If-Match" = String, Header, description = "The version seen; `\"0\"` for the first")),
    responses((status = 200, description = "The text", body = TextView)))]
pub async fn put(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
    body: Body<Text>,
) -> Answer {
    let seen = seen(&request)?;
    let of = (path.0.as_str(), language(&path.1)?);
    Ok(tagged(put_text(&app, Actor::staff(&caller), of, (seen, Some(body.value.body))).await?))
}

/// Take back the text that came with the product
#[utoipa::path(delete, path = "/api/v1/message-templates/{key}/{language}", tag = "messages", operation_id = "restore_text",
    params(("key" = String, Path, description = "Key of the message"), ("language" = String, Path, description = "`fa` or `en`"),
        ("If-Match" = String, Header, description = "The version seen")),
    responses((status = 200, description = "The text", body = TextView)))]
pub async fn restore(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ManagePolicy>,
    path: web::Path<(String, String)>,
) -> Answer {
    let seen = seen(&request)?;
    let of = (path.0.as_str(), language(&path.1)?);
    Ok(tagged(put_text(&app, Actor::staff(&caller), of, (seen, None)).await?))
}

fn seen(request: &HttpRequest) -> Result<i32, Problem> {
    Ok(i32::try_from(IfMatch::of(request)?.0).unwrap_or(-1))
}

fn language(code: &str) -> Result<Language, Error> {
    Ok(code.parse().map_err(|_| Code::NotFound)?)
}

fn tagged(text: TextView) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, format!("\"{}\"", text.version))).json(text)
}
