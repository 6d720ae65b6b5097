//! `/jobs/{id}/checklist`: what a job is asked on site, and the answers.

use actix_web::{HttpResponse, web};

use super::{id, key_of};
use crate::app::checklists::{Checklist, NewAnswers, answer_checklist, checklist_of};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::id::JobId;
use crate::queries::jobs::must_see;
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};

/// What a job is asked on site, with the answers
#[utoipa::path(get, path = "/api/v1/jobs/{id}/checklist", tag = "checklists",
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The checklist", body = Checklist)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, path: web::Path<String>) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    shown(&app, job).await
}

/// Keep answers; what is not named stays
#[utoipa::path(put, path = "/api/v1/jobs/{id}/checklist", tag = "checklists", request_body = NewAnswers,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The checklist", body = Checklist)))]
pub async fn answer(
    app: web::Data<App>,
    caller: Allowed<perm::EditUnit>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewAnswers>,
) -> Answer {
    let job = visible(&app, &caller, id(&path)?).await?;
    let key = key_of("PUT /api/v1/jobs/{id}/checklist", key, &body).map(|key| key.on(&job));
    answer_checklist(&app, (Actor::staff(&caller), key), (job, None), body.value).await?;
    shown(&app, job).await
}

async fn visible(app: &App, caller: &Caller, job: JobId) -> Result<JobId, Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    Ok(job)
}

async fn shown(app: &App, job: JobId) -> Answer {
    let catalogue = app.catalogue();
    let found = app.db.read(move |conn| checklist_of(conn, &catalogue, job).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(found))
}
