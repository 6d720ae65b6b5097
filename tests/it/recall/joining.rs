//! Units that join a recall later, and what their correction costs: nothing, and one job.

use reqwest::Method;
use serde_json::json;

use super::{Desk, job_of};
use crate::support::facts::count;
use crate::support::{TestDb, both};

both!(a_unit_that_is_taken_down_joins_with_a_warning, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    let made = desk.register(&desk.report(2, "zr 0000 0150")).await;
    let warnings = made["warnings"].as_array().unwrap();
    let warning = warnings.iter().find(|it| it["code"] == "UNIT_RECALLED").unwrap_or_else(|| panic!("{made}"));
    assert_eq!(
        (&warning["recall"]["code"], &warning["recall"]["title"]),
        (&json!("RC-1"), &json!("Door hinge breaks"))
    );
    assert!(desk.flags("ZR00000150").contains("recalled"));
    assert_eq!(desk.units_in(&path, "found").await.len(), 1);
    let mut own = desk.report(2, "ZR00000150");
    own["items"][0]["kind"] = json!("recall");
    let booked = desk.register(&own).await;
    assert_eq!(desk.units_in(&path, "booked").await[0]["job_id"], booked["jobs"][0]["id"]);
});

both!(a_serial_that_is_corrected_joins_or_leaves, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    let mut body = desk.report(2, "");
    body["items"][0]["kind"] = json!("installation");
    let made = desk.register(&body).await;
    let job = made["jobs"][0]["id"].as_str().unwrap();
    let answers = json!({ "answers": { "serial": "ZR00000120" } });
    let put = desk.server.request(Method::PUT, &format!("/api/v1/jobs/{job}/checklist"));
    let read = desk.server.send(put.bearer_auth(&desk.operator).json(&answers)).await;
    assert_eq!(read.status, 200, "{}", read.text);
    let unit = desk.units_in(&path, "found").await.remove(0);
    assert!(desk.flags("ZR00000120").contains("recalled"));
    let product = format!("/api/v1/installed-products/{}", unit["installed_product_id"].as_str().unwrap());
    for (serial, state, is_flagged) in [("ZR00000220", "excluded", false), ("ZR00000121", "found", true)] {
        let version = desk.server.get(&desk.operator, &product).await.header("etag").to_owned();
        let edit = desk.server.request(Method::PATCH, &product).bearer_auth(&desk.operator);
        let edit = edit.header("if-match", version).json(&json!({ "serial": serial }));
        assert_eq!(desk.server.send(edit).await.status, 200);
        assert_eq!(desk.units_in(&path, state).await.len(), 1, "{serial}");
        assert_eq!(desk.flags(serial).contains("recalled"), is_flagged, "{serial}");
    }
});

both!(of_two_who_book_at_once_one_does_and_nobody_pays, async |db: TestDb| {
    let desk = Desk::open(db).await;
    desk.register(&desk.report(2, "ZR00000150")).await;
    let path = desk.recall(("ZR00000100", "ZR00000199")).await;
    let unit = desk.units_in(&path, "found").await.remove(0);
    let (one, two) = tokio::join!(desk.book(&path, &unit), desk.book(&path, &unit));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", one.text, two.text);
    assert_eq!(count(desk.url(), "jobs WHERE kind = 'recall'"), 1);
    let job = job_of(if one.status == 201 { &one } else { &two });
    let shown = desk.server.get(&desk.operator, &format!("/api/v1/jobs/{job}")).await.json();
    assert_eq!((&shown["warranty"], &shown["priority"]), (&json!("in_warranty"), &json!("high")), "{shown}");
    assert_eq!(shown["verdicts"][0]["decided_by"], json!("RECALL_WORK"), "{shown}");
    assert_eq!(count(desk.url(), &format!("price_terms WHERE job_id = '{job}'")), 0);
    let lines =
        json!({ "lines": [{ "kind": "labour", "quantity": 1, "price": { "amount": 1000, "currency": "IRR" } }] });
    let quote = desk.server.post(&desk.operator, &format!("/api/v1/jobs/{job}/quotes"), &lines).await;
    assert!(quote.status == 409 || quote.status == 422, "{}", quote.text);
    assert_eq!(count(desk.url(), "quotes WHERE 1 = 1"), 0);
});
