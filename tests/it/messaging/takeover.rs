//! Reports move messages forward only, and what does not arrive is taken over: by the next gateway, a letter, a call.

use chrono::TimeDelta;
use ostakar::app::outbox::{deliver_due, follow_due, note_reports};
use ostakar::app::{App, outbox};
use ostakar::domain::id::MessageId;
use ostakar::domain::message::{AttemptOutcome, DeliveryState, Fate, MessageChannel, MessageKind};
use ostakar::domain::offer::OfferState;
use ostakar::domain::task::TaskKind;
use ostakar::gateway::memory::Mood;
use ostakar::gateway::sms::{Report, Subject};
use ostakar::store::Tx;
use ostakar::store::attempts::list_attempts;
use ostakar::store::messages::{Message, find_message, list_messages_of_job};
use ostakar::store::network::{find_agent, save_agent};
use ostakar::store::offers::find_offer;
use ostakar::store::tasks::list_tasks_of;

use crate::story::offered;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

async fn offer_message(app: &App, job: ostakar::domain::id::JobId) -> Message {
    let messages = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    messages.into_iter().find(|message| message.kind.0 == MessageKind::OfferSent).expect("the offer's message")
}

async fn reread(app: &App, id: MessageId) -> Message {
    app.db.read(move |conn| find_message(conn, id)).await.unwrap()
}

async fn report(app: &App, gateway: &str, id: MessageId, fates: &[Fate]) {
    for fate in fates {
        let report = Report { subject: Subject::Ours(id), fate: *fate, word: fate.to_string() };
        note_reports(app, gateway, vec![report]).await.unwrap();
    }
}

both!(reports_come_twice_late_and_out_of_order, async |db: TestDb| {
    let (test, _) = TestApp::demo_with_two_gateways(db).await;
    let app = &test.app;
    let (job, _) = offered(app, 1).await;
    let message = offer_message(app, job).await;
    assert!(message.follow_at.is_some(), "the gateway reports, so the message is looked after");
    report(
        app,
        "first",
        message.id.0,
        &[Fate::Pending, Fate::Delivered, Fate::Delivered, Fate::Pending, Fate::Undelivered, Fate::Unknown],
    )
    .await;
    let message = reread(app, message.id.0).await;
    assert_eq!((message.state.0, message.follow_at), (DeliveryState::Delivered, None));
    let id = message.id.0;
    let attempts = app.db.read(move |conn| list_attempts(conn, id)).await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].fate.map(|fate| fate.0), Some(Fate::Delivered));
    let strange: MessageId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
    report(app, "first", strange, &[Fate::Delivered]).await;
    let theirs = Report { subject: Subject::Theirs("nobody's".to_owned()), fate: Fate::Delivered, word: String::new() };
    assert_eq!(note_reports(app, "first", vec![theirs]).await.unwrap(), 0);
});

both!(the_next_gateway_then_a_letter_then_a_call_take_over, async |db: TestDb| {
    let (test, second) = TestApp::demo_with_two_gateways(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    let message = offer_message(app, job).await;
    assert_eq!(follow_due(app).await.unwrap(), 0, "it has ten minutes");
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(follow_due(app).await.unwrap(), 1);
    deliver_due(app).await.unwrap();
    assert_eq!(second.all().iter().filter(|sms| sms.id == message.id.0).count(), 1);
    let id = message.id.0;
    let attempts = app.db.read(move |conn| list_attempts(conn, id)).await.unwrap();
    assert_eq!(attempts.iter().map(|it| it.gateway.as_str()).collect::<Vec<_>>(), ["first", "second"]);

    app.clock.advance(TimeDelta::minutes(10));
    follow_due(app).await.unwrap();
    deliver_due(app).await.unwrap();
    let letters = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    let letter = letters.iter().any(|it| it.channel.0 == MessageChannel::Email);
    let call = |app: App| async move {
        let tasks = app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
        tasks.iter().filter(|task| task.kind.0 == TaskKind::CallRecipient).count()
    };
    // Without an address the call comes at once.
    assert_eq!(call(app.clone()).await, usize::from(!letter));
    app.clock.advance(TimeDelta::minutes(10));
    follow_due(app).await.unwrap();
    let id = offer.id.0;
    let is_open = app.db.read(move |conn| find_offer(conn, id)).await.unwrap().state.0.is_open();
    assert!(is_open, "a message that is late may still be answered");
    assert_eq!(call(app.clone()).await, 1);
    app.clock.advance(TimeDelta::minutes(10));
    assert_eq!(follow_due(app).await.unwrap(), 0, "nothing is left to take over");
});

both!(a_message_that_failed_is_taken_over_at_once, async |db: TestDb| {
    let (test, second) = TestApp::demo_with_two_gateways(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    let message = offer_message(app, job).await;
    report(app, "first", message.id.0, &[Fate::Blocked]).await;
    assert_eq!(follow_due(app).await.unwrap(), 1);
    deliver_due(app).await.unwrap();
    assert_eq!(second.all().iter().filter(|sms| sms.id == message.id.0).count(), 1);
    report(app, "first", message.id.0, &[Fate::Undelivered]).await;
    let again = reread(app, message.id.0).await;
    assert_eq!(again.gateway.as_deref(), Some("second"));
    report(app, "second", message.id.0, &[Fate::Delivered]).await;
    assert_eq!(reread(app, message.id.0).await.state.0, DeliveryState::Delivered);
    let id = offer.id.0;
    assert_eq!(app.db.read(move |conn| find_offer(conn, id)).await.unwrap().state.0, OfferState::Sent);
});

both!(a_refusal_goes_to_the_next_gateway_and_a_lost_answer_does_not, async |db: TestDb| {
    let (test, second) = TestApp::demo_with_two_gateways(db).await;
    let app = &test.app;
    test.sms.set(Mood::Busy);
    let (job, _) = offered(app, 1).await;
    let message = offer_message(app, job).await;
    assert_eq!(message.gateway.as_deref(), Some("second"));
    let id = message.id.0;
    let attempts = app.db.read(move |conn| list_attempts(conn, id)).await.unwrap();
    let outcomes: Vec<_> = attempts.iter().map(|it| it.outcome.0).collect();
    assert_eq!(outcomes, [AttemptOutcome::Later, AttemptOutcome::Taken]);

    test.sms.set(Mood::Accept);
    app.clock.advance(TimeDelta::minutes(1));
    offered(app, 2).await;
    let _ = second.take();
    test.sms.set(Mood::DropAnswer);
    let (job, _) = offered(app, 3).await;
    let message = offer_message(app, job).await;
    assert_eq!((message.state.0, message.unclear), (DeliveryState::Queued, 1));
    assert!(second.all().iter().all(|sms| sms.id != message.id.0), "another gateway might make a double");
    report(app, "first", message.id.0, &[Fate::Delivered]).await;
    app.clock.advance(TimeDelta::minutes(5));
    outbox::deliver_due(app).await.unwrap();
    let doubles = test.sms.all().iter().filter(|sms| sms.id == message.id.0).count();
    assert_eq!(doubles, 1, "the report told what the answer would have told");
});

both!(a_late_offer_is_told_by_letter_while_it_can_be_answered, async |db: TestDb| {
    let (test, _) = TestApp::demo_with_two_gateways(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    let agent = offer.agent_id.0;
    let give_address = move |tx: &mut Tx<'_>| {
        let mut agent = find_agent(tx.conn(), agent)?;
        agent.email = Some("agent@example.com".to_owned());
        save_agent(tx, &mut agent)
    };
    app.db.write(give_address).await.unwrap();
    let link = app.link_of(&offer_message(app, job).await).expect("a link");
    for _ in 0..2 {
        app.clock.advance(TimeDelta::minutes(10));
        follow_due(app).await.unwrap();
        while deliver_due(app).await.unwrap().total() > 0 {}
    }
    let letters = test.mail.take();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert!(letters[0].to == "agent@example.com" && letters[0].text.contains(&link), "{letters:?}");
});
