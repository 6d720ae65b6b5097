//! A price is told, quoted, approved by link, by SMS or by voice, declined, or its time runs out.

use actix_web::http::Method;
use chrono::TimeDelta;
use ostakar::app::quotes::expire_due;
use ostakar::app::{Actor, jobs};
use ostakar::domain::job::{JobState, Outcome};
use ostakar::domain::money::Money;
use ostakar::domain::quote::{AnswerWay, QuoteEvent, QuoteState};
use ostakar::domain::task::TaskKind;
use ostakar::domain::visit::VisitState;
use ostakar::domain::warranty::WarrantyOutcome::OutOfWarranty;
use ostakar::store::offers::find_visit;
use ostakar::store::quotes::find_price_terms;
use serde_json::json;

use super::{AtWork, FEE, TOTAL, at_work, quote_lines};
use crate::messaging::{last_to, text};
use crate::support::{TestDb, both};

both!(m21_a_price_is_told_quoted_and_approved_by_the_link, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let job = work.job;
    let told = work.site.app.db.read(move |conn| find_price_terms(conn, job)).await.unwrap().expect("told at intake");
    assert_eq!((told.visit_fee, told.least, told.tax_basis_points), (FEE, 4_000_000, 1_000));
    let quote = work.quote().await;
    let held = work.job().await;
    assert_eq!((held.state.0, held.hold_reason.as_deref()), (JobState::OnHold, Some("QUOTE_PENDING")));
    assert_eq!(held.hold_until.unwrap().0, work.site.app.clock.now() + TimeDelta::hours(48));
    let (_, sms) = last_to(&work.site.app, &work.phone).await;
    assert!(sms.contains("۱۵٬۴۰۰٬۰۰۰") && sms.contains("۱٬۵۰۰٬۰۰۰") && sms.contains("/t/"), "{sms}");
    let page = work.site.page(&work.customer).await.text;
    assert!(page.contains("value=\"approve\"") && page.contains("Drain pump"), "{page}");
    let second = work.tell(quote_lines()).await;
    assert_eq!((second.0, second.1["code"].as_str()), (409, Some("QUOTE_OPEN")), "{}", second.1);
    let done = work.tell(json!({"event": "done", "code": work.site.completion(work.visit)})).await;
    assert_eq!(done.0, 409, "work waits for the answer: {}", done.1);
    for _ in 0..2 {
        let answered = work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
        assert_eq!((answered.0, answered.1["state"].as_str()), (200, Some("approved")), "{}", answered.1);
    }
    assert_eq!(work.job().await.state.0, JobState::InProgress);
    let late = work.answer("quote", json!({"about": quote, "answer": "decline"})).await;
    assert_eq!((late.0, late.1["code"].as_str()), (409, Some("EVENT_NOT_ALLOWED")), "{}", late.1);
    let kept = &work.money().await.quotes[0];
    assert_eq!(
        (kept.total, kept.state, kept.answered_by),
        (Money::rials(TOTAL), QuoteState::Approved, Some(AnswerWay::Link))
    );
});

both!(a_declined_price_leaves_the_visit_fee, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    let declined = work.answer("quote", json!({"about": quote, "answer": "decline"})).await;
    assert_eq!(declined.0, 200, "{}", declined.1);
    let job = work.job().await;
    assert_eq!((job.state.0, job.outcome.map(|it| it.0)), (JobState::Completed, Some(Outcome::QuoteDeclined)));
    let visit = work.visit;
    let visit = work.site.app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    assert_eq!((visit.state.0, visit.end_reason.as_deref()), (VisitState::NotDone, Some("QUOTE_DECLINED")));
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 1, "the fee is not paid yet");
    let paid = work.tell(json!({"event": "paid", "amount": "۱٬۵۰۰٬۰۰۰", "method": "cash"})).await;
    assert_eq!(paid.0, 200, "{}", paid.1);
    assert_eq!(work.tasks(TaskKind::PaymentDifference).await, 0, "the fee was all that was due");
});

both!(a_price_that_nobody_answers_expires, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    let app = &work.site.app;
    assert_eq!(expire_due(app).await.unwrap(), 0);
    app.clock.advance(TimeDelta::hours(48));
    let late = work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    assert_eq!((late.0, late.1["code"].as_str()), (410, Some("QUOTE_EXPIRED")), "before the tick too: {}", late.1);
    assert_eq!(text(app, &work.phone, "late", "1").await.error, Some("QUOTE_EXPIRED"), "it is no rating");
    jobs::resume_due(app).await.unwrap();
    assert_eq!(expire_due(app).await.unwrap(), 1);
    assert_eq!((work.job().await.state.0, work.tasks(TaskKind::QuoteExpired).await), (JobState::InProgress, 1));
    let late = work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    assert_eq!((late.0, late.1["code"].as_str()), (410, Some("QUOTE_EXPIRED")), "{}", late.1);
    work.quote().await;
});

both!(a_spoken_answer_needs_the_words_of_the_customer, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    let path = format!("/api/v1/quotes/{quote}/events");
    let bare = work.api("operator", Method::POST, &path, json!({"event": "approve"})).await;
    let fields: Vec<&str> = bare.1["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
    assert_eq!((bare.0, fields), (422, vec!["by", "note"]), "{}", bare.1);
    let posed = json!({"event": "approve", "by": "link", "note": "x"});
    assert_eq!(work.api("operator", Method::POST, &path, posed).await.0, 422, "staff do not hold the customer's link");
    let spoken = json!({"event": "approve", "by": "voice", "note": "Yes, do it"});
    let agreed = work.api("operator", Method::POST, &path, spoken.clone()).await;
    assert_eq!((agreed.0, agreed.1["state"].as_str()), (200, Some("approved")), "{}", agreed.1);
    assert_eq!(agreed.1["consent_note"], "Yes, do it");
    assert_eq!(work.api("auditor", Method::POST, &path, spoken).await.0, 403);
    let listed = work.api("auditor", Method::GET, &format!("/api/v1/jobs/{}/quotes", work.job), json!(null)).await;
    assert_eq!((listed.0, listed.1["items"][0]["total"]["amount"].as_i64()), (200, Some(TOTAL)));
});

both!(persian_digits_answer_a_price, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    work.quote().await;
    let app = &work.site.app;
    assert_eq!(text(app, "+989121110099", "a", "۱").await.error, Some("NOT_FOUND"), "a stranger answers nothing");
    assert_eq!(text(app, &work.phone, "b", "۱").await.did, Some("quote_approved"));
    let kept = work.money().await.quotes.remove(0);
    assert_eq!((kept.state, kept.answered_by), (QuoteState::Approved, Some(AnswerWay::Sms)));
    assert_eq!(text(app, &work.phone, "c", "۱").await.error, Some("NOT_FOUND"), "there is nothing to rate yet");
    work.quote().await;
    let (reference, request) = (work.request, work.job().await);
    let reference =
        app.db.read(move |conn| ostakar::store::jobs::find_request(conn, reference)).await.unwrap().reference.0;
    assert_eq!(text(app, &work.phone, "d", &format!("۲ {reference}")).await.did, Some("quote_declined"));
    let job = work.job().await;
    assert_eq!(job.state.0, JobState::InProgress, "the first price stands: {:?} {:?}", request.state, job.outcome);
});

both!(of_two_answers_at_once_one_counts, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    for round in 0..4 {
        let quote = work.quote().await;
        let customer = || Actor::customer(work.request);
        let (approved, declined) = tokio::join!(
            work.step(customer(), quote, QuoteEvent::Approve),
            work.step(customer(), quote, QuoteEvent::Decline)
        );
        let won = [approved.is_ok(), declined.is_ok()];
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "round {round}: {approved:?} {declined:?}");
        let state = work.money().await.quotes.last().unwrap().state;
        assert_eq!(state == QuoteState::Approved, approved.is_ok());
        if work.job().await.state.0 != JobState::InProgress {
            assert_eq!(work.job().await.outcome.map(|it| it.0), Some(Outcome::QuoteDeclined));
            break;
        }
    }
});

both!(wrong_prices_are_told_field_by_field, async |db: TestDb| {
    let work: AtWork = at_work(db, OutOfWarranty).await;
    let money = |amount: i64| json!({"amount": amount, "currency": "IRR"});
    let body = json!({"lines": [
        {"kind": "part", "quantity": 0, "unit_price": money(-1)}, {"kind": "labour", "unit_price": money(5)},
    ], "valid_until": "2020-01-01T00:00:00Z"});
    let path = format!("/api/v1/jobs/{}/quotes", work.job);
    let seen = work.api("operator", Method::POST, &path, body).await;
    let fields: Vec<&str> = seen.1["errors"].as_array().unwrap().iter().filter_map(|it| it["field"].as_str()).collect();
    let wanted = ["lines.0.name", "lines.0.quantity", "lines.0.unit_price.amount", "valid_until"];
    assert_eq!((seen.0, fields), (422, wanted.to_vec()), "{}", seen.1);
    let form = [("event", "quote"), ("labour", "هشت میلیون"), ("part1", "پمپ")];
    let page = work.site.post_form(&format!("{}/events", work.technician), &form).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("هشت میلیون"), "what was typed is kept: {}", page.text);
    let form =
        [("event", "quote"), ("labour", "۸٬۰۰۰٬۰۰۰"), ("part1", "پمپ"), ("part1_price", "6000000"), ("travel", "")];
    assert_eq!(work.site.post_form(&format!("{}/events", work.technician), &form).await.status, 303);
    assert_eq!(work.money().await.quotes[0].total, Money::rials(TOTAL));
});

both!(a_job_that_is_given_up_takes_its_price_with_it, async |db: TestDb| {
    let work = at_work(db, OutOfWarranty).await;
    let quote = work.quote().await;
    let cancel = json!({"reason": "BOUGHT_NEW"});
    let path = format!("/api/v1/jobs/{}/cancel", work.job);
    assert_eq!(work.api("dispatcher", Method::POST, &path, cancel).await.0, 200);
    assert_eq!(work.money().await.quotes[0].state, QuoteState::Expired);
    let late = work.answer("quote", json!({"about": quote, "answer": "approve"})).await;
    assert_eq!((late.0, late.1["code"].as_str()), (410, Some("QUOTE_EXPIRED")), "{}", late.1);
    let taken = work.tell(json!({"event": "paid", "amount": "1500000", "method": "cash"})).await;
    assert_eq!((taken.0, taken.1["code"].as_str()), (409, Some("EVENT_NOT_ALLOWED")), "the visit is over: {}", taken.1);
});
