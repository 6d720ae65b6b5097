//! The travel times of one ranking: all of them from one source.

use std::collections::HashMap;

use super::objective::Question;
use crate::domain::id::AgentId;
use crate::domain::time::Instant;
use crate::domain::travel::{TravelSource, Way};

/// Where the travel times of a ranking come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Travel {
    /// The figures of the region.
    #[default]
    GreatCircle,
    /// A road source, which was asked for every candidate.
    Road {
        /// Which one.
        source: TravelSource,
        /// The way of each candidate.
        ways: HashMap<AgentId, Way>,
    },
}

impl Travel {
    /// The ways that a road source gave for the candidates of a ranking. It times them only if it was heard of each, and
    /// if it has a way for more than half of them: where it has not, its map does not cover the place.
    #[must_use]
    pub fn by_road(source: TravelSource, candidates: &[AgentId], ways: HashMap<AgentId, Way>) -> Self {
        let found: Vec<&Way> = candidates.iter().filter_map(|agent| ways.get(agent)).collect();
        let on_road = found.iter().filter(|way| matches!(way, Way::Takes(_))).count();
        if found.len() == candidates.len() && on_road * 2 > candidates.len() {
            Self::Road { source, ways }
        } else {
            Self::GreatCircle
        }
    }

    /// Who timed the ranking.
    #[must_use]
    pub fn source(&self) -> TravelSource {
        match self {
            Self::GreatCircle => TravelSource::GreatCircle,
            Self::Road { source, .. } => *source,
        }
    }
}

impl Question<'_> {
    /// When somebody would set out: for the promised window, else now.
    #[must_use]
    pub fn sets_out_at(&self) -> Instant {
        self.needs.window.map_or(self.now, |window| window.from)
    }

    /// Expected travel time in seconds of an agent whose base is so many metres away; `None` where the road source of this
    /// ranking knows no way from the base.
    #[must_use]
    pub fn travel_s(&self, agent: AgentId, distance_m: f64) -> Option<i64> {
        match self.travel {
            Travel::GreatCircle => Some(self.needs.roads.travel_s(self.policy, distance_m, self.sets_out_at())),
            Travel::Road { ways, .. } => match ways.get(&agent) {
                Some(Way::Takes(seconds)) => Some(*seconds),
                Some(Way::OffRoad | Way::NoRoad) | None => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agent(number: usize) -> AgentId {
        AgentId::from(uuid::Uuid::from_u128(number as u128 + 1))
    }

    fn by_road(ways: &[Option<Way>]) -> Travel {
        let all: Vec<AgentId> = (0..ways.len()).map(agent).collect();
        let known = ways.iter().enumerate().filter_map(|(at, way)| Some((agent(at), (*way)?)));
        Travel::by_road(TravelSource::Osrm, &all, known.collect())
    }

    #[test]
    fn a_base_off_the_road_spoils_no_ranking_and_a_map_of_elsewhere_times_none() {
        let (on, off, none) = (Some(Way::Takes(600)), Some(Way::OffRoad), Some(Way::NoRoad));
        assert_eq!(by_road(&[on, on, off]).source(), TravelSource::Osrm);
        assert_eq!(by_road(&[on]).source(), TravelSource::Osrm);
        assert_eq!(by_road(&[on, off]).source(), TravelSource::GreatCircle);
        assert_eq!(by_road(&[on, off, none]).source(), TravelSource::GreatCircle);
        assert_eq!(by_road(&[on, on, on, None]).source(), TravelSource::GreatCircle, "one that was not heard of");
        assert_eq!(by_road(&[]).source(), TravelSource::GreatCircle);
    }

    proptest! {
        #[test]
        fn a_road_source_times_a_ranking_wholly_or_not_at_all(
            ways in proptest::collection::vec(
                proptest::option::weighted(0.95, prop_oneof![
                    6 => (0_i64..10_000).prop_map(Way::Takes), 1 => Just(Way::OffRoad), 1 => Just(Way::NoRoad),
                ]),
                0..40,
            )
        ) {
            let travel = by_road(&ways);
            let is_whole = ways.iter().all(Option::is_some);
            let on_road = ways.iter().flatten().filter(|way| matches!(way, Way::Takes(_))).count();
            match travel {
                Travel::GreatCircle => prop_assert!(!is_whole || on_road * 2 <= ways.len()),
                Travel::Road { ways: kept, .. } => {
                    prop_assert!(is_whole && on_road * 2 > ways.len());
                    prop_assert_eq!(kept.len(), ways.len());
                }
            }
        }
    }
}
