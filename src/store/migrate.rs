//! The schema: embedded migrations, one tree for both databases, and the SQL objects that differ between them.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::migration::MigrationSource;
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::StoreError;
use super::conn::{Conn, Place, Role};
use super::on;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Names the advisory lock of PostgreSQL: "ostakar" in ASCII.
const LOCK: &str = "SELECT pg_advisory_xact_lock(31373083117511026)";

/// Brings the schema up to date and creates the replaceable objects anew, all in one transaction under a lock, so that
/// several nodes may start at once and a process killed half way leaves nothing behind. Blocks. Gives the names of the
/// migrations that ran.
///
/// # Errors
/// [`StoreError::Unavailable`] when the database does not answer or stays locked, [`StoreError::Other`] when a
/// migration fails.
pub fn migrate(url: &str) -> Result<Vec<String>, StoreError> {
    locked(url, |conn| {
        let ran = on!(&mut *conn, |c| {
            let pending = c.pending_migrations(MIGRATIONS).map_err(failed)?;
            for migration in &pending {
                c.run_migration(migration.as_ref()).map_err(failed)?;
            }
            pending.iter().map(|migration| migration.name().to_string()).collect()
        });
        create_objects(conn)?;
        Ok(ran)
    })
}

/// The names of the migrations that have not run yet. Blocks.
///
/// # Errors
/// As [`migrate`].
pub fn pending(url: &str) -> Result<Vec<String>, StoreError> {
    locked(url, |conn| {
        on!(conn, |c| {
            let pending = c.pending_migrations(MIGRATIONS).map_err(failed)?;
            Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
        })
    })
}

/// Whether the schema is the one of this program, by the number of migrations that have run.
///
/// # Errors
/// The database, also when nothing was ever migrated.
pub fn is_current(conn: &mut Conn) -> Result<bool, StoreError> {
    use diesel::RunQueryDsl;
    let known = MigrationSource::<Sqlite>::migrations(&MIGRATIONS).map_err(failed)?.len();
    let count = sql::<BigInt>("(SELECT count(*) FROM __diesel_schema_migrations)");
    let ran: i64 = diesel::select(count).get_result(conn)?;
    Ok(usize::try_from(ran).is_ok_and(|ran| ran >= known))
}

/// Takes every migration back, and every row with it. Blocks.
///
/// # Errors
/// As [`migrate`].
pub fn revert_all(url: &str) -> Result<(), StoreError> {
    locked(url, |conn| on!(conn, |c| c.revert_all_migrations(MIGRATIONS).map(drop).map_err(failed)))
}

/// Runs `body` in one transaction that no other migration can share.
fn locked<T>(url: &str, body: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut conn = url.parse::<Place>()?.connect(Role::Upkeep)?;
    match &mut conn {
        // Diesel's migrations open transactions of their own, so this one is known to its manager.
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN EXCLUSIVE")?,
        Conn::Pg(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?;
            c.batch_execute(LOCK)?;
        }
    }
    // Dropping the connection rolls back.
    let value = body(&mut conn)?;
    on!(&mut conn, |c| AnsiTransactionManager::commit_transaction(c))?;
    Ok(value)
}

fn create_objects(conn: &mut Conn) -> Result<(), StoreError> {
    let sql = match conn {
        Conn::Sqlite(_) => include_str!("objects/sqlite.sql"),
        Conn::Pg(_) => include_str!("objects/postgres.sql"),
    };
    // PostgreSQL refuses a script without a statement.
    if sql.lines().all(|line| line.trim().is_empty() || line.starts_with("--")) {
        return Ok(());
    }
    Ok(conn.batch_execute(sql)?)
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => (*error).into(),
        Err(error) => StoreError::Other(error.to_string()),
    }
}
