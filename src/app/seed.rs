//! The demo's network, customers and users, inside the program; brought in like any other table.

use super::Error;
use super::import::{Kind, Options, Report, Sheet, import};
use crate::domain::time::Instant;
use crate::store::Db;

/// The tables in the order in which they refer to each other.
const TABLES: [(Kind, &str, &str); 18] = [
    (Kind::Skills, "skills.csv", include_str!("../../fixtures/demo/skills.csv")),
    (Kind::Equipment, "equipment.csv", include_str!("../../fixtures/demo/equipment.csv")),
    (Kind::Brands, "brands.csv", include_str!("../../fixtures/demo/brands.csv")),
    (Kind::Categories, "categories.csv", include_str!("../../fixtures/demo/categories.csv")),
    (Kind::Products, "models.csv", include_str!("../../fixtures/demo/models.csv")),
    (Kind::Faults, "faults.csv", include_str!("../../fixtures/demo/faults.csv")),
    (Kind::FirstAid, "first_aid.csv", include_str!("../../fixtures/demo/first_aid.csv")),
    (Kind::Checklists, "checklists.csv", include_str!("../../fixtures/demo/checklists.csv")),
    (Kind::WarrantyPolicies, "warranty_policies.csv", include_str!("../../fixtures/demo/warranty_policies.csv")),
    (Kind::Agents, "agents.csv", include_str!("../../fixtures/demo/agents.csv")),
    (Kind::Areas, "areas.geojson", include_str!("../../fixtures/demo/areas.geojson")),
    (Kind::Technicians, "technicians.csv", include_str!("../../fixtures/demo/technicians.csv")),
    (Kind::Documents, "documents.csv", include_str!("../../fixtures/demo/documents.csv")),
    (Kind::TimeOff, "time_off.csv", include_str!("../../fixtures/demo/time_off.csv")),
    (Kind::Seasons, "seasons.csv", include_str!("../../fixtures/demo/seasons.csv")),
    (Kind::Customers, "customers.csv", CUSTOMERS),
    (Kind::Users, "users.csv", USERS),
    (Kind::Parts, "parts.csv", include_str!("../../fixtures/demo/parts.csv")),
];

/// The demo's customers: CSV with name, telephone and address.
pub const CUSTOMERS: &str = include_str!("../../fixtures/demo/customers.csv");
/// The demo's users: CSV with their passwords, which are public.
pub const USERS: &str = include_str!("../../fixtures/demo/users.csv");

/// Brings the demo in, over the reference data; what is there already stays. Gives what came of each table.
///
/// # Errors
/// The database, or an embedded row that is bad.
pub async fn demo(db: &Db, now: Instant) -> Result<Vec<(Kind, Report)>, Error> {
    let mut reports = Vec::with_capacity(TABLES.len());
    for (kind, name, text) in TABLES {
        let options = Options::new("IR", chrono_tz::Tz::Asia__Tehran);
        let report = import(db, now, kind, Sheet::read(name, text.as_bytes()), options).await?;
        if let Some(bad) = report.bad.first() {
            return Err(Error::Internal(format!("{name}: {bad:?}")));
        }
        reports.push((kind, report));
    }
    Ok(reports)
}

/// A user of the demo, whose password is public.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct DemoUser {
    /// What the user may do.
    pub role: crate::domain::access::Role,
    /// Name at sign-in.
    pub username: String,
    /// Password.
    pub password: String,
}

/// The demo's users, as in [`USERS`].
#[must_use]
pub fn demo_users() -> Vec<DemoUser> {
    csv::Reader::from_reader(USERS.as_bytes()).deserialize().filter_map(Result::ok).collect()
}
