//! A job corrects a unit: booked by an operator or by the customer's link, through the usual intake, where the unit was last.

use serde::Deserialize;
use utoipa::ToSchema;

use super::fault;
use crate::app::idempotent::Key;
use crate::app::intake::input::{NewAddress, NewContact, NewItem, NewProduct, NewWindow};
use crate::app::intake::{NewRequest, Registered, register_request_and};
use crate::app::{Actor, App, Code, Error};
use crate::domain::customer::{Channel, ContactRole};
use crate::domain::fault::FaultCode;
use crate::domain::geo::{Position, Precision};
use crate::domain::id::{RecallId, RecallNoticeId, RecallUnitId, RequestId};
use crate::domain::job::JobKind;
use crate::domain::machine::{ActorKind, apply};
use crate::domain::recall::{RecallUnitEvent, RecallUnitMachine};
use crate::store::customers::{
    AddressRow, Customer, InstalledProduct, PhoneRow, find_customer, find_installed_product, list_phones_of,
};
use crate::store::jobs::find_job;
use crate::store::recalls::{Recall, find_address_of_unit, find_recall, find_recall_notice, find_recall_unit};
use crate::store::{Conn, StoreError, Tx};

/// How the correction of a unit is booked; what is left out is as it is known.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Telephone of whoever has the unit; required where none is known.
    pub phone: Option<String>,
    /// Where the unit is; required where no address is known.
    pub address: Option<NewAddress>,
    /// When the customer wants the visit.
    pub window: Option<NewWindow>,
    /// Words for whoever works on it.
    pub note: Option<String>,
}

/// What is known of a unit that is to be corrected.
struct Facts {
    recall: Recall,
    unit: InstalledProduct,
    customer: Customer,
    phone: Option<PhoneRow>,
    address: Option<AddressRow>,
}

/// Makes the request and the job that correct a unit. Of two who book at once one does; the other finds it booked.
///
/// # Errors
/// What is not known and was not told; a unit that is booked, corrected or excluded; `NotFound`; those of intake.
pub async fn book_unit(
    app: &App,
    (actor, key): (Actor, Option<Key>),
    (recall, unit): (RecallId, RecallUnitId),
    booking: Booking,
) -> Result<Registered, Error> {
    let facts = app.db.read(move |conn| facts(conn, (recall, unit))).await?;
    let channel = if actor.kind == ActorKind::Customer { Channel::Web } else { Channel::Phone };
    let request = request(facts, channel, booking)?;
    let kind = actor.kind;
    register_request_and(app, (actor, key), request, move |tx, made| must_be_booked(tx, (unit, kind), made)).await
}

/// The same by the link that a customer got of the recall.
///
/// # Errors
/// `NotFound` for another's unit, and those of [`book_unit`].
pub async fn book_by_customer(
    app: &App,
    (notice, key): (RecallNoticeId, Option<Key>),
    unit: RecallUnitId,
) -> Result<Registered, Error> {
    let read = move |conn: &mut Conn| -> Result<RecallId, Error> {
        let (notice, unit) = (find_recall_notice(conn, notice)?, find_recall_unit(conn, unit)?);
        let is_theirs = unit.recall_id == notice.recall_id && unit.customer_id == notice.customer_id;
        if is_theirs { Ok(unit.recall_id.0) } else { Err(Code::NotFound.into()) }
    };
    let recall = app.db.read(read).await?;
    book_unit(app, (Actor::recalled(notice), key), (recall, unit), Booking::default()).await
}

fn facts(conn: &mut Conn, (recall, unit): (RecallId, RecallUnitId)) -> Result<Facts, Error> {
    let row = find_recall_unit(conn, unit)?;
    if row.recall_id.0 != recall {
        return Err(StoreError::NotFound.into());
    }
    let unit = find_installed_product(conn, row.installed_product_id.0)?;
    let customer = find_customer(conn, unit.customer_id.0)?;
    let mut phones = list_phones_of(conn, customer.id.0)?;
    // Somebody who gets SMS is told when the technician comes.
    phones.sort_by_key(|phone| !phone.can_sms);
    Ok(Facts {
        recall: find_recall(conn, recall)?,
        address: find_address_of_unit(conn, unit.id.0, customer.id.0)?,
        phone: phones.into_iter().next(),
        unit,
        customer,
    })
}

fn request(facts: Facts, channel: Channel, booking: Booking) -> Result<NewRequest, Error> {
    let Facts { recall, unit, customer, phone, address } = facts;
    let known = phone.as_ref().map(|phone| phone.number.clone());
    let typed = booking.phone.filter(|phone| !phone.trim().is_empty());
    let can_sms = phone.filter(|_| typed.is_none()).map(|phone| phone.can_sms);
    let phone = typed.or(known).ok_or_else(|| fault("phone", FaultCode::Required))?;
    let address = booking.address.or_else(|| address.map(known_address));
    let address = address.ok_or_else(|| fault("address", FaultCode::Required))?;
    let head = format!("{} · {}", recall.code, recall.title);
    let note = [Some(head), Some(recall.correction_fa), Some(recall.correction_en), booking.note];
    let note: Vec<String> = note.into_iter().flatten().collect();
    let contact = NewContact {
        role: ContactRole::Owner,
        phone,
        name: Some(customer.name),
        kind: None,
        can_sms,
        email: customer.email,
    };
    let item = NewItem {
        kind: JobKind::Recall,
        product: NewProduct { unit_id: Some(unit.id.0), ..NewProduct::default() },
        fault: None,
        destination: None,
        repeat_of: None,
        fixed_by_phone: None,
    };
    Ok(NewRequest {
        channel,
        contacts: vec![contact],
        customer_id: Some(customer.id.0),
        customer_kind: None,
        address,
        items: vec![item],
        priority: Some(recall.danger.0.priority()),
        priority_reason: None,
        window: booking.window,
        slot_hold_id: None,
        language: None,
        note: Some(note.join("\n")),
    })
}

/// An address that is known, as it would be told.
fn known_address(row: AddressRow) -> NewAddress {
    let is_pinned = row.precision_level.0 == Precision::Pin;
    NewAddress {
        city: row.place,
        text: row.line,
        province: Some(row.province),
        neighbourhood: row.neighbourhood,
        street: row.street,
        alley: row.alley,
        number: row.number,
        floor: row.floor,
        unit: row.unit,
        postal_code: row.postal_code,
        landmark: row.landmark,
        location: is_pinned.then_some(Position { lat: row.lat, lon: row.lon }),
        location_confirmed_by: is_pinned.then_some(row.confirmed_by.0),
    }
}

/// Intake has booked the unit if it waited; otherwise somebody was faster, and nothing of this request stays.
fn must_be_booked(tx: &mut Tx<'_>, (unit, who): (RecallUnitId, ActorKind), request: RequestId) -> Result<(), Error> {
    let row = find_recall_unit(tx.conn(), unit)?;
    let made_by = row.job_id.map(|job| find_job(tx.conn(), job.0)).transpose()?;
    if made_by.is_some_and(|job| job.request_id.0 == request) {
        return Ok(());
    }
    apply::<RecallUnitMachine>(row.state.0, None, RecallUnitEvent::Book, who, &[])?;
    Err(Code::Conflict.into())
}
