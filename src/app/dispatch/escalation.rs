//! Who is called when nobody is left to ask: one open task a job, passed up the chain until somebody takes it.

use chrono::TimeDelta;
use serde_json::json;

use super::policy_name;
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::{Happening, record};
use crate::app::{Actor, App, Catalogue, Error};
use crate::domain::access::Role;
use crate::domain::id::{JobId, UserId};
use crate::domain::job::JobState;
use crate::domain::policy::{DispatchPolicy, EscalateTo, EscalationStep};
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::Instant;
use crate::store::dispatch::{Round, find_round, list_escalations_due, save_round};
use crate::store::feed::Topic;
use crate::store::journal::{Task, find_task, insert_task, save_task};
use crate::store::offers::list_offers;
use crate::store::people::find_user_by_name;
use crate::store::{At, Col, StoreError, Tx};

/// The step where a policy names none, and the due time of its task.
const USUAL: EscalationStep =
    EscalationStep { after_minutes: 0, to: EscalateTo::Role(Role::Dispatcher), due_minutes: 30 };

/// Calls people for a job, step by step.
pub(super) struct Calling<'a> {
    pub catalogue: &'a Catalogue,
    pub actor: &'a Actor,
    pub now: Instant,
    pub policy: &'a DispatchPolicy,
}

impl Calling<'_> {
    /// Nobody is left to ask: the chain begins, or goes on where its task was closed without anybody taking the job.
    pub(super) fn call(&self, tx: &mut Tx<'_>, round: &mut Round, case: &Case) -> Result<(), Error> {
        if round.escalate_at.is_some() {
            return Ok(());
        }
        if round.steps == 0 {
            let due = self.after(self.step(0).after_minutes);
            if due > self.now {
                round.escalate_at = Some(At(due));
                return Ok(());
            }
            return self.take_step(tx, round, case);
        }
        if open_task(tx, round)?.is_none() {
            round.steps -= 1;
            return self.take_step(tx, round, case);
        }
        Ok(())
    }

    /// The step of this number; the last one beyond the end.
    fn step(&self, number: i32) -> &EscalationStep {
        let steps = &self.policy.escalation;
        let number = usize::try_from(number).unwrap_or(0);
        steps.get(number).or(steps.last()).unwrap_or(&USUAL)
    }

    fn after(&self, minutes: i64) -> Instant {
        let within = self.catalogue.calendar().add_business(self.now, u32::try_from(minutes).unwrap_or(u32::MAX));
        within.unwrap_or(self.now + TimeDelta::minutes(minutes))
    }

    /// Gives the task to whoever the next step names, and sets when the one after is due.
    fn take_step(&self, tx: &mut Tx<'_>, round: &mut Round, case: &Case) -> Result<(), Error> {
        let step = self.step(round.steps);
        let (owner, role) = addressee(tx, &step.to)?;
        let due_at = At(self.after(step.due_minutes));
        let task = if let Some(mut task) = open_task(tx, round)? {
            (task.owner_id, task.owner_role, task.due_at) = (owner.map(Col), Col(role), due_at);
            task.state = Col(TaskState::Open);
            save_task(tx, &mut task)?;
            task.id
        } else {
            let task = self.task(case, (owner, role), due_at);
            insert_task(tx, &task)?;
            task.id
        };
        round.task_id = Some(task);
        round.steps += 1;
        let is_last = usize::try_from(round.steps).is_ok_and(|steps| steps >= self.policy.escalation.len());
        round.escalate_at = (!is_last).then(|| At(self.after(self.step(round.steps).after_minutes)));
        let happening = Happening::new(Topic::Job, case.job.id.0, "dispatcher_called").of(&case.job);
        let detail = json!({ "task": task.0, "step": round.steps, "role": role, "user": owner, "due_at": due_at.0 });
        record(tx, self.actor, self.now, happening.with(detail))
    }

    fn task(&self, case: &Case, (owner, role): (Option<UserId>, Role), due_at: At) -> Task {
        Task {
            id: Col(mint(self.now)),
            kind: Col(TaskKind::FindAgent),
            state: Col(TaskState::Open),
            owner_id: owner.map(Col),
            owner_role: Col(role),
            province: case.job.province.clone(),
            customer_id: Some(case.request.customer_id),
            request_id: Some(case.request.id),
            job_id: Some(case.job.id),
            note: None,
            due_at,
            created_at: At(self.now),
            done_at: None,
            version: 1,
        }
    }
}

fn open_task(tx: &mut Tx<'_>, round: &Round) -> Result<Option<Task>, Error> {
    let Some(id) = round.task_id else { return Ok(None) };
    let task = find_task(tx.conn(), id.0)?;
    Ok((task.state.0 != TaskState::Done).then_some(task))
}

/// The person named, or the role; a person who is not there any more is replaced by the managers.
fn addressee(tx: &mut Tx<'_>, to: &EscalateTo) -> Result<(Option<UserId>, Role), Error> {
    let name = match to {
        EscalateTo::Role(role) => return Ok((None, *role)),
        EscalateTo::User(name) => name,
    };
    match find_user_by_name(tx.conn(), name) {
        Ok(user) if user.is_active => Ok((Some(user.id.0), user.role.0)),
        Ok(_) | Err(StoreError::NotFound) => Ok((None, Role::Manager)),
        Err(error) => Err(error.into()),
    }
}

/// Takes the steps of escalation that are due; how many jobs were looked at.
///
/// # Errors
/// The database.
pub async fn escalate_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_escalations_due(conn, now, 200).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let owner = app.clone();
        app.db.write(move |tx| escalate(tx, &owner, id, now)).await?;
    }
    Ok(count)
}

fn escalate(tx: &mut Tx<'_>, app: &App, id: JobId, now: Instant) -> Result<(), Error> {
    let Some(mut round) = find_round(tx.conn(), id)? else { return Ok(()) };
    if round.escalate_at.is_none_or(|at| now < at.0) {
        return Ok(());
    }
    let case = Case::load(tx.conn(), id)?;
    let catalogue = app.catalogue();
    let policy = catalogue.dispatch_policy(policy_name(&case, Some(&round))).2;
    let calling = Calling { catalogue: &catalogue, actor: &Actor::system(), now, policy: &policy };
    if case.job.state.0 != JobState::PendingDispatch {
        round.escalate_at = None;
    } else if let Some(until) = taken_until(tx, &calling, &round)?.filter(|until| *until > now) {
        round.escalate_at = Some(At(until));
    } else {
        calling.take_step(tx, &mut round, &case)?;
    }
    Ok(save_round(tx, &mut round)?)
}

/// Until when the one called is left to act: somebody of the role took the task, or offered the job by hand.
fn taken_until(tx: &mut Tx<'_>, calling: &Calling<'_>, round: &Round) -> Result<Option<Instant>, Error> {
    let by_hand =
        list_offers(tx.conn(), round.id.0)?.into_iter().filter(|it| it.tier.is_none() && it.state.0.is_open());
    let answered = by_hand.map(|offer| offer.deadline_at.0).max();
    let is_role = matches!(calling.step(round.steps - 1).to, EscalateTo::Role(_));
    let taken = open_task(tx, round)?.filter(|task| is_role && task.owner_id.is_some());
    Ok(answered.max(taken.map(|task| task.due_at.0)))
}

/// Ends the chain of a job that does not wait for an agent any more, and closes its task.
///
/// # Errors
/// The database.
pub fn end_escalation(tx: &mut Tx<'_>, job: JobId, now: Instant) -> Result<(), Error> {
    let Some(mut round) = find_round(tx.conn(), job)? else { return Ok(()) };
    if round.steps == 0 && round.escalate_at.is_none() {
        return Ok(());
    }
    if let Some(id) = round.task_id.take() {
        let mut task = find_task(tx.conn(), id.0)?;
        if task.state.0 != TaskState::Done {
            (task.state, task.done_at) = (Col(TaskState::Done), Some(At(now)));
            save_task(tx, &mut task)?;
        }
    }
    (round.steps, round.escalate_at) = (0, None);
    Ok(save_round(tx, &mut round)?)
}
