//! The warranty that begins when a unit is installed: from when, and until when for parts, labour and travel.

use chrono::NaiveDate;

use super::clause::{Verdict, WarrantyOutcome};
use super::facts::UnitFacts;
use super::judge::judge;
use super::months::term_end;
use super::policy::{Cover, StartsOn, WarrantyPolicy};

/// What begins on the day of installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// Code of the policy.
    pub policy: String,
    /// Its version.
    pub policy_version: i32,
    /// The day from which the months count.
    pub starts_on: NaiveDate,
    /// Months for parts, labour and travel; none where nothing is covered.
    pub months: Cover,
    /// Last day covered of parts, labour and travel; none where nothing is covered.
    pub until: [Option<NaiveDate>; 3],
}

impl Activation {
    /// The last day on which anything is covered.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.until.iter().flatten().max().copied().unwrap_or(self.starts_on)
    }
}

/// The verdict on a unit on the day of its installation, and what begins with it: nothing where the policy counts from
/// another day, or nothing is covered.
#[must_use]
pub fn activate(policies: &[WarrantyPolicy], unit: &UnitFacts, today: NaiveDate) -> (Verdict, Option<Activation>) {
    let verdict = judge(policies, unit, today);
    let is_covered = matches!(
        verdict.outcome,
        WarrantyOutcome::InWarranty | WarrantyOutcome::Partial | WarrantyOutcome::Provisional
    );
    let of = verdict.policy.as_deref().zip(verdict.policy_version).filter(|_| is_covered);
    let policy = of.and_then(|(code, version)| policies.iter().find(|it| it.code == code && it.version == version));
    let begun = policy.filter(|policy| policy.terms.starts_on == StartsOn::Installation);
    let activation = begun.and_then(|policy| begin(policy, unit));
    (verdict, activation)
}

fn begin(policy: &WarrantyPolicy, unit: &UnitFacts) -> Option<Activation> {
    let terms = &policy.terms;
    let starts_on = terms.start(unit)?;
    let granted = |months: u32, percent: u32| if percent > 0 { months } else { 0 };
    let months = Cover {
        parts: granted(terms.months.parts, terms.percents.parts),
        labour: granted(terms.months.labour, terms.percents.labour),
        travel: granted(terms.months.travel, terms.percents.travel),
    };
    let until = |months: u32| (months > 0).then(|| term_end(terms.calendar, starts_on, months).pred_opt()).flatten();
    Some(Activation {
        policy: policy.code.clone(),
        policy_version: policy.version,
        starts_on,
        months,
        until: [until(months.parts), until(months.labour), until(months.travel)],
    })
}
