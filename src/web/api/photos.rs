//! `/jobs/{id}/photos`, `/photos/{id}`: photos of a job, kept without what the camera wrote into them.

use actix_web::{HttpRequest, HttpResponse, web};

use super::id;
use crate::app::idempotent::Key;
use crate::app::photos::{add_photo, largest};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::id::{AttachmentId, JobId};
use crate::queries::Page;
use crate::queries::jobs::must_see;
use crate::queries::photos::{PhotoView, photo_in_scope, photos_of};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::IdemKey;
use crate::web::photo::{photo_answer, read_photo};
use crate::web::upload::read_upload;

/// Seconds for which a browser may show a photo again without asking.
const CACHED: u32 = 3_600;

/// The photos of a job, oldest first
#[utoipa::path(get, path = "/api/v1/jobs/{id}/photos", tag = "photos",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "Every photo", body = Page<PhotoView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let photos = app.db.read(move |conn| photos_of(conn, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Page::whole(photos)))
}

/// Keep a photo: the image as the body, or a form with `kind` and the file as `photo`
#[utoipa::path(post, path = "/api/v1/jobs/{id}/photos", tag = "photos",
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "JPEG, PNG or WebP, told by its first bytes"),
    params(("id" = String, Path, description = "The job"),
        ("kind" = String, Query, description = "`site`, `serial`, `serial_indoor`, `serial_outdoor`, `damage`, `proof`, `condition`, `work` or `signature`"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The photo", body = PhotoView)))]
pub async fn add(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::EditUnit>,
    path: web::Path<String>,
    (key, payload): (IdemKey, web::Payload),
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let upload = read_upload(&request, payload, largest(&app)).await?;
    let route = "POST /api/v1/jobs/{id}/photos";
    let key = key.0.map(|key| Key { route, key, body_hash: upload.hash() }.on(&job));
    let new = read_photo(upload)?;
    let kept = add_photo(&app, (Actor::staff(&caller), key), (job, None), new).await?;
    let photos = app.db.read(move |conn| photos_of(conn, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Created().json(photos.into_iter().find(|photo| photo.id == kept.photo_id)))
}

/// The bytes of a photo
#[utoipa::path(get, path = "/api/v1/photos/{id}", tag = "photos",
    params(("id" = String, Path, description = "The photo")),
    responses((status = 200, description = "The image", content_type = "image/jpeg", body = Vec<u8>)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewCustomer>, path: web::Path<String>) -> Answer {
    let (photo, scope): (AttachmentId, _) = (id(&path)?, caller.scope.clone());
    let file = app.db.read(move |conn| photo_in_scope(conn, &scope, photo).map_err(Error::from)).await?;
    photo_answer(&app, &file, Some(CACHED)).await
}

async fn visible(app: &App, caller: &Caller, job: JobId) -> Result<JobId, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    Ok(job)
}
