//! The databases of the tests themselves: they answer, and each test has its own.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use crate::support::{TestDb, both, postgres};

/// Runs the same body on a connection of either kind.
macro_rules! on {
    ($db:expr, |$connection:ident| $body:expr) => {
        if $db.url.starts_with("postgres://") {
            let $connection = &mut PgConnection::establish(&$db.url).unwrap();
            $body
        } else {
            let $connection = &mut SqliteConnection::establish($db.url.trim_start_matches("sqlite://")).unwrap();
            $body
        }
    };
}

fn selects_one(db: &TestDb) -> i32 {
    on!(db, |connection| diesel::select(sql::<Integer>("1")).get_result(connection).unwrap())
}

both!(answers, async |db: TestDb| {
    assert_eq!(selects_one(&db), 1);
});

both!(is_each_tests_own, async |db: TestDb| {
    let other = db.another();
    for db in [&db, &other] {
        on!(db, |connection| connection.batch_execute("create table only_here (n integer)").unwrap());
    }
});

#[test]
fn a_database_of_postgresql_goes_with_its_test() {
    let db = TestDb::postgres();
    let url = db.url.clone();
    let open = PgConnection::establish(&url).unwrap();
    drop(db);
    assert!(PgConnection::establish(&url).is_err());
    drop(open);
    assert!(postgres::server().folder().exists());
}
