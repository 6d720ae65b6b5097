//! Where a request stands, asked by strangers: nothing tells whether there is such a request, and a code opens once.

use chrono::TimeDelta;
use futures_util::future::join_all;
use ostakar::app::Code;
use ostakar::app::status::{StatusQuestion, answer_status, ask_status};
use ostakar::app::ticks::{Tick, run_now};
use ostakar::domain::link::LinkKind;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::jobs::{find_request, list_request_contacts};
use reqwest::Method;

use crate::site::{Seen, Site};
use crate::support::facts::{count, text};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// A telephone that no request of these tests has.
const STRANGE: &str = "09129990001";

struct Asking {
    site: Site,
    reference: String,
    phone: String,
    link: String,
}

impl Asking {
    async fn open(db: TestDb) -> Self {
        let site = Site::open(db).await;
        let request = site.offered(1).await.request;
        let found = site.app.db.read(move |conn| find_request(conn, request)).await.unwrap();
        let people = site.app.db.read(move |conn| list_request_contacts(conn, request)).await.unwrap();
        let (reference, phone) = (found.reference.0.to_string(), people[0].phone.clone());
        Self { link: site.path(LinkKind::Customer, request.as_str()), site, reference, phone }
    }

    async fn ask(&self, reference: &str, phone: &str) -> Seen {
        self.site.post_form("/help/status", &[("reference", reference), ("phone", phone)]).await
    }

    /// The page on which the code is typed, for the right pair.
    async fn asked(&self) -> String {
        let seen = self.ask(&self.reference, &self.phone).await;
        assert_eq!(seen.status, 303, "{}", seen.text);
        seen.location
    }

    async fn answer(&self, page: &str, code: &str) -> Seen {
        self.site.post_form(page, &[("code", code)]).await
    }

    /// The code of the newest question, whether or not it was sent.
    fn code(&self) -> String {
        let id = text(self.site.url(), "SELECT id FROM status_asks ORDER BY id DESC LIMIT 1");
        short_code(&self.site.app.keys, Purpose::Status, &id)
    }

    fn sent(&self) -> i64 {
        count(self.site.url(), "messages WHERE kind = 'status_code'")
    }
}

fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '1' { '2' } else { '1' }).collect()
}

both!(the_right_pair_gets_a_code_that_opens_the_page_once, async |db: TestDb| {
    let asking = Asking::open(db).await;
    let page = asking.asked().await;
    assert_eq!((page.len(), asking.sent()), ("/help/status/".len() + 64, 1));
    let code = asking.code();
    let params = text(asking.site.url(), "SELECT params FROM messages WHERE kind = 'status_code'");
    assert!(code.len() == 6 && !params.contains(&code), "a code is kept nowhere");
    let missed = asking.answer(&page, &wrong(&code)).await;
    assert!(missed.status == 422 && missed.text.contains("id=\"code-err\""), "{}", missed.text);
    let persian: String = code.chars().map(|it| char::from_u32(0x6f0 + it.to_digit(10).unwrap()).unwrap()).collect();
    let opened = asking.answer(&page, &persian).await;
    assert_eq!((opened.status, &opened.location), (303, &asking.link));
    assert_eq!(asking.site.page(&opened.location).await.status, 200);
    assert_eq!(asking.answer(&page, &code).await.status, 410, "once");
});

both!(no_answer_tells_whether_there_is_such_a_request, async |db: TestDb| {
    let asking = Asking::open(db).await;
    let right = asking.asked().await;
    for (reference, phone) in [(asking.reference.as_str(), STRANGE), ("12345671", asking.phone.as_str())] {
        let seen = asking.ask(reference, phone).await;
        assert_eq!((seen.status, seen.location.len()), (303, right.len()), "{}", seen.text);
        let pages = [asking.site.page(&right).await.text, asking.site.page(&seen.location).await.text];
        assert_eq!(pages[0].replace(&right, ""), pages[1].replace(&seen.location, ""));
        for _ in 0..5 {
            let tried = asking.answer(&seen.location, &asking.code()).await;
            assert_eq!(tried.status, 422, "there is no right code: {}", tried.text);
        }
        assert_eq!(asking.answer(&seen.location, &asking.code()).await.status, 410);
    }
    assert_eq!(asking.sent(), 1);
    let neither = asking.ask("1234", "x").await;
    assert_eq!(neither.status, 422);
    assert!(neither.text.contains("id=\"reference-err\"") && neither.text.contains("id=\"phone-err\""));
    assert_eq!(asking.answer("/help/status/0", "1").await.status, 404);
});

both!(tries_are_counted_however_many_come_at_once, async |db: TestDb| {
    let asking = Asking::open(db).await;
    let page = asking.asked().await;
    let (ticket, code) = (page.rsplit('/').next().unwrap(), asking.code());
    let (app, missed) = (&asking.site.app, wrong(&code));
    let tried = join_all((0..12).map(|_| answer_status(app, ticket, &missed))).await;
    let refusals: Vec<Code> = tried.into_iter().map(|it| it.unwrap_err().code()).collect();
    assert_eq!(refusals.iter().filter(|it| **it == Code::Invalid).count(), 5, "{refusals:?}");
    assert_eq!(answer_status(app, ticket, &code).await.unwrap_err().code(), Code::CodeExpired);
});

both!(of_many_with_the_right_code_one_gets_in, async |db: TestDb| {
    let asking = Asking::open(db).await;
    let page = asking.asked().await;
    let (ticket, code) = (page.rsplit('/').next().unwrap(), asking.code());
    let tried = join_all((0..8).map(|_| answer_status(&asking.site.app, ticket, &code))).await;
    assert_eq!(tried.iter().filter(|it| it.is_ok()).count(), 1);
});

both!(a_telephone_gets_six_codes_a_day_and_each_for_ten_minutes, async |db: TestDb| {
    let asking = Asking::open(db).await;
    let question = StatusQuestion { reference: asking.reference.clone(), phone: asking.phone.clone() };
    let asked = join_all((0..9).map(|_| ask_status(&asking.site.app, &question))).await;
    assert!(asked.iter().all(Result::is_ok), "so many at once look like one");
    assert!(asking.sent() <= 6, "{}", asking.sent());
    for _ in 0..7 {
        asking.asked().await;
    }
    assert_eq!((asking.sent(), count(asking.site.url(), "status_asks")), (6, 16));
    asking.site.app.clock.advance(TimeDelta::days(1));
    let page = asking.asked().await;
    let code = asking.code();
    assert_eq!(asking.sent(), 7, "another day");
    asking.site.app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(asking.answer(&page, &code).await.status, 410);
    asking.site.app.clock.advance(TimeDelta::hours(25));
    run_now(&asking.site.app, Tick::Sweep).await.unwrap();
    assert_eq!(count(asking.site.url(), "status_asks"), 0, "forgotten after a day");
});

#[actix_web::test]
async fn an_address_may_ask_ten_times_a_minute() {
    let server = TestServer::start(TestDb::sqlite()).await;
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let form = [("reference", "12345671"), ("phone", STRANGE)];
        let asked = server.request(Method::POST, "/help/status").header("accept", "text/html").form(&form);
        statuses.push(server.send(asked).await.status);
    }
    assert_eq!((&statuses[..10], statuses[10]), ([303; 10].as_slice(), 429));
}
