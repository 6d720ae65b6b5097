//! How well repairs hold: first-time fix, and repairs that had to be repeated.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::Share;
use crate::domain::id::{CustomerId, JobId};
use crate::domain::time::Instant;

/// Days within which a new repair of the same unit undoes a first-time fix.
pub const SHORT: TimeDelta = TimeDelta::days(30);
/// Days within which a new repair of the same unit is a repeat at all.
pub const LONG: TimeDelta = TimeDelta::days(90);

/// What is needed of one repair job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Which.
    pub id: JobId,
    /// Serial of the unit, in the form that is compared.
    pub serial: Option<String>,
    /// Whose unit.
    pub customer: CustomerId,
    /// Code of the unit's category.
    pub category: String,
    /// Group of the fault.
    pub fault_group: Option<String>,
    /// Taken down.
    pub registered_at: Instant,
    /// The unit works.
    pub completed_at: Option<Instant>,
    /// Whether the outcome was a repair.
    pub is_repaired: bool,
    /// Whether the job was given up: it repeats nothing.
    pub is_cancelled: bool,
    /// Trips on which a technician arrived.
    pub arrivals: u64,
    /// Whether a technician is at work on the first of them.
    pub is_at_first: bool,
}

/// The repair that repeats another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// How long after the end of the earlier one it was taken down.
    pub after: TimeDelta,
    /// Whether the fault is of the same group.
    pub is_same_fault: bool,
}

/// The repeats of jobs, each charged to the latest earlier job that it repeats. Two jobs are on one unit if their serials
/// agree, or, where one has none, if customer and category do.
#[must_use]
pub fn repeats(jobs: &[Repair]) -> HashMap<JobId, Vec<Repeat>> {
    let mut of_customer: HashMap<(CustomerId, &str), Vec<&Repair>> = HashMap::new();
    let mut of_serial: HashMap<&str, Vec<&Repair>> = HashMap::new();
    for job in jobs.iter().filter(|job| job.completed_at.is_some()) {
        of_customer.entry((job.customer, job.category.as_str())).or_default().push(job);
        if let Some(serial) = &job.serial {
            of_serial.entry(serial).or_default().push(job);
        }
    }
    let mut found: HashMap<JobId, Vec<Repeat>> = HashMap::new();
    for later in jobs.iter().filter(|job| !job.is_cancelled) {
        let known = of_serial.get(later.serial.as_deref().unwrap_or_default()).into_iter().flatten();
        let near = of_customer.get(&(later.customer, later.category.as_str())).into_iter().flatten();
        let same = known.chain(near.filter(|it| it.serial.is_none() || later.serial.is_none()));
        let ended = same.filter_map(|it| Some((it.completed_at?, *it)));
        let before = ended.filter(|(end, it)| it.id != later.id && *end <= later.registered_at);
        let Some((end, earlier)) = before.max_by_key(|(end, it)| (*end, it.id)) else { continue };
        let after = later.registered_at - end;
        if after <= LONG {
            let is_same_fault = earlier.fault_group == later.fault_group;
            found.entry(earlier.id).or_default().push(Repeat { after, is_same_fault });
        }
    }
    found
}

impl Repair {
    /// Whether it was fixed at the first arrival and is not repeated in 30 days; none without an arrival that is over.
    #[must_use]
    pub fn is_fixed_at_first(&self, repeats: &[Repeat]) -> Option<bool> {
        let is_case = self.arrivals > 0 && !self.is_at_first;
        is_case.then(|| self.is_repaired && self.arrivals == 1 && !is_repeated(repeats))
    }
}

/// Whether one of the repeats came within 30 days.
#[must_use]
pub fn is_repeated(repeats: &[Repeat]) -> bool {
    repeats.iter().any(|it| it.after <= SHORT)
}

/// Repair jobs of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Fixed at the first arrival with no repeat in 30 days ÷ repair jobs with an arrival that is over.
    pub first_time_fix: Share,
    /// Cases of the first-time fix whose 30 days have not passed.
    pub first_time_fix_provisional: u64,
    /// Completed jobs repeated within 30 days for a fault of the same group.
    pub repeat_30_same: Share,
    /// Within 30 days for another fault.
    pub repeat_30_other: Share,
    /// Within 90 days for a fault of the same group.
    pub repeat_90_same: Share,
    /// Within 90 days for another fault.
    pub repeat_90_other: Share,
    /// Completed jobs whose 90 days have not passed.
    pub repeat_provisional: u64,
}

impl Holding {
    /// Counts a job as it stands at `now`, with its repeats.
    pub fn add(&mut self, job: &Repair, repeats: &[Repeat], now: Instant) {
        let is_within =
            |span: TimeDelta, same: bool| repeats.iter().any(|it| it.after <= span && it.is_same_fault == same);
        if let Some(is_fixed) = job.is_fixed_at_first(repeats) {
            self.first_time_fix.add(is_fixed);
            let is_young = job.completed_at.is_some_and(|end| now - end < SHORT);
            self.first_time_fix_provisional += u64::from(is_young);
        }
        let Some(end) = job.completed_at else { return };
        self.repeat_provisional += u64::from(now - end < LONG);
        self.repeat_30_same.add(is_within(SHORT, true));
        self.repeat_30_other.add(is_within(SHORT, false));
        self.repeat_90_same.add(is_within(LONG, true));
        self.repeat_90_other.add(is_within(LONG, false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(n: u32) -> T {
        format!("01890a5d-ac96-774b-bcce-{n:012x}").parse().unwrap()
    }

    fn day(day: i64) -> Instant {
        "2026-06-01T08:00:00Z".parse::<Instant>().unwrap() + TimeDelta::days(day)
    }

    /// A job of customer 1, taken down on `from` and repaired on `to` at the first arrival.
    fn repair(n: u32, from: i64, to: Option<i64>, serial: Option<&str>) -> Repair {
        Repair {
            id: id(n),
            serial: serial.map(str::to_owned),
            customer: id(1),
            category: "washing_machine".to_owned(),
            fault_group: Some("drain".to_owned()),
            registered_at: day(from),
            completed_at: to.map(day),
            is_repaired: to.is_some(),
            is_cancelled: false,
            arrivals: 1,
            is_at_first: false,
        }
    }

    #[test]
    fn a_repeat_is_charged_to_the_latest_earlier_repair() {
        let jobs = [
            repair(1, 0, Some(1), Some("A")),
            repair(2, 20, Some(21), Some("A")),
            Repair { fault_group: Some("noise".to_owned()), ..repair(3, 70, None, None) },
            repair(4, 72, None, Some("B")),
            Repair { is_cancelled: true, ..repair(5, 22, None, Some("A")) },
            Repair { customer: id(9), ..repair(6, 23, None, Some("A")) },
        ];
        let found = repeats(&jobs);
        let spans = |n| {
            let of: Vec<_> = found.get(&id(n)).into_iter().flatten().collect();
            let mut spans: Vec<_> = of.iter().map(|it| (it.after.num_days(), it.is_same_fault)).collect();
            spans.sort_unstable();
            spans
        };
        assert_eq!(spans(1), [(19, true)]);
        assert_eq!(
            spans(2),
            [(2, true), (49, false)],
            "the serial leads to another customer; without one, customer and category"
        );
        assert_eq!(found.len(), 2, "another serial is another unit");
    }

    /// Worked by hand: five repairs with an arrival that is over; one was repeated after 19 days, one took two trips, one was
    /// not repaired, and two hold, one of which ended 10 days ago.
    #[test]
    fn a_first_time_fix_holds_for_30_days() {
        let now = day(60);
        let repeat = Repeat { after: TimeDelta::days(19), is_same_fault: true };
        let late = Repeat { after: TimeDelta::days(40), is_same_fault: false };
        let mut it = Holding::default();
        it.add(&repair(1, 0, Some(1), None), &[repeat], now);
        it.add(&Repair { arrivals: 2, ..repair(2, 0, Some(5), None) }, &[], now);
        it.add(&repair(3, 0, None, None), &[], now);
        it.add(&repair(4, 0, Some(2), None), &[late], now);
        it.add(&repair(5, 49, Some(50), None), &[], now);
        it.add(&Repair { is_at_first: true, ..repair(6, 59, None, None) }, &[], now);
        it.add(&Repair { arrivals: 0, ..repair(7, 59, None, None) }, &[], now);
        assert_eq!(it.first_time_fix, Share { cases: 5, hits: 2 });
        assert_eq!((it.first_time_fix_provisional, it.repeat_provisional), (1, 4));
        let hits = [it.repeat_30_same, it.repeat_30_other, it.repeat_90_same, it.repeat_90_other];
        assert_eq!(hits.map(|share| (share.hits, share.cases)), [(1, 4), (0, 4), (1, 4), (1, 4)]);
    }
}
