//! How much an agent may hold: three figures at once, and the seasons in which they differ.

use chrono::NaiveDate;
use icu_calendar::Date;
use icu_calendar::cal::Persian;

/// Three forms of capacity; each holds by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Capacity {
    /// Open jobs at once.
    pub open: i32,
    /// Jobs on one local day.
    pub day: i32,
    /// Minutes of work on one local day.
    pub minutes_day: i32,
}

/// Limits of one technician within the agent's capacity; none where the agent's alone counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Open jobs at once.
    pub open: Option<i32>,
    /// Jobs on one local day.
    pub day: Option<i32>,
    /// Minutes of work on one local day.
    pub minutes_day: Option<i32>,
}

/// When a season is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeasonSpan {
    /// From the first to the last day, both inside.
    Days(NaiveDate, NaiveDate),
    /// Each year in these Jalali months, 1 (Farvardin) to 12 (Esfand).
    Months(Vec<u8>),
}

impl SeasonSpan {
    /// Whether the season holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        match self {
            Self::Days(from, to) => *from <= day && day <= *to,
            Self::Months(months) => jalali_month(day).is_some_and(|month| months.contains(&month)),
        }
    }
}

/// What a season makes of the capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeasonCapacity {
    /// A percentage of the contract's three figures, rounded down; above 0 at least 1 remains.
    Percent(i32),
    /// Three figures of its own.
    Own(Capacity),
}

impl SeasonCapacity {
    /// The capacity of the season for a contract's capacity.
    #[must_use]
    pub fn of(self, contract: Capacity) -> Capacity {
        let share = |percent: i32, figure: i32| {
            let part = i64::from(figure) * i64::from(percent) / 100;
            let least = i64::from(percent > 0 && figure > 0);
            i32::try_from(part.max(least)).unwrap_or(i32::MAX)
        };
        match self {
            Self::Own(capacity) => capacity,
            Self::Percent(percent) => Capacity {
                open: share(percent, contract.open),
                day: share(percent, contract.day),
                minutes_day: share(percent, contract.minutes_day),
            },
        }
    }
}

/// A time of another capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// When.
    pub span: SeasonSpan,
    /// How much.
    pub capacity: SeasonCapacity,
}

/// The month of the Persian calendar, 1 to 12.
fn jalali_month(day: NaiveDate) -> Option<u8> {
    use chrono::Datelike as _;
    let iso = Date::try_new_iso(day.year(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()?;
    Some(iso.to_calendar(Persian).month().ordinal)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: Capacity = Capacity { open: 6, day: 4, minutes_day: 480 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn m12_seasons_hold_on_their_days_and_jalali_months() {
        let dated = SeasonSpan::Days(day("2026-11-22"), day("2026-11-30"));
        assert!(dated.holds_on(day("2026-11-22")) && dated.holds_on(day("2026-11-30")));
        assert!(!dated.holds_on(day("2026-12-01")));
        // 1405/12/29 is the last day of Esfand, 1406/01/01 the first of Farvardin.
        let months = SeasonSpan::Months(vec![12]);
        assert!(months.holds_on(day("2027-03-20")) && !months.holds_on(day("2027-03-21")));
        assert!(SeasonSpan::Months(vec![1]).holds_on(day("2027-03-21")));
    }

    #[test]
    fn m12_a_percentage_rounds_down_and_leaves_one() {
        let of = |percent| SeasonCapacity::Percent(percent).of(CONTRACT);
        assert_eq!(of(150), Capacity { open: 9, day: 6, minutes_day: 720 });
        assert_eq!(of(10), Capacity { open: 1, day: 1, minutes_day: 48 });
        assert_eq!(of(0), Capacity { open: 0, day: 0, minutes_day: 0 });
        assert_eq!(SeasonCapacity::Own(CONTRACT).of(of(0)), CONTRACT);
    }
}
