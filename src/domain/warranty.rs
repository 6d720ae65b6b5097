//! The warranty verdict: a pure function of policies and facts, clause by clause with its evidence.

use chrono::{Months, NaiveDate};

/// What the verdict says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarrantyOutcome {
    /// Parts, labour and travel are covered.
    InWarranty,
    /// Nothing is covered.
    OutOfWarranty,
    /// Some of parts, labour and travel is covered.
    Partial,
    /// Covered if the proof that is awaited holds.
    Provisional,
    /// There is not enough to say.
    Unknown,
}

super::codes!(WarrantyOutcome {
    InWarranty => "in_warranty", OutOfWarranty => "out_of_warranty", Partial => "partial",
    Provisional => "provisional", Unknown => "unknown",
});

/// The date from which the months count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StartsOn {
    /// Day of sale.
    Sale,
    /// Day of installation.
    Installation,
    /// Day of manufacture.
    Manufacture,
}

super::codes!(StartsOn { Sale => "sale", Installation => "installation", Manufacture => "manufacture" });

/// What one policy version grants. Months of 0 grant nothing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WarrantyPolicy {
    /// Stable code.
    pub code: String,
    /// Version, from 1.
    pub version: i32,
    /// Brand code, or any.
    pub brand: Option<String>,
    /// Category code, or any.
    pub category: Option<String>,
    /// Model code, or any.
    pub model: Option<String>,
    /// First day of sale that it is for.
    pub sold_from: Option<NaiveDate>,
    /// Last day of sale that it is for.
    pub sold_to: Option<NaiveDate>,
    /// What the months count from.
    pub starts_on: StartsOn,
    /// Months, for parts, labour and travel.
    pub months: Cover,
    /// Share covered within the months in percent, for parts, labour and travel.
    pub percents: Cover,
}

/// A figure for each of what a repair costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Cover {
    /// Parts.
    pub parts: u32,
    /// Labour.
    pub labour: u32,
    /// Travel.
    pub travel: u32,
}

/// What is known of the unit on the day of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// Blocked, stolen or recalled by the organisation.
    pub blocked: bool,
    /// Day of manufacture.
    pub manufactured_on: Option<NaiveDate>,
    /// Day of sale as the customer says.
    pub purchased_on: Option<NaiveDate>,
    /// Day of installation.
    pub installed_on: Option<NaiveDate>,
    /// Whether a proof of the dates was seen.
    pub proof_seen: bool,
}

/// A rule of the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClauseCode {
    /// A policy is for this unit.
    PolicyApplies,
    /// The serial is one of ours, of one customer, and not blocked.
    SerialAuthentic,
    /// The date from which the months count is known.
    StartKnown,
    /// A proof of that date was seen.
    ProofSeen,
    /// Parts are within their months.
    PartsCovered,
    /// Labour is within its months.
    LabourCovered,
    /// Travel is within its months.
    TravelCovered,
}

super::codes!(ClauseCode {
    PolicyApplies => "POLICY_APPLIES", SerialAuthentic => "SERIAL_AUTHENTIC", StartKnown => "START_KNOWN",
    ProofSeen => "PROOF_SEEN", PartsCovered => "PARTS_COVERED", LabourCovered => "LABOUR_COVERED",
    TravelCovered => "TRAVEL_COVERED",
});

/// What a clause found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClauseResult {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It cannot be said yet.
    Open,
}

super::codes!(ClauseResult { Holds => "holds", Fails => "fails", Open => "open" });

/// One clause with its evidence: codes and dates, no sentence.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Clause {
    /// The rule.
    pub code: ClauseCode,
    /// What it found.
    pub result: ClauseResult,
    /// What it rests on, such as a policy code, a date or a serial.
    pub evidence: String,
}

/// The verdict with every clause and the policy version it rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Verdict {
    /// What it says.
    pub outcome: WarrantyOutcome,
    /// The clauses in the order in which they were asked.
    pub clauses: Vec<Clause>,
    /// Policy code, if one applies.
    pub policy: Option<String>,
    /// Its version.
    pub policy_version: Option<i32>,
}

impl WarrantyPolicy {
    fn applies(&self, unit: &UnitFacts) -> bool {
        let fits = |wanted: &Option<String>, found: Option<&String>| wanted.as_ref().is_none_or(|it| Some(it) == found);
        let sold = unit.purchased_on.or(unit.installed_on);
        fits(&self.brand, unit.brand.as_ref())
            && fits(&self.category, Some(&unit.category))
            && fits(&self.model, unit.model.as_ref())
            && self.sold_from.is_none_or(|from| sold.is_some_and(|day| from <= day))
            && self.sold_to.is_none_or(|to| sold.is_some_and(|day| day <= to))
    }

    /// Model before category before brand; a dated policy before one that is not.
    fn precedence(&self) -> (bool, bool, bool, bool) {
        (self.model.is_some(), self.category.is_some(), self.brand.is_some(), self.sold_from.is_some())
    }

    fn start(&self, unit: &UnitFacts) -> Option<NaiveDate> {
        match self.starts_on {
            StartsOn::Sale => unit.purchased_on,
            StartsOn::Installation => unit.installed_on.or(unit.purchased_on),
            StartsOn::Manufacture => unit.manufactured_on,
        }
    }
}

/// The verdict for `unit` on the local day `today`. The most specific policy that applies decides.
///
/// The last covered day is the day before the same day `months` later; a month too short for the day ends it on its
/// last day (as `chrono::Months` counts).
#[must_use]
pub fn judge(policies: &[WarrantyPolicy], unit: &UnitFacts, today: NaiveDate) -> Verdict {
    let mut clauses = Vec::new();
    let mut note = |code, result, evidence: String| clauses.push(Clause { code, result, evidence });
    let policy = policies.iter().filter(|policy| policy.applies(unit)).max_by_key(|policy| policy.precedence());
    let Some(policy) = policy else {
        note(ClauseCode::PolicyApplies, ClauseResult::Fails, unit.category.clone());
        return Verdict { outcome: WarrantyOutcome::Unknown, clauses, policy: None, policy_version: None };
    };
    note(ClauseCode::PolicyApplies, ClauseResult::Holds, format!("{} v{}", policy.code, policy.version));
    let authentic = authenticity(unit);
    note(ClauseCode::SerialAuthentic, authentic, unit.serial.clone().unwrap_or_default());
    let start = policy.start(unit);
    let known = if start.is_some() { ClauseResult::Holds } else { ClauseResult::Open };
    note(ClauseCode::StartKnown, known, start.map(|day| day.to_string()).unwrap_or_default());
    let proof = if unit.proof_seen { ClauseResult::Holds } else { ClauseResult::Open };
    note(ClauseCode::ProofSeen, proof, String::new());
    let mut covered = [false; 3];
    if let Some(start) = start {
        let parts = [
            (ClauseCode::PartsCovered, policy.months.parts, policy.percents.parts),
            (ClauseCode::LabourCovered, policy.months.labour, policy.percents.labour),
            (ClauseCode::TravelCovered, policy.months.travel, policy.percents.travel),
        ];
        for (slot, (code, months, percent)) in covered.iter_mut().zip(parts) {
            let until = start.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
            *slot = start <= today && today < until && percent > 0;
            let result = if *slot { ClauseResult::Holds } else { ClauseResult::Fails };
            note(code, result, format!("{start}/{until} {percent}%"));
        }
    }
    let outcome = weigh(authentic, start.is_some(), unit.proof_seen, covered);
    Verdict { outcome, clauses, policy: Some(policy.code.clone()), policy_version: Some(policy.version) }
}

fn authenticity(unit: &UnitFacts) -> ClauseResult {
    if unit.blocked || unit.serial_elsewhere || unit.serial_fits == Some(false) {
        ClauseResult::Fails
    } else if unit.serial.is_some() && unit.serial_fits == Some(true) {
        ClauseResult::Holds
    } else {
        ClauseResult::Open
    }
}

fn weigh(authentic: ClauseResult, start_known: bool, proof_seen: bool, covered: [bool; 3]) -> WarrantyOutcome {
    let all = covered.iter().all(|it| *it);
    let any = covered.iter().any(|it| *it);
    if authentic == ClauseResult::Fails {
        WarrantyOutcome::OutOfWarranty
    } else if !start_known {
        WarrantyOutcome::Unknown
    } else if !any {
        WarrantyOutcome::OutOfWarranty
    } else if !proof_seen && authentic != ClauseResult::Holds {
        WarrantyOutcome::Provisional
    } else if all {
        WarrantyOutcome::InWarranty
    } else {
        WarrantyOutcome::Partial
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(category: Option<&str>, months: u32, travel: u32) -> WarrantyPolicy {
        WarrantyPolicy {
            code: category.unwrap_or("general").to_owned(),
            version: 1,
            brand: None,
            category: category.map(str::to_owned),
            model: None,
            sold_from: None,
            sold_to: None,
            starts_on: StartsOn::Sale,
            months: Cover { parts: months, labour: months, travel },
            percents: Cover { parts: 100, labour: 100, travel: 100 },
        }
    }

    fn unit(purchased: &str) -> UnitFacts {
        UnitFacts {
            category: "refrigerator".to_owned(),
            serial: Some("ZR12345678".to_owned()),
            serial_fits: Some(true),
            purchased_on: purchased.parse().ok(),
            ..UnitFacts::default()
        }
    }

    fn outcome(policies: &[WarrantyPolicy], unit: &UnitFacts, today: &str) -> WarrantyOutcome {
        judge(policies, unit, today.parse().unwrap()).outcome
    }

    #[test]
    fn the_last_covered_day_is_the_day_before_the_anniversary() {
        let policies = [policy(None, 18, 18)];
        let unit = unit("2025-05-22");
        assert_eq!(outcome(&policies, &unit, "2026-11-21"), WarrantyOutcome::InWarranty);
        assert_eq!(outcome(&policies, &unit, "2026-11-22"), WarrantyOutcome::OutOfWarranty);
        assert_eq!(outcome(&policies, &unit, "2025-05-21"), WarrantyOutcome::OutOfWarranty);
    }

    #[test]
    fn the_more_specific_policy_decides_and_travel_may_end_first() {
        let policies = [policy(None, 12, 12), policy(Some("refrigerator"), 24, 6)];
        assert_eq!(outcome(&policies, &unit("2025-10-01"), "2026-11-22"), WarrantyOutcome::Partial);
    }

    #[test]
    fn what_is_missing_makes_it_provisional_or_unknown() {
        let policies = [policy(None, 18, 18)];
        let bare = UnitFacts { serial: None, serial_fits: None, ..unit("2026-01-01") };
        assert_eq!(outcome(&policies, &bare, "2026-11-22"), WarrantyOutcome::Provisional);
        let seen = UnitFacts { proof_seen: true, ..bare.clone() };
        assert_eq!(outcome(&policies, &seen, "2026-11-22"), WarrantyOutcome::InWarranty);
        let undated = UnitFacts { purchased_on: None, ..bare };
        assert_eq!(outcome(&policies, &undated, "2026-11-22"), WarrantyOutcome::Unknown);
        let strange = UnitFacts { serial_fits: Some(false), ..unit("2026-01-01") };
        assert_eq!(outcome(&policies, &strange, "2026-11-22"), WarrantyOutcome::OutOfWarranty);
        assert_eq!(outcome(&[], &strange, "2026-11-22"), WarrantyOutcome::Unknown);
    }
}
