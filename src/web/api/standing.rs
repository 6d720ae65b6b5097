//! `/agents/{id}/…`: joining, suspension and dismissal.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::agents::shown;
use super::job_steps::OrNothing;
use super::{id, seen};
use crate::app::App;
use crate::app::agents::Scoped;
use crate::app::agents::agent::advance_agent;
use crate::app::agents::suspension::{
    Acted, Holdings, Suspend, holdings, reinstate_agent, suspend_agent, terminate_agent,
};
use crate::domain::agent::StandingEvent;
use crate::domain::id::AgentId;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Body;

/// A step of joining.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `submit_documents`, `inspect`, `admit` or `activate`.
    event: StandingEvent,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Code of a reason of the kind `suspend`.
    reason: Option<String>,
}

/// Lead an agent a step further towards work
#[utoipa::path(post, path = "/api/v1/agents/{id}/events", tag = "agents", request_body = Step,
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The agent", body = crate::queries::agents::AgentDetail)))]
pub async fn advance(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<Step>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    advance_agent(&app, &caller, (agent, seen(&request)?), body.value.event).await?;
    shown(&app, &caller, agent).await
}

/// What a suspension would touch
#[utoipa::path(get, path = "/api/v1/agents/{id}/suspension-preview", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "What the agent holds, and what would happen to it", body = Holdings)))]
pub async fn preview(app: web::Data<App>, caller: Allowed<perm::SuspendAgent>, path: web::Path<String>) -> Answer {
    let (agent, scoped) = (id(&path)?, Scoped::of(&caller));
    let held = app.db.read(move |conn| holdings(conn, &scoped, agent)).await?;
    Ok(HttpResponse::Ok().json(held))
}

/// Give an agent no work for a time, at once or later
#[utoipa::path(post, path = "/api/v1/agents/{id}/suspend", tag = "agents", request_body = Suspend,
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "What happened", body = Acted)))]
pub async fn suspend(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::SuspendAgent>,
    path: web::Path<String>,
    body: Body<Suspend>,
) -> Answer {
    let acted = suspend_agent(&app, &caller, (id(&path)?, seen(&request)?), body.value).await?;
    Ok(HttpResponse::Ok().json(acted))
}

/// End a suspension, or call off a planned one
#[utoipa::path(post, path = "/api/v1/agents/{id}/reinstate", tag = "agents",
    request_body = super::job_steps::Nothing, params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "What happened", body = Acted)))]
pub async fn reinstate(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::SuspendAgent>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    let acted = reinstate_agent(&app, &caller, (id(&path)?, seen(&request)?)).await?;
    Ok(HttpResponse::Ok().json(acted))
}

/// Dismiss an agent for good
#[utoipa::path(post, path = "/api/v1/agents/{id}/terminate", tag = "agents", request_body = Why,
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "What happened", body = Acted)))]
pub async fn terminate(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::SuspendAgent>,
    path: web::Path<String>,
    body: Body<Why>,
) -> Answer {
    let acted = terminate_agent(&app, &caller, (id(&path)?, seen(&request)?), body.value.reason).await?;
    Ok(HttpResponse::Ok().json(acted))
}
