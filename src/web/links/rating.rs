//! What the customer thinks of finished work, on the own page; and how browsers of those who did it are told apart.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::Link;
use super::customer::refused;
use super::said::{Said, Saying};
use crate::app::ratings::{COMMENT_CHARS, NewRating, can_rate, rate_job};
use crate::app::{App, Code, Error};
use crate::domain::id::AgentId;
use crate::domain::rating::SCORES;
use crate::queries::links::UnitFacts;
use crate::web::error::Answer;
use crate::web::frame::Frame;
use crate::web::view::View;

/// Begins the name of the cookie that an agent's link leaves in a browser; the agent's mark ends it.
const COOKIE: &str = "work-";
/// How long a browser is known: longer than work can be rated.
const KNOWN_FOR: Duration = Duration::days(30);

/// What the customer gave.
pub(super) struct RatingShown {
    /// In one line of HTML.
    pub score: String,
    pub comment: Option<String>,
}

/// The form of a rating of one job.
pub(super) struct RatingForm {
    pub job: String,
    /// Score and words.
    pub scores: Vec<(String, String)>,
    pub score: String,
    pub comment: String,
    pub most: usize,
    /// Whether it was sent and refused.
    pub is_refused: bool,
}

impl RatingForm {
    /// The id of a field on the page; the form that was refused has the names to which the faults lead.
    pub fn id(&self, field: &str) -> String {
        if self.is_refused { field.to_owned() } else { format!("{field}-{}", self.job) }
    }
}

pub(super) fn rated(v: &View, unit: &UnitFacts) -> Option<RatingShown> {
    let rating = unit.rating.as_ref()?;
    let score = v.words("page-rated", "score", &v.code("score", &rating.score.to_string()));
    Some(RatingShown { score, comment: rating.comment.clone() })
}

/// None before the work is done, once it is rated, and when it is too late.
pub(super) fn form(app: &App, v: &View, unit: &UnitFacts, typed: &Saying) -> Option<RatingForm> {
    if unit.rating.is_some() || !can_rate(app, &unit.job) {
        return None;
    }
    let job = unit.job.id.0.to_string();
    let typed = Some(typed).filter(|it| it.job.as_ref() == Some(&job));
    let words = |score: i32| (score.to_string(), v.code("score", &score.to_string()));
    Some(RatingForm {
        scores: SCORES.map(words).collect(),
        score: typed.and_then(|it| it.score.clone()).unwrap_or_default(),
        comment: typed.and_then(|it| it.comment.clone()).unwrap_or_default(),
        most: COMMENT_CHARS,
        is_refused: typed.is_some(),
        job,
    })
}

/// Whether the work can be rated now, and what was given.
pub(super) fn told(app: &App, unit: &UnitFacts) -> (bool, Option<Value>) {
    let rating = unit.rating.as_ref();
    let given = rating.map(|it| json!({ "score": it.score, "comment": it.comment, "at": it.at.0 }));
    (rating.is_none() && can_rate(app, &unit.job), given)
}

/// Takes a rating down, as a form or as JSON: `job`, `score` and, if wished, `comment`.
pub(super) async fn rate(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let key = said.key("POST /t/{code}/rating").map(|key| key.on(&id));
    let typed = &said.value;
    let (job, score, comment) = (typed.job.clone(), typed.score.clone(), typed.comment.clone());
    let rating = rate_job(&app, (id, key), NewRating { job, score, comment, marks: marks(&request) }).await;
    match rating {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(rated) => Ok(HttpResponse::build(StatusCode::CREATED).json(rated)),
        // Sent twice: the page shows what was kept.
        Err(error) if link.wants_page() && error.code() == Code::AlreadyRated => Ok(link.back()),
        Err(error) => refused(&link, id, &said.value, error).await,
    }
}

/// The marks of agents that a browser carries.
fn marks(request: &HttpRequest) -> Vec<String> {
    // What is no cookie marks nobody.
    let Ok(cookies) = request.cookies() else { return Vec::new() };
    cookies.iter().filter_map(|cookie| cookie.name().strip_prefix(COOKIE).map(str::to_owned)).collect()
}

/// The answer to a link of an agent or technician, which marks the browser as one of those who do the agent's work.
pub(super) fn marked(link: &Link<'_>, agent: AgentId, mut answer: HttpResponse) -> Answer {
    let frame = link.request.app_data::<web::Data<Frame>>();
    let frame = frame.ok_or_else(|| Error::Internal("no web::Data<Frame>".to_owned()))?;
    let name = format!("{COOKIE}{}", link.app.keys.work_mark(agent.as_str()));
    // Only customers' links read it.
    let cookie = Cookie::build(name, "1")
        .path("/t")
        .max_age(KNOWN_FOR)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(frame.settings.https)
        .finish();
    answer.add_cookie(&cookie).map_err(|error| Error::Internal(format!("cookie: {error}")))?;
    Ok(answer)
}
