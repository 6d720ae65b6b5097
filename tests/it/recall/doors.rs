//! Recalls as they are asked for wrongly, from elsewhere, on the pages, and behind the customer's link.

use ostakar::domain::link::LinkKind;
use reqwest::Method;
use serde_json::json;

use super::{Desk, problem};
use crate::support::facts::{count, text};
use crate::support::server::{Seen, password};
use crate::support::{TestDb, both};
use crate::templates::check;

impl Desk {
    /// The cookie of a session of this user of the demo.
    async fn sign_in(&self, username: &str) -> String {
        let fields = [("username", username.to_owned()), ("password", password(username))];
        let form = self.server.request(Method::POST, "/login").header("accept", "text/html").form(&fields);
        let seen = self.server.send(form).await;
        assert_eq!(seen.status, 303, "{}", seen.text);
        seen.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    async fn page_as(&self, cookie: &str, path: &str) -> Seen {
        let request = self.server.request(Method::GET, path).header("accept", "text/html");
        self.server.send(request.header("cookie", cookie)).await
    }

    async fn form_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let request = self.server.request(Method::POST, path).header("accept", "text/html");
        self.server.send(request.header("cookie", cookie).form(fields)).await
    }

    /// Sends a form of the staff's pages, with the token that they have in it.
    async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let page = self.page_as(cookie, "/jobs").await.text;
        let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        self.form_as(cookie, path, &[fields, &[("csrf", token)]].concat()).await
    }
}

both!(everything_that_is_wrong_is_told_at_once, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let wrong = json!({
        "code": " ", "title": "", "brand": "nobody", "models": ["NO-1"], "danger": "low", "produced": 0,
        "ranges": [{ "from": "ZR10", "to": "ZS19" }, { "from": "ZR19", "to": "ZR10" }, { "from": "" }],
        "made_from": "2026-05-01", "made_to": "2026-04-01", "defect_fa": "", "defect_en": "x",
    });
    let seen = desk.server.post(&desk.manager, "/api/v1/recalls", &wrong).await;
    let faults = [
        "brand brand_unknown",
        "code required",
        "defect_fa required",
        "made_to date_order",
        "models.0 model_unknown",
        "produced out_of_range",
        "ranges.0.to range_incomparable",
        "ranges.1.to range_reversed",
        "ranges.2.from required",
        "title required",
    ];
    assert_eq!(seen.faults(), faults, "{}", seen.text);
    let mut bare = problem("RC-1", ("ZR00000100", "ZR00000199"));
    (bare["ranges"], bare["correction_fa"], bare["correction_en"]) = (json!([]), json!(""), json!(""));
    let path = desk.note(&bare).await;
    assert_eq!(desk.server.post(&desk.manager, "/api/v1/recalls", &bare).await.faults(), ["code duplicate"]);
    assert_eq!(desk.server.post(&desk.operator, "/api/v1/recalls", &bare).await.status, 403);
    assert_eq!(desk.step(&path, "recall").await.status, 409, "nobody has looked for the cause yet");
    desk.step(&path, "investigate").await;
    let missing = ["correction_en required", "correction_fa required", "ranges required"];
    assert_eq!(desk.step(&path, "recall").await.faults(), missing);
    assert_eq!(desk.step(&path, "dismiss").await.faults(), ["note required"]);
    let unknown = desk.server.post(&desk.manager, &format!("{path}/events"), &json!({ "event": "explode" })).await;
    assert_eq!(unknown.status, 422);
});

both!(those_of_another_province_see_and_book_nothing, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.units(4).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    let branch = desk.server.login("dispatcher_mashhad").await;
    for unit in desk.units_in(&path, "found").await {
        let book = format!("{path}/units/{}/job", unit["id"].as_str().unwrap());
        let seen = desk.server.post(&branch, &book, &json!({})).await;
        assert_eq!(seen.status, if unit["province"] == "razavi_khorasan" { 201 } else { 404 }, "{}", seen.text);
    }
    assert_eq!(desk.server.get(&branch, &path).await.status, 403);
});

both!(the_pages_lead_a_manager_and_an_operator_through_a_recall, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.units(2).await;
    let case = desk.show("/api/v1/jobs?limit=1").await["items"][0]["id"].as_str().unwrap().to_owned();
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    desk.tick().await;
    let linked = desk.server.post(&desk.manager, &format!("{path}/cases"), &json!({ "job": case })).await;
    let cases = linked.json();
    assert_eq!(
        (cases["linked"].as_array().map(Vec::len), cases["proposed"].as_array().map(Vec::len)),
        (Some(1), Some(5))
    );
    let site = &desk;
    let manager = site.sign_in("manager").await;
    let page = path.trim_start_matches("/api/v1").to_owned();
    let task = text(desk.url(), "SELECT id FROM tasks WHERE kind = 'call_about_recall'");
    let operator = site.sign_in("operator").await;
    let call = site.page_as(&operator, &format!("/recall-calls/{task}")).await;
    assert_eq!(call.status, 303, "{}", call.text);
    for lang in ["fa", "en"] {
        for (name, cookie, path) in [
            ("recalls", &manager, "/recalls".to_owned()),
            ("recall", &manager, page.clone()),
            ("recall-unit", &operator, call.header("location").to_owned()),
            ("tasks", &operator, "/tasks".to_owned()),
        ] {
            let seen = site.page_as(cookie, &format!("{path}?lang={lang}")).await;
            assert!(seen.status == 200 && seen.text.contains("RC-1"), "{name} {}", seen.text);
            check(&format!("{name}.{lang}"), &seen.text);
        }
    }
    let booked = site.post_as(&operator, &format!("{}/book", call.header("location")), &[]).await;
    assert_eq!(booked.status, 303, "{}", booked.text);
    assert_eq!(count(desk.url(), "recall_units WHERE state = 'booked'"), 1);
    let form =
        [("code", "RC-2"), ("title", "Hose leaks"), ("owner", ""), ("brand", "zarvinex"), ("models", "ZR-WM-08")];
    let more = [("ranges", "ZR1...ZS2"), ("made_from", ""), ("made_to", ""), ("produced", ""), ("danger", "low")];
    let words = [("defect_fa", "نشتی"), ("defect_en", "Leak"), ("correction_fa", ""), ("correction_en", "")];
    let fields = [form.as_slice(), &more, &words].concat();
    let refused = site.post_as(&manager, "/recalls?lang=en", &fields).await;
    assert!(refused.status == 422 && refused.text.contains("href=\"#ranges\""), "{}", refused.text);
});

both!(the_customer_books_by_the_link, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.register(&desk.report(2, "ZR00000150")).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    desk.tick().await;
    let notice = text(desk.url(), "SELECT id FROM recall_notices");
    let link =
        desk.server.app().link_url(LinkKind::Recall, &notice, 1).trim_start_matches("https://s.example").to_owned();
    let seen =
        desk.server.send(desk.server.request(Method::GET, &link).header("accept", "application/json")).await.json();
    assert_eq!((&seen["code"], &seen["units"][0]["can_book"]), (&json!("RC-1"), &json!(true)), "{seen}");
    for lang in ["fa", "en"] {
        check(&format!("recall.{lang}"), &desk.page_as("", &format!("{link}?lang={lang}")).await.text);
    }
    let book = format!("{link}/recall/{}", seen["units"][0]["id"].as_str().unwrap());
    let booked = desk.form_as("", &book, &[]).await;
    assert!(booked.status == 303 && booked.header("location").contains("/t/"), "{booked:?}");
    let again = desk.server.request(Method::POST, &book).header("accept", "application/json").json(&json!({}));
    assert_eq!(desk.server.send(again).await.status, 409);
    assert_eq!(desk.units_in(&path, "booked").await.len(), 1);
    let other = format!("{link}/recall/01890a5d-ac96-774b-bcce-b302099a8057");
    let other = desk.server.request(Method::POST, &other).header("accept", "application/json").json(&json!({}));
    assert_eq!(desk.server.send(other).await.status, 404);
});
