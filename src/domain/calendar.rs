//! Business time: weekly opening hours in a time zone, without the closed dates.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

pub use super::hours::WeekHours;
use super::time::{Instant, Window};

/// How many days in a row may be closed before a calendar counts as never opening.
const PATIENCE_DAYS: u32 = 400;

/// When an organisation or an agent works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The zone that hours and dates are told in.
    pub zone: Tz,
    /// The hours of an ordinary week.
    pub hours: WeekHours,
    /// Local dates that are closed from midnight to midnight; every agent of a province shares them.
    pub closed: Arc<BTreeSet<NaiveDate>>,
}

impl Calendar {
    /// The date that the clocks on the wall show.
    #[must_use]
    pub fn local_date(&self, at: Instant) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// A local date from its midnight to the next.
    #[must_use]
    pub fn span_of(&self, date: NaiveDate) -> Option<Window> {
        Window::new(self.instant(date, 0)?, self.instant(date.succ_opt()?, 0)?)
    }

    /// The midnight after `at`; `at` itself beyond the calendar.
    #[must_use]
    pub fn day_end(&self, at: Instant) -> Instant {
        self.span_of(self.local_date(at)).map_or(at, |day| day.to)
    }

    /// Whether `at` is inside opening hours.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.windows_from(at).take_while(|window| window.from <= at).any(|window| at < window.to)
    }

    /// The first open instant at or after `at`, or `None` when none comes within 400 days.
    #[must_use]
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        self.windows_from(at).next().map(|window| window.from.max(at))
    }

    /// When the open time that holds `at` ends; `at` itself when it is closed then, `None` when it never ends.
    #[must_use]
    pub fn open_until(&self, at: Instant) -> Option<Instant> {
        let mut end = at;
        // A week that is open without a gap stays open.
        for window in self.windows_from(at).take(16) {
            if end < window.from {
                return Some(end);
            }
            end = window.to;
        }
        (end < at + TimeDelta::days(8)).then_some(end)
    }

    /// The first instant at which `minutes` of business time have passed since `at`; `at` itself for none. `None` when
    /// the calendar stays closed for 400 days before that.
    #[must_use]
    pub fn add_business(&self, at: Instant, minutes: u32) -> Option<Instant> {
        let mut left = TimeDelta::minutes(i64::from(minutes));
        if left.is_zero() {
            return Some(at);
        }
        for window in self.windows_from(at) {
            let from = window.from.max(at);
            let length = window.to - from;
            if left <= length {
                return from.checked_add_signed(left);
            }
            left -= length;
        }
        None
    }

    /// Seconds of business time from `a` to `b`, negative when `b` comes first.
    #[must_use]
    pub fn business_between(&self, a: Instant, b: Instant) -> i64 {
        if b < a {
            return -self.business_between(b, a);
        }
        let mut open = TimeDelta::zero();
        for window in self.windows_from(a) {
            if window.from < b {
                open += window.to.min(b) - window.from.max(a);
            }
            // Where this one reaches `b`, the next is not even looked for.
            if window.to >= b {
                break;
            }
        }
        open.num_seconds()
    }

    /// The open windows that end after `at`, in order and apart from one another, until 400 closed days come in a row.
    fn windows_from(&self, at: Instant) -> impl Iterator<Item = Window> + '_ {
        // What the date before has open is over by then, even where clocks go back past midnight.
        let dates = std::iter::successors(Some(self.local_date(at)), chrono::NaiveDate::succ_opt);
        let mut closed_days = 0;
        dates
            .map(|date| (date, self.spans_on(date)))
            .take_while(move |(_, spans)| {
                closed_days = if spans.is_empty() { closed_days + 1 } else { 0 };
                closed_days <= PATIENCE_DAYS
            })
            .flat_map(move |(date, spans)| spans.iter().filter_map(move |span| self.window_of(date, *span)))
            .filter(move |window| at < window.to)
    }

    fn spans_on(&self, date: NaiveDate) -> &[(u16, u16)] {
        if self.closed.contains(&date) { &[] } else { self.hours.on(date) }
    }

    fn window_of(&self, date: NaiveDate, (from, to): (u16, u16)) -> Option<Window> {
        Window::new(self.instant(date, from)?, self.instant(date, to)?)
    }

    /// The instant of a minute of a local date: the first one where clocks show it twice, and the end of the gap where
    /// clocks skip it, so that a later minute never comes earlier.
    #[must_use]
    pub fn instant(&self, date: NaiveDate, minute: u16) -> Option<Instant> {
        let wall = date.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::minutes(i64::from(minute)))?;
        if let Some(at) = self.zone.from_local_datetime(&wall).earliest() {
            return Some(at.with_timezone(&Utc));
        }
        // No zone has skipped more than one day.
        let after = (1..=24 * 60 + 1).find_map(|gap| {
            let later = wall.checked_add_signed(TimeDelta::minutes(gap))?;
            self.zone.from_local_datetime(&later).earliest()
        })?;
        Some(start_of_minute(after).with_timezone(&Utc))
    }
}

fn start_of_minute(at: DateTime<Tz>) -> DateTime<Tz> {
    let past = TimeDelta::seconds(i64::from(at.second()));
    at - past
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn calendar(zone: Tz, hours: &str) -> Calendar {
        Calendar { zone, hours: hours.parse().unwrap(), closed: Arc::default() }
    }

    fn tehran() -> Calendar {
        let mut calendar = calendar(Tz::Asia__Tehran, "sat-wed 08:00-18:00;thu 08:00-13:00");
        calendar.closed = Arc::new(["2026-11-23".parse().unwrap()].into());
        calendar
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn nights_fridays_and_closed_dates_do_not_count() {
        let calendar = tehran();
        let thursday_noon = at("2026-11-19T12:00:00+03:30");
        assert_eq!(calendar.add_business(thursday_noon, 60), Some(at("2026-11-19T13:00:00+03:30")));
        assert_eq!(calendar.add_business(thursday_noon, 61), Some(at("2026-11-21T08:01:00+03:30")));
        let sunday_evening = at("2026-11-22T17:30:00+03:30");
        assert_eq!(calendar.add_business(sunday_evening, 60), Some(at("2026-11-24T08:30:00+03:30")));
        assert_eq!(calendar.business_between(sunday_evening, at("2026-11-24T09:00:00+03:30")), 90 * 60);
        assert_eq!(calendar.local_date(at("2026-11-22T20:30:00Z")), "2026-11-23".parse().unwrap());
    }

    #[test]
    fn windows_are_half_open() {
        let calendar = tehran();
        assert!(calendar.is_open(at("2026-11-22T08:00:00+03:30")));
        assert!(!calendar.is_open(at("2026-11-22T18:00:00+03:30")));
        assert_eq!(calendar.next_open(at("2026-11-22T18:00:00+03:30")), Some(at("2026-11-24T08:00:00+03:30")));
        assert_eq!(calendar.next_open(at("2026-11-22T09:00:00+03:30")), Some(at("2026-11-22T09:00:00+03:30")));
    }

    #[test]
    fn a_calendar_that_never_opens_says_so() {
        let never = calendar(Tz::UTC, "");
        assert_eq!(never.add_business(at("2026-11-22T00:00:00Z"), 1), None);
        assert_eq!(never.next_open(at("2026-11-22T00:00:00Z")), None);
        assert_eq!(never.business_between(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")), 0);
    }

    #[test]
    fn clocks_that_jump_lose_or_win_an_hour() {
        let berlin = calendar(Tz::Europe__Berlin, "sat-fri 00:00-24:00");
        let hours = |day: &str, next: &str| {
            let from = berlin.instant(day.parse().unwrap(), 0).unwrap();
            berlin.business_between(from, berlin.instant(next.parse().unwrap(), 0).unwrap()) / 3600
        };
        assert_eq!(hours("2026-03-29", "2026-03-30"), 23);
        assert_eq!(hours("2026-10-25", "2026-10-26"), 25);
        let gap = calendar(Tz::Europe__Berlin, "sun 02:15-03:15");
        assert_eq!(gap.next_open(at("2026-03-29T00:00:00Z")), Some(at("2026-03-29T01:00:00Z")));
        assert_eq!(gap.business_between(at("2026-03-29T00:00:00Z"), at("2026-03-29T06:00:00Z")), 15 * 60);
        // Tehran still had summer time in 2022: midnight of Nowruz did not exist.
        let tehran = calendar(Tz::Asia__Tehran, "sat-fri 00:00-24:00");
        assert!(tehran.is_open(at("2022-03-21T20:30:00Z")));
        assert_eq!(tehran.business_between(at("2022-03-21T00:00:00Z"), at("2022-03-23T00:00:00Z")), 48 * 3600);
        // In autumn its midnight went back to eleven: the last hour of 21 September came twice, and both belong to that day.
        let late = calendar(Tz::Asia__Tehran, "sat-fri 22:00-24:00");
        assert_eq!(late.business_between(at("2022-09-21T12:00:00Z"), at("2022-09-22T12:00:00Z")), 3 * 3600);
        assert!(late.is_open(at("2022-09-21T20:29:59Z")) && !late.is_open(at("2022-09-21T20:30:00Z")));
    }

    fn any_calendar() -> impl Strategy<Value = Calendar> {
        let zones = [Tz::Asia__Tehran, Tz::Europe__Berlin, Tz::America__Havana, Tz::America__St_Johns, Tz::UTC];
        let hours = ["sat-wed 08:00-18:00;thu 08:00-13:00", "sat-fri 22:00-06:00", "fri 00:00-03:30,04:00-24:00"];
        let closed = proptest::collection::btree_set(0_u64..3000, 0..40);
        (proptest::sample::select(zones.to_vec()), proptest::sample::select(hours.to_vec()), closed).prop_map(
            |(zone, hours, days)| {
                let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
                let closed = Arc::new(days.into_iter().map(|day| first + Days::new(day)).collect());
                Calendar { closed, ..calendar(zone, hours) }
            },
        )
    }

    fn any_instant() -> impl Strategy<Value = Instant> {
        (1_577_836_800_i64..1_830_000_000).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn added_minutes_come_back(calendar in any_calendar(), at in any_instant(), minutes in 0_u32..20_000) {
            let end = calendar.add_business(at, minutes).unwrap();
            prop_assert_eq!(calendar.business_between(at, end), i64::from(minutes) * 60);
            prop_assert_eq!(calendar.business_between(end, at), -i64::from(minutes) * 60);
        }

        #[test]
        fn business_time_adds_up(
            calendar in any_calendar(), at in any_instant(), first in 0_i64..9_000_000, then in 0_i64..9_000_000,
        ) {
            let (mid, end) = (at + TimeDelta::seconds(first), at + TimeDelta::seconds(first + then));
            let parts = calendar.business_between(at, mid) + calendar.business_between(mid, end);
            prop_assert_eq!(parts, calendar.business_between(at, end));
        }

        #[test]
        fn the_next_opening_is_open(calendar in any_calendar(), at in any_instant()) {
            let open = calendar.next_open(at).unwrap();
            prop_assert!(calendar.is_open(open));
            prop_assert_eq!(calendar.is_open(at), open == at);
            prop_assert_eq!(calendar.business_between(at, open), 0);
        }
    }
}
