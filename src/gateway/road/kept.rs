//! What is remembered for a while, and never more than so much.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::TimeDelta;

use crate::domain::geo::Position;
use crate::domain::time::Instant;

/// How long something is believed: maps change by night.
const BELIEVED: TimeDelta = TimeDelta::hours(24);
/// Cells a degree: 11 metres north to south.
const CELLS_A_DEGREE: f64 = 10_000.0;

/// A position, rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell(i32, i32);

impl Cell {
    /// The cell that holds a position.
    #[expect(clippy::cast_possible_truncation, reason = "a degree has ten thousand cells")]
    pub fn of(position: Position) -> Self {
        let whole = |degrees: f64| (degrees * CELLS_A_DEGREE).round() as i32;
        Self(whole(position.lat), whole(position.lon))
    }
}

/// Values by key in two halves: when the young half is full it becomes the old one, and the old one is forgotten. So a
/// value that is used again is kept, and none costs more than a look at two tables.
#[derive(Debug)]
pub struct Kept<K, V> {
    young: HashMap<K, (V, Instant)>,
    old: HashMap<K, (V, Instant)>,
    half: usize,
}

impl<K: Eq + Hash + Copy, V: Copy> Kept<K, V> {
    /// Keeps at most so many values.
    pub fn new(most: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), half: (most / 2).max(1) }
    }

    /// The value of a key, if it is young enough to be believed.
    pub fn get(&mut self, key: K, now: Instant) -> Option<V> {
        let is_believed = |(_, at): &&(V, Instant)| (now - *at).abs() < BELIEVED;
        if let Some((value, _)) = self.young.get(&key).filter(is_believed) {
            return Some(*value);
        }
        let (value, at) = self.old.get(&key).filter(is_believed).copied()?;
        self.keep(key, value, at);
        Some(value)
    }

    /// Keeps a value, which was learned at `at`.
    pub fn keep(&mut self, key: K, value: V, at: Instant) {
        if self.young.len() >= self.half && !self.young.contains_key(&key) {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, (value, at));
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Instant {
        "2026-11-22T08:00:00Z".parse::<Instant>().unwrap() + TimeDelta::hours(hours)
    }

    #[test]
    fn it_is_bounded_keeps_what_is_used_and_forgets_after_a_day() {
        let mut kept = Kept::new(10);
        for key in 0..1_000 {
            kept.keep(key, key * 2, at(0));
            assert!(kept.len() <= 10);
            assert_eq!(kept.get(0, at(0)), Some(0), "used again and again, after {key}");
        }
        assert_eq!(kept.get(500, at(0)), None);
        assert_eq!(kept.get(999, at(23)), Some(1_998));
        assert_eq!(kept.get(999, at(24)), None);
        assert_eq!(kept.get(999, at(-24)), None, "a clock that was set back");
        kept.keep(999, 1, at(24));
        assert_eq!(kept.get(999, at(30)), Some(1));
    }

    #[test]
    fn neighbours_of_some_metres_share_a_cell() {
        let cell = |lat, lon| Cell::of(Position { lat, lon });
        assert_eq!(cell(35.700_01, 51.4), cell(35.699_97, 51.400_04));
        assert_ne!(cell(35.7, 51.4), cell(35.700_2, 51.4));
        assert_ne!(cell(-35.7, 51.4), cell(35.7, 51.4));
        assert_eq!(cell(-90.0, -180.0), Cell(-900_000, -1_800_000));
    }
}
