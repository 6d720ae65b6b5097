//! Windows that can be promised.

use chrono::TimeDelta;

use super::calendar::Calendar;
use super::time::{Instant, Window};

/// How far ahead a window is looked for.
pub const WITHIN_DAYS: i64 = 21;

/// The first window of `length` that begins on a full half hour at or after `from`, lies wholly in working time and meets
/// none of `busy`; `None` when there is none within three weeks.
#[must_use]
pub fn first_free(calendar: &Calendar, busy: &[Window], from: Instant, length: TimeDelta) -> Option<Window> {
    let step = TimeDelta::minutes(30);
    let mut start = round_up(calendar.next_open(from)?, step);
    let last = from + TimeDelta::days(WITHIN_DAYS);
    while start < last {
        let window = Window { from: start, to: start + length };
        if calendar.business_between(window.from, window.to) < length.num_seconds() {
            start = match calendar.next_open(start + step) {
                Some(open) => round_up(open.max(start + step), step),
                None => return None,
            };
        } else if let Some(visit) = busy.iter().find(|visit| visit.overlaps(window)) {
            start = round_up(visit.to, step);
        } else {
            return Some(window);
        }
    }
    None
}

fn round_up(at: Instant, step: TimeDelta) -> Instant {
    let over = at.timestamp_micros().rem_euclid(step.num_microseconds().unwrap_or(1));
    if over == 0 { at } else { at + step - TimeDelta::microseconds(over) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let closed = std::sync::Arc::default();
        Calendar {
            zone: chrono_tz::Asia::Tehran,
            hours: "sat-wed 08:00-18:00;thu 08:00-13:00".parse().unwrap(),
            closed,
        }
    }

    #[test]
    fn skips_nights_busy_visits_and_the_weekend() {
        let two_hours = TimeDelta::hours(2);
        // Thursday 2026-11-26, 11:10 in Tehran: two hours no longer fit before 13:00, Friday is closed.
        let thursday = at("2026-11-26T07:40:00Z");
        let window = first_free(&calendar(), &[], thursday, two_hours).unwrap();
        assert_eq!(window.from, at("2026-11-28T04:30:00Z"));
        let busy = [Window { from: at("2026-11-28T04:00:00Z"), to: at("2026-11-28T06:00:00Z") }];
        let window = first_free(&calendar(), &busy, thursday, two_hours).unwrap();
        assert_eq!(window.from, at("2026-11-28T06:00:00Z"));
    }

    #[test]
    fn a_calendar_that_never_opens_promises_nothing() {
        let never = Calendar { hours: "fri 10:00-11:00".parse().unwrap(), ..calendar() };
        assert_eq!(first_free(&never, &[], at("2026-11-22T06:00:00Z"), TimeDelta::hours(2)), None);
    }
}
