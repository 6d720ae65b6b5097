//! What becomes of the parts of a job that is given up or leaves its agent: nothing stays kept for nobody.

use serde_json::json;

use super::happened;
use super::stock::Moving;
use crate::app::journal::record;
use crate::app::{Actor, Error};
use crate::domain::machine::{ActorKind, Guard, apply};
use crate::domain::part::stock::StockPlace;
use crate::domain::part::{PartLineEvent, PartLineMachine, PartLineState};
use crate::domain::time::Instant;
use crate::store::jobs::Job;
use crate::store::parts::{PartLine, list_part_lines, save_part_line};
use crate::store::{At, Col, Tx};

/// Ends the parts of a job that nobody works on any more. What is on the way still arrives, and is sent back then.
///
/// # Errors
/// The database.
pub fn let_go(tx: &mut Tx<'_>, now: Instant, job: &Job) -> Result<(), Error> {
    for line in list_part_lines(tx.conn(), job.id.0)? {
        let event = match line.state.0 {
            PartLineState::Needed | PartLineState::Ordered => PartLineEvent::Cancel,
            PartLineState::Reserved | PartLineState::Received => PartLineEvent::ReturnUnused,
            _ => continue,
        };
        step(tx, now, job, (line, event))?;
    }
    Ok(())
}

/// Frees what an agent who loses a job keeps for it: the next one needs it from elsewhere.
///
/// # Errors
/// The database.
pub fn free_lines(tx: &mut Tx<'_>, now: Instant, job: &Job) -> Result<(), Error> {
    for line in list_part_lines(tx.conn(), job.id.0)? {
        let with_agent = matches!(line.place.map(|place| place.0), Some(StockPlace::Agent(_) | StockPlace::Van(_)));
        if with_agent && matches!(line.state.0, PartLineState::Reserved | PartLineState::Received) {
            step(tx, now, job, (line, PartLineEvent::Release))?;
        }
    }
    Ok(())
}

fn step(tx: &mut Tx<'_>, now: Instant, job: &Job, (mut line, event): (PartLine, PartLineEvent)) -> Result<(), Error> {
    let from = line.state.0;
    let to = apply::<PartLineMachine>(from, None, event, ActorKind::System, &[Guard::Reason])?;
    if let Some(place) = line.place.filter(|_| from.is_kept()) {
        let part = line.part.0.clone();
        let quantity = i64::from(line.quantity);
        let moving =
            Moving { part: &part, quantity, job: None, line: Some(line.id.0), order: None, insisted: None, note: None };
        moving.free(tx, place.0)?;
    }
    line.state = Col(to);
    if event == PartLineEvent::Release {
        (line.place, line.source, line.eta_at) = (None, None, None);
    }
    if !to.is_open() {
        line.ended_at = Some(At(now));
    }
    save_part_line(tx, &mut line)?;
    let detail = json!({ "part": line.part.0, "quantity": line.quantity });
    let happening = happened(job, line.id.0, event.as_str(), detail).states(from.as_str(), to.as_str());
    record(tx, &Actor::system(), now, happening)
}
