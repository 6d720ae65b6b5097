//! The administrator's own texts of messages.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::message_templates;
use super::{At, Col, Conn, StoreError};
use crate::domain::language::Language;

/// One version of a text.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = message_templates, treat_none_as_default_value = false)]
pub struct TemplateRow {
    pub key: String,
    pub language: Col<Language>,
    pub version: i32,
    pub body: Option<String>,
    pub created_at: At,
    pub created_by: Option<String>,
}

insertable!(message_templates, TemplateRow, insert_template);

/// Every version of every text, the newest of each last.
///
/// # Errors
/// The database.
pub fn list_templates(conn: &mut Conn) -> Result<Vec<TemplateRow>, StoreError> {
    let query = message_templates::table.order((
        message_templates::key,
        message_templates::language,
        message_templates::version,
    ));
    Ok(query.select(TemplateRow::as_select()).load(conn)?)
}

/// The newest version of a text.
///
/// # Errors
/// The database.
pub fn find_template(conn: &mut Conn, key: &str, language: Language) -> Result<Option<TemplateRow>, StoreError> {
    let query = message_templates::table
        .filter(message_templates::key.eq(key))
        .filter(message_templates::language.eq(Col(language)))
        .order(message_templates::version.desc())
        .select(TemplateRow::as_select());
    Ok(query.first(conn).optional()?)
}
