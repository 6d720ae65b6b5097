//! What the customer is told to pay: tariffs with their dates, visit fees, tax, validity and guarantees.

use chrono::NaiveDate;

use crate::domain::job::JobKind;
use crate::domain::money::Money;

/// The usual price of some work, and what coming and looking costs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// Category of the unit; every one when nothing is said.
    #[serde(default)]
    pub category: Option<String>,
    /// Kind of the job; every one when nothing is said.
    #[serde(default)]
    pub kind: Option<JobKind>,
    /// Fault; every one when nothing is said.
    #[serde(default)]
    pub fault: Option<String>,
    /// Province; every one when nothing is said.
    #[serde(default)]
    pub province: Option<String>,
    /// First day on which it counts.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day on which it counts.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// The lower end of the usual price.
    pub least: Money,
    /// The upper end of the usual price.
    pub most: Money,
    /// What coming and looking costs when nothing is done.
    pub visit_fee: Money,
}

/// A rate of tax from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRate {
    /// First day.
    pub from: NaiveDate,
    /// Hundredths of a percent.
    pub basis_points: i64,
}

/// Prices and terms.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricePolicy {
    /// Tariffs; of several that fit the narrowest counts, then the later one.
    pub tariffs: Vec<Tariff>,
    /// Rates of tax; the last that has begun counts.
    pub taxes: Vec<TaxRate>,
    /// Hours in which a quote can be approved.
    pub quote_hours: i64,
    /// Days of guarantee on work.
    pub labour_guarantee_days: i64,
    /// Days of guarantee on parts.
    pub part_guarantee_days: i64,
}

impl Default for PricePolicy {
    fn default() -> Self {
        Self {
            tariffs: Vec::new(),
            taxes: Vec::new(),
            quote_hours: 48,
            labour_guarantee_days: 90,
            part_guarantee_days: 180,
        }
    }
}

/// Work whose price is asked.
#[derive(Debug, Clone, Copy)]
pub struct Priced<'a> {
    /// Category of the unit.
    pub category: &'a str,
    /// Kind of the job.
    pub kind: JobKind,
    /// Fault, if known.
    pub fault: Option<&'a str>,
    /// Province.
    pub province: &'a str,
}

impl Tariff {
    /// How narrowly it fits; `None` when it does not.
    fn fit(&self, work: Priced<'_>, day: NaiveDate) -> Option<u8> {
        let is_dated = self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        let checks = [
            (self.fault.is_some(), self.fault.as_deref() == work.fault, 8),
            (self.category.is_some(), self.category.as_deref() == Some(work.category), 4),
            (self.kind.is_some(), self.kind == Some(work.kind), 2),
            (self.province.is_some(), self.province.as_deref() == Some(work.province), 1),
        ];
        let fits = is_dated && checks.iter().all(|(is_asked, is_met, _)| !is_asked || *is_met);
        fits.then(|| checks.iter().filter(|(is_asked, ..)| *is_asked).map(|(.., weight)| weight).sum())
    }
}

impl PricePolicy {
    /// The tariff of some work on a day.
    #[must_use]
    pub fn tariff(&self, work: Priced<'_>, day: NaiveDate) -> Option<&Tariff> {
        let fitting = self.tariffs.iter().filter_map(|tariff| Some((tariff.fit(work, day)?, tariff)));
        fitting.max_by_key(|(fit, _)| *fit).map(|(_, tariff)| tariff)
    }

    /// The tax of a day, hundredths of a percent.
    #[must_use]
    pub fn tax(&self, day: NaiveDate) -> i64 {
        let begun = self.taxes.iter().filter(|rate| rate.from <= day);
        begun.max_by_key(|rate| rate.from).map_or(0, |rate| rate.basis_points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_tariff_of_the_day_counts() {
        let plain = |fee| Tariff {
            category: None,
            kind: None,
            fault: None,
            province: None,
            from: None,
            until: None,
            least: Money::rials(1),
            most: Money::rials(2),
            visit_fee: Money::rials(fee),
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let policy = PricePolicy {
            tariffs: vec![
                Tariff { category: Some("washer".into()), ..plain(10) },
                plain(1),
                Tariff { fault: Some("LEAK".into()), ..plain(20) },
                Tariff { category: Some("washer".into()), from: Some(day("2027-03-21")), ..plain(30) },
            ],
            taxes: vec![
                TaxRate { from: day("2027-03-21"), basis_points: 1_200 },
                TaxRate { from: day("2024-03-20"), basis_points: 1_000 },
            ],
            ..PricePolicy::default()
        };
        let work = Priced { category: "washer", kind: JobKind::Repair, fault: None, province: "tehran" };
        let fee = |work, on| policy.tariff(work, day(on)).map(|tariff| tariff.visit_fee.amount);
        assert_eq!(fee(work, "2026-11-22"), Some(10));
        assert_eq!(fee(work, "2027-03-21"), Some(30), "the later of two equally narrow ones");
        assert_eq!(fee(Priced { fault: Some("LEAK"), ..work }, "2026-11-22"), Some(20));
        assert_eq!(fee(Priced { category: "oven", ..work }, "2026-11-22"), Some(1));
        assert_eq!((policy.tax(day("2026-11-22")), policy.tax(day("2027-04-01"))), (1_000, 1_200));
        assert_eq!(policy.tax(day("2020-01-01")), 0);
    }
}
