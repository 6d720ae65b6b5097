//! The receipt as JSON, as a page and as a PDF, in both languages.

use actix_web::http::Method;
use ostakar::app::receipt::{receipt_of, receipt_pdf, receipt_words};
use ostakar::domain::language::Language;
use ostakar::domain::warranty::WarrantyOutcome::{InWarranty, OutOfWarranty};
use serde_json::json;

use super::{TOTAL, at_work};
use crate::messaging::last_to;
use crate::support::{TestDb, both};

both!(a_receipt_in_both_languages, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    let path = format!("{}/receipt/{}", work.customer, work.job);
    assert_eq!(work.site.json(&path).await.status, 409, "not before the work is done");
    let paid = json!({"event": "paid", "amount": TOTAL.to_string(), "method": "agent_terminal", "trace": "123456"});
    assert_eq!(work.tell(paid).await.0, 200);
    work.done().await;
    let job = work.job;
    let app = &work.site.app;
    let messages = app.db.read(move |conn| ostakar::store::messages::list_messages_of_job(conn, job)).await.unwrap();
    let kinds: Vec<&str> = messages.iter().map(|message| message.kind.0.as_str()).collect();
    assert!(kinds.contains(&"receipt_ready"), "{kinds:?}; {}", last_to(app, &work.phone).await.1);
    let seen = work.site.json(&path).await.json();
    assert_eq!((seen["total"]["amount"].as_i64(), seen["tax"]["amount"].as_i64()), (Some(TOTAL), Some(1_400_000)));
    assert!(seen["number"].as_str().unwrap().ends_with("-1") && seen["serial"].is_string(), "{seen}");
    assert_eq!(seen["parts_guaranteed_until"], "2027-05-21", "180 days: {seen}");
    let persian = work.site.page(&path).await.text;
    assert!(persian.contains("dir=\"rtl\"") && persian.contains("رسید") && persian.contains("Drain pump"), "{persian}");
    let english = work.site.page(&format!("{path}?lang=en")).await.text;
    assert!(english.contains("15,400,000 IRR") && english.contains("The parts are guaranteed until"), "{english}");
    let receipt = receipt_of(app, job).await.unwrap();
    for language in Language::ALL {
        let file = receipt_pdf(&receipt_words(app, &receipt, *language)).unwrap();
        assert!(file.starts_with(b"%PDF-") && file.len() < 200_000, "{}", file.len());
        if let Some(folder) = std::env::var_os("OSTAKAR_RECEIPTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("receipt-{language}.pdf")), &file).unwrap();
        }
    }
    let pdf = work.site.page(&format!("{path}/pdf")).await;
    assert!(pdf.status == 200 && pdf.text.starts_with("%PDF-"));
    let api = format!("/api/v1/jobs/{job}/receipt");
    assert_eq!(work.api("auditor", Method::GET, &api, json!(null)).await.1["number"], seen["number"]);
    assert_eq!(work.api("auditor", Method::GET, &format!("{api}.pdf"), json!(null)).await.0, 200);
    let other = format!("{}/receipt/01890a5d-ac96-774b-bcce-b302099a8057", work.customer);
    assert_eq!(work.site.json(&other).await.status, 404, "another's receipt is nobody's");
});

both!(work_under_warranty_has_a_receipt_of_nothing, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    work.done().await;
    let seen = work.site.json(&format!("{}/receipt/{}", work.customer, work.job)).await;
    assert_eq!((seen.status, seen.json()["total"]["amount"].as_i64()), (200, Some(0)), "{}", seen.text);
});
