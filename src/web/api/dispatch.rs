//! What dispatchers do beyond the ledger: ask why not this agent, take offers back, and see what contracts say of offers.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::job_steps::{Nothing, OrNothing};
use super::jobs::ByPolicy;
use super::{id, jobs};
use crate::app::dispatch::{Explained, Terms, explain_agent, find_terms, set_terms};
use crate::app::idempotent::Key;
use crate::app::offers::withdraw as take_back;
use crate::app::{Actor, App, Error};
use crate::dispatch::rank::Candidate;
use crate::domain::access::Caller;
use crate::domain::eligibility::Failed;
use crate::domain::id::{AgentId, JobId, OfferId};
use crate::queries::Page;
use crate::queries::agents::find_detail;
use crate::queries::board::find_handled;
use crate::queries::jobs::must_see;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, IfMatch, Query};

/// What the rules say of one agent for one job.
#[derive(Serialize, ToSchema)]
pub struct ExplainedView {
    /// The agent.
    agent_id: AgentId,
    /// Its code.
    code: String,
    /// Its name in Persian.
    name_fa: String,
    /// Its name in English.
    name_en: String,
    /// Great-circle metres from its base.
    distance_m: i64,
    /// Whether the ledger considers it: within the radius and among the nearest.
    is_considered: bool,
    /// Agents that are nearer.
    nearer: usize,
    /// Whether it has an open offer of this job.
    is_asked: bool,
    /// Every rule it fails; none for an agent that passes.
    failed: Vec<Failed>,
    /// Its row among the candidates, if it passes and is considered.
    candidate: Option<Candidate>,
}

impl From<Explained> for ExplainedView {
    fn from(it: Explained) -> Self {
        let [name_fa, name_en] = it.name;
        let Explained { agent_id, code, distance_m, is_considered, nearer, is_asked, failed, candidate, .. } = it;
        Self { agent_id, code, name_fa, name_en, distance_m, is_considered, nearer, is_asked, failed, candidate }
    }
}

/// What a contract says of offers.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferTerms {
    /// Whether jobs are the agent's own without asking.
    auto_accepts: bool,
    /// Business minutes to answer a direct assignment; the policy's if left out.
    answer_minutes: Option<i32>,
}

/// What became of an offer that was taken back.
#[derive(Serialize, ToSchema)]
pub struct WithdrawnOffer {
    /// The offer.
    offer_id: OfferId,
    /// Its job.
    job_id: JobId,
    /// Whether its message had begun to leave, so that the agent is told that the offer is over.
    was_told: bool,
}

/// Take back an offer that can still be answered
///
/// Unheard if its message has not begun to leave, else its agent is told. The job then waits five minutes for people.
#[utoipa::path(post, path = "/api/v1/offers/{id}/withdraw", tag = "dispatch", request_body = Nothing,
    params(("id" = String, Path, description = "The offer"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "What became of it", body = WithdrawnOffer)))]
pub async fn withdraw(
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    key: IdemKey,
    _body: OrNothing,
) -> Answer {
    let (offer, scope): (OfferId, _) = (id(&path)?, caller.scope.clone());
    app.db.read(move |conn| find_handled(conn, &scope, offer).map(drop).map_err(Error::from)).await?;
    let route = "POST /api/v1/offers/{id}/withdraw";
    let key = key.0.map(|key| Key { route, key, body_hash: String::new() }.on(&offer));
    let done = take_back(&app, (Actor::staff(&caller), key), offer).await?;
    Ok(HttpResponse::Ok().json(WithdrawnOffer { offer_id: offer, job_id: done.job_id, was_told: done.was_told }))
}

/// Why this agent, or why not: for any agent of the network
#[utoipa::path(get, path = "/api/v1/jobs/{id}/candidates/{agent}", tag = "jobs",
    params(("id" = String, Path, description = "The job"),
        ("agent" = String, Path, description = "An agent's id or code, or a part of its name"), ByPolicy),
    responses((status = 200, description = "The agents that are meant, nearest first, ten at most",
        body = Page<ExplainedView>)))]
pub async fn explain(
    app: web::Data<App>,
    caller: Allowed<perm::ViewCandidates>,
    path: web::Path<(String, String)>,
    by: Query<ByPolicy>,
) -> Answer {
    let (job, agent) = path.into_inner();
    let (job, scope): (JobId, _) = (id(&job)?, caller.scope.clone());
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    let policy = jobs::known_policy(&app, &by.0)?;
    let explained = explain_agent(&app, job, &agent, policy).await?;
    Ok(HttpResponse::Ok().json(Page::whole(explained.into_iter().map(ExplainedView::from).collect())))
}

/// `NotFound` for an agent out of the caller's scope.
async fn must_see_agent(app: &App, caller: &Caller, agent: AgentId) -> Result<(), Error> {
    let (scope, now) = (caller.scope.clone(), app.clock.now());
    app.db.read(move |conn| find_detail(conn, &scope, agent, now).map(drop).map_err(Error::from)).await
}

/// What an agent's contract says of offers
#[utoipa::path(get, path = "/api/v1/agents/{id}/offer-terms", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The terms", body = OfferTerms,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn terms(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    let agent: AgentId = id(&path)?;
    must_see_agent(&app, &caller, agent).await?;
    Ok(told(find_terms(&app, agent).await?))
}

/// Change what an agent's contract says of offers
#[utoipa::path(put, path = "/api/v1/agents/{id}/offer-terms", tag = "agents", request_body = OfferTerms,
    params(("id" = String, Path, description = "The agent"),
        ("If-Match" = String, Header, description = "The version that was seen, such as `\"0\"` before the first")),
    responses((status = 200, description = "The terms", body = OfferTerms)))]
pub async fn set(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<OfferTerms>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    must_see_agent(&app, &caller, agent).await?;
    let version = i32::try_from(IfMatch::of(&request)?.0).unwrap_or(-1);
    let OfferTerms { auto_accepts, answer_minutes } = body.value;
    let terms = Terms { auto_accepts, answer_minutes, version };
    Ok(told(set_terms(&app, Actor::staff(&caller), agent, terms).await?))
}

fn told(terms: Terms) -> HttpResponse {
    let Terms { auto_accepts, answer_minutes, version } = terms;
    let version = format!("\"{version}\"");
    HttpResponse::Ok().insert_header((header::ETAG, version)).json(OfferTerms { auto_accepts, answer_minutes })
}
