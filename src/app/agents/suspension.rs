//! An agent is suspended for a time or dismissed for good, with effect at once: what it holds is shown first, then offers
//! are withdrawn, jobs not started go back to dispatch, and started ones stay to be finished or handed over.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::custody::{HeldLoaner, HeldPart, HeldUnit, ask_to_take_over, custody_of};
use super::{Scoped, agent_row};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::jobs::take_back;
use crate::app::journal::{Happening, record};
use crate::app::offers::withdraw_from;
use crate::app::reasons::take_reason;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::agent::{Standing, StandingEvent, StandingMachine};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::AgentId;
use crate::domain::job::JobState;
use crate::domain::machine::{Guard, apply};
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::time::Instant;
use crate::store::agent_facts::{SuspensionRow, begin_suspension, end_suspensions, find_suspension, insert_suspension};
use crate::store::feed::Topic;
use crate::store::jobs::list_jobs_held;
use crate::store::network::{AgentRow, find_agent, list_suspensions_due, lock_agent, save_agent};
use crate::store::offers::{count_visits_ahead, list_open_offers_to};
use crate::store::{At, Col, Conn, Tx};

/// What an agent holds, and what a suspension does with it. Money is not on record yet: `0` there says that nothing was
/// counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holdings {
    /// Open offers: withdrawn.
    pub open_offers: usize,
    /// Jobs accepted and not started: back to dispatch.
    pub assigned: usize,
    /// Jobs that a visit left incomplete: back to dispatch.
    pub incomplete: usize,
    /// Jobs on hold: back to dispatch when the hold ends.
    pub on_hold: usize,
    /// Started jobs: finished or handed over.
    pub in_progress: usize,
    /// Accepted visits that nobody has arrived at: cancelled.
    pub visits: usize,
    /// Pieces of parts on the agent's shelf and in its vans: a task to take them over.
    pub parts_held: usize,
    /// Customers' units in the agent's workshop: a task for each to take it over.
    pub units_held: usize,
    /// The units.
    pub units: Vec<HeldUnit>,
    /// The loaners in the agent's hands: a task for each to take it over.
    pub loaners: Vec<HeldLoaner>,
    /// The parts.
    pub parts: Vec<HeldPart>,
    /// What is owed between the agent and the organisation, in rials.
    pub unpaid_balance: i64,
    /// The figures that are not on record yet.
    pub not_on_record: Vec<String>,
}

/// What an agent holds now.
///
/// # Errors
/// `NotFound` for an agent that the caller does not see; the database.
pub fn holdings(conn: &mut Conn, scoped: &Scoped, agent: AgentId) -> Result<Holdings, Error> {
    agent_row(conn, scoped, agent)?;
    held(conn, agent)
}

fn held(conn: &mut Conn, agent: AgentId) -> Result<Holdings, Error> {
    let jobs = list_jobs_held(conn, agent)?;
    let count = |state: JobState| jobs.iter().filter(|(_, it)| *it == state).count();
    let custody = custody_of(conn, agent)?;
    let pieces: i64 = custody.parts.iter().map(|held| held.quantity).sum();
    Ok(Holdings {
        open_offers: list_open_offers_to(conn, agent)?.len(),
        assigned: count(JobState::Assigned),
        incomplete: count(JobState::Incomplete),
        on_hold: count(JobState::OnHold),
        in_progress: count(JobState::InProgress),
        visits: usize::try_from(count_visits_ahead(conn, agent)?).unwrap_or_default(),
        parts_held: usize::try_from(pieces).unwrap_or_default(),
        units_held: custody.units.len(),
        units: custody.units,
        loaners: custody.loaners,
        parts: custody.parts,
        unpaid_balance: 0,
        not_on_record: vec!["unpaid_balance".to_owned()],
    })
}

/// Since when, until when and why; from now on and without an end if left out.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspend {
    /// First instant; now if left out or past.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub from: Option<Instant>,
    /// First instant after it; none for a suspension until somebody ends it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub to: Option<Instant>,
    /// Code of a reason of the kind `suspend`.
    pub reason: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Acted {
    /// Where the agent stands now.
    pub standing: Standing,
    /// Whether it acts later, when its time comes.
    pub is_planned: bool,
    /// What was withdrawn, cancelled and given back, and what stays with the agent.
    pub done: Holdings,
}

/// Suspends an agent, now or at a later time.
///
/// # Errors
/// Wrong values; `NotFound`; a standing that does not allow it; `PreconditionFailed`; the database.
pub async fn suspend_agent(
    app: &App,
    caller: &Caller,
    (id, seen): (AgentId, Option<i32>),
    said: Suspend,
) -> Result<Acted, Error> {
    let now = app.clock.now();
    let mut faults = Faults::default();
    let reason = take_reason(&app.catalogue(), ReasonKind::Suspend, said.reason.as_deref(), &mut faults);
    let from = said.from.map_or(now, |from| from.max(now));
    if said.to.is_some_and(|to| to <= from) {
        faults.add("to", FaultCode::WindowEndsBeforeStart);
    }
    let reason = faults.or(reason)?;
    let span = (from, said.to);
    change(app, caller, (id, seen), move |step, tx, row| {
        let code = reason.as_ref().map(|reason| reason.code.as_str()).unwrap_or_default();
        step.plan(tx, row, span, code)?;
        if step.now < span.0 {
            save_agent(tx, row)?;
            step.note(tx, row, "suspension_planned", row.standing.0)?;
            return Ok(Acted { standing: row.standing.0, is_planned: true, done: held(tx.conn(), row.id.0)? });
        }
        step.begin(tx, row)
    })
    .await
}

/// Dismisses an agent for good.
///
/// # Errors
/// As [`suspend_agent`].
pub async fn terminate_agent(
    app: &App,
    caller: &Caller,
    (id, seen): (AgentId, Option<i32>),
    reason_code: Option<String>,
) -> Result<Acted, Error> {
    let mut faults = Faults::default();
    let reason = take_reason(&app.catalogue(), ReasonKind::Suspend, reason_code.as_deref(), &mut faults);
    let reason = faults.or(reason)?;
    change(app, caller, (id, seen), move |step, tx, row| {
        let from = row.standing.0;
        row.standing =
            Col(apply::<StandingMachine>(from, None, StandingEvent::Terminate, step.actor.kind, &[Guard::Reason])?);
        (row.suspended_from, row.suspended_to) = (None, None);
        row.suspension_reason = reason.as_ref().map(|reason| reason.code.clone());
        end_suspensions(tx, row.id.0, step.now)?;
        save_agent(tx, row)?;
        step.note(tx, row, StandingEvent::Terminate.as_str(), from)?;
        Ok(Acted { standing: row.standing.0, is_planned: false, done: step.clear(tx, row.id.0)? })
    })
    .await
}

/// Ends a suspension, or calls off a planned one; the agent stands where it stood before.
///
/// # Errors
/// `NotFound`; an agent that is not suspended and is not to be; `PreconditionFailed`; the database.
pub async fn reinstate_agent(app: &App, caller: &Caller, (id, seen): (AgentId, Option<i32>)) -> Result<Acted, Error> {
    change(app, caller, (id, seen), |step, tx, row| {
        step.end(tx, row)?;
        Ok(Acted { standing: row.standing.0, is_planned: false, done: Holdings::default() })
    })
    .await
}

/// Begins and ends the suspensions whose time has come; how many.
///
/// # Errors
/// The database.
pub async fn suspend_due(app: &App) -> Result<usize, Error> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| list_suspensions_due(conn, now).map_err(Error::from)).await?;
    let count = due.len();
    for id in due {
        let owner = app.clone();
        let acted = app.db.write(move |tx| {
            let actor = Actor::system();
            let step = Step { app: &owner, actor: &actor, now };
            lock_agent(tx, id)?;
            let mut row = find_agent(tx.conn(), id)?;
            if row.suspended_to.is_some_and(|to| to.0 <= now) {
                step.end(tx, &mut row)
            } else if row.standing.0 != Standing::Suspended && row.suspended_from.is_some_and(|from| from.0 <= now) {
                step.begin(tx, &mut row).map(drop)
            } else {
                Ok(())
            }
        });
        acted.await?;
    }
    if count > 0 {
        app.reload_network().await?;
    }
    Ok(count)
}

/// Gives a job back to dispatch when its agent may not work any more and nothing is under way; whether it did.
///
/// # Errors
/// The database.
pub fn leave_suspended(tx: &mut Tx<'_>, (app, now): (&App, Instant), case: &mut Case) -> Result<bool, Error> {
    let Some(agent) = case.job.agent_id else { return Ok(false) };
    if !matches!(case.job.state.0, JobState::Assigned | JobState::Incomplete) {
        return Ok(false);
    }
    let standing = find_agent(tx.conn(), agent.0)?.standing.0;
    if !matches!(standing, Standing::Suspended | Standing::Terminated) {
        return Ok(false);
    }
    let reason = taken_back(app)?;
    take_back(tx, (app, &Actor::system(), now), case, &reason)?;
    Ok(true)
}

/// The reason that a job was taken from its agent for.
fn taken_back(app: &App) -> Result<Reason, Error> {
    let known = app.catalogue().reason(ReasonKind::Reassign, "AGENT_SUSPENDED").cloned();
    known.ok_or_else(|| Error::Internal("no reason AGENT_SUSPENDED".to_owned()))
}

/// One transaction on an agent that the caller sees, behind the lock that acceptances wait for.
async fn change(
    app: &App,
    caller: &Caller,
    (id, seen): (AgentId, Option<i32>),
    work: impl Fn(&Step<'_>, &mut Tx<'_>, &mut AgentRow) -> Result<Acted, Error> + Send + 'static,
) -> Result<Acted, Error> {
    let (now, owner, actor, scoped) = (app.clock.now(), app.clone(), Actor::staff(caller), Scoped::of(caller));
    let acted = app.db.write(move |tx| {
        agent_row(tx.conn(), &scoped, id)?;
        lock_agent(tx, id)?;
        let mut row = find_agent(tx.conn(), id)?;
        if seen.is_some_and(|seen| seen != row.version) {
            return Err(Code::PreconditionFailed.into());
        }
        work(&Step { app: &owner, actor: &actor, now }, tx, &mut row)
    });
    let acted = acted.await?;
    app.reload_network().await?;
    Ok(acted)
}

struct Step<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: Instant,
}

impl Step<'_> {
    /// Writes down the suspension; it takes the place of one that is planned.
    fn plan(
        &self,
        tx: &mut Tx<'_>,
        row: &mut AgentRow,
        (from, to): (Instant, Option<Instant>),
        reason: &str,
    ) -> Result<(), Error> {
        // Asked beforehand: what the standing does not allow is not planned either.
        apply::<StandingMachine>(row.standing.0, None, StandingEvent::Suspend, self.actor.kind, &[Guard::Reason])?;
        end_suspensions(tx, row.id.0, self.now)?;
        (row.suspended_from, row.suspended_to) = (Some(At(from)), to.map(At));
        row.suspension_reason = Some(reason.to_owned());
        let suspension = SuspensionRow {
            id: Col(mint(self.now)),
            agent_id: row.id,
            suspended_from: At(from),
            suspended_to: to.map(At),
            reason: reason.to_owned(),
            left_standing: row.standing,
            created_by: self.actor.id.clone(),
            created_at: At(self.now),
            began_at: None,
            ended_at: None,
        };
        Ok(insert_suspension(tx, &suspension)?)
    }

    fn begin(&self, tx: &mut Tx<'_>, row: &mut AgentRow) -> Result<Acted, Error> {
        let from = row.standing.0;
        let to = apply::<StandingMachine>(from, None, StandingEvent::Suspend, self.actor.kind, &[Guard::Reason])?;
        row.standing = Col(to);
        save_agent(tx, row)?;
        if let Some(suspension) = find_suspension(tx.conn(), row.id.0)? {
            begin_suspension(tx, suspension.id.0, self.now)?;
        }
        self.note(tx, row, StandingEvent::Suspend.as_str(), from)?;
        Ok(Acted { standing: to, is_planned: false, done: self.clear(tx, row.id.0)? })
    }

    fn end(&self, tx: &mut Tx<'_>, row: &mut AgentRow) -> Result<(), Error> {
        let (from, suspension) = (row.standing.0, find_suspension(tx.conn(), row.id.0)?);
        let is_planned = from != Standing::Suspended && row.suspended_from.is_some();
        let mut name = "suspension_called_off";
        if !is_planned {
            let left = suspension.map_or(Standing::Active, |it| it.left_standing.0);
            let event = StandingEvent::Reinstate;
            row.standing = Col(apply::<StandingMachine>(from, Some(left), event, self.actor.kind, &[])?);
            name = event.as_str();
        }
        (row.suspended_from, row.suspended_to, row.suspension_reason) = (None, None, None);
        end_suspensions(tx, row.id.0, self.now)?;
        save_agent(tx, row)?;
        self.note(tx, row, name, from)
    }

    fn note(&self, tx: &mut Tx<'_>, row: &AgentRow, name: &'static str, from: Standing) -> Result<(), Error> {
        let happening = Happening::new(Topic::Agent, row.id.0, name)
            .in_province(&row.province)
            .states(from.as_str(), row.standing.0.as_str())
            .with(json!({
                "from": row.suspended_from.map(|at| at.0), "to": row.suspended_to.map(|at| at.0),
                "reason": row.suspension_reason,
            }));
        record(tx, self.actor, self.now, happening)
    }

    /// Takes from the agent what it has not started; what was taken and what stays.
    fn clear(&self, tx: &mut Tx<'_>, agent: AgentId) -> Result<Holdings, Error> {
        let who = (self.app, self.actor, self.now);
        let mut done = held(tx.conn(), agent)?;
        ask_to_take_over(tx, who, agent)?;
        done.open_offers = withdraw_from(tx, who, agent)?;
        let visits_before = count_visits_ahead(tx.conn(), agent)?;
        let reason = taken_back(self.app)?;
        (done.assigned, done.incomplete) = (0, 0);
        for (job, state) in list_jobs_held(tx.conn(), agent)? {
            let counted = match state {
                JobState::Assigned => &mut done.assigned,
                JobState::Incomplete => &mut done.incomplete,
                _ => continue,
            };
            *counted += 1;
            let mut case = Case::load(tx.conn(), job)?;
            take_back(tx, who, &mut case, &reason)?;
        }
        let cancelled = visits_before - count_visits_ahead(tx.conn(), agent)?;
        done.visits = usize::try_from(cancelled).unwrap_or_default();
        Ok(done)
    }
}
