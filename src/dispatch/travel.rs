//! The travel times of one ranking: all of them from one source.

use std::collections::HashMap;

use crate::domain::eligibility::Needs;
use crate::domain::id::AgentId;
use crate::domain::policy::DispatchPolicy;
use crate::domain::time::Instant;
use crate::domain::travel::{Pace, TravelSource, Way};

/// The travel times of one ranking.
#[derive(Debug, Clone, PartialEq)]
pub enum Travel {
    /// Over the great circle, at this pace.
    GreatCircle(Pace),
    /// By a road source, which was asked for every candidate.
    Road {
        /// Which one.
        source: TravelSource,
        /// The way of each candidate.
        ways: HashMap<AgentId, Way>,
    },
}

impl Travel {
    /// By the figures of the region at the time of setting out.
    #[must_use]
    pub fn by_figures(needs: &Needs, policy: &DispatchPolicy, now: Instant) -> Self {
        Self::GreatCircle(needs.roads.pace(policy, needs.sets_out_at(now)))
    }

    /// By the ways that a road source gave for the candidates of a ranking. It times them only if it was heard of each, and
    /// if it has a way for more than half of them: where it has not, its map does not cover the place.
    #[must_use]
    pub fn by_road(source: TravelSource, candidates: &[AgentId], ways: HashMap<AgentId, Way>) -> Option<Self> {
        let found: Vec<&Way> = candidates.iter().filter_map(|agent| ways.get(agent)).collect();
        let on_road = found.iter().filter(|way| matches!(way, Way::Takes(_))).count();
        let serves = found.len() == candidates.len() && on_road * 2 > candidates.len();
        serves.then_some(Self::Road { source, ways })
    }

    /// Who timed the ranking.
    #[must_use]
    pub fn source(&self) -> TravelSource {
        match self {
            Self::GreatCircle(_) => TravelSource::GreatCircle,
            Self::Road { source, .. } => *source,
        }
    }

    /// Expected travel time in seconds of an agent whose base is so many metres away; `None` where the road source knows no
    /// way from the base.
    #[must_use]
    pub fn seconds(&self, agent: AgentId, distance_m: f64) -> Option<i64> {
        match self {
            Self::GreatCircle(pace) => Some(pace.seconds(distance_m)),
            Self::Road { ways, .. } => match ways.get(&agent) {
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

    fn by_road(ways: &[Option<Way>]) -> Option<Travel> {
        let all: Vec<AgentId> = (0..ways.len()).map(agent).collect();
        let known = ways.iter().enumerate().filter_map(|(at, way)| Some((agent(at), (*way)?)));
        Travel::by_road(TravelSource::Osrm, &all, known.collect())
    }

    #[test]
    fn a_base_off_the_road_spoils_no_ranking_and_a_map_of_elsewhere_times_none() {
        let (on, off, none) = (Some(Way::Takes(600)), Some(Way::OffRoad), Some(Way::NoRoad));
        let serves = |ways: &[Option<Way>]| by_road(ways).is_some();
        assert!(serves(&[on]) && serves(&[on, on, off]) && serves(&[on, on, off, on, none]));
        assert!(!serves(&[]) && !serves(&[on, off]) && !serves(&[on, off, none]));
        assert!(!serves(&[on, on, on, None]), "one that was not heard of");
        let travel = by_road(&[on, on, off]).unwrap();
        assert_eq!([0, 2, 3].map(|number| travel.seconds(agent(number), 1.0)), [Some(600), None, None]);
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
                None => prop_assert!(!is_whole || on_road * 2 <= ways.len()),
                Some(travel) => {
                    prop_assert!(is_whole && on_road * 2 > ways.len());
                    for (at, way) in ways.iter().enumerate() {
                        let expected = if let Some(Way::Takes(seconds)) = way { Some(*seconds) } else { None };
                        prop_assert_eq!(travel.seconds(agent(at), 1e6), expected);
                    }
                }
            }
        }
    }
}
