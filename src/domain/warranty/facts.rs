//! What a verdict rests on.

use chrono::NaiveDate;

use super::clause::ClauseResult;
use super::exclusion::ExclusionCode;
use super::policy::Cover;
use crate::domain::fault::FaultCode;

/// What is known of the unit on the day of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UnitFacts {
    /// Brand code.
    pub brand: Option<String>,
    /// Category code.
    pub category: String,
    /// Model code.
    pub model: Option<String>,
    /// Serial, if told.
    pub serial: Option<String>,
    /// Whether the serial has the model's form; unknown without a serial or a form.
    pub serial_fits: Option<bool>,
    /// Another customer has a unit with this serial.
    pub serial_elsewhere: bool,
    /// What the organisation has noted of the unit.
    pub flags: Vec<UnitFlag>,
    /// Day of manufacture.
    pub manufactured_on: Option<NaiveDate>,
    /// Day of sale as the customer says.
    pub purchased_on: Option<NaiveDate>,
    /// Day of installation.
    pub installed_on: Option<NaiveDate>,
    /// Whether a proof of the dates was seen.
    pub proof_seen: bool,
    /// The newest official query about the unit.
    pub query: Option<OfficialQuery>,
    /// Day on which the unit was sold on to its present owner.
    pub transferred_on: Option<NaiveDate>,
    /// The first of the units that this one came in place of.
    pub replaced: Option<ReplacedUnit>,
    /// Contracts that extend the warranty.
    pub extensions: Vec<Extension>,
    /// Fault group of the fault reported.
    pub fault_group: Option<String>,
    /// Completed repairs of the unit, any order.
    pub earlier: Vec<EarlierRepair>,
    /// What was found of what policies exclude.
    pub found: Vec<ExclusionCode>,
}

impl UnitFacts {
    /// Earlier repairs of the fault group reported.
    pub(super) fn same_fault(&self) -> impl Iterator<Item = &EarlierRepair> {
        self.earlier.iter().filter(|repair| repair.fault_group.is_some() && repair.fault_group == self.fault_group)
    }

    /// Whether a dealer has it and nobody bought it yet.
    pub(super) fn is_unsold(&self) -> bool {
        self.flags.contains(&UnitFlag::DealerStock) && self.purchased_on.is_none() && self.installed_on.is_none()
    }

    /// What was found, the use in a business among it.
    pub(super) fn findings(&self) -> Vec<ExclusionCode> {
        let mut found = self.found.clone();
        if self.flags.contains(&UnitFlag::CommercialUse) {
            found.push(ExclusionCode::CommercialUse);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether its serial speaks for it: unknown without a serial or a form.
    pub(super) fn serial_result(&self) -> ClauseResult {
        match self.serial_fits {
            Some(fits) if self.serial.is_some() => ClauseResult::of(fits),
            _ => ClauseResult::Open,
        }
    }
}

/// What the organisation has noted of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitFlag {
    /// Barred from the warranty.
    Blocked,
    /// Reported stolen.
    Stolen,
    /// Called back and not corrected yet; set by the product.
    Recalled,
    /// Not sold yet.
    DealerStock,
    /// Its guarantee card is of someone else.
    ThirdPartyCard,
    /// Used in a business.
    CommercialUse,
    /// Contracts extend its warranty; set by the product.
    Extended,
    /// The official office was asked about it; set by the product.
    Queried,
}

crate::domain::codes!(UnitFlag {
    Blocked => "blocked", Stolen => "stolen", Recalled => "recalled", DealerStock => "dealer_stock",
    ThirdPartyCard => "third_party_card", CommercialUse => "commercial_use", Extended => "extended",
    Queried => "queried",
});

impl UnitFlag {
    /// Whether people set it; the others follow from what they record.
    #[must_use]
    pub fn is_by_hand(self) -> bool {
        !matches!(self, Self::Extended | Self::Queried | Self::Recalled)
    }
}

/// What proves the dates of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProofKind {
    /// An invoice.
    Invoice,
    /// The organisation's own guarantee card.
    GuaranteeCard,
    /// A photo of the plate or of a paper.
    Photo,
    /// A card of someone else: proves nothing here.
    ThirdPartyCard,
}

crate::domain::codes!(ProofKind {
    Invoice => "invoice", GuaranteeCard => "guarantee_card", Photo => "photo", ThirdPartyCard => "third_party_card",
});

impl ProofKind {
    /// Whether it proves the dates of a unit to this organisation.
    #[must_use]
    pub fn proves(self) -> bool {
        self != Self::ThirdPartyCard
    }
}

/// What is wrong with the dates of a unit, by field: it is made, sold and set up in this order, and not after `today`.
#[must_use]
pub fn date_faults(
    manufactured_on: Option<NaiveDate>,
    purchased_on: Option<NaiveDate>,
    installed_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<(&'static str, FaultCode, String)> {
    let mut faults = Vec::new();
    let dates = [("manufactured_on", manufactured_on), ("purchased_on", purchased_on), ("installed_on", installed_on)];
    let mut earlier: Option<NaiveDate> = None;
    for (field, day) in dates {
        let Some(day) = day else { continue };
        if today < day {
            faults.push((field, FaultCode::DateInFuture, today.to_string()));
        } else if earlier.is_some_and(|earlier| day < earlier) {
            faults.push((field, FaultCode::DateOrder, String::new()));
        }
        earlier = earlier.max(Some(day));
    }
    faults
}

/// What the official query about a unit said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryResult {
    /// The unit is genuine.
    Genuine,
    /// It is not.
    NotGenuine,
    /// Asked and not answered yet.
    Pending,
}

crate::domain::codes!(QueryResult { Genuine => "genuine", NotGenuine => "not_genuine", Pending => "pending" });

/// An official query, recorded by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialQuery {
    /// What it said.
    pub result: QueryResult,
    /// When it was asked.
    pub checked_on: NaiveDate,
}

/// Dates of the first of the units that another came in place of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReplacedUnit {
    /// Day of manufacture.
    pub manufactured_on: Option<NaiveDate>,
    /// Day of sale.
    pub purchased_on: Option<NaiveDate>,
    /// Day of installation.
    pub installed_on: Option<NaiveDate>,
}

/// A contract that extends the warranty.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Number of the contract.
    pub contract: String,
    /// First day covered.
    pub starts_on: NaiveDate,
    /// Last day covered.
    pub ends_on: NaiveDate,
    /// Share covered in percent.
    pub percents: Cover,
}

/// A completed repair of the unit.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierRepair {
    /// Its job, as text for the evidence.
    pub job: String,
    /// Day of the report.
    pub reported_on: NaiveDate,
    /// Day on which the work was done.
    pub completed_on: NaiveDate,
    /// Fault group that was mended.
    pub fault_group: Option<String>,
    /// Whether a part was fitted.
    #[serde(default)]
    pub part_fitted: bool,
}
