//! Dates, times, numbers, money, spans and distances as people of each language write them.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use icu_calendar::cal::Persian;
use icu_calendar::{Date, Iso};
use icu_datetime::{DateTimeFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::{Locale, locale};

use super::messages::{Arg, code_key, say};
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::text;
use crate::domain::time::{Instant, Window};

/// The formatters of one language. They hold data that threads cannot share, so each thread builds its own once.
struct Formats {
    short: DateTimeFormatter<fieldsets::YMD>,
    long: DateTimeFormatter<fieldsets::YMDE>,
    day: DateTimeFormatter<fieldsets::MDE>,
    number: DecimalFormatter,
}

thread_local! {
    static FA: Option<Formats> = formats(&locale!("fa-IR"), fieldsets::YMD::short());
    static EN: Option<Formats> = formats(&locale!("en-GB"), fieldsets::YMD::medium());
}

fn formats(locale: &Locale, short: fieldsets::YMD) -> Option<Formats> {
    Some(Formats {
        short: DateTimeFormatter::try_new(locale.into(), short).ok()?,
        long: DateTimeFormatter::try_new(locale.into(), fieldsets::YMDE::long()).ok()?,
        day: DateTimeFormatter::try_new(locale.into(), fieldsets::MDE::long()).ok()?,
        number: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok()?,
    })
}

/// Runs `write` with the formatters of the language, or tells `plain` where they have no data.
fn with(lang: Language, write: impl FnOnce(&Formats) -> String, plain: impl FnOnce() -> String) -> String {
    let formats = match lang {
        Language::Fa => &FA,
        Language::En => &EN,
    };
    formats.with(|formats| formats.as_ref().map(write)).unwrap_or_else(plain)
}

fn with_date(lang: Language, date: NaiveDate, write: impl FnOnce(&Formats, &Date<Iso>) -> String) -> String {
    let plain = || digits(lang, &date.to_string());
    let (Ok(month), Ok(day)) = (u8::try_from(date.month()), u8::try_from(date.day())) else { return plain() };
    // Beyond the year 9999 only the ISO form is left.
    let Ok(iso) = Date::try_new_iso(date.year(), month, day) else { return plain() };
    with(lang, |formats| write(formats, &iso), plain)
}

/// A date in a table: `۱۴۰۵/۹/۱`, `22 Nov 2026`.
#[must_use]
pub fn date(lang: Language, date: NaiveDate) -> String {
    with_date(lang, date, |formats, iso| formats.short.format(iso).to_string())
}

/// The first day of the month that holds a day, in the calendar of the language's readers: `۱۴۰۵/۹/۱`, `1 Nov 2026`.
#[must_use]
pub fn month_start(lang: Language, date: NaiveDate) -> NaiveDate {
    let jalali = || {
        let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
        Some(u64::from(Date::try_new_iso(date.year(), month, day).ok()?.to_calendar(Persian).day_of_month().0) - 1)
    };
    let before = match lang {
        Language::Fa => jalali().unwrap_or_default(),
        Language::En => u64::from(date.day0()),
    };
    date.checked_sub_days(Days::new(before)).unwrap_or(date)
}

/// A date with its weekday and year: `یکشنبه ۱ آذر ۱۴۰۵`, `Sunday, 22 November 2026`.
#[must_use]
pub fn date_long(lang: Language, date: NaiveDate) -> String {
    with_date(lang, date, |formats, iso| formats.long.format(iso).to_string())
}

/// A time of the day: `۹:۰۵`, `09:05`.
#[must_use]
pub fn time(lang: Language, time: NaiveTime) -> String {
    match lang {
        Language::Fa => digits(lang, &format!("{}:{:02}", time.hour(), time.minute())),
        Language::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// An instant on the clocks of `zone`: `۱۴۰۵/۹/۱، ۹:۰۵`, `22 Nov 2026, 09:05`.
#[must_use]
pub fn date_time(lang: Language, at: Instant, zone: Tz) -> String {
    let local = at.with_timezone(&zone).naive_local();
    let (date, time) = (date(lang, local.date()), time(lang, local.time()));
    say(lang, "format-date-time", &[("date", Arg::text(date)), ("time", Arg::text(time))])
}

/// A window on the clocks of `zone`: `شنبه ۲ آذر، ۹:۰۰ تا ۱۱:۰۰`. One that ends on another date names both dates.
#[must_use]
pub fn window(lang: Language, window: Window, zone: Tz) -> String {
    let (from, to) = (window.from.with_timezone(&zone).naive_local(), window.to.with_timezone(&zone).naive_local());
    let day = |date| with_date(lang, date, |formats, iso| formats.day.format(iso).to_string());
    let from_args = [("date", day(from.date())), ("from", time(lang, from.time())), ("to", time(lang, to.time()))];
    let mut args: Vec<_> = from_args.map(|(name, value)| (name, Arg::text(value))).into();
    if from.date() == to.date() {
        return say(lang, "format-window", &args);
    }
    args.push(("end_date", Arg::text(day(to.date()))));
    say(lang, "format-window-of-days", &args)
}

/// A whole number with its thousands in groups: `۱۲٬۵۰۰`, `12,500`.
#[must_use]
pub fn number(lang: Language, number: i64) -> String {
    with(
        lang,
        |formats| formats.number.format(&Decimal::from(number)).to_string(),
        || digits(lang, &number.to_string()),
    )
}

/// The same text with the digits of the language and nothing else changed.
#[must_use]
pub fn digits(lang: Language, text: &str) -> String {
    let persian = |c: char| c.to_digit(10).and_then(|digit| char::from_u32(u32::from('۰') + digit)).unwrap_or(c);
    let latin = text::latin_digits(text);
    match lang {
        Language::Fa => latin.chars().map(persian).collect(),
        Language::En => latin,
    }
}

/// Percents with so many digits behind the point: `٪` and `٫` in Persian.
#[must_use]
pub fn percent(lang: Language, percent: f64, places: usize) -> String {
    let figure = decimal(lang, percent, places);
    match lang {
        Language::Fa => format!("{figure}٪"),
        Language::En => format!("{figure}%"),
    }
}

/// A figure with decimals: `۴٫۲`, `4.2`.
#[must_use]
pub fn decimal(lang: Language, figure: f64, places: usize) -> String {
    let text = format!("{figure:.places$}");
    match lang {
        Language::Fa => digits(lang, &text).replace('.', "٫"),
        Language::En => text,
    }
}

/// A sum with its currency: `۱۲٬۵۰۰٬۰۰۰ ریال`, `12,500,000 IRR`.
#[must_use]
pub fn money(lang: Language, money: Money) -> String {
    let amount = number(lang, money.amount);
    say(lang, &code_key("format-money", money.currency.as_str()), &[("amount", Arg::text(amount))])
}

/// A span of `seconds` in its two largest units, rounded down: `۲ ساعت و ۱۵ دقیقه`, `2 h 15 min`.
#[must_use]
pub fn duration(lang: Language, seconds: i64) -> String {
    let part = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
    let length = seconds.unsigned_abs();
    let (days, hours, minutes) = (length / 86_400, length / 3600 % 24, length / 60 % 60);
    let text = match (days, hours, minutes) {
        (0, 0, 0) => say(lang, "duration-seconds", &[("seconds", part(length))]),
        (0, 0, _) => say(lang, "duration-minutes", &[("minutes", part(minutes))]),
        (0, _, 0) => say(lang, "duration-hours", &[("hours", part(hours))]),
        (0, ..) => say(lang, "duration-hours-minutes", &[("hours", part(hours)), ("minutes", part(minutes))]),
        (_, 0, _) => say(lang, "duration-days", &[("days", part(days))]),
        _ => say(lang, "duration-days-hours", &[("days", part(days)), ("hours", part(hours))]),
    };
    if seconds < 0 { say(lang, "duration-negative", &[("duration", Arg::text(text))]) } else { text }
}

/// A distance in whole metres below a kilometre, in tenths of a kilometre below ten, else in whole kilometres:
/// `۸۵۰ متر`, `4.2 km`, `38 km`.
#[must_use]
pub fn distance(lang: Language, metres: i64) -> String {
    let metres = metres.max(0);
    if metres < 1000 {
        return say(lang, "distance-metres", &[("metres", Arg::text(number(lang, metres)))]);
    }
    let kilometres =
        if metres < 9950 { tenths(lang, (metres + 50) / 100) } else { number(lang, metres.saturating_add(500) / 1000) };
    say(lang, "distance-kilometres", &[("kilometres", Arg::text(kilometres))])
}

fn tenths(lang: Language, tenths: i64) -> String {
    let mut decimal = Decimal::from(tenths);
    decimal.multiply_pow10(-1);
    with(lang, |formats| formats.number.format(&decimal).to_string(), || digits(lang, &decimal.to_string()))
}

/// Reads a Jalali date such as `1405/09/01` or `۱۴۰۵-۹-۱`; `None` when the calendar has no such day, as 1404/12/30.
#[must_use]
pub fn jalali_parse(input: &str) -> Option<NaiveDate> {
    let folded = text::fold_compact(input);
    let mut parts = folded.split(['/', '-', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str, digits: usize| {
        (1..=digits).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some() || year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let jalali = Date::try_new_persian(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let days = i32::try_from(jalali.to_rata_die().to_i64_date()).ok()?;
    NaiveDate::from_num_days_from_ce_opt(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Fa};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_and_times() {
        assert_eq!(
            (date(Fa, day("2026-11-22")), date(En, day("2026-11-22"))),
            ("۱۴۰۵/۹/۱".into(), "22 Nov 2026".into())
        );
        assert_eq!(date_long(Fa, day("2026-11-22")), "یکشنبه ۱ آذر ۱۴۰۵");
        assert_eq!(date_long(En, day("2026-11-22")), "Sunday, 22 November 2026");
        let at: Instant = "2026-11-22T05:35:00Z".parse().unwrap();
        assert_eq!(date_time(Fa, at, Tz::Asia__Tehran), "۱۴۰۵/۹/۱، ۹:۰۵");
        assert_eq!(date_time(En, at, Tz::Asia__Tehran), "22 Nov 2026, 09:05");
    }

    #[test]
    fn months_begin_where_the_reader_counts_them() {
        let fa = ["2026-11-29", "2026-11-22", "2027-03-20", "2027-03-21"].map(|it| month_start(Fa, day(it)));
        assert_eq!(fa, ["2026-11-22", "2026-11-22", "2027-02-20", "2027-03-21"].map(day));
        assert_eq!(month_start(En, day("2026-11-29")), day("2026-11-01"));
    }

    #[test]
    fn windows_name_their_day_once() {
        let span = |from: &str, to: &str| Window::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        let morning = span("2026-11-23T05:30:00Z", "2026-11-23T07:30:00Z");
        assert_eq!(window(Fa, morning, Tz::Asia__Tehran), "دوشنبه ۲ آذر، ۹:۰۰ تا ۱۱:۰۰");
        assert_eq!(window(En, morning, Tz::Asia__Tehran), "Monday 23 November, 09:00 to 11:00");
        let night = span("2026-11-23T18:30:00Z", "2026-11-24T04:30:00Z");
        assert_eq!(window(En, night, Tz::Asia__Tehran), "Monday 23 November, 22:00 to Tuesday 24 November, 08:00");
    }

    #[test]
    fn numbers_money_spans_and_distances() {
        assert_eq!((number(Fa, 12_500), number(En, -12_500)), ("۱۲٬۵۰۰".into(), "-12,500".into()));
        assert_eq!(money(Fa, Money::rials(12_500_000)), "۱۲٬۵۰۰٬۰۰۰ ریال");
        assert_eq!(money(En, Money::rials(12_500_000)), "12,500,000 IRR");
        assert_eq!((digits(Fa, "کد 12٣"), digits(En, "۱۲")), ("کد ۱۲۳".into(), "12".into()));
        assert_eq!((duration(En, 8100), duration(Fa, 8100)), ("2 h 15 min".into(), "۲ ساعت و ۱۵ دقیقه".into()));
        assert_eq!(
            (duration(En, 59), duration(En, 90_000), duration(En, -60)),
            ("59 s".into(), "1 d 1 h".into(), "−1 min".into())
        );
        assert!(!duration(Fa, i64::MIN).is_empty());
        assert_eq!((distance(Fa, 850), distance(Fa, 4_180)), ("۸۵۰ متر".into(), "۴٫۲ کیلومتر".into()));
        assert_eq!(
            (distance(En, 4_180), distance(En, 37_600), distance(En, 9_960)),
            ("4.2 km".into(), "38 km".into(), "10 km".into())
        );
        assert!(!distance(En, i64::MAX).is_empty());
    }

    #[test]
    fn jalali_dates_are_read_back() {
        assert_eq!(jalali_parse("۱۴۰۵/۰۹/۰۱"), Some(day("2026-11-22")));
        assert_eq!(jalali_parse(" 1405-9-1 "), Some(day("2026-11-22")));
        assert_eq!(jalali_parse("1403/12/30"), Some(day("2025-03-20")));
        for wrong in ["1404/12/30", "1405/13/01", "1405/00/01", "1405/9", "1405/9/1/1", "140a/1/1", "", "+405/1/1"] {
            assert_eq!(jalali_parse(wrong), None, "{wrong}");
        }
        let mut at = day("1990-01-01");
        while at < day("2060-01-01") {
            assert_eq!(jalali_parse(&date(Fa, at)), Some(at));
            at = at + Days::new(17);
        }
    }
}
