//! `/jobs/{id}/verdict/…`: asking again, and deciding otherwise by two people.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::job_steps::{Nothing, OrNothing};
use super::{id, key_of, seen};
use crate::app::verdicts::{Proposal, Rerun, approve_override, propose_override, reject_override, rerun_verdict};
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::id::{JobId, ReviewId};
use crate::domain::warranty::{Difference, Verdict, VerdictStage};
use crate::queries::jobs::must_see;
use crate::queries::reviews::{ReviewView, find_review_view};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey};

/// A verdict asked again, held against the frozen one.
#[derive(Serialize, ToSchema)]
pub struct Again {
    /// What it says by the facts and policies of now.
    verdict: Verdict,
    /// The frozen one: of the completion, else of the intake.
    frozen: Verdict,
    /// When that was frozen.
    frozen_stage: VerdictStage,
    /// What differs.
    difference: Difference,
}

/// Judge a job again by the facts and policies of now; its warranty stays as it is
#[utoipa::path(post, path = "/api/v1/jobs/{id}/verdict/rerun", tag = "warranty", request_body = Nothing,
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "What differs", body = Again)))]
pub async fn rerun(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::JudgeWarranty>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    let job = visible(&app, &caller, &path).await?;
    let Rerun { verdict, frozen_stage, frozen, difference } =
        rerun_verdict(&app, Actor::staff(&caller), job, seen(&request)?).await?;
    Ok(HttpResponse::Ok().json(Again { verdict, frozen, frozen_stage, difference }))
}

/// Propose to decide otherwise than the verdict; a second person must approve
#[utoipa::path(post, path = "/api/v1/jobs/{id}/verdict/override", tag = "warranty", request_body = Proposal,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "The proposal", body = ReviewView)))]
pub async fn propose(
    app: web::Data<App>,
    caller: Allowed<perm::JudgeWarranty>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<Proposal>,
) -> Answer {
    let job = visible(&app, &caller, &path).await?;
    let key = key_of("POST /api/v1/jobs/{id}/verdict/override", key, &body).map(|key| key.on(&job));
    let review = propose_override(&app, (Actor::staff(&caller), key), job, body.value).await?;
    Ok(HttpResponse::Created().json(shown(&app, review).await?))
}

/// Approve what somebody else proposed: only now the job's warranty changes
#[utoipa::path(post, path = "/api/v1/jobs/{id}/verdict/override/approve", tag = "warranty", request_body = Nothing,
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The proposal", body = ReviewView)))]
pub async fn approve(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ApproveVerdict>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    let decide = async |job, seen| approve_override(&app, Actor::staff(&caller), job, seen).await;
    decided(&app, (&request, &caller, &path), decide).await
}

/// Turn a proposal down, or take it back
#[utoipa::path(post, path = "/api/v1/jobs/{id}/verdict/override/reject", tag = "warranty", request_body = Nothing,
    params(("id" = String, Path, description = "The job")),
    responses((status = 200, description = "The proposal", body = ReviewView)))]
pub async fn reject(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::JudgeWarranty>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    let decide = async |job, seen| reject_override(&app, &caller, job, seen).await;
    decided(&app, (&request, &caller, &path), decide).await
}

/// The proposal about a job that the caller sees, after it was decided.
async fn decided(
    app: &App,
    (request, caller, path): (&HttpRequest, &Caller, &str),
    decide: impl AsyncFnOnce(JobId, Option<i32>) -> Result<ReviewId, Error>,
) -> Answer {
    let job = visible(app, caller, path).await?;
    let review = decide(job, seen(request)?).await?;
    Ok(HttpResponse::Ok().json(shown(app, review).await?))
}

async fn shown(app: &App, review: ReviewId) -> Result<ReviewView, Error> {
    app.db.read(move |conn| find_review_view(conn, review).map_err(Error::from)).await
}

async fn visible(app: &App, caller: &Caller, path: &str) -> Result<JobId, Error> {
    let (job, scope): (JobId, _) = (id(path)?, caller.scope.clone());
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    Ok(job)
}
