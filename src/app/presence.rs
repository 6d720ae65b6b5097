//! Pages say which case they show, as long as they are seen. Whoever has the same case open is told by name, and at once: by a
//! signal to that person's pages, on whatever node they are.

use super::{App, Error};
use crate::domain::access::Caller;
use crate::domain::id::{PresenceId, UserId};
use crate::domain::presence::{CONTINUES_FOR, FRESH_FOR, LASTS_FOR, Subject, SubjectKind};
use crate::domain::time::Instant;
use crate::queries::presences::{Present, list_others, must_see};
use crate::store::presences::{Presence, find_presence, list_presences_of, save_presence, sweep_presences_of};
use crate::store::{At, Col, Signal, StoreError, Tx};

/// Who else has a case open that the caller has been shown.
///
/// # Errors
/// The database.
pub async fn others(app: &App, caller: &Caller, subject: Subject) -> Result<Vec<Present>, Error> {
    let (user, now) = (caller.user, app.clock.now());
    app.db.read(move |conn| list_others(conn, subject.key(), user, now).map_err(Error::from)).await
}

/// A page of the caller shows this case; who else has it open. A page shows one case at a time.
///
/// # Errors
/// `NotFound` for a case that does not exist or is out of scope; the database.
pub async fn sign(app: &App, caller: &Caller, (page, subject): (PresenceId, Subject)) -> Result<Vec<Present>, Error> {
    let (who, user, now) = (caller.clone(), caller.user, app.clock.now());
    let read = move |conn: &mut _| {
        must_see(conn, &who, &subject)?;
        let known = find_presence(conn, user, page)?;
        let is_fresh = known.is_some_and(|row| row.key() == subject.key() && row.seen_at.0 > now - FRESH_FOR);
        Ok::<_, Error>((is_fresh, list_others(conn, subject.key(), user, now)?))
    };
    let (is_fresh, others) = app.db.read(read).await?;
    if is_fresh {
        return Ok(others);
    }
    Ok(app.db.write(move |tx| come(tx, (user, page), subject.key(), now)).await?)
}

/// A page of the caller shows its case no more.
///
/// # Errors
/// The database.
pub async fn leave(app: &App, caller: &Caller, page: PresenceId) -> Result<(), Error> {
    let (user, now) = (caller.user, app.clock.now());
    Ok(app.db.write(move |tx| go(tx, (user, page), now)).await?)
}

fn come(
    tx: &mut Tx<'_>,
    (user, page): (UserId, PresenceId),
    key: (SubjectKind, &str),
    now: Instant,
) -> Result<Vec<Present>, StoreError> {
    let own = list_presences_of(tx.conn(), user)?;
    let was_there = own.iter().any(|row| row.is_at(key, now));
    let recent = own.iter().filter(|row| row.key() == key && row.seen_at.0 > now - CONTINUES_FOR);
    let since = recent.map(|row| row.since.0).min().unwrap_or(now);
    save_presence(
        tx,
        &Presence {
            user_id: Col(user),
            page: Col(page),
            subject_kind: Col(key.0),
            subject_id: key.1.to_owned(),
            since: At(since),
            seen_at: At(now),
        },
    )?;
    let others = list_others(tx.conn(), key, user, now)?;
    if !was_there {
        sweep_presences_of(tx, user, now - CONTINUES_FOR)?;
        tell(tx, &others);
    }
    // At the desk one caller follows the other on the same page.
    if let Some(row) = own.iter().find(|row| row.page.0 == page && row.key() != key) {
        tell_left(tx, &own, row, now)?;
    }
    Ok(others)
}

fn go(tx: &mut Tx<'_>, (user, page): (UserId, PresenceId), now: Instant) -> Result<(), StoreError> {
    let own = list_presences_of(tx.conn(), user)?;
    let Some(row) = own.iter().find(|row| row.page.0 == page && row.is_at(row.key(), now)) else { return Ok(()) };
    // The row stays for a moment, lapsed, so that a page that is loaded anew goes on since the same time.
    save_presence(tx, &Presence { seen_at: At(now - LASTS_FOR), ..row.clone() })?;
    tell_left(tx, &own, row, now)
}

/// Tells those who were beside a person at the case of this page, unless another page of that person still shows it.
fn tell_left(tx: &mut Tx<'_>, own: &[Presence], left: &Presence, now: Instant) -> Result<(), StoreError> {
    let stays = own.iter().any(|row| row.page != left.page && row.is_at(left.key(), now));
    if left.is_at(left.key(), now) && !stays {
        let others = list_others(tx.conn(), left.key(), left.user_id.0, now)?;
        tell(tx, &others);
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, others: &[Present]) {
    for other in others {
        tx.after_commit(Signal::Beside(other.user));
    }
}
