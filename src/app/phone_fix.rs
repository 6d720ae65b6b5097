//! A request that words on the telephone settle: nobody is sent.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::case::Case;
use super::clock::mint;
use super::jobs::{Move, move_job};
use super::journal::{Happening, record};
use super::messages::{About, Param, put_to_customer};
use super::offers::withdraw_all;
use super::visits::link_of;
use super::{Actor, App, Code, Error};
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::{JobEvent, Outcome};
use crate::domain::machine::Guard;
use crate::domain::message::MessageKind;
use crate::domain::sla::MilestoneKind;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;
use crate::store::contacts::{Contact, insert_contact};
use crate::store::feed::Topic;
use crate::store::jobs::{Job, meet_milestone};
use crate::store::{At, Col, Tx};

const NOTE_CHARS: usize = 4_000;
const ARTICLE_CHARS: usize = 60;

/// How it was settled on the telephone, as it comes in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPhoneFix {
    /// What the customer was told and did.
    pub note: String,
    /// Code of the article of the knowledge base that helped.
    pub article: Option<String>,
}

/// The same when its values are known to be good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneFix {
    /// What the customer was told and did.
    pub note: String,
    /// Code of the article that helped.
    pub article: Option<String>,
}

impl NewPhoneFix {
    /// Checks the values; `path` stands before the names of the fields.
    pub fn check(&self, path: &str, faults: &mut Faults) -> Option<PhoneFix> {
        let note = faults.take(format!("{path}note"), clean_text(&self.note, NOTE_CHARS));
        if note.as_ref().is_some_and(String::is_empty) {
            faults.add(format!("{path}note"), FaultCode::Required);
        }
        let line = |text: &String| faults.take(format!("{path}article"), clean_line(text, ARTICLE_CHARS));
        let article = self.article.as_ref().and_then(line).filter(|article| !article.is_empty());
        Some(PhoneFix { note: note?, article })
    }
}

/// Ends a job that waits for an agent, because the telephone was enough: offers are withdrawn, the customer is thanked.
/// `seen` is the version that the caller insists on, if any.
///
/// # Errors
/// Wrong values; `PreconditionFailed`; `EventNotAllowed` once an agent has it; the database.
pub async fn fix_by_phone(
    app: &App,
    actor: Actor,
    id: JobId,
    (told, seen): (NewPhoneFix, Option<i32>),
) -> Result<Job, Error> {
    let mut faults = Faults::default();
    let fix = told.check("", &mut faults);
    let fix = faults.or(fix)?.ok_or_else(|| Error::Internal("a checked value is gone".to_owned()))?;
    let (now, db, app) = (app.clock.now(), app.db.clone(), app.clone());
    db.write(move |tx| {
        let mut case = Case::load(tx.conn(), id)?;
        if seen.is_some_and(|seen| seen != case.job.version) {
            return Err(Code::PreconditionFailed.into());
        }
        case.job.outcome = Some(Col(Outcome::FixedByPhone));
        (case.job.completed_at, case.job.dispatch_at) = (Some(At(now)), None);
        let step = Move { event: JobEvent::FixByPhone, guards: &[Guard::Outcome], reason: None, until: None };
        move_job(tx, (&actor, now), &mut case.job, &step)?;
        withdraw_all(tx, &app, &actor, now, id)?;
        for kind in [MilestoneKind::FirstResponse, MilestoneKind::FirstVisit, MilestoneKind::Resolution] {
            meet_milestone(tx, id, kind, now)?;
        }
        note(tx, (&actor, now), &case, &fix)?;
        if let Some(article) = &fix.article {
            helped(tx, (&actor, now), &case.job, article)?;
        }
        let request = &case.request;
        let params = [("reference", Param::Code(request.reference.0.to_string())), ("link", link_of(request))];
        let about = (request, About::job(&case.job));
        put_to_customer(tx, now, MessageKind::JobCompleted, about, (id.as_str(), &params))?;
        Ok(case.job)
    })
    .await
}

/// Which article of the knowledge base settled a job.
///
/// # Errors
/// The database.
pub fn helped(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: &Job, article: &str) -> Result<(), Error> {
    let happening = Happening::new(Topic::Job, job.id.0, "article_helped").of(job);
    record(tx, actor, now, happening.with(json!({ "article": article })))
}

/// The words stand in the customer's contacts: they may be personal.
fn note(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), case: &Case, fix: &PhoneFix) -> Result<(), Error> {
    let way = (ContactClass::FollowUp, Channel::Phone);
    let contact = Contact {
        request_id: Some(case.request.id),
        job_id: Some(case.job.id),
        operator_id: actor.user().map(Col),
        summary: fix.note.clone(),
        ..Contact::received(mint(now), case.request.customer_id.0, way, At(now))
    };
    Ok(insert_contact(tx, &contact)?)
}
