//! Customers who are not reached: attempts are logged, and after enough of them the job waits, with a link that lets it go on
//! at one touch. An agent alone cannot stop the clock.

use chrono::{TimeDelta, Timelike as _};
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::clock::mint;
use super::idempotent::{Key, once};
use super::jobs::{hold_quietly, wait};
use super::journal::{Happening, record};
use super::messages::{About, Param, put_to_customer};
use super::owner::Owner;
use super::tasks::{TaskSpec, put_task};
use super::visits::link_of;
use super::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::contact::{ContactOutcome, Direction};
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, RequestId, VisitId};
use crate::domain::job::{JobEvent, JobState};
use crate::domain::message::MessageKind;
use crate::domain::reach::{Attempt, Tried};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::contacts::{Contact, insert_contact, list_contacts_about};
use crate::store::feed::Topic;
use crate::store::jobs::list_jobs_of;
use crate::store::journal::list_events;
use crate::store::offers::{find_visit, list_jobs_of_visit, list_visits};
use crate::store::{At, Col, Conn, StoreError, Tx};

/// Why such a job waits.
pub const CUSTOMER_UNREACHABLE: &str = "CUSTOMER_UNREACHABLE";

/// What was tried for a job since its customer was last reached, or since it last went on.
///
/// # Errors
/// The database.
pub fn tried(conn: &mut Conn, app: &App, job: JobId) -> Result<Tried, StoreError> {
    let contacts = list_contacts_about(conn, job)?;
    let resumed = list_events(conn, job)?.into_iter().filter(|event| event.name == JobEvent::Resume.as_str());
    let resumed = resumed.map(|event| event.at.0).max();
    let reached = contacts.iter().filter(|it| it.outcome.0 == ContactOutcome::Reached).map(|it| it.started_at.0).max();
    let since = resumed.max(reached);
    let is_attempt = |it: &&Contact| it.direction.0 == Direction::Outgoing && !it.answered;
    let attempts: Vec<Attempt> = (contacts.iter().filter(is_attempt))
        .filter(|it| since.is_none_or(|since| since < it.started_at.0))
        .map(|it| Attempt {
            hour: it.started_at.0.with_timezone(&app.site.zone).hour(),
            by_staff: it.operator_id.is_some(),
        })
        .collect();
    Ok(Tried::of(&attempts))
}

/// Refuses to let a job wait for a customer whom too little was done to reach.
///
/// # Errors
/// A fault of `reason` that says how much was tried; the database.
pub(super) fn must_have_tried(conn: &mut Conn, app: &App, case: &Case, reason: Option<&str>) -> Result<(), Error> {
    if reason != Some(CUSTOMER_UNREACHABLE) {
        return Ok(());
    }
    let (tried, catalogue) = (tried(conn, app, case.job.id.0)?, app.catalogue());
    let policy = catalogue.care().reach;
    if tried.suffices(&policy) {
        return Ok(());
    }
    let mut faults = Faults::default();
    let Tried { attempts, day_parts, .. } = tried;
    let about = format!("{attempts}/{}, {day_parts}/{}", policy.attempts, policy.day_parts);
    faults.add_about("reason", FaultCode::AttemptsMissing, about);
    Err(faults.into())
}

/// Lets a job wait when an attempt was the last that it needed. A job with a visit ahead does not wait: the technician goes,
/// and finds out.
///
/// # Errors
/// The database.
pub(super) fn follow_attempt(
    tx: &mut Tx<'_>,
    (app, actor, now): (&App, &Actor, Instant),
    (job, attempt): (JobId, &Contact),
) -> Result<(), Error> {
    if attempt.direction.0 != Direction::Outgoing || attempt.answered {
        return Ok(());
    }
    let mut case = Case::load(tx.conn(), job)?;
    let is_waiting = matches!(
        case.job.state.0,
        JobState::Registered | JobState::PendingDispatch | JobState::Assigned | JobState::Incomplete
    );
    let is_agreed = list_visits(tx.conn(), job)?.iter().any(|visit| visit.state.0.is_open());
    let catalogue = app.catalogue();
    let policy = catalogue.care().reach;
    if !is_waiting || is_agreed || !tried(tx.conn(), app, job)?.suffices(&policy) {
        return Ok(());
    }
    let until = now + TimeDelta::days(policy.hold_days);
    // Whoever made the last attempt, the rule lets the job wait.
    let actor = if actor.user().is_some() { actor.clone() } else { Actor::system() };
    hold_quietly(tx, (app, &actor, now), &mut case, (CUSTOMER_UNREACHABLE, until))?;
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("until", Param::Moment(until)),
        ("link", link_of(&case.request)),
    ];
    let once = format!("{job}:{}", case.job.version);
    let about = About::job(&case.job);
    put_to_customer(tx, now, MessageKind::CustomerUnreachable, (&case.request, about), (&once, &params))
}

/// An attempt that a technician noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempted {
    /// The jobs that it was for.
    pub job_ids: Vec<JobId>,
}

/// Notes that a technician called the customer of a visit and was not answered.
///
/// # Errors
/// An outcome that is no failed attempt; `NotFound`; the database.
pub async fn note_attempt(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    visit: VisitId,
    outcome: ContactOutcome,
) -> Result<Attempted, Error> {
    if outcome.is_answered() || !outcome.can_end(Direction::Outgoing) {
        let mut faults = Faults::default();
        faults.add("outcome", FaultCode::NotAllowed);
        return Err(faults.into());
    }
    let (owner, now) = (app.clone(), app.clock.now());
    let noted = app.db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            find_visit(tx.conn(), visit)?;
            let job_ids = list_jobs_of_visit(tx.conn(), visit)?;
            for job in &job_ids {
                let case = Case::load(tx.conn(), *job)?;
                let contact = attempt(&case, outcome, now);
                insert_contact(tx, &contact)?;
                let happening = Happening::new(Topic::Contact, contact.id.0, "logged").of(&case.job);
                record(tx, &actor, now, happening.with(serde_json::json!({ "outcome": outcome, "visit": visit })))?;
                follow_attempt(tx, (&owner, &actor, now), (*job, &contact))?;
            }
            Ok(Attempted { job_ids })
        })
    });
    noted.await
}

fn attempt(case: &Case, outcome: ContactOutcome, now: Instant) -> Contact {
    let (class, channel) = (ContactClass::FollowUp, Channel::Phone);
    Contact {
        direction: Col(Direction::Outgoing),
        request_id: Some(case.request.id),
        job_id: Some(case.job.id),
        outcome: Col(outcome),
        answered: outcome.is_answered(),
        ..Contact::received(mint(now), case.request.customer_id.0, (class, channel), At(now))
    }
}

/// The customer says by the own link that they can be reached: what waited for them goes on, and an operator calls.
///
/// # Errors
/// `NotFound` when nothing waits for them; the database.
pub async fn come_back(app: &App, request: RequestId) -> Result<Vec<JobId>, Error> {
    let (owner, now) = (app.clone(), app.clock.now());
    let gone_on = app.db.write(move |tx| {
        let actor = Actor::customer(request);
        let mut jobs = Vec::new();
        for job in list_jobs_of(tx.conn(), request)? {
            if job.state.0 != JobState::OnHold || job.hold_reason.as_deref() != Some(CUSTOMER_UNREACHABLE) {
                continue;
            }
            let mut case = Case::load(tx.conn(), job.id.0)?;
            wait(tx, (&owner, &actor, now), &mut case, None)?;
            let catalogue = owner.catalogue();
            let due = catalogue.calendar().next_open(now).unwrap_or(now);
            let about = (&case.job, case.request.customer_id.0);
            let spec = TaskSpec::of_job(TaskKind::CustomerBack, Owner::unit(Role::Operator), about, due);
            put_task(tx, &catalogue, (&actor, now), spec)?;
            jobs.push(job.id.0);
        }
        if jobs.is_empty() { Err(Code::NotFound.into()) } else { Ok(jobs) }
    });
    gone_on.await
}
