//! Money is taken down, told to the customer, confirmed or disputed; what differs from the price is looked into.

use actix_web::http::Method;
use ostakar::domain::payment::PaymentState;
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome::OutOfWarranty;
use serde_json::json;

use super::{TOTAL, at_work};
use crate::messaging::last_to;
use crate::support::{TestDb, both};

both!(a_payment_that_the_customer_disputes_is_settled, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    let wrong = work.tell(json!({"event": "paid", "amount": "x", "method": "agent_terminal"})).await;
    assert_eq!((wrong.0, wrong.1["errors"][0]["field"].as_str()), (422, Some("amount")), "{}", wrong.1);
    let paid = json!({"event": "paid", "amount": TOTAL.to_string(), "method": "agent_terminal", "trace": "۱۲۳۴۵۶"});
    let taken = work.tell(paid.clone()).await;
    assert_eq!(taken.0, 200, "{}", taken.1);
    let twice = work.tell(paid).await;
    assert_eq!((twice.0, twice.1["errors"][0]["field"].as_str()), (422, Some("trace")), "{}", twice.1);
    let (_, sms) = last_to(&work.site.app, &work.phone).await;
    assert!(sms.contains("۱۵٬۴۰۰٬۰۰۰"), "{sms}");
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 0);
    work.done().await;
    let payment = &taken.1["payment_id"];
    let bare = work.answer("payment", json!({"about": payment, "answer": "dispute"})).await;
    assert_eq!((bare.0, bare.1["errors"][0]["field"].as_str()), (422, Some("note")), "{}", bare.1);
    let said = json!({"about": payment, "answer": "dispute", "note": "I paid 12 million in cash"});
    let disputed = work.answer("payment", said).await;
    assert_eq!((disputed.0, disputed.1["state"].as_str()), (200, Some("disputed")), "{}", disputed.1);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 1);
    let receipt = work.site.json(&format!("{}/receipt/{}", work.customer, work.job)).await;
    assert_eq!((receipt.status, receipt.json()["code"].as_str()), (409, Some("RECEIPT_NOT_READY")));
    let path = format!("/api/v1/payments/{}/events", payment.as_str().unwrap());
    let settle =
        json!({"event": "settle", "amount": {"amount": 12_000_000, "currency": "IRR"}, "note": "Terminal slip"});
    assert_eq!(work.api("operator", Method::POST, &path, settle.clone()).await.0, 403, "a manager settles");
    let settled = work.api("manager", Method::POST, &path, settle).await;
    assert_eq!((settled.0, settled.1["state"].as_str()), (200, Some("settled")), "{}", settled.1);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 1, "3.4 million are missing");
    let rest = json!({"event": "paid", "amount": "3400000", "method": "cash"});
    assert_eq!(work.tell(rest).await.0, 200);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 0);
    let receipt = work.site.json(&format!("{}/receipt/{}", work.customer, work.job)).await;
    assert_eq!(receipt.status, 200, "{}", receipt.text);
});

both!(a_deposit_is_no_difference_and_too_much_is, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    let deposit = json!({"event": "paid", "amount": "5000000", "method": "cash", "deposit": "yes"});
    assert_eq!(work.tell(deposit).await.0, 200);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 0);
    let rest = json!({"event": "paid", "amount": "10500000", "method": "card_to_card", "trace": "987654321"});
    let rest = work.tell(rest).await;
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 1, "100,000 too much");
    let confirmed = work.answer("payment", json!({"about": rest.1["payment_id"], "answer": "confirm"})).await;
    assert_eq!(confirmed.0, 200);
    let again = work.answer("payment", json!({"about": rest.1["payment_id"], "answer": "confirm"})).await;
    assert_eq!(again.0, 200, "twice is once: {}", again.1);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 1, "agreeing to it makes it no less");
    assert_eq!(work.money().await.payments[1].state, PaymentState::Confirmed);
    let page = work.site.page(&work.customer).await.text;
    assert!(page.contains("value=\"dispute\""), "the deposit can be answered still: {page}");
});

both!(a_payment_by_form_and_under_its_key, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let events = format!("{}/events", work.technician);
    let form = [("event", "paid"), ("amount", "1500000"), ("method", "cheque"), ("trace", "1")];
    let seen = work.site.post_form(&events, &form).await;
    assert_eq!(seen.status, 422);
    assert!(seen.text.contains("value=\"1500000\""), "{}", seen.text);
    let body = json!({"event": "paid", "amount": "1500000", "method": "cash"});
    let first = work.site.post_keyed(&events, "k1", body.clone()).await;
    let again = work.site.post_keyed(&events, "k1", body).await;
    assert_eq!((first.status, &first.text), (again.status, &again.text));
    assert_eq!(work.money().await.payments.len(), 1);
    let page = work.site.page_as(&work.site.sign_in("operator").await, &format!("/jobs/{}", work.job)).await.text;
    assert!(page.contains("h-money") && page.contains("value=\"confirm\""), "{page}");
    let payment = work.money().await.payments[0].id.to_string();
    let cookie = work.site.sign_in("operator").await;
    let fields =
        [("what", "payment"), ("id", payment.as_str()), ("event", "confirm"), ("note", "Said yes"), ("amount", "")];
    let seen = work.site.post_as(&cookie, &format!("/jobs/{}/money", work.job), &fields).await;
    assert_eq!(seen.status, 303, "{}", seen.text);
    assert_eq!(work.money().await.payments[0].state, PaymentState::Confirmed);
});
