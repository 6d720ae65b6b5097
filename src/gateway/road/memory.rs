//! A plain with roads everywhere, for tests: every way is straight, and it misbehaves when told to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{NoTable, Table};
use crate::domain::geo::Position;
use crate::domain::travel::Way;

/// Metres a second on the plain.
const SPEED_M_S: f64 = 20.0;

/// What the source does with the next questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mood {
    /// Answers.
    #[default]
    Answers,
    /// Refuses the connection.
    Down,
    /// Refuses the question.
    Refuses,
    /// Never answers.
    Hangs,
    /// Leaves the last base out.
    LeavesOut,
}

/// The plain; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Plain(Arc<Mutex<Inside>>);

#[derive(Debug, Default)]
struct Inside {
    mood: Mood,
    off: Vec<Position>,
    asked: usize,
}

impl Plain {
    /// Changes what is done with the next questions.
    pub fn set(&self, mood: Mood) {
        self.inside().mood = mood;
    }

    /// These points, and no others, are off the road.
    pub fn take_roads_from(&self, points: Vec<Position>) {
        self.inside().off = points;
    }

    /// Bases that were asked for.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.inside().asked
    }

    /// Seconds from a base to a place.
    #[must_use]
    pub fn seconds(place: Position, base: Position) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "times on the globe are far below 2^52")]
        let seconds = (base.metres_to(place) / SPEED_M_S).round() as i64;
        seconds
    }

    pub(super) async fn table(&self, place: Position, bases: &[Position]) -> Result<Table, NoTable> {
        // The guard must not live across an await, so the mood is read first.
        let mood = self.inside().mood;
        self.inside().asked += bases.len();
        match mood {
            Mood::Answers | Mood::LeavesOut => {
                let off = self.inside().off.clone();
                if off.contains(&place) {
                    return Ok(Table::PlaceOffRoad);
                }
                let way = |base: &Position| {
                    if off.contains(base) { Way::OffRoad } else { Way::Takes(Self::seconds(place, *base)) }
                };
                let count = bases.len() - usize::from(mood == Mood::LeavesOut);
                Ok(Table::Ways(bases[..count].iter().map(way).collect()))
            }
            Mood::Down => Err(NoTable::Down("the road is closed".to_owned())),
            Mood::Refuses => Err(NoTable::Refused("the question is refused".to_owned())),
            Mood::Hangs => std::future::pending().await,
        }
    }

    pub(super) async fn greet(&self) -> Result<(), NoTable> {
        self.table(Position { lat: 0.0, lon: 0.0 }, &[]).await.map(drop)
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
