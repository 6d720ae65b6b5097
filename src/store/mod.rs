//! The database: connections, transactions, rows.

pub mod agent_facts;
pub mod backup;
pub mod bookings;
pub mod catalogue;
mod checkpoint;
pub mod col;
pub mod complaints;
pub mod conn;
pub mod contacts;
pub mod customers;
pub mod db;
pub mod dispatch;
mod error;
pub mod feed;
pub mod floor;
pub mod idempotency;
pub mod jobs;
pub mod journal;
pub mod lease;
pub mod messages;
pub mod migrate;
pub mod network;
pub mod offers;
pub mod people;
pub mod policies;
mod pool;
mod postgres;
pub mod preferences;
mod rows;
#[expect(missing_docs, reason = "generated from the migrations")]
pub mod schema;
pub mod slots;
pub mod tasks;
pub mod tx;
pub mod warranty;
mod wire;
mod writer;

pub use col::{At, Col, Day, Json, Said};
pub use conn::Conn;
pub(crate) use conn::on;
pub use db::{Db, DbOptions};
pub use error::{MaybeStore, StoreError};
pub use feed::{Signal, Topic};
pub use tx::Tx;
