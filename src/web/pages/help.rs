//! For people without an account: frequent questions, and where a request stands, by its reference and a code to its telephone.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use futures_util::future::join;
use serde::Deserialize;

use crate::app::status::{StatusQuestion, answer_status, ask_status};
use crate::app::{App, Error};
use crate::web::Form;
use crate::web::error::{Answer, status};
use crate::web::frame::Frame;
use crate::web::limit::client_address;
use crate::web::view::{Troubles, View, page, see};

/// So long every question takes, so that the time tells nothing of what was found.
const ANSWERED_AFTER: Duration = Duration::from_millis(300);
/// Questions that people often ask: `help-ask-…` and `help-answer-…`.
const QUESTIONS: [&str; 8] = ["report", "cost", "warranty", "when", "codes", "price", "workshop", "unhappy"];

#[derive(Template)]
#[template(path = "pages/help.html")]
struct HelpPage {
    v: View,
    questions: Vec<(String, String)>,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest) -> Answer {
    let v = View::new(&app, &request, "page-help");
    let words = |it: &&str| (v.code("help-ask", it), v.code("help-answer", it));
    let questions = QUESTIONS.iter().map(words).collect();
    page(StatusCode::OK, &HelpPage { v, questions })
}

#[derive(Template)]
#[template(path = "pages/help_status.html")]
struct StatusPage {
    v: View,
    troubles: Troubles,
    asked: StatusQuestion,
}

#[derive(Template)]
#[template(path = "pages/help_code.html")]
struct CodePage {
    v: View,
    troubles: Troubles,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    code: String,
}

/// Counts what comes from an address.
pub(super) fn count(frame: &Frame, request: &HttpRequest) -> Result<(), Error> {
    frame.limits.check_stranger(client_address(request, &frame.settings.trusted_proxies))
}

/// A refusal that is shown beside the form; what the form cannot mend is a page of its own.
pub(super) fn shown(error: Error) -> Result<Error, Error> {
    if status(error.code()).is_server_error() { Err(error) } else { Ok(error) }
}

pub(super) async fn ask(app: web::Data<App>, request: HttpRequest) -> Answer {
    let v = View::new(&app, &request, "page-help-status");
    page(StatusCode::OK, &StatusPage { v, troubles: Troubles::default(), asked: StatusQuestion::default() })
}

/// Sends a code if there is such a request, and asks for it in any case.
pub(super) async fn question(
    app: web::Data<App>,
    frame: web::Data<Frame>,
    request: HttpRequest,
    form: Form<StatusQuestion>,
) -> Answer {
    let asked = form.0;
    let v = View::new(&app, &request, "page-help-status");
    let asking = async {
        count(&frame, &request)?;
        ask_status(&app, &asked).await
    };
    match join(asking, actix_web::rt::time::sleep(ANSWERED_AFTER)).await.0 {
        Ok(ticket) => Ok(see(&v.href(&format!("/help/status/{}", ticket.expose())))),
        Err(error) => {
            let error = shown(error)?;
            let troubles = v.troubles(&error);
            page(status(error.code()), &StatusPage { v, troubles, asked })
        }
    }
}

pub(super) async fn wait(app: web::Data<App>, request: HttpRequest) -> Answer {
    let v = View::new(&app, &request, "page-help-code");
    page(StatusCode::OK, &CodePage { v, troubles: Troubles::default() })
}

/// Opens the customer's page for the right code.
pub(super) async fn open(
    app: web::Data<App>,
    (frame, request): (web::Data<Frame>, HttpRequest),
    ticket: web::Path<String>,
    form: Form<Typed>,
) -> Answer {
    let v = View::new(&app, &request, "page-help-code");
    let opening = async {
        count(&frame, &request)?;
        answer_status(&app, &ticket, &form.0.code).await
    };
    match opening.await {
        Ok(url) => Ok(opened(&app, &v, &url)),
        Err(error) => {
            let error = shown(error)?;
            let troubles = v.troubles(&error);
            page(status(error.code()), &CodePage { v, troubles })
        }
    }
}

/// The page of a link on the site that was asked, whatever other names it has.
fn opened(app: &App, v: &View, url: &str) -> HttpResponse {
    see(&v.href(url.strip_prefix(app.site.base_url.as_str()).unwrap_or(url)))
}
