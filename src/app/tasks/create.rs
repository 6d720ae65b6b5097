//! A task that a person makes: a promised callback, a low rating to follow, a document to fetch.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{NOTE_CHARS, TaskSpec, put_task};
use crate::app::idempotent::{Key, once};
use crate::app::linked::{Names, find_linked};
use crate::app::owner::{Owner, find_owner};
use crate::app::{Actor, App, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, CustomerId, JobId, TaskId, UserId};
use crate::domain::task::TaskKind;
use crate::domain::text::clean_text;
use crate::domain::time::{Instant, to_micros};

/// A dated piece of work for a person or a unit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// What is to be done.
    #[schema(value_type = String, example = "callback")]
    pub kind: TaskKind,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: DateTime<FixedOffset>,
    /// When the owner is reminded; by the policy before it is due when nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub remind_at: Option<DateTime<FixedOffset>>,
    /// The person whose it is; the caller when neither a person nor a role is named.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    /// The unit whose it is.
    #[schema(value_type = Option<String>, example = "operator")]
    pub owner_role: Option<Role>,
    /// The customer that it is about.
    #[schema(value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// Id or reference of the request that it is about.
    pub request: Option<String>,
    /// The job that it is about.
    #[schema(value_type = Option<String>)]
    pub job: Option<JobId>,
    /// The complaint that it is about.
    #[schema(value_type = Option<String>)]
    pub complaint: Option<ComplaintId>,
    /// In words.
    pub note: Option<String>,
}

/// The dates of a task, when they are right.
pub fn check_dates(
    (due_at, remind_at): (DateTime<FixedOffset>, Option<DateTime<FixedOffset>>),
    (prefix, now): (&str, Instant),
    faults: &mut Faults,
) -> (Instant, Option<Instant>) {
    let (due_at, remind_at) = (to_micros(due_at.to_utc()), remind_at.map(|at| to_micros(at.to_utc())));
    if due_at <= now {
        faults.add(format!("{prefix}due_at"), FaultCode::DateInPast);
    }
    if remind_at.is_some_and(|at| at > due_at) {
        faults.add(format!("{prefix}remind_at"), FaultCode::DateOrder);
    }
    (due_at, remind_at)
}

/// Makes a task.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn create_task(app: &App, caller: &Caller, key: Option<Key>, input: NewTask) -> Result<TaskId, Error> {
    let (now, catalogue, caller) = (app.clock.now(), app.catalogue(), caller.clone());
    let mut checked = Faults::default();
    let (due_at, remind_at) = check_dates((input.due_at, input.remind_at), ("", now), &mut checked);
    let note = input.note.as_deref().and_then(|note| checked.take("note", clean_text(note, NOTE_CHARS)));
    let note = note.filter(|note| !note.is_empty());
    if !input.kind.is_made_by_people() {
        let kinds = TaskKind::ALL.iter().filter(|kind| kind.is_made_by_people()).map(|kind| kind.as_str());
        checked.add_about("kind", FaultCode::NotAllowed, kinds.collect::<Vec<_>>().join(", "));
    }
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            once(tx, (&actor, key.as_ref()), now, |tx| {
                let mut faults = checked.clone();
                let names = Names {
                    customer: input.customer_id,
                    request: input.request.as_deref(),
                    job: input.job,
                    complaint: input.complaint,
                };
                let found = find_linked(tx.conn(), &caller, names, &mut faults)?;
                let owner = find_owner(tx.conn(), (input.owner_id, input.owner_role), &mut faults)?;
                let owner = owner.unwrap_or(Owner { id: Some(caller.user), role: caller.role });
                faults.or(())?;
                let spec = TaskSpec {
                    kind: input.kind,
                    owner,
                    province: found.province,
                    customer: found.customer,
                    request: found.request.map(|request| request.id.0),
                    job: found.job.map(|job| job.id.0),
                    complaint: found.complaint.map(|complaint| complaint.id.0),
                    agent: None,
                    note: note.clone(),
                    due_at,
                    remind_at,
                };
                Ok(put_task(tx, &catalogue, (&actor, now), spec)?.id.0)
            })
        })
        .await
}
