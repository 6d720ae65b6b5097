//! What time alone does to complaints: a step that is overdue goes up, an answer that nobody objects to is closed.

use super::step::{Ground, senior_of};
use crate::app::owner::Owner;
use crate::app::{Actor, App, Error};
use crate::domain::complaint::{ComplaintEvent, ComplaintState};
use crate::domain::id::ComplaintId;
use crate::domain::machine::Refusal;
use crate::domain::task::TaskKind;
use crate::store::complaints::{find_complaint, list_complaints_due};
use crate::store::{At, Tx};

const AT_MOST: i64 = 200;

/// Sends overdue steps up and closes answers whose time for an objection has passed; how many.
///
/// # Errors
/// The database.
pub async fn follow_due(app: &App) -> Result<usize, Error> {
    use ComplaintState as S;
    let unanswered: &[S] = &[
        S::Received,
        S::Acknowledged,
        S::Assessed,
        S::Investigating,
        S::Decided,
        S::Correcting,
        S::Corrected,
        S::Reopened,
    ];
    let escalated = follow(app, unanswered, ComplaintEvent::Escalate).await?;
    Ok(escalated + follow(app, &[S::Communicated], ComplaintEvent::Close).await?)
}

async fn follow(app: &App, states: &'static [ComplaintState], event: ComplaintEvent) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_complaints_due(conn, states, now, AT_MOST).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let catalogue = app.catalogue();
        let written = app.db.write(move |tx| {
            let actor = Actor::system();
            let ground = Ground { catalogue: &catalogue, actor: &actor, now };
            follow_one(tx, ground, id, event)
        });
        match written.await {
            // Someone was faster.
            Ok(()) | Err(Error::Machine(Refusal::State { .. })) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

fn follow_one(tx: &mut Tx<'_>, ground: Ground<'_>, id: ComplaintId, event: ComplaintEvent) -> Result<(), Error> {
    let mut complaint = find_complaint(tx.conn(), id)?;
    if complaint.step_due_at.is_none_or(|due| due.0 > ground.now) {
        return Ok(());
    }
    if event == ComplaintEvent::Close {
        complaint.closed_at = Some(At(ground.now));
        return ground.step(tx, &mut complaint, (event, None), None);
    }
    let senior = Owner::unit(senior_of(tx.conn(), &complaint)?);
    ground.step(tx, &mut complaint, (event, None), Some(senior))?;
    ground.call_senior(tx, &complaint, TaskKind::EscalatedComplaint)
}
