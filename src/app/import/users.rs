//! People with a sign-in. One whose name is taken is left as it is: a table never resets a password or a role.

use super::cells::{Cells, NAME_CHARS, Table};
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::app::auth::folded;
use crate::app::clock::mint;
use crate::app::users::check_username;
use crate::domain::access::Role;
use crate::domain::fault::FaultCode;
use crate::domain::language::Language;
use crate::security::password;
use crate::store::people::{User, insert_user};
use crate::store::{At, Col, Json};

pub const COLUMNS: &[&str] = &["username", "role", "display_fa", "display_en", "language", "province?", "password"];

pub fn read(table: &mut Table, ground: &Ground) -> Result<Write, Error> {
    let users = table.read_unique("username", |cells| user(cells, ground));
    let (known, new): (Vec<_>, Vec<_>) =
        users.into_iter().partition(|(user, _)| ground.usernames.contains(&user.username));
    let hashed = new.into_iter().map(|(user, password)| {
        // A dry run takes every row back, so the costly part is left out.
        let password_hash = if ground.dry_run { Ok(String::new()) } else { password::hash(&password) };
        password_hash.map(|password_hash| User { password_hash, ..user })
    });
    let rows: Vec<User> = hashed.collect::<Result<_, _>>().map_err(|error| Error::Internal(error.to_string()))?;
    let counts = Counts { added: rows.len(), changed: 0, skipped: known.len() };
    Ok(Box::new(move |tx| {
        rows.iter().try_for_each(|row| insert_user(tx, row))?;
        Ok(counts)
    }))
}

/// The user without the hash, and the password.
fn user(cells: &mut Cells<'_>, ground: &Ground) -> Option<(User, String)> {
    let username = cells.required("username").map(|name| folded(&name));
    if let Some(Err((code, about))) = username.as_deref().map(check_username) {
        cells.bad("username", code, about);
    }
    let role = cells.required("role").and_then(|role| {
        let role = role.parse::<Role>().map_err(|_| FaultCode::RoleUnknown);
        cells.take("role", role)
    });
    let (persian, english) = (cells.text("display_fa", NAME_CHARS), cells.text("display_en", NAME_CHARS));
    let language = cells.choice("language", Language::ALL);
    let provinces = provinces(cells, ground);
    if role == Some(Role::Administrator) && !provinces.is_empty() {
        cells.bad("province", FaultCode::AdministratorLimited, "");
    }
    let password = cells.required("password").and_then(|password| {
        let checked = password::check_rule(&password, username.as_deref().unwrap_or_default());
        // The message must not show the password.
        checked.map_err(|code| cells.bad("password", code, "")).is_ok().then_some(password)
    });
    let language = language?;
    let display_name = if language == Language::Fa { persian? } else { english? };
    let user = User {
        id: Col(mint(ground.now)),
        username: username?,
        display_name,
        role: Col(role?),
        language: Col(language),
        provinces: Json(provinces),
        password_hash: String::new(),
        is_active: true,
        created_at: At(ground.now),
        version: 1,
    };
    Some((user, password?))
}

fn provinces(cells: &mut Cells<'_>, ground: &Ground) -> Vec<String> {
    let mut codes = Vec::new();
    for name in cells.list("province") {
        match ground.catalogue.province(&name) {
            Some(code) => codes.push(code.to_owned()),
            None => cells.bad("province", FaultCode::ProvinceUnknown, name),
        }
    }
    codes
}
