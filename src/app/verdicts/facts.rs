//! What a verdict rests on, gathered from what is stored.

use crate::app::Catalogue;
use crate::domain::id::JobId;
use crate::domain::warranty::{
    EarlierRepair, Extension, OfficialQuery, ReplacedUnit, ReviewState, UnitFacts, UnitFlag,
};
use crate::store::customers::{InstalledProduct, find_installed_product};
use crate::store::parts::list_jobs_with_fitted;
use crate::store::warranty::{list_extensions, list_official_queries, list_repairs, list_reviews};
use crate::store::{Conn, StoreError};

/// Units in place of one another that are followed back.
const LONGEST_CHAIN: usize = 10;

/// What is judged beside the unit.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Code of the fault reported.
    pub fault: Option<&'a str>,
    /// The job, once it is there: it is none of the earlier repairs, and what was found on it counts.
    pub job: Option<JobId>,
    /// Another customer has the serial.
    pub is_elsewhere: bool,
    /// The unit was taken down just now, so that nothing can be stored about it.
    pub is_new: bool,
}

/// The facts of a unit. What is kept apart is read only where the unit or the policies say that there is something.
///
/// # Errors
/// The database.
pub fn gather(
    conn: &mut Conn,
    catalogue: &Catalogue,
    unit: &InstalledProduct,
    about: About<'_>,
) -> Result<UnitFacts, StoreError> {
    let flags: Vec<UnitFlag> = unit.flags.0.iter().filter_map(|flag| flag.parse().ok()).collect();
    let fault_group = about.fault.and_then(|code| catalogue.fault(code)).map(|fault| fault.fault_group.clone());
    let mut facts = UnitFacts {
        brand: unit.brand.clone(),
        category: unit.category.clone(),
        model: unit.model.clone(),
        serial: unit.serial.clone(),
        serial_fits: serial_fits(catalogue, unit),
        serial_elsewhere: about.is_elsewhere,
        manufactured_on: unit.manufactured_on.map(|day| day.0),
        purchased_on: unit.purchased_on.map(|day| day.0),
        installed_on: unit.installed_on.map(|day| day.0),
        proof_seen: unit.proof_seen,
        transferred_on: unit.transferred_on.map(|day| day.0),
        fault_group,
        flags,
        ..UnitFacts::default()
    };
    if about.is_new {
        return Ok(facts);
    }
    facts.replaced = first_replaced(conn, unit)?;
    if facts.flags.contains(&UnitFlag::Extended) {
        facts.extensions = list_extensions(conn, unit.id.0)?.into_iter().map(extension).collect();
    }
    if facts.flags.contains(&UnitFlag::Queried) {
        let newest = list_official_queries(conn, unit.id.0)?.pop();
        facts.query = newest.map(|row| OfficialQuery { result: row.result.0, checked_on: row.checked_on.0 });
    }
    if catalogue.weighs_repairs() {
        facts.earlier = earlier(conn, catalogue, unit, about.job)?;
    }
    if let Some(job) = about.job {
        let reviews = list_reviews(conn, job)?.into_iter().filter(|review| review.state.0 == ReviewState::Approved);
        facts.found = reviews.flat_map(|review| review.findings.0).collect();
    }
    Ok(facts)
}

fn serial_fits(catalogue: &Catalogue, unit: &InstalledProduct) -> Option<bool> {
    let serial = unit.serial.as_deref()?;
    match unit.model.as_deref().and_then(|code| catalogue.model(code)) {
        Some(model) => catalogue.serial_fits(model, serial),
        None => Some(!catalogue.models_of_serial(serial).is_empty()),
    }
}

/// The first unit of the chain that ends with this one.
fn first_replaced(conn: &mut Conn, unit: &InstalledProduct) -> Result<Option<ReplacedUnit>, StoreError> {
    let mut next = unit.replaces_id;
    let mut first = None;
    for _ in 0..LONGEST_CHAIN {
        let Some(id) = next else { break };
        let earlier = find_installed_product(conn, id.0)?;
        next = earlier.replaces_id;
        first = Some(ReplacedUnit {
            manufactured_on: earlier.manufactured_on.map(|day| day.0),
            purchased_on: earlier.purchased_on.map(|day| day.0),
            installed_on: earlier.installed_on.map(|day| day.0),
        });
    }
    Ok(first)
}

fn extension(row: crate::store::warranty::ExtensionRow) -> Extension {
    let percents = row.percents();
    Extension { contract: row.contract, starts_on: row.starts_on.0, ends_on: row.ends_on.0, percents }
}

fn earlier(
    conn: &mut Conn,
    catalogue: &Catalogue,
    unit: &InstalledProduct,
    this: Option<JobId>,
) -> Result<Vec<EarlierRepair>, StoreError> {
    let calendar = catalogue.calendar();
    let mut repairs = list_repairs(conn, unit.id.0)?;
    repairs.retain(|(job, ..)| Some(job.0) != this);
    let jobs: Vec<JobId> = repairs.iter().map(|(job, ..)| job.0).collect();
    let fitted = list_jobs_with_fitted(conn, &jobs)?;
    let repairs = repairs.into_iter().filter_map(|(job, registered_at, completed_at, fault)| {
        Some(EarlierRepair {
            job: job.0.to_string(),
            reported_on: calendar.local_date(registered_at.0),
            completed_on: calendar.local_date(completed_at?.0),
            fault_group: fault.and_then(|code| Some(catalogue.fault(&code)?.fault_group.clone())),
            part_fitted: fitted.contains(&job.0),
        })
    });
    Ok(repairs.collect())
}
