//! The turnaround of jobs by the cohort of registration.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::id::AgentId;
use crate::domain::job::JobState;
use crate::domain::kpi::{Cohort, Course, Turnaround};
use crate::domain::sla::MilestoneKind;
use crate::domain::time::Instant;
use crate::store::schema::{addresses, installed_products, jobs, milestones, service_requests};
use crate::store::{At, Col, Conn, Day, StoreError};

/// Registered, accepted, completed, and where it stands.
type Times = (At, Option<At>, Option<At>, Col<JobState>);
/// Agent, category, place.
type Groups = (Option<Col<AgentId>>, String, String);

/// What jobs are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// The agent that holds the job or did it.
    Agent,
    /// The category of the unit.
    Category,
    /// The place.
    City,
    /// All together.
    None,
}

crate::domain::codes!(GroupBy { Agent => "agent", Category => "category", City => "city", None => "none" });

/// The figures of each group, by the group's code; jobs without an agent have the code `""`.
///
/// # Errors
/// The database.
pub fn turnaround(
    conn: &mut Conn,
    scope: &Scope,
    (from, to): (NaiveDate, NaiveDate),
    group_by: GroupBy,
    now: Instant,
) -> Result<BTreeMap<String, Turnaround>, StoreError> {
    let accepted = milestones::job_id.eq(jobs::id).and(milestones::kind.eq(Col(MilestoneKind::FirstResponse)));
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .left_join(milestones::table.on(accepted))
        .filter(jobs::local_day.ge(Day(from)))
        .filter(jobs::local_day.le(Day(to)))
        .select((
            (jobs::registered_at, milestones::met_at.nullable(), jobs::completed_at, jobs::state),
            (jobs::agent_id, installed_products::category, addresses::place),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let mut cohorts: BTreeMap<String, Cohort> = BTreeMap::new();
    for row in query.load_iter::<(Times, Groups), _>(conn)? {
        let ((registered, accepted, completed, state), (agent, category, place)) = row?;
        let group = match group_by {
            GroupBy::Agent => agent.map(|id| id.0.to_string()).unwrap_or_default(),
            GroupBy::Category => category,
            GroupBy::City => place,
            GroupBy::None => String::new(),
        };
        let course = Course {
            registered_at: registered.0,
            accepted_at: accepted.map(|at| at.0),
            completed_at: completed.map(|at| at.0),
            is_open: state.0.is_open(),
        };
        cohorts.entry(group).or_default().add(&course, now);
    }
    Ok(cohorts.into_iter().map(|(group, cohort)| (group, cohort.figures())).collect())
}
