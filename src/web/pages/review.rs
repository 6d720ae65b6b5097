//! Deciding otherwise than a verdict from the job's page: one person proposes, another decides.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::{answer, of_job, visible};
use crate::app::verdicts::{Proposal, approve_override, propose_override, reject_override};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, ReviewId};
use crate::domain::warranty::ReviewState;
use crate::queries::reviews::list_review_views;
use crate::web::api::value;
use crate::web::error::Answer;
use crate::web::{Allowed, Form, perm};

/// What a person writes who proposes another verdict.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    outcome: Option<String>,
    reason: Option<String>,
}

/// The proposal that the person who decides has read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Read {
    review: Option<String>,
}

pub(super) async fn propose(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::JudgeWarranty>,
    id: web::Path<JobId>,
    written: Form<Written>,
) -> Answer {
    let Written { outcome, reason } = written.0;
    let reason = reason.unwrap_or_default();
    let done = put(&app, &caller, *id, (outcome.as_deref(), &reason)).await;
    answer(&app, (&request, &caller), *id, done.map(|()| of_job(*id)), |shown| shown.review.reason = reason).await
}

async fn put(app: &App, caller: &Caller, id: JobId, (outcome, reason): (Option<&str>, &str)) -> Result<(), Error> {
    visible(app, caller, id).await?;
    let mut faults = Faults::default();
    let outcome = value("outcome", outcome, &mut faults);
    if outcome.is_none() && faults.is_empty() {
        faults.add("outcome", FaultCode::Required);
    }
    let Some(outcome) = outcome else { return Err(faults.into()) };
    let proposal = Proposal { outcome, reason: reason.to_owned(), findings: Vec::new(), attachment_id: None };
    propose_override(app, (Actor::staff(caller), None), id, proposal).await.map(drop)
}

pub(super) async fn approve(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ApproveVerdict>,
    id: web::Path<JobId>,
    read: Form<Read>,
) -> Answer {
    let done = match still_waits(&app, &caller, *id, read.0).await {
        Ok(()) => approve_override(&app, Actor::staff(&caller), *id, None).await.map(drop),
        Err(error) => Err(error),
    };
    answer(&app, (&request, &caller), *id, done.map(|()| of_job(*id)), |_| ()).await
}

pub(super) async fn reject(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::JudgeWarranty>,
    id: web::Path<JobId>,
    read: Form<Read>,
) -> Answer {
    let done = match still_waits(&app, &caller, *id, read.0).await {
        Ok(()) => reject_override(&app, &caller, *id, None).await.map(drop),
        Err(error) => Err(error),
    };
    answer(&app, (&request, &caller), *id, done.map(|()| of_job(*id)), |_| ()).await
}

/// Refuses a decision about another proposal than the one that was read.
async fn still_waits(app: &App, caller: &Caller, id: JobId, read: Read) -> Result<(), Error> {
    visible(app, caller, id).await?;
    let reviews = app.db.read(move |conn| list_review_views(conn, id).map_err(Error::from)).await?;
    let open = reviews.into_iter().find(|it| it.state == ReviewState::Proposed).ok_or(Code::NoReview)?;
    let seen: Option<ReviewId> = read.review.and_then(|id| id.parse().ok());
    if seen == Some(open.id) { Ok(()) } else { Err(Code::PreconditionFailed.into()) }
}
