//! The product without its web: an `App` on a database of its own, a clock that stands, and gateways in memory.

use ostakar::app::{App, Clock, Gateways, Site};
use ostakar::domain::time::Instant;
use ostakar::gateway::blob::Blob;
use ostakar::gateway::mail::{Letter, Mail, Mailbox};
use ostakar::gateway::memory::Outbox;
use ostakar::gateway::push::{Notice, Push};
use ostakar::gateway::road::RoadTimes;
use ostakar::gateway::sms::{Provider, Sms, SmsText};
use ostakar::security::{Keys, Secret};
use ostakar::store::{Db, DbOptions};

use super::{Template, TestDb};

/// When every test begins: Sunday, 22 November 2026, 09:00 in Tehran, a working day.
pub fn start() -> Instant {
    "2026-11-22T05:30:00Z".parse().unwrap()
}

/// An open `App` and what it stands on. Move its time by `app.clock.advance`.
pub struct TestApp {
    /// The product.
    pub app: App,
    /// Short messages that were taken, and the mood of their gateway.
    pub sms: Outbox<SmsText>,
    /// Letters that were taken, and the mood of their gateway.
    pub mail: Outbox<Letter>,
    /// Notices to browsers that were taken, and the mood of their push service.
    pub notices: Outbox<Notice>,
    push: Push,
    gateways: Sms,
    road: Option<RoadTimes>,
    mailbox: Mailbox,
    // Last, so that it goes after the connections to it.
    db: TestDb,
}

impl TestApp {
    /// On a database with the reference data alone.
    pub async fn bare(db: TestDb) -> Self {
        Self::open(db, None).await
    }

    /// The same with a mailbox to look into.
    pub async fn with_mailbox(db: TestDb, mailbox: Mailbox) -> Self {
        let sms = Outbox::default();
        Self::with_gateways(db, (sms.clone(), Sms::memory(sms)), (None, mailbox)).await
    }

    async fn open(db: TestDb, road: Option<RoadTimes>) -> Self {
        let sms = Outbox::default();
        Self::with_gateways(db, (sms.clone(), Sms::memory(sms)), (road, Mailbox::default())).await
    }

    async fn with_gateways(
        db: TestDb,
        (sms, gateways): (Outbox<SmsText>, Sms),
        (road, mailbox): (Option<RoadTimes>, Mailbox),
    ) -> Self {
        let (mail, notices) = (Outbox::default(), Outbox::default());
        let push = Push::Memory(notices.clone());
        let app = open(&db, (&gateways, &mail, &push), (road.as_ref(), &mailbox)).await;
        Self { app, sms, mail, notices, push, gateways, road, mailbox, db }
    }

    /// The demo's with push services as settings describe them: TOML.
    pub async fn demo_with_push(db: TestDb, settings: &str) -> Self {
        let mut site = Self::demo(db).await;
        site.push = Push::from_settings(Some(&toml::from_str(settings).unwrap())).unwrap();
        site.app = site.node().await;
        site
    }

    /// The demo's with two gateways that report delivery; `sms` is the first of them, the second is returned.
    pub async fn demo_with_two_gateways(db: TestDb) -> (Self, Outbox<SmsText>) {
        let (first, second) = (Outbox::default().with_reports(), Outbox::default().with_reports());
        let gateways =
            Sms::of([("first", Provider::Memory(first.clone())), ("second", Provider::Memory(second.clone()))]);
        let db = db.another_with(Template::Demo);
        (Self::with_gateways(db, (first, gateways), (None, Mailbox::default())).await, second)
    }

    /// On a database of the same kind that holds the demo's network, customers and users.
    pub async fn demo(db: TestDb) -> Self {
        Self::bare(db.another_with(Template::Demo)).await
    }

    /// The same with a source of travel times by road.
    pub async fn demo_with_road(db: TestDb, road: RoadTimes) -> Self {
        Self::open(db.another_with(Template::Demo), Some(road)).await
    }

    /// The same with a first gateway that takes one a part and may spend so much in an hour.
    pub async fn demo_with_budget(db: TestDb, most: i64) -> (Self, Outbox<SmsText>) {
        let (first, second) = (Outbox::default(), Outbox::default());
        let gateways =
            Sms::of([("first", Provider::Memory(first.clone())), ("second", Provider::Memory(second.clone()))]);
        let gateways = gateways.with_budget("first", 1, most);
        let db = db.another_with(Template::Demo);
        (Self::with_gateways(db, (first, gateways), (None, Mailbox::default())).await, second)
    }

    /// The demo's with SMS gateways as settings describe them: TOML, a table a gateway.
    pub async fn demo_with_sms(db: TestDb, settings: &str) -> Self {
        let gateways = Sms::from_settings(&toml::from_str(settings).unwrap(), "https://s.example").unwrap();
        Self::with_gateways(db.another_with(Template::Demo), (Outbox::default(), gateways), Default::default()).await
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        &self.db.url
    }

    /// Another node on the same database: its own connections and snapshots, the same gateways. Its clock stands where
    /// this one's stands now and is moved apart from it.
    pub async fn node(&self) -> App {
        let app = open(&self.db, (&self.gateways, &self.mail, &self.push), (self.road.as_ref(), &self.mailbox)).await;
        app.clock.advance(self.app.clock.now() - start());
        app
    }
}

async fn open(
    db: &TestDb,
    (sms, mail, push): (&Sms, &Outbox<Letter>, &Push),
    (road, mailbox): (Option<&RoadTimes>, &Mailbox),
) -> App {
    let db = Db::open(&db.url, DbOptions::default()).unwrap();
    let node = db.node();
    let site = Site {
        base_url: "https://s.example".to_owned(),
        name: "Ostakar".to_owned(),
        zone: chrono_tz::Tz::Asia__Tehran,
        region: "IR".to_owned(),
    };
    let gateways = Gateways {
        sms: sms.clone(),
        mail: Mail::Memory(mail.clone()),
        mailbox: mailbox.clone(),
        push: push.clone(),
        blob: Blob::memory(10 << 20),
        road: road.cloned(),
    };
    let keys = Keys::derive(&Secret::from([7; 32])).unwrap();
    App::open((db, node), Clock::standing_at(start()), keys, site, gateways).await.unwrap()
}
