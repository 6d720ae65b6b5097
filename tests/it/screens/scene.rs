//! What the pictures show: two weeks of reports, and a morning on which somebody waits, somebody is asked and somebody comes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{Datelike as _, TimeDelta, Weekday};
use ostakar::app::dispatch::{dispatch_job, offer_job};
use ostakar::app::intake::register_request;
use ostakar::app::offers::{Acceptance, Accepted, accept};
use ostakar::app::sample::sample_request;
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, jobs, outbox};
use ostakar::domain::id::{JobId, OfferId, RequestId, VisitId};
use ostakar::domain::link::LinkKind;
use ostakar::domain::time::Instant;
use ostakar::domain::visit::VisitEvent;
use ostakar::security::link::{Purpose, short_code};
use serde_json::{Value, json};

use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::server::{TestServer, password};

/// Days that have passed.
const DAYS: i64 = 13;
/// Reports of each of them but Fridays.
const REPORTS_A_DAY: i32 = 4;
/// The city of all customers, so that agents have more than one of them.
const CITY: &str = "112931";
/// The agent whose day the schedule shows.
const AGENT: &str = "agent_001";
/// Visits of the agent on the day of the pictures.
const VISITS: usize = 9;
/// A desktop and a telephone, in points.
const DESKTOP: (u32, u32) = (1280, 800);
const TELEPHONE: (u32, u32) = (390, 844);

/// What is still to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Report,
    Offer(JobId),
    Accept(OfferId),
    SetOut(VisitId),
    Arrive(VisitId),
    Finish(VisitId),
}

/// A network at work, with what is still to happen, the soonest first.
struct Network {
    app: App,
    due: BinaryHeap<Reverse<(Instant, Step)>>,
    /// Number of the last sample report.
    number: u64,
}

impl Network {
    /// The next sample report of a customer in the city.
    fn sample(&mut self) -> Value {
        loop {
            self.number += 1;
            let app = &self.app;
            let body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), self.number).unwrap();
            if body["address"]["city"] == CITY {
                return body;
            }
        }
    }

    async fn report(&mut self, body: Value) -> (JobId, RequestId) {
        let input = serde_json::from_value(body).unwrap();
        let made = register_request(&self.app, Actor::system(), None, input).await.unwrap();
        (made.jobs[0].id, made.id)
    }

    /// One more report, taken down.
    async fn another(&mut self) -> (JobId, RequestId) {
        let body = self.sample();
        self.report(body).await
    }

    fn later(&mut self, minutes: i64, step: Step) {
        self.due.push(Reverse((self.app.clock.now() + TimeDelta::minutes(minutes), step)));
    }

    /// Most jobs go their way at once; some wait for days.
    async fn play(&mut self, step: Step) {
        match step {
            Step::Report => {
                let (job, _) = self.another().await;
                let days = [0, 0, 2, 0, 0, 4, 0][usize::try_from(self.number % 7).unwrap()];
                self.later(days * 24 * 60 + 2, Step::Offer(job));
            }
            Step::Offer(job) => {
                let sent = dispatch_job(&self.app, Actor::system(), job, None).await.unwrap();
                if let Some(offer) = sent.offers.first() {
                    self.later(4, Step::Accept(*offer));
                }
            }
            Step::Accept(offer) => {
                // Somebody else may have been given the technician's time meanwhile.
                if let Ok(taken) = accept(&self.app, offer, None, Acceptance::default()).await {
                    let before = taken.window.from - self.app.clock.now() - TimeDelta::minutes(15);
                    self.later(before.num_minutes().max(5), Step::SetOut(taken.visit_id));
                }
            }
            Step::SetOut(visit) => {
                if self.tells(visit, VisitEvent::SetOut).await {
                    self.later(25, Step::Arrive(visit));
                }
            }
            Step::Arrive(visit) => {
                if self.tells(visit, VisitEvent::Arrive).await && self.tells(visit, VisitEvent::BeginWork).await {
                    self.later(50, Step::Finish(visit));
                }
            }
            Step::Finish(visit) => {
                self.tells(visit, VisitEvent::Finish).await;
            }
        }
    }

    /// What a technician reports of a visit, with the customer's code; whether it is taken.
    async fn tells(&self, visit: VisitId, event: VisitEvent) -> bool {
        let code = |purpose| Some(short_code(&self.app.keys, purpose, visit.as_str()));
        let code = match event {
            VisitEvent::Arrive => code(Purpose::Arrival),
            VisitEvent::Finish => code(Purpose::Completion),
            _ => None,
        };
        let report = VisitReport { event, code, reason: None, outcome: None, note: None, parts: Vec::new() };
        report_visit(&self.app, Actor::technician(visit), visit, None, report).await.is_ok()
    }

    /// Plays what is due until then.
    async fn until(&mut self, end: Instant) {
        while let Some(Reverse((at, step))) = self.due.pop() {
            if end < at {
                self.due.push(Reverse((at, step)));
                break;
            }
            self.reach(at);
            self.play(step).await;
        }
        self.reach(end);
        jobs::settle_due(&self.app).await.unwrap();
        self.deliver().await;
    }

    /// Sets the clock forward to a moment; it never goes back.
    fn reach(&self, at: Instant) {
        self.app.clock.advance((at - self.app.clock.now()).max(TimeDelta::zero()));
    }

    async fn deliver(&self) {
        while outbox::deliver_due(&self.app).await.unwrap().total() > 0 {}
    }

    /// The days before the one of the pictures.
    async fn pass(&mut self) {
        for _ in 0..DAYS {
            let morning = self.app.clock.now();
            for report in 0..REPORTS_A_DAY {
                if morning.weekday() != Weekday::Fri {
                    self.due.push(Reverse((morning + TimeDelta::minutes(95) * report, Step::Report)));
                }
            }
            self.until(morning + TimeDelta::days(1)).await;
        }
    }

    /// A report that the agent of the schedule accepts, if it passes the rules for it.
    async fn planned(&mut self) -> Option<(Accepted, RequestId)> {
        let agent = self.app.network().agents().find(|agent| agent.code == AGENT).unwrap().id;
        let (job, request) = self.another().await;
        let sent = offer_job(&self.app, Actor::system(), job, agent).await.ok()?;
        let taken = accept(&self.app, *sent.offers.first()?, None, Acceptance::default()).await.ok()?;
        Some((taken, request))
    }
}

/// The morning of the pictures.
pub struct Scene {
    pub server: TestServer,
    /// The visit of the technician's picture, who has arrived.
    visit: VisitId,
    /// The request of the customer's picture, to whom somebody is on the way.
    request: RequestId,
    /// Telephone and fault of a caller who has called before.
    call: (String, String),
}

impl Scene {
    pub async fn open() -> Self {
        let stand = TestApp::demo(TestDb::sqlite()).await;
        let mut network = Network { app: stand.app.clone(), due: BinaryHeap::new(), number: 0 };
        let known = network.sample();
        let (job, _) = network.report(known.clone()).await;
        network.later(2, Step::Offer(job));
        network.pass().await;
        let mut planned = Vec::new();
        for _ in 0..3 * VISITS {
            planned.extend(network.planned().await);
            if planned.len() == VISITS {
                break;
            }
        }
        planned.sort_by_key(|(taken, _)| taken.window.from);
        let [(first, _), others @ ..] = &planned[..] else { panic!("{AGENT} takes none of the samples") };
        for _ in 0..4 {
            network.another().await;
        }
        let mut urgent = network.sample();
        urgent["priority"] = json!("emergency");
        network.report(urgent).await;
        network.until(first.window.from + TimeDelta::minutes(10)).await;
        for event in [VisitEvent::SetOut, VisitEvent::Arrive] {
            assert!(network.tells(first.visit_id, event).await, "{event}");
        }
        let mut coming = None;
        for (taken, request) in others {
            if coming.is_none() && network.tells(taken.visit_id, VisitEvent::SetOut).await {
                coming = Some(*request);
            }
        }
        for _ in 0..3 {
            let (job, _) = network.another().await;
            dispatch_job(&network.app, Actor::system(), job, None).await.unwrap();
            network.app.clock.advance(TimeDelta::minutes(2));
            network.deliver().await;
        }
        let phone = known["contacts"][0]["phone"].as_str().unwrap().replace("+98", "0");
        let fault = known["items"][0]["fault"]["description"].as_str().unwrap().to_owned();
        let (visit, request) = (first.visit_id, coming.expect("somebody on the way"));
        Self { server: TestServer::over(stand), visit, request, call: (phone, fault) }
    }

    /// The pictures to be made: each a name, a path and who looks at it.
    pub fn screens(&self) -> Vec<Value> {
        let app = self.server.app();
        let agent = app.network().agents().find(|agent| agent.code == AGENT).unwrap().id;
        let path = |kind, subject: &str| app.link_url(kind, subject, 1).replace("https://s.example", "");
        let staff = |name: &str, (user, lang): (&str, &str), path: &str| {
            let mut screen = screen(name, lang, path, DESKTOP);
            screen["username"] = json!(user);
            screen["password"] = json!(password(user));
            screen
        };
        let (phone, fault) = &self.call;
        let mut desk = staff("desk", ("operator", "fa"), "/intake");
        desk["call"] = json!({ "phone": phone, "fault": fault, "words": "از دیشب دوباره همین‌طور شده است." });
        vec![
            desk,
            staff("board", ("dispatcher", "en"), "/board"),
            staff("schedule", ("dispatcher", "fa"), &format!("/schedule?agent={agent}")),
            screen("visit", "fa", &path(LinkKind::Visit, self.visit.as_str()), TELEPHONE),
            screen("customer", "en", &path(LinkKind::Customer, self.request.as_str()), TELEPHONE),
            staff("turnaround", ("manager", "fa"), "/reports/turnaround"),
            staff("manager", ("manager", "en"), "/"),
        ]
    }
}

fn screen(name: &str, lang: &str, path: &str, (width, height): (u32, u32)) -> Value {
    json!({ "name": name, "lang": lang, "path": path, "width": width, "height": height })
}
