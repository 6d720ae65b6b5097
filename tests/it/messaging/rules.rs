//! What keeps a message back: the night, a full hour, an empty budget.

use chrono::TimeDelta;
use ostakar::app::messages::{About, Param, Recipient, put};
use ostakar::app::outbox::{Delivered, deliver_due};
use ostakar::app::{App, Error};
use ostakar::domain::language::Language;
use ostakar::domain::message::{MessageKind, RecipientKind};
use ostakar::gateway::sms::parts::measure;

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

async fn write(app: &App, kind: MessageKind, once: &'static str) {
    let to = Recipient {
        kind: RecipientKind::Customer,
        id: "customer".to_owned(),
        phone: "+989121234567".to_owned(),
        language: Language::Fa,
    };
    let now = app.clock.now();
    let params =
        [("reference", Param::Code("12345674".to_owned())), ("completion_code", Param::Code("4821".to_owned()))];
    let written =
        app.db.write(move |tx| -> Result<(), Error> { put(tx, now, kind, (&to, About::default()), (once, &params)) });
    written.await.unwrap();
}

both!(customers_are_not_woken_but_by_what_they_need_at_once, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let app = &test.app;
    // 23:00 in Tehran.
    app.clock.advance(TimeDelta::hours(14));
    write(app, MessageKind::AgentChanged, "night").await;
    write(app, MessageKind::CompletionCode, "night").await;
    let delivered = deliver_due(app).await.unwrap();
    assert_eq!((delivered.sent, delivered.retried), (1, 1));
    assert!(test.sms.take()[0].text.contains("۴۸۲۱") || test.sms.all().is_empty());
    app.clock.advance(TimeDelta::hours(8));
    assert_eq!(deliver_due(app).await.unwrap(), Delivered::default(), "07:00 is still quiet");
    app.clock.advance(TimeDelta::hours(1));
    assert_eq!(deliver_due(app).await.unwrap().sent, 1, "an attempt was not counted for the wait");
});

both!(an_hour_brings_twenty_messages_at_most_but_codes_always, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let app = &test.app;
    for n in 0..24 {
        let once: &'static str = Box::leak(format!("many-{n}").into_boxed_str());
        write(app, MessageKind::AgentChanged, once).await;
    }
    write(app, MessageKind::CompletionCode, "code").await;
    let delivered = deliver_due(app).await.unwrap();
    assert_eq!((delivered.sent, delivered.retried), (21, 4));
    app.clock.advance(TimeDelta::minutes(15));
    assert_eq!(deliver_due(app).await.unwrap().sent, 0, "the hour is not over");
    app.clock.advance(TimeDelta::minutes(50));
    assert_eq!(deliver_due(app).await.unwrap().sent, 4);
});

both!(a_gateway_that_has_spent_its_hour_leaves_the_rest_to_the_next, async |db: TestDb| {
    let (test, second) = TestApp::demo_with_budget(db, 4).await;
    let app = &test.app;
    for once in ["a", "b", "c"] {
        write(app, MessageKind::AgentChanged, once).await;
    }
    assert_eq!(deliver_due(app).await.unwrap().sent, 3);
    let parts = measure(&test.sms.all()[0].text).parts as usize;
    assert_eq!((test.sms.all().len(), second.all().len()), (4 / parts, 3 - 4 / parts));
    app.clock.advance(TimeDelta::minutes(61));
    write(app, MessageKind::AgentChanged, "d").await;
    assert_eq!(deliver_due(app).await.unwrap().sent, 1);
    assert_eq!(test.sms.all().len(), 4 / parts + 1, "a new hour, a new budget");
});
