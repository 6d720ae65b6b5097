//! People with a sign-in: made, changed, locked and given another password by administrators; their own passwords.

use serde_json::json;

use super::auth::{broken, folded, is_password};
use super::clock::mint;
use super::journal::{Happening, record};
use super::{Actor, App, Code, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::UserId;
use crate::domain::language::Language;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;
use crate::security::password;
use crate::store::catalogue::save_setting;
use crate::store::feed::Topic;
use crate::store::people::{User, count_active, end_sign_ins, find_user, insert_user, is_username_taken, save_user};
use crate::store::{At, Col, Conn, Db, Json, StoreError};

/// Most characters of a name at sign-in.
const LONGEST_NAME: usize = 60;
/// Most characters of a name as shown.
const DISPLAY_CHARS: usize = 100;
/// Name of the setting whose row keeps two edits at once apart: each must see the administrators that the other leaves.
const TURN: &str = "users_edited";

/// A user to be made.
#[derive(Clone)]
pub struct NewUser {
    /// Name at sign-in; kept in lower case.
    pub username: String,
    /// Name as shown.
    pub display_name: String,
    /// What the person is to the organisation.
    pub role: Role,
    /// Language of pages.
    pub language: Language,
    /// Codes of the provinces whose rows the user sees; none means all.
    pub provinces: Vec<String>,
    /// Password as typed.
    pub password: String,
}

/// What of a user can be changed.
#[derive(Debug, Clone)]
pub struct UserFacts {
    /// Name as shown.
    pub display_name: String,
    /// What the person is to the organisation.
    pub role: Role,
    /// Language of pages.
    pub language: Language,
    /// Codes or names of the provinces whose rows the user sees; none means all.
    pub provinces: Vec<String>,
}

/// Makes a user for the product itself.
///
/// # Errors
/// Every faulty value at once; the database.
pub async fn add_user(db: &Db, now: Instant, new: NewUser) -> Result<UserId, Error> {
    make(db, (Actor::system(), now), new, Faults::default()).await
}

/// Makes a user as an administrator describes one; provinces may be named in any language.
///
/// # Errors
/// Every faulty value at once; the database.
pub async fn add_colleague(app: &App, caller: &Caller, new: NewUser) -> Result<UserId, Error> {
    let mut faults = Faults::default();
    let NewUser { username, display_name, role, language, provinces, password } = new;
    let facts = checked(app, UserFacts { display_name, role, language, provinces }, &mut faults);
    let new =
        NewUser { username, password, display_name: facts.display_name, role, language, provinces: facts.provinces };
    make(&app.db, (Actor::staff(caller), app.clock.now()), new, faults).await
}

/// Whether a folded name may be one at sign-in.
///
/// # Errors
/// What is wrong with it, and the limit or the form that it misses.
pub fn check_username(name: &str) -> Result<(), (FaultCode, String)> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    match name {
        "" => Err((FaultCode::Required, String::new())),
        _ if name.chars().count() > LONGEST_NAME => Err((FaultCode::TooLong, LONGEST_NAME.to_string())),
        _ if !name.chars().all(is_plain) => Err((FaultCode::Malformed, "first.last".to_owned())),
        _ => Ok(()),
    }
}

/// Hashing blocks for some 20 ms, on a thread that may.
async fn make(db: &Db, (actor, now): (Actor, Instant), new: NewUser, mut faults: Faults) -> Result<UserId, Error> {
    let username = folded(&new.username);
    if let Err((code, about)) = check_username(&username) {
        faults.add_about("username", code, about);
    }
    faults.take("password", password::check_rule(&new.password, &username));
    let named = username.clone();
    if db.read(move |conn| is_username_taken(conn, &named).map_err(Error::from)).await? {
        faults.add("username", FaultCode::UsernameTaken);
    }
    faults.or(())?;
    let user = User {
        id: Col(mint(now)),
        username,
        display_name: new.display_name,
        role: Col(new.role),
        language: Col(new.language),
        provinces: Json(new.provinces),
        password_hash: hashed(new.password).await?,
        is_active: true,
        created_at: At(now),
        version: 1,
    };
    let written = db.write(move |tx| {
        if is_username_taken(tx.conn(), &user.username)? {
            let mut faults = Faults::default();
            faults.add("username", FaultCode::UsernameTaken);
            return Err(Error::from(faults));
        }
        insert_user(tx, &user).map_err(StoreError::look_again)?;
        record(tx, &actor, now, happened(&user, "user_added"))?;
        Ok(user.id.0)
    });
    written.await
}

/// Changes a user of the version `seen`. Whoever is signed in goes on with the new role and provinces at once.
///
/// # Errors
/// Every faulty value at once; the last administrator's role; `NotFound`; `PreconditionFailed`; the database.
pub async fn edit_user(app: &App, caller: &Caller, (id, seen): (UserId, i32), facts: UserFacts) -> Result<(), Error> {
    let (now, actor, mut faults) = (app.clock.now(), Actor::staff(caller), Faults::default());
    let facts = checked(app, facts, &mut faults);
    let edited = app.db.write(move |tx| -> Result<(), Error> {
        save_setting(tx, TURN, "", now)?;
        let mut user = found(tx.conn(), (id, seen))?;
        let mut faults = faults.clone();
        if facts.role != Role::Administrator {
            keep_one(tx.conn(), &user, "role", &mut faults)?;
        }
        faults.or(())?;
        user.display_name.clone_from(&facts.display_name);
        (user.role, user.language) = (Col(facts.role), Col(facts.language));
        user.provinces = Json(facts.provinces.clone());
        save_user(tx, &mut user)?;
        record(tx, &actor, now, happened(&user, "user_edited"))
    });
    edited.await
}

/// Locks a user of the version `seen` out, which ends every sign-in at once, or lets the user in again.
///
/// # Errors
/// The last administrator; `NotFound`; `PreconditionFailed`; the database.
pub async fn set_active(app: &App, caller: &Caller, (id, seen): (UserId, i32), is_active: bool) -> Result<(), Error> {
    let (now, actor) = (app.clock.now(), Actor::staff(caller));
    let changed = app.db.write(move |tx| -> Result<(), Error> {
        save_setting(tx, TURN, "", now)?;
        let mut user = found(tx.conn(), (id, seen))?;
        if !is_active {
            let mut faults = Faults::default();
            keep_one(tx.conn(), &user, "is_active", &mut faults)?;
            faults.or(())?;
            end_sign_ins(tx, id, now)?;
        }
        user.is_active = is_active;
        save_user(tx, &mut user)?;
        record(tx, &actor, now, happened(&user, if is_active { "user_unlocked" } else { "user_locked" }))
    });
    changed.await
}

/// Gives a user of the version `seen` another password; whoever is signed in with the old one must sign in again.
///
/// # Errors
/// A password that is too weak; `NotFound`; `PreconditionFailed`; the database.
pub async fn set_password(
    app: &App,
    caller: &Caller,
    (id, seen): (UserId, i32),
    password: String,
) -> Result<(), Error> {
    let user = app.db.read(move |conn| found(conn, (id, seen))).await?;
    let mut faults = Faults::default();
    faults.take("password", password::check_rule(&password, &user.username));
    faults.or(())?;
    put_password(app, caller, (id, seen), password).await
}

/// Gives the caller another password for the one that is told; every sign-in of the caller ends.
///
/// # Errors
/// The old password is wrong, or the new one too weak; `PreconditionFailed` when the user was edited meanwhile; the database.
pub async fn change_password(app: &App, caller: &Caller, (old, new): (String, String)) -> Result<(), Error> {
    let id = caller.user;
    let user = app.db.read(move |conn| find_user(conn, id).map_err(Error::from)).await?;
    let mut faults = Faults::default();
    if !is_password(Some(user.password_hash), old).await? {
        faults.add("old_password", FaultCode::PasswordWrong);
    }
    faults.take("password", password::check_rule(&new, &user.username));
    faults.or(())?;
    put_password(app, caller, (id, user.version), new).await
}

async fn put_password(app: &App, caller: &Caller, (id, seen): (UserId, i32), new: String) -> Result<(), Error> {
    let (now, actor, hash) = (app.clock.now(), Actor::staff(caller), hashed(new).await?);
    let changed = app.db.write(move |tx| -> Result<(), Error> {
        let mut user = found(tx.conn(), (id, seen))?;
        user.password_hash.clone_from(&hash);
        save_user(tx, &mut user)?;
        end_sign_ins(tx, id, now)?;
        record(tx, &actor, now, happened(&user, "password_set"))
    });
    changed.await
}

/// The user, if it is still of the version that was seen.
fn found(conn: &mut Conn, (id, seen): (UserId, i32)) -> Result<User, Error> {
    let user = find_user(conn, id)?;
    if user.version == seen { Ok(user) } else { Err(Code::PreconditionFailed.into()) }
}

/// Somebody must be left who can let the others in.
fn keep_one(conn: &mut Conn, user: &User, field: &'static str, faults: &mut Faults) -> Result<(), StoreError> {
    let is_one = user.is_active && user.role.0 == Role::Administrator;
    if is_one && count_active(conn, Role::Administrator)? < 2 {
        faults.add(field, FaultCode::LastAdministrator);
    }
    Ok(())
}

/// The facts as they are kept: the name cleaned, provinces by their codes.
fn checked(app: &App, facts: UserFacts, faults: &mut Faults) -> UserFacts {
    let display_name = faults.take("display_name", clean_line(&facts.display_name, DISPLAY_CHARS));
    if display_name.as_ref().is_some_and(String::is_empty) {
        faults.add("display_name", FaultCode::Required);
    }
    let (catalogue, mut provinces) = (app.catalogue(), Vec::new());
    for name in facts.provinces {
        match catalogue.province(&name).map(str::to_owned) {
            Some(code) if provinces.contains(&code) => {}
            Some(code) => provinces.push(code),
            None => faults.add_about("provinces", FaultCode::ProvinceUnknown, name),
        }
    }
    // Users, rules and imports have no province: whoever keeps them could lift the limit.
    if facts.role == Role::Administrator && !provinces.is_empty() {
        faults.add("provinces", FaultCode::AdministratorLimited);
    }
    UserFacts { display_name: display_name.unwrap_or_default(), provinces, ..facts }
}

async fn hashed(password: String) -> Result<String, Error> {
    let hashed = tokio::task::spawn_blocking(move || password::hash(&password)).await;
    hashed.map_err(|error| Error::Internal(error.to_string()))?.map_err(broken)
}

fn happened(user: &User, name: &'static str) -> Happening {
    let detail = json!({ "role": user.role.0, "provinces": user.provinces.0, "is_active": user.is_active });
    Happening::new(Topic::User, user.id.0, name).with(detail)
}
