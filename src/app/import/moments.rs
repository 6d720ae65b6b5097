//! Dates and moments as people type them, in either calendar and any digits.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::domain::text::{fold_compact, latin_digits};
use crate::domain::time::Instant;
use crate::i18n::format::jalali_parse;

/// Years below this one are of the Jalali calendar.
const FIRST_GREGORIAN_YEAR: i32 = 1700;

/// A date in either calendar; the year tells which.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = fold_compact(text).replace(['/', '.'], "-");
    let year: i32 = text.split('-').next()?.parse().ok()?;
    if year < FIRST_GREGORIAN_YEAR { jalali_parse(&text) } else { text.parse().ok() }
}

/// A moment on the clocks of `zone`: a date with or without the time of the day; see `Cells::moment`.
pub fn moment(text: &str, zone: Tz, is_end: bool) -> Option<Instant> {
    let (day, time) = match text.trim().split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(latin_digits(time.trim()))),
        None => (text, None),
    };
    let day = date(day)?;
    let wall = match time {
        Some(time) => day.and_time(NaiveTime::parse_from_str(&time, "%H:%M").ok()?),
        None if is_end => day.succ_opt()?.and_time(NaiveTime::MIN),
        None => day.and_time(NaiveTime::MIN),
    };
    Some(wall.and_local_timezone(zone).earliest()?.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_both_calendars() {
        let day = "2026-11-22".parse().ok();
        for text in ["2026-11-22", "2026/11/22", "۲۰۲۶-۱۱-۲۲", "1405/09/01", "۱۴۰۵/۹/۱", "1405-9-1"] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["", "22-11-2026", "2026-13-01", "1404/12/30", "soon"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn moments_stand_on_the_clocks_of_the_agent() {
        let tehran = chrono_tz::Asia::Tehran;
        let of = |text: &str, is_end| moment(text, tehran, is_end).map(|at| at.to_rfc3339());
        assert_eq!(of("۱۴۰۵/۹/۱ ۱۴:۳۰", false).unwrap(), "2026-11-22T11:00:00+00:00");
        assert_eq!(of("2026-11-22", false).unwrap(), "2026-11-21T20:30:00+00:00");
        assert_eq!(of("2026-11-22", true).unwrap(), "2026-11-22T20:30:00+00:00");
        assert_eq!(of("2026-11-22 25:00", true), None);
    }
}
