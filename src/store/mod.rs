//! The database: connections, transactions, rows.

mod error;

pub use error::{MaybeStore, StoreError};
