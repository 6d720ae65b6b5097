//! Whose time it is: the owner of a job's time in each state, and the intervals between the report and the end.

use chrono::TimeDelta;

use super::id::AgentId;
use super::job::JobState;
use super::reason::DelayOwner;
use super::time::Instant;

/// The owner of the time that a job spends in a state; `given` is the owner of the reason for which it was held or left
/// incomplete. The organisation owns the search for an agent; whoever holds the job owns what follows; a trip that ended
/// without a reason is the agent's, because nobody came.
#[must_use]
pub fn owner_in(state: JobState, given: Option<DelayOwner>) -> DelayOwner {
    match state {
        JobState::OnHold => given.unwrap_or(DelayOwner::Company),
        JobState::Incomplete => given.unwrap_or(DelayOwner::Agent),
        JobState::Assigned | JobState::InProgress => DelayOwner::Agent,
        _ => DelayOwner::Company,
    }
}

/// A change of a job's state, as its event tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// The state after.
    pub to: JobState,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Owner of the delay by the reason.
    pub owner: Option<DelayOwner>,
    /// The agent that holds the job after it.
    pub agent: Option<AgentId>,
}

/// A span of a job's time with its one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// Who owns it.
    pub owner: DelayOwner,
    /// The state that the job was in.
    pub state: JobState,
    /// Code of the reason for which it was held or left incomplete.
    pub reason: Option<String>,
    /// The agent that held the job.
    pub agent: Option<AgentId>,
    /// First instant.
    pub from: Instant,
    /// First instant after.
    pub to: Instant,
}

impl Interval {
    /// Its length in calendar time.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.to - self.from
    }
}

/// Splits the time from `registered_at` to the end of the work, or to `now` where work is still owed, into intervals that
/// meet each other, so that their lengths add up to the elapsed time exactly. `steps` are in order. The time between an
/// end and a job's being taken up again is in no interval: nothing was owed then.
#[must_use]
pub fn intervals(registered_at: Instant, steps: &[Step], now: Instant) -> Vec<Interval> {
    let mut all = Vec::with_capacity(steps.len() + 1);
    let mut open = Interval {
        owner: owner_in(JobState::Registered, None),
        state: JobState::Registered,
        reason: None,
        agent: None,
        from: registered_at,
        to: registered_at,
    };
    for step in steps {
        close(&mut all, &open, step.at);
        let is_waiting = matches!(step.to, JobState::OnHold | JobState::Incomplete);
        open = Interval {
            owner: owner_in(step.to, step.owner.filter(|_| is_waiting)),
            state: step.to,
            reason: step.reason.clone().filter(|_| is_waiting),
            agent: step.agent,
            from: step.at,
            to: step.at,
        };
    }
    close(&mut all, &open, now);
    all
}

fn close(all: &mut Vec<Interval>, open: &Interval, at: Instant) {
    if open.state.is_open() && open.from < at {
        all.push(Interval { to: at, ..open.clone() });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Instant {
        "2026-11-22T05:30:00Z".parse::<Instant>().unwrap() + TimeDelta::hours(hour)
    }

    fn step(hour: i64, to: JobState, reason: Option<(&str, DelayOwner)>) -> Step {
        let (reason, owner) = reason.map(|(code, owner)| (code.to_owned(), owner)).unzip();
        Step { at: at(hour), to, reason, owner, agent: None }
    }

    #[test]
    fn each_interval_has_one_owner_and_they_add_up() {
        use JobState as S;
        let steps = [
            step(0, S::PendingDispatch, None),
            step(2, S::Assigned, None),
            step(5, S::InProgress, None),
            step(6, S::Incomplete, Some(("PART_NEEDED", DelayOwner::Parts))),
            step(30, S::Assigned, None),
            step(31, S::OnHold, Some(("CUSTOMER_LATER", DelayOwner::Customer))),
            step(41, S::Assigned, Some(("ignored", DelayOwner::Calendar))),
            step(45, S::InProgress, None),
            step(46, S::Completed, None),
            step(50, S::Verified, None),
        ];
        let found = intervals(at(0), &steps, at(90));
        let hours = |owner| {
            let of = found.iter().filter(|it| it.owner == owner);
            of.map(|it| it.length().num_hours()).sum::<i64>()
        };
        let owners = [DelayOwner::Company, DelayOwner::Agent, DelayOwner::Parts, DelayOwner::Customer];
        assert_eq!(owners.map(hours), [2, 3 + 1 + 1 + 4 + 1, 24, 10]);
        assert_eq!(found.iter().map(|it| it.length().num_hours()).sum::<i64>(), 46);
        assert_eq!(found.iter().filter(|it| it.reason.is_some()).count(), 2);
    }

    #[test]
    fn a_job_taken_up_again_owes_nothing_in_between() {
        let steps = [step(1, JobState::Cancelled, None), step(5, JobState::PendingDispatch, None)];
        let found = intervals(at(0), &steps, at(8));
        assert_eq!(found.iter().map(|it| it.length().num_hours()).collect::<Vec<_>>(), [1, 3]);
    }

    proptest! {
        #[test]
        fn intervals_meet_and_add_up_to_the_elapsed_time(
            states in proptest::collection::vec(proptest::sample::select(JobState::ALL.to_vec()), 0..20),
            gaps in proptest::collection::vec(0_i64..50, 20),
            after in 0_i64..50,
        ) {
            let states: Vec<JobState> = states.into_iter().filter(|state| state.is_open()).collect();
            let mut hour = 0;
            let mut steps = Vec::new();
            for (state, gap) in states.into_iter().zip(gaps) {
                hour += gap;
                steps.push(step(hour, state, None));
            }
            let found = intervals(at(0), &steps, at(hour + after));
            let total: TimeDelta = found.iter().map(Interval::length).sum();
            prop_assert_eq!(total, TimeDelta::hours(hour + after));
            prop_assert!(found.windows(2).all(|pair| pair[0].to == pair[1].from));
        }
    }
}
