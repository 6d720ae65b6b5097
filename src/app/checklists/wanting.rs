//! What keeps work from ending, and what is kept of a checklist when it ends.

use super::{asked, photo_kinds};
use crate::app::case::Case;
use crate::app::{Catalogue, Error};
use crate::domain::checklist::{Answers, check_answers};
use crate::domain::fault::Faults;
use crate::domain::time::Instant;
use crate::store::checklists::{JobChecklist, insert_job_checklist, job_checklist};
use crate::store::{At, Conn, Json, Tx};

/// Notes every item of the job with which its work may not end, as `checklist.CODE` under `at`.
///
/// # Errors
/// The database.
pub fn check_end(
    conn: &mut Conn,
    catalogue: &Catalogue,
    case: &Case,
    (at, faults): (&str, &mut Faults),
) -> Result<(), Error> {
    let kept = job_checklist(conn, case.job.id.0)?;
    let (items, answers) = asked(catalogue, (&case.unit.category, case.job.kind.0), kept.as_ref());
    if items.is_empty() {
        return Ok(());
    }
    let photos = photo_kinds(conn, case.job.id.0)?;
    check_answers(&items, &answers, &photos, (&format!("{at}checklist."), faults));
    Ok(())
}

/// Keeps what a job was asked, where nothing was answered: a finished job says for ever what it was asked.
///
/// # Errors
/// The database.
pub fn freeze(tx: &mut Tx<'_>, catalogue: &Catalogue, now: Instant, case: &Case) -> Result<(), Error> {
    if job_checklist(tx.conn(), case.job.id.0)?.is_some() {
        return Ok(());
    }
    let items = catalogue.checklist(&case.unit.category, case.job.kind.0);
    if items.is_empty() {
        return Ok(());
    }
    let (items, answers) = (Json(items), Json(Answers::new()));
    let kept = JobChecklist { id: case.job.id, items, answers, created_at: At(now), version: 1 };
    Ok(insert_job_checklist(tx, &kept)?)
}
