//! The turnaround of jobs by the cohort of registration, how repairs hold, and promises.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::course::{JobCourse, list_courses};
use super::jobs::{JobRow, list_rows_of};
use super::work::{GroupBy, Mix, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::id::JobId;
use crate::domain::kpi::Share;
use crate::domain::kpi::measure::{Known, Mark, Measure};
use crate::domain::kpi::repair::{Holding, Repeat, repeats};
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

/// What the turnaround report finds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// By the code of the group; jobs without an agent have the code `""`.
    pub groups: BTreeMap<String, Figures>,
    /// All groups together.
    pub whole: Figures,
    /// By the last day of each seven, the report's last day being the last of them.
    pub weeks: BTreeMap<NaiveDate, Turnaround>,
    /// What kinds of work it mixes.
    pub mix: Mix,
}

#[derive(Default)]
struct Group {
    cohort: Cohort,
    holding: Holding,
    broken: Share,
}

impl Group {
    fn add(&mut self, job: &JobCourse, repeats: &[Repeat], now: Instant) {
        self.cohort.add(&job.course, now);
        if let Some(repair) = &job.repair {
            self.holding.add(repair, repeats, now);
        }
        job.promises.iter().for_each(|(_, is_broken)| self.broken.add(*is_broken));
    }

    fn figures(self) -> Figures {
        Figures { turnaround: self.cohort.figures(), holding: self.holding, broken: self.broken }
    }
}

/// The figures of each group, of all together and of each week.
///
/// # Errors
/// The database.
pub fn turnaround(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    group_by: GroupBy,
    now: Instant,
) -> Result<Found, StoreError> {
    let (mut groups, mut whole, mut mix) = (BTreeMap::<String, Group>::new(), Group::default(), Mix::default());
    let mut weeks = BTreeMap::<NaiveDate, Cohort>::new();
    each(conn, scope, filter, |job, repeats| {
        mix.add(&job.traits);
        let group = groups.entry(group_by.group_of(job.agent, &job.category, &job.place)).or_default();
        group.add(job, repeats, now);
        whole.add(job, repeats, now);
        weeks.entry(week_of(job.day, filter.days.1)).or_default().add(&job.course, now);
    })?;
    Ok(Found {
        groups: groups.into_iter().map(|(code, group)| (code, group.figures())).collect(),
        whole: whole.figures(),
        weeks: weeks.into_iter().map(|(day, cohort)| (day, cohort.figures())).collect(),
        mix,
    })
}

/// The jobs behind a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Behind {
    /// How many there are.
    pub cases: usize,
    /// The first of them, with how each counts.
    pub jobs: Vec<(JobRow, Mark)>,
}

/// The jobs behind a figure of a group, those first that make it worse: the longest span, the case that speaks against who
/// did the work. Not more than `limit` are read whole.
///
/// # Errors
/// The database.
pub fn behind(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    (group_by, group): (GroupBy, &str),
    (measure, now, limit): (Measure, Instant, usize),
) -> Result<Behind, StoreError> {
    let mut found: Vec<(JobId, Mark)> = Vec::new();
    each(conn, scope, filter, |job, repeats| {
        if group_by.group_of(job.agent, &job.category, &job.place) != group {
            return;
        }
        let promises: Vec<bool> = job.promises.iter().map(|(_, is_broken)| *is_broken).collect();
        let known = Known { course: &job.course, repair: job.repair.as_ref(), repeats, promises: &promises };
        found.extend(measure.mark(known, now).map(|mark| (job.id, mark)));
    })?;
    found.sort_by_key(|(id, mark)| {
        let is_good = matches!(mark, Mark::Hit(is_hit) if *is_hit != measure.is_bad());
        (is_good, Reverse(mark.span()), Reverse(*id))
    });
    let cases = found.len();
    found.truncate(limit);
    let ids: Vec<JobId> = found.iter().map(|(id, _)| *id).collect();
    let marks: HashMap<JobId, Mark> = found.into_iter().collect();
    let with_mark = |row: JobRow| marks.get(&row.id).copied().map(|mark| (row, mark));
    Ok(Behind { cases, jobs: list_rows_of(conn, &ids)?.into_iter().filter_map(with_mark).collect() })
}

/// Calls with every job of the report and the repairs that repeat it.
fn each(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    mut call: impl FnMut(&JobCourse, &[Repeat]),
) -> Result<(), StoreError> {
    let jobs = list_courses(conn, scope, filter)?;
    let repairs: Vec<_> = jobs.iter().filter_map(|job| job.repair.clone()).collect();
    let repeats = repeats(&repairs);
    for job in jobs.iter().filter(|job| filter.has_day(job.day) && filter.has(&job.traits)) {
        call(job, repeats.get(&job.id).map_or(&[], Vec::as_slice));
    }
    Ok(())
}

/// The last day of the seven that hold a day, counted back from the last one.
fn week_of(day: NaiveDate, last: NaiveDate) -> NaiveDate {
    let before = u64::try_from((last - day).num_days() / 7).unwrap_or_default();
    last.checked_sub_days(Days::new(7 * before)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_end_with_the_last_day() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let ends = [29, 23, 22, 16, 15].map(|it| week_of(day(it), day(29)));
        assert_eq!(ends, [29, 29, 22, 22, 15].map(day));
    }
}
