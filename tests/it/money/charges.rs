//! Work under warranty that turned out to be the customer's to pay.

use actix_web::http::Method;
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome::{InWarranty, OutOfWarranty};
use serde_json::json;

use super::{AtWork, at_work, quote_lines};
use crate::support::facts::execute;
use crate::support::{TestDb, both};

fn photo(work: &AtWork) -> String {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let row = format!(
        "INSERT INTO attachments (id, blob_hash, media_type, byte_count, kind, job_id, added_by, created_at) \
         VALUES ('{id}', 'x', 'image/jpeg', 1, 'damage', '{}', 'technician', 0)",
        work.job
    );
    execute(&work.url, &row);
    id.to_owned()
}

both!(nothing_is_charged_before_the_organisation_agrees, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    for body in [quote_lines(), json!({"event": "paid", "amount": "100", "method": "cash"})] {
        let refused = work.tell(body).await;
        assert_eq!((refused.0, refused.1["code"].as_str()), (409, Some("CHARGE_NOT_APPROVED")), "{}", refused.1);
    }
    let bare = work.tell(json!({"event": "charge", "reason": "Burnt by a surge"})).await;
    assert_eq!((bare.0, bare.1["errors"][0]["field"].as_str()), (422, Some("photo")), "{}", bare.1);
    let photo = photo(&work);
    let wordless = work.tell(json!({"event": "charge", "photo": photo})).await;
    assert_eq!((wordless.0, wordless.1["errors"][0]["field"].as_str()), (422, Some("reason")), "{}", wordless.1);
    let ask = json!({"event": "charge", "reason": "Burnt by a surge", "photo": photo});
    let asked = work.tell(ask.clone()).await;
    assert_eq!(asked.0, 200, "{}", asked.1);
    assert_eq!(work.tasks(TaskKind::DecideCharge).await, 1);
    assert_eq!(work.tell(ask.clone()).await.1["code"], "CHARGE_OPEN");
    let path = format!("/api/v1/charges/{}/events", asked.1["charge_id"].as_str().unwrap());
    assert_eq!(work.api("operator", Method::POST, &path, json!({"event": "approve"})).await.0, 403);
    let bare = work.api("manager", Method::POST, &path, json!({"event": "refuse"})).await;
    assert_eq!((bare.0, bare.1["errors"][0]["field"].as_str()), (422, Some("note")), "{}", bare.1);
    let refused = work.api("manager", Method::POST, &path, json!({"event": "refuse", "note": "Covered"})).await;
    assert_eq!((refused.0, refused.1["state"].as_str()), (200, Some("refused")), "{}", refused.1);
    assert_eq!((work.tasks(TaskKind::DecideCharge).await, work.job().await.warranty.0), (0, InWarranty));
    assert_eq!(work.tell(quote_lines()).await.1["code"], "CHARGE_NOT_APPROVED");
    let asked = work.tell(ask.clone()).await;
    let path = format!("/api/v1/charges/{}/events", asked.1["charge_id"].as_str().unwrap());
    let approved = work.api("manager", Method::POST, &path, json!({"event": "approve"})).await;
    assert_eq!((approved.0, approved.1["state"].as_str()), (200, Some("approved")), "{}", approved.1);
    assert_eq!(work.job().await.warranty.0, OutOfWarranty);
    assert_eq!(work.tell(ask).await.1["code"], "CHARGE_NEEDLESS");
    work.quote().await;
});

both!(nobody_decides_what_they_asked_for_themselves, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    let body = json!({"reason": "Seal broken", "attachment_id": photo(&work)});
    let path = format!("/api/v1/jobs/{}/charges", work.job);
    let asked = work.api("manager", Method::POST, &path, body).await;
    assert_eq!(asked.0, 201, "{}", asked.1);
    let decide = format!("/api/v1/charges/{}/events", asked.1["id"].as_str().unwrap());
    let own = work.api("manager", Method::POST, &decide, json!({"event": "approve"})).await;
    assert_eq!((own.0, own.1["code"].as_str()), (409, Some("SAME_PERSON")), "{}", own.1);
    let other = work.api("administrator", Method::POST, &decide, json!({"event": "approve"})).await;
    assert_eq!(other.0, 200, "{}", other.1);
});
