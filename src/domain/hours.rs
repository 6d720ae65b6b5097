//! Weekly opening hours and the text in which people write them: `sat-wed 08:00-18:00;thu 08:00-13:00`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::fault::FaultCode;
use super::text;

/// Names of the days, in the order of the Persian week.
const DAYS: [&str; 7] = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
const DAY_MINUTES: u16 = 24 * 60;

/// Open spans `[from, to)` of each day of the week, Saturday first, in minutes of the local day (0 to 1440), in order
/// and apart from one another. The empty text stands for a week without any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeekHours([Vec<(u16, u16)>; 7]);

impl WeekHours {
    /// Hours from spans of each day, Saturday first; a span whose end is not after its begin runs past midnight.
    ///
    /// # Errors
    /// `HoursMalformed` when a span is empty or leaves the day.
    pub fn new(days: [Vec<(u16, u16)>; 7]) -> Result<Self, FaultCode> {
        let mut hours = Self::default();
        for (day, spans) in days.into_iter().enumerate() {
            for (from, to) in spans {
                hours.open(day, from, to)?;
            }
        }
        hours.0.iter_mut().for_each(merge);
        Ok(hours)
    }

    /// The same span on every day, in minutes of the day; one whose end is not after its begin runs past midnight, and one
    /// that leaves the day is none.
    #[must_use]
    pub fn daily(from: u16, to: u16) -> Self {
        Self::new(std::array::from_fn(|_| vec![(from, to)])).unwrap_or_default()
    }

    /// The spans of a date's day of the week.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> &[(u16, u16)] {
        &self.0[(date.weekday().num_days_from_monday() as usize + 2) % 7]
    }

    /// The spans of every day, Saturday first.
    #[must_use]
    pub fn days(&self) -> &[Vec<(u16, u16)>; 7] {
        &self.0
    }

    fn open(&mut self, day: usize, from: u16, to: u16) -> Result<(), FaultCode> {
        if from >= DAY_MINUTES || to > DAY_MINUTES || from == to {
            return Err(FaultCode::HoursMalformed);
        }
        if from < to {
            self.0[day].push((from, to));
            return Ok(());
        }
        self.0[day].push((from, DAY_MINUTES));
        if to > 0 {
            self.0[(day + 1) % 7].push((0, to));
        }
        Ok(())
    }
}

/// Sorts spans and joins those that meet.
fn merge(spans: &mut Vec<(u16, u16)>) {
    spans.sort_unstable();
    spans.dedup_by(|later, earlier| {
        let meets = later.0 <= earlier.1;
        if meets {
            earlier.1 = earlier.1.max(later.1);
        }
        meets
    });
}

impl FromStr for WeekHours {
    type Err = FaultCode;

    /// Reads parts `days spans` separated by `;`: days are `fri`, `sat-wed` (which may wrap) or several by comma, spans
    /// are `08:00-12:00` or several by comma; a span such as `22:00-02:00` runs past midnight.
    fn from_str(text: &str) -> Result<Self, FaultCode> {
        let mut days: [Vec<(u16, u16)>; 7] = Default::default();
        let text = text::fold(text);
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (names, spans) = part.split_once(' ').ok_or(FaultCode::HoursMalformed)?;
            let spans = spans.split(',').map(read_span).collect::<Option<Vec<_>>>().ok_or(FaultCode::HoursMalformed)?;
            for name in names.split(',') {
                for day in read_days(name).ok_or(FaultCode::HoursMalformed)? {
                    days[day].extend(&spans);
                }
            }
        }
        Self::new(days)
    }
}

fn read_days(name: &str) -> Option<impl Iterator<Item = usize>> {
    let (first, last) = name.split_once('-').unwrap_or((name, name));
    let (first, last) = (read_day(first)?, read_day(last)?);
    let length = (last + 7 - first) % 7;
    Some((first..=first + length).map(|day| day % 7))
}

fn read_day(name: &str) -> Option<usize> {
    DAYS.iter().position(|day| *day == name)
}

fn read_span(span: &str) -> Option<(u16, u16)> {
    let (from, to) = span.trim().split_once('-')?;
    Some((read_minute(from)?, read_minute(to)?))
}

fn read_minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (minute < 60).then_some(hour * 60 + minute).filter(|minute| *minute <= DAY_MINUTES)
}

impl fmt::Display for WeekHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut day = 0;
        while day < 7 {
            let spans = &self.0[day];
            let same = self.0[day..].iter().take_while(|other| *other == spans).count();
            if !spans.is_empty() {
                write!(f, "{separator}{}", DAYS[day])?;
                if same > 1 {
                    write!(f, "-{}", DAYS[day + same - 1])?;
                }
                for (index, (from, to)) in spans.iter().enumerate() {
                    let before = if index == 0 { ' ' } else { ',' };
                    write!(f, "{before}{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)?;
                }
                separator = ";";
            }
            day += same;
        }
        Ok(())
    }
}

impl serde::Serialize for WeekHours {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for WeekHours {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(from)?;
        text.parse()
            .map_err(|_| serde::de::Error::custom("hours are written such as sat-wed 08:00-18:00;thu 08:00-13:00"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(text: &str) -> String {
        text.parse::<WeekHours>().unwrap().to_string()
    }

    #[test]
    fn prints_what_it_reads() {
        for text in ["", "sat-wed 08:00-18:00;thu 08:00-13:00", "fri 10:00-12:00,16:00-24:00", "sat-fri 00:00-24:00"] {
            assert_eq!(printed(text), text);
        }
        assert_eq!(
            printed(" Thu-Sat ۸:۰۰-12:00, 16:00-18:00 ; "),
            "sat 08:00-12:00,16:00-18:00;thu-fri 08:00-12:00,16:00-18:00"
        );
        assert_eq!(printed("fri 22:00-02:00"), "sat 00:00-02:00;fri 22:00-24:00");
        assert_eq!(printed("mon 12:00-14:00,08:00-12:00"), "mon 08:00-14:00");
        let hours: WeekHours = "sun 09:00-10:00".parse().unwrap();
        assert_eq!(hours.on("2026-11-22".parse().unwrap()), [(540, 600)]);
        assert_eq!(serde_json::to_string(&hours).unwrap(), "\"sun 09:00-10:00\"");
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "08:00-18:00",
            "sat",
            "sat 8-12",
            "sat 08:00-25:00",
            "sat 08:00-08:00",
            "xyz 08:00-09:00",
            "sat 08:60-09:00",
            "sat 24:00-02:00",
            "sat- 08:00-09:00",
        ] {
            assert_eq!(text.parse::<WeekHours>(), Err(FaultCode::HoursMalformed), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_hours_are_one(spans in proptest::collection::vec((0_usize..7, 0_u16..1440, 0_u16..=1440), 0..12)) {
            let mut days: [Vec<(u16, u16)>; 7] = Default::default();
            for (day, from, to) in spans.into_iter().filter(|(_, from, to)| from != to) {
                days[day].push((from, to));
            }
            let hours = WeekHours::new(days).unwrap();
            prop_assert_eq!(hours.to_string().parse::<WeekHours>(), Ok(hours));
        }

        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = text.parse::<WeekHours>();
        }
    }
}
