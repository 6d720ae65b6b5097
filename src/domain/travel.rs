//! Travel time: the figures of a region by time of day, and what a road source says of a way.

use std::sync::Arc;

use chrono::Timelike as _;
use chrono_tz::Tz;

use super::policy::{DispatchPolicy, Region};
use super::time::Instant;

/// Who says how long a way takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TravelSource {
    /// Great circle × detour factor ÷ speed.
    #[default]
    GreatCircle,
    /// OSRM, the open source routing machine.
    Osrm,
    /// Valhalla.
    Valhalla,
}

super::codes!(TravelSource { GreatCircle => "great_circle", Osrm => "osrm", Valhalla => "valhalla" });

/// What a road source says of the way from a base to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It takes so many seconds.
    Takes(i64),
    /// The base is too far from every road.
    OffRoad,
    /// No road leads there.
    NoRoad,
}

/// How a great circle becomes a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Road metres for each metre of great circle.
    pub detour_factor: f64,
    /// Mean speed on the road, metres a second.
    pub speed_m_s: f64,
}

impl Pace {
    /// Expected travel time in seconds over a great-circle distance in metres.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "times on the globe are far below 2^52")]
    pub fn seconds(self, distance_m: f64) -> i64 {
        (distance_m * self.detour_factor / self.speed_m_s).round() as i64
    }
}

/// The roads around a job: the figures of its region, if one has the province.
#[derive(Debug, Clone, Default)]
pub struct Roads {
    region: Option<Arc<Region>>,
    zone: Tz,
}

impl Roads {
    /// The roads of a region, whose hours are those of the zone.
    #[must_use]
    pub fn of(region: &Region, zone: Tz) -> Self {
        Self { region: Some(Arc::new(region.clone())), zone }
    }

    /// How one gets on at a time; by the dispatch policy where no region has the province.
    #[must_use]
    pub fn pace(&self, policy: &DispatchPolicy, at: Instant) -> Pace {
        let Some(region) = &self.region else {
            return Pace { detour_factor: policy.detour_factor, speed_m_s: policy.speed_m_s };
        };
        let usual = Pace { detour_factor: region.detour_factor, speed_m_s: region.speed_m_s };
        if region.bands.is_empty() {
            return usual;
        }
        let clock = at.with_timezone(&self.zone);
        let minute = u16::try_from(clock.hour() * 60 + clock.minute()).unwrap_or(0);
        let holds = |hours: &super::hours::WeekHours| {
            hours.on(clock.date_naive()).iter().any(|(from, to)| (*from..*to).contains(&minute))
        };
        let band = region.bands.iter().find(|band| holds(&band.hours));
        Pace { speed_m_s: band.map_or(usual.speed_m_s, |band| band.speed_m_s), ..usual }
    }

    /// Expected travel time in seconds over a great-circle distance in metres, when one sets out at `at`.
    #[must_use]
    pub fn travel_s(&self, policy: &DispatchPolicy, distance_m: f64, at: Instant) -> i64 {
        self.pace(policy, at).seconds(distance_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::HourBand;

    #[test]
    fn the_hour_of_the_region_rules_and_the_policy_where_no_region_does() {
        let policy = DispatchPolicy::default();
        let region = Region {
            provinces: vec!["tehran".to_owned()],
            detour_factor: 1.4,
            speed_m_s: 8.0,
            bands: vec![
                HourBand { hours: "sat-wed 07:00-09:00".parse().unwrap(), speed_m_s: 5.0 },
                HourBand { hours: "sat-fri 22:00-06:00".parse().unwrap(), speed_m_s: 12.0 },
            ],
        };
        let roads = Roads::of(&region, Tz::Asia__Tehran);
        let speed = |at: &str| roads.pace(&policy, at.parse().unwrap()).speed_m_s.to_string();
        // 22 November 2026 is a Sunday, 26 November a Thursday.
        for (at, expected) in [
            ("2026-11-22T06:59:59+03:30", "8"),
            ("2026-11-22T07:00:00+03:30", "5"),
            ("2026-11-22T08:59:59+03:30", "5"),
            ("2026-11-22T09:00:00+03:30", "8"),
            ("2026-11-26T08:00:00+03:30", "8"),
            ("2026-11-26T23:00:00+03:30", "12"),
            ("2026-11-27T05:59:00+03:30", "12"),
        ] {
            assert_eq!(speed(at), expected, "{at}");
        }
        let rush = "2026-11-22T08:00:00+03:30".parse().unwrap();
        assert_eq!(roads.travel_s(&policy, 1_000.0, rush), 280);
        assert_eq!(Roads::default().travel_s(&policy, 8_300.0, rush), 1_350);
    }
}
