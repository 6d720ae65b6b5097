//! Verdicts that are kept: at intake, at completion, and when somebody asks again.

use serde_json::json;

use super::facts::{About, gather};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Catalogue, Code, Error};
use crate::domain::id::JobId;
use crate::domain::job::JobKind;
use crate::domain::time::Instant;
use crate::domain::warranty::{Difference, Verdict, VerdictStage, WarrantyOutcome, compare, judge};
use crate::store::customers::{InstalledProduct, list_products_by_serial};
use crate::store::feed::Topic;
use crate::store::jobs::{VerdictRow, insert_verdict, list_verdicts};
use crate::store::{Col, Conn, StoreError, Tx};

/// Keeps the verdict of intake.
///
/// # Errors
/// The database.
pub fn freeze_at_intake(tx: &mut Tx<'_>, now: Instant, job: JobId, verdict: &Verdict) -> Result<(), Error> {
    let row = VerdictRow::new((mint(now), now), job, VerdictStage::Intake, verdict.clone());
    Ok(insert_verdict(tx, &row)?)
}

/// Keeps the verdict of a job that is about to be completed, for the day of its report.
///
/// A proof that has come makes a provisional or unknown warranty a full one; anything that would cost the customer more
/// than was told waits for two people.
///
/// # Errors
/// The database.
pub fn freeze_at_end(tx: &mut Tx<'_>, catalogue: &Catalogue, now: Instant, case: &mut Case) -> Result<(), Error> {
    let verdict = judge_case(tx.conn(), catalogue, case)?;
    let was_open = [WarrantyOutcome::Provisional, WarrantyOutcome::Unknown].contains(&case.job.warranty.0);
    if was_open && verdict.outcome == WarrantyOutcome::InWarranty {
        case.job.warranty = Col(verdict.outcome);
    }
    let row = VerdictRow::new((mint(now), now), case.job.id.0, VerdictStage::Completion, verdict);
    Ok(insert_verdict(tx, &row)?)
}

fn judge_case(conn: &mut Conn, catalogue: &Catalogue, case: &Case) -> Result<Verdict, StoreError> {
    if case.job.kind.0 == JobKind::Recall {
        return Ok(Verdict::of_recall());
    }
    let about = About {
        fault: case.job.fault.as_deref(),
        job: Some(case.job.id.0),
        is_elsewhere: is_elsewhere(conn, &case.unit)?,
        is_new: false,
    };
    let facts = gather(conn, catalogue, &case.unit, about)?;
    Ok(judge(catalogue.warranty_policies(), &facts, case.job.local_day.0))
}

pub(super) fn is_elsewhere(conn: &mut Conn, unit: &InstalledProduct) -> Result<bool, StoreError> {
    let Some(serial) = &unit.serial_key else { return Ok(false) };
    Ok(list_products_by_serial(conn, serial)?.iter().any(|other| other.customer_id != unit.customer_id))
}

/// A verdict asked again, with the one that it is held against.
#[derive(Debug, Clone)]
pub struct Rerun {
    /// What it says now.
    pub verdict: Verdict,
    /// The stage of the frozen one.
    pub frozen_stage: VerdictStage,
    /// The frozen one.
    pub frozen: Verdict,
    /// What differs.
    pub difference: Difference,
}

/// Judges a job again by the facts and policies of now, for the day of its report, and keeps the answer. The job's
/// warranty stays as it is.
///
/// # Errors
/// `NotFound`; `PreconditionFailed` for an old version; the database.
pub async fn rerun_verdict(app: &App, actor: Actor, id: JobId, seen: Option<i32>) -> Result<Rerun, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    app.db
        .write(move |tx| {
            let case = Case::load(tx.conn(), id)?;
            if seen.is_some_and(|seen| seen != case.job.version) {
                return Err(Error::from(Code::PreconditionFailed));
            }
            let verdict = judge_case(tx.conn(), &catalogue, &case)?;
            let (frozen_stage, frozen) = newest_frozen(tx.conn(), id)?;
            let difference = compare(&frozen, &verdict);
            insert_verdict(tx, &VerdictRow::new((mint(now), now), id, VerdictStage::Rerun, verdict.clone()))?;
            let happening = Happening::new(Topic::Job, id, "verdict_rerun").of(&case.job).with(json!({
                "against": frozen_stage, "was": frozen.outcome, "is": verdict.outcome,
                "is_changed": difference.is_changed, "policy": difference.policy_is,
            }));
            record(tx, &actor, now, happening)?;
            Ok(Rerun { verdict, frozen_stage, frozen, difference })
        })
        .await
}

/// The verdict that a job stands on: of its completion, else of its intake.
pub(super) fn newest_frozen(conn: &mut Conn, job: JobId) -> Result<(VerdictStage, Verdict), StoreError> {
    let frozen = [VerdictStage::Intake, VerdictStage::Completion];
    let newest = list_verdicts(conn, job)?.into_iter().rev().find(|row| frozen.contains(&row.stage.0));
    let row = newest.ok_or(StoreError::NotFound)?;
    Ok((row.stage.0, row.verdict()))
}
