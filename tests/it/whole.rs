//! One breakdown on its way through all hands, each of them before a real browser: taken down by the keyboard alone, offered,
//! accepted and done on telephones that lose the network, followed and rated, and counted. In both languages.

use std::io::Cursor;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use calamine::{Reader as _, Xlsx};
use chrono::TimeDelta;
use ostakar::app::{App, jobs, outbox};
use ostakar::domain::id::JobId;
use ostakar::domain::language::Language;
use ostakar::domain::message::MessageKind;
use ostakar::store::jobs::find_job;
use ostakar::store::offers::list_visits;
use serde_json::{Value, json};

use crate::support::TestDb;
use crate::support::app::TestApp;
use crate::support::browser::browse;
use crate::support::facts;
use crate::support::server::{TestServer, password};

/// Longer than an offer can be undone.
const AFTER: TimeDelta = TimeDelta::seconds(11);

/// The people of the story with their telephones, and the product between them.
struct Office {
    server: TestServer,
    language: Language,
    /// The report of the caller when the appliance was known first.
    known: Value,
}

impl Office {
    /// A caller whose appliance is known, a day after it was set going by telephone; two other jobs wait.
    async fn open(db: TestDb, language: Language) -> Self {
        let server = TestServer::over(TestApp::demo(db).await);
        let known = server.sample(1);
        let token = server.login("operator").await;
        let made = server.register(&token, 1).await;
        let job = made["jobs"][0]["id"].as_str().unwrap();
        let fixed = json!({ "note": "Reset it" });
        assert_eq!(server.post(&token, &format!("/api/v1/jobs/{job}/fix-by-phone"), &fixed).await.status, 200);
        let office = Self { server, language, known };
        office.wait(TimeDelta::days(1));
        // A token does not outlive the day.
        let token = office.server.login("operator").await;
        for k in 2..=3 {
            office.server.register(&token, k).await;
        }
        office.deliver().await;
        drop(office.server.inner.sms.take());
        office
    }

    fn app(&self) -> &App {
        self.server.app()
    }

    fn wait(&self, time: TimeDelta) {
        self.app().clock.advance(time);
    }

    /// Sends what is due.
    async fn deliver(&self) {
        while outbox::deliver_due(self.app()).await.unwrap().total() > 0 {}
    }

    /// A part of the story before a browser; what came of it.
    async fn play(&self, part: &str, told: &Value) -> Value {
        let arguments =
            vec![part.to_owned(), self.server.url.clone(), self.language.as_str().to_owned(), told.to_string()];
        let seen = browse("whole.js", arguments).await;
        assert_eq!(seen["errors"], json!([]), "{part}: {seen}");
        seen
    }

    /// The part of somebody of the staff, who signs in.
    async fn staff(&self, role: &str, mut told: Value) -> Value {
        told["username"] = json!(role);
        told["password"] = json!(password(role));
        self.play(role, &told).await
    }

    /// Path of the link in the newest short message of a kind.
    fn link(&self, kind: MessageKind) -> String {
        let all = self.server.inner.sms.all();
        let sms = all.iter().rfind(|sms| sms.kind == kind).unwrap_or_else(|| panic!("no {kind}: {all:?}"));
        let (_, rest) = sms.text.split_once("https://s.example").expect("a link");
        rest.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '/').collect()
    }

    /// Telephone and fault of the caller, as an operator types them.
    fn call(&self) -> Value {
        let phone = self.known["contacts"][0]["phone"].as_str().unwrap().replace("+98", "0");
        let catalogue = self.app().catalogue();
        let fault = catalogue.fault(self.known["items"][0]["fault"]["code"].as_str().unwrap()).unwrap();
        let fault = if self.language == Language::Fa { &fault.name_fa } else { &fault.name_en };
        json!({ "phone": phone, "fault": fault })
    }

    /// The offer leaves when it cannot be undone any more; the agent accepts.
    async fn accept(&self) {
        self.deliver().await;
        let is_told = self.server.inner.sms.all().iter().any(|sms| sms.kind == MessageKind::OfferSent);
        assert!(!is_told, "it can still be undone");
        self.wait(AFTER);
        self.deliver().await;
        self.play("agent", &json!({ "offer": self.link(MessageKind::OfferSent) })).await;
        self.deliver().await;
    }

    /// Lets the time pass until the visit may begin.
    async fn wait_for_visit(&self, job: JobId) {
        let visits = self.app().db.read(move |conn| list_visits(conn, job)).await.unwrap();
        assert_eq!(visits.len(), 1);
        self.wait(visits[0].window_from.0 - self.app().clock.now());
    }
}

/// Number of the column of a CSV or a workbook that names the group, and of those that count jobs and finished jobs.
const COLUMNS: [usize; 3] = [1, 2, 3];

/// What the files say of an agent: jobs and finished jobs.
fn counted(seen: &Value, agent: &str) -> [Vec<String>; 2] {
    let mut table = csv::Reader::from_reader(seen["csv"].as_str().unwrap().as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| &row[COLUMNS[0]] == agent).unwrap_or_else(|| panic!("no {agent}: {rows:?}"));
    let of_csv = COLUMNS[1..].iter().map(|at| row[*at].to_owned()).collect();
    let bytes = BASE64_STANDARD.decode(seen["xlsx"].as_str().unwrap()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let row = sheet.rows().find(|row| row[COLUMNS[0]] == agent).expect("the agent in the workbook");
    [of_csv, COLUMNS[1..].iter().map(|at| row[*at].to_string()).collect()]
}

/// The whole story.
async fn tell(db: TestDb, language: Language) {
    let office = Office::open(db, language).await;
    let taken = office.staff("operator", office.call()).await;
    let reference = taken["reference"].as_str().unwrap().to_owned();
    office.wait(TimeDelta::minutes(2));
    office.deliver().await;
    let customer = office.link(MessageKind::RequestRegistered);
    let sent = office.staff("dispatcher", json!({ "reference": reference })).await;
    let agent = sent["agent"].as_str().unwrap();
    let job: JobId = sent["job"].as_str().unwrap().parse().unwrap();
    office.accept().await;
    office.wait_for_visit(job).await;
    let visit = office.link(MessageKind::VisitAssigned);
    office.play("visit", &json!({ "visit": visit, "customer": customer, "agent": agent })).await;
    let ended = office.app().db.read(move |conn| find_job(conn, job)).await.unwrap();
    assert!(ended.completed_at.is_some(), "{ended:?}");
    office.wait(TimeDelta::minutes(5));
    jobs::settle_due(office.app()).await.unwrap();
    office.deliver().await;
    office.play("rating", &json!({ "customer": customer })).await;
    let url = office.server.inner.url();
    assert_eq!(facts::count(url, &format!("ratings WHERE job_id = '{job}' AND score = 5")), 1);
    let counts = office.staff("manager", json!({ "reference": reference, "agent": agent, "job": job })).await;
    assert_eq!(counts["files"], json!(["turnaround.csv", "turnaround.xlsx"]));
    for row in counted(&counts, agent) {
        assert_eq!(row, ["1", "1"], "{counts}");
    }
    facts::check_whole(url);
}

#[actix_web::test]
async fn a_breakdown_goes_through_all_hands_in_persian() {
    tell(TestDb::sqlite(), Language::Fa).await;
}

#[actix_web::test]
async fn a_breakdown_goes_through_all_hands_in_english() {
    tell(TestDb::postgres(), Language::En).await;
}
