//! A recall from its first case to its figures.

use ostakar::app::Actor;
use ostakar::app::policies::{PolicySpec, revise_policy};
use ostakar::app::recalls::follow_due;
use ostakar::domain::policy::{CarePolicy, RecallPolicy};
use serde_json::json;

use super::{Desk, job_of};
use crate::support::facts::{count, execute};
use crate::support::{TestDb, both};

async fn slowly(desk: &Desk, tell_a_minute: i64) {
    let recall = RecallPolicy { tell_a_minute, ..RecallPolicy::default() };
    let care = CarePolicy { recall, ..CarePolicy::default() };
    revise_policy(desk.server.app(), Actor::system(), "standard", (1, PolicySpec::Care(care))).await.unwrap();
}

both!(a_recall_goes_from_its_units_to_its_completion, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.units(20).await;
    let path = desk.recall(("ZR00000100", "ZR00000157")).await;
    assert_eq!(desk.show(&path).await["known"], json!(58), "two of the sixty lie outside");
    assert!(desk.flags("ZR00000100").contains("recalled") && !desk.flags("ZR00000159").contains("recalled"));
    desk.tick().await;
    assert_eq!(desk.told(), 19, "once a customer, whatever units the customer has");
    assert_eq!(desk.units_in(&path, "unreachable").await.len(), 3);
    assert_eq!(count(desk.url(), "tasks WHERE kind = 'call_about_recall' AND state = 'open'"), 1);
    assert_eq!(desk.tick().await, 0, "nothing is left to be done");
    execute(desk.url(), "UPDATE messages SET state = 'delivered' WHERE kind = 'recall_notice'");

    let told = desk.units_in(&path, "told").await;
    let first = job_of(&desk.book(&path, &told[0]).await);
    let cancel = format!("/api/v1/jobs/{first}/cancel");
    assert_eq!(desk.server.post(&desk.operator, &cancel, &json!({ "reason": "BOUGHT_NEW" })).await.status, 200);
    assert_eq!(desk.units_in(&path, "booked").await.len(), 0, "given up, its customer is asked again");
    let job = job_of(&desk.book(&path, &told[0]).await);
    job_of(&desk.book(&path, &told[1]).await);
    desk.correct(&job).await;
    let serial = told[0]["serial"].as_str().unwrap();
    assert!(!desk.flags(serial).contains("recalled"), "corrected, it is called back no more");
    let exclude = format!("{path}/units/{}/events", told[2]["id"].as_str().unwrap());
    let said = json!({ "event": "exclude", "reason": "SCRAPPED" });
    assert_eq!(desk.server.post(&desk.operator, &exclude, &said).await.status, 403);
    assert_eq!(desk.server.post(&desk.manager, &exclude, &said).await.status, 200);

    let seen = desk.show(&path).await;
    let rows = |state: &str| count(desk.url(), &format!("recall_units WHERE state = '{state}'"));
    let counted = [rows("booked"), rows("corrected"), rows("excluded"), rows("unreachable")];
    assert_eq!(counted, [1, 1, 1, 3]);
    for (name, figure) in ["booked", "corrected", "excluded", "unreachable"].iter().zip(counted) {
        assert_eq!(seen[name], json!(figure), "{name}");
    }
    let known = count(desk.url(), "recall_units WHERE 1 = 1");
    assert_eq!((&seen["known"], &seen["told"], &seen["delivered"]), (&json!(known), &json!(55), &json!(55)));
    assert_eq!((&seen["reach"], &seen["completion"]), (&json!(58.0), &json!(1.8)), "{seen}");
    let sum: i64 = seen["provinces"].as_array().unwrap().iter().map(|it| it["known"].as_i64().unwrap()).sum();
    assert_eq!(sum, known);
    let list = desk.show("/api/v1/recalls?state=recalled").await;
    assert_eq!((&list["items"][0]["code"], &list["items"][0]["corrected"]), (&json!("RC-1"), &json!(1)));
    let file = desk.server.get(&desk.manager, &format!("{path}/units.csv?lang=en")).await;
    assert_eq!(file.text.lines().count(), 59, "{}", file.text);
});

both!(two_nodes_and_many_passes_tell_nobody_twice, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.units(8).await;
    slowly(&desk, 3).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    let other = desk.server.inner.node().await;
    let (one, two) = tokio::join!(follow_due(desk.server.app()), follow_due(&other));
    one.unwrap();
    two.unwrap();
    assert!((2..=6).contains(&desk.told()), "so many a minute: {}", desk.told());
    for _ in 0..4 {
        let (one, two) = tokio::join!(follow_due(desk.server.app()), follow_due(&other));
        one.unwrap();
        two.unwrap();
    }
    assert_eq!(desk.told(), 7);
    assert_eq!(count(desk.url(), "recall_notices WHERE told_at IS NOT NULL"), 7);
    assert_eq!(count(desk.url(), "tasks WHERE kind = 'call_about_recall'"), 1);
    assert_eq!(desk.units_in(&path, "found").await.len(), 0);
    assert_eq!(
        count(desk.url(), "(SELECT 1 FROM recall_units GROUP BY installed_product_id HAVING count(*) > 1) x"),
        0
    );
});

both!(a_message_that_does_not_arrive_is_a_call, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.register(&desk.report(2, "ZR00000150")).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    desk.tick().await;
    execute(desk.url(), "UPDATE messages SET state = 'undelivered' WHERE kind = 'recall_notice'");
    desk.tick().await;
    let unit = desk.units_in(&path, "unreachable").await.remove(0);
    assert_eq!(count(desk.url(), "tasks WHERE kind = 'call_about_recall' AND state = 'open'"), 1);
    let events = format!("{path}/units/{}/events", unit["id"].as_str().unwrap());
    let told = desk.server.post(&desk.operator, &events, &json!({ "event": "tell" })).await;
    assert_eq!((told.status, &told.json()["state"]), (200, &json!("told")), "{}", told.text);
    assert_eq!(count(desk.url(), "tasks WHERE kind = 'call_about_recall' AND state = 'done'"), 1);
});
