//! `/service-requests`: intake and following.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::key_of;
use crate::app::duplicates::{DuplicateOf, mark_duplicate};
use crate::app::intake::input::NewAddress;
use crate::app::intake::{
    AdviceCode, LikeUnit, NewRequest, Registered, SummaryChannel, Warning, WarningCode, correct_address,
    register_request,
};
use crate::app::quotes::PriceTold;
use crate::app::read_out::{ReadOut, record_read_out};
use crate::app::recalls::RecallNamed;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Permission, allows};
use crate::domain::id::{AgentId, CustomerId, JobId, RequestId};
use crate::domain::job::{JobKind, JobState};
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::domain::warranty::Verdict;
use crate::i18n::{self, Arg};
use crate::queries::requests::{Named, RequestDetail, find_detail, status_of};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Lang};
use crate::web::words::say;

/// A request as intake made it.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    /// The request.
    id: RequestId,
    /// Eight digits that the customer is told.
    #[schema(example = "12345674")]
    reference: String,
    /// The state of the job that is farthest from its end.
    status: JobState,
    /// When each point of the service level is due, in business time.
    milestones: Due,
    /// What the operator should look at.
    warnings: Vec<Notice>,
    /// Other customers at the same telephone.
    candidates: Vec<Namesake>,
    /// The work, a job for each unit.
    jobs: Vec<TakenJob>,
    /// The customer's page.
    tracking_url: String,
    /// By what way the customer gets the summary; `read_out` asks the operator to read it aloud.
    summary_channel: SummaryChannel,
    /// What the customer gets or hears, in the customer's language.
    summary_text: String,
}

/// Due points of the service level.
#[derive(Serialize, ToSchema)]
pub struct Due {
    /// An agent has accepted.
    #[schema(value_type = String, format = DateTime)]
    first_response: Instant,
    /// A technician has arrived.
    #[schema(value_type = String, format = DateTime)]
    first_visit: Instant,
    /// The work is done.
    #[schema(value_type = String, format = DateTime)]
    resolution: Instant,
}

/// Something to look at.
#[derive(Serialize, ToSchema)]
pub struct Notice {
    /// What.
    code: WarningCode,
    /// The job found, the field, or the customer's flag.
    about: String,
    /// In words.
    message: String,
    /// What the policy advises.
    advice: Vec<AdviceCode>,
    /// The agent of the earlier job, who is charged with a repeat.
    agent_id: Option<AgentId>,
    /// The agent's name.
    agent_name: Option<String>,
    /// The like units of the customer that it can be; send `unit_id` or a `label` next time.
    units: Vec<LikeUnit>,
    /// What calls the unit back.
    recall: Option<RecallNamed>,
}

/// Another customer at the same telephone.
#[derive(Serialize, ToSchema)]
pub struct Namesake {
    /// The customer, to be sent as `customer_id` when it is the same person.
    customer_id: CustomerId,
    /// Name as told.
    name: String,
}

/// A job as intake made it.
#[derive(Serialize, ToSchema)]
pub struct TakenJob {
    /// The job.
    id: JobId,
    /// What is to be done.
    kind: JobKind,
    /// Where it stands.
    status: JobState,
    /// The verdict, frozen.
    verdict: Verdict,
    /// What the customer was told to pay; nothing for work under warranty, or without a tariff.
    price: Option<PriceTold>,
}

/// Take a report down
#[utoipa::path(post, path = "/api/v1/service-requests", tag = "service-requests", request_body = NewRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "Taken down; dispatch follows at once", body = Taken,
        headers(("Location" = String, description = "Where the request is followed")))))]
pub async fn register(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    key: IdemKey,
    lang: Lang,
    body: Body<NewRequest>,
) -> Answer {
    let key = key_of("POST /api/v1/service-requests", key, &body);
    let made = register_request(&app, Actor::staff(&caller), key, body.value).await?;
    let location = format!("/api/v1/service-requests/{}", made.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(taken(&app, made, lang.0)))
}

fn taken(app: &App, made: Registered, language: Language) -> Taken {
    let tracking_url = app.link_url(LinkKind::Customer, made.id.as_str(), made.link_generation);
    let summary_text = app.summary_text(&made);
    let summary_channel = made.summary.as_ref().map_or(SummaryChannel::ReadOut, |summary| summary.channel);
    let jobs = made.jobs.into_iter();
    let jobs: Vec<TakenJob> = jobs
        .map(|job| TakenJob { id: job.id, kind: job.kind, status: job.state, verdict: job.verdict, price: job.price })
        .collect();
    let due = made.milestones;
    let namesakes = made.candidates.into_iter().map(|(customer_id, name)| Namesake { customer_id, name });
    Taken {
        id: made.id,
        reference: made.reference.to_string(),
        status: status_of(jobs.iter().map(|job| job.status)),
        milestones: Due {
            first_response: due.first_response,
            first_visit: due.first_visit,
            resolution: due.resolution,
        },
        warnings: made.warnings.into_iter().map(|warning| notice(app, warning, language)).collect(),
        candidates: namesakes.collect(),
        jobs,
        tracking_url,
        summary_channel,
        summary_text,
    }
}

fn notice(app: &App, warning: Warning, language: Language) -> Notice {
    let Warning { code, about, advice, agent_id, units, recall } = warning;
    let message = match &recall {
        Some(recall) => {
            let args = [("recall", Arg::code(&recall.code)), ("title", Arg::text(&recall.title))];
            i18n::say(language, "warning-unit-recalled-by", &args)
        }
        None => say(language, &i18n::code_key("warning", code.as_str()), &about),
    };
    let network = app.network();
    let agent = agent_id.and_then(|agent| network.agent(agent));
    let agent_name = agent.map(|agent| agent.name_in(language).to_owned());
    Notice { code, about, message, advice, agent_id, agent_name, units, recall }
}

/// Follow a request
#[utoipa::path(get, path = "/api/v1/service-requests/{id}", tag = "service-requests",
    params(("id" = String, Path, description = "The id, or the reference with its digits in any script")),
    responses((status = 200, description = "The request", body = RequestDetail)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewRequest>, id: web::Path<String>) -> Answer {
    let named = match id.parse() {
        Ok(id) => Named::Id(id),
        Err(_) => Named::Reference(Reference::parse(&id).ok_or(Code::NotFound)?),
    };
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    let read = app.db.read(move |conn| find_detail(conn, &scope, named, with_people).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}

/// What was recorded of the reading.
#[derive(Serialize, ToSchema)]
pub struct Reading {
    /// Whether the customer agreed to what was read.
    consent: bool,
}

/// Record that the summary was read to the customer
#[utoipa::path(post, path = "/api/v1/service-requests/{id}/read-out", tag = "service-requests", request_body = ReadOut,
    params(("id" = String, Path, description = "The request"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "Recorded", body = Reading)))]
pub async fn read_out(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<ReadOut>,
) -> Answer {
    let (id, scope): (RequestId, _) = (super::id(&path)?, caller.scope.clone());
    app.db.read(move |conn| find_detail(conn, &scope, Named::Id(id), false).map_err(Error::from)).await?;
    let key = key_of("POST /api/v1/service-requests/{id}/read-out", key, &body).map(|key| key.on(&id));
    let heard = record_read_out(&app, (Actor::staff(&caller), key), id, body.value).await?;
    Ok(HttpResponse::Ok().json(Reading { consent: heard.consent }))
}

/// Mark a request as a duplicate of another one
#[utoipa::path(post, path = "/api/v1/service-requests/{id}/duplicate-of", tag = "service-requests",
    request_body = DuplicateOf,
    params(("id" = String, Path, description = "The request that is given up"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The duplicate, its jobs cancelled", body = RequestDetail)))]
pub async fn duplicate_of(
    app: web::Data<App>,
    caller: Allowed<perm::CancelJob>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<DuplicateOf>,
) -> Answer {
    let (id, scope): (RequestId, _) = (super::id(&path)?, caller.scope.clone());
    app.db.read(move |conn| find_detail(conn, &scope, Named::Id(id), false).map_err(Error::from)).await?;
    let key = key_of("POST /api/v1/service-requests/{id}/duplicate-of", key, &body).map(|key| key.on(&id));
    mark_duplicate(&app, &caller, (id, key), body.value).await?;
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    let read = move |conn: &mut _| find_detail(conn, &scope, Named::Id(id), with_people).map_err(Error::from);
    Ok(HttpResponse::Ok().json(app.db.read(read).await?))
}

/// Put the right address in the place of a wrong one
#[utoipa::path(put, path = "/api/v1/service-requests/{id}/address", tag = "service-requests", request_body = NewAddress,
    params(("id" = String, Path, description = "The request"),
        ("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 200, description = "The request; whoever is to go there has heard of it", body = RequestDetail)))]
pub async fn correct(
    app: web::Data<App>,
    caller: Allowed<perm::RegisterRequest>,
    path: web::Path<String>,
    key: IdemKey,
    body: Body<NewAddress>,
) -> Answer {
    let (id, scope): (RequestId, _) = (super::id(&path)?, caller.scope.clone());
    app.db.read(move |conn| find_detail(conn, &scope, Named::Id(id), false).map_err(Error::from)).await?;
    let key = key_of("PUT /api/v1/service-requests/{id}/address", key, &body).map(|key| key.on(&id));
    correct_address(&app, (Actor::staff(&caller), key), id, body.value).await?;
    let (scope, with_people) = (caller.scope.clone(), allows(caller.role, Permission::ViewCustomer));
    let read = move |conn: &mut _| find_detail(conn, &scope, Named::Id(id), with_people).map_err(Error::from);
    Ok(HttpResponse::Ok().json(app.db.read(read).await?))
}
