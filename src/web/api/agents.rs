//! `/agents`: the network.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{id, limit, value};
use crate::app::{App, Error};
use crate::domain::fault::Faults;
use crate::queries::Page;
use crate::queries::agents::{AgentDetail, AgentFilter, AgentLine, find_detail, list_agents};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// What the list is limited to.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Where the agent stands.
    #[param(example = "active")]
    standing: Option<String>,
    /// Code of a province.
    province: Option<String>,
    /// A code, or a part of a name.
    q: Option<String>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    limit: Option<i64>,
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

/// One agent with its technicians and areas
#[utoipa::path(get, path = "/api/v1/agents/{id}", tag = "agents", params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The agent", body = AgentDetail,
        headers(("ETag" = String, description = "Version, for `If-Match`")))))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    let (agent, scope, now) = (id(&path)?, caller.scope.clone(), app.clock.now());
    let detail = app.db.read(move |conn| find_detail(conn, &scope, agent, now).map_err(Error::from)).await?;
    let version = format!("\"{}\"", detail.line.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(detail))
}
