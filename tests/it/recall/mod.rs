//! Recalls: units found, told, booked and corrected, each once, with figures that the rows bear out.

mod doors;
mod joining;
mod life;

use ostakar::app::recalls::follow_due;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::TestDb;
use crate::support::facts::{count, text};
use crate::support::server::{Seen, TestServer};

/// A landline: nobody can send it an SMS.
pub const LANDLINE: &str = "02188001122";

/// A desk with units of several customers, and the tokens of those who work on recalls.
pub struct Desk {
    pub server: TestServer,
    pub manager: String,
    pub operator: String,
}

impl Desk {
    pub async fn open(db: TestDb) -> Self {
        let server = TestServer::start(db).await;
        let (manager, operator) = (server.login("manager").await, server.login("operator").await);
        Self { server, manager, operator }
    }

    pub fn url(&self) -> &str {
        self.server.inner.url()
    }

    /// The `n`-th customer of the samples with a unit of this serial, looked at once.
    pub fn report(&self, n: u64, serial: &str) -> Value {
        let mut body = self.server.sample(n);
        body["items"] = json!([{
            "kind": "inspection",
            "product": { "model_code": "ZR-RF-520", "serial": serial, "purchased_on": "2020-03-01" },
        }]);
        body
    }

    pub async fn register(&self, body: &Value) -> Value {
        let seen = self.server.post(&self.operator, "/api/v1/service-requests", body).await;
        assert_eq!(seen.status, 201, "{}", seen.text);
        seen.json()
    }

    /// Units with the serials `ZR00000100` and on: three a customer, the first customer on a landline.
    pub async fn units(&self, customers: u64) {
        for n in 0..customers {
            for unit in 0..3 {
                let mut body = self.report(n + 1, &format!("ZR{:08}", 100 + n * 3 + unit));
                let phone = if n == 0 { LANDLINE.to_owned() } else { format!("0912300{n:04}") };
                let name = body["contacts"][0]["name"].clone();
                body["contacts"] = json!([{ "role": "caller", "phone": phone, "name": name }]);
                self.register(&body).await;
            }
        }
    }

    /// Notes the problem `RC-1` of these serials and calls the units back; the path of the recall.
    pub async fn recall(&self, (from, to): (&str, &str)) -> String {
        let path = self.note(&problem("RC-1", (from, to))).await;
        assert_eq!(self.step(&path, "investigate").await.status, 200);
        let called = self.step(&path, "recall").await;
        assert_eq!((called.status, &called.json()["state"]), (200, &json!("recalled")), "{}", called.text);
        path
    }

    pub async fn note(&self, body: &Value) -> String {
        let made = self.server.post(&self.manager, "/api/v1/recalls", body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.header("location").to_owned()
    }

    pub async fn step(&self, path: &str, event: &str) -> Seen {
        self.server.post(&self.manager, &format!("{path}/events"), &json!({ "event": event })).await
    }

    pub async fn show(&self, path: &str) -> Value {
        self.server.get(&self.manager, path).await.json()
    }

    pub async fn units_in(&self, path: &str, state: &str) -> Vec<Value> {
        let found = self.show(&format!("{path}/units?state={state}&limit=100")).await;
        found["items"].as_array().unwrap_or_else(|| panic!("{found}")).clone()
    }

    pub async fn tick(&self) -> usize {
        follow_due(self.server.app()).await.unwrap()
    }

    pub async fn book(&self, path: &str, unit: &Value) -> Seen {
        let path = format!("{path}/units/{}/job", unit["id"].as_str().unwrap());
        self.server.post(&self.operator, &path, &json!({})).await
    }

    /// The work is done in the workshop of the centre.
    pub async fn correct(&self, job: &str) {
        let place = json!({ "place": "centre", "condition": "Clean" });
        let taken = self.server.post(&self.operator, &format!("/api/v1/jobs/{job}/workshop"), &place).await;
        assert_eq!(taken.status, 201, "{}", taken.text);
        let steps = format!("{}/events", taken.header("location"));
        self.answer(job).await;
        for event in [
            json!({ "event": "diagnose" }),
            json!({ "event": "repair" }),
            json!({ "event": "test" }),
            json!({ "event": "finish", "outcome": "repaired" }),
            json!({ "event": "hand_over", "note": "Known at the counter" }),
        ] {
            let seen = self.server.post(&self.operator, &steps, &event).await;
            assert_eq!(seen.status, 200, "{event}: {}", seen.text);
        }
    }

    async fn answer(&self, job: &str) {
        let path = format!("/api/v1/jobs/{job}/checklist");
        let body = json!({ "answers": { "correction_done": "yes" } });
        let put = self.server.request(Method::PUT, &path).bearer_auth(&self.operator).json(&body);
        assert_eq!(self.server.send(put).await.status, 200);
    }

    /// Messages of the recall.
    pub fn told(&self) -> i64 {
        count(self.url(), "messages WHERE kind = 'recall_notice'")
    }

    /// The flags of the unit with this serial.
    pub fn flags(&self, serial: &str) -> String {
        text(self.url(), &format!("SELECT flags FROM installed_products WHERE serial_key = '{serial}'"))
    }
}

pub fn problem(code: &str, (from, to): (&str, &str)) -> Value {
    json!({
        "code": code, "title": "Door hinge breaks", "brand": "zarvinex", "models": ["ZR-RF-520"],
        "ranges": [{ "from": from, "to": to }], "danger": "serious", "produced": 100,
        "defect_fa": "لولای در می‌شکند.", "defect_en": "The hinge breaks.",
        "correction_fa": "لولا عوض می‌شود.", "correction_en": "The hinge is exchanged.",
    })
}

/// The job of a unit that was booked.
pub fn job_of(booked: &Seen) -> String {
    assert_eq!(booked.status, 201, "{}", booked.text);
    booked.json()["job_id"].as_str().unwrap().to_owned()
}
