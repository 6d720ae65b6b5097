//! The database: connections, transactions, rows.

pub mod backup;
pub mod col;
pub mod conn;
pub mod db;
mod error;
pub mod feed;
pub mod lease;
pub mod migrate;
mod pool;
mod postgres;
pub mod tx;
mod wire;
mod writer;

#[cfg(test)]
mod tests;

pub use col::{At, Col, Day, Json};
pub use conn::Conn;
pub(crate) use conn::on;
pub use db::{Db, DbOptions};
pub use error::{MaybeStore, StoreError};
pub use feed::{Signal, Topic};
pub use tx::Tx;
