//! What managers say of a problem: that its cause is looked for, that it is corrected, that its units are called back.

use super::find::{AT_ONCE, find_units};
use super::{Who, fault, happened};
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::RecallId;
use crate::domain::machine::{Guard, Refusal, apply};
use crate::domain::recall::{RecallEvent, RecallMachine};
use crate::domain::text::clean_text;
use crate::store::feed::{Signal, Topic};
use crate::store::recalls::{Recall, find_recall, save_recall};
use crate::store::{At, Col, Tx};

const NOTE_CHARS: usize = 1_000;

/// What happens to a problem.
#[derive(Debug, Clone)]
pub struct RecallStep {
    /// The event.
    pub event: RecallEvent,
    /// Why; required to end it.
    pub note: Option<String>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies an event to a problem. A recall begins to find its units at once; a tick goes on where it ends.
///
/// # Errors
/// What is missing as faults of the fields; an event that the state does not allow; `PreconditionFailed`; the database.
pub async fn step_recall(app: &App, caller: &Caller, id: RecallId, step: RecallStep) -> Result<(), Error> {
    let now = app.clock.now();
    let note = step.note.as_deref().map(|note| clean_text(note, NOTE_CHARS)).transpose();
    let note = note.map_err(|code| fault("note", code))?.filter(|note| !note.is_empty());
    let (actor, owner) = (Actor::staff(caller), app.clone());
    let event = step.event;
    let stepped = app.db.write(move |tx| {
        let mut recall = find_recall(tx.conn(), id)?;
        if step.seen.is_some_and(|seen| seen != recall.version) {
            return Err(Error::from(Code::PreconditionFailed));
        }
        go(tx, (&owner, &actor, now), &mut recall, (step.event, note.clone()))?;
        Ok(recall)
    });
    let recall = stepped.await?;
    app.reload_catalogue().await?;
    if event == RecallEvent::Recall {
        find_units(app, &recall, AT_ONCE).await?;
    }
    Ok(())
}

fn go(
    tx: &mut Tx<'_>,
    (_, actor, now): Who<'_>,
    recall: &mut Recall,
    (event, note): (RecallEvent, Option<String>),
) -> Result<(), Error> {
    let mut given = Vec::new();
    if !recall.correction_fa.is_empty() && !recall.correction_en.is_empty() {
        given.push(Guard::Correction);
    }
    if !recall.ranges.0.is_empty() {
        given.push(Guard::SerialRange);
    }
    if note.is_some() {
        given.push(Guard::Reason);
    }
    let from = recall.state.0;
    let to = apply::<RecallMachine>(from, None, event, actor.kind, &given).map_err(|it| explain(it, recall))?;
    recall.state = Col(to);
    match event {
        RecallEvent::Investigate => recall.investigated_at = Some(At(now)),
        RecallEvent::Correct => recall.corrected_at = Some(At(now)),
        RecallEvent::Recall => recall.recalled_at = Some(At(now)),
        RecallEvent::Close | RecallEvent::Dismiss => (recall.ended_at, recall.end_note) = (Some(At(now)), note),
    }
    save_recall(tx, recall)?;
    // Other nodes look for units of recalls in what they keep at hand.
    tx.after_commit(Signal::Changed { topic: Topic::Catalog, id: recall.id.0.to_string() });
    record(tx, actor, now, happened(recall, event.as_str()).states(from.as_str(), to.as_str()))
}

/// What is missing is a fault of its fields, every one at once.
fn explain(refusal: Refusal, recall: &Recall) -> Error {
    let mut faults = Faults::default();
    match refusal {
        Refusal::Missing(Guard::Correction | Guard::SerialRange) => {
            let words = [("correction_fa", &recall.correction_fa), ("correction_en", &recall.correction_en)];
            for (field, _) in words.into_iter().filter(|(_, words)| words.is_empty()) {
                faults.add(field, FaultCode::Required);
            }
            if recall.ranges.0.is_empty() {
                faults.add("ranges", FaultCode::Required);
            }
        }
        Refusal::Missing(_) => faults.add("note", FaultCode::Required),
        refusal => return refusal.into(),
    }
    faults.into()
}
