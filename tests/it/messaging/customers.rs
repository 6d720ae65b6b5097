//! What customers wish for by SMS; nobody touches what is not theirs.

use chrono::TimeDelta;
use ostakar::app::outbox::{Delivered, deliver_due};
use ostakar::app::phone_fix::{NewPhoneFix, fix_by_phone};
use ostakar::app::{Actor, App, outbox};
use ostakar::domain::contact::ContactOutcome;
use ostakar::domain::customer::Channel;
use ostakar::domain::id::{CustomerId, JobId};
use ostakar::domain::job::JobState;
use ostakar::domain::machine::ActorKind;
use ostakar::domain::message::DeliveryState;
use ostakar::domain::task::TaskKind;
use ostakar::store::contacts::list_contacts;
use ostakar::store::jobs::{find_job, find_request, list_request_contacts};
use ostakar::store::ratings::find_rating;
use ostakar::store::schema::tasks;
use ostakar::store::{Col, StoreError};

use super::{last_to, text};
use crate::story::report;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

async fn customer(app: &App, job: JobId) -> (String, CustomerId, String) {
    app.db
        .read(move |conn| -> Result<_, StoreError> {
            let job = find_job(conn, job)?;
            let request = find_request(conn, job.request_id.0)?;
            let people = list_request_contacts(conn, request.id.0)?;
            Ok((people[0].phone.clone(), request.customer_id.0, request.reference.0.to_string()))
        })
        .await
        .unwrap()
}

async fn count_tasks(app: &App, kind: TaskKind) -> i64 {
    use diesel::prelude::*;
    app.db
        .read(move |conn| -> Result<i64, StoreError> {
            Ok(tasks::table.filter(tasks::kind.eq(Col(kind))).count().get_result(conn)?)
        })
        .await
        .unwrap()
}

both!(a_customer_asks_gives_up_and_is_called, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await.jobs[0].id;
    let (phone, _, reference) = customer(app, job).await;

    assert_eq!(text(app, &phone, "a", "پيگيري").await.did, Some("status"));
    assert!(last_to(app, &phone).await.1.contains(&reference), "{}", last_to(app, &phone).await.1);
    assert_eq!(text(app, &phone, "b", "5").await.error, Some("NOT_FOUND"), "nothing is done yet");
    assert_eq!(text(app, &phone, "c", "تماس").await.did, Some("call"));
    assert_eq!(count_tasks(app, TaskKind::Callback).await, 1);
    assert_eq!(text(app, &phone, "d", "لغو").await.error, Some("INVALID"));
    assert!(last_to(app, &phone).await.1.contains('5'), "the reasons are told");
    let stranger = "+989121110099";
    assert_eq!(text(app, stranger, "e", &format!("لغو {reference} 1")).await.error, Some("NOT_FOUND"));
    assert_eq!(text(app, &phone, "f", "لغو ۱").await.did, Some("cancelled"));
    let cancelled = app.db.read(move |conn| find_job(conn, job)).await.unwrap();
    assert_eq!((cancelled.state.0, cancelled.end_reason.as_deref()), (JobState::Cancelled, Some("FIXED_ITSELF")));
});

both!(a_digit_is_a_rating_once_and_a_low_one_is_followed, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await.jobs[0].id;
    let (phone, ..) = customer(app, job).await;
    let told = NewPhoneFix { note: "Plugged in again".to_owned(), article: None };
    let operator = Actor { kind: ActorKind::Staff, id: None };
    fix_by_phone(app, operator, job, (told, None)).await.unwrap();
    assert_eq!(text(app, &phone, "a", "۲").await.did, Some("rated"));
    let rating = app.db.read(move |conn| find_rating(conn, job)).await.unwrap().unwrap();
    assert_eq!((rating.score, rating.channel.0), (2, Channel::Sms));
    assert_eq!(count_tasks(app, TaskKind::LowRating).await, 1);
    assert_eq!(text(app, &phone, "b", "5").await.error, Some("NOT_FOUND"), "rated already");
});

both!(what_nobody_understands_is_for_people_and_is_answered, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await.jobs[0].id;
    let (phone, id, _) = customer(app, job).await;
    assert_eq!(text(app, &phone, "a", "کولر باز هم آب می‌ریزد").await.did, Some("kept"));
    let contacts = app.db.read(move |conn| list_contacts(conn, id, 10)).await.unwrap();
    assert_eq!(contacts[0].summary, "کولر باز هم آب می‌ریزد");
    assert_eq!((contacts[0].outcome.0, contacts[0].job_id.map(|it| it.0)), (ContactOutcome::LeftMessage, Some(job)));
    assert_eq!(text(app, "09121110098", "b", "my fridge is broken").await.did, Some("kept"));
    assert!(last_to(app, "+989121110098").await.1.contains("STATUS"), "answered in the script that was used");
    assert_eq!(count_tasks(app, TaskKind::AnswerMessage).await, 2);
    assert_eq!(text(app, "BANK", "c", "buy now").await.error, Some("INVALID"), "names cannot be answered");
});

both!(whoever_wants_no_messages_gets_none, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1).await.jobs[0].id;
    let (phone, ..) = customer(app, job).await;
    while deliver_due(app).await.unwrap().total() > 0 {}
    assert_eq!(text(app, &phone, "a", "لغو پیامک").await.did, Some("opted_out"));
    assert_eq!(deliver_due(app).await.unwrap(), Delivered { sent: 1, ..Delivered::default() }, "it is confirmed");
    assert_eq!(text(app, &phone, "b", "لغو ۱").await.did, Some("cancelled"));
    outbox::deliver_due(app).await.unwrap();
    let (message, _) = last_to(app, &phone).await;
    assert_eq!(message.state.0, DeliveryState::Withdrawn);
    assert_eq!(text(app, &phone, "c", "start").await.did, Some("opted_in"));
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(deliver_due(app).await.unwrap().sent, 1);
});
