//! Prices before the work, payments after it, and what is shown for them.

mod charges;
mod payments;
mod quotes;
mod receipts;

use ostakar::app::intake::register_request;
use ostakar::app::policies::{PolicySpec, revise_policy};
use ostakar::app::quotes::{QuoteStep, step_quote};
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App, Error, dispatch::dispatch_job};
use ostakar::domain::id::{JobId, QuoteId, RequestId, VisitId};
use ostakar::domain::link::LinkKind;
use ostakar::domain::money::Money;
use ostakar::domain::policy::{PricePolicy, Tariff, TaxRate};
use ostakar::domain::quote::{QuoteEvent, QuoteState};
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome;
use ostakar::queries::money::{JobMoney, money_of};
use ostakar::store::jobs::{Job, find_job, list_request_contacts};
use ostakar::store::tasks::list_tasks_of;
use serde_json::{Value, json};

use crate::site::Site;
use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::facts::execute;

/// What the tests' tariff says.
pub const FEE: i64 = 1_500_000;
/// What the tests' quote comes to: work of 8 and two parts of 3 million, and a tenth.
pub const TOTAL: i64 = 15_400_000;

/// A technician at work on a job, and the two links.
pub struct AtWork {
    pub site: Site,
    pub url: String,
    pub job: JobId,
    pub request: RequestId,
    pub visit: VisitId,
    pub technician: String,
    pub customer: String,
    pub phone: String,
}

/// A tariff, a tax and the usual terms.
pub async fn rule_prices(app: &App) {
    let tariff = Tariff {
        category: None,
        kind: None,
        fault: None,
        province: None,
        from: None,
        until: None,
        least: Money::rials(4_000_000),
        most: Money::rials(20_000_000),
        visit_fee: Money::rials(FEE),
    };
    let tax = TaxRate { from: "2024-03-20".parse().unwrap(), basis_points: 1_000 };
    let policy = PricePolicy { tariffs: vec![tariff], taxes: vec![tax], ..PricePolicy::default() };
    revise_policy(app, Actor::system(), "prices", (1, PolicySpec::Price(policy))).await.unwrap();
}

pub async fn at_work(db: TestDb, warranty: WarrantyOutcome) -> AtWork {
    let stand = TestApp::demo(db).await;
    let url = stand.url().to_owned();
    let site = Site::over(stand);
    rule_prices(&site.app).await;
    let app = &site.app;
    let mut body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 1).unwrap();
    body["items"][0]["product"]["purchased_on"] = json!("2012-01-01");
    let made = register_request(app, Actor::system(), None, serde_json::from_value(body).unwrap()).await.unwrap();
    let job = made.jobs[0].id;
    execute(&url, &format!("UPDATE jobs SET warranty = '{warranty}' WHERE id = '{job}'"));
    let sent = dispatch_job(app, Actor::system(), job, None).await.unwrap();
    let link = site.path(LinkKind::Offer, sent.offers[0].as_str());
    let taken = site.post_json(&format!("{link}/accept"), json!({})).await.json();
    let visit: VisitId = taken["visit_id"].as_str().unwrap().parse().unwrap();
    let technician = site.path(LinkKind::Visit, visit.as_str());
    let customer = site.path(LinkKind::Customer, made.id.as_str());
    let phone = site.app.db.read(move |conn| list_request_contacts(conn, made.id)).await.unwrap()[0].phone.clone();
    let work = AtWork { site, url, job, request: made.id, visit, technician, customer, phone };
    for body in [
        json!({"event": "en_route"}),
        json!({"event": "arrived", "code": work.site.arrival(visit)}),
        json!({"event": "working"}),
    ] {
        let seen = work.tell(body).await;
        assert_eq!(seen.0, 200, "{}", seen.1);
    }
    work
}

impl AtWork {
    /// The technician says something, a minute later, so that what was written before is older.
    pub async fn tell(&self, body: Value) -> (u16, Value) {
        self.site.app.clock.advance(chrono::TimeDelta::minutes(1));
        let seen = self.site.post_json(&format!("{}/events", self.technician), body).await;
        (seen.status, seen.json())
    }

    /// The technician sends the tests' quote.
    pub async fn quote(&self) -> QuoteId {
        let (status, made) = self.tell(quote_lines()).await;
        assert_eq!(status, 200, "{made}");
        made["quote_id"].as_str().unwrap().parse().unwrap()
    }

    /// The customer says something on the own page.
    pub async fn answer(&self, what: &str, body: Value) -> (u16, Value) {
        let seen = self.site.post_json(&format!("{}/{what}", self.customer), body).await;
        (seen.status, seen.json())
    }

    pub async fn done(&self) {
        let code = self.site.completion(self.visit);
        let seen = self.tell(json!({"event": "done", "code": code})).await;
        assert_eq!(seen.0, 200, "{}", seen.1);
    }

    pub async fn money(&self) -> JobMoney {
        let job = self.job;
        self.site.app.db.read(move |conn| money_of(conn, job)).await.unwrap()
    }

    pub async fn job(&self) -> Job {
        let job = self.job;
        self.site.app.db.read(move |conn| find_job(conn, job)).await.unwrap()
    }

    /// Open tasks of a kind about the job.
    pub async fn tasks(&self, kind: TaskKind) -> usize {
        let job = self.job;
        let tasks = self.site.app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
        tasks.iter().filter(|task| task.kind.0 == kind && task.state.0.is_open()).count()
    }

    pub async fn step(&self, actor: Actor, quote: QuoteId, event: QuoteEvent) -> Result<QuoteState, Error> {
        let way = Some(ostakar::domain::quote::AnswerWay::Link);
        step_quote(&self.site.app, (actor, None), quote, QuoteStep { event, way, note: None }).await
    }

    pub async fn api(&self, user: &str, method: actix_web::http::Method, path: &str, body: Value) -> (u16, Value) {
        self.site.api(user, method, path, body).await
    }
}

pub fn quote_lines() -> Value {
    let money = |amount: i64| json!({"amount": amount, "currency": "IRR"});
    json!({"event": "quote", "note": "The pump is worn", "lines": [
        {"kind": "labour", "unit_price": money(8_000_000)},
        {"kind": "part", "name": "Drain pump", "part_number": "DP-30", "quantity": 2, "unit_price": money(3_000_000)},
    ]})
}
