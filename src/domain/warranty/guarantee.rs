//! The guarantee of an earlier repair or part: for the same unit and fault group, whatever the warranty says.

use chrono::{Days, NaiveDate};

use super::clause::{Clause, ClauseCode, ClauseResult};
use super::facts::{EarlierRepair, UnitFacts};
use super::months::term_end;
use super::policy::{Cover, WarrantyTerms};

/// What is guaranteed after a repair. 0 guarantees nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Guarantee {
    /// Days from the end of a repair in which the same fault is mended free of charge.
    #[serde(default)]
    pub repair_days: u32,
    /// Months from the end of a repair in which a part that was fitted is replaced free of charge.
    #[serde(default)]
    pub part_months: u32,
}

/// What the guarantees cover, and their clauses if any was asked.
pub(super) struct Guaranteed {
    pub clauses: Vec<Clause>,
    pub repair: Cover,
    pub part: Cover,
}

/// Asks the guarantees on `today`; one that is asked about and void, because of `is_void`, fails.
pub(super) fn ask(terms: &WarrantyTerms, unit: &UnitFacts, (today, is_void): (NaiveDate, bool)) -> Guaranteed {
    let mut asked = Guaranteed { clauses: Vec::new(), repair: Cover::NONE, part: Cover::NONE };
    let same: Vec<&EarlierRepair> = unit.same_fault().collect();
    let law_months = if terms.consumer_law.is_on { terms.consumer_law.repair_guarantee_months } else { 0 };
    let repair_end = |repair: &EarlierRepair| {
        let by_days = repair.completed_on.checked_add_days(Days::new(u64::from(terms.guarantee.repair_days)));
        let by_law = term_end(terms.calendar, repair.completed_on, law_months);
        by_days.unwrap_or(NaiveDate::MAX).max(by_law)
    };
    let part_end = |repair: &EarlierRepair| term_end(terms.calendar, repair.completed_on, terms.guarantee.part_months);
    if terms.guarantee.repair_days > 0 || law_months > 0 {
        asked.repair = asked.note((ClauseCode::RepairGuaranteed, Cover::WHOLE), &same, (today, is_void), repair_end);
    }
    if terms.guarantee.part_months > 0 {
        let fitted: Vec<&EarlierRepair> = same.iter().copied().filter(|repair| repair.part_fitted).collect();
        let parts = Cover { parts: 100, ..Cover::NONE };
        asked.part = asked.note((ClauseCode::PartGuaranteed, parts), &fitted, (today, is_void), part_end);
    }
    asked
}

impl Guaranteed {
    /// The clause about the repair whose guarantee ends last, and what it covers today.
    fn note(
        &mut self,
        (code, covered): (ClauseCode, Cover),
        repairs: &[&EarlierRepair],
        (today, is_void): (NaiveDate, bool),
        end: impl Fn(&EarlierRepair) -> NaiveDate,
    ) -> Cover {
        let Some(last) = repairs.iter().max_by_key(|repair| end(repair)) else { return Cover::NONE };
        let until = end(last);
        let holds = !is_void && last.completed_on <= today && today < until;
        let last_day = until.pred_opt().unwrap_or(until);
        let evidence = format!("{} {}/{last_day}", last.job, last.completed_on);
        self.clauses.push(Clause { code, result: ClauseResult::of(holds), evidence });
        if holds { covered } else { Cover::NONE }
    }
}
