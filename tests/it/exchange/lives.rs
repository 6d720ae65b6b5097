//! An exchange and a refund from the asking to the end.

use actix_web::http::Method;
use serde_json::json;

use super::{BOUGHT, Counter, NEW, OLD, PRICE, exchange, money, other_unit, refund, report};
use crate::support::facts::count;
use crate::support::{TestDb, both};

both!(a_unit_is_exchanged_and_the_other_one_has_the_rest_of_the_warranty, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let mut body = exchange();
    body["photos"] = json!([counter.photo(1, true)]);
    let case = counter.asked(body).await;
    assert_eq!(counter.stands().await, ("on_hold".to_owned(), Some("EXCHANGE_APPROVAL".to_owned())));
    let until = counter.job().await.hold_until.unwrap().0 - counter.site.app.clock.now();
    assert_eq!((until.num_days(), counter.tasks().await), (14, vec!["decide_exchange any agent_manager".to_owned()]));
    let seen = counter.seen().await;
    assert_eq!((&seen["hold_reason"], &seen["exchange"]["state"]), (&json!("EXCHANGE_APPROVAL"), &json!("requested")));
    assert_eq!(counter.case("operator", &case).await["allowed"], json!(["withdraw"]));
    let allowed = json!(["ask_evidence", "approve_technically", "reject", "withdraw"]);
    assert_eq!(counter.case("agent_manager", &case).await["allowed"], allowed);
    let found = counter.goes("agent_manager", &case, json!({ "event": "approve_technically", "note": "Seen" })).await;
    assert_eq!((&found["state"], &found["technical_note"]), (&json!("technically_approved"), &json!("Seen")));
    assert_eq!(counter.tasks().await, ["decide_exchange any manager"]);
    let given = counter.goes("manager", &case, json!({ "event": "approve" })).await;
    assert_eq!((&given["state"], counter.told().await), (&json!("approved"), vec!["exchange_approved".to_owned()]));
    assert_eq!(counter.tasks().await, ["fulfil_exchange operator"]);
    let done = counter.goes("operator", &case, other_unit()).await;
    assert_eq!(
        (&done["state"], &done["new_serial"], &done["old_serial"]),
        (&json!("fulfilled"), &json!(NEW), &json!(OLD))
    );
    let job = counter.job().await;
    assert_eq!((job.state.0.as_str(), job.outcome.map(|it| it.0.as_str())), ("completed", Some("replaced")));
    assert_eq!(counter.told().await, ["exchange_approved", "exchange_fulfilled"]);
    assert!(counter.tasks().await.is_empty());
    let unit = format!("/api/v1/installed-products/{}", done["new_unit_id"].as_str().unwrap());
    let unit = counter.site.api("operator", Method::GET, &unit, json!({})).await.1;
    assert_eq!((&unit["replaces_id"], &unit["model"]), (&json!(job.installed_product_id.0), &json!("ZR-RF-520")));
    let again = report(&counter.site, NEW);
    let (status, made) = counter.site.api("operator", Method::POST, "/api/v1/service-requests", again).await;
    assert_eq!(status, 201, "{made}");
    let clauses = made["jobs"][0]["verdict"]["clauses"].as_array().unwrap().clone();
    let term = clauses.iter().find(|clause| clause["code"] == "REPLACED_TERM").unwrap();
    assert_eq!((&term["result"], &term["evidence"]), (&json!("holds"), &json!(BOUGHT)), "{made}");
    assert_eq!(count(&counter.url, "events WHERE name LIKE 'exchange_%'"), 4, "each step is on record");
});

both!(the_money_is_given_back, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.approved(refund()).await;
    let seen = counter.seen().await["exchange"].clone();
    assert_eq!((&seen["state"], &seen["amount"]["amount"]), (&json!("approved"), &json!(PRICE)), "{seen}");
    let done = counter.goes("operator", &case, money()).await;
    assert_eq!(
        (&done["paid"]["amount"], &done["trace"], &done["paid_on"], &done["old_unit"]),
        (&json!(PRICE), &json!("123456789"), &json!("2026-11-22"), &json!("left_with_customer"))
    );
    let job = counter.job().await;
    assert_eq!((job.state.0.as_str(), job.outcome.map(|it| it.0.as_str())), ("completed", Some("refunded")));
    assert_eq!(counter.told().await, ["refund_approved", "refund_fulfilled"]);
    assert_eq!(count(&counter.url, "installed_products WHERE replaces_id IS NOT NULL"), 0);
    let seen = counter.seen().await["exchange"].clone();
    assert_eq!((&seen["state"], &seen["paid"]["amount"]), (&json!("fulfilled"), &json!(PRICE)), "{seen}");
});

both!(what_is_turned_down_lets_the_work_go_on, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let before = counter.stands().await;
    let case = counter.asked(exchange()).await;
    assert_eq!(counter.wrong("agent_manager", &case, json!({ "event": "reject" })).await, ["note required"]);
    let turned = counter.goes("agent_manager", &case, json!({ "event": "reject", "note": "It can be repaired" })).await;
    assert_eq!((&turned["state"], &turned["allowed"]), (&json!("rejected"), &json!([])));
    assert_eq!((counter.stands().await, counter.told().await), (before.clone(), vec!["exchange_rejected".to_owned()]));
    assert_eq!(counter.seen().await["exchange"]["refusal"], json!("It can be repaired"));
    assert!(counter.tasks().await.is_empty());
    let case = counter.asked(refund()).await;
    counter.goes("operator", &case, json!({ "event": "withdraw", "note": "The customer waits for the part" })).await;
    assert_eq!(
        (counter.stands().await, counter.told().await.len()),
        (before, 1),
        "nobody is told of what was taken back"
    );
    assert_eq!(counter.seen().await["exchange"]["state"], json!("rejected"), "the one before is what was decided");
});
