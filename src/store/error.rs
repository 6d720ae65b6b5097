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

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error};
        match error {
            Error::NotFound => Self::NotFound,
            Error::DatabaseError(kind, info) => {
                let message = info.message();
                match kind {
                    Kind::UniqueViolation => Self::Unique(info.constraint_name().map_or_else(
                        || message.trim_start_matches("UNIQUE constraint failed: ").to_owned(),
                        str::to_owned,
                    )),
                    Kind::SerializationFailure => Self::Again(message.to_owned()),
                    Kind::ClosedConnection => Self::Unavailable(message.to_owned()),
                    _ => Self::from_message(message),
                }
            }
            Error::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            error => Self::Other(with_causes(&error)),
        }
    }
}

/// The error's text followed by those of its causes: diesel names the column, the cause names the value.
fn with_causes(error: &dyn std::error::Error) -> String {
    std::iter::successors(error.source(), |cause| cause.source())
        .fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

impl From<diesel::ConnectionError> for StoreError {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl StoreError {
    /// A unique rule that another transaction's row has set off, as a reason to run this one again: it looks again, and finds
    /// that row.
    #[must_use]
    pub fn look_again(self) -> Self {
        match self {
            Self::Unique(what) => Self::Again(what),
            error => error,
        }
    }

    /// Classes that diesel gives no kind, known by the text that SQLite and PostgreSQL (SQLSTATE beside it) send.
    fn from_message(message: &str) -> Self {
        type Make = fn(String) -> StoreError;
        const KNOWN: [(&str, Make); 17] = [
            ("database or disk is full", StoreError::Full),
            ("disk I/O error", StoreError::Full),
            ("No space left on device", StoreError::Full),     // 53100
            ("deadlock detected", StoreError::Again),          // 40P01
            ("could not serialize access", StoreError::Again), // 40001
            ("database is locked", StoreError::Unavailable),
            ("table is locked", StoreError::Unavailable),
            ("schema is locked", StoreError::Unavailable),
            ("unable to open database file", StoreError::Unavailable),
            ("terminating connection", StoreError::Unavailable), // 57P01
            ("server closed the connection", StoreError::Unavailable),
            ("no connection to the server", StoreError::Unavailable),
            ("connection not open", StoreError::Unavailable),
            ("could not receive data from server", StoreError::Unavailable),
            ("canceling statement due to", StoreError::Unavailable), // 57014, 55P03
            ("the database system is", StoreError::Unavailable),     // 57P03
            ("out of shared memory", StoreError::Unavailable),       // 53200
        ];
        match KNOWN.iter().find(|(text, _)| message.contains(text)) {
            Some((_, make)) => make(message.to_owned()),
            None => Self::Other(message.to_owned()),
        }
    }
}
