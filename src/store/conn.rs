//! One connection type over both databases, and how each is opened.

#![expect(missing_docs, reason = "diesel derives items without words")]

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::R2D2Connection;
use diesel::{Connection, PgConnection, SqliteConnection};

use super::StoreError;

/// A connection to either database; every ordinary query runs on it unchanged.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// The embedded database.
    Sqlite(SqliteConnection),
    /// The shared database.
    Pg(PgConnection),
}

/// Runs one body against the concrete connection, for what the enum cannot do: upsert, batch insert, RETURNING a row.
macro_rules! on {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::store::conn::Conn::Sqlite($c) => $body,
            $crate::store::conn::Conn::Pg($c) => $body,
        }
    };
}
pub(crate) use on;

/// Where the database is. Not `Debug`: the address may hold a password.
#[derive(Clone)]
pub(super) enum Place {
    /// Path of the file.
    Sqlite(String),
    /// Address as libpq reads it.
    Pg(String),
}

/// What a connection is for; decides its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Only reads; the database refuses its writes.
    Reader,
    /// Short business transactions.
    Writer,
    /// Migrations, backups and notifications: may wait and run long.
    Upkeep,
}

impl std::str::FromStr for Place {
    type Err = StoreError;

    fn from_str(url: &str) -> Result<Self, StoreError> {
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(StoreError::Other("the database address has no scheme: sqlite:// or postgres://".into()));
        };
        match scheme {
            "sqlite" if rest.is_empty() || rest.contains(":memory:") || rest.starts_with("file:") => {
                Err(StoreError::Other("sqlite:// needs the path of a file: several connections share it".into()))
            }
            "sqlite" => Ok(Self::Sqlite(rest.to_owned())),
            "postgres" | "postgresql" => Ok(Self::Pg(with_timeouts(url))),
            _ => Err(StoreError::Other(format!("unknown database scheme {scheme:?}: use sqlite:// or postgres://"))),
        }
    }
}

/// Adds the limits after which libpq gives a silent server up, where the address does not set them.
fn with_timeouts(url: &str) -> String {
    let limits = [
        ("connect_timeout", "5"),
        ("keepalives_idle", "10"),
        ("keepalives_interval", "5"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "15000"),
    ];
    limits.iter().filter(|(name, _)| !url.contains(name)).fold(url.to_owned(), |mut url, (name, value)| {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        url.push_str(value);
        url
    })
}

impl Place {
    /// Opens a connection with the settings of its role.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be reached.
    pub(super) fn connect(&self, role: Role) -> Result<Conn, StoreError> {
        match self {
            Self::Sqlite(path) => open_sqlite(path, role).map(Conn::Sqlite),
            Self::Pg(url) => open_pg(url, role).map(Conn::Pg),
        }
    }
}

fn open_sqlite(path: &str, role: Role) -> Result<SqliteConnection, StoreError> {
    let mut conn = SqliteConnection::establish(path)?;
    let (wait_ms, cache_kib, log_pages) = match role {
        Role::Reader => (5_000, 4_096, 1_000),
        // The writer retries BEGIN itself, and moves the log only when the thread that does so falls 64 MiB behind.
        Role::Writer => (500, 16_384, 16_384),
        Role::Upkeep => (30_000, 4_096, 1_000),
    };
    conn.batch_execute(&format!("PRAGMA busy_timeout = {wait_ms}"))?;
    turn_wal_on(&mut conn)?;
    conn.batch_execute(&format!(
        "PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache_kib}; \
         PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = {log_pages}; PRAGMA query_only = {};",
        if role == Role::Reader { "ON" } else { "OFF" }
    ))?;
    Ok(conn)
}

/// Turns the write-ahead log on. Two processes that open a new file at once block each other here, and SQLite then
/// refuses at once instead of waiting, so that this waits itself.
fn turn_wal_on(conn: &mut SqliteConnection) -> Result<(), StoreError> {
    const ATTEMPTS: u32 = 100;
    for _ in 1..ATTEMPTS {
        match conn.batch_execute("PRAGMA journal_mode = WAL").map_err(StoreError::from) {
            Err(StoreError::Unavailable(_)) => std::thread::sleep(Duration::from_millis(25)),
            other => return other,
        }
    }
    Ok(conn.batch_execute("PRAGMA journal_mode = WAL")?)
}

/// Opens a PostgreSQL connection with the settings of its role.
pub(super) fn open_pg(url: &str, role: Role) -> Result<PgConnection, StoreError> {
    let mut conn = PgConnection::establish(url)?;
    let (timeout, read_only, name) = match role {
        Role::Reader => ("30s", "on", "ostakar read"),
        Role::Writer => ("30s", "off", "ostakar write"),
        Role::Upkeep => ("0", "off", "ostakar upkeep"),
    };
    conn.batch_execute(&format!(
        "SET TIME ZONE 'UTC'; SET statement_timeout = '{timeout}'; SET idle_in_transaction_session_timeout = '60s'; \
         SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = {read_only}; \
         SET application_name = '{name}'"
    ))?;
    // Deadlock and a full disk are known by their English text only; not every role may set this.
    if let Err(error) = conn.batch_execute("SET lc_messages = 'C'") {
        tracing::debug!(%error, "messages of the database stay in the server's language");
    }
    Ok(conn)
}

impl Conn {
    /// Whether the connection still works, found without a round trip.
    pub(super) fn is_alive(&mut self) -> bool {
        match self {
            Self::Sqlite(conn) => !conn.is_broken(),
            // Reading what has arrived shows a closed socket: first the server's last words, then the end.
            Self::Pg(conn) => {
                !conn.is_broken() && !(0..2).any(|_| matches!(conn.notifications_iter().next(), Some(Err(_))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let path = |url: &str| match url.parse::<Place>() {
            Ok(Place::Sqlite(path) | Place::Pg(path)) => Ok(path),
            Err(error) => Err(error.to_string()),
        };
        assert_eq!(path("sqlite:///var/o.db").unwrap(), "/var/o.db");
        assert_eq!(path("sqlite://o.db").unwrap(), "o.db");
        assert!(
            path("postgres:///o?host=/run/pg").unwrap().starts_with("postgres:///o?host=/run/pg&connect_timeout=5&")
        );
        assert!(path("postgresql://u:p@h/o?connect_timeout=2").unwrap().ends_with("tcp_user_timeout=15000"));
        let refused = path("mysql://u:secret@h/o").unwrap_err();
        assert!(refused.contains("mysql") && !refused.contains("secret"), "{refused}");
        assert!(path("o.db").is_err() && path("sqlite://:memory:").is_err());
    }
}
