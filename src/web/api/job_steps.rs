//! `/jobs/{id}/…`: what staff do to a job.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{id, key_of, seen};
use crate::app::dispatch::{Dispatched, dispatch_once, offer_once};
use crate::app::jobs::{Change, change_job};
use crate::app::phone_fix::{self, NewPhoneFix};
use crate::app::{Actor, App, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{DecisionId, JobId};
use crate::domain::job::JobEvent;
use crate::queries::jobs::must_see;
use crate::queries::trail::{JobDetail, OfferView, find_detail, list_offers_sent};
use crate::web::auth::{Allowed, perm};
use crate::web::error::{Answer, Problem};
use crate::web::extract::{Body, IdemKey};

/// How to dispatch.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByPolicy {
    /// Name of a dispatch policy; the usual one for the job's priority if left out.
    policy: Option<String>,
}

/// Whom to offer it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToAgent {
    /// The agent.
    agent_id: String,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// Code of a reason.
    reason: Option<String>,
}

/// Why, and until when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Code of a reason.
    reason: Option<String>,
    /// When it goes on.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<DateTime<FixedOffset>>,
}

/// Nothing more to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The offers sent.
#[derive(Serialize, ToSchema)]
pub struct Sent {
    /// The ledger that they follow from.
    decision_id: DecisionId,
    /// The offers; none when nobody passes the rules, and then a dispatcher has a task.
    items: Vec<OfferView>,
    /// Always none: the list is whole.
    next_cursor: Option<String>,
}

/// Send the next wave of offers now
#[utoipa::path(post, path = "/api/v1/jobs/{id}/dispatch", tag = "dispatch", request_body = ByPolicy,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The offers sent", body = Sent)))]
pub async fn dispatch(
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<ByPolicy>,
) -> Answer {
    let job = visible(&app, &caller, &path).await?;
    let key = key_of("POST /api/v1/jobs/{id}/dispatch", key, &body).map(|key| key.on(&job));
    let sent = dispatch_once(&app, (Actor::staff(&caller), key), job, body.value.policy.as_deref()).await?;
    offers_sent(&app, job, sent).await
}

/// Offer a job to one agent that passes the rules
#[utoipa::path(post, path = "/api/v1/jobs/{id}/offers", tag = "dispatch", request_body = ToAgent,
    params(("id" = String, Path, description = "The job"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The offer sent", body = Sent)))]
pub async fn offer(
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<ToAgent>,
) -> Answer {
    let job = visible(&app, &caller, &path).await?;
    let key = key_of("POST /api/v1/jobs/{id}/offers", key, &body).map(|key| key.on(&job));
    let mut faults = Faults::default();
    let agent = body.value.agent_id.parse().ok();
    let agent = agent.filter(|agent| app.network().agent(*agent).is_some());
    let Some(agent) = agent else {
        faults.add("agent_id", FaultCode::AgentUnknown);
        return Err(faults.into());
    };
    let sent = offer_once(&app, (Actor::staff(&caller), key), job, agent).await?;
    offers_sent(&app, job, sent).await
}

async fn offers_sent(app: &App, job: JobId, sent: Dispatched) -> Answer {
    let Dispatched { decision_id, offers } = sent;
    let items = app.db.read(move |conn| list_offers_sent(conn, job, &offers).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(Sent { decision_id, items, next_cursor: None }))
}

/// Give a job up
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", request_body = Because,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn cancel(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::CancelJob>,
    path: web::Path<String>,
    body: Body<Because>,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked::because(JobEvent::Cancel, body)).await
}

/// End a waiting job that words on the telephone have settled
#[utoipa::path(post, path = "/api/v1/jobs/{id}/fix-by-phone", tag = "jobs", request_body = NewPhoneFix,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn fix_by_phone(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    path: web::Path<String>,
    body: Body<NewPhoneFix>,
) -> Answer {
    let job = visible(&app, &caller, &path).await?;
    phone_fix::fix_by_phone(&app, Actor::staff(&caller), job, (body.value, seen(&request)?)).await?;
    shown(&app, &caller, job).await
}

/// Let a job wait for something with a date
#[utoipa::path(post, path = "/api/v1/jobs/{id}/hold", tag = "jobs", request_body = Waiting,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn hold(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::HoldJob>,
    path: web::Path<String>,
    body: Body<Waiting>,
) -> Answer {
    let Waiting { reason, until } = body.value;
    step(&request, (&app, &caller), &path, Asked { event: JobEvent::Hold, reason, until }).await
}

/// Let a job go on
#[utoipa::path(post, path = "/api/v1/jobs/{id}/resume", tag = "jobs", request_body = Nothing,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn resume(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::HoldJob>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked { event: JobEvent::Resume, reason: None, until: None }).await
}

/// Take an ended job up again
#[utoipa::path(post, path = "/api/v1/jobs/{id}/reopen", tag = "jobs", request_body = Because,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn reopen(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ReopenJob>,
    path: web::Path<String>,
    body: Body<Because>,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked::because(JobEvent::Reopen, body)).await
}

/// Give a job back for its agent
#[utoipa::path(post, path = "/api/v1/jobs/{id}/release", tag = "dispatch", request_body = Because,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn release(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    body: Body<Because>,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked::because(JobEvent::Release, body)).await
}

/// Take a job from its agent
#[utoipa::path(post, path = "/api/v1/jobs/{id}/reassign", tag = "dispatch", request_body = Because,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn reassign(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::DispatchJob>,
    path: web::Path<String>,
    body: Body<Because>,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked::because(JobEvent::Reassign, body)).await
}

/// Take down that the customer says the work holds
#[utoipa::path(post, path = "/api/v1/jobs/{id}/verify", tag = "jobs", request_body = Nothing,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn verify(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    _body: OrNothing,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked { event: JobEvent::Verify, reason: None, until: None }).await
}

/// Take down that the work does not hold: it goes back to its agent
#[utoipa::path(post, path = "/api/v1/jobs/{id}/fail-verification", tag = "jobs", request_body = Because,
    params(("id" = String, Path, description = "The job")), responses((status = 200, description = "The job", body = JobDetail)))]
pub async fn fail_verification(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    path: web::Path<String>,
    body: Body<Because>,
) -> Answer {
    step(&request, (&app, &caller), &path, Asked::because(JobEvent::FailVerification, body)).await
}

struct Asked {
    event: JobEvent,
    reason: Option<String>,
    until: Option<DateTime<FixedOffset>>,
}

impl Asked {
    fn because(event: JobEvent, body: Body<Because>) -> Self {
        Self { event, reason: body.value.reason, until: None }
    }
}

/// An empty body, or an empty object.
pub struct OrNothing;

impl actix_web::FromRequest for OrNothing {
    type Error = Problem;
    type Future = futures_util::future::LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        if !request.headers().contains_key(header::CONTENT_TYPE) {
            return Box::pin(std::future::ready(Ok(Self)));
        }
        let body = Body::<Nothing>::from_request(request, payload);
        Box::pin(async move { body.await.map(|_| Self) })
    }
}

async fn visible(app: &App, caller: &Caller, path: &str) -> Result<JobId, Error> {
    let (job, scope): (JobId, _) = (id(path)?, caller.scope.clone());
    app.db.read(move |conn| must_see(conn, &scope, job).map_err(Error::from)).await?;
    Ok(job)
}

async fn step(request: &HttpRequest, (app, caller): (&App, &Caller), path: &str, asked: Asked) -> Answer {
    let job = visible(app, caller, path).await?;
    let until = asked.until.map(|until| crate::domain::time::to_micros(until.to_utc()));
    let change = Change { event: asked.event, reason: asked.reason, until, seen: seen(request)? };
    change_job(app, Actor::staff(caller), job, change).await?;
    shown(app, caller, job).await
}

async fn shown(app: &App, caller: &Caller, job: JobId) -> Answer {
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    let detail = app.db.read(move |conn| find_detail(conn, &scope, job, with_people).map_err(Error::from)).await?;
    let version = format!("\"{}\"", detail.row.version);
    Ok(HttpResponse::Ok().insert_header((header::ETAG, version)).json(detail))
}
