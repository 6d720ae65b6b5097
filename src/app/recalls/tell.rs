//! Customers are told once of a recall, so many a minute: by SMS or letter with a link that books; the others are called.

use super::unit::move_row;
use crate::app::clock::mint;
use crate::app::links::give_link;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::{Actor, App, Error};
use crate::domain::customer::Channel;
use crate::domain::id::{CustomerId, MessageId, RecallNoticeId};
use crate::domain::link::LinkKind;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::recall::{RecallState, RecallUnitEvent, RecallUnitState};
use crate::domain::time::Instant;
use crate::store::customers::{Customer, find_customer, find_installed_product, list_phones_of};
use crate::store::recalls::{
    Recall, RecallNotice, RecallUnit, find_notice_to, find_recall, find_recall_notice, insert_recall_notice,
    list_customers_to_tell, list_notices_failed, list_units_of_customer, save_recall_notice,
};
use crate::store::{At, Col, Conn, StoreError, Tx};

/// Customers of one transaction at most.
const TOGETHER: usize = 20;

/// Tells customers of a recall, as many as may be told in a minute; how many were.
pub(super) async fn tell_customers(app: &App, recall: &Recall) -> Result<usize, Error> {
    let (id, now) = (recall.id.0, app.clock.now());
    let most = app.catalogue().care().recall.tell_a_minute;
    let due = app.db.read(move |conn| list_customers_to_tell(conn, id, most).map_err(Error::from)).await?;
    for part in due.chunks(TOGETHER) {
        let (owner, part) = (app.clone(), part.to_vec());
        let told = app.db.write(move |tx| -> Result<(), Error> {
            let recall = find_recall(tx.conn(), id)?;
            if recall.state.0 != RecallState::Recalled {
                return Ok(());
            }
            part.iter().try_for_each(|customer| tell(tx, (&owner, now), &recall, *customer))
        });
        told.await?;
    }
    Ok(due.len())
}

fn tell(tx: &mut Tx<'_>, (app, now): (&App, Instant), recall: &Recall, customer: CustomerId) -> Result<(), Error> {
    let mut units = list_units_of_customer(tx.conn(), recall.id.0, customer)?;
    units.retain(|unit| unit.state.0 == RecallUnitState::Found);
    let Some(first) = units.first() else { return Ok(()) };
    let notice = match find_notice_to(tx.conn(), recall.id.0, customer)? {
        Some(notice) => notice,
        None => write(tx, (app, now), (recall, customer), first)?,
    };
    let event = if notice.told_at.is_some() { RecallUnitEvent::Tell } else { RecallUnitEvent::Miss };
    for unit in &mut units {
        unit.notice_id = Some(notice.id);
        move_row(tx, (&Actor::system(), now), unit, (event, &[]), None)?;
    }
    Ok(())
}

/// Writes what a customer is told: the message with its link, or that there is no way to send one.
fn write(
    tx: &mut Tx<'_>,
    (app, now): (&App, Instant),
    (recall, customer): (&Recall, CustomerId),
    unit: &RecallUnit,
) -> Result<RecallNotice, Error> {
    let customer = find_customer(tx.conn(), customer)?;
    let address = way(tx.conn(), &customer)?;
    let (id, message): (RecallNoticeId, MessageId) = (mint(now), mint(now));
    let mut notice = RecallNotice {
        id: Col(id),
        recall_id: recall.id,
        customer_id: customer.id,
        province: unit.province.clone(),
        message_id: None,
        told_at: None,
        missed_at: Some(At(now)),
        task_id: None,
        link_generation: 1,
        created_at: At(now),
        version: 1,
    };
    give_link(tx, app, now, LinkKind::Recall, (id.as_str(), notice.link_generation))?;
    if let Some(phone) = address {
        let category = find_installed_product(tx.conn(), unit.installed_product_id.0)?.category;
        let params = [
            ("recall", Param::Code(recall.code.clone())),
            ("category", Param::Category(category)),
            ("link", Param::Link(LinkKind::Recall, id.to_string(), notice.link_generation)),
        ];
        let (kind, language) = (RecipientKind::Customer, customer.language.0);
        let to = Recipient { kind, id: customer.id.0.to_string(), phone, language };
        let about = About { id: Some(message), ..About::default() };
        put(tx, now, MessageKind::RecallNotice, (&to, about), (id.as_str(), &params))?;
        (notice.message_id, notice.told_at, notice.missed_at) = (Some(Col(message)), Some(At(now)), None);
    }
    // Another node tells the customer at the same moment: look again, and find that it did.
    insert_recall_notice(tx, &notice).map_err(StoreError::look_again)?;
    Ok(notice)
}

/// Where a customer gets messages: a telephone for SMS unless letters are preferred, else the address for letters.
fn way(conn: &mut Conn, customer: &Customer) -> Result<Option<String>, StoreError> {
    let sms = list_phones_of(conn, customer.id.0)?.into_iter().find(|phone| phone.can_sms).map(|phone| phone.number);
    let prefers_email = customer.preferred_channel.map(|it| it.0) == Some(Channel::Email);
    let email = customer.email.clone();
    Ok(if prefers_email { email.or(sms) } else { sms.or(email) })
}

/// Notes that messages will not arrive: their customers count as not told. How many there were.
pub(super) async fn miss_failed(app: &App, recall: &Recall) -> Result<usize, Error> {
    let (id, now) = (recall.id.0, app.clock.now());
    let most = app.catalogue().care().recall.tell_a_minute;
    let failed = app.db.read(move |conn| list_notices_failed(conn, id, most).map_err(Error::from)).await?;
    let count = failed.len();
    for id in failed {
        app.db.write(move |tx| miss(tx, now, id)).await?;
    }
    Ok(count)
}

fn miss(tx: &mut Tx<'_>, now: Instant, id: RecallNoticeId) -> Result<(), Error> {
    let mut notice = find_recall_notice(tx.conn(), id)?;
    if notice.missed_at.is_some() {
        return Ok(());
    }
    (notice.told_at, notice.missed_at) = (None, Some(At(now)));
    save_recall_notice(tx, &mut notice)?;
    for mut unit in list_units_of_customer(tx.conn(), notice.recall_id.0, notice.customer_id.0)? {
        if unit.state.0 == RecallUnitState::Told {
            move_row(tx, (&Actor::system(), now), &mut unit, (RecallUnitEvent::Miss, &[]), None)?;
        }
    }
    Ok(())
}
