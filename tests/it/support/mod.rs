//! What every test stands on.

pub mod postgres;
pub mod sqlite;

/// An empty, migrated database of one test, on one of the two systems. It goes when it is dropped.
pub struct TestDb {
    /// Where it is, as the configuration takes it.
    pub url: String,
    place: Place,
}

enum Place {
    Sqlite(#[expect(dead_code, reason = "dropped with the test")] sqlite::Database),
    Postgres(#[expect(dead_code, reason = "dropped with the test")] postgres::Database),
}

impl TestDb {
    /// A SQLite file.
    pub fn sqlite() -> Self {
        let database = sqlite::fresh_database(migrate);
        Self { url: database.url(), place: Place::Sqlite(database) }
    }

    /// A database of the tests' PostgreSQL.
    pub fn postgres() -> Self {
        let database = postgres::fresh_database(migrate);
        Self { url: database.url(), place: Place::Postgres(database) }
    }

    /// One more of the same kind.
    pub fn another(&self) -> Self {
        match self.place {
            Place::Sqlite(_) => Self::sqlite(),
            Place::Postgres(_) => Self::postgres(),
        }
    }
}

/// Brings the empty database at `url` to the newest schema; run once on each system, on the template.
fn migrate(_url: &str) {}

/// Makes two tests, `sqlite` and `postgres`, in a module named `$name`, out of one body that takes a [`TestDb`].
macro_rules! both {
    ($name:ident, $body:expr) => {
        mod $name {
            use super::*;

            #[actix_web::test]
            async fn sqlite() {
                let body = $body;
                body(TestDb::sqlite()).await;
            }

            #[actix_web::test]
            async fn postgres() {
                let body = $body;
                body(TestDb::postgres()).await;
            }
        }
    };
}
pub(crate) use both;
