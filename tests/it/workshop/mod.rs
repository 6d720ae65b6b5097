//! Units in workshops: in and out, never fetched, lent meanwhile, and handed over when an agent may not work.

mod custody;
mod doors;
mod loaners;
mod stories;

use chrono::TimeDelta;
use ostakar::app::case::Case;
use ostakar::app::intake::register_request;
use ostakar::app::payments::due_of;
use ostakar::app::policies::{PolicySpec, revise_policy};
use ostakar::app::quotes::{NewQuote, QuoteStep, make_quote, step_quote};
use ostakar::app::sample::sample_request;
use ostakar::app::workshop::{NewUnit, UnitStep, receive_unit, step_unit};
use ostakar::app::{Actor, Error};
use ostakar::domain::access::Caller;
use ostakar::domain::id::{AgentId, JobId, QuoteId, RequestId, WorkshopUnitId};
use ostakar::domain::job::{JobState, Outcome};
use ostakar::domain::link::LinkKind;
use ostakar::domain::money::Money;
use ostakar::domain::policy::{CarePolicy, WorkshopPolicy};
use ostakar::domain::quote::{AnswerWay, QuoteEvent};
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome;
use ostakar::domain::workshop::{UnitEvent, UnitState};
use ostakar::queries::workshop::list_workshops;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::tasks::list_tasks_of;
use ostakar::store::workshop::{WorkshopUnit, find_workshop_unit};
use serde_json::{Value, json};

use crate::money::{quote_lines, rule_prices};
use crate::site::Site;
use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::facts::execute;

/// What a day of storage costs in these tests.
pub const DAY: i64 = 500_000;

/// A counter with a job that nobody has taken up yet, and a workshop of its province.
pub struct Desk {
    pub site: Site,
    pub url: String,
    pub job: JobId,
    pub request: RequestId,
    pub customer: String,
    pub agent: AgentId,
    pub operator: Caller,
}

/// Usual terms with a fee for storage.
pub async fn rule_storage(site: &Site) {
    let workshop = WorkshopPolicy { storage_fee: Money::rials(DAY), ..WorkshopPolicy::default() };
    let care = CarePolicy { workshop, ..CarePolicy::default() };
    revise_policy(&site.app, Actor::system(), "standard", (1, PolicySpec::Care(care))).await.unwrap();
}

impl Desk {
    pub async fn open(db: TestDb) -> Self {
        let stand = TestApp::demo(db).await;
        let url = stand.url().to_owned();
        let site = Site::over(stand);
        rule_prices(&site.app).await;
        rule_storage(&site).await;
        let app = &site.app;
        let mut body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 1).unwrap();
        body["items"][0]["product"]["purchased_on"] = json!("2012-01-01");
        let made = register_request(app, Actor::system(), None, serde_json::from_value(body).unwrap()).await.unwrap();
        let job = made.jobs[0].id;
        execute(&url, &format!("UPDATE jobs SET warranty = '{}' WHERE id = '{job}'", WarrantyOutcome::OutOfWarranty));
        let province = app.db.read(move |conn| find_job(conn, job)).await.unwrap().province;
        let agent = app.db.read(move |conn| list_workshops(conn, &province)).await.unwrap()[0];
        let customer = site.path(LinkKind::Customer, made.id.as_str());
        let operator = site.caller("operator").await;
        Self { url, job, request: made.id, customer, agent, operator, site }
    }

    /// The unit as it is brought to the counter of the workshop.
    pub fn brought(&self) -> NewUnit {
        new_unit(
            json!({ "place": format!("agent:{}", self.agent), "condition": "A scratch on the left", "accessories": ["Hose"] }),
        )
    }

    pub async fn receive(&self) -> WorkshopUnitId {
        let actor = Actor::staff(&self.operator);
        receive_unit(&self.site.app, (actor, None), self.job, self.brought()).await.unwrap().unit_id
    }

    pub async fn say(
        &self,
        unit: WorkshopUnitId,
        event: UnitEvent,
        more: impl FnOnce(&mut UnitStep),
    ) -> Result<WorkshopUnit, Error> {
        self.site.app.clock.advance(TimeDelta::minutes(1));
        let mut step = only(event);
        more(&mut step);
        step_unit(&self.site.app, &self.operator, unit, step).await
    }

    /// Says these one after the other, and where the unit and its job stand then.
    pub async fn go(&self, unit: WorkshopUnitId, events: &[UnitEvent]) -> (UnitState, JobState, Option<String>) {
        for event in events {
            self.say(unit, *event, |_| ()).await.unwrap();
        }
        self.stands(unit).await
    }

    pub async fn stands(&self, unit: WorkshopUnitId) -> (UnitState, JobState, Option<String>) {
        let job = self.job().await;
        (self.unit(unit).await.state.0, job.state.0, job.hold_reason.filter(|_| job.state.0 == JobState::OnHold))
    }

    pub async fn unit(&self, unit: WorkshopUnitId) -> WorkshopUnit {
        self.site.app.db.read(move |conn| find_workshop_unit(conn, unit)).await.unwrap()
    }

    pub async fn job(&self) -> Job {
        let job = self.job;
        self.site.app.db.read(move |conn| find_job(conn, job)).await.unwrap()
    }

    /// Staff write the tests' price and send it.
    pub async fn quote(&self) -> QuoteId {
        let lines = quote_lines()["lines"].clone();
        let new: NewQuote = serde_json::from_value(json!({ "lines": lines, "send": true })).unwrap();
        let actor = Actor::staff(&self.operator);
        make_quote(&self.site.app, (actor, None), self.job, new).await.unwrap().quote_id
    }

    pub async fn answer(&self, quote: QuoteId, event: QuoteEvent) {
        let step = QuoteStep { event, way: Some(AnswerWay::Link), note: None };
        step_quote(&self.site.app, (Actor::customer(self.request), None), quote, step).await.unwrap();
    }

    pub fn code(&self, unit: WorkshopUnitId) -> String {
        short_code(&self.site.app.keys, Purpose::Handover, unit.as_str())
    }

    pub async fn fetch(&self, unit: WorkshopUnitId) -> Result<WorkshopUnit, Error> {
        let code = self.code(unit);
        self.say(unit, UnitEvent::HandOver, |step| step.code = Some(code)).await
    }

    /// What the customer owes.
    pub async fn due(&self) -> i64 {
        let (job, now, catalogue) = (self.job, self.site.app.clock.now(), self.site.app.catalogue());
        let due = self.site.app.db.read(move |conn| {
            let case = Case::load(conn, job)?;
            due_of(conn, &catalogue, &case, now)
        });
        due.await.unwrap().amount
    }

    /// Messages of a kind about the job.
    pub async fn told(&self, kind: &str) -> usize {
        let job = self.job;
        let messages = self.site.app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
        messages.iter().filter(|message| message.kind.0.as_str() == kind).count()
    }

    /// Open tasks of a kind about the job.
    pub async fn tasks(&self, kind: TaskKind) -> usize {
        let job = self.job;
        let tasks = self.site.app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
        tasks.iter().filter(|task| task.kind.0 == kind && task.state.0.is_open()).count()
    }
}

pub fn new_unit(body: Value) -> NewUnit {
    serde_json::from_value(body).unwrap()
}

/// The event alone; tests add what it asks for.
pub fn only(event: UnitEvent) -> UnitStep {
    UnitStep {
        event,
        outcome: None,
        note: None,
        code: None,
        taker: None,
        place: None,
        carrier: None,
        tracking: None,
        promised_at: None,
        seen: None,
    }
}

/// The outcome with which a job ended.
pub fn outcome(job: &Job) -> Option<Outcome> {
    job.outcome.map(|it| it.0)
}

/// The faults of a refusal, in order.
pub fn faults(error: Error) -> Vec<String> {
    let Error::Invalid(faults) = error else { panic!("{error}") };
    let mut all: Vec<String> = faults.0.iter().map(|it| format!("{} {}", it.field, it.code)).collect();
    all.sort();
    all
}
