//! Policies for those who edit and audit them: in force, and every version before.

use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::policy::PolicyKind;
use crate::domain::time::Instant;
use crate::store::catalogue::PolicyRow;
use crate::store::policies::{list_current_policies, list_policy_versions};
use crate::store::schema::users;
use crate::store::{Conn, StoreError};

/// One version of a policy, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PolicyLine {
    /// What it is about.
    pub kind: PolicyKind,
    /// Its name.
    pub code: String,
    /// The version.
    pub version: i32,
    /// Whether this version is in force.
    pub is_current: bool,
    /// Name of who made it; none for what came with the product.
    pub created_by: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

/// A policy with what one version of it says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PolicyDetail {
    /// The version shown.
    #[serde(flatten)]
    pub line: PolicyLine,
    /// What it says, in the form in which a new version is posted.
    pub spec: Value,
    /// Every version, newest first.
    pub history: Vec<PolicyLine>,
}

/// The policies in force, of one kind or of all.
///
/// # Errors
/// The database.
pub fn list_policies(conn: &mut Conn, kind: Option<PolicyKind>) -> Result<Vec<PolicyLine>, StoreError> {
    let rows = list_current_policies(conn, kind)?;
    lines(conn, &rows)
}

/// One version of a policy, or the one in force, with its history.
///
/// # Errors
/// `NotFound` for a policy or version that does not exist; the database.
pub fn find_policy(
    conn: &mut Conn,
    kind: PolicyKind,
    code: &str,
    version: Option<i32>,
) -> Result<PolicyDetail, StoreError> {
    let rows = list_policy_versions(conn, kind, code)?;
    let shown = |row: &PolicyRow| version.map_or(row.is_current, |version| row.version == version);
    let at = rows.iter().position(shown).ok_or(StoreError::NotFound)?;
    let history = lines(conn, &rows)?;
    let mut spec: Value = serde_json::from_str(&rows[at].spec)
        .map_err(|error| StoreError::Other(format!("policy {code} v{}: {error}", rows[at].version)))?;
    if let Some(fields) = spec.as_object_mut().filter(|_| kind == PolicyKind::Warranty) {
        // The first rows held code and version beside what a new version may say.
        fields.remove("code");
        fields.remove("version");
    }
    Ok(PolicyDetail { line: history[at].clone(), spec, history })
}

fn lines(conn: &mut Conn, rows: &[PolicyRow]) -> Result<Vec<PolicyLine>, StoreError> {
    let makers: Vec<&String> = rows.iter().filter_map(|row| row.created_by.as_ref()).collect();
    let names: Vec<(String, String)> =
        users::table.filter(users::id.eq_any(makers)).select((users::id, users::display_name)).load(conn)?;
    let line = |row: &PolicyRow| PolicyLine {
        kind: row.kind.0,
        code: row.code.clone(),
        version: row.version,
        is_current: row.is_current,
        created_by: row
            .created_by
            .as_ref()
            .and_then(|maker| names.iter().find(|(id, _)| id == maker))
            .map(|(_, name)| name.clone()),
        created_at: row.created_at.0,
    };
    Ok(rows.iter().map(line).collect())
}
