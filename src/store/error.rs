//! What can go wrong with the database, in the words that the layers above decide by.

/// A failed database operation.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The row asked for is not there.
    #[error("not found")]
    NotFound,
    /// A guarded change found another state or version.
    #[error("changed by someone else in the meantime")]
    Conflict,
    /// A unique rule refused the row; the constraint or the columns as the database names them.
    #[error("already there: {0}")]
    Unique(String),
    /// The database cannot be reached or is too busy; the same call may work later.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The disk is full or failing; nothing was written.
    #[error("storage full or failing: {0}")]
    Full(String),
    /// Serialization failure or deadlock: the transaction may run again.
    #[error("transaction must run again: {0}")]
    Again(String),
    /// The closure panicked; its transaction was rolled back.
    #[error("a write panicked")]
    Panicked,
    /// Anything else: a defect.
    #[error("database: {0}")]
    Other(String),
}

/// Lets `Db::write` see whether a use-case's error came from the database, to decide on running it again.
pub trait MaybeStore {
    /// The database error inside, if it is one.
    fn store(&self) -> Option<&StoreError>;
}

impl MaybeStore for StoreError {
    fn store(&self) -> Option<&StoreError> {
        Some(self)
    }
}
