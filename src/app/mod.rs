//! Use-cases: one function each, one write transaction each. What they share is `App`.

pub mod actor;
pub mod agents;
pub mod appointments;
pub mod arranged;
pub mod audit;
pub mod auth;
pub mod callers;
pub mod capacity;
pub mod case;
pub mod catalogue;
pub mod checklists;
pub mod clock;
pub mod complaints;
pub mod contacts;
pub mod coverage;
pub mod customer;
pub mod customers;
pub mod dispatch;
pub mod duplicates;
pub mod error;
pub mod exchanges;
pub mod expected;
pub mod first_aid;
pub mod gazetteer;
pub mod health;
pub mod held;
pub mod idempotent;
pub mod import;
pub mod inbound;
pub mod intake;
pub mod jobs;
pub mod journal;
pub mod leave;
pub mod linked;
pub mod links;
pub mod live;
pub mod loads;
pub mod loaners;
pub mod messages;
pub mod network;
pub mod offers;
pub mod outbox;
pub mod owner;
pub mod parts;
pub mod payments;
pub mod phone_fix;
pub mod photos;
pub mod policies;
pub mod presence;
pub mod push;
pub mod quotes;
pub mod ratings;
pub mod reach;
pub mod read_out;
pub mod reasons;
pub mod recalls;
pub mod receipt;
pub mod reference;
pub mod references;
pub mod reports;
pub mod sample;
pub mod seed;
pub mod slots;
pub mod status;
pub mod tasks;
pub mod templates;
pub mod ticks;
pub mod users;
pub mod verdicts;
pub mod verification;
pub mod visits;
pub mod workshop;

use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::id::NodeId;
use crate::gateway::blob::Blob;
use crate::gateway::mail::{Mail, Mailbox};
use crate::gateway::push::Push;
use crate::gateway::road::RoadTimes;
use crate::gateway::sms::Sms;
use crate::security::keys::Keys;
use crate::store::Db;

pub use actor::Actor;
pub use catalogue::Catalogue;
pub use clock::Clock;
pub use error::{Code, Error};
pub use network::Network;

/// What of the configuration use-cases need.
#[derive(Debug, Clone)]
pub struct Site {
    /// Where links lead, such as `https://s.example`, without a slash at the end.
    pub base_url: String,
    /// The organisation's name in messages.
    pub name: String,
    /// Time zone of the organisation.
    pub zone: chrono_tz::Tz,
    /// Region of telephone numbers written without a country, such as `IR`.
    pub region: String,
}

/// The outside world.
#[derive(Debug, Clone)]
pub struct Gateways {
    /// Short messages.
    pub sms: Sms,
    /// E-mail.
    pub mail: Mail,
    /// Where letters to us come from.
    pub mailbox: Mailbox,
    /// Browsers that may be woken.
    pub push: Push,
    /// Photos and documents.
    pub blob: Blob,
    /// Travel times by road, if a source is set up.
    pub road: Option<RoadTimes>,
}

/// Everything that a use-case stands on. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of `App`.
pub struct Inner {
    /// The database.
    pub db: Db,
    /// The one clock.
    pub clock: Clock,
    /// Keys of links, codes and tokens.
    pub keys: Keys,
    /// The organisation.
    pub site: Site,
    /// The outside world.
    pub gateways: Gateways,
    /// This process among those on the same database.
    pub node: NodeId,
    catalogue: RwLock<Arc<Catalogue>>,
    network: RwLock<Arc<Network>>,
    references: references::References,
    callers: callers::Callers,
    loads: loads::Loads,
    reports: outbox::Gathered,
}

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Loads the snapshots and stands ready.
    ///
    /// # Errors
    /// The database.
    pub async fn open(
        (db, node): (Db, NodeId),
        clock: Clock,
        keys: Keys,
        site: Site,
        gateways: Gateways,
    ) -> Result<Self, Error> {
        let catalogue = Arc::new(Catalogue::load(&db, site.zone).await?);
        // Before the network is read, so that nothing is told in between.
        let loads = loads::Loads::new(db.signals());
        let network = RwLock::new(Arc::new(Network::load(&db, &catalogue, clock.now()).await?));
        let catalogue = RwLock::new(catalogue);
        let references = references::References::default();
        let callers = callers::Callers::new(db.signals());
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            keys,
            site,
            gateways,
            node,
            catalogue,
            network,
            references,
            callers,
            loads,
            reports: outbox::Gathered::default(),
        })))
    }

    /// The reference data as of the last change that this node has heard of.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The network as of the last change that this node has heard of; the database stays the judge.
    #[must_use]
    pub fn network(&self) -> Arc<Network> {
        self.network.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the reference data anew, and the network, whose calendars rest on it.
    ///
    /// # Errors
    /// The database.
    pub async fn reload_catalogue(&self) -> Result<(), Error> {
        let fresh = Arc::new(Catalogue::load(&self.db, self.site.zone).await?);
        *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        self.reload_network().await
    }
}
