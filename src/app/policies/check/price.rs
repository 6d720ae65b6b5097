//! What is wrong with prices and terms.

use super::within;
use crate::app::Catalogue;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::money::Money;
use crate::domain::policy::{PricePolicy, Tariff};

/// More than anything in a household costs; above it somebody typed too many noughts.
const MOST_AMOUNT: i64 = 1_000_000_000_000;
const MOST_DAYS: i64 = 3_660;

pub(super) fn check(policy: &PricePolicy, catalogue: &Catalogue, faults: &mut Faults) {
    for (at, it) in policy.tariffs.iter().enumerate() {
        tariff(&format!("tariffs.{at}"), it, catalogue, faults);
    }
    for (at, tax) in policy.taxes.iter().enumerate() {
        within(faults, &format!("taxes.{at}.basis_points"), tax.basis_points, (0, 5_000));
        if policy.taxes[..at].iter().any(|other| other.from == tax.from) {
            faults.add_about(format!("spec.taxes.{at}.from"), FaultCode::Duplicate, tax.from.to_string());
        }
    }
    within(faults, "quote_hours", policy.quote_hours, (1, 2_160));
    within(faults, "labour_guarantee_days", policy.labour_guarantee_days, (0, MOST_DAYS));
    within(faults, "part_guarantee_days", policy.part_guarantee_days, (0, MOST_DAYS));
}

fn tariff(field: &str, it: &Tariff, catalogue: &Catalogue, faults: &mut Faults) {
    let mut unknown = |name: &str, code: Option<&String>, is_known: &dyn Fn(&str) -> bool, fault| {
        if let Some(code) = code.filter(|code| !is_known(code)) {
            faults.add_about(format!("spec.{field}.{name}"), fault, code.clone());
        }
    };
    unknown("category", it.category.as_ref(), &|code| catalogue.category(code).is_some(), FaultCode::CategoryUnknown);
    unknown("fault", it.fault.as_ref(), &|code| catalogue.fault(code).is_some(), FaultCode::FaultUnknown);
    let is_province = |code: &str| catalogue.province(code) == Some(code);
    unknown("province", it.province.as_ref(), &is_province, FaultCode::ProvinceUnknown);
    let amount = |Money { amount, .. }| amount;
    within(faults, &format!("{field}.least"), amount(it.least), (0, MOST_AMOUNT));
    within(faults, &format!("{field}.most"), amount(it.most), (amount(it.least), MOST_AMOUNT));
    within(faults, &format!("{field}.visit_fee"), amount(it.visit_fee), (0, MOST_AMOUNT));
    if it.from.zip(it.until).is_some_and(|(from, until)| until < from) {
        faults.add(format!("spec.{field}.until"), FaultCode::DateOrder);
    }
}
