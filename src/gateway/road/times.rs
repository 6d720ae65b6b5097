//! A road source with a time-out, a breaker and a memory, so that a ranking never waits long.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::kept::{Cell, Kept};
use super::{BadSettings, NoTable, Road, RoadSettings, Table};
use crate::domain::geo::Position;
use crate::domain::time::Instant;
use crate::domain::travel::{TravelSource, Way};
use crate::gateway::breaker::Breaker;

/// Ways that are remembered at most.
const MOST_WAYS: usize = 50_000;
/// Points off the road that are remembered at most.
const MOST_POINTS: usize = 10_000;
const HOUR_S: i64 = 3_600;

/// Why the ways to a place are not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// The place is too far from every road.
    #[error("the place is off the road")]
    PlaceOffRoad,
    /// The source failed lately and is left alone.
    #[error("the source is left alone after failures")]
    Paused,
    /// No answer in time.
    #[error("no answer in time")]
    Late,
    /// The source gave no table, or a wrong one.
    #[error(transparent)]
    NoTable(#[from] NoTable),
}

/// The times that a road source gives; clones share guard and memory.
#[derive(Debug, Clone)]
pub struct RoadTimes(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    road: Road,
    within: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    breaker: Breaker,
    /// By base, place and hour of setting out, since a source may know of the traffic.
    ways: Kept<(Cell, Cell, i64), Way>,
    off_road: Kept<Cell, ()>,
}

impl RoadTimes {
    /// The source that the settings name.
    ///
    /// # Errors
    /// The first setting that cannot work.
    pub fn from_settings(settings: &RoadSettings) -> Result<Self, BadSettings> {
        Ok(Self::new(Road::new(settings)?, Duration::from_millis(settings.answer_within_ms)))
    }

    /// A source that answers within a time.
    #[must_use]
    pub fn new(road: Road, within: Duration) -> Self {
        let state = State { breaker: Breaker::default(), ways: Kept::new(MOST_WAYS), off_road: Kept::new(MOST_POINTS) };
        Self(Arc::new(Inside { road, within, state: Mutex::new(state) }))
    }

    /// Its name in ledgers.
    #[must_use]
    pub fn source(&self) -> TravelSource {
        self.0.road.source()
    }

    /// The way from each base to a place, in their order, when one sets out at the first of the two times; the second is
    /// now.
    ///
    /// # Errors
    /// The ways are not known, if only one of them: a ranking needs all.
    pub async fn ways(
        &self,
        place: Position,
        bases: &[Position],
        (sets_out_at, now): (Instant, Instant),
    ) -> Result<Vec<Way>, Unknown> {
        let hour = sets_out_at.timestamp().div_euclid(HOUR_S);
        let mut ways = self.state().remembered((place, hour), bases, now)?;
        let missing: Vec<Position> =
            bases.iter().zip(&ways).filter(|(_, way)| way.is_none()).map(|(base, _)| *base).collect();
        if !missing.is_empty() {
            if !self.state().breaker.lets_pass(now) {
                return Err(Unknown::Paused);
            }
            let asked = tokio::time::timeout(self.0.within, self.0.road.table(place, &missing)).await;
            let found = self.state().learn((place, hour), (&missing, asked.map_err(|_| Unknown::Late)), now)?;
            let mut found = found.into_iter();
            ways.iter_mut().filter(|way| way.is_none()).for_each(|way| *way = found.next());
        }
        let count = bases.len();
        let all: Vec<Way> = ways.into_iter().flatten().collect();
        if all.len() == count { Ok(all) } else { Err(NoTable::Down("a way is missing".to_owned()).into()) }
    }

    /// Asks something that a source can answer whatever its map is; for whoever sets it up.
    ///
    /// # Errors
    /// It does not answer as a source of this kind.
    pub async fn greet(&self) -> Result<(), Unknown> {
        let greeted = tokio::time::timeout(self.0.within, self.0.road.greet()).await;
        Ok(greeted.map_err(|_| Unknown::Late)??)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What is known of each base without asking.
    fn remembered(
        &mut self,
        (place, hour): (Position, i64),
        bases: &[Position],
        now: Instant,
    ) -> Result<Vec<Option<Way>>, Unknown> {
        let place = Cell::of(place);
        if self.off_road.get(place, now).is_some() {
            return Err(Unknown::PlaceOffRoad);
        }
        let known = |base: &Position| {
            let base = Cell::of(*base);
            let is_off = self.off_road.get(base, now).is_some();
            if is_off { Some(Way::OffRoad) } else { self.ways.get((base, place, hour), now) }
        };
        Ok(bases.iter().map(known).collect())
    }

    /// Notes what the source has said, and whether it can be relied on.
    fn learn(
        &mut self,
        (place, hour): (Position, i64),
        (bases, asked): (&[Position], Result<Result<Table, NoTable>, Unknown>),
        now: Instant,
    ) -> Result<Vec<Way>, Unknown> {
        let place = Cell::of(place);
        match asked {
            Ok(Ok(Table::Ways(ways))) if ways.len() == bases.len() => {
                self.breaker.note_success();
                for (base, way) in bases.iter().zip(&ways) {
                    match way {
                        Way::OffRoad => self.off_road.keep(Cell::of(*base), (), now),
                        way => self.ways.keep((Cell::of(*base), place, hour), *way, now),
                    }
                }
                Ok(ways)
            }
            Ok(Ok(Table::PlaceOffRoad)) => {
                self.breaker.note_success();
                self.off_road.keep(place, (), now);
                Err(Unknown::PlaceOffRoad)
            }
            Ok(Ok(Table::Ways(ways))) => {
                self.breaker.note_failure(now);
                Err(NoTable::Down(format!("{} of {} ways", ways.len(), bases.len())).into())
            }
            // A source that answers is not down: one question that it does not take must not end the others.
            Ok(Err(NoTable::Refused(why))) => {
                self.breaker.note_success();
                Err(NoTable::Refused(why).into())
            }
            Ok(Err(error)) => {
                self.breaker.note_failure(now);
                Err(error.into())
            }
            Err(late) => {
                self.breaker.note_failure(now);
                Err(late)
            }
        }
    }
}
