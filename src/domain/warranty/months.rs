//! Months of a term, in the calendar that a policy counts in.

use chrono::{Datelike, NaiveDate};
use icu_calendar::Date;
use icu_calendar::cal::Persian;

/// The calendar in which a policy counts its months.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TermCalendar {
    /// Months of January to December.
    #[default]
    Gregorian,
    /// Months of Farvardin to Esfand.
    Jalali,
}

crate::domain::codes!(TermCalendar { Gregorian => "gregorian", Jalali => "jalali" });

/// The first day that `months` months from `start` on, that day included, no longer cover.
///
/// It is the same day of the month, `months` later; where that month is too short to have it, the first day of the month
/// after, so that the last day covered is always the day before the anniversary, be it one that a common year lacks.
#[must_use]
pub fn term_end(calendar: TermCalendar, start: NaiveDate, months: u32) -> NaiveDate {
    let end = match calendar {
        TermCalendar::Gregorian => later(start.year(), start.month(), months)
            .and_then(|month| first_that_exists(month, start.day(), NaiveDate::from_ymd_opt)),
        TermCalendar::Jalali => jalali(start).and_then(|(year, month, day)| {
            first_that_exists(later(year, month, months)?, day, |year, month, day| {
                let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
                from_jalali(Date::try_new_persian(year, month, day).ok()?)
            })
        }),
    };
    // Beyond the calendar's end nothing ends.
    end.unwrap_or(NaiveDate::MAX)
}

/// Year and month, `months` later.
fn later(year: i32, month: u32, months: u32) -> Option<(i32, u32)> {
    let count = (month - 1).checked_add(months)?;
    Some((year.checked_add(i32::try_from(count / 12).ok()?)?, count % 12 + 1))
}

fn first_that_exists(
    (year, month): (i32, u32),
    day: u32,
    date: impl Fn(i32, u32, u32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    date(year, month, day).or_else(|| {
        let (year, month) = later(year, month, 1)?;
        date(year, month, 1)
    })
}

fn jalali(day: NaiveDate) -> Option<(i32, u32, u32)> {
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    let day = Date::try_new_iso(day.year(), month, of_month).ok()?.to_calendar(Persian::new());
    Some((day.year().extended_year(), u32::from(day.month().ordinal), u32::from(day.day_of_month().0)))
}

fn from_jalali(day: Date<Persian>) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.to_rata_die().to_i64_date()).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn end(calendar: TermCalendar, start: &str, months: u32) -> String {
        term_end(calendar, start.parse().unwrap(), months).to_string()
    }

    #[test]
    fn leap_days_of_both_calendars() {
        // 29 February 2024: the year after has none, the fourth has.
        assert_eq!(end(TermCalendar::Gregorian, "2024-02-29", 12), "2025-03-01");
        assert_eq!(end(TermCalendar::Gregorian, "2024-02-29", 48), "2028-02-29");
        assert_eq!(end(TermCalendar::Gregorian, "2025-08-31", 6), "2026-03-01");
        // 30 Esfand 1403 is 20 March 2025; 1404 has no such day, so the term ends with 29 Esfand, 20 March 2026.
        assert_eq!(end(TermCalendar::Jalali, "2025-03-20", 12), "2026-03-21");
        // 1408 is the next leap year: 30 Esfand 1408 is 20 March 2030.
        assert_eq!(end(TermCalendar::Jalali, "2025-03-20", 60), "2030-03-20");
        // 31 Shahrivar 1404 is 22 September 2025; Mehr has 30 days, so one month ends before 1 Aban, 23 October.
        assert_eq!(end(TermCalendar::Jalali, "2025-09-22", 1), "2025-10-23");
    }

    proptest! {
        #[test]
        fn a_longer_term_never_ends_earlier(day in 0_i64..20_000, months in 0_u32..240, more in 0_u32..24) {
            let start = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::TimeDelta::days(day);
            for calendar in TermCalendar::ALL {
                let (first, then) = (term_end(*calendar, start, months), term_end(*calendar, start, months + more));
                prop_assert!(start <= first && first <= then);
                let days = (first - start).num_days();
                prop_assert!((i64::from(months) * 28..=i64::from(months) * 31 + 1).contains(&days));
            }
        }
    }
}
