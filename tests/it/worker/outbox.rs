//! Messages are neither lost nor doubled, whatever the gateway does.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use ostakar::app::outbox::{Delivered, Pace, deliver, deliver_due, resend};
use ostakar::app::{Actor, Code};
use ostakar::domain::message::DeliveryState;
use ostakar::gateway::memory::Mood;
use ostakar::store::messages::claim_messages;

use super::{messages, until, write_messages};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

both!(two_nodes_deliver_each_message_once, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let other = test.node().await;
    write_messages(&test.app, "race", 500).await;
    let empty = async |app| {
        let mut sent = 0;
        loop {
            let delivered = deliver_due(&app).await.unwrap();
            sent += delivered.sent;
            if delivered.total() == 0 {
                return sent;
            }
        }
    };
    let nodes = tokio::join!(empty(test.app.clone()), empty(other.clone()), empty(test.app.clone()), empty(other));
    assert_eq!(nodes.0 + nodes.1 + nodes.2 + nodes.3, 500);
    let taken = test.sms.take();
    assert_eq!(taken.len(), 500);
    assert_eq!(taken.iter().map(|sms| sms.to.as_str()).collect::<BTreeSet<_>>().len(), 500);
    for message in messages(&test.app).await {
        assert_eq!((message.state.0, message.attempts), (DeliveryState::Sent, 1));
        assert!(message.sent_at.is_some() && message.lease_until.is_none() && message.parts.is_some());
    }
});

both!(a_busy_gateway_is_asked_again_later, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "busy", 1).await;
    test.sms.set(Mood::Busy);
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered { retried: 1, ..Delivered::default() });
    test.sms.set(Mood::Accept);
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered::default());
    test.app.clock.advance(TimeDelta::seconds(7));
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered::default());
    test.app.clock.advance(TimeDelta::seconds(6));
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered { sent: 1, ..Delivered::default() });
    assert_eq!(messages(&test.app).await[0].last_error, None);
});

both!(a_message_is_given_up_after_a_day, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "busy", 1).await;
    test.sms.set(Mood::Busy);
    let begun = test.app.clock.now();
    loop {
        let delivered = deliver_due(&test.app).await.unwrap();
        if delivered.dead == 1 {
            break;
        }
        assert!(test.app.clock.now() - begun < TimeDelta::hours(36), "still tried");
        test.app.clock.advance(TimeDelta::minutes(1));
    }
    assert!(test.app.clock.now() - begun > TimeDelta::hours(20));
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered::default());
    assert_eq!(messages(&test.app).await[0].state.0, DeliveryState::Dead);
});

both!(what_is_refused_is_kept_and_can_be_sent_again, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "refused", 1).await;
    test.sms.set(Mood::Refuse);
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered { dead: 1, ..Delivered::default() });
    let dead = messages(&test.app).await.remove(0);
    assert_eq!(dead.last_error.as_deref(), Some("cannot be sent: the gateway refuses"));
    test.sms.set(Mood::Accept);
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered::default());
    resend(&test.app, &Actor::system(), dead.id.0).await.unwrap();
    let again = resend(&test.app, &Actor::system(), dead.id.0).await.unwrap_err();
    assert_eq!(again.code(), Code::EventNotAllowed);
    assert_eq!(deliver_due(&test.app).await.unwrap(), Delivered { sent: 1, ..Delivered::default() });
    let sent = messages(&test.app).await.remove(0);
    assert_eq!((sent.state.0, sent.attempts), (DeliveryState::Sent, 1));
});

both!(a_gateway_that_hangs_blocks_nobody_else, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "hangs", 1).await;
    test.sms.set(Mood::Hang);
    let pace = Pace { send_within: Duration::from_secs(1), ..Pace::default() };
    let hanging = async { deliver(&test.app, &pace).await.unwrap() };
    let others = async {
        until("asking", async || test.sms.asked() == 1).await;
        test.sms.set(Mood::Accept);
        write_messages(&test.app, "others", 20).await;
        let delivered = deliver_due(&test.app).await.unwrap();
        (delivered, test.sms.all().len())
    };
    let (hanging, others) = tokio::join!(hanging, others);
    assert_eq!(others, (Delivered { sent: 20, ..Delivered::default() }, 20));
    assert_eq!(hanging, Delivered { retried: 1, ..Delivered::default() });
});

both!(another_node_takes_over_when_a_lease_lapses, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "lease", 3).await;
    let (node, now) = (test.app.node, test.app.clock.now());
    let claimed = test.app.db.write(move |tx| claim_messages(tx, node, now, TimeDelta::minutes(3), 50)).await;
    assert_eq!(claimed.unwrap().len(), 3);
    let other = test.node().await;
    assert_eq!(deliver_due(&other).await.unwrap(), Delivered::default());
    other.clock.advance(TimeDelta::minutes(4));
    assert_eq!(deliver_due(&other).await.unwrap(), Delivered { sent: 3, ..Delivered::default() });
});

both!(a_lost_answer_sends_again_under_the_same_reference, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    write_messages(&test.app, "lost", 1).await;
    test.sms.set(Mood::DropAnswer);
    assert_eq!(deliver_due(&test.app).await.unwrap().retried, 1);
    test.sms.set(Mood::Accept);
    test.app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(deliver_due(&test.app).await.unwrap().sent, 1);
    let taken = test.sms.take();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].id, taken[1].id);
});
