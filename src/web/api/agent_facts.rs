//! `/agents/{id}/…`: technicians, areas, papers, leave and seasons of an agent; `/technicians/{id}`.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::agents::{made, shown};
use super::{id, key_of};
use crate::app::agents::area::{NewArea, Overlap, overlaps_of, set_areas};
use crate::app::agents::facts::{NewDocument, NewTimeOff, add_document, add_time_off, cancel_time_off, set_seasons};
use crate::app::agents::season::NewSeason;
use crate::app::agents::technician::{TechnicianInput, add_technician, edit_technician};
use crate::app::agents::{Scoped, visible_agent};
use crate::app::{App, Error};
use crate::domain::id::AgentId;
use crate::queries::Page;
use crate::queries::agent_facts::{DocumentLine, SeasonLine, TimeOffLine, list_technicians};
use crate::queries::agents::{AgentDetail, TechnicianLine, find_detail};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, IfMatch};

/// All areas of an agent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Areas {
    /// The areas.
    areas: Vec<NewArea>,
}

/// All seasons of an agent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seasons {
    /// The seasons.
    seasons: Vec<NewSeason>,
}

/// An agent with what its areas now share with others.
#[derive(Serialize, ToSchema)]
pub struct WithOverlaps {
    /// The agent.
    agent: AgentDetail,
    /// Own areas of other agents on the same ground: allowed, and worth a look.
    overlaps: Vec<Overlap>,
}

/// Technicians of an agent, also those who work no more
#[utoipa::path(get, path = "/api/v1/agents/{id}/technicians", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The technicians", body = Page<TechnicianLine>)))]
pub async fn technicians(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    let agent = visible_agent(&app, &Scoped::of(&caller), id(&path)?).await?;
    let list = app.db.read(move |conn| list_technicians(conn, agent).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(list)))
}

/// Add a technician
#[utoipa::path(post, path = "/api/v1/agents/{id}/technicians", tag = "agents", request_body = TechnicianInput,
    params(("id" = String, Path, description = "The agent"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The agent with its technicians", body = AgentDetail)))]
pub async fn add_one(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<TechnicianInput>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let key = key_of("POST /api/v1/agents/{id}/technicians", key, &body).map(|key| key.on(&agent));
    let technician = add_technician(&app, &caller, (agent, key), body.value).await?;
    made(&app, &caller, agent, &format!("/api/v1/technicians/{technician}")).await
}

/// Change a technician
#[utoipa::path(patch, path = "/api/v1/technicians/{id}", tag = "technicians", request_body = TechnicianInput,
    params(("id" = String, Path, description = "The technician"),
        ("If-Match" = String, Header, description = "The technician's version that was seen")),
    responses((status = 200, description = "The agent with its technicians", body = AgentDetail)))]
pub async fn edit(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<TechnicianInput>,
) -> Answer {
    let seen = IfMatch::of(&request)?.0;
    let agent = edit_technician(&app, &caller, (id(&path)?, seen), body.value).await?;
    shown(&app, &caller, agent).await
}

/// Set the areas
#[utoipa::path(put, path = "/api/v1/agents/{id}/areas", tag = "agents", request_body = Areas,
    params(("id" = String, Path, description = "The agent"),
        ("If-Match" = String, Header, description = "The agent's version that was seen")),
    responses((status = 200, description = "The agent, and where its own areas meet those of others",
        body = WithOverlaps)))]
pub async fn areas(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<Areas>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let seen = IfMatch::of(&request)?.0;
    let overlaps = set_areas(&app, &caller, (agent, seen), body.value.areas).await?;
    let (scope, now) = (caller.scope.clone(), app.clock.now());
    let detail = app.db.read(move |conn| find_detail(conn, &scope, agent, now).map_err(Error::from)).await?;
    let version = format!("\"{}\"", detail.line.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(WithOverlaps { agent: detail, overlaps }))
}

/// Where the own areas of two agents cover the same ground
///
/// A `GeoJSON` collection, a feature for each two areas, largest first; its properties name both agents.
#[utoipa::path(get, path = "/api/v1/areas/overlaps", tag = "agents",
    responses((status = 200, description = "A feature collection", body = Object)))]
pub async fn overlaps(app: web::Data<App>, caller: Allowed<perm::ViewAgent>) -> Answer {
    let found = overlaps_of(&app, &Scoped::of(&caller), None).await?;
    let features: Vec<serde_json::Value> = found
        .into_iter()
        .map(|it| {
            serde_json::json!({ "type": "Feature", "geometry": it.geometry, "properties": {
                "agent_id": it.agent_id, "code": it.code, "other_agent_id": it.other_agent_id,
                "other_code": it.other_code, "area_m2": it.area_m2,
            } })
        })
        .collect();
    Ok(HttpResponse::Ok().json(serde_json::json!({ "type": "FeatureCollection", "features": features })))
}

/// Papers handed in
#[utoipa::path(get, path = "/api/v1/agents/{id}/documents", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The papers", body = Page<DocumentLine>)))]
pub async fn documents(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    Ok(HttpResponse::Ok().json(Page::whole(detail(&app, &caller, &path).await?.documents)))
}

/// Add a paper
#[utoipa::path(post, path = "/api/v1/agents/{id}/documents", tag = "agents", request_body = NewDocument,
    params(("id" = String, Path, description = "The agent"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The agent with its papers", body = AgentDetail)))]
pub async fn hand_in(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewDocument>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let key = key_of("POST /api/v1/agents/{id}/documents", key, &body).map(|key| key.on(&agent));
    add_document(&app, &caller, (agent, key), body.value).await?;
    made(&app, &caller, agent, &format!("/api/v1/agents/{agent}/documents")).await
}

/// Leave that is not over
#[utoipa::path(get, path = "/api/v1/agents/{id}/time-off", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The leave", body = Page<TimeOffLine>)))]
pub async fn time_off(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    Ok(HttpResponse::Ok().json(Page::whole(detail(&app, &caller, &path).await?.time_off)))
}

/// Add a leave of the agent or of a technician
#[utoipa::path(post, path = "/api/v1/agents/{id}/time-off", tag = "agents", request_body = NewTimeOff,
    params(("id" = String, Path, description = "The agent"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The agent with its leave", body = AgentDetail)))]
pub async fn take_off(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewTimeOff>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let key = key_of("POST /api/v1/agents/{id}/time-off", key, &body).map(|key| key.on(&agent));
    add_time_off(&app, &caller, (agent, key), body.value).await?;
    made(&app, &caller, agent, &format!("/api/v1/agents/{agent}/time-off")).await
}

/// Take a leave back
#[utoipa::path(delete, path = "/api/v1/agents/{id}/time-off/{leave}", tag = "agents",
    params(("id" = String, Path, description = "The agent"), ("leave" = String, Path, description = "The leave")),
    responses((status = 204, description = "It is gone")))]
pub async fn cancel_leave(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<(String, String)>,
) -> Answer {
    cancel_time_off(&app, &caller, id(&path.0)?, id(&path.1)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Times of another capacity
#[utoipa::path(get, path = "/api/v1/agents/{id}/seasons", tag = "agents",
    params(("id" = String, Path, description = "The agent")),
    responses((status = 200, description = "The seasons", body = Page<SeasonLine>)))]
pub async fn seasons(app: web::Data<App>, caller: Allowed<perm::ViewAgent>, path: web::Path<String>) -> Answer {
    Ok(HttpResponse::Ok().json(Page::whole(detail(&app, &caller, &path).await?.seasons)))
}

/// Set the seasons
#[utoipa::path(put, path = "/api/v1/agents/{id}/seasons", tag = "agents", request_body = Seasons,
    params(("id" = String, Path, description = "The agent"),
        ("If-Match" = String, Header, description = "The agent's version that was seen")),
    responses((status = 200, description = "The agent", body = AgentDetail)))]
pub async fn put_seasons(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<String>,
    body: Body<Seasons>,
) -> Answer {
    let agent: AgentId = id(&path)?;
    let seen = IfMatch::of(&request)?.0;
    set_seasons(&app, &caller, (agent, seen), body.value.seasons).await?;
    shown(&app, &caller, agent).await
}

async fn detail(app: &App, caller: &crate::domain::access::Caller, path: &str) -> Result<AgentDetail, Error> {
    let (agent, scope, now) = (id(path)?, caller.scope.clone(), app.clock.now());
    app.db.read(move |conn| find_detail(conn, &scope, agent, now).map_err(Error::from)).await
}
