//! The dispatcher's board: what waits, who could take it and why, offers sent and taken back, with and without its script.

mod browser;
mod candidates;
mod queue;
mod send;

use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, outbox};
use ostakar::domain::id::{JobId, OfferId};
use ostakar::domain::message::MessageKind;
use serde_json::{Value, json};

use crate::site::{Seen, Site};
use crate::support::{TestDb, facts};

/// The board with a dispatcher before it.
pub struct Board {
    pub site: Site,
    pub dispatcher: String,
}

impl Board {
    pub async fn open(db: TestDb) -> Self {
        let site = Site::open(db).await;
        let dispatcher = site.sign_in("dispatcher").await;
        Self { site, dispatcher }
    }

    /// A job of the `n`-th sample report with these fields set, which nobody was asked for yet.
    pub async fn waiting_with(&self, n: u64, set: &[(&str, Value)]) -> JobId {
        let app = &self.site.app;
        let mut body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), n).unwrap();
        for (name, value) in set {
            body[*name] = value.clone();
        }
        let body: NewRequest = serde_json::from_value(body).unwrap();
        let job = register_request(app, Actor::system(), None, body).await.unwrap().jobs[0].id;
        self.flush().await;
        job
    }

    pub async fn waiting(&self, n: u64) -> JobId {
        self.waiting_with(n, &[("priority", json!("normal"))]).await
    }

    pub async fn page(&self, path: &str) -> String {
        let mut seen = self.site.page_as(&self.dispatcher, path).await;
        if seen.status == 303 {
            // Days later the session is over.
            seen = self.site.page_as(&self.site.sign_in("dispatcher").await, path).await;
        }
        assert_eq!(seen.status, 200, "{path} {}", seen.text);
        seen.text
    }

    /// The board with a job, in English.
    pub async fn at(&self, job: JobId) -> String {
        self.page(&format!("/board?job={job}&lang=en")).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        self.site.post_as(&self.dispatcher, path, fields).await
    }

    /// Presses the button of the candidate in this place of a page.
    pub async fn send(&self, page: &str, at: usize) -> Seen {
        let form = Offering::of(page);
        self.post(&format!("/board/jobs/{}/offer?lang=en", form.job), &form.to(at)).await
    }

    /// Takes an offer back.
    pub async fn withdraw(&self, offer: OfferId) -> Seen {
        self.post(&format!("/board/offers/{offer}/withdraw?lang=en"), &[]).await
    }

    /// Sends what is due.
    pub async fn flush(&self) {
        while outbox::deliver_due(&self.site.app).await.unwrap().total() > 0 {}
    }

    /// Messages of a kind in these states, such as `'sent', 'delivered'`.
    pub fn messages(&self, kind: MessageKind, states: &str) -> i64 {
        facts::count(self.site.url(), &format!("messages WHERE kind = '{kind}' AND state IN ({states})"))
    }

    /// The only offer of a job that can be answered.
    pub async fn open_offer(&self, job: JobId) -> ostakar::store::offers::Offer {
        let mut open = self.site.offers(job).await;
        open.retain(|offer| offer.state.0.is_open());
        assert_eq!(open.len(), 1, "{open:?}");
        open.remove(0)
    }
}

/// The form of the candidates.
#[derive(Debug, Clone)]
pub struct Offering {
    pub job: String,
    pub version: String,
    pub key: String,
    pub agents: Vec<String>,
}

impl Offering {
    pub fn of(page: &str) -> Self {
        let form = between(page, "data-act=\"send\">", "</form>");
        let value = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let agents = form.split("name=\"agent_id\" value=\"").skip(1);
        Self {
            job: between(page, "data-shown=\"", "\"").to_owned(),
            version: value("version"),
            key: value("key"),
            agents: agents.map(|rest| rest.split('"').next().unwrap().to_owned()).collect(),
        }
    }

    pub fn to(&self, at: usize) -> [(&str, &str); 3] {
        [("version", &self.version), ("key", &self.key), ("agent_id", &self.agents[at])]
    }
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from}: {text}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}: {rest}")).0
}

/// The jobs of the queue in their order.
pub fn queue(page: &str) -> Vec<String> {
    let list = between(page, "<div id=\"queue\">", "</section>");
    let jobs = list.split(" data-job=\"").skip(1);
    jobs.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}
