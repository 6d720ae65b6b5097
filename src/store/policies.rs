//! Versions of policies: what is in force, and what was.

use diesel::prelude::*;

use super::catalogue::PolicyRow;
use super::schema::policies;
use super::{Col, Conn, StoreError};
use crate::domain::policy::PolicyKind;

/// The versions in force, of one kind or of all, by kind and code.
///
/// # Errors
/// The database.
pub fn list_current_policies(conn: &mut Conn, kind: Option<PolicyKind>) -> Result<Vec<PolicyRow>, StoreError> {
    let mut query = policies::table.filter(policies::is_current.eq(true)).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(policies::kind.eq(Col(kind)));
    }
    Ok(query.order((policies::kind, policies::code)).select(PolicyRow::as_select()).load(conn)?)
}

/// Every version of a policy, newest first; none when there is no such policy.
///
/// # Errors
/// The database.
pub fn list_policy_versions(conn: &mut Conn, kind: PolicyKind, code: &str) -> Result<Vec<PolicyRow>, StoreError> {
    let query = policies::table.filter(policies::kind.eq(Col(kind))).filter(policies::code.eq(code));
    Ok(query.order(policies::version.desc()).select(PolicyRow::as_select()).load(conn)?)
}
