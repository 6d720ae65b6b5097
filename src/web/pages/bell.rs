//! The bell as a page: what happened to the reader's tasks, newest first, and whether this device rings too.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::app::tasks::mark_seen;
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::time::Instant;
use crate::queries::bell::bell;
use crate::queries::page::USUAL_LIMIT;
use crate::web::error::Answer;
use crate::web::view::{Piece, View, page, pieces, see};
use crate::web::{Allowed, Form, perm};

struct Row {
    words: String,
    tone: &'static str,
    kind: String,
    note: Option<Vec<Piece>>,
    at: String,
    due: String,
    is_new: bool,
    address: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/bell.html")]
struct BellPage {
    v: View,
    rows: Vec<Row>,
    unread: Option<String>,
    newest: Option<String>,
    /// The key to subscribe with, where browsers can be woken.
    key: Option<String>,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest, caller: Allowed<perm::ViewTask>) -> Answer {
    let v = View::staff(&app, &request, "page-bell", &caller);
    let (now, reader) = (app.clock.now(), caller.clone());
    let found = app.db.read(move |conn| bell(conn, &reader, now, USUAL_LIMIT).map_err(Error::from)).await?;
    let newest = found.items.first().map(|item| item.at.to_rfc3339());
    let rows = found.items.into_iter().map(|item| Row {
        words: v.code("task-news", item.news.as_str()),
        tone: if matches!(item.news.as_str(), "overdue" | "escalated") { "bad" } else { "info" },
        kind: v.code("task-kind", item.task.kind.as_str()),
        note: item.task.note.as_deref().map(|note| pieces(note, &app.site.base_url)),
        at: v.moment(item.at),
        due: v.moment(item.task.due_at),
        is_new: item.is_new,
        address: item.task.job_id.map(|job| v.href(&format!("/jobs/{job}"))),
    });
    let rows = rows.collect();
    let unread = (found.unread > 0).then(|| v.number(found.unread));
    page(StatusCode::OK, &BellPage { v, rows, unread, newest, key: app.push_key() })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    until: Option<String>,
}

pub(super) async fn seen(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewTask>,
    given: Form<Given>,
) -> Answer {
    let until = given.0.until.as_deref().filter(|until| !until.is_empty()).map(str::parse::<Instant>).transpose();
    let until = until.map_err(|_| {
        let mut faults = Faults::default();
        faults.add("until", FaultCode::Malformed);
        Error::from(faults)
    })?;
    mark_seen(&app, &caller, until).await?;
    Ok(see(&View::staff(&app, &request, "page-bell", &caller).href("/bell")))
}
