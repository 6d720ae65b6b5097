//! Who else has the case of a page open. The server says so in the head of the page; a script signs as long as the page is seen,
//! and puts in place what the server answers.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::clock::mint;
use crate::app::presence::{self, others};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::id::{ComplaintId, CustomerId, JobId, PresenceId, RequestId};
use crate::domain::presence::Subject;
use crate::i18n::{Arg, say_html};
use crate::queries::presences::Present;
use crate::web::error::Answer;
use crate::web::view::{View, page};
use crate::web::{Allowed, Form, perm};

/// The part of a page's head that names others.
pub(super) struct Beside {
    /// Where the page signs; empty as long as it shows no case.
    pub at: String,
    /// Which page it is.
    pub page: PresenceId,
    /// Who else is there, as HTML.
    pub words: Option<String>,
}

impl Beside {
    /// Of a case that the caller has been shown.
    ///
    /// # Errors
    /// The database.
    pub async fn load(app: &App, (v, caller): (&View, &Caller), subject: Subject) -> Result<Self, Error> {
        let others = others(app, caller, subject).await?;
        Ok(Self::of(v, mint(app.clock.now()), Some(subject), &others))
    }

    /// Of a page that may show a case, and of who else has it open.
    pub fn of(v: &View, page: PresenceId, subject: Option<Subject>, others: &[Present]) -> Self {
        let at = subject.as_ref().map(|subject| {
            let (kind, id) = subject.key();
            v.href(&format!("/presence/{kind}/{id}"))
        });
        Self { at: at.unwrap_or_default(), page, words: words(v, others) }
    }
}

fn words(v: &View, others: &[Present]) -> Option<String> {
    let said = |key: &str, it: &Present| {
        let args = [("name", Arg::text(it.name.as_str())), ("time", Arg::code(v.time(it.since)))];
        say_html(v.language, key, &args)
    };
    match others {
        [] => None,
        [one] => Some(said("page-beside-one", one)),
        several => {
            let count = Arg::Number(i64::try_from(several.len()).unwrap_or(i64::MAX));
            let head = say_html(v.language, "page-beside-some", &[("count", count)]);
            let names: Vec<String> = several.iter().map(|it| said("page-beside-name", it)).collect();
            Some(format!("{head} {}", names.join(&v.t("page-comma"))))
        }
    }
}

/// What a page says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sign {
    page: PresenceId,
}

/// The answer: what stands in the part.
#[derive(Template)]
#[template(path = "pages/beside_said.html")]
struct Said {
    v: View,
    beside: Beside,
}

pub(super) async fn at_job(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<JobId>,
    sign: Form<Sign>,
) -> Answer {
    signed(&app, (&request, &caller), (sign.0.page, Subject::Job(*id))).await
}

pub(super) async fn at_request(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<RequestId>,
    sign: Form<Sign>,
) -> Answer {
    signed(&app, (&request, &caller), (sign.0.page, Subject::Request(*id))).await
}

pub(super) async fn at_complaint(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewContact>,
    id: web::Path<ComplaintId>,
    sign: Form<Sign>,
) -> Answer {
    signed(&app, (&request, &caller), (sign.0.page, Subject::Complaint(*id))).await
}

pub(super) async fn at_customer(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::RegisterRequest>,
    id: web::Path<CustomerId>,
    sign: Form<Sign>,
) -> Answer {
    signed(&app, (&request, &caller), (sign.0.page, Subject::Customer(*id))).await
}

async fn signed(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    (key, subject): (PresenceId, Subject),
) -> Answer {
    let others = presence::sign(app, caller, (key, subject)).await?;
    let v = View::staff(app, request, "page-jobs", caller);
    let beside = Beside::of(&v, key, Some(subject), &others);
    page(StatusCode::OK, &Said { v, beside })
}

/// The page is closed, or shows no case any more.
pub(super) async fn leave(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, sign: Form<Sign>) -> Answer {
    presence::leave(&app, &caller, sign.0.page).await?;
    Ok(HttpResponse::NoContent().finish())
}
