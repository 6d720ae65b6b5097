//! The links in the field and the public pages: a visit without network, what pages weigh, requests and status by strangers.

mod browser;
mod doors;
mod request;
mod status;

use ostakar::app::Actor;
use ostakar::app::dispatch::dispatch_job;
use ostakar::domain::id::{JobId, RequestId, VisitId};
use ostakar::domain::link::LinkKind;
use ostakar::domain::machine::ActorKind;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::feed::Topic;
use ostakar::store::jobs::find_job;
use ostakar::store::journal::list_events;
use reqwest::Method;
use serde_json::json;

use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::server::TestServer;

/// A visit that a technician is to make, on a server that browsers reach.
pub struct Visit {
    pub server: TestServer,
    pub request: RequestId,
    pub job: JobId,
    pub id: VisitId,
    /// Path of the technician's own link.
    pub link: String,
    /// Path of a link to another offer, which is open.
    pub offer: String,
}

impl Visit {
    pub async fn open(db: TestDb) -> Self {
        let server = TestServer::over(TestApp::demo(db).await);
        let operator = server.login("operator").await;
        let job = id_of_job(&server.register(&operator, 1).await);
        let other = id_of_job(&server.register(&operator, 2).await);
        let won = offer(&server, job).await;
        let accept = server.request(Method::POST, &format!("{won}/accept")).header("accept", "application/json");
        let accepted = server.send(accept.json(&json!({}))).await.json();
        let id: VisitId = accepted["visit_id"].as_str().unwrap().parse().unwrap();
        let offer = offer(&server, other).await;
        let request = server.app().db.read(move |conn| find_job(conn, job)).await.unwrap().request_id.0;
        Self { link: path(&server, LinkKind::Visit, id.as_str()), server, request, job, id, offer }
    }

    pub fn code(&self, purpose: Purpose) -> String {
        short_code(&self.server.app().keys, purpose, self.id.as_str())
    }

    /// Path of the customer's page.
    pub fn customer(&self) -> String {
        path(&self.server, LinkKind::Customer, self.request.as_str())
    }

    /// What the technician did on the visit, in its order.
    pub async fn steps(&self) -> Vec<String> {
        let job = self.job;
        let events = self.server.app().db.read(move |conn| list_events(conn, job)).await.unwrap();
        let steps =
            events.into_iter().filter(|it| it.topic.0 == Topic::Visit && it.actor_kind.0 == ActorKind::Technician);
        steps.map(|it| it.name).collect()
    }
}

fn id_of_job(registered: &serde_json::Value) -> JobId {
    registered["jobs"][0]["id"].as_str().unwrap().parse().unwrap()
}

async fn offer(server: &TestServer, job: JobId) -> String {
    let sent = dispatch_job(server.app(), Actor::system(), job, None).await.unwrap();
    path(server, LinkKind::Offer, sent.offers[0].as_str())
}

fn path(server: &TestServer, kind: LinkKind, subject: &str) -> String {
    let url = server.app().link_url(kind, subject, 1);
    url.strip_prefix("https://s.example").unwrap().to_owned()
}
