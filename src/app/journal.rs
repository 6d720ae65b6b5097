//! What happened and who did it: one event row and one audit row in the transaction that did it.

use serde_json::{Value, json};

use super::clock::mint;
use super::{Actor, Error};
use crate::domain::id::{JobId, RequestId};
use crate::domain::reason::{DelayOwner, Reason};
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::Job;
use crate::store::journal::{AuditRow, Event, insert_audit, insert_event};
use crate::store::{At, Col, Json, Tx};

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Happening {
    topic: Topic,
    subject_id: String,
    request_id: Option<RequestId>,
    job_id: Option<JobId>,
    province: Option<String>,
    name: &'static str,
    states: Option<(&'static str, &'static str)>,
    reason: Option<(String, DelayOwner)>,
    detail: Value,
}

impl Happening {
    /// `name` happened to the subject.
    #[must_use]
    pub fn new(topic: Topic, subject_id: impl std::fmt::Display, name: &'static str) -> Self {
        Self {
            topic,
            subject_id: subject_id.to_string(),
            request_id: None,
            job_id: None,
            province: None,
            name,
            states: None,
            reason: None,
            detail: json!({}),
        }
    }

    /// It belongs to this job.
    #[must_use]
    pub fn of(mut self, job: &Job) -> Self {
        self.request_id = Some(job.request_id.0);
        self.job_id = Some(job.id.0);
        self.province = Some(job.province.clone());
        self
    }

    /// It belongs to this request.
    #[must_use]
    pub fn of_request(mut self, request: RequestId, province: &str) -> Self {
        self.request_id = Some(request);
        self.province = Some(province.to_owned());
        self
    }

    /// It happened in this province; who sees no other does not hear of it.
    #[must_use]
    pub fn in_province(mut self, province: &str) -> Self {
        self.province = Some(province.to_owned());
        self
    }

    /// The subject went from one state to another.
    #[must_use]
    pub fn states(mut self, from: &'static str, to: &'static str) -> Self {
        self.states = Some((from, to));
        self
    }

    /// Why, and whose delay follows from it.
    #[must_use]
    pub fn because(mut self, reason: Option<&Reason>) -> Self {
        self.reason = reason.map(|reason| (reason.code.clone(), reason.owner));
        self
    }

    /// Figures and ids; no personal data.
    #[must_use]
    pub fn with(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }
}

/// Writes the event and the audit row, and tells every node after COMMIT.
///
/// # Errors
/// The database.
pub fn record(tx: &mut Tx<'_>, actor: &Actor, now: Instant, what: Happening) -> Result<(), Error> {
    let event_id = mint(now);
    insert_audit(
        tx,
        &AuditRow {
            id: Col(mint(now)),
            at: At(now),
            actor_kind: Col(actor.kind),
            actor_id: actor.id.clone(),
            action: what.name.to_owned(),
            subject: what.topic.as_str().to_owned(),
            subject_id: what.subject_id.clone(),
            detail: what.detail.to_string(),
            seal: None,
        },
    )?;
    let (reason, delay_owner) = what.reason.unzip();
    insert_event(
        tx,
        &Event {
            id: Col(event_id),
            at: At(now),
            topic: Col(what.topic),
            subject_id: what.subject_id.clone(),
            request_id: what.request_id.map(Col),
            job_id: what.job_id.map(Col),
            province: what.province,
            name: what.name.to_owned(),
            from_state: what.states.map(|(from, _)| from.to_owned()),
            to_state: what.states.map(|(_, to)| to.to_owned()),
            actor_kind: Col(actor.kind),
            actor_id: actor.id.clone(),
            reason,
            delay_owner: delay_owner.map(Col),
            detail: Json(what.detail),
        },
    )?;
    tx.after_commit(Signal::Changed { topic: what.topic, id: what.subject_id });
    Ok(())
}

/// Writes an audit row alone: for what changes no business record, such as a sign-in.
///
/// # Errors
/// The database.
pub fn audit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    now: Instant,
    (action, subject): (&str, &str),
    subject_id: impl std::fmt::Display,
) -> Result<(), Error> {
    let row = AuditRow {
        id: Col(mint(now)),
        at: At(now),
        actor_kind: Col(actor.kind),
        actor_id: actor.id.clone(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        subject_id: subject_id.to_string(),
        detail: String::new(),
        seal: None,
    };
    Ok(insert_audit(tx, &row)?)
}
