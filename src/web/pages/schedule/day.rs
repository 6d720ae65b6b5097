//! One day of the schedule: a row a technician, a column a quarter of an hour.

use chrono::NaiveDate;

use super::block::{Block, Board, DAY};
use super::page::Person;
use crate::domain::agent::{Agent, Technician};
use crate::i18n::format;

/// Minutes of a column.
const QUARTER: i64 = 15;
/// When the day begins and ends at the latest and at the earliest, in minutes.
const USUAL: (i64, i64) = (8 * 60, 18 * 60);

/// The grid of a day.
pub(super) struct Day {
    /// The day, for machines.
    pub iso: String,
    /// First minute.
    pub start: i64,
    /// First minute after.
    pub end: i64,
    /// The hours, in words.
    pub hours: Vec<String>,
    /// A row each.
    pub people: Vec<Row>,
}

impl Day {
    /// Number of columns.
    pub fn columns(&self) -> i64 {
        (self.end - self.start) / QUARTER
    }
}

/// A technician's day.
pub(super) struct Row {
    /// Id of the technician.
    pub technician: String,
    /// Id of the agent.
    pub agent: String,
    /// Name of the technician.
    pub name: String,
    /// Name of the agent.
    pub of: String,
    /// Lines of cells: visits that meet take one more.
    pub lanes: Vec<Vec<Cell>>,
}

/// Some quarters in a line.
pub(super) struct Cell {
    /// How many.
    pub span: i64,
    /// Names of classes.
    pub class: String,
    /// Why nobody works then.
    pub words: Option<String>,
    /// What is done then.
    pub block: Option<Block>,
}

/// What a quarter is for a technician.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Open,
    Off,
    Leave,
    Closed,
}

/// The day of these people.
pub(super) fn day(board: &Board<'_>, day: NaiveDate, people: &[Person<'_>]) -> Day {
    let blocks: Vec<Vec<Block>> = people.iter().map(|person| person.blocks(board, day)).collect();
    let (start, end) = bounds(day, people, &blocks);
    let is_today = board.calendar.local_date(board.now) == day;
    let now = is_today.then(|| board.minutes(day, board.now) / QUARTER * QUARTER);
    let rows = people.iter().zip(blocks).map(|(person, blocks)| {
        let ground = |minute: i64| ground(board, (day, minute), (person.agent, person.technician));
        let lines = lanes(blocks).into_iter().map(|lane| cells(board, lane, (start, end, now), &ground));
        Row {
            technician: person.technician.id.to_string(),
            agent: person.agent.id.to_string(),
            name: person.technician.name_in(board.v.language).to_owned(),
            of: person.agent.name_in(board.v.language).to_owned(),
            lanes: lines.collect(),
        }
    });
    let rows = rows.collect();
    let hours = (start / 60..end / 60).map(|hour| format::digits(board.v.language, &format!("{hour}:00")));
    Day { iso: day.to_string(), start, end, hours: hours.collect(), people: rows }
}

/// From the first hour to the last in which anybody works or is to come.
fn bounds(day: NaiveDate, people: &[Person<'_>], blocks: &[Vec<Block>]) -> (i64, i64) {
    let open = people.iter().flat_map(|person| person.agent.hours_of(person.technician).hours.on(day));
    let open = open.map(|(from, to)| (i64::from(*from), i64::from(*to)));
    let taken = blocks.iter().flatten().map(|block| (block.from, block.to));
    let (start, end) = open.chain(taken).fold(USUAL, |(start, end), (from, to)| (start.min(from), end.max(to)));
    (start / 60 * 60, (end + 59) / 60 * 60)
}

fn ground(board: &Board<'_>, (day, minute): (NaiveDate, i64), (agent, technician): (&Agent, &Technician)) -> Ground {
    let hours = agent.hours_of(technician);
    if hours.closed.contains(&day) {
        return Ground::Closed;
    }
    let mut leave = agent.time_off_of(technician.id).map(|off| off.window);
    if leave.any(|off| board.minutes(day, off.from) <= minute && minute < board.minutes(day, off.to)) {
        return Ground::Leave;
    }
    let is_open = hours.hours.on(day).iter().any(|(from, to)| i64::from(*from) <= minute && minute < i64::from(*to));
    if is_open { Ground::Open } else { Ground::Off }
}

/// Blocks that meet stand in lines of their own; there is always one line.
fn lanes(mut blocks: Vec<Block>) -> Vec<Vec<Block>> {
    blocks.sort_by_key(|block| (block.from, block.to));
    let mut lanes: Vec<Vec<Block>> = vec![Vec::new()];
    for block in blocks {
        let (from, _) = quarters(&block);
        let free = lanes.iter_mut().find(|lane| lane.last().is_none_or(|last| quarters(last).1 <= from));
        match free {
            Some(lane) => lane.push(block),
            None => lanes.push(vec![block]),
        }
    }
    lanes
}

/// The quarters that a block fills, at least one.
fn quarters(block: &Block) -> (i64, i64) {
    let from = (block.from / QUARTER * QUARTER).min(DAY - QUARTER);
    let to = (block.to + QUARTER - 1) / QUARTER * QUARTER;
    (from, to.max(from + QUARTER))
}

fn cells(
    board: &Board<'_>,
    lane: Vec<Block>,
    (start, end, now): (i64, i64, Option<i64>),
    ground: &impl Fn(i64) -> Ground,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut blocks = lane.into_iter().peekable();
    let (mut minute, mut last) = (start, None);
    while minute < end {
        if let Some(block) = blocks.next_if(|block| quarters(block).0 <= minute) {
            let to = quarters(&block).1.min(end);
            cells.push(Cell { span: (to - minute) / QUARTER, class: String::new(), words: None, block: Some(block) });
            (minute, last) = (to, None);
            continue;
        }
        let found = ground(minute);
        let is_hour = minute % 60 == 0;
        let is_now = now == Some(minute);
        match cells.last_mut().filter(|_| last == Some(found) && !is_hour && !is_now) {
            Some(cell) => cell.span += 1,
            None => cells.push(Cell {
                span: 1,
                class: class(found, is_hour, is_now),
                words: why(found).filter(|_| last != Some(found)).map(|key| board.v.t(key)),
                block: None,
            }),
        }
        (minute, last) = (minute + QUARTER, Some(found));
    }
    cells
}

fn class(ground: Ground, is_hour: bool, is_now: bool) -> String {
    let ground = match ground {
        Ground::Open => "",
        Ground::Off => "off",
        Ground::Leave => "off leave",
        Ground::Closed => "off closed",
    };
    let names = [ground, if is_hour { "h" } else { "" }, if is_now { "now" } else { "" }];
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The message that says why nobody works.
fn why(ground: Ground) -> Option<&'static str> {
    match ground {
        Ground::Open => None,
        Ground::Off => Some("page-not-working"),
        Ground::Leave => Some("page-on-leave"),
        Ground::Closed => Some("page-closed-day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(from: i64, to: i64) -> Block {
        Block {
            address: None,
            job: String::new(),
            tone: "",
            icon: "",
            words: String::new(),
            time: String::new(),
            state: String::new(),
            from,
            to,
            is_movable: false,
            is_chosen: false,
        }
    }

    #[test]
    fn blocks_that_meet_take_another_line() {
        let lines = lanes(vec![block(600, 720), block(480, 600), block(540, 660), block(720, 725)]);
        let spans: Vec<Vec<(i64, i64)>> =
            lines.iter().map(|line| line.iter().map(|it| (it.from, it.to)).collect()).collect();
        assert_eq!(spans, [vec![(480, 600), (600, 720), (720, 725)], vec![(540, 660)]]);
        assert_eq!(lanes(Vec::new()).len(), 1, "a row without work has a line");
    }

    #[test]
    fn a_block_fills_whole_quarters() {
        assert_eq!(quarters(&block(487, 601)), (480, 615));
        assert_eq!(quarters(&block(600, 600)), (600, 615));
        assert_eq!(quarters(&block(1_440, 1_440)), (1_425, 1_440));
    }
}
