//! `/agents/{id}/technicians/{technician}/portrait`: the picture by which customers know who comes.

use actix_web::{HttpRequest, HttpResponse, web};

use super::id;
use crate::app::agents::portrait::{MOST_READ, remove_portrait, set_portrait};
use crate::app::{App, Error};
use crate::domain::id::{AgentId, TechnicianId};
use crate::queries::portraits::portrait_in_scope;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::photo::portrait_answer;
use crate::web::upload::read_upload;

/// The portrait of a technician
#[utoipa::path(get, path = "/api/v1/agents/{id}/technicians/{technician}/portrait", tag = "portraits",
    params(("id" = String, Path, description = "The agent"),
        ("technician" = String, Path, description = "The technician")),
    responses((status = 200, description = "The image", content_type = "image/jpeg", body = Vec<u8>)))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewAgent>,
    path: web::Path<(String, String)>,
) -> Answer {
    let whose: (AgentId, TechnicianId) = (id(&path.0)?, id(&path.1)?);
    let scope = caller.scope.clone();
    let file = app.db.read(move |conn| portrait_in_scope(conn, &scope, whose).map_err(Error::from)).await?;
    portrait_answer(&app, &request, &file).await
}

/// Set the portrait of a technician: the image as the body, or a form with the file as `photo`
///
/// What does not belong to the picture is taken out; the rest has 40 KB at most.
#[utoipa::path(put, path = "/api/v1/agents/{id}/technicians/{technician}/portrait", tag = "portraits",
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "JPEG, PNG or WebP, told by its first bytes"),
    params(("id" = String, Path, description = "The agent"),
        ("technician" = String, Path, description = "The technician")),
    responses((status = 204, description = "It is kept, in place of the one before")))]
pub async fn set(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<(String, String)>,
    payload: web::Payload,
) -> Answer {
    let whose = (id(&path.0)?, id(&path.1)?);
    let upload = read_upload(&request, payload, MOST_READ).await?;
    set_portrait(&app, &caller, whose, upload.file).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Remove the portrait of a technician
#[utoipa::path(delete, path = "/api/v1/agents/{id}/technicians/{technician}/portrait", tag = "portraits",
    params(("id" = String, Path, description = "The agent"),
        ("technician" = String, Path, description = "The technician")),
    responses((status = 204, description = "There is none")))]
pub async fn remove(
    app: web::Data<App>,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<(String, String)>,
) -> Answer {
    remove_portrait(&app, &caller, (id(&path.0)?, id(&path.1)?)).await?;
    Ok(HttpResponse::NoContent().finish())
}
