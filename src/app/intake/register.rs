//! The transaction of intake.

use chrono::NaiveDate;
use serde_json::json;

use super::answer::{Milestones, Registered, RegisteredJob, Warning};
use super::check::{Checked, Item, check};
use super::customer::{Known, Said, add_address, find_or_make};
use super::input::NewRequest;
use super::position::remembered;
use super::unit::{Unit, find_or_make_unit, name_units};
use super::warnings::{Watch, warnings_of_people, warnings_of_unit};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::{Happening, record};
use crate::app::links::give_link;
use crate::app::phone_fix::helped;
use crate::app::quotes::{PriceTold, tell_price};
use crate::app::recalls::{book_by_job, join_recalls};
use crate::app::slots::check_hold;
use crate::app::verdicts::{About as Judged, freeze_at_intake, gather};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::customer::ContactClass;
use crate::domain::geo::Position;
use crate::domain::id::{AddressId, RequestId};
use crate::domain::job::{JobEvent, JobKind, JobMachine, JobState, Outcome, Priority};
use crate::domain::link::LinkKind;
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::reference::Reference;
use crate::domain::sla::{Clock, MilestoneKind};
use crate::domain::time::{Instant, Window};
use crate::domain::warranty::{Verdict, judge};
use crate::store::contacts::{Contact, insert_contact};
use crate::store::customers::Customer;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{
    Job, Milestone, RequestContact, ServiceRequest, insert_job, insert_milestones, insert_request,
    insert_request_contact,
};
use crate::store::slots::give_slot_hold;
use crate::store::{At, Col, Conn, Day, StoreError, Tx};

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
    register_request_and(app, (actor, key), input, |_, _| Ok(())).await
}

/// The same with what else belongs into its transaction, which may run again.
///
/// # Errors
/// As for [`register_request`], and those of `and`.
pub async fn register_request_and(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    mut input: NewRequest,
    and: impl Fn(&mut Tx<'_>, RequestId) -> Result<(), Error> + Send + 'static,
) -> Result<Registered, Error> {
    let now = app.clock.now();
    let catalogue = app.catalogue();
    name_units(app, &mut input).await?;
    let checked = check(&input, &catalogue, &app.site.region, now)?;
    let reference = app.references_next().await?;
    let app = app.clone();
    let db = app.db.clone();
    db.write(move |tx| {
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let intake =
                Intake { app: &app, actor: &actor, catalogue: &catalogue, input: &input, checked: &checked, now };
            let registered = intake.register(tx, reference)?;
            and(tx, registered.id)?;
            Ok(registered)
        })
    })
    .await
}

/// One report on its way into the database.
pub(super) struct Intake<'a> {
    pub(super) app: &'a App,
    pub(super) actor: &'a Actor,
    pub(super) catalogue: &'a Catalogue,
    pub(super) input: &'a NewRequest,
    pub(super) checked: &'a Checked,
    pub(super) now: Instant,
}

impl Intake<'_> {
    fn register(&self, tx: &mut Tx<'_>, reference: Reference) -> Result<Registered, Error> {
        let (now, checked) = (self.now, self.checked);
        let input = self.input;
        let said = Said {
            customer_id: input.customer_id,
            kind: input.customer_kind,
            language: input.language.unwrap_or_default(),
            by: self.actor.user(),
        };
        let known = find_or_make(tx, now, &checked.people, &said)?;
        let customer = known.customer.id.0;
        let place = remembered(tx.conn(), Some(customer), &checked.address)?;
        let address = add_address(tx, now, customer, &place)?;
        let window = self.promised(tx, place.position)?;
        let request = self.request(reference, (&known, address), window);
        insert_request(tx, &request)?;
        self.add_people(tx, &request)?;
        let milestones = Milestones::due(self.catalogue, request.priority.0, now);
        let others = (Some(&known.customer), !known.candidates.is_empty());
        let mut warnings = warnings_of_people(&checked.people, others, Some(place.precision));
        let mut jobs = Vec::with_capacity(checked.items.len());
        for (at, item) in checked.items.iter().enumerate() {
            let has_none = known.is_new && at == 0;
            let mut unit = find_or_make_unit(tx, now, (customer, has_none), (at, item))?;
            let joining = (&mut unit.product, Some(request.province.as_str()));
            join_recalls(tx, self.catalogue, (self.actor, now), joining)?;
            jobs.push(self.add_job(tx, &request, (at, item, &unit), (&milestones, &mut warnings))?);
        }
        if let Some((hold, job)) = self.input.slot_hold_id.zip(jobs.iter().find(|job| job.state.is_open())) {
            // Another request was faster: look again, and find the hold given.
            let is_given = give_slot_hold(tx, hold, job.id, now)?;
            is_given.then_some(()).ok_or_else(|| StoreError::Again("slot_holds".to_owned()))?;
        }
        give_link(tx, self.app, now, LinkKind::Customer, (request.id.0.as_str(), request.link_generation))?;
        let summary = self.summarise(tx, &request, (&known.customer, &jobs))?;
        let happening =
            Happening::new(Topic::Request, request.id.0, "registered").of_request(request.id.0, &request.province);
        record(tx, self.actor, now, happening.with(json!({ "jobs": jobs.len(), "channel": self.input.channel })))?;
        tx.after_commit(Signal::Dispatch);
        let candidates = known.candidates.into_iter().map(|customer| (customer.id.0, customer.name)).collect();
        let id = request.id.0;
        Ok(Registered { id, reference, link_generation: 1, milestones, warnings, jobs, candidates, summary })
    }

    /// The window that is held for the customer, else the one that the customer wants. It may be held for the place as it
    /// was told, or as `remembered` from earlier addresses.
    fn promised(&self, tx: &mut Tx<'_>, remembered: Position) -> Result<Option<Window>, Error> {
        let visited = self.checked.items.iter().find(|item| item.fixed_by_phone.is_none());
        let (Some(hold), Some(first)) = (self.input.slot_hold_id, visited) else {
            return Ok(self.checked.window);
        };
        let about = (first.unit.category.as_str(), [self.checked.address.position, remembered]);
        Ok(Some(check_hold(tx.conn(), hold, about, self.now)?))
    }

    fn request(
        &self,
        reference: Reference,
        (known, address): (&Known, AddressId),
        window: Option<Window>,
    ) -> ServiceRequest {
        let (now, checked) = (self.now, self.checked);
        ServiceRequest {
            id: Col(mint(now)),
            reference: Col(reference),
            customer_id: known.customer.id,
            address_id: Col(address),
            province: checked.address.province.clone(),
            channel: Col(self.input.channel),
            priority: Col(self.input.priority.unwrap_or_else(|| usual_priority(self.catalogue, &known.customer))),
            language: Col(self.input.language.unwrap_or(known.customer.language.0)),
            window_from: window.map(|window| At(window.from)),
            window_to: window.map(|window| At(window.to)),
            owner_id: self.actor.user().map(Col),
            note: checked.note.clone(),
            created_by: self.actor.user().map(Col),
            created_at: At(now),
            local_day: Day(self.catalogue.calendar().local_date(now)),
            link_generation: 1,
            version: 1,
            duplicate_of: None,
            priority_reason: self.input.priority_reason.clone(),
        }
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
                email: person.email.clone(),
            };
            insert_request_contact(tx, &row)?;
        }
        let way = (ContactClass::Request, self.input.channel);
        let contact = Contact {
            request_id: Some(request.id),
            operator_id: self.actor.user().map(Col),
            summary: self.settled_notes(),
            phone: self.checked.people.first().map(|person| person.phone.as_ref().to_owned()),
            ..Contact::received(mint(self.now), request.customer_id.0, way, At(self.now))
        };
        Ok(insert_contact(tx, &contact)?)
    }

    /// What the customer was told where the telephone was enough.
    fn settled_notes(&self) -> String {
        let fixes = self.checked.items.iter().filter_map(|item| item.fixed_by_phone.as_ref());
        fixes.map(|fix| fix.note.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn add_job(
        &self,
        tx: &mut Tx<'_>,
        request: &ServiceRequest,
        (at, item, unit): (usize, &Item, &Unit),
        (milestones, warnings): (&Milestones, &mut Vec<Warning>),
    ) -> Result<RegisteredJob, Error> {
        let now = self.now;
        warnings_of_unit(tx.conn(), (at, unit), warnings)?;
        let verdict = verdict_of(tx.conn(), self.catalogue, (item, unit), request.local_day.0)?;
        let watch = Watch { catalogue: self.catalogue, now };
        let repeat_of = watch.earlier(tx.conn(), (at, item, unit), warnings)?;
        let fix = item.fixed_by_phone.as_ref();
        let (event, state) = self.first_event(item)?;
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
            outcome: fix.map(|_| Col(Outcome::FixedByPhone)),
            end_reason: None,
            registered_at: At(now),
            assigned_at: None,
            arrived_at: None,
            completed_at: fix.map(|_| At(now)),
            verified_at: None,
            closed_at: None,
            dispatch_at: fix.is_none().then_some(At(now)),
            local_day: request.local_day,
            version: 1,
            destination: item.destination.clone(),
        };
        insert_job(tx, &job)?;
        self.freeze(tx, &job, &verdict, milestones)?;
        let happening = Happening::new(Topic::Job, job.id.0, event.as_str()).of(&job);
        let happening = happening.states(JobState::Registered.as_str(), state.as_str());
        let (warranty, fault) = (verdict.outcome, &item.fault);
        let detail = json!({ "kind": item.kind, "fault": fault, "warranty": warranty, "repeat_of": repeat_of });
        record(tx, self.actor, now, happening.with(detail))?;
        book_by_job(tx, (self.actor, now), &job)?;
        if let Some(article) = fix.and_then(|fix| fix.article.as_ref()) {
            helped(tx, (self.actor, now), &job, article)?;
        }
        // Work that was settled in words costs nothing.
        let price = if fix.is_none() { self.tell_price(tx, &job, unit)? } else { None };
        Ok(RegisteredJob { id: job.id.0, kind: item.kind, state, verdict, price })
    }

    fn tell_price(&self, tx: &mut Tx<'_>, job: &Job, unit: &Unit) -> Result<Option<PriceTold>, Error> {
        let work = (job, unit.product.category.as_str());
        tell_price(tx, self.catalogue, (self.actor, self.now), work, self.input.channel.as_str())
    }

    /// The product queues a job; only a person can have settled it.
    fn first_event(&self, item: &Item) -> Result<(JobEvent, JobState), Error> {
        let (event, who) = match item.fixed_by_phone {
            Some(_) => (JobEvent::FixByPhone, self.actor.kind),
            None => (JobEvent::Queue, ActorKind::System),
        };
        Ok((event, apply::<JobMachine>(JobState::Registered, None, event, who, &[Guard::Outcome])?))
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
            met_at: job.completed_at,
        });
        Ok(insert_milestones(tx, &rows)?)
    }
}

/// How urgent a report is of which nobody says so: people who cannot wait come before others.
pub(super) fn usual_priority(catalogue: &Catalogue, customer: &Customer) -> Priority {
    let raised = &catalogue.care().raised_flags;
    let is_raised = raised.iter().any(|flag| customer.flags.0.iter().any(|it| it == flag.as_str()));
    if is_raised { Priority::High } else { Priority::default() }
}

/// What the policies of a day say to a unit that is to be repaired.
///
/// # Errors
/// The database.
pub(super) fn verdict_of(
    conn: &mut Conn,
    catalogue: &Catalogue,
    (item, unit): (&Item, &Unit),
    today: NaiveDate,
) -> Result<Verdict, Error> {
    if item.kind == JobKind::Recall {
        return Ok(Verdict::of_recall());
    }
    let about = Judged { fault: item.fault.as_deref(), job: None, is_elsewhere: unit.elsewhere, is_new: unit.is_new };
    let facts = gather(conn, catalogue, &unit.product, about)?;
    Ok(judge(catalogue.warranty_policies(), &facts, today))
}
