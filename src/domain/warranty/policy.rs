//! What a policy grants: whom it is for, what its months count from, what it covers and excludes.

use chrono::NaiveDate;

use super::exclusion::ExclusionCode;
use super::facts::UnitFacts;
use super::guarantee::Guarantee;
use super::law::ConsumerLaw;
use super::months::TermCalendar;
use crate::domain::fault::{FaultCode, Faults};

const MOST_MONTHS: u32 = 600;
const MOST_DAYS: u32 = 3_660;
const MOST_YEARS: u32 = 50;
const MOST_REPAIRS: u32 = 20;

/// The date from which the months count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StartsOn {
    /// Day of sale.
    Sale,
    /// Day of installation; of sale where that is not known.
    Installation,
    /// Day of manufacture.
    Manufacture,
}

crate::domain::codes!(StartsOn { Sale => "sale", Installation => "installation", Manufacture => "manufacture" });

/// A figure for each of what a repair costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Parts.
    pub parts: u32,
    /// Labour.
    pub labour: u32,
    /// Travel.
    pub travel: u32,
}

impl Cover {
    /// Nothing.
    pub const NONE: Self = Self { parts: 0, labour: 0, travel: 0 };
    /// Everything, in percent.
    pub const WHOLE: Self = Self { parts: 100, labour: 100, travel: 100 };

    /// The larger of each.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self {
            parts: self.parts.max(other.parts),
            labour: self.labour.max(other.labour),
            travel: self.travel.max(other.travel),
        }
    }

    /// Whether any figure is larger than the other's.
    #[must_use]
    pub fn is_beyond(self, other: Self) -> bool {
        self.most(other) != other
    }

    fn fields(self) -> [(&'static str, u32); 3] {
        [("parts", self.parts), ("labour", self.labour), ("travel", self.travel)]
    }
}

/// One version of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarrantyPolicy {
    /// Stable code.
    pub code: String,
    /// Version, from 1.
    pub version: i32,
    /// What it says.
    pub terms: WarrantyTerms,
}

/// What a policy says. Months of 0 grant nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarrantyTerms {
    /// Brand code, or any.
    pub brand: Option<String>,
    /// Category code, or any.
    pub category: Option<String>,
    /// Model code, or any.
    pub model: Option<String>,
    /// First day of sale that it is for.
    #[schema(value_type = Option<String>, format = Date)]
    pub sold_from: Option<NaiveDate>,
    /// Last day of sale that it is for.
    #[schema(value_type = Option<String>, format = Date)]
    pub sold_to: Option<NaiveDate>,
    /// What the months count from.
    pub starts_on: StartsOn,
    /// The calendar in which the months count.
    #[serde(default)]
    pub calendar: TermCalendar,
    /// Months, for parts, labour and travel.
    pub months: Cover,
    /// Share covered within the months in percent, for parts, labour and travel.
    pub percents: Cover,
    /// Whether a proof of the dates is wanted even if the serial is authentic.
    #[serde(default)]
    pub proof_required: bool,
    /// Whether the warranty goes along when the unit is sold on.
    #[serde(default = "usually")]
    pub is_transferable: bool,
    /// What is not covered.
    #[serde(default)]
    pub exclusions: Vec<ExclusionCode>,
    /// What is guaranteed after a repair.
    #[serde(default)]
    pub guarantee: Guarantee,
    /// Years, from where the months count, in which paid service and parts are owed.
    #[serde(default)]
    pub commitment_years: u32,
    /// Presets of consumer law, off until their official text was checked.
    #[serde(default)]
    pub consumer_law: ConsumerLaw,
}

const fn usually() -> bool {
    true
}

impl WarrantyTerms {
    /// Reads what is stored; the first rows held code and version beside the terms.
    ///
    /// # Errors
    /// A text that is no such terms.
    pub fn from_spec(spec: &str) -> Result<Self, serde_json::Error> {
        let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(spec)?;
        fields.remove("code");
        fields.remove("version");
        serde_json::from_value(fields.into())
    }

    pub(super) fn applies(&self, unit: &UnitFacts) -> bool {
        let fits = |wanted: &Option<String>, found: Option<&String>| wanted.as_ref().is_none_or(|it| Some(it) == found);
        let (_, purchased_on, installed_on) = dates(unit);
        let sold = purchased_on.or(installed_on);
        fits(&self.brand, unit.brand.as_ref())
            && fits(&self.category, Some(&unit.category))
            && fits(&self.model, unit.model.as_ref())
            && self.sold_from.is_none_or(|from| sold.is_some_and(|day| from <= day))
            && self.sold_to.is_none_or(|to| sold.is_some_and(|day| day <= to))
    }

    /// Model before category before brand; a dated policy before one that is not.
    pub(super) fn precedence(&self) -> (bool, bool, bool, bool) {
        let is_dated = self.sold_from.is_some() || self.sold_to.is_some();
        (self.model.is_some(), self.category.is_some(), self.brand.is_some(), is_dated)
    }

    /// The day from which the months of a unit count; a unit that came in place of another goes on with its term.
    pub(super) fn start(&self, unit: &UnitFacts) -> Option<NaiveDate> {
        let (manufactured_on, purchased_on, installed_on) = dates(unit);
        match self.starts_on {
            StartsOn::Sale => purchased_on,
            StartsOn::Installation => installed_on.or(purchased_on),
            StartsOn::Manufacture => manufactured_on,
        }
    }

    /// Whether earlier repairs of a unit can change what is covered.
    #[must_use]
    pub fn weighs_repairs(&self) -> bool {
        self.guarantee != Guarantee::default() || self.consumer_law.is_on
    }

    /// Whether there can be a unit for which both policies apply and neither comes first.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        let overlap = |a: &Self, b: &Self| match (a.sold_from, b.sold_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        self.precedence() == other.precedence()
            && (&self.brand, &self.category, &self.model) == (&other.brand, &other.category, &other.model)
            && overlap(self, other)
            && overlap(other, self)
    }

    /// Notes every figure that makes no sense, under `at`.
    pub fn check(&self, at: &str, faults: &mut Faults) {
        if let (Some(from), Some(to)) = (self.sold_from, self.sold_to)
            && to < from
        {
            faults.add(format!("{at}.sold_to"), FaultCode::DateOrder);
        }
        let mut within = |field: &str, figure: u32, most: u32| {
            if figure > most {
                faults.add_about(format!("{at}.{field}"), FaultCode::OutOfRange, format!("0–{most}"));
            }
        };
        for (name, months) in self.months.fields() {
            within(&format!("months.{name}"), months, MOST_MONTHS);
        }
        for (name, percent) in self.percents.fields() {
            within(&format!("percents.{name}"), percent, 100);
        }
        within("guarantee.repair_days", self.guarantee.repair_days, MOST_DAYS);
        within("guarantee.part_months", self.guarantee.part_months, MOST_MONTHS);
        within("commitment_years", self.commitment_years, MOST_YEARS);
        within("consumer_law.repair_guarantee_months", self.consumer_law.repair_guarantee_months, MOST_MONTHS);
        within("consumer_law.exchange_after", self.consumer_law.exchange_after, MOST_REPAIRS);
        within("consumer_law.delay_free_days", self.consumer_law.delay_free_days, MOST_DAYS);
        if self.months == Cover::NONE {
            faults.add(format!("{at}.months"), FaultCode::Required);
        }
        for (place, code) in self.exclusions.iter().enumerate() {
            if self.exclusions[..place].contains(code) {
                faults.add_about(format!("{at}.exclusions.{place}"), FaultCode::Duplicate, code.as_str());
            }
        }
    }
}

/// Days of manufacture, sale and installation that count for a unit.
fn dates(unit: &UnitFacts) -> (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) {
    match &unit.replaced {
        Some(first) => (first.manufactured_on, first.purchased_on, first.installed_on),
        None => (unit.manufactured_on, unit.purchased_on, unit.installed_on),
    }
}
