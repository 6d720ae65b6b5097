//! Units in workshops: the list by age, one unit with its way, and what its customer may see of it.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::page::{Cursor, Page};
use crate::domain::access::Scope;
use crate::domain::agent::{AgentKind, Setting, Standing};
use crate::domain::id::{AgentId, AttachmentId, JobId, WorkshopUnitId};
use crate::domain::job::Outcome;
use crate::domain::machine::{ActorKind, allowed};
use crate::domain::money::Money;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::domain::workshop::{Carrier, Tag, UnitEvent, UnitMachine, UnitState};
use crate::store::loaners::find_loaner_out;
use crate::store::schema::{agents, installed_products, jobs, service_requests, workshop_units};
use crate::store::workshop::{WorkshopUnit, list_unit_passings};
use crate::store::{At, Col, Conn, StoreError};

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRow {
    /// The unit.
    pub id: WorkshopUnitId,
    /// Its job.
    pub job_id: JobId,
    /// The request's reference.
    #[schema(value_type = String, example = "12345674")]
    pub reference: String,
    /// The code on its tag.
    #[schema(example = "W12345674")]
    pub tag: String,
    /// Where it stands.
    pub state: UnitState,
    /// Who has it: `centre`, `agent:ID` or `customer`.
    pub place: Keeper,
    /// Code of its category.
    pub category: String,
    /// Code of its brand.
    pub brand: Option<String>,
    /// Its serial.
    pub serial: Option<String>,
    /// Code of the province.
    pub province: String,
    /// When it was taken in.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
    /// Whole seconds since then, until it was handed over.
    pub age_s: i64,
    /// When it is promised to be ready.
    #[schema(value_type = String, format = DateTime)]
    pub promised_at: Instant,
    /// Whether that day has passed and it cannot be fetched yet.
    pub is_late: bool,
    /// Since when it can be fetched.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ready_at: Option<Instant>,
    /// What keeping it has cost so far.
    #[schema(value_type = Object)]
    pub storage: Money,
    /// Version, for `If-Match`.
    pub version: i32,
}

/// A passing of a unit from a keeper to a keeper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassingView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// Who had it.
    pub from: Keeper,
    /// Who has it then.
    pub to: Keeper,
    /// Who carried it.
    pub carrier: Option<Carrier>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// Why, in words.
    pub note: Option<String>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitDetail {
    /// As in the list.
    #[serde(flatten)]
    pub row: UnitRow,
    /// How it looked when it was taken in.
    pub condition: String,
    /// What came with it.
    pub accessories: Vec<String>,
    /// Photos of it.
    pub photos: Vec<AttachmentId>,
    /// When somebody looks at it.
    #[schema(value_type = String, format = DateTime)]
    pub queued_until: Instant,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How often it failed when it was tried.
    pub failed_tests: i32,
    /// How often the customer was reminded.
    pub reminded: i32,
    /// Days that it is kept for nothing once it can be fetched.
    pub free_days: i32,
    /// What each day after them costs.
    #[schema(value_type = Object)]
    pub storage_fee: Money,
    /// When the customer had it again.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub handed_over_at: Option<Instant>,
    /// Who fetched it.
    pub handed_over_to: Option<String>,
    /// Serial of the loaner that the customer has meanwhile: it must come back.
    pub loaner_out: Option<String>,
    /// Everybody who had it, oldest first.
    pub passings: Vec<PassingView>,
    /// What staff may say of it now.
    pub allowed: Vec<UnitEvent>,
}

/// What the list is limited to.
#[derive(Debug, Clone)]
pub struct UnitFilter {
    /// States; all whose units go back to their customers when nothing is asked.
    pub states: Vec<UnitState>,
    /// The agent that has it.
    pub agent: Option<AgentId>,
    /// The code on its tag.
    pub tag: Option<Tag>,
    /// The instant as of which it is asked.
    pub now: Instant,
    /// The row after which the page begins.
    pub after: Option<Cursor<WorkshopUnitId>>,
    /// Rows of the page.
    pub limit: i64,
}

type Found = (WorkshopUnit, Col<Reference>, (String, Option<String>, Option<String>));

/// One query for the list and for one unit; a macro because a boxed join has no name.
macro_rules! found {
    () => {
        workshop_units::table
            .inner_join(jobs::table.inner_join(service_requests::table))
            .inner_join(installed_products::table)
            .select((
                WorkshopUnit::as_select(),
                service_requests::reference,
                (installed_products::category, installed_products::brand, installed_products::serial),
            ))
            .into_boxed()
    };
}

macro_rules! within {
    ($query:expr, $scope:expr) => {
        match $scope {
            Scope::All => $query,
            Scope::Provinces(provinces) => $query.filter(workshop_units::province.eq_any(provinces.clone())),
        }
    };
}

/// A page of units, longest there first.
///
/// # Errors
/// The database.
pub fn list_units(conn: &mut Conn, scope: &Scope, filter: &UnitFilter) -> Result<Page<UnitRow>, StoreError> {
    let there = UnitState::ALL.iter().copied().filter(|state| state.is_owed()).map(Col);
    let mut query =
        within!(found!(), scope).order((workshop_units::received_at, workshop_units::id)).limit(filter.limit + 1);
    // A tag that is searched for may be on a unit that has gone.
    if !filter.states.is_empty() {
        query = query.filter(workshop_units::state.eq_any(filter.states.iter().copied().map(Col).collect::<Vec<_>>()));
    } else if filter.tag.is_none() {
        query = query.filter(workshop_units::state.eq_any(there.collect::<Vec<_>>()));
    }
    if let Some(agent) = filter.agent {
        query = query.filter(workshop_units::agent_id.eq(agent.to_string()));
    }
    if let Some(tag) = filter.tag {
        query = query.filter(workshop_units::tag.eq(tag.to_string()));
    }
    if let Some(Cursor { at, id }) = filter.after {
        let same = workshop_units::received_at.eq(At(at)).and(workshop_units::id.gt(id.to_string()));
        query = query.filter(workshop_units::received_at.gt(At(at)).or(same));
    }
    let found: Vec<Found> = query.load(conn)?;
    let cursor = |(unit, ..): &Found| Cursor { at: unit.received_at.0, id: unit.id.0 }.to_string();
    let page = Page::cut(found, filter.limit, cursor);
    let items = page.items.into_iter().map(|(unit, reference, of)| row(&unit, (reference, of), filter.now)).collect();
    Ok(Page { items, next_cursor: page.next_cursor })
}

fn row(
    unit: &WorkshopUnit,
    (reference, (category, brand, serial)): (Col<Reference>, (String, Option<String>, Option<String>)),
    now: Instant,
) -> UnitRow {
    let until = unit.handed_over_at.map_or(now, |at| at.0);
    UnitRow {
        id: unit.id.0,
        job_id: unit.job_id.0,
        reference: reference.0.to_string(),
        tag: unit.tag.0.to_string(),
        state: unit.state.0,
        place: unit.place.0,
        category,
        brand,
        serial,
        province: unit.province.clone(),
        received_at: unit.received_at.0,
        age_s: (until - unit.received_at.0).num_seconds(),
        promised_at: unit.promised_at.0,
        is_late: unit.ready_at.is_none() && unit.promised_at.0 <= now,
        ready_at: unit.ready_at.map(|at| at.0),
        storage: unit.kept_for(now),
        version: unit.version,
    }
}

/// The agents of a province that may work and have a workshop, by code.
///
/// # Errors
/// The database.
pub fn list_workshops(conn: &mut Conn, province: &str) -> Result<Vec<AgentId>, StoreError> {
    let has_workshop = agents::setting.eq(Col(Setting::Workshop)).or(agents::kind.eq(Col(AgentKind::Branch)));
    let query = agents::table
        .filter(agents::province.eq(province.to_owned()))
        .filter(agents::standing.eq_any([Standing::Active, Standing::Probation].map(Col)))
        .filter(has_workshop)
        .order(agents::code)
        .select(agents::id);
    Ok(query.load::<Col<AgentId>>(conn)?.into_iter().map(|id| id.0).collect())
}

/// The units that were taken in for a job, oldest first.
///
/// # Errors
/// The database.
pub fn units_of_job(conn: &mut Conn, job: JobId, now: Instant) -> Result<Vec<UnitRow>, StoreError> {
    let query = found!().filter(workshop_units::job_id.eq(job.to_string())).order(workshop_units::id);
    let found: Vec<Found> = query.load(conn)?;
    Ok(found.into_iter().map(|(unit, reference, of)| row(&unit, (reference, of), now)).collect())
}

/// One unit.
///
/// # Errors
/// `NotFound` for one that does not exist or is out of scope; the database.
pub fn unit_detail(
    conn: &mut Conn,
    scope: &Scope,
    (id, now): (WorkshopUnitId, Instant),
) -> Result<UnitDetail, StoreError> {
    let query = within!(found!(), scope).filter(workshop_units::id.eq(id.to_string()));
    let (unit, reference, of): Found = query.first(conn)?;
    let passings = list_unit_passings(conn, id)?.into_iter().map(|it| PassingView {
        at: it.at.0,
        from: it.from_keeper.0,
        to: it.to_keeper.0,
        carrier: it.carrier.map(|it| it.0),
        tracking: it.tracking,
        note: it.note,
    });
    let passings = passings.collect();
    let loaner_out = find_loaner_out(conn, unit.job_id.0)?.map(|loaner| loaner.serial);
    Ok(UnitDetail {
        row: row(&unit, (reference, of), now),
        condition: unit.condition_note,
        accessories: unit.accessories.0,
        photos: unit.photos.0,
        queued_until: unit.queued_until.0,
        outcome: unit.outcome.map(|it| it.0),
        failed_tests: unit.failed_tests,
        reminded: unit.reminded,
        free_days: unit.free_days,
        storage_fee: Money::rials(unit.storage_fee),
        handed_over_at: unit.handed_over_at.map(|at| at.0),
        handed_over_to: unit.handed_over_to,
        loaner_out,
        passings,
        allowed: allowed::<UnitMachine>(unit.state.0, ActorKind::Staff),
    })
}
