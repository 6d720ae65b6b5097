//! The rows of one intake on a bare connection: what the machine gives when nothing of the product stands before it.
#![expect(missing_docs, reason = "the rows are named after their tables")]

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::conn::{Conn, Place, Role};
use super::contacts::Contact;
use super::customers::{AddressRow, Customer, InstalledProduct, PhoneRow};
use super::idempotency::{KeyOf, key_row};
use super::jobs::{Job, Milestone, RequestContact, ServiceRequest, VerdictRow};
use super::journal::{AuditRow, Event};
use super::messages::{Link, Message};
use super::schema::{
    addresses, audit_rows, contacts, customers, events, idempotency_keys, installed_products, jobs, links,
    message_attempts, messages, milestones, phones, request_contacts, service_requests, verdicts,
};
use super::{At, StoreError};
use crate::domain::time::Instant;

/// Everything that one intake writes.
#[derive(Debug, Clone)]
pub struct IntakeRows {
    pub customer: Customer,
    pub phone: PhoneRow,
    pub address: AddressRow,
    pub request: ServiceRequest,
    pub person: RequestContact,
    pub contact: Contact,
    pub product: InstalledProduct,
    pub job: Job,
    pub verdict: VerdictRow,
    pub milestones: [Milestone; 3],
    pub link: Link,
    pub message: Message,
    pub events: Vec<Event>,
    pub audit: Vec<AuditRow>,
    pub key: KeyOf,
    pub answer: String,
}

/// A bare connection to a SQLite file, with the settings of the product's writer.
pub struct Floor(SqliteConnection);

impl Floor {
    /// Opens the file, which is migrated already. Blocks.
    ///
    /// # Errors
    /// [`StoreError::Other`] for an address that is no SQLite file's, [`StoreError::Unavailable`] for one that cannot
    /// be opened.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        match url.parse::<Place>()?.connect(Role::Writer)? {
            Conn::Sqlite(conn) => Ok(Self(conn)),
            Conn::Pg(_) => Err(StoreError::Other("the floor of PostgreSQL is pgbench's".to_owned())),
        }
    }

    /// Writes intakes by the statements of the product, in one durable transaction. Blocks.
    ///
    /// # Errors
    /// The database.
    pub fn write(&mut self, intakes: &[IntakeRows]) -> Result<(), StoreError> {
        self.0.batch_execute("BEGIN IMMEDIATE")?;
        for intake in intakes {
            look_up(&mut self.0, intake)?;
            write_customer(&mut self.0, intake)?;
            write_work(&mut self.0, intake)?;
            write_journal(&mut self.0, intake)?;
        }
        Ok(self.0.batch_execute("COMMIT")?)
    }
}

fn look_up(conn: &mut SqliteConnection, intake: &IntakeRows) -> QueryResult<()> {
    let known = idempotency_keys::table.find((&intake.key.principal, &intake.key.route, &intake.key.key));
    known.select((idempotency_keys::body_hash, idempotency_keys::answer)).load::<(String, String)>(conn)?;
    let at_phone = customers::table.inner_join(phones::table).filter(phones::number.eq(&intake.phone.number));
    at_phone.order(customers::id).select(Customer::as_select()).load::<Customer>(conn)?;
    if let Some(serial) = &intake.product.serial_key {
        let with_serial = installed_products::table.filter(installed_products::serial_key.eq(serial));
        let query = with_serial.order(installed_products::id).select(InstalledProduct::as_select());
        query.load::<InstalledProduct>(conn)?;
    }
    Ok(())
}

fn write_customer(conn: &mut SqliteConnection, intake: &IntakeRows) -> QueryResult<()> {
    diesel::insert_into(customers::table).values(&intake.customer).execute(conn)?;
    diesel::insert_into(phones::table).values(&intake.phone).execute(conn)?;
    diesel::insert_into(addresses::table).values(&intake.address).execute(conn)?;
    diesel::insert_into(service_requests::table).values(&intake.request).execute(conn)?;
    diesel::insert_into(request_contacts::table).values(&intake.person).execute(conn)?;
    diesel::insert_into(contacts::table).values(&intake.contact).execute(conn)?;
    diesel::insert_into(installed_products::table).values(&intake.product).execute(conn)?;
    Ok(())
}

fn write_work(conn: &mut SqliteConnection, intake: &IntakeRows) -> QueryResult<()> {
    diesel::insert_into(jobs::table).values(&intake.job).execute(conn)?;
    diesel::insert_into(verdicts::table).values(&intake.verdict).execute(conn)?;
    diesel::insert_into(milestones::table).values(&intake.milestones).execute(conn)?;
    Ok(())
}

fn write_journal(conn: &mut SqliteConnection, intake: &IntakeRows) -> QueryResult<()> {
    diesel::insert_into(links::table).values(&intake.link).execute(conn)?;
    let message = diesel::insert_into(messages::table).values(&intake.message);
    message.on_conflict(messages::dedupe_key).do_nothing().execute(conn)?;
    for (event, audit) in intake.events.iter().zip(&intake.audit) {
        diesel::insert_into(audit_rows::table).values(audit).execute(conn)?;
        diesel::insert_into(events::table).values(event).execute(conn)?;
    }
    diesel::insert_into(idempotency_keys::table)
        .values(key_row(&intake.key, &intake.answer, intake.request.created_at.0))
        .execute(conn)?;
    Ok(())
}

/// The events and audit rows about a subject.
///
/// # Errors
/// The database.
pub fn list_journal(conn: &mut Conn, subject: &str) -> Result<(Vec<Event>, Vec<AuditRow>), StoreError> {
    let about = events::table.filter(events::subject_id.eq(subject)).order(events::id);
    let audited = audit_rows::table.filter(audit_rows::subject_id.eq(subject)).order(audit_rows::id);
    Ok((about.select(Event::as_select()).load(conn)?, audited.select(AuditRow::as_select()).load(conn)?))
}

/// How many rows there are in all tables that intake writes to.
///
/// # Errors
/// The database.
pub fn count_rows(conn: &mut Conn) -> Result<i64, StoreError> {
    const TABLES: [&str; 15] = [
        "customers",
        "phones",
        "addresses",
        "service_requests",
        "request_contacts",
        "contacts",
        "installed_products",
        "jobs",
        "verdicts",
        "milestones",
        "links",
        "messages",
        "events",
        "audit_rows",
        "idempotency_keys",
    ];
    let mut rows = 0;
    for table in TABLES {
        let count = diesel::dsl::sql::<BigInt>(&format!("(SELECT count(*) FROM {table})"));
        rows += diesel::select(count).get_result::<i64>(conn)?;
    }
    Ok(rows)
}

/// How far the outbox is with the messages that were written since a moment.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// All of them.
    pub written: i64,
    pub sent: i64,
    pub delivered: i64,
    /// Attempts that a gateway took: more than messages are doubles.
    pub taken: i64,
    pub first_sent: Instant,
    pub last_sent: Instant,
    pub last_delivered: Instant,
}

/// Reads the course of the outbox.
///
/// # Errors
/// The database.
pub fn course(conn: &mut super::conn::Conn, since: Instant) -> Result<Course, StoreError> {
    let figures = |sql: &str| diesel::dsl::sql::<BigInt>(sql);
    let query = messages::table.filter(messages::created_at.ge(At(since))).select((
        figures("COUNT(*)"),
        figures("COUNT(sent_at)"),
        figures("COUNT(delivered_at)"),
        figures("COALESCE(MIN(sent_at), 0)"),
        figures("COALESCE(MAX(sent_at), 0)"),
        figures("COALESCE(MAX(delivered_at), 0)"),
    ));
    let (written, sent, delivered, first, last, reported): (i64, i64, i64, i64, i64, i64) =
        super::on!(conn, |conn| query.first(conn))?;
    let taken = message_attempts::table
        .filter(message_attempts::at.ge(At(since)))
        .filter(message_attempts::outcome.eq("taken"));
    let taken = taken.count().get_result(conn)?;
    let moment = |micros| Instant::from_timestamp_micros(micros).unwrap_or_default();
    let (first_sent, last_sent, last_delivered) = (moment(first), moment(last), moment(reported));
    Ok(Course { written, sent, delivered, taken, first_sent, last_sent, last_delivered })
}
