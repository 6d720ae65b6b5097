//! Warranty policies: a row that differs from the current version becomes the next version.

use std::collections::HashSet;

use super::cells::{Cells, Table};
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::domain::fault::FaultCode;
use crate::domain::policy::PolicyKind;
use crate::domain::warranty::{
    ConsumerLaw, Cover, ExclusionCode, Guarantee, StartsOn, TermCalendar, WarrantyPolicy, WarrantyTerms,
};
use crate::store::catalogue::{PolicyRow, insert_policy, retire_policy};
use crate::store::{At, Col};

pub const COLUMNS: &[&str] = &[
    "code",
    "brand?",
    "category?",
    "model?",
    "sold_from?",
    "sold_to?",
    "starts_on",
    "parts_months",
    "labour_months",
    "travel_months",
    "parts_percent",
    "labour_percent",
    "travel_percent",
    "calendar?",
    "proof_required?",
    "is_transferable?",
    "exclusions?",
    "repair_guarantee_days?",
    "part_guarantee_months?",
    "commitment_years?",
];

const LONGEST_MONTHS: i32 = 600;
const LONGEST_DAYS: i32 = 3_660;
const LONGEST_YEARS: i32 = 50;

pub fn read(table: &mut Table, ground: &Ground) -> Result<Write, Error> {
    // A row takes the place of the version in force, which can contradict nothing any more.
    let replaced: HashSet<String> = table.read(|cells| cells.given("code")).into_iter().collect();
    let in_force = ground.catalogue.warranty_policies().iter().filter(|policy| !replaced.contains(&policy.code));
    let mut others: Vec<WarrantyPolicy> = in_force.cloned().collect();
    let policies = table.read_unique("code", |cells| {
        let policy = policy(cells, ground)?;
        if let Some(other) = others.iter().find(|other| other.terms.contradicts(&policy.terms)) {
            cells.bad("code", FaultCode::PolicyContradicts, format!("{}, {}", policy.code, other.code));
        }
        others.push(policy.clone());
        Some(policy)
    });
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    for policy in policies {
        let current = ground.catalogue.warranty_policies().iter().find(|current| current.code == policy.code);
        let version = current.map_or(1, |current| current.version + 1);
        match current {
            Some(current) if current.terms == policy.terms => {
                counts.skipped += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
            None => counts.added += 1,
        }
        rows.push(PolicyRow {
            kind: Col(PolicyKind::Warranty),
            code: policy.code.clone(),
            version,
            spec: serde_json::to_string(&policy.terms).map_err(|error| Error::Internal(error.to_string()))?,
            is_current: true,
            created_by: None,
            created_at: At(ground.now),
        });
    }
    Ok(Box::new(move |tx| {
        for row in &rows {
            retire_policy(tx, PolicyKind::Warranty, &row.code)?;
            insert_policy(tx, row)?;
        }
        Ok(counts)
    }))
}

fn policy(cells: &mut Cells<'_>, ground: &Ground) -> Option<WarrantyPolicy> {
    let catalogue = &ground.catalogue;
    let code = cells.code("code");
    let brand = cells.optional_known("brand", FaultCode::BrandUnknown, |code| catalogue.has_brand(code));
    let is_category = |code: &str| catalogue.category(code).is_some();
    let category = cells.optional_known("category", FaultCode::CategoryUnknown, is_category);
    let model = cells.optional_known("model", FaultCode::ModelUnknown, |code| catalogue.model(code).is_some());
    let (from, to) = (cells.optional_date("sold_from"), cells.optional_date("sold_to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        cells.bad("sold_to", FaultCode::DateOrder, "");
    }
    let starts_on = cells.choice("starts_on", StartsOn::ALL);
    let mut cover = |[parts, labour, travel]: [&str; 3], most: i32| {
        let mut figure = |column| cells.number(column, 0..=most).map(i32::unsigned_abs);
        let (parts, labour, travel) = (figure(parts), figure(labour), figure(travel));
        Some(Cover { parts: parts?, labour: labour?, travel: travel? })
    };
    let months = cover(["parts_months", "labour_months", "travel_months"], LONGEST_MONTHS);
    let percents = cover(["parts_percent", "labour_percent", "travel_percent"], 100);
    let extra = extra(cells);
    let terms = WarrantyTerms {
        brand,
        category,
        model,
        sold_from: from,
        sold_to: to,
        starts_on: starts_on?,
        months: months?,
        percents: percents?,
        ..extra?
    };
    Some(WarrantyPolicy { code: code?, version: 1, terms })
}

/// What columns that may be left out say, in terms whose other fields are empty.
fn extra(cells: &mut Cells<'_>) -> Option<WarrantyTerms> {
    let mut figure = |column: &str, most: i32| {
        let number = cells.given(column).map(|_| cells.number(column, 0..=most).map(i32::unsigned_abs));
        number.unwrap_or(Some(0))
    };
    let repair_days = figure("repair_guarantee_days", LONGEST_DAYS);
    let part_months = figure("part_guarantee_months", LONGEST_MONTHS);
    let commitment_years = figure("commitment_years", LONGEST_YEARS);
    let mut is = |column: &str, usual: bool| cells.given(column).map_or(Some(usual), |_| cells.flag(column));
    let (proof_required, is_transferable) = (is("proof_required", false), is("is_transferable", true));
    let calendar = match cells.given("calendar") {
        Some(_) => cells.choice("calendar", TermCalendar::ALL),
        None => Some(TermCalendar::default()),
    };
    let codes = cells.given("exclusions").unwrap_or_default();
    let exclusions: Vec<Option<ExclusionCode>> = codes.split_whitespace().map(|code| code.parse().ok()).collect();
    if exclusions.contains(&None) {
        let known: Vec<&str> = ExclusionCode::ALL.iter().map(|code| code.as_str()).collect();
        cells.bad("exclusions", FaultCode::NotAllowed, known.join(", "));
    }
    Some(WarrantyTerms {
        brand: None,
        category: None,
        model: None,
        sold_from: None,
        sold_to: None,
        starts_on: StartsOn::Sale,
        calendar: calendar?,
        months: Cover::NONE,
        percents: Cover::NONE,
        proof_required: proof_required?,
        is_transferable: is_transferable?,
        exclusions: exclusions.into_iter().collect::<Option<Vec<_>>>()?,
        guarantee: Guarantee { repair_days: repair_days?, part_months: part_months? },
        commitment_years: commitment_years?,
        consumer_law: ConsumerLaw::default(),
    })
}
