//! An hour of each fault between the product and its SMS gateways, on a clock that the test moves: intake does not notice,
//! every message is accounted for at every moment, and none is sent twice where the gateway can tell.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::outbox::{Pace, deliver, follow_due, resend};
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App, dispatch};
use ostakar::domain::message::{AttemptOutcome, DeliveryState, MessageChannel};
use ostakar::store::StoreError;
use ostakar::store::attempts::{Attempt, list_attempts};
use ostakar::store::messages::{Message, list_messages};

use crate::support::app::TestApp;
use crate::support::gateway::{Gateway, Mood};
use crate::support::proxy::{Mood as Way, Proxy};
use crate::support::{TestDb, both};

const STEP: TimeDelta = TimeDelta::minutes(3);
const STEPS: u64 = 20;
/// Every so many steps a report is taken down.
const A_REPORT_EACH: u64 = 4;
/// After a fault everything has left within these steps: the longest pause is six minutes.
const RECOVERED_AFTER: u32 = 60;

/// The product, its gateways, and the ways to them.
struct Ground {
    test: TestApp,
    gateways: Vec<(Gateway, Proxy)>,
    reports: u64,
}

impl Ground {
    async fn with(db: TestDb, gateways: Vec<Gateway>) -> Self {
        let reached = |gateway: Gateway| {
            let proxy = Proxy::to(gateway.port());
            (gateway, proxy)
        };
        let gateways: Vec<_> = gateways.into_iter().map(reached).collect();
        let names = ["a", "b"].into_iter().zip(&gateways);
        let settings: String = names.map(|(name, (gateway, proxy))| gateway.toml(name, proxy.port())).collect();
        Self { test: TestApp::demo_with_sms(db, &settings).await, gateways, reports: 0 }
    }

    fn app(&self) -> &App {
        &self.test.app
    }

    /// Takes a report down; whatever becomes of its messages.
    async fn report(&mut self) {
        let app = self.app().clone();
        let body = sample_request(&app.catalogue(), &app.network(), app.clock.now(), self.reports).unwrap();
        let input: NewRequest = serde_json::from_value(body).unwrap();
        register_request(&app, Actor::system(), None, input).await.unwrap();
        self.reports += 1;
    }

    /// Lets one step of time pass: what is due is dispatched, sent and followed.
    async fn step(&self) {
        let app = self.app();
        app.clock.advance(STEP);
        dispatch::dispatch_due(app).await.unwrap();
        let pace = Pace { at_once: 32, send_within: Duration::from_secs(1), ..Pace::default() };
        while deliver(app, &pace).await.unwrap().total() > 0 {}
        follow_due(app).await.unwrap();
        check_accounts(app).await;
    }

    /// An hour with reports.
    async fn hour(&mut self) {
        for step in 0..STEPS {
            if step % A_REPORT_EACH == 0 {
                self.report().await;
            }
            self.step().await;
        }
    }

    /// Lets time pass until nothing waits.
    async fn recovered(&self) {
        for _ in 0..RECOVERED_AFTER {
            self.step().await;
            if messages(self.app()).await.iter().all(|message| message.state.0 != DeliveryState::Queued) {
                return;
            }
        }
        panic!("messages still wait");
    }
}

async fn messages(app: &App) -> Vec<Message> {
    app.db.read(|conn| -> Result<_, StoreError> { list_messages(conn, None, 10_000) }).await.unwrap()
}

async fn attempts(app: &App, message: &Message) -> Vec<Attempt> {
    let id = message.id.0;
    app.db.read(move |conn| -> Result<_, StoreError> { list_attempts(conn, id) }).await.unwrap()
}

/// Every message stands where its attempts have brought it.
async fn check_accounts(app: &App) {
    for message in messages(app).await {
        let attempts = attempts(app, &message).await;
        let last = attempts.last().map(|attempt| attempt.outcome.0);
        let (state, said) = (message.state.0, message.last_error.as_deref());
        let explained = match state {
            DeliveryState::Sent | DeliveryState::Delivered => last == Some(AttemptOutcome::Taken),
            DeliveryState::Dead => last.is_some() && said.is_some(),
            DeliveryState::Queued if message.attempts > 0 => last != Some(AttemptOutcome::Taken) && said.is_some(),
            DeliveryState::Queued => attempts.is_empty(),
            DeliveryState::Withdrawn | DeliveryState::Undelivered => true,
        };
        assert!(explained, "{state} after {last:?}: {message:?}");
        assert!(message.lease_until.is_none());
        let unclear = attempts.iter().filter(|attempt| attempt.outcome.0 == AttemptOutcome::Unclear).count();
        assert_eq!(usize::try_from(message.unclear).unwrap(), unclear, "each lost answer is counted");
    }
}

/// What the gateways have between them is what the product believes to have sent; how often each message was taken.
async fn check_sent(ground: &Ground) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for (gateway, _) in &ground.gateways {
        for (id, count) in gateway.times() {
            *times.entry(id).or_default() += count;
        }
    }
    let mut all = messages(ground.app()).await;
    all.retain(|message| message.channel.0 == MessageChannel::Sms);
    for message in &all {
        let taken = times.get(message.id.0.as_str()).copied().unwrap_or(0);
        match message.state.0 {
            DeliveryState::Sent => assert!(taken > 0, "believed to be sent, but lost: {message:?}"),
            // Its answer was lost before it was withdrawn.
            DeliveryState::Withdrawn => assert!(taken == 0 || message.unclear > 0, "{message:?}"),
            _ => assert_eq!(taken, 0, "{message:?}"),
        }
    }
    assert!(times.keys().all(|id| all.iter().any(|message| message.id.0.as_str() == id)));
    assert!(times.len() >= usize::try_from(ground.reports).unwrap(), "each customer has heard");
    times
}

/// An hour of a fault on the way, and what comes after.
async fn hour_of(db: &TestDb, way: Way) {
    let mut ground = Ground::with(db.another(), vec![Gateway::that_recognises()]).await;
    ground.gateways[0].1.set(way);
    ground.hour().await;
    let waiting = messages(ground.app()).await.iter().filter(|it| it.state.0 == DeliveryState::Queued).count();
    ground.gateways[0].1.set(Way::Passes);
    ground.recovered().await;
    let times = check_sent(&ground).await;
    assert!(times.values().all(|times| *times == 1), "{way:?}: {times:?}");
    let asked = ground.gateways[0].1.asked();
    println!("{way:?}: {waiting} waited, {} sent once each, asked {asked} times", times.len());
    assert!(way == Way::Delays(DELAY) || waiting > 0, "the fault was none");
}

const DELAY: Duration = Duration::from_millis(40);

both!(an_hour_without_a_listener_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::Refuses).await;
});

both!(an_hour_of_silence_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::Hangs).await;
});

both!(an_hour_of_cut_answers_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::CutsAnswer).await;
});

both!(an_hour_of_half_answers_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::HalvesAnswer).await;
});

both!(an_hour_of_errors_of_the_server_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::Fails).await;
});

both!(an_hour_of_slow_answers_loses_and_doubles_nothing, async |db: TestDb| {
    hour_of(&db, Way::Delays(DELAY)).await;
});

both!(what_a_gateway_never_takes_is_listed_and_leaves_when_it_does, async |db: TestDb| {
    let mut ground = Ground::with(db, vec![Gateway::that_recognises()]).await;
    ground.gateways[0].0.set(Mood::Rejects);
    ground.report().await;
    ground.step().await;
    let dead = async |app: &App| {
        app.db.read(|conn| -> Result<_, StoreError> { list_messages(conn, Some(DeliveryState::Dead), 100) }).await
    };
    let given_up = dead(ground.app()).await.unwrap();
    assert!(!given_up.is_empty());
    ground.gateways[0].0.set(Mood::Takes(Duration::ZERO));
    ground.recovered().await;
    let customers = given_up.iter().filter(|message| message.offer_id.is_none());
    for message in customers.clone() {
        resend(ground.app(), &Actor::system(), message.id.0).await.unwrap();
    }
    ground.recovered().await;
    let times = ground.gateways[0].0.times();
    assert!(customers.clone().count() > 0 && customers.clone().all(|it| times[it.id.0.as_str()] == 1));
});

both!(a_gateway_that_refuses_is_passed_over, async |db: TestDb| {
    let mut ground = Ground::with(db, vec![Gateway::start(), Gateway::start()]).await;
    ground.gateways[0].1.set(Way::Refuses);
    ground.hour().await;
    let times = check_sent(&ground).await;
    assert!(ground.gateways[0].0.times().is_empty());
    assert!(times.values().all(|times| *times == 1), "neither recognises, and still: {times:?}");
    for message in messages(ground.app()).await.iter().filter(|message| message.state.0 == DeliveryState::Sent) {
        assert_eq!((message.gateway.as_deref(), message.attempts), (Some("b"), 1), "in the same minute");
    }
});

both!(a_lost_answer_is_asked_for_at_the_same_gateway_until_the_limit, async |db: TestDb| {
    let mut ground = Ground::with(db, vec![Gateway::that_recognises(), Gateway::start()]).await;
    ground.gateways[0].1.set(Way::CutsAnswer);
    ground.report().await;
    let (mut steps, mut most) = (0, 0);
    while most < 2 {
        ground.step().await;
        most = messages(ground.app()).await.iter().map(|message| message.unclear).max().unwrap();
        steps += 1;
        assert!(steps < 10 && most < 3);
        assert!(ground.gateways[1].0.times().is_empty(), "the other could have made a double of it");
    }
    // It comes back in time: nothing is sent twice.
    ground.gateways[0].1.set(Way::Passes);
    ground.recovered().await;
    assert!(check_sent(&ground).await.values().all(|times| *times == 1));
    // It does not come back: three lost answers, then the other has it, and the double is one that is written down.
    ground.gateways[0].1.set(Way::CutsAnswer);
    ground.report().await;
    ground.recovered().await;
    let times = check_sent(&ground).await;
    for message in messages(ground.app()).await {
        let doubled = times.get(message.id.0.as_str()).is_some_and(|times| *times > 1);
        assert_eq!(doubled, message.unclear >= 3, "{message:?}");
        assert!(!doubled || message.gateway.as_deref() == Some("b"));
    }
    println!(
        "{} of {} twice, each after three lost answers",
        times.values().filter(|it| **it > 1).count(),
        times.len()
    );
});
