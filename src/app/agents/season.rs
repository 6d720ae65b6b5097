//! A time of another capacity as someone typed it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::fault::FaultCode;
use crate::domain::id::{AgentId, SeasonId};
use crate::store::agent_facts::SeasonRow;
use crate::store::{Col, Day, Json};

/// Most percent of the contract's capacity.
pub const MOST_PERCENT: i32 = 1_000;

/// A season: either `from` and `to`, or Jalali `months`; either `percent`, or three capacities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSeason {
    /// First day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<NaiveDate>,
    /// Jalali months, 1 (Farvardin) to 12 (Esfand), each year.
    #[serde(default)]
    pub months: Vec<u8>,
    /// Percent of the contract's capacity, 0 to 1000.
    pub percent: Option<i32>,
    /// Open jobs at once.
    pub capacity_open: Option<i32>,
    /// Jobs a day.
    pub capacity_day: Option<i32>,
    /// Minutes of work a day.
    pub capacity_minutes_day: Option<i32>,
}

impl NewSeason {
    /// What is wrong with it: field, code, and what the message mentions.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, FaultCode, String)> {
        let mut faults = Vec::new();
        let mut note = |field, code, about: &str| faults.push((field, code, about.to_owned()));
        match (self.from, self.to) {
            (None, None) if self.months.is_empty() => note("from", FaultCode::Required, ""),
            (Some(_) | None, Some(_)) | (Some(_), None) if !self.months.is_empty() => {
                note("months", FaultCode::NotAllowed, "from, to");
            }
            (None, Some(_)) => note("from", FaultCode::Required, ""),
            (Some(_), None) => note("to", FaultCode::Required, ""),
            (Some(from), Some(to)) if to < from => note("to", FaultCode::DateOrder, ""),
            _ => (),
        }
        if self.months.iter().any(|month| !(1..=12).contains(month)) {
            note("months", FaultCode::OutOfRange, "1–12");
        }
        if self.percent.is_some_and(|percent| !(0..=MOST_PERCENT).contains(&percent)) {
            note("percent", FaultCode::OutOfRange, "0–1000");
        }
        let own = [
            ("capacity_open", self.capacity_open),
            ("capacity_day", self.capacity_day),
            ("capacity_minutes_day", self.capacity_minutes_day),
        ];
        for (field, figure) in own {
            match figure {
                None if self.percent.is_none() => note(field, FaultCode::Required, ""),
                Some(_) if self.percent.is_some() => note(field, FaultCode::NotAllowed, "percent"),
                Some(figure) if figure < 0 => note(field, FaultCode::OutOfRange, "≥ 0"),
                _ => (),
            }
        }
        faults
    }

    /// Its row.
    #[must_use]
    pub fn into_row(self, id: Col<SeasonId>, agent_id: Col<AgentId>) -> SeasonRow {
        SeasonRow {
            id,
            agent_id,
            from_day: self.from.map(Day),
            to_day: self.to.map(Day),
            months: Json(self.months),
            percent: self.percent,
            capacity_open: self.capacity_open,
            capacity_day: self.capacity_day,
            capacity_minutes_day: self.capacity_minutes_day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_has_one_span_and_one_capacity() {
        let day = |text: &str| Some(text.parse().unwrap());
        let dated =
            NewSeason { from: day("2026-12-01"), to: day("2026-12-31"), percent: Some(150), ..Default::default() };
        assert_eq!(dated.faults(), []);
        let fields = |season: &NewSeason| season.faults().into_iter().map(|it| (it.0, it.1)).collect::<Vec<_>>();
        assert_eq!(fields(&NewSeason { to: day("2026-11-01"), ..dated.clone() }), [("to", FaultCode::DateOrder)]);
        assert_eq!(fields(&NewSeason { months: vec![1], ..dated.clone() }), [("months", FaultCode::NotAllowed)]);
        assert_eq!(
            fields(&NewSeason { months: vec![13], percent: Some(1), ..Default::default() }),
            [("months", FaultCode::OutOfRange)]
        );
        assert_eq!(fields(&NewSeason { capacity_day: Some(1), ..dated }), [("capacity_day", FaultCode::NotAllowed)]);
        assert_eq!(fields(&NewSeason::default()).len(), 4);
    }
}
