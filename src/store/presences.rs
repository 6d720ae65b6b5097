//! Pages of the staff that are open, and the case that each of them shows.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::schema::presences;
use super::{At, Col, Conn, StoreError, Tx, on};
use crate::domain::id::{PresenceId, UserId};
use crate::domain::presence::{SubjectKind, is_open};
use crate::domain::time::Instant;

/// One page.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = presences)]
pub struct Presence {
    pub user_id: Col<UserId>,
    pub page: Col<PresenceId>,
    pub subject_kind: Col<SubjectKind>,
    pub subject_id: String,
    pub since: At,
    pub seen_at: At,
}

impl Presence {
    /// Kind and identifier of the case.
    #[must_use]
    pub fn key(&self) -> (SubjectKind, &str) {
        (self.subject_kind.0, &self.subject_id)
    }

    /// Whether the page shows this case at `now`.
    #[must_use]
    pub fn is_at(&self, key: (SubjectKind, &str), now: Instant) -> bool {
        self.key() == key && is_open(self.seen_at.0, now)
    }
}

/// The row of a page, if it has signed.
///
/// # Errors
/// The database.
pub fn find_presence(conn: &mut Conn, user: UserId, page: PresenceId) -> Result<Option<Presence>, StoreError> {
    let query = presences::table.find((user.as_str(), page.as_str()));
    Ok(query.select(Presence::as_select()).first(conn).optional()?)
}

/// The pages of a person, those that have lapsed too: a few at most.
///
/// # Errors
/// The database.
pub fn list_presences_of(conn: &mut Conn, user: UserId) -> Result<Vec<Presence>, StoreError> {
    let query = presences::table.filter(presences::user_id.eq(user.as_str()));
    Ok(query.select(Presence::as_select()).load(conn)?)
}

/// Writes the row of a page, over the one that it has.
///
/// # Errors
/// The database.
pub fn save_presence(tx: &mut Tx<'_>, row: &Presence) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| diesel::insert_into(presences::table)
        .values(row)
        .on_conflict((presences::user_id, presences::page))
        .do_update()
        .set(row)
        .execute(conn))?;
    Ok(())
}

/// Forgets the pages of a person that were not seen since `before`.
///
/// # Errors
/// The database.
pub fn sweep_presences_of(tx: &mut Tx<'_>, user: UserId, before: Instant) -> Result<usize, StoreError> {
    let target = presences::table.filter(presences::user_id.eq(user.as_str()));
    Ok(diesel::delete(target.filter(presences::seen_at.lt(At(before)))).execute(tx.conn())?)
}

/// Forgets the pages that were not seen since `before`; their number.
///
/// # Errors
/// The database.
pub fn sweep_presences(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(presences::table.filter(presences::seen_at.lt(At(before)))).execute(tx.conn())?)
}
