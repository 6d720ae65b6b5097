//! Units in workshops, and who had each of them when.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::{insertable, versioned};
use super::schema::{unit_passings, workshop_units};
use super::{At, Col, Conn, Json, Said, StoreError};
use crate::domain::id::{AgentId, AttachmentId, InstalledProductId, JobId, PassingId, WorkshopUnitId};
use crate::domain::job::Outcome;
use crate::domain::machine::ActorKind;
use crate::domain::money::Money;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::{Keeper, Passing};
use crate::domain::workshop::{Carrier, StorageTerms, Tag, UnitState};

/// A unit that a customer left in a workshop.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = workshop_units, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct WorkshopUnit {
    pub id: Col<WorkshopUnitId>,
    pub job_id: Col<JobId>,
    pub installed_product_id: Col<InstalledProductId>,
    pub province: String,
    pub state: Col<UnitState>,
    pub place: Said<Keeper>,
    pub agent_id: Option<Col<AgentId>>,
    pub tag: Col<Tag>,
    pub accessories: Json<Vec<String>>,
    pub condition_note: String,
    pub photos: Json<Vec<AttachmentId>>,
    pub inbound_by: Col<Carrier>,
    pub inbound_tracking: Option<String>,
    pub outbound_by: Option<Col<Carrier>>,
    pub outbound_tracking: Option<String>,
    pub received_at: At,
    pub queued_until: At,
    pub promised_at: At,
    pub diagnosed_at: Option<At>,
    pub ready_at: Option<At>,
    pub outcome: Option<Col<Outcome>>,
    pub free_days: i32,
    pub storage_fee: i64,
    pub due_at: Option<At>,
    pub reminded: i32,
    pub handed_over_at: Option<At>,
    pub handed_over_to: Option<String>,
    pub wrong_codes: i32,
    pub failed_tests: i32,
    pub version: i32,
}

versioned!(workshop_units, WorkshopUnit, WorkshopUnitId, insert_workshop_unit, find_workshop_unit, save_workshop_unit);

impl WorkshopUnit {
    /// What keeping it costs, as told when it was taken in.
    #[must_use]
    pub fn storage(&self) -> StorageTerms {
        StorageTerms { free_days: self.free_days, fee_a_day: Money::rials(self.storage_fee) }
    }

    /// What keeping it has cost until it was handed over, else until `now`; nothing for what the organisation keeps.
    #[must_use]
    pub fn kept_for(&self, now: Instant) -> Money {
        if self.state.0 == UnitState::Kept {
            return Money::rials(0);
        }
        let until = self.handed_over_at.map_or(now, |at| at.0);
        self.ready_at.map_or(Money::rials(0), |ready| self.storage().fee(ready.0, until))
    }
}

/// The newest unit that was taken in for a job, in a workshop or handed over.
///
/// # Errors
/// The database.
pub fn find_unit_of_job(conn: &mut Conn, job: JobId) -> Result<Option<WorkshopUnit>, StoreError> {
    let query = workshop_units::table.filter(workshop_units::job_id.eq(job.as_str())).order(workshop_units::id.desc());
    Ok(query.select(WorkshopUnit::as_select()).first(conn).optional()?)
}

/// The unit of a job that is in a workshop now and goes back to the customer.
///
/// # Errors
/// The database.
pub fn find_unit_in_custody(conn: &mut Conn, job: JobId) -> Result<Option<WorkshopUnit>, StoreError> {
    Ok(find_unit_of_job(conn, job)?.filter(|unit| unit.state.0.is_owed()))
}

/// Whether this unit of a customer is in a workshop now, for any job.
///
/// # Errors
/// The database.
pub fn is_product_in_custody(conn: &mut Conn, product: InstalledProductId) -> Result<bool, StoreError> {
    let query = workshop_units::table
        .filter(workshop_units::installed_product_id.eq(product.as_str()))
        .filter(workshop_units::state.ne(Col(UnitState::HandedOver)));
    Ok(query.count().get_result::<i64>(conn)? > 0)
}

/// The units that an agent has, longest there first.
///
/// # Errors
/// The database.
pub fn list_units_at(conn: &mut Conn, agent: AgentId) -> Result<Vec<WorkshopUnit>, StoreError> {
    let query = workshop_units::table
        .filter(workshop_units::agent_id.eq(agent.as_str()))
        .filter(workshop_units::state.ne(Col(UnitState::HandedOver)));
    let query = query.order((workshop_units::received_at, workshop_units::id));
    Ok(query.select(WorkshopUnit::as_select()).load(conn)?)
}

/// Units to which time alone does something by `now`.
///
/// # Errors
/// The database.
pub fn list_units_due(conn: &mut Conn, now: Instant, limit: i64) -> Result<Vec<WorkshopUnitId>, StoreError> {
    let query = workshop_units::table
        .filter(workshop_units::due_at.le(At(now)))
        .order((workshop_units::due_at, workshop_units::id))
        .limit(limit)
        .select(workshop_units::id);
    Ok(query.load::<Col<WorkshopUnitId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// A unit that went from a keeper to a keeper; never changed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = unit_passings, treat_none_as_default_value = false)]
pub struct UnitPassing {
    pub id: Col<PassingId>,
    pub unit_id: Col<WorkshopUnitId>,
    pub at: At,
    pub from_keeper: Said<Keeper>,
    pub to_keeper: Said<Keeper>,
    pub carrier: Option<Col<Carrier>>,
    pub tracking: Option<String>,
    pub note: Option<String>,
    pub actor_kind: Col<ActorKind>,
    pub actor_id: Option<String>,
}

insertable!(unit_passings, UnitPassing, insert_unit_passing);

/// Every passing of a unit, oldest first.
///
/// # Errors
/// The database.
pub fn list_unit_passings(conn: &mut Conn, unit: WorkshopUnitId) -> Result<Vec<UnitPassing>, StoreError> {
    let query = unit_passings::table.filter(unit_passings::unit_id.eq(unit.as_str())).order(unit_passings::id);
    Ok(query.select(UnitPassing::as_select()).load(conn)?)
}

/// Every passing of every unit, oldest first.
///
/// # Errors
/// The database.
pub fn list_passings(conn: &mut Conn) -> Result<Vec<Passing>, StoreError> {
    let rows: Vec<UnitPassing> =
        unit_passings::table.order(unit_passings::id).select(UnitPassing::as_select()).load(conn)?;
    let one = |row: UnitPassing| Passing { unit: row.unit_id.0, from: row.from_keeper.0, to: row.to_keeper.0 };
    Ok(rows.into_iter().map(one).collect())
}
