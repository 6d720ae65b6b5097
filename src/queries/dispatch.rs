//! Where a job stands in dispatch: its round and tier, who owns the next step, and when it comes by itself.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::job::JobState;
use crate::domain::policy::TierKind;
use crate::domain::task::{TaskKind, TaskState};
use crate::domain::time::Instant;
use crate::store::dispatch::find_round;
use crate::store::jobs::Job;
use crate::store::journal::{Task, list_tasks_of};
use crate::store::offers::{Offer, Visit};
use crate::store::{Conn, StoreError};

/// Who owes the next step of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnerKind {
    /// The product itself, at the next date.
    System,
    /// Agents, by their ids.
    Agent,
    /// A person, by the user's id.
    User,
    /// Whoever of a role takes it.
    Role,
    /// Whoever the reason of the hold names.
    HoldReason,
}

crate::domain::codes!(OwnerKind {
    System => "system", Agent => "agent", User => "user", Role => "role", HoldReason => "hold_reason",
});

/// The owner of the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Owner {
    /// What it is.
    pub kind: OwnerKind,
    /// Ids or the code of it; none for the product itself.
    pub codes: Vec<String>,
}

/// Where a job stands in dispatch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DispatchView {
    /// How often it was taken up by dispatch; begins anew when an agent gives it back.
    pub round: i32,
    /// Waves sent in this round.
    pub wave: i32,
    /// Name of the policy; none before the first dispatch.
    pub policy: Option<String>,
    /// The tier of the last wave; none before it, or when a person made the offer.
    pub tier: Option<TierKind>,
    /// People called so far, step by step.
    pub escalation_steps: i32,
    /// When the next person is called.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalate_at: Option<Instant>,
    /// Who owes the next step; none for a job that is over.
    pub owner: Option<Owner>,
    /// When the next step is due, or comes by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_at: Option<Instant>,
}

/// Where the job with these offers and visits stands.
///
/// # Errors
/// The database.
pub fn dispatch_of(
    conn: &mut Conn,
    job: &Job,
    (offers, visits): (&[Offer], &[Visit]),
) -> Result<DispatchView, StoreError> {
    let round = find_round(conn, job.id.0)?;
    let tasks = list_tasks_of(conn, job.id.0)?;
    let open: Vec<&Offer> = offers.iter().filter(|offer| offer.state.0.is_open()).collect();
    let number = round.as_ref().map_or(1, |round| round.round);
    let last = offers.iter().rev().find(|offer| offer.round == number);
    let (owner, next_at) = next_step(job, &open, visits, &tasks).unzip();
    Ok(DispatchView {
        round: number,
        wave: job.wave,
        policy: round.as_ref().map(|round| round.policy.clone()),
        tier: last.and_then(|offer| offer.tier).map(|tier| tier.0),
        escalation_steps: round.as_ref().map_or(0, |round| round.steps),
        escalate_at: round.and_then(|round| round.escalate_at).map(|at| at.0),
        owner,
        next_at: next_at.flatten(),
    })
}

fn next_step(job: &Job, open: &[&Offer], visits: &[Visit], tasks: &[Task]) -> Option<(Owner, Option<Instant>)> {
    let owner = |kind, codes: Vec<String>| Owner { kind, codes };
    let dispatch_at = job.dispatch_at.map(|at| at.0);
    match job.state.0 {
        JobState::PendingDispatch if !open.is_empty() => {
            let agents = open.iter().map(|offer| offer.agent_id.0.to_string()).collect();
            Some((owner(OwnerKind::Agent, agents), open.iter().map(|offer| offer.deadline_at.0).min()))
        }
        JobState::PendingDispatch => match task(tasks, TaskKind::FindAgent) {
            Some((called, due)) => Some((called, [Some(due), dispatch_at].into_iter().flatten().min())),
            None => Some((owner(OwnerKind::System, Vec::new()), dispatch_at)),
        },
        JobState::Registered => Some((owner(OwnerKind::System, Vec::new()), dispatch_at)),
        JobState::OnHold => {
            let reason = job.hold_reason.iter().cloned().collect();
            Some((owner(OwnerKind::HoldReason, reason), job.hold_until.map(|at| at.0)))
        }
        JobState::Incomplete if let Some((called, due)) = task(tasks, TaskKind::PlanNextVisit) => {
            Some((called, Some(due)))
        }
        JobState::Assigned | JobState::InProgress | JobState::Incomplete => {
            let agent = job.agent_id.iter().map(|id| id.0.to_string()).collect();
            let visit = visits.iter().rev().find(|visit| visit.state.0.is_open());
            Some((owner(OwnerKind::Agent, agent), visit.map(|visit| visit.window_to.0)))
        }
        JobState::Completed | JobState::Verified | JobState::Closed | JobState::Cancelled => None,
    }
}

/// Who has the open task of this kind, and until when.
fn task(tasks: &[Task], kind: TaskKind) -> Option<(Owner, Instant)> {
    let task = tasks.iter().find(|task| task.kind.0 == kind && task.state.0 != TaskState::Done)?;
    let owner = match task.owner_id {
        Some(user) => Owner { kind: OwnerKind::User, codes: vec![user.0.to_string()] },
        None => Owner { kind: OwnerKind::Role, codes: vec![task.owner_role.0.to_string()] },
    };
    Some((owner, task.due_at.0))
}
