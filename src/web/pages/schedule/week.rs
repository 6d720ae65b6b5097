//! A week of the schedule: a row a technician, a column a day.

use chrono::{Datelike, Days, NaiveDate};

use super::block::{Block, Board};
use super::page::Person;
use crate::i18n::format;

/// Days of a week.
const DAYS: u64 = 7;

/// The table of a week.
pub(super) struct Week {
    /// Its days.
    pub days: Vec<Column>,
    /// A row each.
    pub people: Vec<Row>,
}

/// A day of the week.
pub(super) struct Column {
    /// The day, in words.
    pub words: String,
    /// Where the day is shown alone.
    pub address: String,
    /// Whether it is today.
    pub is_today: bool,
}

/// A technician's week.
pub(super) struct Row {
    /// Id of the technician.
    pub technician: String,
    /// Id of the agent.
    pub agent: String,
    /// Name of the technician.
    pub name: String,
    /// Name of the agent.
    pub of: String,
    /// A cell a day.
    pub cells: Vec<Cell>,
}

/// A technician's day.
pub(super) struct Cell {
    /// The day, for machines.
    pub iso: String,
    /// The hours, or why there are none.
    pub hours: String,
    /// Whether nobody works on the whole day.
    pub is_off: bool,
    /// What is done, earliest first.
    pub blocks: Vec<Block>,
}

/// The days of the week that holds a day, Saturday first.
pub(super) fn days(day: NaiveDate) -> Vec<NaiveDate> {
    let past = (u64::from(day.weekday().num_days_from_monday()) + 2) % DAYS;
    let first = day.checked_sub_days(Days::new(past)).unwrap_or(day);
    first.iter_days().take(7).collect()
}

/// The week of these people.
pub(super) fn week(board: &Board<'_>, days: &[NaiveDate], people: &[Person<'_>]) -> Week {
    let today = board.calendar.local_date(board.now);
    let column = |day: &NaiveDate| Column {
        words: format::date_long(board.v.language, *day),
        address: board.v.href(&board.asked.on_day(*day).address()),
        is_today: *day == today,
    };
    let row = |person: &Person<'_>| Row {
        technician: person.technician.id.to_string(),
        agent: person.agent.id.to_string(),
        name: person.technician.name_in(board.v.language).to_owned(),
        of: person.agent.name_in(board.v.language).to_owned(),
        cells: days.iter().map(|day| cell(board, *day, person)).collect(),
    };
    Week { days: days.iter().map(column).collect(), people: people.iter().map(row).collect() }
}

fn cell(board: &Board<'_>, day: NaiveDate, person: &Person<'_>) -> Cell {
    let v = board.v;
    let mut blocks = person.blocks(board, day);
    blocks.sort_by_key(|block| (block.from, block.to));
    let hours = person.agent.hours_of(person.technician);
    let spans = hours.hours.on(day);
    let is_closed = hours.closed.contains(&day);
    let is_away = person.is_away(board.calendar.span_of(day));
    let clock = |minute: &u16| format::digits(v.language, &format!("{}:{:02}", minute / 60, minute % 60));
    let words = if is_closed {
        v.t("page-closed-day")
    } else if is_away {
        v.t("page-on-leave")
    } else if spans.is_empty() {
        v.t("page-not-working")
    } else {
        let spans = spans.iter().map(|(from, to)| format!("{}–{}", clock(from), clock(to)));
        spans.collect::<Vec<_>>().join(&v.t("page-comma"))
    };
    Cell { iso: day.to_string(), hours: words, is_off: is_closed || is_away || spans.is_empty(), blocks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_saturday() {
        for day in ["2026-11-21", "2026-11-22", "2026-11-27"] {
            let days = days(day.parse().unwrap());
            assert_eq!(
                (days.len(), days[0].to_string(), days[6].to_string()),
                (7, "2026-11-21".to_owned(), "2026-11-27".to_owned())
            );
        }
    }
}
