//! The serial on the plate and the serial in the books: what is not known is taken over, what differs is a task, and both
//! stay as they are.

use serde_json::json;

use crate::app::case::Case;
use crate::app::journal::{Happening, record};
use crate::app::owner::Owner;
use crate::app::recalls::review_unit;
use crate::app::tasks::{TaskSpec, finish_of_job, put_task};
use crate::app::{Actor, Catalogue, Error};
use crate::domain::access::Role;
use crate::domain::checklist::{AnswerForm, ChecklistItem, SERIAL_OUTDOOR};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::customers::save_installed_product;
use crate::store::feed::Topic;
use crate::store::tasks::list_tasks_of;

/// Business minutes within which somebody finds out which of two serials is right.
const LOOK_WITHIN: i64 = 120;

/// Compares the serial that was read on site with that of the unit.
pub(super) fn compare_serial(
    tx: &mut Tx<'_>,
    (catalogue, actor, now): (&Catalogue, &Actor, Instant),
    case: &mut Case,
    (item, typed): (&ChecklistItem, &str),
) -> Result<(), Error> {
    if item.form != AnswerForm::Serial {
        return Ok(());
    }
    let is_outdoor = item.code == SERIAL_OUTDOOR;
    let unit = &mut case.unit;
    let known = if is_outdoor { unit.serial_outdoor.clone() } else { unit.serial_key.clone() };
    match known {
        None => {
            if is_outdoor {
                unit.serial_outdoor = Some(typed.to_owned());
            } else {
                (unit.serial, unit.serial_key) = (Some(typed.to_owned()), Some(typed.to_owned()));
            }
            save_installed_product(tx, unit)?;
            let happening = Happening::new(Topic::Unit, case.unit.id.0, "serial_read").of(&case.job);
            record(tx, actor, now, happening.with(json!({ "item": item.code })))?;
            if is_outdoor { Ok(()) } else { review_unit(tx, catalogue, (actor, now), &mut case.unit) }
        }
        Some(known) if known == typed => {
            // The other plate of the unit may still differ.
            let about = format!("{known} ≠");
            let tasks = list_tasks_of(tx.conn(), case.job.id.0)?;
            let is_about = |note: &Option<String>| note.as_ref().is_some_and(|note| note.starts_with(&about));
            if tasks.iter().any(|task| task.kind.0 == TaskKind::SerialMismatch && is_about(&task.note)) {
                finish_of_job(tx, (actor, now), case.job.id.0, TaskKind::SerialMismatch)?;
            }
            Ok(())
        }
        Some(known) => {
            let happening = Happening::new(Topic::Job, case.job.id.0, "serial_mismatch").of(&case.job);
            record(tx, actor, now, happening.with(json!({ "item": item.code, "known": known, "read": typed })))?;
            let tasks = list_tasks_of(tx.conn(), case.job.id.0)?;
            if tasks.iter().any(|task| task.kind.0 == TaskKind::SerialMismatch && task.state.0.is_open()) {
                return Ok(());
            }
            let about = (&case.job, case.request.customer_id.0);
            let due = catalogue.after_business(now, LOOK_WITHIN);
            let spec = TaskSpec::of_job(TaskKind::SerialMismatch, Owner::unit(Role::Operator), about, due);
            put_task(tx, catalogue, (actor, now), spec.noted(Some(format!("{known} ≠ {typed}")))).map(drop)
        }
    }
}
