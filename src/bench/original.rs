//! One intake as the product wrote it, and copies of it for the floor, each with identifiers of its own.

use super::failed;
use super::load::Report;
use crate::app::clock::mint;
use crate::app::idempotent::Key;
use crate::app::intake::register_request;
use crate::app::{Actor, App, Error};
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::security::fingerprint;
use crate::start::Stopped;
use crate::store::contacts::list_contacts;
use crate::store::customers::{find_address, find_customer, find_installed_product, list_phones_of};
use crate::store::floor::{IntakeRows, list_journal};
use crate::store::idempotency::KeyOf;
use crate::store::jobs::{find_job, find_request, list_milestones, list_request_contacts, list_verdicts};
use crate::store::messages::{Link, list_messages_to};
use crate::store::{Col, Conn};

const ROUTE: &str = "POST /api/v1/service-requests";

/// Takes a report down inside this process and reads back everything that it wrote.
///
/// # Errors
/// The database, or a row that is not there.
pub async fn take(app: &App, actor: Actor, report: &Report) -> Result<IntakeRows, Stopped> {
    let input = serde_json::from_value(report.body.clone()).map_err(failed)?;
    let body_hash = fingerprint(report.body.to_string());
    let of = KeyOf {
        principal: actor.principal(),
        route: ROUTE.to_owned(),
        key: report.key.clone(),
        body_hash: body_hash.clone(),
    };
    let key = Key { route: ROUTE, key: report.key.clone(), body_hash };
    let made = register_request(app, actor, Some(key), input).await?;
    let answer = serde_json::to_string(&made).map_err(failed)?;
    let rows = app.db.read(move |conn| read(conn, &made, of, answer).map_err(Error::from)).await?;
    rows.ok_or_else(|| failed("an intake did not write every row"))
}

fn read(
    conn: &mut Conn,
    made: &crate::app::intake::Registered,
    key: KeyOf,
    answer: String,
) -> Result<Option<IntakeRows>, crate::store::StoreError> {
    let Some(first) = made.jobs.first() else { return Ok(None) };
    let (request, job) = (find_request(conn, made.id)?, find_job(conn, first.id)?);
    let customer = find_customer(conn, request.customer_id.0)?;
    let (id, subjects) = (customer.id.0, [made.id.to_string(), first.id.to_string()]);
    let link = Link {
        fingerprint: fingerprint(made.id.as_str()),
        kind: Col(crate::domain::link::LinkKind::Customer),
        subject_id: made.id.to_string(),
        generation: 1,
        created_at: request.created_at,
        revoked_at: None,
    };
    let (mut events, mut audit) = (Vec::new(), Vec::new());
    for subject in &subjects {
        let journal = list_journal(conn, subject)?;
        events.extend(journal.0);
        audit.extend(journal.1);
    }
    let Some(phone) = list_phones_of(conn, id)?.pop() else { return Ok(None) };
    let Some(message) = list_messages_to(conn, &phone.number, 1)?.pop() else { return Ok(None) };
    let Some(person) = list_request_contacts(conn, made.id)?.pop() else { return Ok(None) };
    let Some(contact) = list_contacts(conn, id, 1)?.pop() else { return Ok(None) };
    let Some(verdict) = list_verdicts(conn, first.id)?.pop() else { return Ok(None) };
    let Ok(milestones) = list_milestones(conn, first.id)?.try_into() else { return Ok(None) };
    Ok(Some(IntakeRows {
        address: find_address(conn, request.address_id.0)?,
        product: find_installed_product(conn, job.installed_product_id.0)?,
        milestones,
        customer,
        phone,
        request,
        person,
        contact,
        job,
        verdict,
        link,
        message,
        events,
        audit,
        key,
        answer,
    }))
}

/// The `k`-th copy: the same values under identifiers, a telephone, a reference and a key of its own.
#[must_use]
pub fn copy(of: &IntakeRows, now: Instant, k: u32) -> IntakeRows {
    let mut rows = of.clone();
    let number = format!("+98935{k:07}");
    rows.customer.id = Col(mint(now));
    rows.customer.name_key = format!("{}{k}", of.customer.name_key);
    rows.address.id = Col(mint(now));
    rows.request.id = Col(mint(now));
    rows.product.id = Col(mint(now));
    rows.job.id = Col(mint(now));
    rows.request.reference = Col(Reference::from_serial(900_000 + k));
    let (customer, request, job) = (rows.customer.id, rows.request.id, rows.job.id);
    rows.phone.id = Col(mint(now));
    rows.phone.customer_id = customer;
    rows.phone.reversed = number.chars().rev().collect();
    rows.phone.number.clone_from(&number);
    (rows.address.customer_id, rows.request.customer_id, rows.product.customer_id) = (customer, customer, customer);
    (rows.request.address_id, rows.person.request_id, rows.job.request_id) = (rows.address.id, request, request);
    rows.person.phone.clone_from(&number);
    (rows.contact.id, rows.contact.customer_id, rows.contact.request_id) = (Col(mint(now)), customer, Some(request));
    rows.product.serial_key = of.product.serial_key.as_ref().map(|serial| format!("{serial}{k}"));
    rows.job.installed_product_id = rows.product.id;
    (rows.verdict.id, rows.verdict.job_id) = (Col(mint(now)), job);
    for milestone in &mut rows.milestones {
        (milestone.id, milestone.job_id) = (Col(mint(now)), job);
    }
    rows.link.fingerprint = fingerprint(request.0.as_str());
    rows.link.subject_id = request.0.to_string();
    (rows.message.id, rows.message.request_id) = (Col(mint(now)), Some(request));
    rows.message.dedupe_key = format!("{}:{}:{number}", rows.message.kind.0, request.0);
    rows.message.address = number;
    journal(of, &mut rows, now);
    rows.key.key = format!("floor-{k}");
    rows
}

fn journal(of: &IntakeRows, rows: &mut IntakeRows, now: Instant) {
    let old_request = of.request.id.0.to_string();
    let subject =
        |old: &str| if old == old_request { rows.request.id.0.to_string() } else { rows.job.id.0.to_string() };
    for (event, audit) in rows.events.iter_mut().zip(&mut rows.audit) {
        audit.id = Col(mint(now));
        audit.subject_id = subject(&audit.subject_id);
        event.id = Col(mint(now));
        event.subject_id = subject(&event.subject_id);
        event.request_id = Some(rows.request.id);
        event.job_id = event.job_id.map(|_| rows.job.id);
    }
}
