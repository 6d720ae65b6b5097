//! Who has a case open, and whether a caller may see the case at all.

use diesel::prelude::*;

use super::{complaints, customers, jobs};
use crate::domain::access::Caller;
use crate::domain::id::UserId;
use crate::domain::presence::{LASTS_FOR, Subject, SubjectKind};
use crate::domain::time::Instant;
use crate::store::complaints::find_complaint;
use crate::store::jobs::find_request;
use crate::store::schema::{presences, users};
use crate::store::{At, Col, Conn, StoreError};

/// Somebody who has a case open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The person.
    pub user: UserId,
    /// Name as shown.
    pub name: String,
    /// Since when.
    pub since: Instant,
}

/// Refuses a case that the caller does not see.
///
/// # Errors
/// `NotFound` for a case that does not exist or is out of scope; the database.
pub fn must_see(conn: &mut Conn, caller: &Caller, subject: &Subject) -> Result<(), StoreError> {
    let is_seen = match *subject {
        Subject::Job(id) => return jobs::must_see(conn, &caller.scope, id),
        Subject::Customer(id) => return customers::must_see(conn, caller, id),
        Subject::Request(id) => caller.scope.holds(&find_request(conn, id)?.province),
        Subject::Complaint(id) => complaints::can_see(caller, &find_complaint(conn, id)?),
    };
    if is_seen { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Who but `user` has a case open at `now`, each person once, the longest there first.
///
/// # Errors
/// The database.
pub fn list_others(
    conn: &mut Conn,
    (kind, id): (SubjectKind, &str),
    user: UserId,
    now: Instant,
) -> Result<Vec<Present>, StoreError> {
    let query = presences::table
        .inner_join(users::table)
        .filter(presences::subject_kind.eq(Col(kind)))
        .filter(presences::subject_id.eq(id))
        .filter(presences::user_id.ne(user.as_str()))
        .filter(presences::seen_at.gt(At(now - LASTS_FOR)))
        .order((presences::since, presences::user_id))
        .select((presences::user_id, users::display_name, presences::since));
    let found: Vec<(Col<UserId>, String, At)> = query.load(conn)?;
    let mut others: Vec<Present> = Vec::new();
    for (user, name, since) in found {
        if others.iter().all(|it| it.user != user.0) {
            others.push(Present { user: user.0, name, since: since.0 });
        }
    }
    Ok(others)
}
