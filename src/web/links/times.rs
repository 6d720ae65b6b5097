//! The times that are free for a visit, and the one that its customer or technician chooses.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, FixedOffset};
use serde_json::json;

use super::Link;
use super::customer::load;
use super::said::{Said, Saying, fault};
use crate::app::appointments::{CUSTOMER_REQUEST, Choice, choose_time, free_times};
use crate::app::{Actor, App, Code, Error};
use crate::domain::fault::FaultCode;
use crate::domain::id::JobId;
use crate::domain::language::Language;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Window;
use crate::domain::visit::VisitEvent;
use crate::queries::jobs::Span;
use crate::queries::links::visit_facts;
use crate::web::error::{Answer, Problem, status};
use crate::web::view::{Troubles, View, page};

#[derive(Template)]
#[template(path = "links/times.html")]
struct TimesPage {
    v: View,
    troubles: Troubles,
    /// The time that is agreed on now.
    agreed: Option<String>,
    /// Beginning and words of each free time.
    times: Vec<(String, String)>,
    /// Code and words of each reason, where one must be given.
    reasons: Vec<(String, String)>,
    typed: Saying,
    /// Where the choice goes.
    to: String,
}

impl TimesPage {
    fn is_chosen(&self, from: &str) -> bool {
        self.typed.from.as_deref() == Some(from)
    }

    fn is_reason(&self, code: &str) -> bool {
        self.typed.reason.as_deref() == Some(code)
    }
}

/// Who asks for the times of which job.
struct Asked {
    job: JobId,
    by: Actor,
    language: Language,
    agreed: Option<Window>,
    /// The page below the link's own.
    below: String,
    /// Whether the reason is known: the customer's wish.
    by_customer: bool,
}

impl Asked {
    async fn customer(link: &Link<'_>, job: JobId) -> Result<Self, Problem> {
        let id = link.customer().await?;
        let facts = load(link.app, id).await?;
        let unit = facts.units.iter().find(|unit| unit.job.id.0 == job).ok_or(Code::NotFound)?;
        Ok(Self {
            job,
            by: Actor::customer(id),
            language: facts.request.language.0,
            agreed: unit.movable(),
            below: format!("/times/{job}"),
            by_customer: true,
        })
    }

    /// By the visit's own link, or by that of the offer that made it.
    async fn technician(link: &Link<'_>) -> Result<Self, Problem> {
        let id = link.visit(VisitEvent::Reschedule.as_str()).await?;
        let facts = link.app.db.read(move |conn| visit_facts(conn, id).map_err(Error::from)).await?;
        let job = facts.works.first().ok_or(Code::NotFound)?.job.id.0;
        Ok(Self {
            job,
            by: Actor::technician(id),
            language: super::visit::recipient(link, &facts),
            agreed: facts.visit.state.0.is_movable().then(|| facts.visit.window()),
            below: "/times".to_owned(),
            by_customer: false,
        })
    }
}

pub(super) async fn of_customer(app: web::Data<App>, request: HttpRequest, path: web::Path<(String, JobId)>) -> Answer {
    let (code, job) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    let asked = Asked::customer(&link, job).await?;
    show(&link, &asked).await
}

pub(super) async fn customer_chooses(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, JobId)>,
    said: Said,
) -> Answer {
    let (code, job) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    let asked = Asked::customer(&link, job).await?;
    choose(&link, asked, ("POST /t/{code}/times", said)).await
}

pub(super) async fn of_technician(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let asked = Asked::technician(&link).await?;
    show(&link, &asked).await
}

pub(super) async fn technician_chooses(
    app: web::Data<App>,
    request: HttpRequest,
    code: web::Path<String>,
    said: Said,
) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let asked = Asked::technician(&link).await?;
    choose(&link, asked, ("POST /o/{code}/times", said)).await
}

async fn show(link: &Link<'_>, asked: &Asked) -> Answer {
    let free = free_times(link.app, asked.job, None).await?;
    if !link.wants_page() {
        let items: Vec<Span> = free.into_iter().map(Span::from).collect();
        return Ok(HttpResponse::Ok().json(json!({ "agreed": asked.agreed, "items": items })));
    }
    page(StatusCode::OK, &filled(link, asked, (&free, Saying::default())))
}

fn filled(link: &Link<'_>, asked: &Asked, (free, typed): (&[Window], Saying)) -> TimesPage {
    let v = link.view("page-times", asked.language);
    let catalogue = link.app.catalogue();
    let reasons = if asked.by_customer { Vec::new() } else { catalogue.reasons(ReasonKind::Reschedule) };
    // What the customer wishes, the customer chooses.
    let reasons = reasons.into_iter().filter(|it| it.code != CUSTOMER_REQUEST);
    TimesPage {
        troubles: Troubles::default(),
        agreed: asked.agreed.map(|window| v.window(window)),
        times: free.iter().map(|window| (window.from.to_rfc3339(), v.window(*window))).collect(),
        reasons: reasons.map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
        typed,
        to: v.below(&asked.below),
        v,
    }
}

async fn choose(link: &Link<'_>, asked: Asked, (route, said): (&'static str, Said)) -> Answer {
    let key = said.key(route).map(|key| key.on(&asked.job));
    let choosing = async {
        let from = said.value.from.as_deref().ok_or_else(|| fault("from", FaultCode::Required))?;
        let from: DateTime<FixedOffset> = from.parse().map_err(|_| fault("from", FaultCode::Malformed))?;
        let choice = Choice { from: from.to_utc(), reason: said.value.reason.clone() };
        choose_time(link.app, (asked.by.clone(), key), asked.job, choice).await
    };
    match choosing.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(appointed) => Ok(HttpResponse::Ok().json(appointed)),
        Err(error) if !link.wants_page() || status(error.code()).is_server_error() => Err(error.into()),
        Err(error) => {
            let free = free_times(link.app, asked.job, None).await?;
            let mut shown = filled(link, &asked, (&free, said.value));
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}
