//! Warranty policies: a row that differs from the current version becomes the next version.

use super::cells::{Cells, Table};
use super::{Counts, Ground, Write};
use crate::app::Error;
use crate::domain::fault::FaultCode;
use crate::domain::policy::PolicyKind;
use crate::domain::warranty::{Cover, StartsOn, WarrantyPolicy};
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
];

const LONGEST_MONTHS: i32 = 600;

pub fn read(table: &mut Table, ground: &Ground) -> Result<Write, Error> {
    let policies = table.read_unique("code", |cells| policy(cells, ground));
    let mut counts = Counts::default();
    let mut rows = Vec::new();
    for policy in policies {
        let current = ground.catalogue.warranty_policies().iter().find(|current| current.code == policy.code);
        let version = current.map_or(1, |current| current.version + 1);
        match current {
            Some(current) if (WarrantyPolicy { version: current.version, ..policy.clone() }) == *current => {
                counts.skipped += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
            None => counts.added += 1,
        }
        let policy = WarrantyPolicy { version, ..policy };
        rows.push(PolicyRow {
            kind: Col(PolicyKind::Warranty),
            code: policy.code.clone(),
            version,
            spec: serde_json::to_string(&policy).map_err(|error| Error::Internal(error.to_string()))?,
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
    Some(WarrantyPolicy {
        code: code?,
        version: 1,
        brand,
        category,
        model,
        sold_from: from,
        sold_to: to,
        starts_on: starts_on?,
        months: months?,
        percents: percents?,
    })
}
