//! Quiet hours, batches, and what is checked once more when a message leaves.

use chrono::TimeDelta;
use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::{App, dispatch, outbox};
use ostakar::domain::agent::Standing;
use ostakar::domain::message::{DeliveryState, MessageKind};
use ostakar::domain::offer::OfferState;
use ostakar::domain::time::Instant;
use ostakar::store::At;
use ostakar::store::messages::{Message, find_message};
use ostakar::store::offers::Offer;
use serde_json::json;

use super::{
    another_for, best, change_agent, change_policy, events_of, job_of, offers_of, open_offers, report, report_with,
    staff,
};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// 22:00 of the first day in Tehran, in quiet hours.
const LATE: TimeDelta = TimeDelta::hours(13);
/// From then to 07:00, when they end.
const REST: TimeDelta = TimeDelta::hours(9);

async fn message_of(app: &App, offer: &Offer) -> Message {
    let id = offer.message_id.expect("a message").0;
    app.db.read(move |conn| find_message(conn, id)).await.unwrap()
}

async fn flush(app: &App) {
    while outbox::deliver_due(app).await.unwrap().total() > 0 {}
}

both!(m11_offers_wait_for_the_end_of_quiet_hours_and_the_deadline_counts_from_there, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    app.clock.advance(LATE);
    let (job, urgent) = (report(app, 1).await, report_with(app, 2, &[("priority", json!("emergency"))]).await);
    dispatch::dispatch_due(app).await.unwrap();
    flush(app).await;
    let offer = open_offers(app, job).await.remove(0);
    assert_eq!(offer.state.0, OfferState::Queued);
    assert!(open_offers(app, urgent).await.iter().all(|offer| offer.state.0 == OfferState::Sent), "danger is no quiet");
    let morning: Instant = "2026-11-23T03:30:00Z".parse().unwrap();
    assert_eq!(message_of(app, &offer).await.next_attempt_at, At(morning));
    let network = app.network();
    let hours = &network.agent(offer.agent_id.0).unwrap().hours;
    let minutes = u32::try_from(offer.answer_minutes).unwrap();
    assert_eq!(Some(offer.deadline_at.0), hours.add_business(morning, minutes));
    // A restart in the night loses nothing.
    test.app.clock.advance(REST);
    let app = test.node().await;
    flush(&app).await;
    let sent = open_offers(&app, job).await.remove(0);
    assert_eq!((sent.state.0, sent.sent_at), (OfferState::Sent, Some(At(morning))));
});

both!(m11_jobs_for_one_agent_go_in_one_message_and_are_accepted_apart, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    change_policy(app, "balanced", |policy| policy.batch_minutes = 10).await;
    let first = report(app, 1).await;
    let agent = best(app, first).await;
    let second = another_for(app, agent, 2).await;
    flush(app).await;
    dispatch::offer_job(app, staff(), first, agent).await.unwrap();
    app.clock.advance(TimeDelta::minutes(5));
    dispatch::offer_job(app, staff(), second, agent).await.unwrap();
    let phone = app.network().agent(agent).unwrap().phone.clone();
    let to_agent = || test.sms.all().into_iter().filter(|sms| sms.to == phone).collect::<Vec<_>>();
    flush(app).await;
    assert!(to_agent().is_empty(), "the window is still open");
    app.clock.advance(TimeDelta::minutes(5));
    flush(app).await;
    let told = to_agent();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].text.matches("/o/").count(), 2, "{}", told[0].text);
    let (one, other) = (open_offers(app, first).await.remove(0), open_offers(app, second).await.remove(0));
    assert_eq!(one.message_id, other.message_id);
    assert_ne!(one.short_number, other.short_number);
    assert!([&one, &other].iter().all(|offer| offer.state.0 == OfferState::Sent));
    assert_eq!(message_of(app, &one).await.kind.0, MessageKind::OffersSent);
    accept(app, other.id.0, None, Acceptance::default()).await.unwrap();
    assert_eq!(open_offers(app, first).await.len(), 1, "acceptance is per offer");
});

both!(m13_a_queued_offer_of_an_agent_suspended_meanwhile_is_withdrawn_instead_of_sent, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    app.clock.advance(LATE);
    let first = report(app, 1).await;
    let agent = best(app, first).await;
    let second = another_for(app, agent, 2).await;
    flush(app).await;
    for job in [first, second] {
        dispatch::offer_job(app, staff(), job, agent).await.unwrap();
    }
    let queued = open_offers(app, first).await.remove(0);
    let until = app.clock.now() + TimeDelta::days(3);
    change_agent(app, agent, move |row| {
        row.standing.0 = Standing::Suspended;
        (row.suspended_from, row.suspended_to) = (Some(At(until - TimeDelta::days(4))), Some(At(until)));
    })
    .await;
    app.clock.advance(REST);
    flush(app).await;
    let phone = app.network().agent(agent).unwrap().phone.clone();
    assert!(test.sms.all().iter().all(|sms| sms.to != phone), "an excluded agent was asked");
    assert_eq!(message_of(app, &queued).await.state.0, DeliveryState::Withdrawn);
    for job in [first, second] {
        let ended = offers_of(app, job).await.remove(0);
        assert_eq!(ended.state.0, OfferState::Withdrawn);
        assert!(job_of(app, job).await.dispatch_at.is_some(), "the job goes on at once");
        let why = events_of(app, job, "withdraw").await.remove(0).detail.0;
        assert_eq!(why["failed"][0]["code"], "AGENT_SUSPENDED");
    }
    app.reload_network().await.unwrap();
    dispatch::dispatch_due(app).await.unwrap();
    let next = open_offers(app, first).await;
    assert!(next.iter().all(|offer| offer.agent_id.0 != agent));
});
