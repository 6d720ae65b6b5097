//! The product without its web: an `App` on a database of its own, a clock that stands, and gateways in memory.

use ostakar::app::{App, Clock, Gateways, Site};
use ostakar::domain::time::Instant;
use ostakar::gateway::blob::Blob;
use ostakar::gateway::mail::{Letter, Mail};
use ostakar::gateway::memory::Outbox;
use ostakar::gateway::road::RoadTimes;
use ostakar::gateway::sms::{Sms, SmsText};
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
    road: Option<RoadTimes>,
    // Last, so that it goes after the connections to it.
    db: TestDb,
}

impl TestApp {
    /// On a database with the reference data alone.
    pub async fn bare(db: TestDb) -> Self {
        Self::open(db, None).await
    }

    async fn open(db: TestDb, road: Option<RoadTimes>) -> Self {
        let (sms, mail) = (Outbox::default(), Outbox::default());
        let app = open(&db, (&sms, &mail), road.as_ref()).await;
        Self { app, sms, mail, road, db }
    }

    /// On a database of the same kind that holds the demo's network, customers and users.
    pub async fn demo(db: TestDb) -> Self {
        Self::bare(db.another_with(Template::Demo)).await
    }

    /// The same with a source of travel times by road.
    pub async fn demo_with_road(db: TestDb, road: RoadTimes) -> Self {
        Self::open(db.another_with(Template::Demo), Some(road)).await
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        &self.db.url
    }

    /// Another node on the same database: its own connections and snapshots, the same gateways. Its clock stands where
    /// this one's stands now and is moved apart from it.
    pub async fn node(&self) -> App {
        let app = open(&self.db, (&self.sms, &self.mail), self.road.as_ref()).await;
        app.clock.advance(self.app.clock.now() - start());
        app
    }
}

async fn open(db: &TestDb, (sms, mail): (&Outbox<SmsText>, &Outbox<Letter>), road: Option<&RoadTimes>) -> App {
    let db = Db::open(&db.url, DbOptions::default()).unwrap();
    let node = db.node();
    let site = Site {
        base_url: "https://s.example".to_owned(),
        name: "Ostakar".to_owned(),
        zone: chrono_tz::Tz::Asia__Tehran,
        region: "IR".to_owned(),
    };
    let gateways = Gateways {
        sms: Sms::memory(sms.clone()),
        mail: Mail::Memory(mail.clone()),
        blob: Blob::memory(10 << 20),
        road: road.cloned(),
    };
    let keys = Keys::derive(&Secret::from([7; 32])).unwrap();
    App::open((db, node), Clock::standing_at(start()), keys, site, gateways).await.unwrap()
}
