//! Contacts: every interaction is logged, attempts that reached nobody too, and each class goes its own way (M1).

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::clock::mint;
use super::idempotent::{Key, once};
use super::intake::caller::find_caller;
use super::journal::{Happening, record};
use super::linked::{Linked, Names, find_linked};
use super::owner::{Owner, find_owner};
use super::reach::follow_attempt;
use super::tasks::{TaskSpec, put_task};
use super::{Actor, App, Catalogue, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::contact::{ContactOutcome, ContactStep, Direction, next_step};
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, ContactId, CustomerId, JobId, RequestId, TaskId, UserId};
use crate::domain::phone::Phone;
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::{Instant, to_micros};
use crate::queries::contacts::list_open_jobs_of;
use crate::store::contacts::{Contact, insert_contact};
use crate::store::feed::Topic;
use crate::store::jobs::list_jobs_of;
use crate::store::{At, Col, Tx};

const NAME_CHARS: usize = 120;
const SUMMARY_CHARS: usize = 4_000;
/// Longest wait in a queue that is believed, seconds.
const LONGEST_WAIT_S: i64 = 24 * 60 * 60;

/// One interaction with a customer, or an attempt at one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactEntry {
    /// By what way.
    #[schema(value_type = String, example = "phone")]
    pub channel: Channel,
    /// Who began it.
    #[schema(value_type = String, example = "incoming")]
    pub direction: Direction,
    /// What it was.
    #[schema(value_type = String, example = "follow_up")]
    pub class: ContactClass,
    /// The customer; a telephone, a request, a job or a complaint tells it too.
    #[schema(value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// The other side's telephone in any usual form.
    pub phone: Option<String>,
    /// The other side's name, where the telephone is new or shared.
    pub name: Option<String>,
    /// Id or reference of the request that it was about.
    pub request: Option<String>,
    /// The job that it was about.
    #[schema(value_type = Option<String>)]
    pub job: Option<JobId>,
    /// The complaint that it was about.
    #[schema(value_type = Option<String>)]
    pub complaint: Option<ComplaintId>,
    /// How it ended; reached if nothing is said.
    #[schema(value_type = Option<String>, example = "reached")]
    pub outcome: Option<ContactOutcome>,
    /// In words; required when somebody was reached.
    pub summary: Option<String>,
    /// When it began; now if nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<DateTime<FixedOffset>>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<DateTime<FixedOffset>>,
    /// Seconds that the other side waited.
    pub wait_s: Option<i64>,
    /// Whether a person answered; told by the outcome if left out.
    pub answered: Option<bool>,
    /// A callback that was promised: it becomes a task.
    pub callback: Option<Promise>,
}

/// A promised callback.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: DateTime<FixedOffset>,
    /// Who calls; the caller when neither a person nor a role is named.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    /// Which unit calls.
    #[schema(value_type = Option<String>)]
    pub owner_role: Option<Role>,
    /// About what.
    pub note: Option<String>,
}

/// A contact as it was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// The contact.
    pub id: ContactId,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// The request that it was about.
    pub request_id: Option<RequestId>,
    /// The job that it was about.
    pub job_id: Option<JobId>,
    /// The complaint that it was about.
    pub complaint_id: Option<ComplaintId>,
    /// The task of the callback promised.
    pub task_id: Option<TaskId>,
    /// What it still asks for.
    pub next: Option<ContactStep>,
}

/// What is known of an entry without the database.
#[derive(Debug, Clone)]
struct Checked {
    faults: Faults,
    phone: Option<Phone>,
    name: String,
    summary: String,
    outcome: ContactOutcome,
    started_at: Instant,
    ended_at: Option<Instant>,
    promise: Option<(Instant, Option<String>)>,
}

fn check(input: &ContactEntry, region: &str, now: Instant) -> Checked {
    let mut faults = Faults::default();
    let phone = input.phone.as_deref().and_then(|phone| faults.take("phone", Phone::parse(phone, region)));
    let name = input.name.as_deref().and_then(|name| faults.take("name", clean_line(name, NAME_CHARS)));
    let summary = input.summary.as_deref().and_then(|text| faults.take("summary", clean_text(text, SUMMARY_CHARS)));
    let summary = summary.unwrap_or_default();
    let outcome = input.outcome.unwrap_or(ContactOutcome::Reached);
    if outcome == ContactOutcome::Reached && summary.is_empty() && !faults.has("summary") {
        faults.add("summary", FaultCode::Required);
    }
    if !outcome.can_end(input.direction) {
        let possible = ContactOutcome::ALL.iter().filter(|it| it.can_end(input.direction)).map(|it| it.as_str());
        faults.add_about("outcome", FaultCode::NotAllowed, possible.collect::<Vec<_>>().join(", "));
    }
    if input.answered.is_some_and(|answered| answered != outcome.is_answered()) {
        faults.add_about("answered", FaultCode::NotAllowed, outcome.is_answered().to_string());
    }
    let started_at = input.started_at.map_or(now, |at| to_micros(at.to_utc()));
    let ended_at = input.ended_at.map(|at| to_micros(at.to_utc()));
    if started_at > now {
        faults.add("started_at", FaultCode::DateInFuture);
    }
    if ended_at.is_some_and(|at| at > now) {
        faults.add("ended_at", FaultCode::DateInFuture);
    }
    if ended_at.is_some_and(|at| at < started_at) {
        faults.add("ended_at", FaultCode::DateOrder);
    }
    if input.wait_s.is_some_and(|wait| !(0..=LONGEST_WAIT_S).contains(&wait)) {
        faults.add_about("wait_s", FaultCode::OutOfRange, format!("0–{LONGEST_WAIT_S}"));
    }
    let names = [input.request.is_some(), input.job.is_some(), input.complaint.is_some(), input.phone.is_some()];
    if input.customer_id.is_none() && !names.contains(&true) {
        faults.add("customer_id", FaultCode::Required);
    }
    let promise = input.callback.as_ref().map(|promise| {
        let due_at = super::tasks::check_dates((promise.due_at, None), ("callback.", now), &mut faults).0;
        let note = promise.note.as_deref().and_then(|text| faults.take("callback.note", clean_text(text, 2_000)));
        (due_at, note.filter(|note| !note.is_empty()))
    });
    Checked { faults, phone, name: name.unwrap_or_default(), summary, outcome, started_at, ended_at, promise }
}

/// Logs a contact, finds what it was about, and makes the task of a callback that was promised.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn log_contact(app: &App, caller: &Caller, key: Option<Key>, input: ContactEntry) -> Result<Logged, Error> {
    let (now, catalogue, caller, owner) = (app.clock.now(), app.catalogue(), caller.clone(), app.clone());
    let checked = check(&input, &app.site.region, now);
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            let logging = Logging {
                app: &owner,
                caller: &caller,
                actor: &actor,
                catalogue: &catalogue,
                input: &input,
                checked: &checked,
                now,
            };
            once(tx, (&actor, key.as_ref()), now, |tx| logging.log(tx))
        })
        .await
}

struct Logging<'a> {
    app: &'a App,
    caller: &'a Caller,
    actor: &'a Actor,
    catalogue: &'a Catalogue,
    input: &'a ContactEntry,
    checked: &'a Checked,
    now: Instant,
}

impl Logging<'_> {
    fn log(&self, tx: &mut Tx<'_>) -> Result<Logged, Error> {
        let (input, checked, mut faults) = (self.input, self.checked, self.checked.faults.clone());
        let names = Names {
            customer: input.customer_id,
            request: input.request.as_deref(),
            job: input.job,
            complaint: input.complaint,
        };
        let mut found = find_linked(tx.conn(), self.caller, names, &mut faults)?;
        let promised = input.callback.as_ref();
        let owner = promised.map(|it| (it.owner_id, it.owner_role)).unwrap_or_default();
        let mut of_owner = Faults::default();
        let owner = find_owner(tx.conn(), owner, &mut of_owner)?;
        for fault in of_owner.0 {
            faults.add_about(format!("callback.{}", fault.field), fault.code, fault.about);
        }
        let customer = match (found.customer, &checked.phone) {
            (Some(customer), _) => Some(customer),
            (None, Some(phone)) if faults.is_empty() => {
                find_caller(tx, (self.now, self.actor.user()), phone, (&checked.name, &mut faults))?
            }
            (None, _) => None,
        };
        faults.or(())?;
        let Some(customer) = customer else { return Err(Error::Internal("a contact without a customer".to_owned())) };
        if input.class == ContactClass::FollowUp && found.complaint.is_none() {
            self.find_job(tx, customer, &mut found)?;
        }
        let contact = self.write(tx, customer, &found)?;
        if let Some(job) = contact.job_id {
            follow_attempt(tx, (self.app, self.actor, self.now), (job.0, &contact))?;
        }
        let task_id = match &checked.promise {
            Some(promise) => Some(self.promise(tx, (customer, &found), promise, owner)?),
            None => None,
        };
        let is_linked = contact.request_id.is_some() || contact.job_id.is_some() || contact.complaint_id.is_some();
        Ok(Logged {
            id: contact.id.0,
            customer_id: customer,
            request_id: contact.request_id.map(|id| id.0),
            job_id: contact.job_id.map(|id| id.0),
            complaint_id: contact.complaint_id.map(|id| id.0),
            task_id,
            next: next_step(input.class, checked.outcome, is_linked),
        })
    }

    /// A follow-up is about the only job of the request, else about the customer's only open job.
    fn find_job(&self, tx: &mut Tx<'_>, customer: CustomerId, found: &mut Linked) -> Result<(), Error> {
        if found.job.is_some() {
            return Ok(());
        }
        let mut jobs = match &found.request {
            Some(request) => list_jobs_of(tx.conn(), request.id.0)?,
            None => list_open_jobs_of(tx.conn(), &self.caller.scope, customer)?,
        };
        if jobs.len() == 1 {
            found.job = jobs.pop();
        }
        Ok(())
    }

    fn write(&self, tx: &mut Tx<'_>, customer: CustomerId, found: &Linked) -> Result<Contact, Error> {
        let (input, checked) = (self.input, self.checked);
        let request = found.request.as_ref().map(|it| it.id).or(found.job.as_ref().map(|it| it.request_id));
        let contact = Contact {
            id: Col(mint(self.now)),
            customer_id: Col(customer),
            request_id: request,
            channel: Col(input.channel),
            direction: Col(input.direction),
            class: Col(input.class),
            operator_id: self.actor.user().map(Col),
            summary: checked.summary.clone(),
            started_at: At(checked.started_at),
            ended_at: checked.ended_at.map(At),
            job_id: found.job.as_ref().map(|job| job.id),
            complaint_id: found.complaint.as_ref().map(|complaint| complaint.id),
            phone: checked.phone.as_ref().map(|phone| phone.as_ref().to_owned()),
            outcome: Col(checked.outcome),
            answered: checked.outcome.is_answered(),
            wait_s: input.wait_s.and_then(|wait| i32::try_from(wait).ok()),
        };
        insert_contact(tx, &contact)?;
        let detail = json!({
            "class": input.class, "channel": input.channel, "direction": input.direction, "outcome": checked.outcome,
        });
        let mut happening = Happening::new(Topic::Contact, contact.id.0, "logged");
        happening = happening.in_province(&found.province).with(detail);
        // Who complains of a job is not told in the job's history.
        if input.class != ContactClass::Complaint {
            happening = happening.linked(contact.request_id.map(|id| id.0), contact.job_id.map(|id| id.0));
        }
        record(tx, self.actor, self.now, happening)?;
        Ok(contact)
    }

    fn promise(
        &self,
        tx: &mut Tx<'_>,
        (customer, found): (CustomerId, &Linked),
        (due_at, note): &(Instant, Option<String>),
        owner: Option<Owner>,
    ) -> Result<TaskId, Error> {
        let spec = TaskSpec {
            kind: TaskKind::Callback,
            owner: owner.unwrap_or(Owner { id: Some(self.caller.user), role: self.caller.role }),
            province: found.province.clone(),
            customer: Some(customer),
            request: found.request.as_ref().map(|it| it.id.0).or(found.job.as_ref().map(|it| it.request_id.0)),
            job: found.job.as_ref().map(|job| job.id.0),
            complaint: found.complaint.as_ref().map(|complaint| complaint.id.0),
            agent: None,
            note: note.clone(),
            due_at: *due_at,
            remind_at: None,
        };
        Ok(put_task(tx, self.catalogue, (self.actor, self.now), spec)?.id.0)
    }
}
