//! What every test stands on.

use ostakar::store::{Db, DbOptions};

pub mod app;
pub mod browser;
pub mod certificate;
pub mod dovecot;
pub mod facts;
pub mod gateway;
pub mod kannel;
pub mod load;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod roads;
pub mod scratch;
pub mod server;
pub mod smsc;
pub mod smtp;
pub mod sqlite;

/// What a database begins with.
#[derive(Clone, Copy)]
pub enum Template {
    /// The newest schema and the reference data of every installation.
    Reference,
    /// The same with the demo's network, customers and users.
    Demo,
}

impl Template {
    /// Fills the database at `url`: an empty one, or for the demo a copy of the reference template.
    fn fill(self, url: &str) {
        if matches!(self, Self::Reference) {
            ostakar::store::migrate::migrate(url).unwrap();
        }
        // A test's own runtime cannot wait inside itself.
        let fill = async || {
            let db = Db::open(url, DbOptions::default()).unwrap();
            match self {
                Self::Reference => ostakar::app::reference::load(&db, app::start()).await.unwrap(),
                Self::Demo => drop(ostakar::app::seed::demo(&db, app::start()).await.unwrap()),
            }
            db.close().await;
        };
        let run = || tokio::runtime::Runtime::new().unwrap().block_on(fill());
        std::thread::scope(|scope| scope.spawn(run).join()).unwrap();
    }
}

/// A migrated database with the reference data, of one test, on one of the two systems. It goes when it is dropped.
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
        Self::on_sqlite(Template::Reference)
    }

    /// A database of the tests' PostgreSQL.
    pub fn postgres() -> Self {
        Self::on_postgres(Template::Reference)
    }

    /// One that begins as the demo does, of the same kind.
    pub fn demo(&self) -> Self {
        self.another_with(Template::Demo)
    }

    /// One more of the same kind.
    pub fn another(&self) -> Self {
        self.another_with(Template::Reference)
    }

    /// One more of the same kind that begins with `template`.
    pub fn another_with(&self, template: Template) -> Self {
        match self.place {
            Place::Sqlite(_) => Self::on_sqlite(template),
            Place::Postgres(_) => Self::on_postgres(template),
        }
    }

    fn on_sqlite(template: Template) -> Self {
        let database = sqlite::fresh_database(template);
        Self { url: database.url(), place: Place::Sqlite(database) }
    }

    fn on_postgres(template: Template) -> Self {
        let database = postgres::fresh_database(template);
        Self { url: database.url(), place: Place::Postgres(database) }
    }
}

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
