//! Sign-in: passwords, browser sessions and tokens for programs.

use std::sync::LazyLock;

use chrono::TimeDelta;
use tokio::sync::Semaphore;

use super::callers::Found;
use super::clock::mint;
use super::journal::audit;
use super::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Scope};
use crate::domain::id::{TokenFamilyId, UserId};
use crate::domain::machine::ActorKind;
use crate::domain::time::Instant;
use crate::security::session::{OpaqueToken, REFRESH_FOR, SESSION_FOR, SESSION_IDLE_FOR};
use crate::security::token::ACCESS_FOR;
use crate::security::{CryptoError, fingerprint, password, token};
use crate::store::feed::{Signal, Topic};
pub use crate::store::people::User;
use crate::store::people::{
    RefreshToken, Session, delete_session, find_refresh_token, find_session, find_user, find_user_by_name,
    find_user_of_family, insert_refresh_token, insert_session, revoke_family, touch_session, use_refresh_token,
};
use crate::store::{At, Col, StoreError, Tx};

/// Passwords looked at side by side: each takes 19 MiB and a core for some 20 ms.
const HASHES_AT_ONCE: usize = 4;
/// A session's last use is written no more often than this.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(5);

static HASHES: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(HASHES_AT_ONCE));

/// What a program signs in with from now on.
#[derive(Clone)]
pub struct Tokens {
    /// A signed JWT.
    pub access: String,
    /// Seconds for which it is valid.
    pub expires_in: i64,
    /// Used once for the next pair.
    pub refresh: OpaqueToken,
}

/// The user of this name and password.
///
/// # Errors
/// `SignInFailed`, which does not tell a wrong name from a wrong password or a user who may not sign in any more.
pub async fn sign_in(app: &App, username: &str, password: &str) -> Result<User, Error> {
    let name = folded(username);
    let found = app.db.read(move |conn| find_user_by_name(conn, &name)).await;
    let user = match found {
        Ok(user) => Some(user),
        Err(StoreError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let is_right = is_password(user.as_ref().map(|user| user.password_hash.clone()), password.to_owned()).await?;
    let now = app.clock.now();
    let Some(user) = user else { return Err(Code::SignInFailed.into()) };
    let is_in = is_right && user.is_active;
    let actor = Actor { kind: ActorKind::Staff, id: Some(user.id.0.to_string()) };
    let (action, id) = (if is_in { "sign_in" } else { "sign_in_failed" }, user.id.0);
    app.db.write(move |tx| audit(tx, &actor, now, (action, "user"), id)).await?;
    if is_in { Ok(user) } else { Err(Code::SignInFailed.into()) }
}

/// Whether a password is the one of this hash; without a hash it is not, and that takes as long.
pub(super) async fn is_password(hash: Option<String>, typed: String) -> Result<bool, Error> {
    let ended = |_| Error::Internal("the system is ending".to_owned());
    let _turn = HASHES.acquire().await.map_err(|_| Error::Internal("no turn".to_owned()))?;
    let look = move || match hash {
        Some(hash) => password::verify(&typed, &hash),
        None => password::verify_dummy(&typed),
    };
    tokio::task::spawn_blocking(look).await.map_err(ended)
}

/// Begins a browser session of a user who has just signed in.
///
/// # Errors
/// The database, or the random source.
pub async fn open_session(app: &App, user: UserId) -> Result<OpaqueToken, Error> {
    let now = app.clock.now();
    let token = OpaqueToken::generate().map_err(broken)?;
    let session = Session {
        fingerprint: token.fingerprint(),
        user_id: Col(user),
        created_at: At(now),
        seen_at: At(now),
        expires_at: At(now + SESSION_FOR),
    };
    app.db.write(move |tx| insert_session(tx, &session).map_err(Error::from)).await?;
    Ok(token)
}

/// Ends a browser session; one that has ended already stays so.
///
/// # Errors
/// The database.
pub async fn end_session(app: &App, token: &OpaqueToken) -> Result<(), Error> {
    let print = token.fingerprint();
    app.db.write(move |tx| delete_session(tx, &print).map_err(Error::from)).await
}

/// Begins a family of tokens of a user who has just signed in.
///
/// # Errors
/// The database, or the random source.
pub async fn issue_tokens(app: &App, user: &User) -> Result<Tokens, Error> {
    let now = app.clock.now();
    let family = mint(now);
    let tokens = tokens(app, user, family, now)?;
    let row = refresh_row(&tokens.refresh, (family, user.id.0), now);
    app.db.write(move |tx| insert_refresh_token(tx, &row).map_err(Error::from)).await?;
    Ok(tokens)
}

/// The next pair for a refresh token, which is used up by that. Using one twice ends the whole family, because one of
/// the two users must be a thief.
///
/// # Errors
/// `SignInRequired`, or the database.
pub async fn refresh(app: &App, refresh: &str) -> Result<Tokens, Error> {
    let Some(old) = OpaqueToken::parse(refresh) else { return Err(Code::SignInRequired.into()) };
    let (now, next) = (app.clock.now(), OpaqueToken::generate().map_err(broken)?);
    let (old, new) = (old.fingerprint(), next.clone());
    let rotated = app.db.write(move |tx| rotate(tx, &old, &new, now)).await?;
    let Some((user, family)) = rotated else { return Err(Code::SignInRequired.into()) };
    Ok(Tokens { refresh: next, ..tokens(app, &user, family, now)? })
}

/// A refusal must not undo the revocation, so it is no error here.
fn rotate(tx: &mut Tx<'_>, old: &str, new: &OpaqueToken, now: Instant) -> Result<Option<(User, TokenFamilyId)>, Error> {
    let known = match find_refresh_token(tx.conn(), old) {
        Ok(known) if now < known.expires_at.0 => known,
        Ok(_) | Err(StoreError::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let (family, user) = (known.family.0, find_user(tx.conn(), known.user_id.0)?);
    if !use_refresh_token(tx, old, now)? || !user.is_active {
        let actor = Actor { kind: ActorKind::Staff, id: Some(user.id.0.to_string()) };
        end_family(tx, family, now)?;
        audit(tx, &actor, now, ("refresh_refused", "user"), user.id.0)?;
        return Ok(None);
    }
    insert_refresh_token(tx, &refresh_row(new, (family, user.id.0), now))?;
    Ok(Some((user, family)))
}

/// Ends the family of an access token and of a refresh token, whichever is given.
///
/// # Errors
/// `SignInRequired` when neither is one of ours; the database.
pub async fn logout(app: &App, access: Option<&str>, refresh: Option<&str>) -> Result<(), Error> {
    let now = app.clock.now();
    let by_access = access.and_then(|jwt| token::verify(&app.keys, jwt, now).ok()).map(|claims| claims.sid);
    let by_refresh = refresh.and_then(OpaqueToken::parse).map(|token| token.fingerprint());
    let ended = move |tx: &mut Tx<'_>| {
        let mut families: Vec<TokenFamilyId> = by_access.into_iter().collect();
        if let Some(print) = &by_refresh {
            match find_refresh_token(tx.conn(), print) {
                Ok(known) => families.push(known.family.0),
                Err(StoreError::NotFound) => (),
                Err(error) => return Err(Error::from(error)),
            }
        }
        families.iter().try_for_each(|family| end_family(tx, *family, now))?;
        Ok(!families.is_empty())
    };
    if app.db.write(ended).await? { Ok(()) } else { Err(Code::SignInRequired.into()) }
}

fn end_family(tx: &mut Tx<'_>, family: TokenFamilyId, now: Instant) -> Result<(), StoreError> {
    revoke_family(tx, family, now)?;
    tx.after_commit(Signal::Changed { topic: Topic::User, id: family.to_string() });
    Ok(())
}

/// Who a session cookie belongs to.
///
/// # Errors
/// `SignInRequired` for a session that has ended or was idle too long; the database.
pub async fn caller_of_session(app: &App, token: &OpaqueToken) -> Result<Caller, Error> {
    let (now, print) = (app.clock.now(), token.fingerprint());
    let found = app.db.read(move |conn| find_session(conn, &print, now)).await;
    let (session, user) = found.map_err(signed_out)?;
    if session.seen_at.0 + SESSION_IDLE_FOR <= now {
        return Err(Code::SignInRequired.into());
    }
    if session.seen_at.0 + TOUCH_EVERY <= now {
        let print = session.fingerprint;
        app.db.write(move |tx| touch_session(tx, &print, now).map_err(Error::from)).await?;
    }
    Ok(caller(&user))
}

/// Who an access token belongs to, with the role of now.
///
/// # Errors
/// `SignInRequired` for a token that is not ours, has expired or was revoked; the database.
pub async fn caller_of_bearer(app: &App, jwt: &str) -> Result<Caller, Error> {
    let now = app.clock.now();
    let print = fingerprint(jwt);
    let generation = match app.callers.find(&print, now) {
        Found::Known(caller) => return Ok(caller),
        Found::Unknown(generation) => generation,
    };
    let claims = token::verify(&app.keys, jwt, now).map_err(|why| {
        tracing::debug!(%why, "access token refused");
        Code::SignInRequired
    })?;
    let read = app.db.read(move |conn| find_user_of_family(conn, claims.sub, claims.sid, now));
    let user = read.await.map_err(signed_out)?;
    if !user.is_active {
        return Err(Code::SignInRequired.into());
    }
    let caller = caller(&user);
    let expires = now + TimeDelta::seconds(claims.exp - now.timestamp());
    app.callers.keep(print, caller.clone(), (generation, now, expires));
    Ok(caller)
}

/// What a user is as a caller.
#[must_use]
pub fn caller(user: &User) -> Caller {
    let provinces = user.provinces.0.clone();
    Caller {
        user: user.id.0,
        username: user.username.clone(),
        role: user.role.0,
        language: user.language.0,
        scope: if provinces.is_empty() { Scope::All } else { Scope::Provinces(provinces) },
    }
}

fn tokens(app: &App, user: &User, family: TokenFamilyId, now: Instant) -> Result<Tokens, Error> {
    let access = token::issue(&app.keys, user.id.0, family, user.role.0, now).map_err(broken)?;
    let refresh = OpaqueToken::generate().map_err(broken)?;
    Ok(Tokens { access, expires_in: ACCESS_FOR.num_seconds(), refresh })
}

fn refresh_row(token: &OpaqueToken, (family, user): (TokenFamilyId, UserId), now: Instant) -> RefreshToken {
    RefreshToken {
        fingerprint: token.fingerprint(),
        family: Col(family),
        user_id: Col(user),
        created_at: At(now),
        expires_at: At(now + REFRESH_FOR),
        used_at: None,
        revoked_at: None,
    }
}

/// A user name as it is kept and compared.
pub(super) fn folded(username: &str) -> String {
    username.trim().to_lowercase()
}

fn signed_out(error: StoreError) -> Error {
    if matches!(error, StoreError::NotFound) { Code::SignInRequired.into() } else { error.into() }
}

pub(super) fn broken(error: CryptoError) -> Error {
    Error::Internal(error.to_string())
}
