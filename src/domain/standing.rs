//! Where a job stands for whoever asks: who holds it, what happens next, and when.

use super::access::Role;
use super::id::{AgentId, TechnicianId, UserId};
use super::job::JobState;
use super::reason::DelayOwner;
use super::time::{Instant, Window};
use super::visit::VisitState;

/// Who holds a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolderKind {
    /// Whoever dispatches, or has a task about the job.
    Dispatcher,
    /// The agent.
    Agent,
    /// The technician, who is on the way or at work.
    Technician,
    /// The customer is awaited.
    Customer,
    /// A part is awaited.
    Parts,
    /// The organisation.
    Company,
}

super::codes!(HolderKind {
    Dispatcher => "dispatcher", Agent => "agent", Technician => "technician", Customer => "customer",
    Parts => "parts", Company => "company",
});

/// What happens to a job next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// The next wave is sent.
    Dispatch,
    /// The time to answer the open offers ends.
    OfferDeadline,
    /// The technician comes.
    Visit,
    /// The visit ends.
    VisitEnd,
    /// The job goes on after its hold.
    Resume,
    /// A task about it is due.
    Task,
    /// The unit is promised to be ready.
    Workshop,
}

super::codes!(NextStep {
    Dispatch => "dispatch", OfferDeadline => "offer_deadline", Visit => "visit", VisitEnd => "visit_end",
    Resume => "resume", Task => "task", Workshop => "workshop",
});

/// An offer that can still be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenOffer {
    /// Whose answer is awaited.
    pub agent: AgentId,
    /// Until when.
    pub deadline_at: Instant,
}

/// A visit that still fills its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenVisit {
    /// Where it stands.
    pub state: VisitState,
    /// Who comes.
    pub technician: TechnicianId,
    /// When.
    pub window: Window,
}

/// A task that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTask {
    /// The person whose it is; anyone of the role if none.
    pub owner: Option<UserId>,
    /// The role whose it is.
    pub role: Role,
    /// When it is due.
    pub due_at: Instant,
}

/// What is known of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Where it stands.
    pub state: JobState,
    /// The agent that holds it.
    pub agent: Option<AgentId>,
    /// When it is dispatched next.
    pub dispatch_at: Option<Instant>,
    /// Until when it waits.
    pub hold_until: Option<Instant>,
    /// Who the wait belongs to.
    pub hold_owner: Option<DelayOwner>,
    /// Offers that can still be answered.
    pub offers: Vec<OpenOffer>,
    /// The latest visit that still fills its window.
    pub visit: Option<OpenVisit>,
    /// The task due first.
    pub task: Option<OpenTask>,
    /// When the unit is promised to be ready, while it is in a workshop.
    pub workshop: Option<Instant>,
}

/// Which one holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A person with a task, or anyone who dispatches.
    Dispatcher(Option<UserId>),
    /// An agent.
    Agent(AgentId),
    /// A technician.
    Technician(TechnicianId),
    /// The customer is awaited.
    Customer,
    /// A part is awaited.
    Parts,
    /// The organisation, and the person with a task, if one is named.
    Company(Option<UserId>),
}

impl Holder {
    /// Of what kind.
    #[must_use]
    pub fn kind(self) -> HolderKind {
        match self {
            Self::Dispatcher(_) => HolderKind::Dispatcher,
            Self::Agent(_) => HolderKind::Agent,
            Self::Technician(_) => HolderKind::Technician,
            Self::Customer => HolderKind::Customer,
            Self::Parts => HolderKind::Parts,
            Self::Company(_) => HolderKind::Company,
        }
    }
}

/// Who holds a job, and what happens next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Who holds it; nobody once no work is owed.
    pub holder: Option<Holder>,
    /// What happens next, and when.
    pub next: Option<(NextStep, Instant)>,
}

impl Standing {
    /// Whether work is owed while nobody holds the job or nothing with a date is to come: such a request disappears.
    #[must_use]
    pub fn is_lost(&self, state: JobState) -> bool {
        state.is_open() && (self.holder.is_none() || self.next.is_none())
    }
}

/// Where a job stands.
#[must_use]
pub fn standing(job: &Facts) -> Standing {
    match job.state {
        JobState::Registered | JobState::PendingDispatch => pending(job),
        JobState::Assigned | JobState::InProgress | JobState::Incomplete => held(job),
        JobState::OnHold => waiting(job),
        JobState::Completed | JobState::Verified | JobState::Closed | JobState::Cancelled => Standing::default(),
    }
}

/// One agent that must answer holds the job; a wave of several is the dispatcher's until it has ended.
fn pending(job: &Facts) -> Standing {
    let task = job.task.map(|task| (NextStep::Task, task.due_at));
    let dispatch = job.dispatch_at.map(|at| (NextStep::Dispatch, at));
    let deadline = job.offers.iter().map(|offer| offer.deadline_at).max().map(|at| (NextStep::OfferDeadline, at));
    let next = deadline.or_else(|| [task, dispatch].into_iter().flatten().min_by_key(|(_, at)| *at));
    let holder = match (job.offers.as_slice(), job.task) {
        ([offer], _) => Some(Holder::Agent(offer.agent)),
        (_, Some(task)) => Some(holder_of(task)),
        _ => next.map(|_| Holder::Dispatcher(None)),
    };
    Standing { holder, next }
}

/// A visit to come is the agent's, one under way the technician's; without a visit whoever plans the next one holds it.
fn held(job: &Facts) -> Standing {
    let agent = job.agent.map(Holder::Agent);
    match (job.visit, job.task) {
        (Some(visit), _) => {
            let is_ahead = matches!(visit.state, VisitState::Proposed | VisitState::Scheduled | VisitState::Confirmed);
            if is_ahead {
                return Standing { holder: agent, next: Some((NextStep::Visit, visit.window.from)) };
            }
            let is_coming = visit.state == VisitState::EnRoute;
            let next =
                if is_coming { (NextStep::Visit, visit.window.from) } else { (NextStep::VisitEnd, visit.window.to) };
            Standing { holder: agent.map(|_| Holder::Technician(visit.technician)), next: Some(next) }
        }
        (None, Some(task)) => {
            Standing { holder: agent.map(|_| holder_of(task)), next: Some((NextStep::Task, task.due_at)) }
        }
        (None, None) => {
            let holder = agent.or(job.workshop.map(|_| Holder::Company(None)));
            Standing { holder, next: job.workshop.map(|at| (NextStep::Workshop, at)) }
        }
    }
}

fn waiting(job: &Facts) -> Standing {
    let holder = match job.hold_owner.unwrap_or(DelayOwner::Company) {
        DelayOwner::Agent => job.agent.map_or(Holder::Company(None), Holder::Agent),
        DelayOwner::Parts => Holder::Parts,
        DelayOwner::Customer => Holder::Customer,
        DelayOwner::Company | DelayOwner::Calendar => Holder::Company(None),
    };
    Standing { holder: Some(holder), next: job.hold_until.map(|at| (NextStep::Resume, at)) }
}

fn holder_of(task: OpenTask) -> Holder {
    if task.role == Role::Dispatcher { Holder::Dispatcher(task.owner) } else { Holder::Company(task.owner) }
}

#[cfg(test)]
mod tests {
    use HolderKind as K;

    use super::*;

    fn at(hour: u32) -> Instant {
        format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap()
    }

    fn agent() -> AgentId {
        "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap()
    }

    fn facts(state: JobState) -> Facts {
        Facts {
            state,
            agent: None,
            dispatch_at: None,
            hold_until: None,
            hold_owner: None,
            offers: Vec::new(),
            visit: None,
            task: None,
            workshop: None,
        }
    }

    #[test]
    fn m15_a_job_that_waits_for_dispatch_is_held_by_whoever_must_answer() {
        let offer = |hour| OpenOffer { agent: agent(), deadline_at: at(hour) };
        let task = OpenTask { owner: None, role: Role::Dispatcher, due_at: at(12) };
        let queued = Facts { dispatch_at: Some(at(9)), ..facts(JobState::PendingDispatch) };
        let seen = standing(&queued);
        assert_eq!((seen.holder, seen.next), (Some(Holder::Dispatcher(None)), Some((NextStep::Dispatch, at(9)))));
        let seen = standing(&Facts { offers: vec![offer(10)], ..queued.clone() });
        assert_eq!((seen.holder, seen.next), (Some(Holder::Agent(agent())), Some((NextStep::OfferDeadline, at(10)))));
        let seen = standing(&Facts { offers: vec![offer(10), offer(11)], ..queued.clone() });
        assert_eq!(seen.next, Some((NextStep::OfferDeadline, at(11))));
        assert_eq!(seen.holder.map(Holder::kind), Some(HolderKind::Dispatcher));
        let seen = standing(&Facts { task: Some(task), dispatch_at: Some(at(13)), ..queued });
        assert_eq!(seen.next, Some((NextStep::Task, at(12))));
        assert!(standing(&facts(JobState::PendingDispatch)).is_lost(JobState::PendingDispatch));
    }

    #[test]
    fn m15_a_job_on_its_way_is_held_by_the_agent_and_then_the_technician() {
        let technician = "01890a5d-ac96-774b-bcce-b302099a8058".parse().unwrap();
        let visit = |state| Some(OpenVisit { state, technician, window: Window { from: at(9), to: at(11) } });
        let assigned = Facts { agent: Some(agent()), ..facts(JobState::Assigned) };
        let seen = standing(&Facts { visit: visit(VisitState::Confirmed), ..assigned.clone() });
        assert_eq!((seen.holder, seen.next), (Some(Holder::Agent(agent())), Some((NextStep::Visit, at(9)))));
        let seen = standing(&Facts { visit: visit(VisitState::Working), ..assigned.clone() });
        assert_eq!(
            (seen.holder, seen.next),
            (Some(Holder::Technician(technician)), Some((NextStep::VisitEnd, at(11))))
        );
        let seen = standing(&assigned);
        assert_eq!(seen.holder, Some(Holder::Agent(agent())));
        assert!(seen.is_lost(JobState::Assigned), "nothing with a date is to come");
        let nobody = Facts { visit: visit(VisitState::Scheduled), ..facts(JobState::Assigned) };
        assert!(standing(&nobody).is_lost(JobState::Assigned));
    }

    #[test]
    fn m15_a_unit_in_the_workshop_is_held_until_the_day_on_which_it_is_promised() {
        let there = Facts { agent: Some(agent()), workshop: Some(at(12)), ..facts(JobState::InProgress) };
        let seen = standing(&there);
        assert_eq!((seen.holder, seen.next), (Some(Holder::Agent(agent())), Some((NextStep::Workshop, at(12)))));
        let seen = standing(&Facts { agent: None, ..there });
        assert_eq!(seen.holder, Some(Holder::Company(None)), "the organisation's own workshop");
    }

    #[test]
    fn m15_a_held_job_waits_for_the_owner_of_its_reason_until_a_date() {
        let waits = |owner| Facts { hold_owner: Some(owner), hold_until: Some(at(8)), ..facts(JobState::OnHold) };
        let kinds = DelayOwner::ALL.iter().map(|owner| standing(&waits(*owner)).holder.map(Holder::kind));
        let expected = [K::Company, K::Company, K::Parts, K::Customer, K::Company].map(Some);
        assert_eq!(kinds.collect::<Vec<_>>(), expected, "an agent that holds nothing cannot be waited for");
        assert_eq!(standing(&waits(DelayOwner::Parts)).next, Some((NextStep::Resume, at(8))));
        assert!(standing(&facts(JobState::OnHold)).is_lost(JobState::OnHold));
        assert!(!standing(&facts(JobState::Closed)).is_lost(JobState::Closed));
    }
}
