//! Users, sessions and refresh tokens.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{refresh_tokens, sessions, users};
use super::{At, Col, Conn, Json, StoreError, Tx};
use crate::domain::access::Role;
use crate::domain::id::{TokenFamilyId, UserId};
use crate::domain::language::Language;
use crate::domain::time::Instant;

/// A person with a sign-in. `provinces` limits what is visible; empty means all.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct User {
    pub id: Col<UserId>,
    pub username: String,
    pub display_name: String,
    pub role: Col<Role>,
    pub language: Col<Language>,
    pub provinces: Json<Vec<String>>,
    pub password_hash: String,
    pub is_active: bool,
    pub created_at: At,
    pub version: i32,
}

versioned!(users, User, UserId, insert_user, find_user, save_user);

/// The user with this name.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_user_by_name(conn: &mut Conn, username: &str) -> Result<User, StoreError> {
    Ok(users::table.filter(users::username.eq(username)).select(User::as_select()).first(conn)?)
}

/// Whether somebody has this name at sign-in.
///
/// # Errors
/// The database.
pub fn is_username_taken(conn: &mut Conn, username: &str) -> Result<bool, StoreError> {
    Ok(users::table.filter(users::username.eq(username)).count().get_result::<i64>(conn)? > 0)
}

/// How many users of a role may sign in.
///
/// # Errors
/// The database.
pub fn count_active(conn: &mut Conn, role: Role) -> Result<i64, StoreError> {
    let query = users::table.filter(users::role.eq(Col(role))).filter(users::is_active.eq(true));
    Ok(query.count().get_result(conn)?)
}

/// The names of all users.
///
/// # Errors
/// The database.
pub fn list_usernames(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    Ok(users::table.select(users::username).load(conn)?)
}

/// A signed-in browser; only the fingerprint of its token is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub fingerprint: String,
    pub user_id: Col<UserId>,
    pub created_at: At,
    pub seen_at: At,
    pub expires_at: At,
}

insertable!(sessions, Session, insert_session);

/// A session that has not ended, with its user, who may still sign in.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_session(conn: &mut Conn, fingerprint: &str, now: Instant) -> Result<(Session, User), StoreError> {
    let query = sessions::table
        .inner_join(users::table)
        .filter(sessions::fingerprint.eq(fingerprint))
        .filter(sessions::expires_at.gt(At(now)))
        .filter(users::is_active.eq(true));
    Ok(query.select((Session::as_select(), User::as_select())).first(conn)?)
}

/// Notes that a session was used.
///
/// # Errors
/// The database.
pub fn touch_session(tx: &mut Tx<'_>, fingerprint: &str, now: Instant) -> Result<(), StoreError> {
    diesel::update(sessions::table.find(fingerprint)).set(sessions::seen_at.eq(At(now))).execute(tx.conn())?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database.
pub fn delete_session(tx: &mut Tx<'_>, fingerprint: &str) -> Result<(), StoreError> {
    diesel::delete(sessions::table.find(fingerprint)).execute(tx.conn())?;
    Ok(())
}

/// Ends every session of a user and revokes every token.
///
/// # Errors
/// The database.
pub fn end_sign_ins(tx: &mut Tx<'_>, user: UserId, now: Instant) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user.as_str()))).execute(tx.conn())?;
    let target = refresh_tokens::table
        .filter(refresh_tokens::user_id.eq(user.as_str()))
        .filter(refresh_tokens::revoked_at.is_null());
    diesel::update(target).set(refresh_tokens::revoked_at.eq(Some(At(now)))).execute(tx.conn())?;
    Ok(())
}

/// Removes sessions and refresh tokens that ended before `before`.
///
/// # Errors
/// The database.
pub fn sweep_sign_ins(tx: &mut Tx<'_>, before: Instant) -> Result<(), StoreError> {
    diesel::delete(sessions::table.filter(sessions::expires_at.le(At(before)))).execute(tx.conn())?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::expires_at.le(At(before)))).execute(tx.conn())?;
    Ok(())
}

/// One refresh token of a family; using it twice revokes the family.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, treat_none_as_default_value = false)]
pub struct RefreshToken {
    pub fingerprint: String,
    pub family: Col<TokenFamilyId>,
    pub user_id: Col<UserId>,
    pub created_at: At,
    pub expires_at: At,
    pub used_at: Option<At>,
    pub revoked_at: Option<At>,
}

insertable!(refresh_tokens, RefreshToken, insert_refresh_token);

/// The refresh token with this fingerprint.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_refresh_token(conn: &mut Conn, fingerprint: &str) -> Result<RefreshToken, StoreError> {
    Ok(refresh_tokens::table.find(fingerprint).select(RefreshToken::as_select()).first(conn)?)
}

/// Marks a refresh token as used; `false` if it was used or revoked before.
///
/// # Errors
/// The database.
pub fn use_refresh_token(tx: &mut Tx<'_>, fingerprint: &str, now: Instant) -> Result<bool, StoreError> {
    let target = refresh_tokens::table
        .filter(refresh_tokens::fingerprint.eq(fingerprint))
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::revoked_at.is_null());
    Ok(diesel::update(target).set(refresh_tokens::used_at.eq(Some(At(now)))).execute(tx.conn())? == 1)
}

/// Revokes every token of a family.
///
/// # Errors
/// The database.
pub fn revoke_family(tx: &mut Tx<'_>, family: TokenFamilyId, now: Instant) -> Result<(), StoreError> {
    let target = refresh_tokens::table
        .filter(refresh_tokens::family.eq(family.as_str()))
        .filter(refresh_tokens::revoked_at.is_null());
    diesel::update(target).set(refresh_tokens::revoked_at.eq(Some(At(now)))).execute(tx.conn())?;
    Ok(())
}

/// The user, if a family of tokens still lives that is the user's: an access token of a revoked one is refused.
///
/// # Errors
/// `NotFound`, or the database.
pub fn find_user_of_family(
    conn: &mut Conn,
    user: UserId,
    family: TokenFamilyId,
    now: Instant,
) -> Result<User, StoreError> {
    let alive = refresh_tokens::table
        .filter(refresh_tokens::family.eq(family.as_str()))
        .filter(refresh_tokens::user_id.eq(users::id))
        .filter(refresh_tokens::revoked_at.is_null())
        .filter(refresh_tokens::expires_at.gt(At(now)));
    let query = users::table.find(user.as_str()).filter(diesel::dsl::exists(alive));
    Ok(query.select(User::as_select()).first(conn)?)
}
