//! An override of the verdict: proposed with its reason by one person, decided by another.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::freeze::newest_frozen;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, JobId, ReviewId, UserId};
use crate::domain::job::JobKind;
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::domain::warranty::{
    Cover, ExclusionCode, ReviewEvent, ReviewMachine, ReviewState, Verdict, VerdictStage, WarrantyOutcome,
};
use crate::store::feed::Topic;
use crate::store::jobs::{Job, VerdictRow, find_job, insert_verdict, save_job};
use crate::store::photos::has_photo;
use crate::store::warranty::{ReviewRow, insert_review, list_reviews, save_review};
use crate::store::{At, Col, Json, StoreError, Tx};

const REASON_CHARS: usize = 1_000;

/// What somebody proposes instead of the verdict.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// `in_warranty`, `partial` or `out_of_warranty`.
    pub outcome: WarrantyOutcome,
    /// Why, in words.
    pub reason: String,
    /// What was found on site of what policies exclude.
    #[serde(default)]
    pub findings: Vec<ExclusionCode>,
    /// A photo kept with the product.
    #[schema(value_type = Option<String>)]
    pub attachment_id: Option<AttachmentId>,
}

/// What is known of a proposal that was just made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Proposed {
    id: ReviewId,
}

/// Proposes to decide otherwise than the verdict; nothing changes until a second person approves.
///
/// # Errors
/// Wrong values; `ReviewOpen` while another proposal waits; the database.
pub async fn propose_override(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    job: JobId,
    proposal: Proposal,
) -> Result<ReviewId, Error> {
    let now = app.clock.now();
    let by = user(&actor)?;
    let reason = check(&proposal)?;
    let answer = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let job = find_job(tx.conn(), job)?;
            if job.kind.0 == JobKind::Recall {
                return Err(Code::RecallFree.into());
            }
            check_against(tx, &job, &proposal)?;
            if list_reviews(tx.conn(), job.id.0)?.iter().any(|review| review.state.0 == ReviewState::Proposed) {
                return Err(Code::ReviewOpen.into());
            }
            let review = ReviewRow {
                id: Col(mint(now)),
                job_id: job.id,
                state: Col(ReviewState::Proposed),
                outcome: Col(proposal.outcome),
                reason: reason.clone(),
                findings: Json(proposal.findings.clone()),
                attachment_id: proposal.attachment_id.map(Col),
                was: job.warranty,
                proposed_by: Col(by),
                proposed_at: At(now),
                decided_by: None,
                decided_at: None,
                version: 1,
            };
            // Someone proposed at the same moment: look again.
            insert_review(tx, &review).map_err(StoreError::look_again)?;
            tell(tx, (&actor, now), "override_proposed", (&job, &review))?;
            Ok(Proposed { id: review.id.0 })
        })
    });
    Ok(answer.await?.id)
}

/// A second person approves: only now the job's warranty changes.
///
/// # Errors
/// `NoReview` when nothing is proposed; `SamePerson`; `PreconditionFailed` for an old version; the database.
pub async fn approve_override(app: &App, actor: Actor, job: JobId, seen: Option<i32>) -> Result<ReviewId, Error> {
    decide(app, (actor, ReviewEvent::Approve, true), job, seen).await
}

/// Turns a proposal down, which is for those who could approve it; whoever proposed it may take it back in this way.
///
/// # Errors
/// `Forbidden` for anybody else; `NoReview` when nothing is proposed; `PreconditionFailed` for an old version; the database.
pub async fn reject_override(app: &App, caller: &Caller, job: JobId, seen: Option<i32>) -> Result<ReviewId, Error> {
    let may_decide = allows(caller.role, Permission::ApproveVerdict);
    decide(app, (Actor::staff(caller), ReviewEvent::Reject, may_decide), job, seen).await
}

async fn decide(
    app: &App,
    (actor, event, may_decide): (Actor, ReviewEvent, bool),
    job: JobId,
    seen: Option<i32>,
) -> Result<ReviewId, Error> {
    let now = app.clock.now();
    let second = user(&actor)?;
    app.db
        .write(move |tx| {
            let mut job = find_job(tx.conn(), job)?;
            if seen.is_some_and(|seen| seen != job.version) {
                return Err(Error::from(Code::PreconditionFailed));
            }
            let open = list_reviews(tx.conn(), job.id.0)?.into_iter().find(|it| it.state.0 == ReviewState::Proposed);
            let mut review = open.ok_or(Code::NoReview)?;
            let mut given = vec![Guard::Reason];
            if review.proposed_by.0 != second {
                if !may_decide {
                    return Err(Code::Forbidden.into());
                }
                given.push(Guard::SecondPerson);
            }
            let state = apply::<ReviewMachine>(review.state.0, None, event, actor.kind, &given);
            review.state = Col(state.map_err(|refusal| match refusal {
                Refusal::Missing(Guard::SecondPerson) => Error::from(Code::SamePerson),
                refusal => refusal.into(),
            })?);
            (review.decided_by, review.decided_at) = (Some(Col(second)), Some(At(now)));
            save_review(tx, &mut review)?;
            if event == ReviewEvent::Reject {
                tell(tx, (&actor, now), "override_rejected", (&job, &review))?;
                return Ok(review.id.0);
            }
            decide_otherwise(tx, now, &mut job, review.outcome.0)?;
            tell(tx, (&actor, now), "override_approved", (&job, &review))?;
            Ok(review.id.0)
        })
        .await
}

/// Makes the customer pay for a job, as the organisation has decided on what was found on site.
///
/// # Errors
/// The database.
pub fn charge_customer(tx: &mut Tx<'_>, now: Instant, job: &mut Job) -> Result<(), Error> {
    decide_otherwise(tx, now, job, WarrantyOutcome::OutOfWarranty)
}

fn decide_otherwise(tx: &mut Tx<'_>, now: Instant, job: &mut Job, outcome: WarrantyOutcome) -> Result<(), Error> {
    job.warranty = Col(outcome);
    save_job(tx, job)?;
    let (_, frozen) = newest_frozen(tx.conn(), job.id.0)?;
    let verdict = overridden(frozen, outcome);
    Ok(insert_verdict(tx, &VerdictRow::new((mint(now), now), job.id.0, VerdictStage::Override, verdict))?)
}

/// The verdict as two people decide it: its clauses stay on record, but none of them decided.
fn overridden(frozen: Verdict, outcome: WarrantyOutcome) -> Verdict {
    let shares = match outcome {
        WarrantyOutcome::InWarranty => Cover::WHOLE,
        WarrantyOutcome::OutOfWarranty => Cover::NONE,
        _ => frozen.shares,
    };
    Verdict { outcome, shares, decided_by: None, awaited: Vec::new(), ..frozen }
}

fn user(actor: &Actor) -> Result<UserId, Error> {
    actor.user().ok_or_else(|| Code::Forbidden.into())
}

fn check(proposal: &Proposal) -> Result<String, Error> {
    let mut faults = Faults::default();
    let decided = [WarrantyOutcome::InWarranty, WarrantyOutcome::Partial, WarrantyOutcome::OutOfWarranty];
    if !decided.contains(&proposal.outcome) {
        faults.add_about("outcome", FaultCode::NotAllowed, decided.map(WarrantyOutcome::as_str).join(", "));
    }
    let reason = match clean_text(&proposal.reason, REASON_CHARS) {
        Err(FaultCode::TooLong) => {
            faults.add_about("reason", FaultCode::TooLong, REASON_CHARS.to_string());
            None
        }
        cleaned => faults.take("reason", cleaned),
    };
    if reason.as_ref().is_some_and(String::is_empty) {
        faults.add("reason", FaultCode::Required);
    }
    for (at, code) in proposal.findings.iter().enumerate() {
        if proposal.findings[..at].contains(code) {
            faults.add_about(format!("findings.{at}"), FaultCode::Duplicate, code.as_str());
        }
    }
    Ok(faults.or(reason.unwrap_or_default())?)
}

fn check_against(tx: &mut Tx<'_>, job: &Job, proposal: &Proposal) -> Result<(), Error> {
    let mut faults = Faults::default();
    if job.warranty.0 == proposal.outcome {
        faults.add_about("outcome", FaultCode::Duplicate, proposal.outcome.as_str());
    }
    if let Some(photo) = proposal.attachment_id
        && !has_photo(tx.conn(), job.id.0, photo)?
    {
        faults.add_about("attachment_id", FaultCode::Unknown, photo.to_string());
    }
    Ok(faults.or(())?)
}

fn tell(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    name: &'static str,
    (job, review): (&Job, &ReviewRow),
) -> Result<(), Error> {
    let detail = json!({
        "review": review.id.0, "was": review.was.0, "outcome": review.outcome.0, "findings": review.findings.0,
        "photo": review.attachment_id.map(|id| id.0),
    });
    record(tx, actor, now, Happening::new(Topic::Job, job.id.0, name).of(job).with(detail))
}
