//! An offer follows its message: sent with it, undeliverable with it, and then the job asks someone else.

use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::outbox::deliver_due;
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App, Code, dispatch, outbox};
use ostakar::domain::id::JobId;
use ostakar::domain::message::MessageKind;
use ostakar::domain::offer::OfferState;
use ostakar::gateway::memory::Mood;
use ostakar::store::StoreError;
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::offers::{Offer, list_offers};

use super::messages;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// A registered and dispatched job whose customer's messages have left already.
async fn dispatched(test: &TestApp) -> JobId {
    let app = &test.app;
    let body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), 1).unwrap();
    let input: NewRequest = serde_json::from_value(body).unwrap();
    let registered = register_request(app, Actor::system(), None, input).await.unwrap();
    while deliver_due(app).await.unwrap().total() > 0 {}
    dispatch::dispatch_due(app).await.unwrap();
    registered.jobs[0].id
}

async fn read(app: &App, id: JobId) -> (Job, Vec<Offer>) {
    let read = app.db.read(move |conn| -> Result<_, StoreError> { Ok((find_job(conn, id)?, list_offers(conn, id)?)) });
    read.await.unwrap()
}

both!(an_offer_is_sent_when_its_message_is, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let id = dispatched(&test).await;
    let (_, queued) = read(&test.app, id).await;
    assert!(!queued.is_empty() && queued.iter().all(|offer| offer.state.0 == OfferState::Queued));
    assert_eq!(deliver_due(&test.app).await.unwrap().sent, queued.len());
    let (job, sent) = read(&test.app, id).await;
    assert!(sent.iter().all(|offer| offer.state.0 == OfferState::Sent && offer.sent_at.is_some()));
    assert_eq!(job.dispatch_at, None);
});

both!(an_offer_that_cannot_be_delivered_makes_room_for_the_next, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let id = dispatched(&test).await;
    let (_, queued) = read(&test.app, id).await;
    test.sms.set(Mood::Refuse);
    assert_eq!(deliver_due(&test.app).await.unwrap().dead, queued.len());
    let (job, failed) = read(&test.app, id).await;
    assert!(failed.iter().all(|offer| offer.state.0 == OfferState::Undeliverable));
    assert_eq!(job.dispatch_at.map(|at| at.0), Some(test.app.clock.now()));
    let dead = messages(&test.app).await.into_iter().find(|message| message.kind.0 == MessageKind::OfferSent).unwrap();
    let refused = outbox::resend(&test.app, &Actor::system(), dead.id.0).await.unwrap_err();
    assert_eq!(refused.code(), Code::EventNotAllowed);
    assert_eq!(dispatch::dispatch_due(&test.app).await.unwrap(), 1);
    let (job, offers) = read(&test.app, id).await;
    assert!(offers.len() > failed.len() || job.dispatch_at.is_none());
});
