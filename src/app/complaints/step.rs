//! One move of a complaint: the new state, the record of the step that ended, and the step that begins with its owner and
//! its deadline.

use serde_json::json;

use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, Catalogue, Code, Error};
use crate::domain::access::Role;
use crate::domain::complaint::{AgainstKind, ComplaintEvent, ComplaintMachine, ComplaintState};
use crate::domain::machine::{Guard, apply};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::complaints::{Complaint, StepEnd, StepRow, end_step, insert_step, save_complaint};
use crate::store::feed::Topic;
use crate::store::people::find_user;
use crate::store::{At, Col, Conn, StoreError, Tx};

/// What a move stands on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Deadlines and business time.
    pub catalogue: &'a Catalogue,
    /// Who moves it.
    pub actor: &'a Actor,
    /// When.
    pub now: Instant,
}

/// Something that happened to a complaint. Its history stays its own: neither the job's nor the request's tells of it.
pub fn happened(complaint: &Complaint, name: &'static str) -> Happening {
    let detail = json!({
        "severity": complaint.severity.0, "result": complaint.result.map(|result| result.0),
        "owner": complaint.owner_id.map(|id| id.0), "role": complaint.owner_role.0,
        "step_due_at": complaint.step_due_at.map(|at| at.0),
    });
    Happening::new(Topic::Complaint, complaint.id.0, name).in_province(&complaint.province).with(detail)
}

/// The role that a complaint goes up to.
///
/// # Errors
/// The database.
pub fn senior_of(conn: &mut Conn, complaint: &Complaint) -> Result<Role, StoreError> {
    let against = complaint.against();
    let person = match (against.kind, against.id.as_deref().and_then(|id| id.parse().ok())) {
        (AgainstKind::Operator, Some(user)) => Some(find_user(conn, user)?.role.0),
        _ => None,
    };
    Ok(against.senior(person))
}

/// Refuses an owner who is complained of.
///
/// # Errors
/// `ComplainedOf`.
pub fn refuse_complained_of(complaint: &Complaint, owner: Owner) -> Result<(), Error> {
    if complaint.against().bars(owner.id, owner.role) { Err(Code::ComplainedOf.into()) } else { Ok(()) }
}

impl Ground<'_> {
    /// Applies an event, ends the step that it ends and begins the one that follows; saves the complaint.
    ///
    /// # Errors
    /// An event that the state does not allow; `ComplainedOf`; the database.
    pub fn step(
        self,
        tx: &mut Tx<'_>,
        complaint: &mut Complaint,
        (event, note): (ComplaintEvent, Option<&str>),
        owner: Option<Owner>,
    ) -> Result<(), Error> {
        let from = complaint.state.0;
        let mut given = vec![Guard::Reason];
        if let Some(result) = complaint.result {
            given.push(Guard::Result);
            given.extend((!result.0.needs_correction()).then_some(Guard::NothingToCorrect));
        }
        let left = complaint.left_state.map(|state| state.0);
        let to = apply::<ComplaintMachine>(from, left, event, self.actor.kind, &given)?;
        complaint.left_state = (to == ComplaintState::Escalated).then_some(Col(from));
        complaint.state = Col(to);
        if let Some(owner) = owner {
            refuse_complained_of(complaint, owner)?;
            (complaint.owner_id, complaint.owner_role) = (owner.id.map(Col), Col(owner.role));
        }
        if to != from {
            self.turn_page(tx, complaint, (event, note))?;
        }
        save_complaint(tx, complaint)?;
        record(tx, self.actor, self.now, happened(complaint, event.as_str()).states(from.as_str(), to.as_str()))
    }

    fn turn_page(
        self,
        tx: &mut Tx<'_>,
        complaint: &mut Complaint,
        (event, note): (ComplaintEvent, Option<&str>),
    ) -> Result<(), Error> {
        let end = StepEnd {
            at: self.now,
            by: event,
            actor_kind: self.actor.kind,
            actor_id: self.actor.id.clone(),
            note: note.map(str::to_owned),
        };
        end_step(tx, complaint.id.0, &end)?;
        self.begin(tx, complaint)
    }

    /// Begins the step that the state waits for.
    ///
    /// # Errors
    /// The database.
    pub fn begin(self, tx: &mut Tx<'_>, complaint: &mut Complaint) -> Result<(), Error> {
        let Some(step) = complaint.state.0.step(complaint.result.map(|result| result.0)) else {
            complaint.step_due_at = None;
            return Ok(());
        };
        let minutes = self.catalogue.complaint_policy().minutes(complaint.severity.0).of(step);
        let due_at = self.catalogue.after_business(self.now, minutes);
        complaint.step_due_at = Some(At(due_at));
        let row = StepRow {
            id: Col(mint(self.now)),
            complaint_id: complaint.id,
            step: Col(step),
            owner_id: complaint.owner_id,
            owner_role: complaint.owner_role,
            began_at: At(self.now),
            due_at: At(due_at),
            ended_at: None,
            ended_by: None,
            actor_kind: None,
            actor_id: None,
            note: None,
        };
        Ok(insert_step(tx, &row)?)
    }

    /// Gives senior people a task about a complaint.
    ///
    /// # Errors
    /// The database.
    pub fn call_senior(self, tx: &mut Tx<'_>, complaint: &Complaint, kind: TaskKind) -> Result<(), Error> {
        let senior = senior_of(tx.conn(), complaint)?;
        let due = complaint.step_due_at.map_or(self.now, |at| at.0);
        let spec = TaskSpec::bare(kind, Owner::unit(senior), &complaint.province, due);
        let spec = TaskSpec { complaint: Some(complaint.id.0), ..spec };
        put_task(tx, self.catalogue, (self.actor, self.now), spec).map(drop)
    }
}
