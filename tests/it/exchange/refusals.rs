//! What a case does not take.

use ostakar::app::Actor;
use ostakar::app::policies::{PolicySpec, revise_policy};
use ostakar::domain::access::Role;
use ostakar::domain::money::Money;
use ostakar::domain::policy::{CarePolicy, RefundLimit};
use serde_json::json;

use super::{Counter, NEW, OLD, PRICE, exchange, faults, money, other_unit, refund};
use crate::support::facts::execute;
use crate::support::{TestDb, both};

both!(a_question_is_told_everything_that_is_wrong_with_it, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let foreign = counter.photo(1, false);
    let wrong = json!({ "remedy": "refund", "reason": "NONSENSE", "note": " ", "photos": [foreign] });
    let all = ["amount required", "note required", "photos.0 unknown", "reason reason_unknown"];
    assert_eq!(faults(&counter.ask("operator", wrong).await), all);
    let mut wrong = exchange();
    wrong["amount"] = json!({ "amount": 5, "currency": "IRR" });
    assert_eq!(faults(&counter.ask("operator", wrong).await), ["amount not_allowed"]);
    let mut wrong = refund();
    wrong["amount"]["amount"] = json!(0);
    assert_eq!(faults(&counter.ask("operator", wrong).await), ["amount out_of_range"]);
    execute(&counter.url, &format!("UPDATE jobs SET kind = 'periodic_service' WHERE id = '{}'", counter.job));
    assert_eq!(faults(&counter.ask("operator", exchange()).await), ["remedy not_allowed"]);
    assert_eq!(counter.ask("auditor", exchange()).await.0, 403);
});

both!(a_job_has_one_case_at_a_time_and_none_when_it_is_over, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.asked(exchange()).await;
    let second = counter.ask("dispatcher", refund()).await;
    assert_eq!((second.0, &second.1["code"]), (409, &json!("EXCHANGE_OPEN")), "{}", second.1);
    counter.goes("agent_manager", &case, json!({ "event": "approve_technically" })).await;
    counter.goes("manager", &case, json!({ "event": "approve" })).await;
    counter.goes("operator", &case, other_unit()).await;
    let late = counter.ask("operator", exchange()).await;
    assert_eq!((late.0, &late.1["code"]), (409, &json!("EVENT_NOT_ALLOWED")), "{}", late.1);
    assert_eq!(counter.refused("operator", &case, other_unit()).await, (409, "EVENT_NOT_ALLOWED".to_owned()));
});

both!(nobody_approves_what_they_asked_for_or_approved_before, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let (technical, commercial) = (json!({ "event": "approve_technically" }), json!({ "event": "approve" }));
    let (status, made) = counter.ask("manager", exchange()).await;
    assert_eq!(status, 201, "{made}");
    let case = made["id"].as_str().unwrap();
    let same = (409, "SAME_PERSON".to_owned());
    assert_eq!(counter.refused("manager", case, technical.clone()).await, same, "whoever asked");
    assert_eq!(counter.refused("operator", case, technical.clone()).await.0, 403);
    assert_eq!(counter.refused("administrator", case, commercial.clone()).await.0, 409, "first the technical side");
    counter.goes("administrator", case, technical).await;
    assert_eq!(counter.refused("manager", case, commercial.clone()).await, same, "whoever asked");
    assert_eq!(counter.refused("administrator", case, commercial.clone()).await, same, "whoever approved it before");
    assert_eq!(counter.refused("agent_manager", case, commercial).await.0, 403);
    let turned = json!({ "event": "reject", "note": "No" });
    assert_eq!(counter.refused("agent_manager", case, turned).await.0, 403, "it is past the technical side");
    assert_eq!(counter.stands().await.1.as_deref(), Some("EXCHANGE_APPROVAL"));
});

both!(another_unit_must_be_one_that_can_be_given, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.approved(exchange()).await;
    let bare = counter.wrong("operator", &case, json!({ "event": "fulfil" })).await;
    assert_eq!(bare, ["new_serial required", "old_unit required"]);
    let with = |field: &str, value: serde_json::Value| {
        let mut body = other_unit();
        body[field] = value;
        body
    };
    let mut wrong = with("new_serial", json!(OLD));
    wrong["collected_by"] = json!(" ");
    (wrong["method"], wrong["trace"]) = (json!("cash"), json!("1"));
    let all = ["collected_by required", "method not_allowed", "new_serial duplicate", "trace not_allowed"];
    assert_eq!(counter.wrong("operator", &case, wrong).await, all);
    for (field, value, fault) in [
        ("new_serial", json!("ZR1"), "new_serial serial_malformed"),
        ("new_model", json!("NOPE"), "new_model model_unknown"),
        ("old_serial", json!("ZR99999999"), "old_serial not_allowed"),
        ("old_unit", json!("left_with_customer"), "collected_by not_allowed"),
        ("photos", json!(["01890a5d-ac96-774b-bcce-b302099a8057"]), "photos not_allowed"),
    ] {
        assert_eq!(counter.wrong("operator", &case, with(field, value)).await, [fault]);
    }
    execute(&counter.url, "UPDATE installed_products SET serial = NULL, serial_key = NULL");
    assert_eq!(counter.wrong("operator", &case, other_unit()).await, ["old_serial required"]);
    assert_eq!(counter.wrong("operator", &case, with("old_serial", json!(NEW))).await, ["new_serial duplicate"]);
    let done = counter.goes("operator", &case, with("old_serial", json!("zr 11111111"))).await;
    assert_eq!(done["old_serial"], json!(OLD), "what was not known is known from now on");
});

both!(money_is_what_was_approved_with_its_proof, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let case = counter.approved(refund()).await;
    let bare = counter.wrong("operator", &case, json!({ "event": "fulfil" })).await;
    assert_eq!(bare, ["amount required", "method required", "old_unit required", "paid_on required"]);
    let with = |field: &str, value: serde_json::Value| {
        let mut body = money();
        body[field] = value;
        body
    };
    for (field, value, fault) in [
        ("amount", json!({ "amount": PRICE - 1, "currency": "IRR" }), "amount not_allowed"),
        ("trace", json!("12"), "trace malformed"),
        ("trace", json!(null), "trace required"),
        ("paid_on", json!("2026-11-23"), "paid_on date_in_future"),
        ("paid_on", json!("2026-11-21"), "paid_on date_order"),
        ("new_serial", json!(NEW), "new_serial not_allowed"),
    ] {
        assert_eq!(counter.wrong("operator", &case, with(field, value)).await, [fault]);
    }
    assert_eq!(counter.refused("agent_manager", &case, money()).await.0, 403, "who handles no money");
    counter.goes("dispatcher", &case, money()).await;
});

both!(a_role_gives_back_no_more_than_the_policy_says, async |db: TestDb| {
    let counter = Counter::open(db).await;
    let limit = RefundLimit { role: Role::Manager, most: Money::rials(PRICE - 1) };
    let care = CarePolicy { refund_limits: vec![limit], exchange_days: 3, ..CarePolicy::default() };
    let app = &counter.site.app;
    revise_policy(app, Actor::system(), "standard", (1, PolicySpec::Care(care.clone()))).await.unwrap();
    let twice = CarePolicy { refund_limits: vec![limit, limit], exchange_days: 0, ..care };
    let wrong = revise_policy(app, Actor::system(), "standard", (2, PolicySpec::Care(twice))).await.unwrap_err();
    assert_eq!(
        crate::workshop::faults(wrong),
        ["spec.exchange_days out_of_range", "spec.refund_limits.1.role duplicate"]
    );
    let asked = counter.asked(refund()).await;
    let until = counter.job().await.hold_until.unwrap().0 - app.clock.now();
    assert_eq!(until.num_days(), 3);
    counter.goes("agent_manager", &asked, json!({ "event": "approve_technically" })).await;
    let refused = counter.refused("manager", &asked, json!({ "event": "approve" })).await;
    assert_eq!(refused, (403, "REFUND_BEYOND_LIMIT".to_owned()));
    counter.goes("administrator", &asked, json!({ "event": "approve" })).await;
});
