//! Browsers that may be woken, and until when a person has read the bell.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::{bells, push_subscriptions, users};
use super::{At, Col, Conn, Json, StoreError, Tx, on};
use crate::domain::access::Role;
use crate::domain::id::{PushSubscriptionId, UserId};
use crate::domain::language::Language;
use crate::domain::message::RecipientKind;
use crate::domain::time::Instant;

/// A browser that may be woken.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = push_subscriptions)]
pub struct PushSubscription {
    pub id: Col<PushSubscriptionId>,
    pub recipient_kind: Col<RecipientKind>,
    pub recipient_id: String,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub language: Col<Language>,
    pub created_at: At,
}

/// Keeps a subscription; one with the same endpoint belonged to whoever used the browser before.
///
/// # Errors
/// The database.
pub fn put_push_subscription(tx: &mut Tx<'_>, row: &PushSubscription) -> Result<(), StoreError> {
    diesel::delete(push_subscriptions::table.filter(push_subscriptions::endpoint.eq(&row.endpoint)))
        .execute(tx.conn())?;
    on!(tx.conn(), |conn| diesel::insert_into(push_subscriptions::table).values(row).execute(conn))?;
    Ok(())
}

/// The subscription with this id.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_push_subscription(conn: &mut Conn, id: &str) -> Result<PushSubscription, StoreError> {
    Ok(push_subscriptions::table.find(id).select(PushSubscription::as_select()).first(conn)?)
}

/// The browsers of a recipient, newest first.
///
/// # Errors
/// The database.
pub fn list_push_subscriptions(
    conn: &mut Conn,
    (kind, id): (RecipientKind, &str),
) -> Result<Vec<PushSubscription>, StoreError> {
    let query = push_subscriptions::table
        .filter(push_subscriptions::recipient_kind.eq(Col(kind)))
        .filter(push_subscriptions::recipient_id.eq(id))
        .order(push_subscriptions::id.desc());
    Ok(query.select(PushSubscription::as_select()).load(conn)?)
}

/// The browsers of all who have a role and may still sign in, each with the provinces that its user sees; none means all.
///
/// # Errors
/// The database.
pub fn list_push_subscriptions_of_role(
    conn: &mut Conn,
    role: Role,
) -> Result<Vec<(PushSubscription, Vec<String>)>, StoreError> {
    let query = push_subscriptions::table
        .inner_join(users::table.on(users::id.eq(push_subscriptions::recipient_id)))
        .filter(push_subscriptions::recipient_kind.eq(Col(RecipientKind::Staff)))
        .filter(users::role.eq(Col(role)))
        .filter(users::is_active.eq(true))
        .order(push_subscriptions::id)
        .select((PushSubscription::as_select(), users::provinces));
    let found: Vec<(PushSubscription, Json<Vec<String>>)> = query.load(conn)?;
    Ok(found.into_iter().map(|(row, provinces)| (row, provinces.0)).collect())
}

/// Forgets a subscription that the browser or its push service has ended.
///
/// # Errors
/// The database.
pub fn delete_push_subscription(tx: &mut Tx<'_>, id: PushSubscriptionId) -> Result<(), StoreError> {
    diesel::delete(push_subscriptions::table.find(id.as_str())).execute(tx.conn())?;
    Ok(())
}

/// Forgets the subscription of a recipient at an address; true if there was one.
///
/// # Errors
/// The database.
pub fn delete_push_subscription_at(
    tx: &mut Tx<'_>,
    (kind, id): (RecipientKind, &str),
    endpoint: &str,
) -> Result<bool, StoreError> {
    let target = push_subscriptions::table
        .filter(push_subscriptions::recipient_kind.eq(Col(kind)))
        .filter(push_subscriptions::recipient_id.eq(id))
        .filter(push_subscriptions::endpoint.eq(endpoint));
    Ok(diesel::delete(target).execute(tx.conn())? == 1)
}

/// Until when a person has read the bell.
///
/// # Errors
/// The database.
pub fn bell_seen_at(conn: &mut Conn, user: UserId) -> Result<Option<Instant>, StoreError> {
    let query = bells::table.find(user.as_str()).select(bells::seen_at);
    Ok(query.first::<At>(conn).optional()?.map(|at| at.0))
}

/// Notes until when a person has read the bell; never back in time.
///
/// # Errors
/// The database.
pub fn put_bell_seen(tx: &mut Tx<'_>, user: UserId, until: Instant) -> Result<(), StoreError> {
    let row = (bells::user_id.eq(user.as_str()), bells::seen_at.eq(At(until)));
    let is_new = on!(tx.conn(), |conn| diesel::insert_into(bells::table)
        .values(row)
        .on_conflict(bells::user_id)
        .do_nothing()
        .execute(conn))?;
    if is_new == 0 {
        let target = bells::table.find(user.as_str()).filter(bells::seen_at.lt(At(until)));
        diesel::update(target).set(bells::seen_at.eq(At(until))).execute(tx.conn())?;
    }
    Ok(())
}
