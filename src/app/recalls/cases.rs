//! Cases that showed a problem: linked to it by hand, and taken off again.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::happened;
use crate::app::idempotent::{Key, once};
use crate::app::journal::record;
use crate::app::linked::{Names, find_linked};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::Faults;
use crate::domain::id::{JobId, RecallId};
use crate::store::recalls::{RecallCase, delete_recall_case, find_recall, insert_recall_case, list_recall_cases};
use crate::store::{At, Col, StoreError};

/// The case that was linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLinked {
    /// The job.
    pub job_id: JobId,
}

/// Links a job to a problem; one that is linked already stays so.
///
/// # Errors
/// A job that is not known or out of the caller's scope; a problem that is over; the database.
pub async fn link_case(
    app: &App,
    (caller, key): (&Caller, Option<Key>),
    recall: RecallId,
    job: JobId,
) -> Result<CaseLinked, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let linked = app.db.write(move |tx| {
        let actor = Actor::staff(&caller);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let found = find_recall(tx.conn(), recall)?;
            let mut faults = Faults::default();
            find_linked(tx.conn(), &caller, Names { job: Some(job), ..Names::default() }, &mut faults)?;
            faults.or(())?;
            if !found.state.0.is_open() {
                return Err(Code::Conflict.into());
            }
            if list_recall_cases(tx.conn(), recall)?.iter().any(|case| case.job_id.0 == job) {
                return Ok(CaseLinked { job_id: job });
            }
            let case = RecallCase {
                recall_id: Col(recall),
                job_id: Col(job),
                linked_by: Some(Col(caller.user)),
                linked_at: At(now),
            };
            // Somebody linked it at the same moment: look again.
            insert_recall_case(tx, &case).map_err(StoreError::look_again)?;
            record(tx, &actor, now, happened(&found, "case_linked").with(json!({ "job": job })))?;
            Ok(CaseLinked { job_id: job })
        })
    });
    linked.await
}

/// Takes a case off a problem.
///
/// # Errors
/// `NotFound` for a case that is none of it or out of the caller's scope; the database.
pub async fn unlink_case(app: &App, caller: &Caller, recall: RecallId, job: JobId) -> Result<(), Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let unlinked = app.db.write(move |tx| -> Result<(), Error> {
        let found = find_recall(tx.conn(), recall)?;
        let mut faults = Faults::default();
        find_linked(tx.conn(), &caller, Names { job: Some(job), ..Names::default() }, &mut faults)?;
        if !faults.is_empty() || !delete_recall_case(tx, recall, job)? {
            return Err(Code::NotFound.into());
        }
        record(tx, &Actor::staff(&caller), now, happened(&found, "case_unlinked").with(json!({ "job": job })))
    });
    unlinked.await
}
