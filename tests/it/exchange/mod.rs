//! Another unit or the money back: asked for, approved by two people, done, and whatever comes between.

mod doors;
mod lives;
mod refusals;
mod turns;

use actix_web::http::Method;
use ostakar::app::Actor;
use ostakar::app::intake::register_request;
use ostakar::app::sample::sample_request;
use ostakar::domain::id::JobId;
use ostakar::domain::link::LinkKind;
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::people::find_user;
use ostakar::store::tasks::list_tasks_of;
use serde_json::{Value, json};

use crate::site::Site;
use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::facts::execute;

/// Serial of the unit that the customer has.
pub const OLD: &str = "ZR11111111";
/// Serial of the unit that comes in its place.
pub const NEW: &str = "ZR22222222";
/// The day on which the old unit was bought.
pub const BOUGHT: &str = "2025-06-01";
/// What a refund comes to.
pub const PRICE: i64 = 125_000_000;

/// A counter with a job that nobody has taken up yet, on a unit under warranty.
pub struct Counter {
    pub site: Site,
    pub url: String,
    pub job: JobId,
    pub customer: String,
}

/// A report of that unit, or of another one.
pub fn report(site: &Site, serial: &str) -> Value {
    let app = &site.app;
    let mut body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 1).unwrap();
    let product = json!({ "model_code": "ZR-RF-520", "serial": serial, "purchased_on": BOUGHT });
    body["items"] = json!([{ "kind": "repair", "product": product, "fault": { "code": "RF_NOT_COOLING" } }]);
    body
}

impl Counter {
    pub async fn open(db: TestDb) -> Self {
        let stand = TestApp::demo(db).await;
        let url = stand.url().to_owned();
        let site = Site::over(stand);
        let body = serde_json::from_value(report(&site, OLD)).unwrap();
        let made = register_request(&site.app, Actor::system(), None, body).await.unwrap();
        let customer = site.path(LinkKind::Customer, made.id.as_str());
        Self { url, job: made.jobs[0].id, customer, site }
    }

    pub async fn ask(&self, user: &str, body: Value) -> (u16, Value) {
        self.site.api(user, Method::POST, &format!("/api/v1/jobs/{}/exchange", self.job), body).await
    }

    /// The operator asks for it; the case.
    pub async fn asked(&self, body: Value) -> String {
        let (status, made) = self.ask("operator", body).await;
        assert_eq!((status, &made["state"]), (201, &json!("requested")), "{made}");
        made["id"].as_str().unwrap().to_owned()
    }

    /// A case that both have approved.
    pub async fn approved(&self, body: Value) -> String {
        let case = self.asked(body).await;
        self.goes("agent_manager", &case, json!({ "event": "approve_technically" })).await;
        self.goes("manager", &case, json!({ "event": "approve" })).await;
        case
    }

    pub async fn say(&self, user: &str, case: &str, body: Value) -> (u16, Value) {
        self.site.api(user, Method::POST, &format!("/api/v1/exchanges/{case}/events"), body).await
    }

    /// Says something that is taken; the case.
    pub async fn goes(&self, user: &str, case: &str, body: Value) -> Value {
        let (status, shown) = self.say(user, case, body.clone()).await;
        assert_eq!(status, 200, "{body}: {shown}");
        shown
    }

    /// Says something that is refused; status and code.
    pub async fn refused(&self, user: &str, case: &str, body: Value) -> (u16, String) {
        let (status, problem) = self.say(user, case, body).await;
        (status, problem["code"].as_str().unwrap_or_default().to_owned())
    }

    /// Says something that is wrong; its faults.
    pub async fn wrong(&self, user: &str, case: &str, body: Value) -> Vec<String> {
        faults(&self.say(user, case, body).await)
    }

    pub async fn case(&self, user: &str, case: &str) -> Value {
        self.site.api(user, Method::GET, &format!("/api/v1/exchanges/{case}"), json!({})).await.1
    }

    pub async fn job(&self) -> Job {
        let job = self.job;
        self.site.app.db.read(move |conn| find_job(conn, job)).await.unwrap()
    }

    /// State, and what it waits for.
    pub async fn stands(&self) -> (String, Option<String>) {
        let job = self.job().await;
        (job.state.0.to_string(), job.hold_reason)
    }

    /// The open tasks of its cases: kind, and the person or the role whose it is.
    pub async fn tasks(&self) -> Vec<String> {
        let job = self.job;
        let read = self.site.app.db.read(move |conn| -> Result<_, ostakar::store::StoreError> {
            let mut shown = Vec::new();
            for task in list_tasks_of(conn, job)? {
                if task.state.0.is_open() && task.kind.0.as_str().contains("exchange") {
                    let person = task.owner_id.map(|id| find_user(conn, id.0)).transpose()?.map(|user| user.username);
                    let owner = person.unwrap_or_else(|| format!("any {}", task.owner_role.0));
                    shown.push(format!("{} {owner}", task.kind.0));
                }
            }
            Ok(shown)
        });
        read.await.unwrap()
    }

    /// What the customer was told of it, by SMS.
    pub async fn told(&self) -> Vec<String> {
        let job = self.job;
        let messages = self.site.app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
        let news = messages.iter().filter(|message| message.kind.0.as_str() == "exchange_news");
        let answer =
            |it: &ostakar::store::messages::Message| it.params.0["answer_given"]["value"].as_str().map(str::to_owned);
        let mut answers: Vec<String> = news.filter_map(answer).collect();
        answers.sort();
        answers
    }

    /// What the customer's page says of it.
    pub async fn seen(&self) -> Value {
        self.site.json(&self.customer).await.json()["units"][0].clone()
    }

    /// A photo of the job, or of no job; each mark makes another one.
    pub fn photo(&self, mark: u8, is_of_job: bool) -> String {
        let id = format!("01890a5d-ac96-774b-bcce-b302099a80{mark:02x}");
        let job = if is_of_job { format!("'{}'", self.job) } else { "NULL".to_owned() };
        let row = format!(
            "INSERT INTO attachments (id, blob_hash, media_type, byte_count, kind, job_id, added_by, created_at) \
             VALUES ('{id}', 'x{mark}', 'image/jpeg', 1, 'damage', {job}, 'technician', 0)"
        );
        execute(&self.url, &row);
        id
    }
}

pub fn exchange() -> Value {
    json!({ "remedy": "exchange", "reason": "NOT_REPAIRABLE", "note": "The compressor fails again" })
}

pub fn refund() -> Value {
    let amount = json!({ "amount": PRICE, "currency": "IRR" });
    json!({ "remedy": "refund", "amount": amount, "reason": "PART_UNAVAILABLE", "note": "No compressor to be had" })
}

/// The other unit, for the customer who gives the old one.
pub fn other_unit() -> Value {
    json!({ "event": "fulfil", "new_serial": NEW, "old_unit": "collected", "collected_by": "Ali Driver" })
}

/// The money, for the customer who keeps the old unit.
pub fn money() -> Value {
    let amount = json!({ "amount": PRICE, "currency": "IRR" });
    json!({ "event": "fulfil", "amount": amount, "method": "card_to_card", "trace": "123 456 789",
        "paid_on": "2026-11-22", "old_unit": "left_with_customer" })
}

/// The faults of a refusal, in order.
pub fn faults((status, problem): &(u16, Value)) -> Vec<String> {
    assert_eq!(*status, 422, "{problem}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().unwrap().iter();
    let mut all: Vec<_> = errors.map(|it| format!("{} {}", text(&it["field"]), text(&it["code"]))).collect();
    all.sort();
    all
}
