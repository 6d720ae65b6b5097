//! Workshops over the API, on the pages of the staff, and on the customer's page.

use ostakar::domain::workshop::UnitEvent as E;
use reqwest::Method;
use serde_json::json;

use super::{DAY, Desk};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(the_api_takes_units_in_and_lists_them_by_age, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("dispatcher").await;
    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let receive = format!("/api/v1/jobs/{job}/workshop");
    let wrong = server.post(&token, &receive, &json!({ "condition": "" })).await;
    assert_eq!(wrong.faults(), ["condition required", "place required"], "{}", wrong.text);
    let body = json!({ "place": "centre", "condition": "Clean", "accessories": ["Hose", "Feet"] });
    let made = server.post(&token, &receive, &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let unit = made.json();
    let path = made.header("location").to_owned();
    assert_eq!(
        (&unit["state"], &unit["place"], &unit["allowed"]),
        (&json!("received"), &json!("centre"), &json!(["diagnose", "give_back", "move"]))
    );
    assert_eq!(server.post(&token, &receive, &body).await.status, 409);
    let tag = unit["tag"].as_str().unwrap().to_owned();
    let found = server.get(&token, &format!("/api/v1/workshop-units?tag={}", &tag[1..])).await.json();
    assert_eq!((found["items"].as_array().map(Vec::len), &found["items"][0]["id"]), (Some(1), &unit["id"]), "{found}");
    let wrong = server.get(&token, "/api/v1/workshop-units?state=lost&tag=W1&agent_id=x").await;
    assert_eq!(wrong.faults(), ["agent_id unknown", "state unknown", "tag unknown"]);
    let none = server.get(&token, "/api/v1/workshop-units?state=ready").await.json();
    assert_eq!(none["items"], json!([]));
    let steps = format!("{path}/events");
    let stale = server.request(Method::POST, &steps).bearer_auth(&token).header("if-match", "\"9\"");
    assert_eq!(server.send(stale.json(&json!({ "event": "diagnose" }))).await.status, 412);
    let begun = server.post(&token, &steps, &json!({ "event": "diagnose" })).await;
    assert_eq!((begun.status, &begun.json()["state"]), (200, &json!("diagnosing")), "{}", begun.text);
    let shown = server.get(&token, &format!("/api/v1/jobs/{job}")).await.json();
    assert_eq!((&shown["status"], &shown["hold_reason"]), (&json!("on_hold"), &json!("CENTRE_WORKSHOP")), "{shown}");
    let receipt = server.get(&token, &format!("{path}/receipt")).await.json();
    assert_eq!((&receipt["tag"], &receipt["accessories"]), (&json!(tag), &json!(["Hose", "Feet"])));
    let file = server.get(&token, &format!("{path}/receipt.pdf?lang=en")).await;
    assert!(file.status == 200 && file.text.starts_with("%PDF-"), "{}", file.status);
});

both!(the_api_lends_a_loaner_and_takes_it_back, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("dispatcher").await;
    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let manager = server.login("manager").await;
    let loaner = json!({ "serial": "LN-7", "model": "Fridge" });
    assert_eq!(server.post(&manager, "/api/v1/loaners", &loaner).await.status, 201);
    let lending = json!({ "serial": "LN-7", "deposit": { "amount": 0, "currency": "IRR" }, "due_on": "2027-01-10" });
    let lent = server.post(&token, &format!("/api/v1/jobs/{job}/loaner"), &lending).await;
    assert_eq!((lent.status, &lent.json()["state"]), (201, &json!("lent")), "{}", lent.text);
    let steps = format!("/api/v1/loaners/{}/events", lent.json()["id"].as_str().unwrap());
    assert_eq!(server.post(&token, &steps, &json!({ "event": "return" })).await.json()["place"], json!("centre"));
    let auditor = server.login("auditor").await;
    assert_eq!(
        server.get(&auditor, "/api/v1/loaners?serial=ln-7").await.json()["items"][0]["state"],
        json!("returned")
    );
});

both!(the_pages_take_a_unit_in_and_find_it_by_its_tag, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let (site, job) = (&desk.site, desk.job);
    let cookie = site.sign_in("operator").await;
    let bare = site.post_as(&cookie, &format!("/jobs/{job}/workshop"), &[("place", "centre"), ("condition", "")]).await;
    assert!(bare.status == 422 && bare.text.contains("role=\"alert\""), "{}", bare.text);
    let place = format!("agent:{}", desk.agent);
    let fields = [("place", place.as_str()), ("condition", "Scratched"), ("accessories", "Hose\r\nFeet")];
    let made = site.post_as(&cookie, &format!("/jobs/{job}/workshop"), &fields).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let unit: ostakar::domain::id::WorkshopUnitId = made.location.rsplit('/').next().unwrap().parse().unwrap();
    let path = format!("/workshop/{unit}");
    let tag = desk.unit(unit).await.tag.0.to_string();
    let scanned = site.page_as(&cookie, &format!("/workshop?tag={tag}")).await;
    assert_eq!((scanned.status, scanned.location.as_str()), (303, path.as_str()), "whoever scans a tag sees the unit");
    assert_eq!(site.page_as(&cookie, "/workshop?tag=W123&lang=en").await.status, 422);
    for lang in ["fa", "en"] {
        for (name, path) in
            [("workshop", "/workshop".to_owned()), ("job-unit", path.clone()), ("job", format!("/jobs/{job}"))]
        {
            let seen = site.page_as(&cookie, &format!("{path}?lang={lang}")).await;
            assert!(seen.status == 200 && seen.text.contains(&tag), "{name} {}", seen.text);
            check(&format!("{name}.{lang}"), &seen.text);
        }
    }
});

both!(the_pages_lead_a_unit_to_its_customer, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let (site, unit) = (&desk.site, desk.receive().await);
    let cookie = site.sign_in("operator").await;
    let path = format!("/workshop/{unit}");
    assert_eq!(site.post_as(&cookie, &format!("{path}/diagnose"), &[("day", "1405/10/01")]).await.status, 303);
    assert_eq!(site.post_as(&cookie, &format!("{path}/finish"), &[]).await.status, 409);
    assert_eq!(site.post_as(&cookie, &format!("{path}/explode"), &[]).await.status, 404);
    desk.go(unit, &[E::Repair, E::Test, E::Finish]).await;
    let wrong = site.post_as(&cookie, &format!("{path}/hand_over?lang=en"), &[("code", "x")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("role=\"alert\""), "{}", wrong.text);
    let seen = site.page(&format!("{}?lang=en", desk.customer)).await.text;
    assert!(
        seen.contains(&desk.code(unit)) && seen.contains("Opening hours") && seen.contains("Your unit is ready"),
        "{seen}"
    );
    check("customer-unit.en", &seen);
    let fields = [("code", desk.code(unit)), ("taker", "Sara".to_owned()), ("carrier", "customer".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(site.post_as(&cookie, &format!("{path}/hand_over"), &fields).await.status, 303);
    let auditor = site.sign_in("auditor").await;
    let seen = site.page_as(&auditor, &format!("{path}?lang=en")).await.text;
    assert!(seen.contains("Sara") && !seen.contains("/move\""), "an auditor changes nothing");
});

both!(the_customer_has_a_receipt_with_the_tag_as_a_code, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    let path = format!("{}/unit/{unit}", desk.customer);
    let seen = desk.site.json(&path).await.json();
    assert_eq!((&seen["condition"], &seen["storage_fee"]["amount"]), (&json!("A scratch on the left"), &json!(DAY)));
    for (lang, words) in [("fa", "رسید پذیرش دستگاه"), ("en", "500,000 IRR")] {
        let page = desk.site.page(&format!("{path}?lang={lang}")).await.text;
        assert!(page.contains(words) && page.contains("<svg width=\"160\""), "{page}");
        check(&format!("unit-receipt.{lang}"), &page);
        let file = desk.site.page(&format!("{path}/pdf?lang={lang}")).await;
        assert!(file.status == 200 && file.text.starts_with("%PDF-") && file.text.len() < 300_000);
    }
    let other = format!("{}/unit/01890a5d-ac96-774b-bcce-b302099a8057", desk.customer);
    assert_eq!(desk.site.json(&other).await.status, 404, "another's receipt is nobody's");
});
