//! Recalls: a problem is noted, its units are found, their customers told once, and each unit is corrected by a job.

mod book;
mod calls;
mod cases;
mod define;
mod find;
mod follow;
mod step;
mod tell;
mod unit;

pub use book::{Booking, book_by_customer, book_unit};
pub use cases::{link_case, unlink_case};
pub use define::{NewRange, NewRecall, edit_recall, note_recall};
pub use find::{join_recalls, review_unit};
pub use follow::follow_due;
pub use step::{RecallStep, step_recall};
pub use unit::{UnitSaid, book_by_job, follow_job, step_unit};

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::journal::Happening;
use super::{Actor, App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::RecallId;
use crate::domain::time::Instant;
use crate::domain::warranty::UnitFlag;
use crate::store::customers::InstalledProduct;
use crate::store::feed::Topic;
use crate::store::recalls::{Recall, find_recall, list_recalls_of};
use crate::store::{Conn, StoreError};

/// By what, by whom and when.
type Who<'a> = (&'a App, &'a Actor, Instant);

/// A recall as people name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecallNamed {
    /// The recall.
    #[schema(value_type = String)]
    pub id: RecallId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// The recalls by which a unit is still to be corrected, oldest first. The flag spares the question for all other units.
///
/// # Errors
/// The database.
pub fn recalls_of(conn: &mut Conn, unit: &InstalledProduct) -> Result<Vec<RecallNamed>, StoreError> {
    let mut named = Vec::new();
    if !is_flagged(unit) {
        return Ok(named);
    }
    for row in list_recalls_of(conn, unit.id.0)?.into_iter().filter(|row| row.state.0.is_open()) {
        let Recall { id, code, title, .. } = find_recall(conn, row.recall_id.0)?;
        named.push(RecallNamed { id: id.0, code, title });
    }
    Ok(named)
}

fn is_flagged(unit: &InstalledProduct) -> bool {
    unit.flags.0.iter().any(|flag| flag == UnitFlag::Recalled.as_str())
}

/// Sets the flag `recalled` as the records say: while a recall has the unit and it is not corrected. Whether that changed it;
/// the caller saves the unit.
fn settle_flag(conn: &mut Conn, unit: &mut InstalledProduct) -> Result<bool, StoreError> {
    let is_called = list_recalls_of(conn, unit.id.0)?.iter().any(|row| row.state.0.is_open());
    let was_called = is_flagged(unit);
    if is_called && !was_called {
        unit.flags.0.push(UnitFlag::Recalled.to_string());
    } else if was_called && !is_called {
        unit.flags.0.retain(|flag| flag != UnitFlag::Recalled.as_str());
    }
    Ok(is_called != was_called)
}

fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}

/// Something that happened to a problem.
fn happened(recall: &Recall, name: &'static str) -> Happening {
    let detail = json!({
        "code": recall.code, "brand": recall.brand, "models": recall.models.0, "ranges": recall.ranges.0,
        "danger": recall.danger.0, "produced": recall.produced,
    });
    Happening::new(Topic::Recall, recall.id.0, name).with(detail)
}
