//! The transaction of intake.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check::{Checked, Item, check};
use super::customer::{Unit, add_address, find_or_make, find_or_make_unit};
use super::input::NewRequest;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::links::give_link;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::verdicts::{About as Judged, freeze_at_intake, gather};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::customer::ContactClass;
use crate::domain::id::{CustomerId, JobId, RequestId};
use crate::domain::job::{JobEvent, JobKind, JobMachine, JobState};
use crate::domain::link::LinkKind;
use crate::domain::machine::{ActorKind, apply};
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::reference::Reference;
use crate::domain::sla::{Clock, MilestoneKind};
use crate::domain::time::Instant;
use crate::domain::warranty::{Verdict, judge};
use crate::store::customers::{Contact, insert_contact};
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{
    Job, Milestone, RequestContact, ServiceRequest, insert_job, insert_milestones, insert_request,
    insert_request_contact, list_jobs_on,
};
use crate::store::{At, Col, Day, Tx};

/// What intake answers: ids and values, no link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// The request.
    pub id: RequestId,
    /// Its public reference.
    pub reference: Reference,
    /// Generation of the customer's link.
    pub link_generation: i32,
    /// When each point of the service level is due.
    pub milestones: Milestones,
    /// What the operator should look at.
    pub warnings: Vec<Warning>,
    /// The work, a job for each unit.
    pub jobs: Vec<RegisteredJob>,
    /// Other customers at the same telephone, with their names.
    pub candidates: Vec<(CustomerId, String)>,
}

/// When each point of the service level is due, in business time of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestones {
    /// An agent has accepted.
    pub first_response: Instant,
    /// A technician has arrived.
    pub first_visit: Instant,
    /// The work is done.
    pub resolution: Instant,
}

/// A job as intake made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredJob {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub kind: JobKind,
    /// Where it stands.
    pub state: JobState,
    /// The verdict, frozen.
    pub verdict: Verdict,
}

/// What the operator should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarningCode {
    /// The unit has an open job already.
    DuplicateOpenJob,
    /// The unit was repaired a short time ago.
    RepeatRepair,
    /// Another customer has a unit with this serial.
    SerialElsewhere,
    /// Only the city is known: area rules warn instead of fail.
    PositionVague,
    /// Others are reached by the same telephone.
    TelephoneShared,
    /// Nobody of the case can get an SMS: read the summary out.
    NoSmsTelephone,
}

crate::domain::codes!(WarningCode {
    DuplicateOpenJob => "DUPLICATE_OPEN_JOB", RepeatRepair => "REPEAT_REPAIR", SerialElsewhere => "SERIAL_ELSEWHERE",
    PositionVague => "POSITION_VAGUE", TelephoneShared => "TELEPHONE_SHARED", NoSmsTelephone => "NO_SMS_TELEPHONE",
});

/// A warning, and the job or the item it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// What.
    pub code: WarningCode,
    /// The job found, or the field.
    pub about: String,
}

/// Takes a report down: finds or makes the customer and the units, freezes each verdict, sets the milestones, puts the
/// summary into the outbox and wakes dispatch.
///
/// # Errors
/// Every faulty value at once; the same key with another body; the database.
pub async fn register_request(
    app: &App,
    actor: Actor,
    key: Option<Key>,
    input: NewRequest,
) -> Result<Registered, Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    let checked = check(&input, &catalogue, &app.site.region, now)?;
    let reference = app.references_next().await?;
    let app = app.clone();
    let db = app.db.clone();
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let intake =
                Intake { app: &app, actor: &actor, catalogue: &catalogue, input: &input, checked: &checked, now };
            intake.register(tx, reference)
        })
    })
    .await
}

struct Intake<'a> {
    app: &'a App,
    actor: &'a Actor,
    catalogue: &'a Catalogue,
    input: &'a NewRequest,
    checked: &'a Checked,
    now: Instant,
}

impl Intake<'_> {
    fn register(&self, tx: &mut Tx<'_>, reference: Reference) -> Result<Registered, Error> {
        let (now, checked) = (self.now, self.checked);
        let language = self.input.language.unwrap_or_default();
        let known = find_or_make(tx, now, &checked.people, self.input.customer_id, language)?;
        let address = add_address(tx, now, known.customer, &checked.address)?;
        let request = ServiceRequest {
            id: Col(mint(now)),
            reference: Col(reference),
            customer_id: Col(known.customer),
            address_id: Col(address),
            province: checked.address.province.clone(),
            channel: Col(self.input.channel),
            priority: Col(self.input.priority.unwrap_or_default()),
            language: Col(language),
            window_from: checked.window.map(|window| At(window.from)),
            window_to: checked.window.map(|window| At(window.to)),
            owner_id: self.actor.user().map(Col),
            note: checked.note.clone(),
            created_by: self.actor.user().map(Col),
            created_at: At(now),
            local_day: Day(self.catalogue.calendar().local_date(now)),
            link_generation: 1,
            version: 1,
        };
        insert_request(tx, &request)?;
        self.add_people(tx, &request)?;
        let milestones = self.milestones(&request);
        let mut warnings = self.warnings_of_people(known.candidates.len());
        let mut jobs = Vec::with_capacity(checked.items.len());
        for (at, item) in checked.items.iter().enumerate() {
            let has_none = known.is_new && at == 0;
            let unit = find_or_make_unit(tx, now, (known.customer, has_none), item)?;
            jobs.push(self.add_job(tx, &request, (at, item, &unit), (&milestones, &mut warnings))?);
        }
        give_link(tx, self.app, now, LinkKind::Customer, (request.id.0.as_str(), request.link_generation))?;
        self.summarise(tx, &request, jobs.len())?;
        let happening =
            Happening::new(Topic::Request, request.id.0, "registered").of_request(request.id.0, &request.province);
        record(tx, self.actor, now, happening.with(json!({ "jobs": jobs.len(), "channel": self.input.channel })))?;
        tx.after_commit(Signal::Dispatch);
        let candidates = known.candidates.into_iter().map(|customer| (customer.id.0, customer.name)).collect();
        Ok(Registered { id: request.id.0, reference, link_generation: 1, milestones, warnings, jobs, candidates })
    }

    fn add_people(&self, tx: &mut Tx<'_>, request: &ServiceRequest) -> Result<(), Error> {
        for (at, person) in self.checked.people.iter().enumerate() {
            let row = RequestContact {
                request_id: request.id,
                position: i32::try_from(at).unwrap_or(i32::MAX),
                role: Col(person.role),
                name: (!person.name.is_empty()).then(|| person.name.clone()),
                phone: person.phone.as_ref().to_owned(),
                kind: Col(person.kind),
                can_sms: person.can_sms,
            };
            insert_request_contact(tx, &row)?;
        }
        let contact = Contact {
            id: Col(mint(self.now)),
            customer_id: request.customer_id,
            request_id: Some(request.id),
            channel: Col(self.input.channel),
            direction: "incoming".to_owned(),
            class: Col(ContactClass::Request),
            operator_id: self.actor.user().map(Col),
            summary: String::new(),
            started_at: At(self.now),
            ended_at: Some(At(self.now)),
        };
        Ok(insert_contact(tx, &contact)?)
    }

    fn milestones(&self, request: &ServiceRequest) -> Milestones {
        let targets = self.catalogue.service_level().targets(request.priority.0);
        let calendar = self.catalogue.calendar();
        // A calendar that never opens leaves the plain minutes, so that a due point always exists.
        let due = |minutes: i64| {
            calendar
                .add_business(self.now, u32::try_from(minutes).unwrap_or(u32::MAX))
                .unwrap_or(self.now + TimeDelta::minutes(minutes))
        };
        Milestones {
            first_response: due(targets.first_response),
            first_visit: due(targets.first_visit),
            resolution: due(targets.resolution),
        }
    }

    fn warnings_of_people(&self, candidates: usize) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |code, about: &str| warnings.push(Warning { code, about: about.to_owned() });
        if candidates > 0 {
            warn(WarningCode::TelephoneShared, "contacts.0.phone");
        }
        if !self.checked.people.iter().any(|person| person.can_sms) {
            warn(WarningCode::NoSmsTelephone, "contacts");
        }
        if self.checked.address.precision > crate::domain::geo::Precision::Street {
            warn(WarningCode::PositionVague, "address.location");
        }
        warnings
    }

    fn add_job(
        &self,
        tx: &mut Tx<'_>,
        request: &ServiceRequest,
        (at, item, unit): (usize, &Item, &Unit),
        (milestones, warnings): (&Milestones, &mut Vec<Warning>),
    ) -> Result<RegisteredJob, Error> {
        let now = self.now;
        if unit.elsewhere {
            let about = format!("items.{at}.product.serial");
            warnings.push(Warning { code: WarningCode::SerialElsewhere, about });
        }
        let about =
            Judged { fault: item.fault.as_deref(), job: None, is_elsewhere: unit.elsewhere, is_new: !unit.known };
        let facts = gather(tx.conn(), self.catalogue, &unit.product, about)?;
        let verdict = judge(self.catalogue.warranty_policies(), &facts, request.local_day.0);
        let repeat_of = self.earlier(tx, unit, item, warnings)?;
        let state = apply::<JobMachine>(JobState::Registered, None, JobEvent::Queue, ActorKind::System, &[])?;
        let job = Job {
            id: Col(mint(now)),
            request_id: request.id,
            installed_product_id: unit.product.id,
            kind: Col(item.kind),
            state: Col(state),
            left_state: None,
            fault: item.fault.clone(),
            fault_note: item.fault_note.clone(),
            priority: request.priority,
            province: request.province.clone(),
            warranty: Col(verdict.outcome),
            agent_id: None,
            technician_id: None,
            repeat_of: repeat_of.map(Col),
            wave: 0,
            hold_reason: None,
            hold_until: None,
            outcome: None,
            end_reason: None,
            registered_at: At(now),
            assigned_at: None,
            arrived_at: None,
            completed_at: None,
            verified_at: None,
            closed_at: None,
            dispatch_at: Some(At(now)),
            local_day: request.local_day,
            version: 1,
        };
        insert_job(tx, &job)?;
        self.freeze(tx, &job, &verdict, milestones)?;
        let happening = Happening::new(Topic::Job, job.id.0, JobEvent::Queue.as_str())
            .of(&job)
            .states(JobState::Registered.as_str(), state.as_str())
            .with(
                json!({ "kind": item.kind, "fault": item.fault, "warranty": verdict.outcome, "repeat_of": repeat_of }),
            );
        record(tx, self.actor, now, happening)?;
        Ok(RegisteredJob { id: job.id.0, kind: item.kind, state, verdict })
    }

    /// The job that this one repeats, with the warnings about open and recent jobs on the unit.
    fn earlier(
        &self,
        tx: &mut Tx<'_>,
        unit: &Unit,
        item: &Item,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<JobId>, Error> {
        if !unit.known {
            return Ok(None);
        }
        let since = self.now - TimeDelta::days(self.catalogue.care().repeat_days);
        let mut repeat_of = None;
        for job in list_jobs_on(tx.conn(), unit.product.id.0, since)? {
            if job.state.0.is_open() {
                let about = job.id.0.to_string();
                warnings.push(Warning { code: WarningCode::DuplicateOpenJob, about });
            } else if job.completed_at.is_some() && item.kind == JobKind::Repair && repeat_of.is_none() {
                repeat_of = Some(job.id.0);
                warnings.push(Warning { code: WarningCode::RepeatRepair, about: job.id.0.to_string() });
            }
        }
        Ok(repeat_of)
    }

    fn freeze(&self, tx: &mut Tx<'_>, job: &Job, verdict: &Verdict, due: &Milestones) -> Result<(), Error> {
        freeze_at_intake(tx, self.now, job.id.0, verdict)?;
        let targets = self.catalogue.service_level().targets(job.priority.0);
        let points = [
            (MilestoneKind::FirstResponse, targets.first_response, due.first_response),
            (MilestoneKind::FirstVisit, targets.first_visit, due.first_visit),
            (MilestoneKind::Resolution, targets.resolution, due.resolution),
        ];
        let rows = points.map(|(kind, target_minutes, due_at)| Milestone {
            id: Col(mint(self.now)),
            job_id: job.id,
            kind: Col(kind),
            clock: Col(Clock::Business),
            target_minutes,
            due_at: At(due_at),
            met_at: None,
        });
        Ok(insert_milestones(tx, &rows)?)
    }

    fn summarise(&self, tx: &mut Tx<'_>, request: &ServiceRequest, jobs: usize) -> Result<(), Error> {
        let Some(first) = self.checked.items.first() else { return Ok(()) };
        let link = Param::Link(LinkKind::Customer, request.id.0.to_string(), request.link_generation);
        let params = [
            ("reference", Param::Code(request.reference.0.to_string())),
            ("category", Param::Category(first.unit.category.clone())),
            ("count", Param::Number(i64::try_from(jobs).unwrap_or(i64::MAX))),
            ("link", link),
        ];
        let Some(person) = self.checked.people.iter().find(|person| person.can_sms) else { return Ok(()) };
        let about = About { request: Some(request.id.0), ..About::default() };
        let to = Recipient {
            kind: RecipientKind::Customer,
            id: request.customer_id.0.to_string(),
            phone: person.phone.as_ref().to_owned(),
            language: request.language.0,
        };
        let once = request.id.0.to_string();
        put(tx, self.now, MessageKind::RequestRegistered, (&to, about), (&once, &params))
    }
}
