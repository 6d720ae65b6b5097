//! What a customer is told to pay before anybody comes, and that it was told.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::case::Case;
use crate::app::journal::{Happening, record};
use crate::app::{Actor, Catalogue, Error};
use crate::domain::money::Money;
use crate::domain::policy::Priced;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::quotes::{PriceTerms, find_price_terms, insert_price_terms};
use crate::store::{At, Conn, Tx};

/// What the customer of a job was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceTold {
    /// The lower end of the usual price.
    #[schema(value_type = Object)]
    pub least: Money,
    /// The upper end of the usual price.
    #[schema(value_type = Object)]
    pub most: Money,
    /// What coming and looking costs when nothing is done.
    #[schema(value_type = Object)]
    pub visit_fee: Money,
    /// Tax on a quote, hundredths of a percent.
    pub tax_basis_points: i64,
}

/// Keeps what the tariff of the day says about a job that the customer may have to pay; nothing for work under warranty,
/// or without a tariff.
///
/// # Errors
/// The database.
pub fn tell_price(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    (actor, now): (&Actor, Instant),
    (job, category): (&Job, &str),
    told_by: &str,
) -> Result<Option<PriceTold>, Error> {
    let Some(told) = price_to_tell(catalogue, (priced(job, category), job.warranty.0), now) else { return Ok(None) };
    let terms = PriceTerms {
        job_id: job.id,
        policy_version: catalogue.price().0,
        least: told.least.amount,
        most: told.most.amount,
        visit_fee: told.visit_fee.amount,
        tax_basis_points: told.tax_basis_points,
        told_by: told_by.to_owned(),
        told_at: At(now),
    };
    insert_price_terms(tx, &terms)?;
    let happening = Happening::new(Topic::Job, job.id.0, "price_told").of(job);
    record(tx, actor, now, happening.with(json!({ "told": told, "policy_version": terms.policy_version })))?;
    Ok(Some(told))
}

/// What a customer has to be told of the price of some work; nothing for work under warranty, or without a tariff.
#[must_use]
pub fn price_to_tell(
    catalogue: &Catalogue,
    (work, warranty): (Priced<'_>, WarrantyOutcome),
    now: Instant,
) -> Option<PriceTold> {
    if warranty == WarrantyOutcome::InWarranty { None } else { price_of(catalogue, work, now) }
}

fn priced<'a>(job: &'a Job, category: &'a str) -> Priced<'a> {
    Priced { category, kind: job.kind.0, fault: job.fault.as_deref(), province: &job.province }
}

fn price_of(catalogue: &Catalogue, work: Priced<'_>, now: Instant) -> Option<PriceTold> {
    let (_, policy) = catalogue.price();
    let day = catalogue.calendar().local_date(now);
    let tariff = policy.tariff(work, day)?;
    let (least, most, visit_fee) = (tariff.least, tariff.most, tariff.visit_fee);
    Some(PriceTold { least, most, visit_fee, tax_basis_points: policy.tax(day) })
}

/// The fee for coming and looking: what was told at intake, else what the tariff says now.
///
/// # Errors
/// The database.
pub fn fee_of(conn: &mut Conn, catalogue: &Catalogue, case: &Case, now: Instant) -> Result<Money, Error> {
    if let Some(terms) = find_price_terms(conn, case.job.id.0)? {
        return Ok(Money::rials(terms.visit_fee));
    }
    let price = price_of(catalogue, priced(&case.job, &case.unit.category), now);
    Ok(price.map_or(Money::rials(0), |price| price.visit_fee))
}
