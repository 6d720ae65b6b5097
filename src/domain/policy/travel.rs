//! How fast one gets on by region and time of day, where no road source is asked.

use crate::domain::calendar::WeekHours;
use crate::domain::travel::Roads;

/// Hours in which one gets on faster or slower than the region usually lets.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourBand {
    /// When, in the organisation's time.
    pub hours: WeekHours,
    /// Mean speed on the road then, metres a second.
    pub speed_m_s: f64,
}

/// Provinces whose roads are alike.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Codes of the provinces.
    pub provinces: Vec<String>,
    /// Road metres for each metre of great circle.
    pub detour_factor: f64,
    /// Mean speed on the road outside the bands, metres a second.
    pub speed_m_s: f64,
    /// Hours with another speed; the first that holds the time counts.
    pub bands: Vec<HourBand>,
}

/// Figures by region; a province that none has goes by the dispatch policy's own.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelPolicy {
    /// The regions; the first that has a province counts.
    pub regions: Vec<Region>,
}

impl TravelPolicy {
    /// The roads of a province; hours are those of the zone.
    #[must_use]
    pub fn roads_in(&self, province: &str, zone: chrono_tz::Tz) -> Roads {
        let region = self.regions.iter().find(|region| region.provinces.iter().any(|code| code == province));
        region.map_or_else(Roads::default, |region| Roads::of(region, zone))
    }
}
