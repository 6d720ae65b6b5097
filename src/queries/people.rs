//! People with a sign-in, for those who look after them.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Page;
use crate::domain::access::Role;
use crate::domain::id::UserId;
use crate::domain::language::Language;
use crate::domain::text::latin_digits;
use crate::domain::time::Instant;
use crate::store::people::{User, find_user};
use crate::store::schema::users;
use crate::store::{Col, Conn, StoreError};

/// A person with a sign-in, without what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserView {
    /// The user.
    pub id: UserId,
    /// Name at sign-in.
    pub username: String,
    /// Name as shown.
    pub display_name: String,
    /// What the person is to the organisation.
    pub role: Role,
    /// Language of pages.
    pub language: Language,
    /// Codes of the provinces whose rows the user sees; none means all.
    pub provinces: Vec<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// When the user was made.
    pub created_at: Instant,
    /// Version of the row, for the next edit.
    pub version: i32,
}

/// What a list of users is limited to.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// What they are to the organisation.
    pub role: Option<Role>,
    /// A part of either name.
    pub q: Option<String>,
    /// The name at sign-in after which the page begins.
    pub after: Option<String>,
    /// Rows of the page.
    pub limit: i64,
}

/// A page of users by name at sign-in.
///
/// # Errors
/// The database.
pub fn list_users(conn: &mut Conn, filter: &UserFilter) -> Result<Page<UserView>, StoreError> {
    let mut query = users::table.select(User::as_select()).order(users::username).limit(filter.limit + 1).into_boxed();
    if let Some(role) = filter.role {
        query = query.filter(users::role.eq(Col(role)));
    }
    if let Some(q) = &filter.q {
        let part = q.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let low = part.to_lowercase();
        let at_sign_in = users::username.like(format!("%{}%", latin_digits(&low))).escape('\\');
        // SQLite's LIKE takes no notice of case in Latin letters, PostgreSQL's does.
        let in_any_case = sql::<Text>("lower(users.display_name)").like(format!("%{low}%")).escape('\\');
        let shown = users::display_name.like(format!("%{part}%")).escape('\\');
        query = query.filter(at_sign_in.or(in_any_case).or(shown));
    }
    if let Some(after) = &filter.after {
        query = query.filter(users::username.gt(after.clone()));
    }
    let found: Vec<User> = query.load(conn)?;
    let views = found.into_iter().map(view).collect();
    Ok(Page::cut(views, filter.limit, |view: &UserView| view.username.clone()))
}

/// One user.
///
/// # Errors
/// `NotFound`, or the database.
pub fn user_view(conn: &mut Conn, id: UserId) -> Result<UserView, StoreError> {
    find_user(conn, id).map(view)
}

fn view(user: User) -> UserView {
    UserView {
        id: user.id.0,
        username: user.username,
        display_name: user.display_name,
        role: user.role.0,
        language: user.language.0,
        provinces: user.provinces.0,
        is_active: user.is_active,
        created_at: user.created_at.0,
        version: user.version,
    }
}
