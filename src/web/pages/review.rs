//! Deciding otherwise than a verdict from the job's page: one person proposes, another decides.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::act::is_beyond;
use super::job::load;
use crate::app::verdicts::{Proposal, approve_override, propose_override, reject_override};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, ReviewId};
use crate::domain::warranty::ReviewState;
use crate::queries::jobs::must_see;
use crate::queries::reviews::list_review_views;
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::view::{View, page, see};
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
    answer(&app, &request, &caller, (*id, reason), done).await
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
    answer(&app, &request, &caller, (*id, String::new()), done).await
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
    answer(&app, &request, &caller, (*id, String::new()), done).await
}

/// Refuses a decision about another proposal than the one that was read.
async fn still_waits(app: &App, caller: &Caller, id: JobId, read: Read) -> Result<(), Error> {
    visible(app, caller, id).await?;
    let reviews = app.db.read(move |conn| list_review_views(conn, id).map_err(Error::from)).await?;
    let open = reviews.into_iter().find(|it| it.state == ReviewState::Proposed).ok_or(Code::NoReview)?;
    let seen: Option<ReviewId> = read.review.and_then(|id| id.parse().ok());
    if seen == Some(open.id) { Ok(()) } else { Err(Code::PreconditionFailed.into()) }
}

async fn visible(app: &App, caller: &Caller, id: JobId) -> Result<(), Error> {
    let scope = caller.scope.clone();
    app.db.read(move |conn| must_see(conn, &scope, id).map_err(Error::from)).await
}

/// Back to the job, or its page with what was wrong and the reason as it was written.
async fn answer(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (id, reason): (JobId, String),
    done: Result<(), Error>,
) -> Answer {
    let v = View::staff(app, request, "page-job", caller);
    match done {
        Ok(()) => Ok(see(&v.href(&format!("/jobs/{id}")))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(app, request, caller, id).await?;
            shown.troubles = v.troubles(&error);
            shown.review.reason = reason;
            page(status(error.code()), &shown)
        }
    }
}
