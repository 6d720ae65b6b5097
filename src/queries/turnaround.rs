//! The turnaround of jobs by the cohort of registration, how repairs hold, and promises.

use std::collections::BTreeMap;

use super::course::list_courses;
use super::work::{GroupBy, Mix, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::kpi::Share;
use crate::domain::kpi::repair::{Holding, repeats};
use crate::domain::kpi::turnaround::{Cohort, Turnaround};
use crate::domain::time::Instant;
use crate::store::{Conn, StoreError};

/// The figures of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// From the report to the closing.
    pub turnaround: Turnaround,
    /// How repairs hold.
    pub holding: Holding,
    /// Promises broken ÷ promises judged.
    pub broken: Share,
}

#[derive(Default)]
struct Group {
    cohort: Cohort,
    holding: Holding,
    broken: Share,
}

/// The figures of each group, by the group's code, and what kinds of work they mix; jobs without an agent have the code
/// `""`.
///
/// # Errors
/// The database.
pub fn turnaround(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    group_by: GroupBy,
    now: Instant,
) -> Result<(BTreeMap<String, Figures>, Mix), StoreError> {
    let jobs = list_courses(conn, scope, filter)?;
    let repairs: Vec<_> = jobs.iter().filter_map(|job| job.repair.clone()).collect();
    let repeats = repeats(&repairs);
    let (mut groups, mut mix) = (BTreeMap::<String, Group>::new(), Mix::default());
    for job in jobs.iter().filter(|job| filter.has_day(job.day) && filter.has(&job.traits)) {
        mix.add(&job.traits);
        let group = groups.entry(group_by.group_of(job.agent, &job.category, &job.place)).or_default();
        group.cohort.add(&job.course, now);
        if let Some(repair) = &job.repair {
            group.holding.add(repair, repeats.get(&job.id).map_or(&[], Vec::as_slice), now);
        }
        job.promises.iter().for_each(|(_, is_broken)| group.broken.add(*is_broken));
    }
    let figures =
        |group: Group| Figures { turnaround: group.cohort.figures(), holding: group.holding, broken: group.broken };
    Ok((groups.into_iter().map(|(code, group)| (code, figures(group))).collect(), mix))
}
