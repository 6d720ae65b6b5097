//! The database as the rest of the house sees it: read, write, and what is told after a commit.

use std::sync::Arc;

use tokio::sync::broadcast;

use super::conn::{Conn, Place, Role};
use super::error::{MaybeStore, StoreError};
use super::feed::{Feed, Signal};
use super::pool::{Pool, blocking};
use super::postgres;
use super::tx::Tx;
use super::wire::Wire;
use super::writer::Writer;
use crate::domain::id::NodeId;

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// Connections that only read.
    pub readers: u32,
    /// Connections that write; PostgreSQL alone, SQLite has one.
    pub writers: u32,
    /// Closures that share a commit at most; SQLite alone.
    pub batch: usize,
    /// Closures that wait for the writer at most, later callers wait for a place; SQLite alone.
    pub queue: usize,
    /// This process among those that share the database.
    pub node: NodeId,
}

impl Default for DbOptions {
    /// Fits two cores.
    #[expect(clippy::disallowed_methods, reason = "a node's name only has to differ from every other's")]
    fn default() -> Self {
        Self { readers: 4, writers: 8, batch: 64, queue: 1024, node: NodeId::from(uuid::Uuid::now_v7()) }
    }
}

/// An open database; clones share it. It ends with its last clone, queued writes done.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    place: Place,
    node: NodeId,
    readers: Arc<Pool>,
    writers: Writers,
    feed: Arc<Feed>,
}

enum Writers {
    Sqlite(Writer),
    Pg(Arc<Pool>),
}

impl Db {
    /// Opens `sqlite:///absolute/path`, `sqlite://relative/path`, `postgres://…` or `postgresql://…`. Blocks while
    /// connecting. It does not migrate.
    ///
    /// # Errors
    /// [`StoreError::Other`] for an address that cannot be read, [`StoreError::Unavailable`] when nobody answers.
    #[expect(clippy::needless_pass_by_value, reason = "options are made for the one call")]
    pub fn open(url: &str, options: DbOptions) -> Result<Self, StoreError> {
        let place: Place = url.parse()?;
        let readers = Arc::new(Pool::new(place.clone(), Role::Reader, options.readers));
        let (writers, feed) = match &place {
            Place::Sqlite(_) => {
                let feed = Arc::new(Feed::local());
                let writer = Writer::start(place.clone(), options.batch, options.queue, Arc::clone(&feed))?;
                (Writers::Sqlite(writer), feed)
            }
            Place::Pg(address) => {
                let local = Feed::channel();
                let wire = Wire::start(address, options.node, local.clone())?;
                let pool = Pool::new(place.clone(), Role::Writer, options.writers);
                (Writers::Pg(Arc::new(pool)), Arc::new(Feed::shared(local, wire)))
            }
        };
        Ok(Self(Arc::new(Inner { place, node: options.node, readers, writers, feed })))
    }

    /// Runs a read outside any transaction; the database refuses writes in it.
    ///
    /// # Errors
    /// The closure's own, [`StoreError::Panicked`], or [`StoreError::Unavailable`] when no connection gets free within
    /// five seconds or the database does not answer.
    pub async fn read<T, E>(&self, body: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.0.readers.read(body).await
    }

    /// Runs `body` in one write transaction, durable when this returns `Ok`. The closure may run several times, so it
    /// does no IO of its own and returns at once when a statement fails. It finishes even if the caller goes away.
    ///
    /// # Errors
    /// The closure's own, rolled back; [`StoreError::Panicked`]; [`StoreError::Full`]; [`StoreError::Again`] after
    /// five attempts; [`StoreError::Unavailable`], which on PostgreSQL may also mean that the connection was lost
    /// during COMMIT, when nobody knows the outcome.
    pub async fn write<T, E>(&self, body: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + MaybeStore + Send + 'static,
    {
        let pool = match &self.0.writers {
            Writers::Sqlite(writer) => return writer.write(body).await,
            Writers::Pg(pool) => Arc::clone(pool),
        };
        let permit = pool.permit().await?;
        let feed = Arc::clone(&self.0.feed);
        blocking(move || {
            let _permit = permit;
            let (value, signals) = postgres::write(&pool, body)?;
            feed.publish(signals);
            Ok(value)
        })
        .await
    }

    /// Everything that is told from now on. A receiver that gets `Lagged` treats it as [`Signal::Resync`].
    #[must_use]
    pub fn signals(&self) -> broadcast::Receiver<Signal> {
        self.0.feed.subscribe()
    }

    /// This process among those that share the database.
    #[must_use]
    pub fn node(&self) -> NodeId {
        self.0.node
    }

    /// Whether the database is a file of this process, not shared with other nodes.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.0.place, Place::Sqlite(_))
    }

    /// Finishes the queued writes and the running reads, tells what is still to tell and closes every connection;
    /// later calls get [`StoreError::Unavailable`].
    pub async fn close(&self) {
        self.0.readers.close().await;
        match &self.0.writers {
            Writers::Sqlite(writer) => writer.close().await,
            Writers::Pg(pool) => pool.close().await,
        }
        let feed = Arc::clone(&self.0.feed);
        let _ = tokio::task::spawn_blocking(move || feed.stop()).await;
    }

    pub(super) fn place(&self) -> &Place {
        &self.0.place
    }
}
