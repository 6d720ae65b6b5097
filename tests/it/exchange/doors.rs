//! The list by province and by page, repeated calls, and the pages.

use actix_web::http::Method;
use serde_json::json;

use super::{Counter, NEW, exchange, faults, other_unit, refund};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};
use crate::templates::check;

both!(a_case_is_seen_within_its_province, async |db: TestDb| {
    let counter = Counter::open(db).await;
    assert_ne!(counter.job().await.province, "razavi_khorasan");
    assert_eq!(counter.ask("dispatcher_mashhad", exchange()).await.0, 404);
    let case = counter.asked(exchange()).await;
    let get = async |user: &str, path: &str| counter.site.api(user, Method::GET, path, json!({})).await;
    assert_eq!(get("dispatcher_mashhad", "/api/v1/exchanges").await.1["items"], json!([]));
    assert_eq!(get("dispatcher_mashhad", &format!("/api/v1/exchanges/{case}")).await.0, 404);
    let withdraw = json!({ "event": "withdraw", "note": "Not mine" });
    assert_eq!(counter.say("dispatcher_mashhad", &case, withdraw).await.0, 404);
    assert_eq!(get("dispatcher", "/api/v1/exchanges").await.1["items"][0]["id"], json!(case));
    let (status, wrong) = get("dispatcher", "/api/v1/exchanges?state=lost&cursor=x&limit=0").await;
    assert_eq!(faults(&(status, wrong)), ["cursor unknown", "limit out_of_range", "state unknown"]);
    assert_eq!(get("auditor", "/api/v1/exchanges?state=approved,rejected").await.1["items"], json!([]));
});

both!(a_repeated_call_gets_the_first_answer_and_a_list_goes_on_where_it_ended, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut cases = Vec::new();
    for k in 1..=3 {
        let job = server.register(&token, k).await["jobs"][0]["id"].as_str().unwrap().to_owned();
        let ask = format!("/api/v1/jobs/{job}/exchange");
        let keyed = || {
            let request = server.request(reqwest::Method::POST, &ask).bearer_auth(&token);
            request.header("idempotency-key", format!("key-{k}")).json(&exchange())
        };
        let (first, again) = (server.send(keyed()).await, server.send(keyed()).await);
        assert_eq!((first.status, again.status), (201, 201), "{}", first.text);
        assert_eq!(first.json()["id"], again.json()["id"]);
        assert!(first.header("location").ends_with(first.json()["id"].as_str().unwrap()));
        cases.push(first.json()["id"].clone());
        server.app().clock.advance(chrono::TimeDelta::minutes(1));
    }
    let page = server.get(&token, "/api/v1/exchanges?limit=2").await.json();
    let rest = format!("/api/v1/exchanges?limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = server.get(&token, &rest).await.json();
    let ids = [&page["items"][0]["id"], &page["items"][1]["id"], &rest["items"][0]["id"]];
    assert_eq!((ids, &rest["next_cursor"]), ([&cases[0], &cases[1], &cases[2]], &json!(null)));
    let path = format!("/api/v1/exchanges/{}", cases[0].as_str().unwrap());
    assert_eq!(server.get(&token, &path).await.header("etag"), "\"1\"");
    let stale = server.request(reqwest::Method::POST, &format!("{path}/events")).bearer_auth(&token);
    let stale = stale.header("if-match", "\"9\"").json(&json!({ "event": "withdraw", "note": "No" }));
    assert_eq!(server.send(stale).await.status, 412);
});

both!(the_pages_ask_decide_and_do_it, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let (site, page) = (&counter.site, format!("/jobs/{}", counter.job));
    let operator = site.sign_in("operator").await;
    let ask = format!("{page}/exchange");
    let good = [("remedy", "exchange"), ("amount", ""), ("reason", "NOT_REPAIRABLE"), ("note", "Third compressor")];
    let bare = [("remedy", "refund"), ("amount", ""), ("reason", "NOT_REPAIRABLE"), ("note", "Third compressor")];
    let refused = site.post_as(&operator, &format!("{ask}?lang=en"), &bare).await;
    assert!(refused.status == 422 && refused.text.contains("href=\"#amount\""), "{}", refused.text);
    assert_eq!(site.post_as(&operator, &ask, &good).await.status, 303);
    let case = site.api("operator", Method::GET, "/api/v1/exchanges", json!({})).await.1["items"][0].clone();
    let at = |event: &str| format!("{ask}/{}/{event}", case["id"].as_str().unwrap());
    let own = site.page_as(&operator, &page).await.text;
    assert!(own.contains(&at("withdraw")) && !own.contains(&at("approve_technically")), "{own}");
    assert!(!own.contains("href=\"/exchanges\""), "an operator decides nothing");
    let agent_manager = site.sign_in("agent_manager").await;
    let list = site.page_as(&agent_manager, "/exchanges?lang=en").await.text;
    assert!(list.contains("You can decide it") && list.contains("سارا کریمی"), "{list}");
    assert_eq!(site.page_as(&agent_manager, "/exchanges?state=lost").await.status, 422);
    assert_eq!(site.post_as(&agent_manager, &at("approve_technically"), &[("note", "")]).await.status, 303);
    let manager = site.sign_in("manager").await;
    for lang in ["fa", "en"] {
        for (name, path) in [("exchanges", "/exchanges"), ("job", page.as_str())] {
            check(&format!("{name}.{lang}"), &site.page_as(&manager, &format!("{path}?lang={lang}")).await.text);
        }
    }
    assert_eq!(site.post_as(&manager, &at("explode"), &[]).await.status, 404);
    assert_eq!(site.post_as(&manager, &at("approve"), &[("note", "Goodwill")]).await.status, 303);
    let ready = site.page_as(&operator, &page).await.text;
    assert!(ready.contains("id=\"new_serial\"") && ready.contains("id=\"old_unit\""), "{ready}");
    let given =
        [("new_serial", NEW), ("new_model", ""), ("old_unit", "collected"), ("collected_by", "Ali"), ("note", "")];
    assert_eq!(site.post_as(&operator, &at("fulfil"), &given).await.status, 303);
    let done = site.page_as(&operator, &format!("{page}?lang=en")).await.text;
    assert!(done.contains(NEW) && done.contains("Goodwill") && !done.contains(&at("withdraw")), "{done}");
    assert!(site.page_as(&manager, "/exchanges?state=fulfilled").await.text.contains(&page));
});

both!(the_customer_reads_why_it_waits_and_what_was_decided, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let read = async |lang: &str| {
        let html = counter.site.page(&format!("{}?lang={lang}", counter.customer)).await.text;
        check(&format!("customer-exchange.{lang}"), &html);
        html
    };
    let case = counter.asked(refund()).await;
    let waiting = read("en").await;
    for words in ["whether you get your money back", "The part is no longer made", "125,000,000 IRR"] {
        assert!(waiting.contains(words), "{words}: {waiting}");
    }
    counter.goes("agent_manager", &case, json!({ "event": "reject", "note": "The <b>part</b> is here" })).await;
    let refused = read("en").await;
    assert!(refused.contains("The &lt;b&gt;part") || refused.contains("The &#60;b&#62;part"), "{refused}");
    assert!(read("fa").await.contains("بازگشت وجه تأیید نشد"));
    let case = counter.approved(exchange()).await;
    counter.goes("operator", &case, other_unit()).await;
    assert!(read("en").await.contains("the rest of the warranty of the old one"));
});
