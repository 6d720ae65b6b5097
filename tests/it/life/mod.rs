//! Lives of jobs off the straight path: other times, people who are not there, work that does not hold.

mod care;
mod checked;
mod random;
mod reached;
mod reasons;
mod times;
mod unmet;

use std::cell::Cell;
use std::rc::Rc;

use actix_web::http::Method;
use chrono::{DateTime, Duration, Utc};
use ostakar::app::dispatch::offer_job;
use ostakar::app::intake::register_request;
use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App};
use ostakar::domain::id::{JobId, RequestId, VisitId};
use ostakar::domain::link::LinkKind;
use ostakar::domain::message::RecipientKind;
use ostakar::queries::pages::messages_of_job;
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::offers::{Visit, list_visits};
use ostakar::store::tasks::list_tasks_of;
use serde_json::{Value, json};

use crate::site::{Offered, Site};
use crate::support::TestDb;

/// A job that an agent has accepted, with its links.
pub struct Life {
    pub site: Rc<Site>,
    pub job: JobId,
    pub request: RequestId,
    pub customer: String,
    told: Cell<usize>,
}

impl Life {
    /// The `n`-th sample report, accepted by the agent that it was offered to.
    pub async fn accepted(db: TestDb, n: u64) -> Self {
        let site = Rc::new(Site::open(db).await);
        let Offered { job, request, offers } = site.offered(n).await;
        let link = site.path(LinkKind::Offer, offers[0].as_str());
        let taken = site.post_json(&format!("{link}/accept"), json!({})).await;
        assert_eq!(taken.status, 200, "{}", taken.text);
        let life = Self::of(site, job, request);
        life.dump().await;
        life
    }

    fn of(site: Rc<Site>, job: JobId, request: RequestId) -> Self {
        let customer = site.path(LinkKind::Customer, request.as_str());
        Self { site, job, request, customer, told: Cell::new(0) }
    }

    /// Two jobs in one town that one technician has accepted.
    pub async fn two_of_one(db: TestDb) -> [Self; 2] {
        let site = Rc::new(Site::open(db).await);
        let app = site.app.clone();
        let agent = app.network().agents().find(|agent| agent.code == "agent_001").unwrap().clone();
        let said = Acceptance { technician_id: Some(agent.technicians[0].id) };
        let mut lives = Vec::new();
        for n in 0..400 {
            let body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), n).unwrap();
            if body["address"]["city"] != "112931" {
                continue;
            }
            let made =
                register_request(&app, Actor::system(), None, serde_json::from_value(body).unwrap()).await.unwrap();
            let Ok(sent) = offer_job(&app, Actor::system(), made.jobs[0].id, agent.id).await else { continue };
            if accept(&app, sent.offers[0], None, said.clone()).await.is_ok() {
                lives.push(Self::of(Rc::clone(&site), made.jobs[0].id, made.id));
            }
            if let Ok(two) = <[Self; 2]>::try_from(std::mem::take(&mut lives)).map_err(|few| lives = few) {
                return two;
            }
        }
        panic!("the technician takes no two of the samples");
    }

    pub fn app(&self) -> &App {
        &self.site.app
    }

    pub fn wait(&self, time: Duration) {
        self.app().clock.advance(time);
    }

    pub async fn job(&self) -> Job {
        let job = self.job;
        self.app().db.read(move |conn| find_job(conn, job)).await.unwrap()
    }

    pub async fn visits(&self) -> Vec<Visit> {
        let job = self.job;
        self.app().db.read(move |conn| list_visits(conn, job)).await.unwrap()
    }

    /// The newest visit.
    pub async fn visit(&self) -> Visit {
        self.visits().await.pop().unwrap()
    }

    /// Path of the link of the newest visit.
    pub async fn technician(&self) -> String {
        let visit = self.visit().await;
        let url = self.app().link_url(LinkKind::Visit, visit.id.0.as_str(), visit.link_generation);
        url.trim_start_matches("https://s.example").to_owned()
    }

    /// What the technician reports of the newest visit; codes are filled in.
    pub async fn reports(&self, mut body: Value) -> (u16, Value) {
        self.wait(Duration::minutes(1));
        let id: VisitId = self.visit().await.id.0;
        match body["event"].as_str() {
            Some("arrived") => body["code"] = json!(self.site.arrival(id)),
            Some("done") => body["code"] = json!(self.site.completion(id)),
            _ => (),
        }
        let seen = self.site.post_json(&format!("{}/events", self.technician().await), body).await;
        (seen.status, seen.json())
    }

    /// The technician comes, and begins.
    pub async fn comes(&self) {
        for event in ["en_route", "arrived", "working"] {
            let (status, said) = self.reports(json!({ "event": event })).await;
            assert_eq!(status, 200, "{event}: {said}");
        }
    }

    /// What the customer says on the own page.
    pub async fn says(&self, what: &str, body: Value) -> (u16, Value) {
        self.wait(Duration::minutes(1));
        let seen = self.site.post_json(&format!("{}/{what}", self.customer), body).await;
        (seen.status, seen.json())
    }

    /// The free times that the customer is shown.
    pub async fn times(&self) -> Vec<DateTime<Utc>> {
        let seen = self.site.json(&format!("{}/times/{}", self.customer, self.job)).await.json();
        let items = seen["items"].as_array().unwrap();
        items.iter().map(|it| it["from"].as_str().unwrap().parse().unwrap()).collect()
    }

    pub async fn chooses(&self, from: DateTime<Utc>) -> (u16, Value) {
        self.says(&format!("times/{}", self.job), json!({ "from": from })).await
    }

    /// What staff do through the API.
    pub async fn staff(&self, user: &str, path: &str, body: Value) -> (u16, Value) {
        self.wait(Duration::minutes(1));
        self.site.api(user, Method::POST, &format!("/api/v1{path}"), body).await
    }

    pub async fn does(&self, user: &str, act: &str, body: Value) -> (u16, Value) {
        self.staff(user, &format!("/jobs/{}/{act}", self.job), body).await
    }

    /// Somebody of the staff calls, and nobody answers.
    pub async fn calls_in_vain(&self) {
        let body = json!({
            "channel": "phone", "direction": "outgoing", "class": "follow_up", "job": self.job, "outcome": "no_answer",
        });
        let (status, said) = self.staff("operator", "/contacts", body).await;
        assert_eq!(status, 201, "{said}");
    }

    /// `job | visits | open tasks | what was told since the last look`, so that a story reads as a list of such lines.
    pub async fn dump(&self) -> String {
        let (job, id) = (self.job().await, self.job);
        let hold = job.hold_reason.as_deref().map(|reason| format!(" {reason}")).unwrap_or_default();
        let visits: Vec<String> = self.visits().await.iter().map(|visit| visit.state.0.to_string()).collect();
        let tasks = self.app().db.read(move |conn| list_tasks_of(conn, id)).await.unwrap();
        let tasks: Vec<String> =
            tasks.iter().filter(|task| task.state.0.is_open()).map(|task| task.kind.0.to_string()).collect();
        let mut messages = self.app().db.read(move |conn| messages_of_job(conn, id)).await.unwrap();
        messages.sort_by_key(|message| (message.created_at, message.id.0));
        let known = self.told.replace(messages.len());
        let mut told: Vec<String> = (messages[known..].iter())
            .filter(|message| message.recipient_kind.0 != RecipientKind::Staff)
            .map(|message| format!("{}:{}", message.recipient_kind.0, message.kind.0))
            .collect();
        told.sort();
        format!("{}{hold} | {} | {} | {}", job.state.0, visits.join(" "), tasks.join(" "), told.join(" "))
    }

    pub async fn stands(&self, expected: &str) {
        assert_eq!(self.dump().await, expected);
    }
}
