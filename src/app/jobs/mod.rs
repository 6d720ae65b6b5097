//! What staff and deadlines do to a job: cancel, hold, resume, reopen, release, reassign, verify, close.

mod visits;
mod within;

pub use within::{
    compensate, give_up, hold_quietly, move_hold, object_to, reopen, take_back, take_in, tell_wait, wait,
};

use chrono::TimeDelta;
use serde_json::json;

use crate::app::case::Case;
use crate::app::dispatch::end_escalation;
use crate::app::duplicates::end_duplicate;
use crate::app::exchanges::withdraw_with_job;
use crate::app::journal::{Happening, record};
use crate::app::messages::{About, Param, put_to_customer};
use crate::app::offers::{note_lost, withdraw_all};
use crate::app::owner::Owner;
use crate::app::parts::{free_lines, let_go};
use crate::app::quotes::drop_quotes;
use crate::app::reach;
use crate::app::reasons::take_reason;
use crate::app::recalls::follow_job;
use crate::app::tasks::{TaskSpec, finish_of_job, put_task};
use crate::app::verdicts::freeze_at_end;
use crate::app::visits::link_of;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Role;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::JobId;
use crate::domain::job::{JobEvent, JobMachine, JobState, Outcome};
use crate::domain::machine::{ActorKind, Guard, Refusal, allowed, apply};
use crate::domain::message::MessageKind;
use crate::domain::offer::Loss;
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::jobs::{Job, list_jobs_due, save_job, unmeet_resolution};
use crate::store::slots::delete_slot_hold_of;
use crate::store::workshop::find_unit_in_custody;
use crate::store::{At, Col, Tx};

/// A step of a job with what is at hand for it.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    /// The event.
    pub event: JobEvent,
    /// What is at hand.
    pub guards: &'a [Guard],
    /// Why.
    pub reason: Option<&'a Reason>,
    /// Until when, for a hold.
    pub until: Option<Instant>,
}

/// Applies an event to a job and writes the new state and the event row; timestamps are set by the caller. A case of exchange
/// or refund does not outlive the work, and what is called back follows the job that corrects it.
///
/// # Errors
/// An event that the state does not allow; `UnitInCustody` for the end of work on a unit that is in a workshop; the database.
pub fn move_job(tx: &mut Tx<'_>, (actor, now): (&Actor, Instant), job: &mut Job, step: &Move<'_>) -> Result<(), Error> {
    let from = job.state.0;
    let left = job.left_state.map(|state| state.0);
    let to = apply::<JobMachine>(from, left, step.event, actor.kind, step.guards)?;
    if step.event.needs_unit_back() && find_unit_in_custody(tx.conn(), job.id.0)?.is_some() {
        return Err(Code::UnitInCustody.into());
    }
    job.left_state = (to == JobState::OnHold).then_some(Col(from));
    if to != JobState::OnHold {
        (job.hold_reason, job.hold_until) = (None, None);
    }
    job.state = Col(to);
    save_job(tx, job)?;
    let happening = Happening::new(Topic::Job, job.id.0, step.event.as_str())
        .of(job)
        .states(from.as_str(), to.as_str())
        .because(step.reason)
        .with(
            json!({ "until": step.until, "outcome": job.outcome.map(|it| it.0), "agent": job.agent_id.map(|it| it.0) }),
        );
    record(tx, actor, now, happening)?;
    if from.is_open() && !to.is_open() {
        withdraw_with_job(tx, (actor, now), job)?;
    }
    follow_job(tx, (actor, now), job, from)
}

/// The refusal of an event in a state, with what the state allows to staff.
#[must_use]
pub fn refused(state: JobState, event: JobEvent) -> Error {
    let allowed = allowed::<JobMachine>(state, ActorKind::Staff);
    Error::Machine(Refusal::State {
        machine: "job",
        state: state.to_string(),
        event: event.to_string(),
        allowed: allowed.iter().map(ToString::to_string).collect(),
    })
}

/// Gives the agent's room back when a job leaves it.
///
/// # Errors
/// The database.
pub fn release_capacity(tx: &mut Tx<'_>, job: &Job) -> Result<(), Error> {
    super::capacity::free(tx, job.id.0)
}

/// What staff ask of a job.
#[derive(Debug, Clone)]
pub struct Change {
    /// The event.
    pub event: JobEvent,
    /// A reason's code.
    pub reason: Option<String>,
    /// Until when, for a hold.
    pub until: Option<Instant>,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what staff ask: `hold`, `resume`, `cancel`, `reopen`, `release`, `reassign`, `verify`, `fail_verification`,
/// `fix_by_phone`.
///
/// # Errors
/// Wrong values; `PreconditionFailed` for an old version; an event that the state does not allow; the database.
pub async fn change_job(app: &App, actor: Actor, id: JobId, change: Change) -> Result<Job, Error> {
    let now = app.clock.now();
    let reason = check(app, &change, now)?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        let mut case = Case::load(tx.conn(), id)?;
        if change.seen.is_some_and(|seen| seen != case.job.version) {
            return Err(Code::PreconditionFailed.into());
        }
        let (reason, until) = (reason.as_ref(), change.until);
        let changing = Changing { app: &app, actor: &actor, now, reason, until, is_quiet: false };
        changing.apply(tx, &mut case, change.event)?;
        Ok(case.job)
    })
    .await
}

/// Forgets how the work ended: it has not.
fn take_up_again(job: &mut Job) {
    (job.completed_at, job.verified_at, job.closed_at) = (None, None, None);
    (job.outcome, job.end_reason) = (None, None);
}

fn reason_kind(event: JobEvent) -> Option<ReasonKind> {
    Some(match event {
        JobEvent::Hold => ReasonKind::Hold,
        JobEvent::Cancel => ReasonKind::Cancel,
        JobEvent::Reopen => ReasonKind::Reopen,
        JobEvent::Release => ReasonKind::Release,
        JobEvent::Reassign => ReasonKind::Reassign,
        JobEvent::FailVerification => ReasonKind::VerificationFailed,
        _ => return None,
    })
}

fn check(app: &App, change: &Change, now: Instant) -> Result<Option<Reason>, Error> {
    let catalogue = app.catalogue();
    let mut faults = Faults::default();
    let kind = reason_kind(change.event);
    let reason = kind.and_then(|kind| take_reason(&catalogue, kind, change.reason.as_deref(), &mut faults));
    if change.event == JobEvent::Hold {
        match change.until {
            None => faults.add("until", FaultCode::Required),
            Some(until) if until <= now => faults.add("until", FaultCode::DateInPast),
            Some(_) => (),
        }
    }
    Ok(faults.or(reason)?)
}

struct Changing<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: Instant,
    reason: Option<&'a Reason>,
    until: Option<Instant>,
    is_quiet: bool,
}

impl Changing<'_> {
    fn apply(&self, tx: &mut Tx<'_>, case: &mut Case, event: JobEvent) -> Result<(), Error> {
        let guards = self.guards(case, event);
        let step = Move { event, guards: &guards, reason: self.reason, until: self.until };
        let code = self.reason.map(|reason| reason.code.clone());
        let holder = case.job.clone();
        match event {
            JobEvent::Hold => {
                reach::must_have_tried(tx.conn(), self.app, case, code.as_deref())?;
                case.job.hold_reason = code;
                case.job.hold_until = self.until.map(At);
                case.job.dispatch_at = None;
            }
            JobEvent::Resume => {
                let waited = case.job.left_state.map(|state| state.0) == Some(JobState::PendingDispatch);
                case.job.dispatch_at = waited.then_some(At(self.now));
            }
            JobEvent::Cancel => (case.job.end_reason, case.job.dispatch_at) = (code, None),
            JobEvent::FixByPhone => {
                freeze_at_end(tx, &self.app.catalogue(), self.now, case)?;
                case.job.outcome = Some(Col(Outcome::FixedByPhone));
                (case.job.completed_at, case.job.dispatch_at) = (Some(At(self.now)), None);
            }
            JobEvent::Verify => case.job.verified_at = Some(At(self.now)),
            JobEvent::Close => case.job.closed_at = Some(At(self.now)),
            JobEvent::Release | JobEvent::Reassign | JobEvent::Reopen => {
                (case.job.agent_id, case.job.technician_id, case.job.assigned_at) = (None, None, None);
                (case.job.dispatch_at, case.job.wave) = (Some(At(self.now)), 0);
                take_up_again(&mut case.job);
            }
            JobEvent::FailVerification => take_up_again(&mut case.job),
            _ => (),
        }
        move_job(tx, (self.actor, self.now), &mut case.job, &step)?;
        self.follow(tx, case, event, &holder)
    }

    fn guards(&self, case: &Case, event: JobEvent) -> Vec<Guard> {
        let mut guards = vec![Guard::Reason, Guard::Until, Guard::Outcome];
        let ended = case.job.closed_at.or(case.job.verified_at).or(case.job.completed_at).map(|at| at.0);
        let in_time =
            ended.is_none_or(|ended| self.now <= ended + TimeDelta::days(self.app.catalogue().care().reopen_days));
        if event != JobEvent::Reopen || in_time {
            guards.push(Guard::WithinReopenDays);
        }
        guards
    }

    /// What else an event touches: offers, visits, the agent's room, and who must hear of it.
    fn follow(&self, tx: &mut Tx<'_>, case: &mut Case, event: JobEvent, before: &Job) -> Result<(), Error> {
        let held = before.agent_id.is_some() && before.state.0.is_open();
        match event {
            JobEvent::Hold => {
                self.stop_dispatch(tx, case)?;
                self.cancel_visits(tx, case, |visit| visit.is_before(self.until))?;
                if self.is_quiet { Ok(()) } else { self.tell(tx, case, MessageKind::JobOnHold) }
            }
            JobEvent::FixByPhone => self.stop_dispatch(tx, case).and_then(|()| let_go(tx, self.now, &case.job)),
            JobEvent::Cancel => {
                self.stop_dispatch(tx, case)?;
                let_go(tx, self.now, &case.job)?;
                self.cancel_visits(tx, case, |_| true)?;
                if held {
                    release_capacity(tx, before)?;
                }
                if before.arrived_at.is_some() {
                    self.ask_customer(tx, case)?;
                }
                drop_quotes(tx, (self.app, self.actor, self.now), case)?;
                self.tell(tx, case, MessageKind::JobCancelled)
            }
            JobEvent::Release | JobEvent::Reassign => {
                free_lines(tx, self.now, &case.job)?;
                self.cancel_visits(tx, case, |_| true)?;
                if held {
                    release_capacity(tx, before)?;
                }
                if let Some(agent) = before.agent_id {
                    let loss = if event == JobEvent::Release { Loss::Release } else { Loss::Reassign };
                    note_lost(tx, (case.job.id.0, agent.0), loss, self.now)?;
                }
                tx.after_commit(Signal::Dispatch);
                self.tell(tx, case, MessageKind::AgentChanged)
            }
            JobEvent::Resume => {
                tx.after_commit(Signal::Dispatch);
                self.go_on_with_agent(tx, case, before)
            }
            JobEvent::Reopen => {
                end_duplicate(tx, (self.actor, self.now), &mut case.request)?;
                unmeet_resolution(tx, case.job.id.0)?;
                tx.after_commit(Signal::Dispatch);
                Ok(())
            }
            JobEvent::Verify => finish_of_job(tx, (self.actor, self.now), case.job.id.0, TaskKind::HappyCall),
            JobEvent::FailVerification => {
                unmeet_resolution(tx, case.job.id.0)?;
                finish_of_job(tx, (self.actor, self.now), case.job.id.0, TaskKind::HappyCall)?;
                self.go_on_with_agent(tx, case, before)
            }
            _ => Ok(()),
        }
    }

    /// Takes the open offers back, lets go of the promised window and ends the calling of people.
    fn stop_dispatch(&self, tx: &mut Tx<'_>, case: &Case) -> Result<(), Error> {
        withdraw_all(tx, self.app, self.actor, self.now, case.job.id.0)?;
        delete_slot_hold_of(tx, case.job.id.0)?;
        end_escalation(tx, case.job.id.0, self.now)
    }

    /// A job cancelled after someone arrived may have been done for cash: the customer is called.
    fn ask_customer(&self, tx: &mut Tx<'_>, case: &Case) -> Result<(), Error> {
        let catalogue = self.app.catalogue();
        let due = catalogue.after_business(self.now, 600);
        let about = (&case.job, case.request.customer_id.0);
        let spec = TaskSpec::of_job(TaskKind::VerifyCancellation, Owner::unit(Role::Operator), about, due);
        let spec = spec.noted(self.reason.map(|reason| reason.code.clone()));
        put_task(tx, &catalogue, (self.actor, self.now), spec).map(drop)
    }

    fn tell(&self, tx: &mut Tx<'_>, case: &Case, kind: MessageKind) -> Result<(), Error> {
        let mut params =
            vec![("reference", Param::Code(case.request.reference.0.to_string())), ("link", link_of(&case.request))];
        if let Some(reason) = self.reason {
            params.push(("reason", Param::Reason(reason.kind, reason.code.clone())));
        }
        if let Some(until) = self.until {
            params.push(("until", Param::Moment(until)));
        }
        let once = format!("{}:{}", case.job.id.0, case.job.version);
        put_to_customer(tx, self.now, kind, (&case.request, About::job(&case.job)), (&once, &params))
    }
}

/// Resumes jobs whose hold has run out; how many.
///
/// # Errors
/// The database.
pub async fn resume_due(app: &App) -> Result<usize, Error> {
    change_due(app, JobState::OnHold, app.clock.now(), JobEvent::Resume).await
}

/// Verifies completed jobs that nobody objected to in the policy's hours, and closes verified ones; how many.
///
/// # Errors
/// The database.
pub async fn settle_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let quiet = now - TimeDelta::hours(app.catalogue().care().verify_hours);
    let verified = change_due(app, JobState::Completed, quiet, JobEvent::Verify).await?;
    Ok(verified + change_due(app, JobState::Verified, now, JobEvent::Close).await?)
}

async fn change_due(app: &App, state: JobState, before: Instant, event: JobEvent) -> Result<usize, Error> {
    let due = app.db.read(move |conn| list_jobs_due(conn, state, before, 200).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let change = Change { event, reason: None, until: None, seen: None };
        match change_job(app, Actor::system(), id, change).await {
            Ok(_) | Err(Error::Machine(_)) => (),
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}
