//! What a database holds, asked from outside the product.

use diesel::dsl::{select, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// Rows that a crash would leave if a use-case were written in halves; each query must count none.
const HALVES: &[(&str, &str)] = &[
    ("a request without a job", "service_requests r WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE request_id = r.id)"),
    ("a job without a verdict", "jobs j WHERE NOT EXISTS (SELECT 1 FROM verdicts WHERE job_id = j.id)"),
    ("a job without three milestones", "jobs j WHERE (SELECT count(*) FROM milestones WHERE job_id = j.id) <> 3"),
    ("a job without an event", "jobs j WHERE NOT EXISTS (SELECT 1 FROM events WHERE subject_id = j.id)"),
    (
        "a request without an event",
        "service_requests r WHERE NOT EXISTS (SELECT 1 FROM events WHERE subject_id = r.id)",
    ),
    ("a request without a link", "service_requests r WHERE NOT EXISTS (SELECT 1 FROM links WHERE subject_id = r.id)"),
    (
        "a request without its summary",
        "service_requests r WHERE EXISTS (SELECT 1 FROM request_contacts WHERE request_id = r.id AND can_sms) \
         AND NOT EXISTS (SELECT 1 FROM messages WHERE request_id = r.id)",
    ),
    ("a key without an answer", "idempotency_keys WHERE answer = ''"),
    ("an offer without its message", "offers o WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = o.message_id)"),
    (
        "a job with two acceptances",
        "(SELECT 1 FROM offers WHERE state = 'accepted' GROUP BY job_id HAVING count(*) > 1) x",
    ),
];

/// Fails on rows that no whole use-case writes, and on a file that SQLite finds damaged.
pub fn check_whole(url: &str) {
    for (what, from) in HALVES {
        assert_eq!(count(url, from), 0, "{what}");
    }
    if url.starts_with("sqlite") {
        let found = text(url, "SELECT group_concat(integrity_check) FROM pragma_integrity_check");
        assert_eq!(found, "ok");
    }
}

/// Rows of `from`: a table with its WHERE.
pub fn count(url: &str, from: &str) -> i64 {
    let query = select(sql::<BigInt>(&format!("(SELECT count(*) FROM {from})")));
    match url.strip_prefix("sqlite://") {
        Some(path) => query.get_result(&mut sqlite(path)),
        None => query.get_result(&mut PgConnection::establish(url).unwrap()),
    }
    .unwrap()
}

/// The one text that a query gives; empty for none.
pub fn text(url: &str, query: &str) -> String {
    let query = select(sql::<Text>(&format!("COALESCE(({query}), '')")));
    match url.strip_prefix("sqlite://") {
        Some(path) => query.get_result(&mut sqlite(path)),
        None => query.get_result(&mut PgConnection::establish(url).unwrap()),
    }
    .unwrap()
}

/// Changes what no use-case changes.
pub fn execute(url: &str, statement: &str) -> usize {
    match url.strip_prefix("sqlite://") {
        Some(path) => diesel::sql_query(statement).execute(&mut sqlite(path)),
        None => diesel::sql_query(statement).execute(&mut PgConnection::establish(url).unwrap()),
    }
    .unwrap()
}

fn sqlite(path: &str) -> SqliteConnection {
    use diesel::connection::SimpleConnection as _;
    let mut conn = SqliteConnection::establish(path).unwrap();
    conn.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
    conn
}
