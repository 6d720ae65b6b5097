//! `/agents`: the network.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{id, key_of, limit, value};
use crate::app::agents::agent::{add_agent, edit_agent};
use crate::app::agents::input::AgentInput;
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::AgentId;
use crate::queries::Page;
use crate::queries::agents::{AgentDetail, AgentFilter, AgentLine, find_detail, list_agents};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, IfMatch, Query};

/// What the list is limited to.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Where the agent stands.
    #[param(example = "active")]
    pub(in crate::web) standing: Option<String>,
    /// Code of a province.
    pub(in crate::web) province: Option<String>,
    /// A code, or a part of a name.
    pub(in crate::web) q: Option<String>,
    /// Where the page begins, from the page before.
    pub(in crate::web) cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    pub(in crate::web) limit: Option<i64>,
}

/// List agents by code
#[utoipa::path(get, path = "/api/v1/agents", tag = "agents", params(Asked),
    responses((status = 200, description = "A page of agents", body = Page<AgentLine>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let filter = AgentFilter {
        standing: value("standing", asked.0.standing.as_deref(), &mut faults),
        province: asked.0.province,
        q: asked.0.q.filter(|q| !q.trim().is_empty()),
        after: asked.0.cursor,
        limit: limit(asked.0.limit, &mut faults),
    };
    let (filter, scope) = (faults.or(filter)?, caller.scope.clone());
    let page = app.db.read(move |conn| list_agents(conn, &scope, &filter).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// One agent with everything that hangs on it
#[utoipa::path(get, path = "/api/v1/agents/{id}", tag = "agents", params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The agent", body = AgentDetail,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    shown(&app, &caller, id(&path)?).await
}

/// Add an applicant to the network
#[utoipa::path(post, path = "/api/v1/agents", tag = "agents", request_body = AgentInput,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The agent", body = AgentDetail,
        headers(("Location" = String, description = "Where it is")))))]
pub async fn add(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    key: IdemKey,
    body: Body<AgentInput>,
) -> Answer {
    let key = key_of("POST /api/v1/agents", key, &body);
    let agent = add_agent(&app, &caller, key, body.value).await?;
    made(&app, &caller, agent, &format!("/api/v1/agents/{agent}")).await
}

/// Change what is named of an agent
#[utoipa::path(patch, path = "/api/v1/agents/{id}", tag = "agents", request_body = AgentInput,
    params(("id" = String, Path, description = "The agent"),
        ("If-Match" = String, Header, description = "The version that was seen")),
    responses((status = 200, description = "The agent", body = AgentDetail)))]
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<AgentInput>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let seen = IfMatch::of(&request)?.0;
    edit_agent(&app, &caller, (agent, seen), body.value).await?;
    shown(&app, &caller, agent).await
}

/// The agent as it stands now, with its version.
pub(super) async fn shown(app: &App, caller: &Caller, agent: AgentId) -> Answer {
    answer(app, caller, agent, HttpResponse::Ok()).await
}

/// The agent after something was added at `location`.
pub(super) async fn made(app: &App, caller: &Caller, agent: AgentId, location: &str) -> Answer {
    let mut created = HttpResponse::Created();
    created.insert_header((header::LOCATION, location));
    answer(app, caller, agent, created).await
}

async fn answer(app: &App, caller: &Caller, agent: AgentId, mut answer: HttpResponseBuilder) -> Answer {
    let (scope, now) = (caller.scope.clone(), app.clock.now());
    let detail = app.db.read(move |conn| find_detail(conn, &scope, agent, now).map_err(Error::from)).await?;
    let version = format!("\"{}\"", detail.line.version);
    Ok(answer.insert_header((header::ETAG, version)).json(detail))
}
