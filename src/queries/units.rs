//! One unit with what its warranty rests on.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::{JobRow, list_of_unit};
use crate::domain::access::Scope;
use crate::domain::id::{AttachmentId, InstalledProductId, JobId};
use crate::domain::time::Instant;
use crate::domain::warranty::{Cover, ProofKind, QueryResult};
use crate::store::customers::{InstalledProduct, find_installed_product};
use crate::store::schema::jobs;
use crate::store::warranty::{find_activation, list_extensions, list_official_queries};
use crate::store::{Col, Conn, StoreError};

/// One unit of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitView {
    /// The unit.
    pub id: InstalledProductId,
    /// Version, for `If-Match`.
    pub version: i32,
    /// Code of the category.
    pub category: String,
    /// Code of the brand.
    pub brand: Option<String>,
    /// Code of the model.
    pub model: Option<String>,
    /// Serial.
    pub serial: Option<String>,
    /// Serial of the outdoor part of a unit in two parts.
    pub serial_outdoor: Option<String>,
    /// What the customer calls it.
    pub label: Option<String>,
    /// Who sold it.
    pub seller: Option<String>,
    /// Day of manufacture.
    #[schema(value_type = Option<String>, format = Date)]
    pub manufactured_on: Option<NaiveDate>,
    /// Day of sale.
    #[schema(value_type = Option<String>, format = Date)]
    pub purchased_on: Option<NaiveDate>,
    /// Day of installation.
    #[schema(value_type = Option<String>, format = Date)]
    pub installed_on: Option<NaiveDate>,
    /// Whether a proof of the dates was seen.
    pub proof_seen: bool,
    /// Which proof.
    pub proof: Option<ProofKind>,
    /// Day on which it was sold on to its present owner.
    #[schema(value_type = Option<String>, format = Date)]
    pub transferred_on: Option<NaiveDate>,
    /// The unit that it came in place of.
    pub replaces_id: Option<InstalledProductId>,
    /// What was noted of it.
    pub flags: Vec<String>,
    /// The warranty that began with its installation.
    pub activation: Option<ActivationView>,
    /// Contracts that extend its warranty, oldest first.
    pub extensions: Vec<ExtensionView>,
    /// Official queries about it, oldest first; the newest counts.
    pub official_queries: Vec<OfficialQueryView>,
    /// Its jobs, newest first.
    pub jobs: Vec<JobRow>,
}

/// The warranty that began when the unit was installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActivationView {
    /// The installation.
    pub job_id: JobId,
    /// Code of the policy.
    pub policy: String,
    /// Its version.
    pub policy_version: i32,
    /// The day from which the months count.
    #[schema(value_type = String, format = Date)]
    pub starts_on: NaiveDate,
    /// Months for parts, labour and travel.
    pub months: Cover,
    /// Last day on which parts are covered.
    #[schema(value_type = Option<String>, format = Date)]
    pub parts_until: Option<NaiveDate>,
    /// Last day on which labour is covered.
    #[schema(value_type = Option<String>, format = Date)]
    pub labour_until: Option<NaiveDate>,
    /// Last day on which travel is covered.
    #[schema(value_type = Option<String>, format = Date)]
    pub travel_until: Option<NaiveDate>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

/// The warranty that began when a unit was installed, if one did.
///
/// # Errors
/// The database.
pub fn activation_of(conn: &mut Conn, unit: InstalledProductId) -> Result<Option<ActivationView>, StoreError> {
    let row = find_activation(conn, unit)?;
    Ok(row.map(|row| ActivationView {
        job_id: row.job_id.0,
        policy: row.policy,
        policy_version: row.policy_version,
        starts_on: row.starts_on.0,
        months: row.months.0,
        parts_until: row.parts_until.map(|day| day.0),
        labour_until: row.labour_until.map(|day| day.0),
        travel_until: row.travel_until.map(|day| day.0),
        created_at: row.created_at.0,
    }))
}

/// A contract that extends the warranty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExtensionView {
    /// Number of the contract.
    pub contract: String,
    /// First day covered.
    #[schema(value_type = String, format = Date)]
    pub starts_on: NaiveDate,
    /// Last day covered.
    #[schema(value_type = String, format = Date)]
    pub ends_on: NaiveDate,
    /// Share covered in percent.
    pub percents: Cover,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

/// An official query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OfficialQueryView {
    /// What it said.
    pub result: QueryResult,
    /// When it was asked.
    #[schema(value_type = String, format = Date)]
    pub checked_on: NaiveDate,
    /// A photo of the answer.
    pub attachment_id: Option<AttachmentId>,
    /// Words about it.
    pub note: Option<String>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
}

/// One unit.
///
/// # Errors
/// `NotFound` for a unit that does not exist or of which no job is in scope; the database.
pub fn find_unit(conn: &mut Conn, scope: &Scope, id: InstalledProductId) -> Result<UnitView, StoreError> {
    must_see_unit(conn, scope, id)?;
    let unit = find_installed_product(conn, id)?;
    let extensions = list_extensions(conn, id)?.into_iter().map(|row| ExtensionView {
        percents: row.percents(),
        contract: row.contract,
        starts_on: row.starts_on.0,
        ends_on: row.ends_on.0,
        created_at: row.created_at.0,
    });
    let extensions = extensions.collect();
    let queries = list_official_queries(conn, id)?.into_iter().map(|row| OfficialQueryView {
        result: row.result.0,
        checked_on: row.checked_on.0,
        attachment_id: row.attachment_id.map(|id| id.0),
        note: row.note,
        created_at: row.created_at.0,
    });
    let jobs = list_of_unit(conn, scope, id)?;
    let activation = activation_of(conn, id)?;
    Ok(UnitView { activation, ..view(unit, extensions, queries.collect(), jobs) })
}

fn view(
    unit: InstalledProduct,
    extensions: Vec<ExtensionView>,
    official_queries: Vec<OfficialQueryView>,
    jobs: Vec<JobRow>,
) -> UnitView {
    UnitView {
        id: unit.id.0,
        version: unit.version,
        category: unit.category,
        brand: unit.brand,
        model: unit.model,
        serial: unit.serial,
        serial_outdoor: unit.serial_outdoor,
        label: unit.label,
        seller: unit.seller,
        manufactured_on: unit.manufactured_on.map(|day| day.0),
        purchased_on: unit.purchased_on.map(|day| day.0),
        installed_on: unit.installed_on.map(|day| day.0),
        proof_seen: unit.proof_seen,
        proof: unit.proof_kind.map(|kind| kind.0),
        transferred_on: unit.transferred_on.map(|day| day.0),
        replaces_id: unit.replaces_id.map(|id| id.0),
        flags: unit.flags.0,
        activation: None,
        extensions,
        official_queries,
        jobs,
    }
}

/// Whether a caller may see a unit: with a scope of provinces, one of its jobs must be there.
///
/// # Errors
/// `NotFound`, or the database.
pub fn must_see_unit(conn: &mut Conn, scope: &Scope, id: InstalledProductId) -> Result<(), StoreError> {
    let Scope::Provinces(provinces) = scope else { return Ok(()) };
    let here = jobs::table
        .filter(jobs::installed_product_id.eq(id.as_str()))
        .filter(jobs::province.eq_any(provinces.clone()))
        .count();
    let seen: i64 = here.get_result(conn)?;
    if seen > 0 { Ok(()) } else { Err(StoreError::NotFound) }
}

/// The unit that a job is about.
///
/// # Errors
/// `NotFound`, or the database.
pub fn unit_of(conn: &mut Conn, job: JobId) -> Result<InstalledProductId, StoreError> {
    let unit: Col<InstalledProductId> =
        jobs::table.find(job.as_str()).select(jobs::installed_product_id).first(conn)?;
    Ok(unit.0)
}
