//! Parts over the API and on the pages of the staff.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use ostakar::domain::id::JobId;

use crate::site::Site;
use crate::support::server::TestServer;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(the_api_keeps_a_catalogue_lines_stock_and_orders, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("dispatcher").await;
    let manager = server.login("manager").await;
    let part = json!({ "number": "zz ۹۰-1", "name_en": "Test part", "name_fa": "قطعهٔ آزمون",
        "price": { "amount": 1_000, "currency": "IRR" }, "is_consumable": true });
    let made = server.post(&manager, "/api/v1/parts", &part).await;
    assert_eq!((made.status, made.header("location")), (201, "/api/v1/parts/ZZ90-1"), "{}", made.text);
    let wrong = json!({ "number": "پ", "name_en": "", "name_fa": "x", "price": { "amount": -1, "currency": "IRR" },
        "is_consumable": true, "models": ["MOON"], "supersedes": ["?"] });
    let wrong = server.post(&manager, "/api/v1/parts", &wrong).await;
    assert_eq!(
        wrong.faults(),
        [
            "models.0 model_unknown",
            "name_en required",
            "number malformed",
            "price.amount out_of_range",
            "supersedes.0 malformed"
        ]
    );
    let found = server.get(&token, "/api/v1/parts?q=قطعه%20ازمون").await.json();
    assert_eq!(found["items"][0]["number"], "ZZ90-1", "{found}");
    assert_eq!(server.get(&token, "/api/v1/parts/zz90-۱").await.json()["name_en"], "Test part");
    assert_eq!(server.get(&token, "/api/v1/parts/NO-SUCH").await.status, 404);
    let page = server.get(&token, "/api/v1/parts?limit=5").await.json();
    let next = format!("/api/v1/parts?limit=5&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_ne!(server.get(&token, &next).await.json()["items"][0], page["items"][0]);

    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let of_job = format!("/api/v1/jobs/{job}/parts");
    let wrong = json!({ "parts": [{ "number": "NO-SUCH" }, { "number": "ZZ90-1", "quantity": 0 }] });
    assert_eq!(server.post(&token, &of_job, &wrong).await.faults(), ["parts.1.quantity out_of_range"]);
    let needed = json!({ "parts": [{ "number": "ZZ90-1", "quantity": 2 }] });
    let needed = server.post(&token, &of_job, &needed).await;
    assert_eq!(needed.status, 201, "{}", needed.text);
    let line = needed.json()["lines"][0].clone();
    assert_eq!(line["allowed"], json!(["reserve", "order", "cancel"]));
    let events = format!("/api/v1/part-lines/{}/events", line["id"].as_str().unwrap());
    let short = json!({ "event": "reserve", "source": "centre" });
    assert_eq!(server.post(&token, &events, &short).await.faults(), ["quantity stock_short"]);
    let supply = json!({ "part": "ZZ90-1", "from": "supplier", "to": "centre", "quantity": 5, "reason": "supplied" });
    let moved = server.post(&token, "/api/v1/stock/moves", &supply).await;
    assert_eq!((moved.status, &moved.json()["items"][1]["free"]), (201, &json!(5)), "{}", moved.text);
    let unfit = json!({ "part": "ZZ90-1", "from": "moon", "to": "scrap", "quantity": 5, "reason": "fitted" });
    let unfit = server.post(&token, "/api/v1/stock/moves", &unfit).await;
    assert_eq!(unfit.faults(), ["from stock_place_unknown", "reason not_allowed"]);
    let kept = server.post(&token, &events, &short).await;
    assert_eq!((kept.status, &kept.json()["state"]), (200, &json!("reserved")), "{}", kept.text);
    let held = server.get(&token, "/api/v1/stock?place=centre&part=zz90-1").await.json();
    assert_eq!(held["items"][0]["reserved"], 2, "{held}");
    let eta = server.app().clock.now() + TimeDelta::days(1);
    let sent = json!({ "event": "ship", "eta": eta, "tracking": "POST-77" });
    let stale = server.request(Method::POST, &events).bearer_auth(&token).header("if-match", "\"1\"").json(&sent);
    assert_eq!(server.send(stale).await.status, 412);
    assert_eq!(server.post(&token, &events, &sent).await.json()["tracking"], "POST-77");
    let shown = server.get(&token, &format!("/api/v1/jobs/{job}")).await.json();
    assert_eq!((&shown["status"], &shown["hold_reason"]), (&json!("on_hold"), &json!("PART_ORDERED")), "{shown}");
    let waiting = server.get(&token, "/api/v1/reports/waiting-parts").await.json();
    assert_eq!(waiting["items"].as_array().map(Vec::len), Some(1), "{waiting}");
    assert_eq!((&waiting["items"][0]["is_late"], &waiting["items"][0]["job_id"]), (&json!(false), &json!(job)));
    let elsewhere = server.get(&token, "/api/v1/reports/waiting-parts?province=fars&late=true").await.json();
    assert_eq!(elsewhere["items"], json!([]));
    let agent = server.app().network().agents().next().unwrap().id;
    let order = json!({ "agent_id": agent, "parts": [{ "number": "ZZ90-1", "quantity": 3 }] });
    let order = server.post(&token, "/api/v1/part-orders", &order).await;
    assert_eq!(order.status, 201, "{}", order.text);
    let steps = format!("/api/v1/part-orders/{}/events", order.json()["id"].as_str().unwrap());
    let sent = server.post(&token, &steps, &json!({ "event": "ship" })).await;
    assert_eq!((sent.status, &sent.json()["state"]), (200, &json!("shipped")), "{}", sent.text);
    let open = server.get(&token, "/api/v1/part-orders").await.json();
    assert_eq!(open["items"][0]["parts"], json!([{ "part": "ZZ90-1", "quantity": 3 }]));
});

both!(the_pages_show_what_is_waited_for_and_take_each_step, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("dispatcher").await;
    let job: JobId = site.offered(3).await.job;
    let needed = site.post_as(&cookie, &format!("/jobs/{job}/parts/need"), &[("parts", "HOSE-150*2")]).await;
    assert_eq!((needed.status, needed.location), (303, format!("/jobs/{job}")), "{}", needed.text);
    let wrong = site.post_as(&cookie, &format!("/jobs/{job}/parts/need"), &[("parts", "NO-SUCH")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("value=\"NO-SUCH\"") && wrong.text.contains("role=\"alert\""), "{}", wrong.text);
    let line = crate::parts::lines_of(&site.app, job).await[0].id.0;
    let to = |event: &str| format!("/jobs/{job}/parts/{line}/{event}");
    let page = site.page_as(&cookie, &format!("/jobs/{job}?lang=en")).await.text;
    assert!(page.contains("Inlet hose 1.5 m") && page.contains(&to("order")), "{page}");
    let undated = site.post_as(&cookie, &to("order"), &[("source", "supplier"), ("eta", "")]).await;
    assert_eq!(undated.status, 422);
    let ordered = site.post_as(&cookie, &to("order"), &[("source", "supplier"), ("eta", "1405/09/05")]).await;
    assert_eq!(ordered.status, 303, "{}", ordered.text);
    let page = site.page_as(&cookie, "/parts?lang=en").await.text;
    assert!(page.contains("Inlet hose 1.5 m") && !page.contains("badge late"), "{page}");
    site.app.clock.advance(TimeDelta::days(9));
    let cookie = site.sign_in("dispatcher").await;
    let page = site.page_as(&cookie, "/parts?lang=en&late=true").await.text;
    assert!(page.contains("badge late") && page.contains(&format!("/jobs/{job}?lang=en")), "{page}");
    for lang in ["fa", "en"] {
        check(&format!("parts.{lang}"), &site.page_as(&cookie, &format!("/parts?lang={lang}")).await.text);
        check(&format!("job.{lang}"), &site.page_as(&cookie, &format!("/jobs/{job}?lang={lang}")).await.text);
    }
    assert_eq!(site.post_as(&cookie, &to("receive"), &[]).await.status, 303);
    let page = site.page_as(&cookie, "/parts").await.text;
    assert!(page.contains("<bdi dir=\"ltr\">HOSE-150</bdi>") && page.contains("شلنگ ورودی"), "{page}");
    assert_eq!(site.post_as(&cookie, &to("explode"), &[]).await.status, 404);
    let auditor = site.sign_in("auditor").await;
    let seen = site.page_as(&auditor, &format!("/jobs/{job}?lang=en")).await.text;
    assert!(seen.contains("Inlet hose 1.5 m") && !seen.contains(&to("fit")), "an auditor changes nothing");
    let refused: Value = json!(site.post_as(&auditor, &to("fit"), &[]).await.status);
    assert_eq!(refused, 403);
});
