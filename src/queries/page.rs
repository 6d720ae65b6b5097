//! Pages of a list, and the opaque cursor between them.

use std::str::FromStr;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::id::JobId;
use crate::domain::time::Instant;

/// Rows of a page when nothing is asked.
pub const USUAL_LIMIT: i64 = 25;
/// Most rows of a page.
pub const MOST: i64 = 100;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last one.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The first `limit` of the rows found, and where the next page begins if there were more.
    #[must_use]
    pub fn cut(mut rows: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Page<T> {
        let limit = usize::try_from(limit).unwrap_or_default();
        let is_more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| is_more).map(cursor);
        Self { items: rows, next_cursor }
    }

    /// A list that is whole.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }
}

/// The last row of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor<Id = JobId> {
    /// The time that the list is ordered by.
    pub at: Instant,
    /// Its id.
    pub id: Id,
}

/// A text that is no cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

impl<Id: std::fmt::Display> std::fmt::Display for Cursor<Id> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}.{}", self.at.timestamp_micros(), self.id)
    }
}

impl<Id: FromStr> FromStr for Cursor<Id> {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (micros, id) = text.split_once('.').ok_or(NotACursor)?;
        let micros = i64::from_str_radix(micros, 16).map_err(|_| NotACursor)?;
        let at = chrono::DateTime::from_timestamp_micros(micros).ok_or(NotACursor)?;
        Ok(Self { at, id: id.parse().map_err(|_| NotACursor)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back() {
        let id: JobId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let cursor = Cursor { at: "2026-11-22T09:00:00.123456Z".parse().unwrap(), id };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in ["", ".", "x.y", "5", "ffffffffffffffffff.01890a5d-ac96-774b-bcce-b302099a8057"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NotACursor), "{wrong}");
        }
    }
}
